"""The scale that a definition needs of its parameters, and the one that its value has, by inference."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final

from aligncheck.elaborate.meanings import Module, Parameter, Scale, Template, Typed
from aligncheck.kernel.terms import Term
from aligncheck.records import dataclass
from aligncheck.scales.findings import Source
from aligncheck.scales.quantity import Free, Move, Moves, Offset, Ordered, Quantity, Unit
from aligncheck.scales.sources import is_objective_like, measured, objectives_of, weights_in

SCALES: Final[tuple[Scale, ...]] = ("ordinal", "interval", "ratio", "absolute")
"""From the weakest, which admits the most."""


@dataclass(frozen=True, slots=True)
class Need:
    """The weakest scale that these parameters must have, each one of its own or all the same one (`common`). None: it
    cannot be told."""

    parameters: tuple[str, ...]
    scale: Scale | None
    common: bool = False


@dataclass(frozen=True, slots=True)
class Signature:
    """What a definition needs, and how its value moves where each parameter has the scale needed; None if the value is
    no number, or that is not known."""

    needs: tuple[Need, ...]
    value: Move | None


def scale_of(module: Module, template: Template) -> str | None:
    """The inferred scale of a definition in one line, as `B` and `M` on interval scales at least; the value in the
    unit of `B` / `M`. None where it is about no objective, nor about a function that could be one. Without
    backquotes but around names; no full stop."""
    found = signature_of(module, template)
    said = [
        *map(need_text, together(found.needs)),
        *([_value(found.value)] if found.value is not None else []),
    ]
    return "; ".join(said) or None


def signature_of(module: Module, template: Template) -> Signature:
    """The signature of a definition. The objectives that the module declares keep their scales."""
    weights = weights_in(module)
    able = [
        p
        for p in (*template.implicit, *template.explicit)
        if p.var is not None and is_objective_like(p.var) and not weights(p.var)
    ]
    if not isinstance(template.body, Typed) or not (able or objectives_of(module)):
        return Signature((), None)
    needs = [Need((p.name,), needed(module, template, [p])) for p in able]
    strong = [p for p, need in zip(able, needs, strict=True) if need.scale in ("ratio", "absolute")]
    if len(strong) > 1:
        common = needed(module, template, strong)
        if common is not None and common != "absolute":
            names = tuple(p.name for p in strong)
            needs = [need for need in needs if need.parameters[0] not in names] + [Need(names, common, True)]
    return Signature(tuple(needs), _value_at(module, template, able, needs))


def needed(module: Module, template: Template, parameters: Sequence[Parameter]) -> Scale | None:
    """The weakest scale, one for all these parameters, by which nothing in the definition is wrong; None if that cannot
    be told."""
    for scale in SCALES:
        of = parameters[0].name
        found = measured(module, template, {**objectives_of(module), **_at(parameters, scale, of)})
        if not any(of in each.of for each in found.found):
            return None if found.unsure else scale
    return "absolute"


def _at(parameters: Sequence[Parameter], scale: Scale, of: str) -> dict[Term, Source]:
    return {p.var: Source(of, scale) for p in parameters if p.var is not None}


def _value_at(
    module: Module, template: Template, able: Sequence[Parameter], needs: Sequence[Need]
) -> Move | None:
    sources = objectives_of(module)
    for need in needs:
        if need.scale is None:
            return None
        own = [p for p in able if p.name in need.parameters]
        sources |= _at(own, need.scale, need.parameters[0])
    found = measured(module, template, sources)
    told = not found.unsure and not found.found and (bool(able) or found.value != Moves())
    return found.value if told else None


# ── In words ──


def together(needs: Sequence[Need]) -> Iterator[Need]:
    """Parameters that need the same scale are told together."""
    by_scale: dict[tuple[Scale | None, bool], list[str]] = {}
    for need in needs:
        by_scale.setdefault((need.scale, need.common), []).extend(need.parameters)
    for (scale, common), names in by_scale.items():
        yield Need(tuple(names), scale, common)


def need_text(need: Need) -> str:
    """As `f` and `g` on one interval scale at least."""
    names = " and ".join(f"`{name}`" for name in need.parameters)
    several = len(need.parameters) > 1
    if need.scale is None:
        return f"what scale {names} need{'' if several else 's'} is not known"
    if need.common:
        return f"{names} on one {need.scale} scale at least"
    if need.scale == "absolute":
        return f"{names} on {'absolute scales' if several else 'an absolute scale'}"
    article = "a" if need.scale == "ratio" else "an"
    return f"{names} on {f'{need.scale} scales' if several else f'{article} {need.scale} scale'} at least"


def _value(move: Move) -> str:
    match move:
        case Ordered(of):
            return f"the value tells the order of `{of}`"
        case Free():
            return "the scale of the value is not known"
        case Moves((), ()):
            return "the value is a pure number"
        case Moves(unit, ()):
            return f"the value is in the unit of {unit_text(unit)}"
        case Moves(unit, shift) if all(_is_whole(each) for each in shift) and len(shift) == 1 and unit:
            return f"the value is on the scale of `{shift[0][0].of}`"
        case Moves((), _):
            return "the value is a logarithm, whose origin is open"
        case Moves(unit, _):
            return f"the value is in the unit of {unit_text(unit)}, and its origin is open"


def _is_whole(shift: tuple[Offset, Quantity]) -> bool:
    return shift[0].kind == "origin" and shift[1].constant == 1


def unit_text(unit: Unit) -> str:
    """A unit as a product of powers of the units of objectives: `u`²·`w` / `v`."""
    over = [_power(name, power) for name, power in unit if power > 0]
    under = [_power(name, -power) for name, power in unit if power < 0]
    text = "·".join(over) or "1"
    return f"{text} / {'·'.join(under)}" if under else text


def _power(name: str, power: Fraction) -> str:
    return (
        f"`{name}`"
        if power == 1
        else f"`{name}`^{power}"
        if power.denominator == 1
        else f"`{name}`^({power})"
    )
