"""Definitions that say the same, of one module or of it and one that it uses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from aligncheck.diagnostics import Problem
from aligncheck.elaborate.meanings import Bundle, Parameter, Template, Typed, TypeMeaning
from aligncheck.kernel.terms import Term
from aligncheck.kernel.traversal import occurrences
from aligncheck.kernel.types import Type
from aligncheck.lints.canonical import canonical
from aligncheck.lints.problems import SameDefinition

_SMALLEST = 4


def same_definitions(templates: Sequence[Template], used: Sequence[Template] = ()) -> Iterator[Problem]:
    """Each definition that says what an earlier one says, or one of those `used`; very short ones may agree by
    chance, and two types may have one meaning. Parameters of different types may stand in another order; of
    one type not, for a converse says something else. Printed and corrected forms share a name."""
    earlier: dict[str, Template] = {}
    for at, template in enumerate((*used, *templates)):
        body = template.body
        if isinstance(body, TypeMeaning) or _size(body) < _SMALLEST:
            continue
        same = earlier.setdefault(_form(template, body), template)
        if same.name != template.name and at >= len(used):
            yield SameDefinition(template.span, template.name, same.name, same.span)


def _parts(body: Typed | Bundle) -> Mapping[str, Term | Type]:
    return {"": body.term} if isinstance(body, Typed) else body.parts


def _size(body: Typed | Bundle) -> int:
    return sum(1 for part in _parts(body).values() for _ in occurrences(part))


def _form(template: Template, body: Typed | Bundle) -> str:
    """What the definition says, with its parameters named by their places among those of one type."""
    parameters = sorted(
        (*template.implicit, *template.explicit), key=lambda each: _kind(each, _names(template))
    )
    names: dict[str, str] = {}
    for at, parameter in enumerate(parameters):
        for index, name in enumerate(_names_of(parameter)):
            names[name] = f"parameter {at}.{index}"
    kinds = [_kind(each, names) for each in parameters]
    fields = [f"{name} := {canonical(part, names)}" for name, part in sorted(_parts(body).items())]
    structure = body.structure.name if isinstance(body, Bundle) else ""
    return f"{' '.join(kinds)}: {structure} {' '.join(fields)}"


def _names(template: Template) -> dict[str, str]:
    """All parameters under one name."""
    every = (*template.implicit, *template.explicit)
    return {name: "parameter" for each in every for name in _names_of(each)}


def _names_of(parameter: Parameter) -> list[str]:
    """The sorts and variables that it stands for."""
    return [sort.name for sort in parameter.sorts()] + [var.name for var in parameter.vars()]


def _kind(parameter: Parameter, names: Mapping[str, str]) -> str:
    if parameter.sort is not None:
        return "Sort"
    structure = parameter.bundle.structure.name if parameter.bundle is not None else ""
    return f"{structure}({', '.join(canonical(var.type, names) for var in parameter.vars())})"
