"""What a claim asks: one question from its clauses."""

from __future__ import annotations

from collections.abc import Sequence

from aligncheck.claims.claim import (
    Conclusion,
    Consistent,
    Holds,
    Hypothesis,
    Independent,
    Question,
    Reduces,
)  # fmt: skip
from aligncheck.claims.problems import NotADefinition, NothingShown, SeveralQuestions, UnknownRole
from aligncheck.claims.properties import property_conclusions
from aligncheck.claims.reading import Reading
from aligncheck.diagnostics import nearest
from aligncheck.elaborate.context import Failed
from aligncheck.elaborate.instances import Done, apply_template, instantiate_parameters
from aligncheck.elaborate.meanings import Template, Typed
from aligncheck.elaborate.suitable import definitions
from aligncheck.elaborate.comparisons import same_as_partial
from aligncheck.kernel.terms import Term, Var
from aligncheck.kernel.types import BOOL
from aligncheck.syntax import tree
from aligncheck.syntax.print import show

_ASKING = (
    tree.ShowClause, tree.Property, tree.ReducesClause, tree.ConsistentClause, tree.IndependentClause,
)  # fmt: skip


def read_question(reading: Reading, clauses: tuple[tree.Clause, ...], name: tree.Name) -> Question:
    """The question; several `show` and property clauses make one, any other kind stands alone."""
    asking = [clause for clause in clauses if isinstance(clause, _ASKING)]
    if not asking:
        raise reading.ctx.fail(NothingShown(name.span, name.text))
    alone = [clause for clause in asking if not isinstance(clause, (tree.ShowClause, tree.Property))]
    if alone and len(asking) > 1:
        second = asking[1]
        raise reading.ctx.fail(SeveralQuestions(second.span, asking[0].span))
    first = asking[0]
    match first:
        case tree.ConsistentClause(formulas):
            return Consistent(tuple(_supposed(reading, formulas)))
        case tree.IndependentClause(formula, premises):
            read = reading.conclude(formula)
            rest = tuple(_supposed(reading, premises))
            if not read:
                raise Failed
            return Independent(read[0], rest)
        case tree.ReducesClause():
            return _reduces(reading, first)
        case _:
            return Holds(tuple(_conclusions(reading, asking)))


def _conclusions(reading: Reading, clauses: Sequence[tree.Clause]) -> list[Conclusion]:
    conclusions: list[Conclusion] = []
    for clause in clauses:
        if isinstance(clause, tree.ShowClause):
            for formula in clause.formulas:
                conclusions.extend(reading.conclude(formula))
        elif isinstance(clause, tree.Property):
            try:
                conclusions.extend(property_conclusions(reading, clause))
            except Failed:
                reading.failed = True
    return conclusions


def _supposed(reading: Reading, formulas: tuple[tree.Term, ...]) -> list[Hypothesis]:
    made: list[Hypothesis] = []
    for term in formulas:
        formula = reading.formula(term)
        if formula is not None:
            made.append(Hypothesis(show(term), formula, "assume", term.span))
    return made


def _reduces(reading: Reading, clause: tree.ReducesClause) -> Question:
    """reduces D(x) to D′: if `via` reads every role, a formula to show; else a reading to be searched for."""
    ctx = reading.ctx
    left = ctx.check(clause.left, BOOL)
    meaning = ctx.meant(clause.right, definitions)
    label = f"{show(clause.left)} reduces to {show(clause.right)}"
    if isinstance(meaning, Typed):
        right = ctx.check(clause.right, BOOL)
        return Holds((_iff(reading, label, left, right, clause),))
    if not isinstance(meaning, Template):
        raise ctx.fail(NotADefinition(clause.right.span, clause.right.span.text, "it is no definition"))
    roles = {parameter.name: parameter for parameter in meaning.explicit}
    for via in clause.via:
        if via.role.text not in roles:
            others = {other.role.text for other in clause.via}
            close = nearest(via.role.text, roles.keys() - others) or nearest(via.role.text, roles)
            ctx.report(UnknownRole(via.role.span, via.role.text, meaning.name, tuple(roles), close))
            raise Failed
    written = {via.role.text: via.value for via in clause.via}
    if all(name in written for name in roles):
        body = apply_template(ctx, meaning, [written[name] for name in roles], clause.span)
        right = ctx.shared.rules.as_value(ctx, body, clause.right.span).term
        ctx.words.append((right, f"{meaning.name}({', '.join(show(written[name]) for name in roles)})"))
        via_text = ", ".join(f"{via.role.text} := {show(via.value)}" for via in clause.via)
        return Holds((_iff(reading, f"{label} via {via_text}" if via_text else label, left, right, clause),))
    return _search(reading, clause, meaning, written, left, label)


def _iff(reading: Reading, label: str, left: Term, right: Term, clause: tree.ReducesClause) -> Conclusion:
    formula = same_as_partial(reading.ctx.zonk(left), reading.ctx.zonk(right), BOOL)
    return Conclusion(label, formula, clause.span, as_partial=True)


def _search(
    reading: Reading,
    clause: tree.ReducesClause,
    meaning: Template,
    written: dict[str, tree.Term],
    left: Term,
    label: str,
) -> Reduces:
    ctx = reading.ctx
    instance = instantiate_parameters(ctx, (), meaning.implicit)
    instance.settle()
    roles: list[Var] = []
    fixed: dict[str, Term] = {}
    arguments: list[Done] = []
    for parameter in meaning.explicit:
        if parameter.var is None:
            raise ctx.fail(
                NotADefinition(clause.right.span, meaning.name, "a role that is a structure needs `via`")
            )
        kind = ctx.zonk(instance.type_of(parameter))
        role = Var(parameter.name, kind)
        roles.append(role)
        arguments.append(Done(Typed(role, kind), clause.right.span))
        if parameter.name in written:
            fixed[parameter.name] = ctx.check(written[parameter.name], kind)
    body = apply_template(ctx, meaning, arguments, clause.span)
    right = ctx.shared.rules.as_value(ctx, body, clause.right.span).term
    zonked = {name: ctx.zonk(value) for name, value in fixed.items()}
    return Reduces(label, ctx.zonk(left), ctx.zonk(right), tuple(roles), zonked, clause.span)
