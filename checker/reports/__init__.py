"""Verdicts and findings as text and JSON: plain data in, text out."""
