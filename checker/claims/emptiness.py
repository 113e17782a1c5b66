"""Is there anything that satisfies a declaration? Laws of a structure, the condition of a transformation and
that of a subset type may contradict themselves. Asked where no small model shows that they do not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from aligncheck.claims.asked import Question, question_of
from aligncheck.claims.claim import Claim, Hypothesis
from aligncheck.claims.faults import NothingSatisfies
from aligncheck.claims.samples import samples, value_in
from aligncheck.elaborate.meanings import (
    Module, Parameter, StructureEntity, Template, TransformationEntity, TypeMeaning,
)  # fmt: skip
from aligncheck.elaborate.predicates import inhabited
from aligncheck.elaborate.structures import pattern_name
from aligncheck.kernel.build import conj, neg
from aligncheck.kernel.domain import domain
from aligncheck.kernel.substitution import substitute
from aligncheck.kernel.terms import TRUE, SortQuant, Term, Var
from aligncheck.kernel.traversal import walk
from aligncheck.kernel.types import Base, Sub
from aligncheck.source import Span

SECONDS: Final = 2.0
"""For one question."""
MANY: Final = 16
"""Models looked at."""


def emptiness_claims(module: Module) -> Iterator[Claim]:
    """For each declaration with a condition, whether nothing satisfies it, if small models leave it open."""
    for entity in module.own:
        match entity:
            case StructureEntity():
                yield from _structure(module, entity)
            case TransformationEntity():
                parameters = (*entity.implicit, *entity.parameters)
                yield from _condition(
                    question_of(module, entity, parameters, [entity.condition]),
                    entity.condition,
                    "the condition",
                    (),
                )
            case _:
                continue
    for template in module.templates:
        if isinstance(template.body, TypeMeaning) and isinstance(template.body.type, Sub):
            yield from _subset(module, template, template.body.type)


def _structure(module: Module, entity: StructureEntity) -> Iterator[Claim]:
    """The laws of a structure, over any sorts that have members."""
    if not entity.laws:
        return
    fields = [
        Parameter(each.name, each.span, sort=Base(name))
        if each.type is None
        else Parameter(each.name, each.span, var=Var(name, each.type))
        for each in entity.members
        for name in (pattern_name(entity, each.name),)
    ]
    laws = [law.formula for law in entity.laws]
    question = question_of(module, entity, (*entity.implicit, *entity.parameters, *fields), laws)
    places = tuple(law.span for law in entity.laws)
    yield from _condition(question, conj(*laws), "the laws" if len(laws) > 1 else "the law", places)


def _subset(module: Module, template: Template, type: Sub) -> Iterator[Claim]:
    """The condition of a subset type, at any value of the type that it is taken from."""
    member = Parameter(type.predicate.var.name, template.span, var=Var(type.predicate.var.name, type.base))
    parameters = (*template.implicit, *template.explicit, member)
    question = question_of(module, template, parameters, [type.predicate.body], unfolds=template.unfolds)
    yield from _condition(question, type.predicate.body, "the condition", ())


def _condition(question: Question, formula: Term, what: str, places: tuple[Span, ...]) -> Iterator[Claim]:
    if formula == TRUE or any(isinstance(node, SortQuant) for node in walk(formula)):
        return
    asked = substitute(formula, question.own)
    supposed = [each.formula for each in (*question.declared, *question.laws)]

    def shown(least: int) -> bool:
        models = samples(question.sorts, question.constants, supposed, MANY, least)
        return any(value_in(asked, model) is True for model in models)

    if shown(least=1):
        return
    empty = bool(question.sorts) and shown(least=0)
    finding = NothingSatisfies(question.entity.span, question.entity.name, what, places, empty)
    never = neg(conj(domain(asked), asked))
    hypotheses = _with_members(question)
    yield question.claim("has nothing", never, finding, hypotheses=hypotheses, seconds=SECONDS)


def _with_members(question: Question) -> Sequence[Hypothesis]:
    """Every sort has a member: a contradiction that needs an empty sort to be avoided is one."""
    span = question.entity.span
    return [
        Hypothesis(f"nonempty({sort})", inhabited(Base(sort)), "inhabited", span) for sort in question.sorts
    ]
