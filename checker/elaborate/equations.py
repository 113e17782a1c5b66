"""`{ g = t, h = u }` where a structure is wanted: a record whose fields were given with the sign of equality."""

from __future__ import annotations

from collections.abc import Collection

from aligncheck.elaborate.context import Context
from aligncheck.elaborate.problems import FieldsByEquations
from aligncheck.syntax import tree


def as_record(ctx: Context, term: tree.Term, fields: Collection[str]) -> tree.Term:
    """The record that a set of equations between fields and values is meant for, which is reported; any other
    term as it is."""
    if not isinstance(term, tree.SetLiteral) or not term.items:
        return term
    values: list[tree.FieldValue] = []
    signs: list[tree.Name] = []
    for item in term.items:
        match item:
            case tree.Compare(tree.Name() as name, ((tree.Name("=") as sign, value),)) if name.text in fields:
                values.append(tree.FieldValue(name, value, span=item.span))
                signs.append(sign)
            case _:
                return term
    ctx.report(FieldsByEquations(signs[0].span, tuple(sign.span for sign in signs[1:])))
    return tree.RecordOf(tuple(values), span=term.span)
