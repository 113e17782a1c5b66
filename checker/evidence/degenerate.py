"""Which hypothesis keeps a refuted claim clear of the degenerate model that refutes it: an empty sort, a frame
of nothing, one element, two equal things, a function that is constant, zero, one.

What is offered is read off the counterexample, and said in the author's vocabulary. A hypothesis of this kind
may turn out equivalent to the conclusion (`x ≠ 0` to `x*x > 0`): that takes a proof, and is what the author
left out. Only one that *is* the conclusion is no mend.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations

from aligncheck.claims.claim import Claim, Conclusion, Hypothesis
from aligncheck.elaborate.predicates import inhabited
from aligncheck.evidence.case import Case
from aligncheck.evidence.sufficient import More, Sufficient
from aligncheck.evidence.wording import type_words
from aligncheck.kernel.build import apply, conj, disj, equal, exists, less, neg, number
from aligncheck.kernel.families import member_name
from aligncheck.kernel.substitution import alike, fresh
from aligncheck.kernel.terms import Const, In, Term, Var
from aligncheck.kernel.traversal import walk
from aligncheck.kernel.types import NUMERIC, Base, Enum, Fun, NAT, Prim, Prod, SetT, Type
from aligncheck.kernel.typing import unsubset
from aligncheck.kernel.values import Model, Table, Value
from aligncheck.kernel.sequences import ClosedSequence
from aligncheck.kernel.verdicts import Refuted
from aligncheck.records import dataclass

SECONDS = 3.0
"""For the whole search."""
EACH = 1.0
"""For one hypothesis, or two."""


@dataclass(frozen=True, slots=True)
class Mending:
    """Hypotheses under which the claim is proved, and what they exclude, in words."""

    hypotheses: tuple[Hypothesis, ...]
    excluded: str


@dataclass(frozen=True, slots=True)
class Way:
    """A way to be degenerate: the formula that excludes it, in the author's words, and what it is called."""

    text: str
    formula: Term
    excluded: str
    rank: int
    """How much it excludes, roughly: what is weak is offered first."""


def mending(case: Case, conclusions: Sequence[Conclusion], refuted: Refuted) -> tuple[Mending, ...]:
    """The weakest hypotheses that exclude what is degenerate in the counterexample and with which the claim
    is proved and not vacuous; a pair where no single one does. None where the claim fails elsewhere too."""
    search = Sufficient(case, conclusions, [refuted.model], SECONDS, EACH)
    ways: dict[str, Way] = {}

    def offered(model: Model) -> list[Hypothesis]:
        here = list(ways_of(case.claim, model))
        ways.update((way.text, way) for way in here)
        return [Hypothesis(way.text, way.formula, "assume", case.claim.head) for way in here]

    singles = offered(refuted.model)
    found = search.among((each,) for each in singles)
    if not found:
        # What is degenerate in the models that were left may by itself exclude the first one too.
        further = [(more[0], offered(model)) for more, model in search.failed]
        known = {each.label for each in singles}
        later = {each.label: each for _, others in further for each in others if each.label not in known}
        found = search.among((each,) for each in later.values())
    if not found:
        pairs = sorted(_pairs(singles, further), key=lambda pair: sum(ways[each.label].rank for each in pair))
        found = search.among(pairs)
    return tuple(Mending(more, " or ".join(ways[each.label].excluded for each in more)) for more in found)


def _pairs(
    singles: Sequence[Hypothesis], further: Sequence[tuple[Hypothesis, list[Hypothesis]]]
) -> Iterator[More]:
    """Two at once: what the first model shows, then what it shows with what the next one does."""
    yield from combinations(singles, 2)
    told = {each.label for each in singles}
    for first, others in further:
        yield from ((first, other) for other in others if other.label not in told)


def ways_of(claim: Claim, model: Model) -> Iterator[Way]:
    """What is degenerate about a model of a claim, of what the author can name: the weakest to exclude first."""
    sorts, symbols = _named(claim, model)
    empty = [sort for sort in sorts if model.carriers[_name(sort)] == 0]
    yield from _empty_structures(claim, empty)
    yield from (_nonempty(sort) for sort in empty)
    yield from (each for symbol in symbols for each in _empty_set(claim, symbol, model))
    yield from _equal_pairs(symbols, model)
    yield from (each for symbol in symbols for each in _special_number(symbol, model))
    for size in (1, 2):
        yield from (_more_than(claim, sort, size) for sort in sorts if model.carriers[_name(sort)] == size)
    yield from (each for symbol in symbols for each in _constant(claim, symbol, model))


def _named(claim: Claim, model: Model) -> tuple[list[Base], list[Const]]:
    """The sorts and symbols of the model that the claim has names for, members of families too. Partial
    functions are left out: what they are elsewhere means nothing."""
    partial = {*claim.presentation.partial, *claim.presentation.partial.values()}
    sorts: dict[str, Base] = {name: Base(name) for name in claim.sorts}
    symbols: dict[str, Const] = {each.name: each for each in claim.constants if not each.index}
    for each in claim.constants:
        for node in walk(each):
            if isinstance(node, Base):
                sorts.setdefault(_name(node), node)
            if isinstance(node, Const):
                symbols.setdefault(member_name(node.name, node.index), node)
    return (
        [sort for name, sort in sorts.items() if name in model.carriers],
        [each for name, each in symbols.items() if name in model.constants and name not in partial],
    )


def _name(sort: Base) -> str:
    return member_name(sort.name, sort.index) if sort.index else sort.name


# ── Empty ──


