"""Claim to closed goals: one named transformation a file."""
