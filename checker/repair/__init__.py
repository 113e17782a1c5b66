"""The smallest edit that makes a failing claim true. A change is offered only where the claim it makes is proved,
says something, and has assumptions that can be met."""
