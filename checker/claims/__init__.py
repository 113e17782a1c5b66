"""The claim forms, and what each one means in core terms."""
