"""Conditions that say no more than the types and declarations of what they speak of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from aligncheck.diagnostics import Problem
from aligncheck.elaborate.meanings import Clauses
from aligncheck.kernel.substitution import reduce
from aligncheck.kernel.terms import App, Const, Field, Number, Op, Quant, SortQuant, Term, Truth, Var
from aligncheck.kernel.traversal import label, walk
from aligncheck.kernel.types import NAT, Struct, Sub, Type
from aligncheck.kernel.typing import type_of, unsubset
from aligncheck.lints.canonical import canonical
from aligncheck.lints.problems import ImpliedByTyping
from aligncheck.lints.stated import Stated
from aligncheck.records import dataclass
from aligncheck.source import Span


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a formula holds of anything, in words, and where that is said."""

    text: str
    place: Span | None = None


Known = dict[tuple[object, ...], list[tuple[Term, Reason]]]
"""What is known, by what it is at its root."""


def implied_by_typing(groups: Iterable[Clauses], laws: Sequence[Stated]) -> Iterator[Problem]:
    """Each clause that a type, a law or a declaration says already; `laws` are what is known of the structures
    in scope and declared. One in a loop counts only if it is so at every turn."""
    known: Known = {}
    for law in laws:
        _note(known, law.formula, Reason(law.label, law.span))
    found: dict[Span, Reason | None] = {}
    for group in groups:
        for formula, span in group.parts if group.connective != "or" else ():
            found[span] = _why(formula, known) if found.get(span, True) is not None else None
    told = {span: reason for span, reason in found.items() if reason is not None}
    for span, reason in told.items():
        if not any(_inside(span, other) for other in told):
            yield ImpliedByTyping(span, " ".join(span.text.split()), reason.text, reason.place)


def _inside(span: Span, outer: Span) -> bool:
    return span != outer and outer.start <= span.start and span.end <= outer.end


def _parts(formula: Term) -> tuple[Term, ...]:
    return formula.args if isinstance(formula, Op) and formula.name == "and" else (formula,)


def _note(known: Known, formula: Term, reason: Reason) -> None:
    for part in _parts(formula):
        known.setdefault(label(part), []).append((part, reason))


def _why(formula: Term, known: Known) -> Reason | None:
    """The reason of its first conjunct, if there is one for each."""
    reasons = [_why_part(part, known) for part in _parts(formula)]
    return reasons[0] if all(reason is not None for reason in reasons) else None


def _why_part(part: Term, known: Known) -> Reason | None:
    """A formula, or what it says under its universal quantifiers, that is known or that a type says."""
    while not isinstance(part, Truth):
        reason = _known(part, known) or _natural(part) or _of_a_type(part)
        if reason is not None or not (
            isinstance(part, (Quant, SortQuant)) and part.kind == "forall"
        ):  # fmt: skip
            return reason
        part = part.body
    return None


def _known(part: Term, known: Known) -> Reason | None:
    wanted = None
    for formula, reason in known.get(label(part), ()):
        wanted = wanted or canonical(part)
        if canonical(formula) == wanted:
            return reason
    return None


def _natural(part: Term) -> Reason | None:
    match part:
        case Op("le", (Number(0), value)) if unsubset(type_of(value)) == NAT and not isinstance(
            value, Number
        ):
            return Reason("no natural number is below 0")
        case _:
            return None


def _of_a_type(part: Term) -> Reason | None:
    """A law or a condition of the type of something that the formula mentions."""
    seen: set[Term] = set()
    for node in walk(part):
        if isinstance(node, (Var, Const, App, Field)) and node not in seen:
            seen.add(node)
            for formula, reason in _said_of(node, type_of(node)):
                said: Known = {}
                _note(said, formula, reason)
                if _known(part, said) is not None:
                    return reason
    return None


def _said_of(value: Term, type: Type) -> Iterator[tuple[Term, Reason]]:
    """What the types of a value say of it."""
    while isinstance(type, Sub):
        yield reduce(App(type.predicate, value)), Reason("it is the condition of its type")
        type = type.base
    if isinstance(type, Struct) and type.law is not None:
        yield reduce(App(type.law, value)), Reason(f"it is a law of `{type.name}`")
