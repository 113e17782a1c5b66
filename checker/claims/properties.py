"""The property forms of a claim, each as conclusions in core terms."""

from __future__ import annotations

from aligncheck.claims.claim import Conclusion, Hypothesis
from aligncheck.claims.problems import NotADefinition, NothingToTransform, NotSpokenOf
from aligncheck.claims.reading import Reading
from aligncheck.claims.subjects import Points, applied, universal_for, value_universal
from aligncheck.elaborate.instances import Done, apply_template
from aligncheck.elaborate.meanings import Bundle, Meaning, Template, TransformationEntity
from aligncheck.elaborate.comparisons import same_as_partial
from aligncheck.elaborate.problems import WrongArity
from aligncheck.elaborate.relations import relation_property
from aligncheck.elaborate.shown import show_type
from aligncheck.elaborate.suitable import definitions, relations, transformations
from aligncheck.elaborate.unify import unify
from aligncheck.kernel.build import apply, conj, equal, exists, implies
from aligncheck.kernel.substitution import free_names, fresh, reduce, replace_constants, substitute
from aligncheck.kernel.terms import TRUE, App, Const, In, Lam, SetOf, Term, Tup, Var
from aligncheck.kernel.traversal import walk
from aligncheck.kernel.types import BOOL, Fun, Prod, SetT, Type
from aligncheck.kernel.typing import unsubset
from aligncheck.syntax import tree
from aligncheck.syntax.print import show

_OF_RELATIONS = {
    "transitive", "symmetric", "reflexive", "antisymmetric", "total", "equivalence", "preorder",
}  # fmt: skip


def property_conclusions(reading: Reading, clause: tree.Property) -> list[Conclusion]:
    """What a property clause shows."""
    if clause.word in _OF_RELATIONS:
        return _relation(reading, clause)
    if clause.word in ("equivalent", "stronger") and len(clause.subjects) < 2:
        raise reading.ctx.fail(WrongArity(clause.span, clause.word, 2, len(clause.subjects), None))
    match clause.word:
        case "congruence":
            return [_congruence(reading, clause)]
        case "invariant" | "equivariant":
            return [_invariant(reading, clause)]
        case "equivalent":
            return _equivalent(reading, clause)
        case _:
            return _stronger(reading, clause)


def _relation(reading: Reading, clause: tree.Property) -> list[Conclusion]:
    return [
        Conclusion(f"{word} {show(subject)}", formula, clause.span)
        for subject in clause.subjects
        for word, formula in relation_property(reading.ctx, clause.word, subject, clause.span)
    ]


# ── equivalent, stronger ──


def _equivalent(reading: Reading, clause: tree.Property) -> list[Conclusion]:
    """D, D′, D″: each holds exactly when the next does, as partial formulas."""
    points = Points(reading)
    values = [applied(reading, subject, points) for subject in clause.subjects]
    conclusions: list[Conclusion] = []
    pairs = zip(values, values[1:], clause.subjects, clause.subjects[1:], strict=False)
    for one, other, left, right in pairs:
        if not unify(reading.ctx, one.type, other.type):
            raise reading.ctx.fail(
                NotADefinition(right.span, right.span.text, "it has values of another type")
            )
        formula = same_as_partial(
            reading.ctx.zonk(one.term), reading.ctx.zonk(other.term), reading.ctx.zonk(one.type)
        )
        label = f"{show(left)} equivalent to {show(right)}"
        conclusions.append(Conclusion(label, formula, clause.span, as_partial=True))
    return conclusions


def _stronger(reading: Reading, clause: tree.Property) -> list[Conclusion]:
    """D, D′: D implies D′."""
    points = Points(reading)
    values = [applied(reading, subject, points) for subject in clause.subjects]
    conclusions: list[Conclusion] = []
    for (one, left), (other, right) in zip(
        zip(values, clause.subjects, strict=True),
        list(zip(values, clause.subjects, strict=True))[1:],
        strict=False,
    ):
        for value, subject in ((one, left), (other, right)):
            if reading.ctx.resolve(value.type) != BOOL:
                raise reading.ctx.fail(NotADefinition(subject.span, subject.span.text, "it is no formula"))
        conclusions.append(
            Conclusion(f"{show(left)} implies {show(right)}", implies(one.term, other.term), clause.span)
        )
    return conclusions


def implication(reading: Reading, premises: tuple[tree.Term, ...], conclusion: tree.Term) -> Conclusion:
    """All of these definitions together imply that one: a cell of a comparison."""
    points = Points(reading)
    values = [applied(reading, subject, points) for subject in (*premises, conclusion)]
    for value, subject in zip(values, (*premises, conclusion), strict=True):
        if reading.ctx.resolve(value.type) != BOOL:
            raise reading.ctx.fail(NotADefinition(subject.span, subject.span.text, "it is no formula"))
    formula = implies(conj(*(value.term for value in values[:-1])), values[-1].term)
    label = f"{' and '.join(map(show, premises))} implies {show(conclusion)}"
    return Conclusion(label, formula, conclusion.span)


