"""The command line. It holds no logic of its own, and loads what a command needs only when it runs."""

from aligncheck.cli.main import main

__all__ = ["main"]
