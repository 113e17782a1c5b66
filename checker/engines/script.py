"""A goal as one script for a solver: declarations, what every symbol's type says of it, the assumptions
by number, and the negated conclusion."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field, replace

from aligncheck.engines.assertion import Asserter
from aligncheck.engines.contract import Exactness, Unsat
from aligncheck.engines.encode import Encoder
from aligncheck.engines.meanings import meant
from aligncheck.engines.shapes import Shape
from aligncheck.engines.smtlib import Logic, conj
from aligncheck.engines.sums.reduction import Reduced, reduced
from aligncheck.engines.sums.rules import Rule
from aligncheck.engines.symbols import Symbols
from aligncheck.kernel.domain import domain
from aligncheck.kernel.goal import Goal, RuleInstance
from aligncheck.kernel.normal import normalise
from aligncheck.kernel.terms import Const, Op, Quant, Term, Var
from aligncheck.kernel.types import Base, Enum, Fun, Prim, Prod, Quot, SetT, Struct, Sub, Sum, Type
from aligncheck.records import dataclass

WITHOUT_CONCLUSION = 0.5
TURN_SHARE, TURN_MOST = 0.2, 1.0
"""The part of the time, and the most seconds, for a script that is not the last one."""


@dataclass(frozen=True, slots=True)
class Script:
    """`assertions`: (name, formula); the names `a0`, `a1`, … are those of the assumptions, `r0`, `r1`, … those of
    `rules` that were added. `supposed`: the numbers of the assumptions that the rules rest on."""

    declarations: str
    assertions: tuple[tuple[str, str], ...]
    exactness: Exactness
    lost: tuple[str, ...]
    quantified: bool
    nonlinear: bool
    encoder: Encoder
    rules: tuple[Rule, ...] = ()
    supposed: tuple[int, ...] = ()
    meanings: Mapping[Const, Term] = field(default_factory=dict)
    """What the symbols stand for that the rules speak of."""

    def seconds(self, given: float) -> float:
        """How long it is worth asking: where all of the conclusion was left out, only a contradiction
        among the assumptions could still be found."""
        says_something = any(name == "conclusion" for name, _ in self.assertions)
        return given if says_something or not self.lost else min(given, WITHOUT_CONCLUSION)

    def text(self, tracked: bool) -> str:
        """The script; `tracked` names the assertions, so that a core can be asked for."""
        lines = [self.declarations]
        for name, formula in self.assertions:
            lines.append(f"(assert (! {formula} :named {name}))" if tracked else f"(assert {formula})")
        return "\n".join(lines)

    def unsat(self, engine: str, core: Iterable[str] | None) -> Unsat:
        """What an engine says that found it unsatisfiable, with the names in its core if it has one. What the rules
        rest on is in every core."""
        if core is None:
            return Unsat(engine, self.exactness)
        kinds = [(name[0], int(name[1:])) for name in core if name[1:].isdigit()]
        assumptions = {number for kind, number in kinds if kind == "a"}.union(self.supposed)
        rules = sorted(number for kind, number in kinds if kind == "r")
        used = tuple(
            RuleInstance(self.rules[number].name, meant(self.rules[number].formula, self.meanings))
            for number in rules
        )
        return Unsat(engine, self.exactness, tuple(sorted(assumptions)), used)


def encode(goal: Goal) -> Script:
    """The assumptions (defined and true) and the conclusion (defined and false) as one script, with all rules for
    sums that may serve."""
    return _encoded(reduced(goal))


def encodings(goal: Goal, seconds: float) -> Iterator[tuple[Script, float]]:
    """The scripts to ask about in turn, and how long. With rules for sums, those about what the goal itself
    compares go before all of them, and products taken for unknown numbers before products."""
    without_sums = reduced(goal)
    near = replace(without_sums, rules=tuple(rule for rule in without_sums.rules if not rule.far))
    sets = [near, without_sums] if len(near.rules) < len(without_sums.rules) else [without_sums]
    turns = [
        (each, opaque) for opaque in ((True, False) if without_sums.rules else (False,)) for each in sets
    ]
    hidden = False
    for each, opaque in turns:
        script = _encoded(each, opaque)
        hidden = hidden or script.encoder.hidden
        if each is sets[-1] and not (opaque and hidden):
            yield script, script.seconds(seconds)
            return
        first = min(TURN_MOST, seconds * TURN_SHARE)
        yield script, first
        seconds -= first


def _encoded(without_sums: Reduced, opaque: bool = False) -> Script:
    goal = without_sums.goal
    conclusion = normalise(goal.conclusion)
    fresh, given, rest = peeled(conclusion)
    inhabited = _inhabited([c.type for c in goal.constants] + [var.type for var in fresh])
    encoder = Asserter(Symbols(Logic(), frozenset(inhabited)))
    encoder.opaque = opaque
    env: dict[str, Shape] = {}
    closures: list[str] = []
    for constant in goal.constants:
        shape = encoder.constant(constant)
        encoder.known.append((constant.type, shape))
        closures.append(encoder.attempt(lambda c=constant, s=shape: encoder.member(c.type, s, {})))  # type: ignore[misc]
    against: list[str] = []
    for i, var in enumerate(fresh):
        env[var.name] = encoder.symbols.symbol(("for", i), var.type)
        encoder.known.append((var.type, env[var.name]))
        against.append(encoder.attempt(lambda v=var: encoder.member(v.type, env[v.name], env)))  # type: ignore[misc]
    named: list[tuple[str, str]] = []
    for i, assumption in enumerate(goal.assumptions):
        formula = normalise(assumption.formula)
        defined = encoder.asserted(domain(formula), {}, True)
        named.append((f"a{i}", conj((defined, encoder.asserted(formula, {}, True)))))
    # The rules speak of totals: that their terms are defined is no part of them.
    for i, rule in enumerate(without_sums.rules):
        named.append((f"r{i}", encoder.asserted(rule.formula, {}, True)))
    against.append(encoder.asserted(domain(conclusion), {}, True))
    against += [encoder.asserted(part, env, True) for part in given]
    against.append(encoder.asserted(rest, env, False))
    assertions = [("types", conj(closures)), *named, ("conclusion", conj(against))]
    if encoder.axioms:
        assertions.insert(1, ("symbols", conj(encoder.axioms)))
    return Script(
        encoder.symbols.text(),
        tuple((name, formula) for name, formula in assertions if formula != "true"),
        "weaker" if encoder.lost or encoder.hidden or without_sums.symbols else "exact",
        tuple(encoder.lost),
        encoder.quantified,
        encoder.nonlinear,
        encoder,
        without_sums.rules,
        without_sums.supposed,
        dict(without_sums.symbols),
    )


def peeled(conclusion: Term) -> tuple[list[Var], list[Term], Term]:
    """Leading universals and premises of a conclusion: to refute it is to find such values that satisfy
    the premises. Stops where a name would be bound twice."""
    fresh: list[Var] = []
    given: list[Term] = []
    while True:
        match conclusion:
            case Quant("forall", var, body) if all(var.name != other.name for other in fresh):
                fresh.append(var)
                conclusion = body
            case Op("implies", (premise, then)):
                given.append(premise)
                conclusion = then
            case _:
                return fresh, given, conclusion


def _inhabited(types: list[Type]) -> set[str]:
    """The base sorts that have a member in every model, because a symbol of one of these types does."""
    found: set[str] = set()

    def has_member(type: Type) -> bool:
        match type:
            case Prim() | SetT():
                return True
            case Base(name):
                return name in found
            case Enum(_, members):
                return bool(members)
            case Prod(items):
                return all(map(has_member, items))
            case Sum(items):
                return any(map(has_member, items))
            case Fun(_, codomain):
                return has_member(codomain)
            case Quot(base):
                return has_member(base)
            case Struct(_, fields, law):
                return law is None and all(has_member(part) for _, part in fields)
            case Sub():
                return False

    def follow(type: Type) -> None:
        match type:
            case Base(name):
                found.add(name)
            case Prod(items):
                for part in items:
                    follow(part)
            case Struct(_, fields):
                for _, part in fields:
                    follow(part)
            case Fun(arguments, codomain) if has_member(arguments):
                follow(codomain)
            case Sub(base) | Quot(base):
                follow(base)
            case _:
                pass

    before = -1
    while before != len(found):
        before = len(found)
        for type in types:
            follow(type)
    return found
