"""The claim forms, and what each one means in core terms."""

from aligncheck.claims.module import claims_in

__all__ = ["claims_in"]
