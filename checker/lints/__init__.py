"""Rules on elaborated definitions and claims: one file a rule."""
