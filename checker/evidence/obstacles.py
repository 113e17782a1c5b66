"""What engines find hard in a claim, with the place where its author wrote it: nonlinear arithmetic, quantifiers
over functions, sums and limits, and quantifiers that go in a circle through the sorts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from aligncheck.claims.claim import Claim, Consistent, Holds, Independent, Reduces
from aligncheck.evidence.wording import type_words, words
from aligncheck.kernel.normal import normalise
from aligncheck.kernel.refusal import KernelRefusal
from aligncheck.kernel.terms import BigSum, Const, Lim, Number, Op, Quant, SortQuant, Tail, Term
from aligncheck.kernel.traversal import walk
from aligncheck.kernel.types import BOOL, Base, Fun, Type
from aligncheck.obligations.shape import is_higher
from aligncheck.records import dataclass
from aligncheck.source import Span

MOST = 4
"""So many are named at most."""
LONGEST = 60
TRANSCENDENTAL = ("pow", "exp", "log", "sqrt")


@dataclass(frozen=True, slots=True)
class Obstacle:
    """What is hard, in a few words, and where it stands."""

    what: str
    span: Span


@dataclass(frozen=True, slots=True)
class Edge:
    """From each member of one sort comes one of another: by a function, or by a ∀ … ∃."""

    source: str
    target: str
    by: str
    span: Span


def obstacles(claim: Claim) -> tuple[Obstacle, ...]:
    """In file order, each kind once for each formula."""
    found: dict[tuple[str, int], Obstacle] = {}
    edges: list[Edge] = []
    for formula, span, positive in _parts(claim):
        plain = _plain(formula)
        for kind, what, term in (*_hard_terms(plain), *_over_functions(plain, positive)):
            found.setdefault((kind, span.start), Obstacle(what, place(term, span)))
        edges += [Edge(*each, span) for each in (*_given(plain, positive, ()), *_functions(plain))]
    circle = _circle(edges)
    named = sorted(found.values(), key=lambda each: each.span.start)[:MOST]
    return (*named, circle) if circle else tuple(named)


def _plain(formula: Term) -> Term:
    """Its normal form; the formula itself where that would be too large."""
    try:
        return normalise(formula)
    except KernelRefusal:
        return formula


def _parts(claim: Claim) -> Iterator[tuple[Term, Span, bool]]:
    """The formulas of a claim; those to be refuted are not positive."""
    for each in claim.hypotheses:
        if each.kind != "declared":
            yield each.formula, each.span, True
    match claim.question:
        case Holds(conclusions):
            yield from ((each.formula, each.span, False) for each in conclusions)
        case Consistent(formulas):
            yield from ((each.formula, each.span, True) for each in formulas)
        case Independent(formula, premises):
            yield from ((each.formula, each.span, True) for each in premises)
            yield formula.formula, formula.span, False
        case Reduces(_, left, right, _, _, span):
            yield from ((side, span, False) for side in (left, right))


def place(term: Term, span: Span) -> Span:
    """Where the term stands in the text of the span, if it stands there in so many words; else all of it."""
    tokens = re.findall(r"\w+|[^\w\s]", words(term))
    match = re.search(r"\s*".join(map(re.escape, tokens)), span.text)
    return Span(span.source, span.start + match.start(), span.start + match.end()) if match else span


# ── Terms ──


def is_nonlinear(term: Term) -> bool:
    """Whether numbers that are not known are multiplied or divided by one another here."""
    if not isinstance(term, Op) or term.name not in ("mul", "div", *TRANSCENDENTAL):
        return False
    unknown = [each for each in term.args if not isinstance(each, Number)]
    if len(unknown) > 1 or (term.name in TRANSCENDENTAL and unknown):
        return True
    return term.name == "div" and not isinstance(term.args[1], Number)


def _hard_terms(formula: Term) -> Iterator[tuple[str, str, Term]]:
    for node in walk(formula):
        match node:
            case Op("mul" | "div", _) if is_nonlinear(node):
                yield "nonlinear", f"`{_short(node)}` is not linear", node
            case Op(name, _) if name in TRANSCENDENTAL and is_nonlinear(node):
                yield "transcendental", f"`{_short(node)}` is no polynomial", node
            case BigSum(_, bounds, _) if bounds is None or not all(isinstance(end, Number) for end in bounds):
                yield "sum", f"`{_short(node)}` has no fixed number of terms", node
            case Lim() | Tail():
                yield "limit", f"`{_short(node)}` is about a limit", node
            case _:
                pass


def _over_functions(formula: Term, positive: bool) -> Iterator[tuple[str, str, Term]]:
    for node, universal in _quantifiers(formula, positive):
        if universal and isinstance(node, SortQuant):
            yield "structures", "this speaks of all structures at once", node
        elif universal and isinstance(node, Quant) and is_higher(node.var.type):
            kind = type_words(node.var.type)
            yield "functions", f"`{node.kind} {node.var.name}: {kind}` is over all functions or sets", node


def _short(term: Term) -> str:
    text = words(term)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


# ── Quantifiers ──


def _below(term: Term, positive: bool) -> Iterator[tuple[Term, bool]]:
    """The formulas that a formula is made of, each with whether it stands there as it is or negated."""
    match term:
        case Op("not", (inner,)):
            yield inner, not positive
        case Op("and" | "or", parts):
            yield from ((part, positive) for part in parts)
        case Op("implies", (left, right)):
            yield left, not positive
            yield right, positive
        case Op("iff", sides):
            yield from ((side, way) for side in sides for way in (True, False))
        case Quant(_, _, body) | SortQuant(_, _, body):
            yield body, positive
        case _:
            pass


def _quantifiers(term: Term, positive: bool) -> Iterator[tuple[Quant | SortQuant, bool]]:
    """Every quantifier, and whether it is universal where it stands in what has to have no model."""
    if isinstance(term, (Quant, SortQuant)):
        yield term, (term.kind == "forall") == positive
    for part, way in _below(term, positive):
        yield from _quantifiers(part, way)


def _given(term: Term, positive: bool, over: tuple[str, ...]) -> Iterator[tuple[str, str, str]]:
    """From each sort that a ∀ ranges over to those of an ∃ inside it."""
    if isinstance(term, Quant):
        sorts = tuple(_sorts(term.var.type))
        if (term.kind == "forall") == positive:
            over = (*over, *sorts)
        else:
            yield from ((source, target, "∀ … ∃") for source in over for target in sorts)
    for part, way in _below(term, positive):
        yield from _given(part, way, over)


def _functions(formula: Term) -> Iterator[tuple[str, str, str]]:
    for node in dict.fromkeys(node for node in walk(formula) if isinstance(node, Const)):
        if isinstance(node.type, Fun) and node.type.codomain != BOOL:
            targets = tuple(_sorts(node.type.codomain))
            yield from ((a, b, f"`{node.name}`") for a in _sorts(node.type.domain) for b in targets)


def _sorts(type: Type) -> Iterator[str]:
    return (node.name for node in walk(type) if isinstance(node, Base))


def _circle(edges: list[Edge]) -> Obstacle | None:
    """The shortest way from a sort back to itself that a ∀ … ∃ is part of: terms grow along it without end."""
    for start in (each for each in edges if not each.by.startswith("`")):
        paths = [[start]]
        seen = {start.target}
        while paths and paths[0][-1].target != start.source:
            path = paths.pop(0)
            further = [e for e in edges if e.source == path[-1].target and e.target not in seen]
            if start.source in seen:
                break
            seen.update(each.target for each in further)
            paths += [[*path, each] for each in further]
        if paths:
            steps = " → ".join([start.source, *(f"{each.target} (by {each.by})" for each in paths[0])])
            return Obstacle(f"quantifiers go in a circle: {steps}", start.span)
    return None
