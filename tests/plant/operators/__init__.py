"""The slips that are planted: each takes a claim or definition and yields the changes that make one. Nothing here
knows how the program itself mends a claim."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from aligncheck.syntax import tree
from tests.plant.operators.arguments import swapped_arguments
from tests.plant.operators.binders import swapped_binders, swapped_quantifiers
from tests.plant.operators.clauses import dropped_hypothesis, turned_direction
from tests.plant.operators.formulas import dropped_sign, flipped_comparison
from tests.plant.operators.indices import index_off_by_one, numeral_off_by_one, range_off_by_one
from tests.plant.operators.names import neighbouring_name, primed_name, wrong_projection
from tests.plant.scope import Scope
from tests.plant.surface import Change

Operator = Callable[[tree.Declared, Scope], Iterator[Change]]

OPERATORS: dict[str, Operator] = {
    "index": index_off_by_one,
    "range": range_off_by_one,
    "numeral": numeral_off_by_one,
    "binders": swapped_binders,
    "quantifier": swapped_quantifiers,
    "projection": wrong_projection,
    "prime": primed_name,
    "name": neighbouring_name,
    "comparison": flipped_comparison,
    "arguments": swapped_arguments,
    "hypothesis": dropped_hypothesis,
    "sign": dropped_sign,
    "direction": turned_direction,
}
"""By the names that the table shows. A slip that two of them make counts for the first."""
