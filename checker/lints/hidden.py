"""A variable that has the name of one bound around it, or is bound twice at one place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from aligncheck.diagnostics import Problem
from aligncheck.elaborate.problems import AlreadyDeclared, HiddenVariable
from aligncheck.source import Span
from aligncheck.syntax import tree
from aligncheck.syntax.scopes import Binding, Scopes


def hidden_variables(scopes: Scopes, formulas: Sequence[tree.Term] = ()) -> Iterator[Problem]:
    """Each binding that takes the name of another: a reader cannot tell which of the two is meant. Heads and
    `for` are left out, where a name that stands twice is found when it is read. `formulas` are those of a claim:
    one that speaks of no variable of the claim may use its name for another."""
    for binding in scopes.bindings:
        outer, name = binding.outer, binding.name
        if outer is None or name.text == "_" or _apart(binding, outer, formulas):
            continue
        if outer.place is not binding.place:
            yield HiddenVariable(name.span, name.text, outer.name.span)
        elif not isinstance(binding.place, (tree.Head, tree.ForClause)):
            yield AlreadyDeclared(name.span, name.text, outer.name.span)


def _apart(binding: Binding, outer: Binding, formulas: Sequence[tree.Term]) -> bool:
    """Whether the one is bound in a formula of a claim, and the other is meant in others alone."""
    around = next((each.span for each in formulas if _within(binding.name.span, each.span)), None)
    if around is None or not isinstance(outer.place, tree.ForClause):
        return False
    return bool(outer.uses) and not any(_within(use.span, around) for use in outer.uses)


def _within(span: Span, around: Span) -> bool:
    return around.start <= span.start and span.end <= around.end
