"""`invariant Q under T on x` and `equivariant Q under T(a, b) on x by f`: what an element of a transformation makes
of a quantity, for every element."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from aligncheck.claims.claim import Change, Conclusion, Hypothesis
from aligncheck.claims.problems import NotADefinition, NothingToTransform, NotSpokenOf
from aligncheck.claims.reading import Reading
from aligncheck.claims.subjects import Points, applied, value_universal
from aligncheck.elaborate.comparisons import same_as_partial
from aligncheck.elaborate.context import Context
from aligncheck.elaborate.instances import Instance, instantiate_parameters
from aligncheck.elaborate.meanings import Meaning, TransformationEntity
from aligncheck.elaborate.problems import WrongArity
from aligncheck.elaborate.shown import show_type
from aligncheck.elaborate.suitable import transformations
from aligncheck.elaborate.unify import unify
from aligncheck.kernel.build import conj, equal, exists
from aligncheck.kernel.substitution import free_names, fresh, reduce, replace_constants, substitute
from aligncheck.kernel.terms import TRUE, App, Const, In, Lam, SetOf, Term, Var
from aligncheck.kernel.traversal import walk
from aligncheck.kernel.types import Fun, SetT, Type
from aligncheck.kernel.typing import unsubset
from aligncheck.syntax import tree
from aligncheck.syntax.print import show

Way: TypeAlias = Literal["itself", "values", "members"]
"""What of a value is mapped: the value itself, the values of a function, or the members of a set."""
WAYS: tuple[Way, ...] = ("itself", "values", "members")


@dataclass(slots=True)
class Use:
    """One transformation as a claim uses it. `arguments` are as written: new names for its parameters, or values
    that these have."""

    reading: Reading
    entity: TransformationEntity
    clause: tree.Property
    arguments: tuple[tree.Term, ...]
    element: list[Const] = field(default_factory=list)

    @property
    def ctx(self) -> Context:
        return self.reading.ctx

    def maps(self, instance: Instance) -> Type:
        """The type that it maps into itself, where its givens are what they are in the instance."""
        on = substitute(self.entity.map.var.type, instance.terms, instance.sorts)
        return unsubset(self.ctx.zonk(on))

    def way(self, type: Type) -> Way | None:
        """How it acts on values of a type; None if it does not."""
        for way in WAYS:
            mapped, instance = part_of(type, way), instantiate_parameters(self.ctx, (), self.entity.implicit)
            if mapped is not None and unify(self.ctx, mapped, self.maps(instance)):
                return way
        return None

    def settled(self, targets: Sequence[Const]) -> Instance | None:
        """Its givens as these targets tell them, and else those of the same name; None if it does not act on all."""
        instance = instantiate_parameters(self.ctx, (), self.entity.implicit)
        for each in targets:
            way = self.way(each.type)
            mapped = None if way is None else part_of(each.type, way)
            if mapped is None or not unify(self.ctx, mapped, self.maps(instance)):
                return None
        instance.settle()
        return instance

    def at(self, instance: Instance, number: int, of: int) -> Lam:
        """Its map at fresh universal parameters, supposed to satisfy its condition; the `number`th of so many."""
        terms = dict(instance.terms)
        for index, parameter in enumerate(self.entity.parameters):
            if parameter.var is None:
                span = self.clause.span
                raise self.ctx.fail(NotADefinition(span, self.entity.name, "its parameters are not values"))
            type = self.ctx.zonk(substitute(parameter.var.type, terms, instance.sorts))
            written = self.arguments[index] if index < len(self.arguments) else None
            if written is None or self.ctx.undeclared(written):
                name = parameter.name if written is None else written.text
                terms[parameter.var.name] = self._universal(name, type, number, of)
            else:
                terms[parameter.var.name] = self.ctx.check(written, type)
        condition = self.ctx.zonk(substitute(self.entity.condition, terms, instance.sorts))
        if condition != TRUE:
            which = "" if of == 1 else f" number {number + 1}"
            label = f"{self.entity.name}{which} is admissible"
            self.reading.hypotheses.append(Hypothesis(label, condition, "where", self.entity.span))
        map = self.ctx.zonk(substitute(self.entity.map, terms, instance.sorts))
        if not isinstance(map, Lam):
            raise TypeError("a transformation is a Lam")
        return map

    def _universal(self, name: str, type: Type, number: int, of: int) -> Term:
        name = name if of == 1 else f"{name}{'₀₁₂₃₄₅₆₇₈₉'[(number + 1) % 10]}"
        taken = set(self.ctx.visible()) | {each.name for each in self.reading.variables}
        while name in taken:
            name += "′"
        value = value_universal(self.reading, name, type, self.clause.span).term
        self.element += [value] if isinstance(value, Const) else []
        return value


def invariance(reading: Reading, clause: tree.Property) -> Conclusion:
    """Q of the transformed arguments is Q of the arguments (or `by` of it), as partial terms."""
    ctx = reading.ctx
    subject = clause.subjects[0]
    quantity = applied(reading, subject, Points(reading))
    term, type = ctx.zonk(quantity.term), ctx.zonk(quantity.type)
    use = _use(reading, clause)
    values: dict[Const, Term] = {}
    groups = _groups(use, term)
    for number, (targets, instance) in enumerate(groups):
        map = use.at(instance, number, len(groups))
        for each in targets:
            values[each] = moved(map, each, use.way(each.type) or "itself")
    after = replace_constants(term, values)
    expected = None
    if clause.by is not None:
        with ctx.scope():
            by = ctx.check(clause.by, Fun(type, type))
        expected = reduce(App(ctx.zonk(by), term))
    formula = same_as_partial(term if expected is None else expected, after, type)
    change = Change(show(subject), tuple(use.element), term, after, expected)
    return Conclusion(f"{clause.word} {show(subject)}", formula, clause.span, as_partial=True, change=change)


def _use(reading: Reading, clause: tree.Property) -> Use:
    """The transformation named, with what is given for its parameters."""
    ctx, subject = reading.ctx, clause.subjects[0]
    if clause.under is None:
        raise ctx.fail(
            NotADefinition(subject.span, subject.span.text, "`… under T` needs its transformation")
        )
    named: tree.Term = clause.under
    arguments: tuple[tree.Term, ...] = ()
    if isinstance(clause.under, tree.Apply):
        named, arguments = clause.under.function, clause.under.arguments
    meaning: Meaning = ctx.meant(named, transformations)
    if not isinstance(meaning, TransformationEntity):
        raise ctx.fail(NotADefinition(named.span, named.span.text, "it is no transformation"))
    if len(arguments) > len(meaning.parameters):
        count = len(meaning.parameters)
        raise ctx.fail(WrongArity(clause.under.span, meaning.name, count, len(arguments), meaning.span))
    return Use(reading, meaning, clause, arguments)


def _groups(use: Use, term: Term) -> list[tuple[list[Const], Instance]]:
    """Which symbols are transformed together; without `on`, each that can be, by itself."""
    ctx, clause = use.ctx, use.clause
    spoken = {node.name: node for node in walk(term) if isinstance(node, Const)}
    if not clause.on:
        found = [
            ([each], instance) for each in spoken.values() if (instance := use.settled([each])) is not None
        ]
        if not found:
            raise _nothing(use, clause.subjects[0])
        return found
    groups: list[tuple[list[Const], Instance]] = []
    for group in clause.on:
        targets = [_target(use, each) for each in group.targets]
        for each, written in zip(targets, group.targets, strict=True):
            if each not in spoken.values():
                ctx.report(NotSpokenOf(written.span, show(clause.subjects[0]), show(written)))
        instance = use.settled(targets)
        if instance is None:
            raise _nothing(use, group.targets[-1])
        groups.append((targets, instance))
    return groups


def _target(use: Use, written: tree.Term) -> Const:
    read = use.ctx.zonk(use.ctx.typed(written).term)
    if not isinstance(read, Const) or use.way(read.type) is None:
        raise _nothing(use, written)
    return read


def _nothing(use: Use, written: tree.Term) -> Exception:
    text = show(written) if written is use.clause.subjects[0] else written.span.text
    span = use.clause.span if written is use.clause.subjects[0] else written.span
    return use.ctx.fail(NothingToTransform(span, text, show_type(use.ctx, use.entity.map.var.type)))


def part_of(type: Type, way: Way) -> Type | None:
    """What of a type is mapped in this way; None if it has no such part."""
    bare = unsubset(type)
    match way, bare:
        case "itself", _:
            return bare
        case "values", Fun():
            return unsubset(bare.codomain)
        case "members", SetT():
            return unsubset(bare.element)
        case _:
            return None


def moved(map: Lam, target: Const, way: Way) -> Term:
    """The target under the transformation."""
    bare = unsubset(target.type)
    match way, bare:
        case "values", Fun():
            var = Var(fresh("t", free_names(map)), bare.domain)
            return Lam(var, reduce(App(map, App(target, var))))
        case "members", SetT():
            point = Var(fresh("y", free_names(map)), bare.element)
            source = Var(fresh("x", free_names(map) | {point.name}), bare.element)
            image = conj(In(source, target), equal(reduce(App(map, source)), point, bare.element))
            return SetOf(point, exists(source, image))
        case _:
            return reduce(App(map, target))
