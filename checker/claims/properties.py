"""The property forms of a claim, each as conclusions in core terms."""

from __future__ import annotations

from aligncheck.claims.claim import Conclusion, Hypothesis
from aligncheck.claims.invariance import invariance
from aligncheck.claims.problems import NotADefinition
from aligncheck.claims.reading import Reading
from aligncheck.claims.subjects import Points, applied, universal_for, value_universal
from aligncheck.elaborate.instances import Done, apply_template
from aligncheck.elaborate.meanings import Bundle, Template
from aligncheck.elaborate.comparisons import same_as_partial
from aligncheck.elaborate.problems import WrongArity
from aligncheck.elaborate.relations import relation_property
from aligncheck.elaborate.suitable import definitions, relations
from aligncheck.elaborate.unify import unify
from aligncheck.kernel.build import apply, conj, implies
from aligncheck.kernel.substitution import reduce
from aligncheck.kernel.terms import App, Term, Tup
from aligncheck.kernel.types import BOOL, Fun, Prod
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
            return [invariance(reading, clause)]
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
