"""What is known of a declared name, gathered from the modules that speak of it, for a reader or an editor."""
