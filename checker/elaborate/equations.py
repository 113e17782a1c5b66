"""`{ g = t, h = u }` where a structure is wanted: a record whose fields were given with the sign of equality."""

from __future__ import annotations

from collections.abc import Collection

from aligncheck.elaborate.context import Context
from aligncheck.syntax import tree
from aligncheck.syntax.problems import WrongAssignment


def as_record(ctx: Context, term: tree.Term, fields: Collection[str]) -> tree.Term:
    """The record that a set of equations between fields and values is meant for, each `=` reported; any other
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
    for sign in signs:
        ctx.report(WrongAssignment(sign.span, "=", ":="))
    return tree.RecordOf(tuple(values), span=term.span)
