"""Sums over finite types of any size, for solvers that have no word for them: each becomes a symbol, in a form
in which equal sums look alike, and the rules that relate sums become assumptions."""
