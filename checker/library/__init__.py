"""Finding, reading and ordering modules: those of the user and those that come with the program."""