# ── congruence ──


def _congruence(reading: Reading, clause: tree.Property) -> Conclusion:
    """f maps related arguments to related values, or to equal ones where its values are of another type."""
    ctx = reading.ctx
    subject = clause.subjects[0]
    if clause.under is None:
        raise ctx.fail(
            NotADefinition(subject.span, subject.span.text, "`congruence … under R` needs its relation")
        )
    relation, function = ctx.meant(clause.under, relations(ctx)), ctx.meant(subject, definitions)
    if isinstance(relation, Template) and isinstance(function, Template):
        return _structure_congruence(reading, clause, relation, function)
    value = ctx.shared.rules.as_value(ctx, function, subject.span)
    rel = ctx.shared.rules.as_value(ctx, relation, clause.under.span)
    kind, rel_kind = unsubset(ctx.zonk(value.type)), unsubset(ctx.zonk(rel.type))
    if not isinstance(kind, Fun) or not isinstance(rel_kind, Fun) or not isinstance(rel_kind.domain, Prod):
        raise ctx.fail(
            NotADefinition(subject.span, subject.span.text, "it is no function, or the other no relation")
        )
    related = rel_kind.domain.items[0]
    types = kind.domain.items if isinstance(kind.domain, Prod) else (kind.domain,)
    lefts: list[Term] = []
    rights: list[Term] = []
    for at, type in enumerate(types):
        one = value_universal(reading, f"x{at}", type, subject.span).term
        lefts.append(one)
        if type != related:
            rights.append(one)
            continue
        other = value_universal(reading, f"y{at}", type, subject.span).term
        rights.append(other)
        holds = reduce(App(rel.term, Tup((one, other))))
        reading.hypotheses.append(Hypothesis(f"x{at} and y{at} are related", holds, "assume", clause.span))
    made, also = apply(value.term, *lefts), apply(value.term, *rights)
    if kind.codomain == related:
        formula = reduce(App(rel.term, Tup((made, also))))
        return Conclusion(f"congruence {show(subject)}", formula, clause.span)
    formula = same_as_partial(made, also, kind.codomain)
    return Conclusion(f"congruence {show(subject)}", formula, clause.span, as_partial=True)


def _structure_congruence(
    reading: Reading, clause: tree.Property, relation: Template, function: Template
) -> Conclusion:
    ctx = reading.ctx
    subject = clause.subjects[0]
    lefts: list[Done] = []
    rights: list[Done] = []
    related = relation.explicit[0]
    for parameter in function.explicit:
        one = universal_for(reading, function, parameter, parameter.name, subject.span)
        lefts.append(one)
        same_kind = (parameter.bundle is None) == (related.bundle is None) and (
            parameter.bundle is None
            or related.bundle is None
            or parameter.bundle.structure == related.bundle.structure
        )
        if not same_kind:
            rights.append(one)
            continue
        other = universal_for(reading, function, parameter, parameter.name + "'", subject.span)
        rights.append(other)
        holds = ctx.shared.rules.as_value(
            ctx, apply_template(ctx, relation, (one, other), clause.span), clause.span
        )
        label = f"{parameter.name} {relation.name} {parameter.name}'"
        reading.hypotheses.append(Hypothesis(label, holds.term, "assume", clause.span))
    made = apply_template(ctx, function, lefts, subject.span)
    also = apply_template(ctx, function, rights, subject.span)
    label = f"congruence {show(subject)}"
    if isinstance(made, Bundle) and isinstance(also, Bundle):
        sides = (Done(made, subject.span), Done(also, subject.span))
        formula = ctx.shared.rules.as_value(
            ctx, apply_template(ctx, relation, sides, clause.span), clause.span
        )
        return Conclusion(label, formula.term, clause.span)
    left = ctx.shared.rules.as_value(ctx, made, subject.span)
    right = ctx.shared.rules.as_value(ctx, also, subject.span)
    same = same_as_partial(ctx.zonk(left.term), ctx.zonk(right.term), ctx.zonk(left.type))
    return Conclusion(label, same, clause.span, as_partial=True)


# ── invariant, equivariant ──


def _invariant(reading: Reading, clause: tree.Property) -> Conclusion:
    """Q of the transformed arguments is Q of the arguments (or `by` of it), as partial terms."""
    ctx = reading.ctx
    subject = clause.subjects[0]
    quantity = applied(reading, subject, Points(reading))
    term, type = ctx.zonk(quantity.term), ctx.zonk(quantity.type)
    if clause.under is None:
        raise ctx.fail(
            NotADefinition(subject.span, subject.span.text, "`… under T` needs its transformation")
        )
    entity, names = _transformation(reading, clause.under)
    groups = _groups(reading, clause, entity, term)
    values: dict[Const, Term] = {}
    for at, group in enumerate(groups):
        made = _one_element(reading, clause, entity, names, at, len(groups))
        for target in group:
            values[target] = moved(made, target)
    changed = replace_constants(term, values)
    expected = term
    if clause.by is not None:
        with ctx.scope():
            by = ctx.check(clause.by, Fun(type, type))
        expected = reduce(App(ctx.zonk(by), term))
    formula = same_as_partial(expected, changed, type)
    return Conclusion(f"{clause.word} {show(subject)}", formula, clause.span, as_partial=True)


