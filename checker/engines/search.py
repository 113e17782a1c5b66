"""Solving a written-out goal: universals over functions are added where a model breaks them, and the model
found is made as small as it can be by one fixed procedure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import pairwise

from aligncheck.engines import stopping
from aligncheck.engines.circuit import Circuit, OutOfTime
from aligncheck.engines.decode import Decoder
from aligncheck.engines.ground import Ground, Promise
from aligncheck.engines.interpretation import Interpretation, Raw, Undecodable, interpretation
from aligncheck.engines.shapes import (
    NO,
    YES,
    Arrow,
    Choice,
    Items,
    Mixture,
    Scalar,
    Shape,
    Tagged,
    apply,
)  # fmt: skip
from aligncheck.engines.smtlib import number, read
from aligncheck.engines.z3 import session
from aligncheck.kernel.goal import Goal
from aligncheck.kernel.types import BOOL, Base, Enum, Fun, Prim, Prod, Quot, SetT, Struct, Sub, Sum, Type
from aligncheck.kernel.values import Element, Injected, MemberValue, Model, Value

MOST_ROUNDS = 3000
MOST_CHECKS = 400
SMALL = tuple(Fraction(text) for text in ("0", "1", "-1", "2", "1/2", "-2", "3", "-1/2"))


class Undecided(Exception):
    """The solver could not tell at this size, in a reader's words."""


