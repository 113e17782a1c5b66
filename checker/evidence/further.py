"""More counterexamples than one, none of which is another one with its elements renamed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import combinations, permutations, product

from aligncheck.claims.claim import Claim
from aligncheck.engines.contract import Candidate
from aligncheck.evidence.case import Case
from aligncheck.evidence.literals import NoTerm, literal
from aligncheck.evidence.relevant import relevant, seen
from aligncheck.evidence.smallest import replayed
from aligncheck.evidence.steps import about
from aligncheck.kernel import clock
from aligncheck.kernel.build import conj, disj, exists, forall, iff, neg
from aligncheck.kernel.goal import Assumption, Goal
from aligncheck.kernel.sequences import ClosedSequence
from aligncheck.kernel.terms import App, Const, Eq, Number, Term, Var
from aligncheck.kernel.types import NAT, Base, Fun
from aligncheck.kernel.values import Element, Model, Table, Value
from aligncheck.kernel.verdicts import Refuted
from aligncheck.obligations.shape import is_asymptotic

FIRST = 6
"""Sequences are told apart by so many values."""
MOST_RENAMINGS = 50_000


def further(case: Case, first: Refuted, count: int) -> tuple[Refuted, ...]:
    """Up to `count` more counterexamples of the goal that `first` refutes, the smaller ones first. Takes up to
    the time of one claim more. Raises EnginesDiffer."""
    found = [first]
    until = clock.now() + case.limits.seconds
    while len(found) <= count and clock.now() < until:
        goal = replace(first.goal, assumptions=(*first.goal.assumptions, *_fences(case, found)))
        following = _another(case, first.goal, goal, until, max(_sizes(found), default=0))
        if following is None or any(_alike(case, following, each) for each in found):
            break
        found.append(following)
    return tuple(found[1:])


def _sizes(found: Sequence[Refuted]) -> Iterator[int]:
    return (size for each in found for size in each.model.carriers.values())


def _another(case: Case, goal: Goal, fenced: Goal, until: float, size: int) -> Refuted | None:
    for engine in ("asymptotic", "finite") if is_asymptotic(goal) else ("finite",):
        seconds = max(until - clock.now(), 0.1)
        limits = replace(case.limits, seconds=seconds, bound=max(case.limits.bound, size))
        with about(case.portfolio, "further counterexample"):
            answer = case.portfolio.ask(engine, fenced, limits)
        found = replayed(goal, answer) if isinstance(answer, Candidate) else None
        if found is not None:
            return found
    return None


def _fences(case: Case, found: Sequence[Refuted]) -> Iterator[Assumption]:
    for each in found:
        try:
            formula = unlike(case.claim, each.goal, each.model)
        except NoTerm:
            continue
        yield Assumption("another counterexample", formula, "assume")


def unlike(claim: Claim, goal: Goal, model: Model) -> Term:
    """The formula that is false in `model` and, as far as the symbols go that matter, in all models isomorphic
    to it: no elements stand to one another as those of the model do. Raises NoTerm."""
    symbols = relevant(claim, goal, model)
    elements: dict[Element, Term] = {}
    for symbol in symbols:
        value = model.constants[symbol.name]
        if isinstance(value, Element):
            elements.setdefault(value, symbol)
    variables: list[Var] = []
    conditions: list[Term] = []
    for sort in goal.sorts:
        kind = Base(sort)
        members: list[Term] = []
        for index in range(model.carriers[sort]):
            element = Element(sort, index)
            if element not in elements:
                variables.append(Var(f"{sort}#{index}", kind))
                elements[element] = variables[-1]
            members.append(elements[element])
        conditions += [neg(Eq(one, other, kind)) for one, other in combinations(members, 2)]
        any_other = Var(f"{sort}#", kind)
        conditions.append(forall(any_other, disj(*(Eq(any_other, each, kind) for each in members))))
    guards = {each.name: each for each in goal.constants}
    for symbol in symbols:
        guard = guards.get(claim.presentation.partial.get(symbol.name, ""))
        conditions.append(_same(symbol, seen(claim, symbol, model), guard, elements))
    body = conj(*conditions)
    for var in reversed(variables):
        body = exists(var, body)
    return neg(body)


def _same(symbol: Const, value: Value, guard: Const | None, elements: dict[Element, Term]) -> Term:
    """That a symbol has a value; one with a guard is defined just where the value is."""
    if guard is not None and isinstance(value, Table) and isinstance(symbol.type, Fun):
        argument, result = symbol.type.domain, symbol.type.codomain
        var = Var("x#", argument)
        places = [
            (literal(argument, at, elements), literal(result, to, elements)) for at, to in value.entries
        ]
        defined = forall(var, iff(App(guard, var), disj(*(Eq(var, at, argument) for at, _ in places))))
        return conj(defined, *(Eq(App(symbol, at), to, result) for at, to in places))
    if isinstance(value, ClosedSequence) and isinstance(symbol.type, Fun):
        result = symbol.type.codomain
        first = [(Number(Fraction(n), NAT), literal(result, value.at(n), elements)) for n in range(FIRST)]
        return conj(*(Eq(App(symbol, at), each, result) for at, each in first))
    return Eq(symbol, literal(symbol.type, value, elements), symbol.type)


def _alike(case: Case, one: Refuted, other: Refuted) -> bool:
    forms = [canonical(case.claim, each.goal, each.model) for each in (one, other)]
    return forms[0] == forms[1]


def canonical(claim: Claim, goal: Goal, model: Model) -> str:
    """The same text for two models if, and only if, one is the other with its elements renamed: the least of the
    texts under all renamings. (Where there are too many of these, the text as it is.)"""
    ways = [list(permutations(range(size))) for size in model.carriers.values()]
    count = 1
    for each in ways:
        count *= len(each)
    if count > MOST_RENAMINGS:
        ways = [each[:1] for each in ways]
    sizes = repr(sorted(model.carriers.items()))
    values = {each.name: seen(claim, each, model) for each in relevant(claim, goal, model)}
    return sizes + min(
        "; ".join(
            f"{name}={_text(value, dict(zip(model.carriers, chosen, strict=True)))}"
            for name, value in values.items()
        )
        for chosen in product(*ways)
    )


def _text(value: object, renamed: dict[str, tuple[int, ...]]) -> str:
    """A value with its elements renamed; sets and graphs in the order of their texts."""
    match value:
        case Element(sort, index):
            return f"{sort}#{renamed[sort][index]}"
        case tuple():
            return "(" + ",".join(_text(each, renamed) for each in value) + ")"
        case frozenset():
            return "{" + ",".join(sorted(_text(each, renamed) for each in value)) + "}"
        case _:
            parts = getattr(value, "__dataclass_fields__", None)
            if parts is None or isinstance(value, ClosedSequence):
                return repr(value)
            inner = [getattr(value, name) for name in parts]
            texts = [_graph(each, renamed) if name == "entries" else _text(each, renamed)
                     for name, each in zip(parts, inner, strict=True)]  # fmt: skip
            return f"{type(value).__name__}({','.join(texts)})"


def _graph(entries: Sequence[object], renamed: dict[str, tuple[int, ...]]) -> str:
    return "{" + ",".join(sorted(_text(each, renamed) for each in entries)) + "}"
