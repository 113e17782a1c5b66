"""Definitions of one module that say the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from aligncheck.diagnostics import Problem
from aligncheck.elaborate.meanings import Parameter, Template, Typed
from aligncheck.kernel.substitution import alike, substitute
from aligncheck.kernel.terms import Term, Var
from aligncheck.kernel.traversal import occurrences
from aligncheck.kernel.types import Base, Type
from aligncheck.lints.problems import SameDefinition

_SMALLEST = 4


def same_definitions(templates: Sequence[Template]) -> Iterator[Problem]:
    """Each definition of values that says what an earlier one says; very short ones may agree by chance."""
    earlier: list[tuple[Template, Term]] = []
    for template in templates:
        if not isinstance(template.body, Typed):
            continue
        body = _renamed(template, template.body.term)
        if sum(1 for _ in occurrences(body)) < _SMALLEST:
            continue
        others = [(t, other) for t, other in earlier if t.name != template.name]
        same = next((t for t, other in others if _same_shape(t, template) and alike(other, body)), None)
        if same is not None:
            yield SameDefinition(template.span, template.name, same.name, same.span)
        earlier.append((template, body))


def _same_shape(one: Template, other: Template) -> bool:
    return len(one.explicit) == len(other.explicit) and len(one.implicit) == len(other.implicit)


def _renamed(template: Template, body: Term) -> Term:
    """The body with parameters named by their places."""
    terms: dict[str, Term] = {}
    sorts: dict[str, Type] = {}
    for at, parameter in enumerate((*template.implicit, *template.explicit)):
        _name_parts(parameter, at, terms, sorts)
    return substitute(body, terms, sorts)


def _name_parts(parameter: Parameter, at: int, terms: dict[str, Term], sorts: dict[str, Type]) -> None:
    for index, sort in enumerate(parameter.sorts()):
        sorts[sort.name] = Base(f"parameter {at}.{index}")
    for index, var in enumerate(parameter.vars()):
        terms[var.name] = Var(f"parameter {at}.{index}", substitute(var.type, {}, sorts))