class Search:
    """One written-out goal and the solver that has it."""

    def __init__(self, goal: Goal, ground: Ground, circuit: Circuit) -> None:
        self.goal, self.ground, self.circuit = goal, ground, circuit
        self.found = Interpretation()
        self._solver = session()
        self._against: Callable[[str], str] | None = None
        self._told: list[str] = []
        self._told_against = 0
        self._added: list[str] = []
        self._impossible = False
        self._checks = 0
        self._goals = 0
        for sort, size in ground.symbols.sizes.items():
            there = [ground.present(sort, i) for i in range(size)]
            for earlier, later in pairwise(there):
                self.add(circuit.implies(later, earlier))

    def add(self, formula: str) -> None:
        """Assert a formula."""
        if formula == "false":
            self._impossible = True
        elif formula != "true":
            self._added.append(f"(assert {formula})")

    def _flush(self) -> str:
        """What the solver has not seen yet."""
        text = self.circuit.take()
        self._told.append(text)
        asserted = "\n".join(self._added)
        self._added.clear()
        return f"{text}\n{asserted}\n"

    def solve(self, assuming: tuple[str, ...] = ()) -> bool:
        """Whether there is a model (then `found`) in which these literals are true. Raises Undecided,
        OutOfTime."""
        for _ in range(MOST_ROUNDS):
            if self._impossible:
                return False
            self._checks += 1
            question = f"{self._flush()}{self._limit()}(check-sat-assuming ({' '.join(assuming)}))"
            printed = self._solver(question).strip()
            if printed == "unsat":
                return False
            if printed != "sat" and stopping.now() > self.circuit.until:
                raise OutOfTime
            if printed != "sat":
                raise Undecided(f"the solver cannot decide it at this size ({printed[:80]})")
            found = self._read(self._solver)
            instances = [
                self.ground.instance(promise, values)
                for promise in list(self.ground.promises)
                if found.value(promise.guard) is True
                for values in self._breaking(promise, found)
            ]
            if not instances:
                self.found = found
                return True
            for instance in instances:
                self.add(instance)
        raise Undecided("too many functions matter at this size")

    def _limit(self) -> str:
        """For the next check: the time that is left."""
        return f"(set-option :timeout {stopping.milliseconds(self.circuit.until - stopping.now())})"

    def _read(self, solver: Callable[[str], str]) -> Interpretation:
        """The values of all unknowns in the model that a solver has just found."""
        declared = self.ground.symbols.declared.values()
        if any(arguments for _, arguments, _ in declared):
            found = interpretation(solver("(get-model)"))
        else:
            # The whole model would list every definition of the circuit too.
            found = Interpretation()
            names = [name for name, _, _ in declared]
            if names:
                for pair in read(solver(f"(get-value ({' '.join(names)}))"))[0]:
                    found.functions[str(pair[0])] = ([], pair[1])
        return self._completed(found)

    def _completed(self, found: Interpretation) -> Interpretation:
        """With any value at all for the symbols that no formula mentions."""
        first: dict[str, Raw] = {"Bool": False, "Int": Fraction(0), "Real": Fraction(0)}
        for name, _, sort in self.ground.symbols.declared.values():
            if name not in found.functions:
                found.elsewhere[name] = first[sort]
        return found

    def _breaking(self, promise: Promise, found: Interpretation) -> Iterator[tuple[Shape, ...]]:
        """Values that break a promise in a model, if there are any."""
        facts: list[str] = []
        for name, arguments, sort in list(self.ground.symbols.declared.values()):
            if name in promise.inside or name not in found.functions:
                continue
            if arguments:
                raise Undecided("a quantifier over functions beside a function of numbers")
            value = found.value(name)
            if isinstance(value, bool):
                facts.append(name if value else f"(not {name})")
            elif isinstance(value, Fraction):
                facts.append(f"(= {name} {number(value, sort)})")
            else:
                raise Undecided("a number that is not rational")
        text = "\n".join(self._told[self._told_against :])
        self._told_against = len(self._told)
        asserted = "\n".join(f"(assert {fact})" for fact in (*facts, promise.broken))
        against = self._against = self._against or session()
        printed = against(f"{text}\n(push)\n{asserted}\n{self._limit()}(check-sat)").strip()
        if printed not in ("sat", "unsat") and stopping.now() > self.circuit.until:
            raise OutOfTime
        if printed not in ("sat", "unsat"):
            raise Undecided(f"the solver cannot decide it at this size ({printed[:80]})")
        if printed == "sat":
            model = self._read(against)
            yield tuple(
                self._fixed(var.type, shape, model)
                for var, shape in zip(promise.variables, promise.unknowns, strict=True)
            )
        against("(pop)")

    def _fixed(self, type: Type, shape: Shape, model: Interpretation) -> Shape:
        """The value that a shape has in a model."""
        match type, shape:
            case ((Sub(base) | Quot(base)), _):
                return self._fixed(base, shape, model)
            case _, Choice(options):
                chosen = next((i for i, condition in options if model.value(condition) is True), None)
                return Choice(((chosen if chosen is not None else 0, "true"),)) if options else shape
            case Sum(items), Mixture(options):
                for condition, tagged in options:
                    if model.value(condition) is True:
                        return Tagged(tagged.index, self._fixed(items[tagged.index], tagged.value, model))
                return options[0][1]
            case Prim(), Scalar(text, sort):
                value = model.value(text)
                if isinstance(value, bool):
                    return YES if value else NO
                if isinstance(value, Fraction):
                    return Scalar(number(value, sort), sort)
                raise Undecided("a number that is not rational")
            case Prod(parts), Items(values, names):
                return Items(
                    tuple(self._fixed(t, v, model) for t, v in zip(parts, values, strict=True)), names
                )
            case Struct(_, fields), Items(values, names):
                pairs = zip(fields, values, strict=True)
                return Items(tuple(self._fixed(t, v, model) for (_, t), v in pairs), names)
            case ((Fun() | SetT()), Arrow()):
                argument = type.domain if isinstance(type, Fun) else type.element
                result = type.codomain if isinstance(type, Fun) else BOOL
                rows = self.ground.ranges(argument)
                if any(binders for binders, _ in rows):
                    raise Undecided("a quantifier over all functions of numbers")
                entries = [(x, self._fixed(result, apply(shape, x), model)) for _, x in rows]
                return self.ground.table(argument, result, entries)
            case _:
                return shape

    # The smallest model

    def smallest(self) -> bool:
        """Whether there is a model; then `found` is the smallest: fewest elements, fewest members of relations,
        first values first. The same one on every run, whatever the solver met first (as far as the checks
        and the time go)."""
        if not self.solve():
            return False
        self._checks = 0
        held: list[str] = []
        sorts = list(self.ground.symbols.sizes.items())
        there = [self.ground.present(sort, i) for sort, size in sorts for i in range(size)]
        for total in range(sum(self._is(name) for name in there)):
            limit = self._literal(f"((_ at-most {total}) {' '.join(there)})")
            if self._try(limit, held):
                break
        for sort, size in sorts:
            for i in range(size):
                if self._prefer(self.circuit.neg(self.ground.present(sort, i)), held):
                    break
        self._fewest_atoms(held)
        for options in self._entries():
            for option in options:
                if self._prefer(option, held):
                    break
        return True

    def _fewest_atoms(self, held: list[str]) -> None:
        """Hold on to as few members of relations and sets as can be. Only an entry that is true or false has
        one value that is preferred and no list of others."""
        preferred = [options[0] for options in self._entries() if len(options) == 1]
        atoms = [self.circuit.neg(each) for each in preferred if each not in ("true", "false")]
        while (count := sum(map(self._is, atoms))) > 0:
            if not self._try(self._literal(f"((_ at-most {count - 1}) {' '.join(atoms)})"), held):
                return

    def _is(self, literal: str) -> bool:
        return self._completed(self.found).value(literal) is True

    def _literal(self, formula: str) -> str:
        """A literal that stands for a formula."""
        self._goals += 1
        name = f"q{self._goals}"
        self._solver(f"{self._flush()}(declare-fun {name} () Bool)(assert (=> {name} {formula}))")
        return name

    def _prefer(self, formula: str, held: list[str]) -> bool:
        """Hold on to a formula if it is, or can be, true with all that is held."""
        if formula in ("true", "false"):
            return formula == "true"
        if self._is(formula):
            held.append(formula if "(" not in formula.replace("(not ", "") else self._literal(formula))
            return True
        plain = "(" not in formula.replace("(not ", "")
        return self._try(formula if plain else self._literal(formula), held)

    def _try(self, literal: str, held: list[str]) -> bool:
        if self._checks > MOST_CHECKS:
            return False
        try:
            possible = self.solve((*held, literal))
        except (Undecided, OutOfTime):
            return False
        if possible:
            held.append(literal)
        return possible

    def _entries(self) -> Iterator[list[str]]:
        """For each entry of each symbol: the conditions that it has its first value, its second, …"""
        for constant in self.goal.constants:
            decoder = GroundDecoder(self.goal, self.ground, self.found)
            try:
                yield from self._options(constant.type, self.ground.constant(constant), decoder)
            except Undecodable:
                continue

    def _options(self, type: Type, shape: Shape, decoder: Decoder) -> Iterator[list[str]]:
        match type, shape:
            case ((Sub(base) | Quot(base)), _):
                yield from self._options(base, shape, decoder)
            case _, Choice(options):
                yield [condition for _, condition in options]
            case _, Scalar(text, "Bool"):
                yield [self.circuit.neg(text)]
            case _, Scalar(text, sort):
                if not text[0].isdigit() and not text.startswith("(- "):
                    yield [f"(= {text} {number(value, sort)})" for value in SMALL
                           if sort == "Real" or value.denominator == 1]  # fmt: skip
            case Sum(items), Mixture(options):
                yield [condition for condition, _ in options]
                for condition, tagged in options:
                    if self._is(condition):
                        yield from self._options(items[tagged.index], tagged.value, decoder)
            case ((Prod() | Struct()), Items(values)):
                parts = type.items if isinstance(type, Prod) else tuple(part for _, part in type.fields)
                for part, value in zip(parts, values, strict=True):
                    yield from self._options(part, value, decoder)
            case ((Fun() | SetT()), Arrow()):
                argument = type.domain if isinstance(type, Fun) else type.element
                result = type.codomain if isinstance(type, Fun) else BOOL
                for member in decoder.members(argument):
                    yield from self._options(result, apply(shape, decoder.shape(argument, member)), decoder)
            case _:
                return

    def model(self) -> Model:
        """The model found, as the kernel's. Raises Undecodable."""
        return GroundDecoder(self.goal, self.ground, self.found).model()


