"""What a run found, for people (text) and for programs (JSON): plain data in, text out."""