def _empty_structures(claim: Claim, empty: Sequence[Base]) -> Iterator[Way]:
    """Structures all of whose sorts are empty, such as the frame of nothing."""
    for structure in claim.presentation.structures:
        own = [sort for sort in structure.sorts.values() if isinstance(sort, Base)]
        if len(own) > 1 and all(sort in empty for sort in own):
            ways = [_nonempty(sort) for sort in own]
            yield Way(
                " or ".join(way.text for way in ways),
                disj(*(way.formula for way in ways)),
                f"nothing is in `{structure.name}`",
                1,
            )


def _nonempty(sort: Base) -> Way:
    name = _name(sort)
    return Way(f"nonempty({name})", inhabited(sort), f"`{name}` is empty", 2)


def _empty_set(claim: Claim, symbol: Const, model: Model) -> Iterator[Way]:
    kind = unsubset(symbol.type)
    if not isinstance(kind, SetT) or not isinstance(value := model.constants[symbol.name], frozenset):
        return
    (x,) = _variables(claim, [kind.element])
    if not value:
        yield Way(f"nonempty({symbol.name})", exists(x, In(x, symbol)), f"`{symbol.name}` is empty", 2)
    elif isinstance(kind.element, Base) and len(value) == model.carriers.get(kind.element.name):
        text = f"exists {x.name}: {type_words(x.type)}. {x.name} ∉ {symbol.name}"
        yield Way(text, exists(x, neg(In(x, symbol))), f"everything is in `{symbol.name}`", 3)


# ── Equal, zero, one ──


def _equal_pairs(symbols: Sequence[Const], model: Model) -> Iterator[Way]:
    """Two things of one type that are the same."""
    for one, other in combinations(symbols, 2):
        same = alike(unsubset(one.type), unsubset(other.type))
        if same and model.constants[one.name] == model.constants[other.name]:
            excluded = f"`{one.name}` and `{other.name}` are the same"
            yield Way(f"{one.name} != {other.name}", neg(equal(one, other, one.type)), excluded, 3)


def _special_number(symbol: Const, model: Model) -> Iterator[Way]:
    """A number that is 0 or 1."""
    kind, value = unsubset(symbol.type), model.constants[symbol.name]
    if kind not in NUMERIC or isinstance(value, bool) or value not in (Fraction(0), Fraction(1)):
        return
    at = number(Fraction(str(value)))
    yield Way(f"{symbol.name} != {value}", neg(equal(symbol, at, kind)), f"`{symbol.name}` is {value}", 3)
    if kind != NAT:
        above, below = less(at, symbol), less(symbol, at)
        if value == 0:
            yield Way(f"{symbol.name} > 0", above, f"`{symbol.name}` is 0 or less", 4)
        else:
            yield Way(f"{symbol.name} < 1", below, f"`{symbol.name}` is 1 or more", 4)


# ── Few elements ──


def _more_than(claim: Claim, sort: Base, size: int) -> Way:
    """More elements than one or two. Said without counting: the sort may be infinite."""
    some = _variables(claim, [sort] * (size + 1))
    pairs = list(combinations(some, 2))
    apart = " and ".join(f"{one.name} != {other.name}" for one, other in pairs)
    formula: Term = conj(*(neg(equal(one, other, sort)) for one, other in pairs))
    for var in reversed(some):
        formula = exists(var, formula)
    names = ", ".join(var.name for var in some)
    how_many = ("one element", "two elements")[size - 1]
    few = f"`{_name(sort)}` has at most {how_many}"
    return Way(f"exists {names}: {_name(sort)}. {apart}", formula, few, 4 + size)


def _constant(claim: Claim, symbol: Const, model: Model) -> Iterator[Way]:
    """A function that has one value everywhere."""
    kind = unsubset(symbol.type)
    if not isinstance(kind, Fun) or not _one_value(model.constants[symbol.name]):
        return
    domains = kind.domain.items if isinstance(kind.domain, Prod) else (kind.domain,)
    if not all(isinstance(each, (Base, Enum, Prim)) for each in domains):
        return
    both = _variables(claim, [*domains, *domains])
    here, there = both[: len(domains)], both[len(domains) :]
    differ = neg(equal(apply(symbol, *here), apply(symbol, *there), kind.codomain))
    for var in reversed(both):
        differ = exists(var, differ)
    bound = ", ".join(
        f"{one.name}, {other.name}: {type_words(one.type)}" for one, other in zip(here, there, strict=True)
    )
    text = f"exists {bound}. {_applied(symbol, here)} != {_applied(symbol, there)}"
    yield Way(text, differ, f"`{symbol.name}` is constant", 7)


def _applied(symbol: Const, variables: Sequence[Var]) -> str:
    return f"{symbol.name}({', '.join(var.name for var in variables)})"


def _one_value(value: Value) -> bool:
    match value:
        case Table(entries, otherwise):
            values = {result for _, result in entries} | ({otherwise} if otherwise is not None else set())
            return len(values) < 2
        case ClosedSequence():
            return len({value.at(n) for n in range(8)}) == 1
        case _:
            return False


def _variables(claim: Claim, types: Sequence[Type]) -> list[Var]:
    """Bound variables under names that nothing else in the claim has."""
    taken = {each.name for each in claim.constants} | {each.name for each in claim.operations}
    taken |= set(claim.sorts)
    free = [name for name in "xyzuvwpqrst" if name not in taken] or ["x"]
    made: list[Var] = []
    for at, type in enumerate(types):
        name = fresh(free[at % len(free)], taken)
        taken.add(name)
        made.append(Var(name, type))
    return made
