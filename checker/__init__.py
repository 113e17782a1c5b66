"""Definitions about AI alignment, and a checker for what is claimed of them."""

__version__ = "0.1.0"
