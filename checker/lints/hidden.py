"""A variable that has the name of one bound around it, or is bound twice at one place."""

from __future__ import annotations

from collections.abc import Iterator

from aligncheck.diagnostics import Problem
from aligncheck.elaborate.problems import AlreadyDeclared, HiddenVariable
from aligncheck.syntax import tree
from aligncheck.syntax.scopes import Scopes


def hidden_variables(scopes: Scopes) -> Iterator[Problem]:
    """Each binding that takes the name of another: a reader cannot tell which of the two is meant. Heads and
    `for` are left out, where a name that stands twice is found when it is read."""
    for binding in scopes.bindings:
        outer, name = binding.outer, binding.name
        if outer is None or name.text == "_":
            continue
        if outer.place is not binding.place:
            yield HiddenVariable(name.span, name.text, outer.name.span)
        elif not isinstance(binding.place, (tree.Head, tree.ForClause)):
            yield AlreadyDeclared(name.span, name.text, outer.name.span)