def _transformation(reading: Reading, under: tree.Term) -> tuple[TransformationEntity, tuple[tree.Name, ...]]:
    """The transformation named, with the names given to its parameters if there are."""
    ctx = reading.ctx
    names: tuple[tree.Name, ...] = ()
    named: tree.Term = under
    if isinstance(under, tree.Apply):
        named = under.function
        names = tuple(item for item in under.arguments if isinstance(item, tree.Name))
    meaning: Meaning = ctx.meant(named, transformations)
    if not isinstance(meaning, TransformationEntity):
        raise ctx.fail(NotADefinition(named.span, named.span.text, "it is no transformation"))
    return meaning, names


def _one_element(
    reading: Reading,
    clause: tree.Property,
    entity: TransformationEntity,
    names: tuple[tree.Name, ...],
    at: int,
    of: int,
) -> Lam:
    """A transformation at fresh universal parameters, supposed to satisfy its condition."""
    terms: dict[str, Term] = {}
    for index, parameter in enumerate(entity.parameters):
        if parameter.var is None:
            raise reading.ctx.fail(NotADefinition(clause.span, entity.name, "its parameters are not values"))
        name = names[index].text if index < len(names) else parameter.name
        name = name if of == 1 else f"{name}{'₀₁₂₃₄₅₆₇₈₉'[(at + 1) % 10]}"
        taken = set(reading.ctx.visible()) | {v.name for v in reading.variables}
        while name in taken:
            name += "′"
        value = value_universal(reading, name, parameter.var.type, clause.span).term
        terms[parameter.var.name] = value
    condition = substitute(entity.condition, terms)
    if condition != TRUE:
        label = f"{entity.name} is admissible" if of == 1 else f"{entity.name} number {at + 1} is admissible"
        reading.hypotheses.append(Hypothesis(label, condition, "where", entity.span))
    map = substitute(entity.map, terms)
    if not isinstance(map, Lam):
        raise TypeError("a transformation is a Lam")
    return map


def _groups(
    reading: Reading, clause: tree.Property, entity: TransformationEntity, term: Term
) -> list[list[Const]]:
    """Which symbols are transformed together; without `on`, each that can be, by itself."""
    ctx = reading.ctx
    on = entity.map.var.type
    if not clause.on:
        found: dict[str, Const] = {}
        for node in walk(term):
            if isinstance(node, Const) and _acts_on(node.type, on):
                found.setdefault(node.name, node)
        if not found:
            raise ctx.fail(NothingToTransform(clause.span, show(clause.subjects[0]), show_type(ctx, on)))
        return [[const] for const in found.values()]
    groups: list[list[Const]] = []
    spoken = {node for node in walk(term) if isinstance(node, Const)}
    for group in clause.on:
        members: list[Const] = []
        for target in group.targets:
            value = ctx.typed(target)
            read = ctx.zonk(value.term)
            if not isinstance(read, Const) or not _acts_on(read.type, on):
                raise ctx.fail(NothingToTransform(target.span, target.span.text, show_type(ctx, on)))
            if read not in spoken:
                ctx.report(NotSpokenOf(target.span, show(clause.subjects[0]), show(target)))
            members.append(read)
        groups.append(members)
    return groups


def _acts_on(type: Type, on: Type) -> bool:
    """A transformation of A acts on A, on functions into A (afterwards, pointwise), and on sets of A."""
    bare = unsubset(type)
    if bare == on:
        return True
    if isinstance(bare, Fun):
        return unsubset(bare.codomain) == on
    return isinstance(bare, SetT) and bare.element == on


def moved(map: Lam, target: Const) -> Term:
    """The target under the transformation."""
    bare = unsubset(target.type)
    if bare == map.var.type:
        return reduce(App(map, target))
    if isinstance(bare, Fun):
        var = Var(fresh("t", free_names(map)), bare.domain)
        return Lam(var, reduce(App(map, App(target, var))))
    if not isinstance(bare, SetT):
        raise TypeError("a transformation acts on values, functions and sets")
    point = Var(fresh("y", free_names(map)), bare.element)
    source = Var(fresh("x", free_names(map) | {point.name}), bare.element)
    image = conj(In(source, target), equal(reduce(App(map, source)), point, bare.element))
    return SetOf(point, exists(source, image))
