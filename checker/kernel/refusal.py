"""The kernel's no."""
# TRUSTED


class KernelRefusal(Exception):
    """Evidence was offered that does not show what it was offered for."""
