"""The asymptotic calculus: limits, means and tails of sequences, proved by lemmas and refuted by families.

A term in T is a main part and an error that vanishes; what is left after the lemmas is arithmetic, which Z3
decides. Counterexamples are tried from concrete families and evaluated exactly by the kernel.
"""

from __future__ import annotations

from aligncheck.engines.asymptotic.engine import NAME, accepts, answer

__all__ = ["NAME", "accepts", "answer"]