class GroundDecoder(Decoder):
    """From the unknowns of a written-out goal back to values."""

    encoder: Ground

    def _carrier(self, sort: str) -> list[str]:
        size = self.encoder.symbols.sizes[sort]
        return [str(i) for i in range(size) if self.ask(self.encoder.present(sort, i)) is True]

    def value(self, type: Type, shape: Shape) -> Value:
        if isinstance(shape, Choice):
            while isinstance(type, Sub):
                type = type.base
            for i, condition in shape.options:
                if self.ask(condition) is True:
                    if isinstance(type, Base):
                        return Element(type.name, i)
                    if isinstance(type, Enum):
                        return MemberValue(type.members[i])
                    break
            else:
                raise Undecodable("an element that is none of its sort")
        if isinstance(shape, Mixture) and isinstance(type, Sum):
            for condition, tagged in shape.options:
                if self.ask(condition) is True:
                    return Injected(tagged.index, self.value(type.items[tagged.index], tagged.value))
        return super().value(type, shape)

    def shape(self, type: Type, value: Value) -> Shape:
        match type, value:
            case Base(), Element(_, index):
                return Choice(((index, "true"),))
            case Enum(_, members), MemberValue(name):
                return Choice(((members.index(name), "true"),))
            case _:
                return super().shape(type, value)
