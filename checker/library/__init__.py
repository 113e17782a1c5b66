"""Finding and ordering the modules of spec/ and of the user."""
