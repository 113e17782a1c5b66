"""Solvers and searches in processes of their own. They give answers, never verdicts."""
