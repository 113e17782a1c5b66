"""What an element of a transformation makes of a quantity in a model: the sentence on an invariance that fails."""

from __future__ import annotations

from aligncheck.claims.claim import Change
from aligncheck.kernel.terms import Term
from aligncheck.kernel.unanswered import UNDEFINED
from aligncheck.kernel.values import Table, Value
from aligncheck.reports.breaking import Scene
from aligncheck.reports.values import text_of


def changing(change: Change, scene: Scene) -> str | None:
    """`Q` changes under `a := 2, b := 0`: 1/2 becomes 1/4. None where the model does not tell both values."""
    element = _element(change, scene)
    wanted = change.before if change.expected is None else change.expected
    place, found = _first_difference(wanted, change.after, scene)
    texts = [_text(each, scene, place) for each in (change.before, change.after, wanted)]
    if element is None or not found or None in texts:
        return None
    before, after, expected = texts
    at = f"at {text_of(place, scene.names)}, " if place is not None else ""
    under = f" under `{element}`" if element else ""
    if change.expected is None:
        return f"`{change.quantity}` changes{under}: {at}{before} becomes {after}"
    becomes = "stays" if before == after else "becomes"
    return f"`{change.quantity}`{under}: {at}{before} {becomes} {after}, not {expected}"


def _element(change: Change, scene: Scene) -> str | None:
    """`a := 2, b := 0`."""
    parts: list[str] = []
    for each in change.element:
        value = scene.model.constants.get(each.name)
        if value is None:
            return None
        text = text_of(value, scene.names)
        listed = isinstance(value, Table) and not text.startswith("always")
        parts.append(f"{each.name} := ({text})" if listed else f"{each.name} := {text}")
    return ", ".join(parts)


def _first_difference(one: Term, other: Term, scene: Scene) -> tuple[Value | None, bool]:
    """Of functions the first argument at which they differ; and whether two values were found that do."""
    here, there = scene.value(one), scene.value(other)
    if isinstance(here, Table) and isinstance(there, Table):
        for at, value in here.entries:
            if dict(there.entries).get(at, there.otherwise) != value:
                return at, True
    return None, here is not None and there is not None and here != there


def _text(term: Term, scene: Scene, place: Value | None) -> str | None:
    value = scene.value(term)
    if isinstance(value, Table) and place is not None:
        value = dict(value.entries).get(place, value.otherwise)
    if value is None:
        return None
    return "undefined" if value is UNDEFINED else text_of(value, scene.names)
