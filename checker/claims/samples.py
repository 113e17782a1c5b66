"""Small models, looked at before engines are asked anything: what is true in one and false in another needs no
proof that it varies. The first ones are degenerate, the others drawn at random, the same on every run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from random import Random
from typing import Final

from aligncheck.kernel.evaluate import Evaluation, carrier, evaluate
from aligncheck.kernel.sequences import ClosedSequence, constant, monomial, periodic, with_prefix
from aligncheck.kernel.terms import Const, Term
from aligncheck.kernel.types import (
    BOOL, INT, NAT, NUMERIC, REAL, Base, Enum, Fun, Prim, Prod, Quot, SetT, Struct, Sub, Sum, Type,
)  # fmt: skip
from aligncheck.kernel.typing import unsubset
from aligncheck.kernel.unanswered import CannotEvaluate, Undefined
from aligncheck.kernel.values import Element, Injected, MemberValue, Model, RecordValue, Table, Value

STEPS: Final = 20_000
"""Of evaluation, for one formula in one model."""
SIZES: Final = (1, 0, 2, 2, 1, 3)
"""Of all sorts together; after these each sort has a size of its own."""
NUMBERS: Final = tuple(map(Fraction, ("0", "1", "-1", "2", "1/2", "-3")))
SEQUENCES: Final[tuple[ClosedSequence, ...]] = (
    constant(1),
    periodic([0], prefix=[1]),
    periodic([1], prefix=[0]),
    monomial(1, 1),
    periodic([1, -1]),
    with_prefix([Fraction(3)], monomial(1, -1)),
    periodic([2, 0], prefix=[5]),
)


def samples(
    sorts: Sequence[str], constants: Sequence[Const], supposed: Sequence[Term], many: int, least: int = 0
) -> Iterator[Model]:
    """Up to `many` models of these sorts (each with at least `least` members) and symbols in which all that is
    supposed is true."""
    random = Random(1)
    for number in range(many):
        size = SIZES[number] if number < len(SIZES) else None
        carriers = {sort: max(least, random.randint(0, 3) if size is None else size) for sort in sorts}
        model = _drawn(carriers, constants, random)
        if model is not None and all(value_in(each, model) is True for each in supposed):
            yield model


def value_in(term: Term, model: Model) -> Value | Undefined | None:
    """The value in a model; None where the evaluator has no answer soon."""
    try:
        return evaluate(term, model, steps=STEPS)
    except (CannotEvaluate, KeyError):
        return None


def _drawn(carriers: dict[str, int], constants: Sequence[Const], random: Random) -> Model | None:
    """A model with any values at all for the symbols; None if a type has no values in it, or none known."""
    model = Model(carriers, {})
    for const in constants:
        try:
            value = _value(const.type, model, random)
        except (CannotEvaluate, IndexError):
            return None
        model = Model(carriers, {**model.constants, const.name: value})
    return model


def _value(type: Type, model: Model, random: Random) -> Value:
    """Any value of the type. Raises CannotEvaluate where none is known, IndexError where there is none."""
    match type:
        case Prim():
            return random.choice((False, True)) if type == BOOL else random.choice(_numbers(type))
        case Base(name, index):
            if index:
                raise CannotEvaluate("a sort of a member of a family")
            return Element(name, random.choice(range(model.carriers[name])))
        case Enum(_, names):
            return MemberValue(random.choice(names))
        case Prod(items):
            return tuple(_value(item, model, random) for item in items)
        case Sum(items):
            at = random.choice([at for at, item in enumerate(items) if _inhabited(item, model)])
            return Injected(at, _value(items[at], model, random))
        case Fun(domain, codomain):
            return _function(domain, codomain, model, random)
        case SetT(element):
            return frozenset(each for each in carrier(element, model, STEPS) if random.random() < 0.5)
        case Struct(_, fields, None):
            return RecordValue(tuple(_value(kind, model, random) for _, kind in fields))
        case Sub() | Struct() | Quot():
            return random.choice(_members(type, model))


def _numbers(type: Type) -> Sequence[Fraction]:
    whole = [value for value in NUMBERS if value.denominator == 1]
    return NUMBERS if type == REAL else whole if type == INT else [value for value in whole if value >= 0]


def _inhabited(type: Type, model: Model) -> bool:
    return not isinstance(type, Base) or model.carriers[type.name] > 0


def _function(domain: Type, codomain: Type, model: Model, random: Random) -> Value:
    bare = unsubset(codomain)
    if domain == NAT and bare in (REAL, INT, NAT):
        return random.choice(SEQUENCES)
    if domain in NUMERIC:
        return Table(((Fraction(1), _value(codomain, model, random)),), _value(codomain, model, random))
    arguments = carrier(domain, model, STEPS)
    return Table(tuple((each, _value(codomain, model, random)) for each in arguments))


def _members(type: Type, model: Model) -> Sequence[Value]:
    """The members of a type with a condition; of a condition on numbers those few that satisfy it."""
    if isinstance(type, Sub) and unsubset(type) in NUMERIC:
        work = Evaluation(model, STEPS)
        return [value for value in _numbers(unsubset(type)) if work.lies_in(value, type)]
    return carrier(type, model, STEPS)
