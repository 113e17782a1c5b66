"""TRUSTED. Terms, their meaning in a model, the rules of proof, and the only makers of verdicts."""
