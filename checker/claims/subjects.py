"""Definitions spoken of as wholes: applied to fresh universals, which are shared where parameters are alike."""

from __future__ import annotations

from dataclasses import dataclass, field

from aligncheck.claims.problems import NotADefinition
from aligncheck.claims.reading import Reading
from aligncheck.elaborate.instances import Done, apply_template, instantiate_parameters
from aligncheck.elaborate.meanings import LargeType, Parameter, Template, Typed, TypeMeaning, ValueEntity
from aligncheck.elaborate.structures import new_bundle, substitute_argument
from aligncheck.elaborate.suitable import definitions
from aligncheck.kernel.build import apply
from aligncheck.kernel.terms import Const, Var
from aligncheck.kernel.types import Base, Fun, Prod, Type
from aligncheck.kernel.typing import unsubset
from aligncheck.source import Span
from aligncheck.syntax import tree


@dataclass(slots=True)
class Points:
    """Universals made for the parameters of definitions: the i-th parameter of each is the same one."""

    reading: Reading
    made: list[Done] = field(default_factory=list)

    def at(self, index: int, template: Template, parameter: Parameter, span: Span) -> Done:
        """The universal for this parameter; the one made before if it fits."""
        if index < len(self.made):
            return self.made[index]
        self.made.append(universal_for(self.reading, template, parameter, parameter.name, span))
        return self.made[index]


def universal_for(reading: Reading, template: Template, parameter: Parameter, name: str, span: Span) -> Done:
    """A universal of the claim of the kind that a parameter of a definition is."""
    ctx = reading.ctx
    name = _unused(reading, name)
    instance = instantiate_parameters(ctx, (), template.implicit)
    instance.settle()
    if parameter.sort is not None:
        return Done(TypeMeaning(Base(name)), span)
    if parameter.bundle is not None:
        arguments = tuple(
            substitute_argument(a, instance.terms, instance.sorts) for a in parameter.bundle.arguments
        )
        large = LargeType(parameter.bundle.structure, arguments)
        bundle, laws = new_bundle(ctx, name, large, symbols=True)
        made = Parameter(name, span, bundle=bundle, laws=laws)
        reading.variables.append(made)
        reading.laws(made)
        return Done(bundle, span)
    type = ctx.zonk(instance.type_of(parameter))
    return Done(value_universal(reading, name, type, span), span)


def value_universal(reading: Reading, name: str, type: Type, span: Span) -> Typed:
    """A universal value of the claim."""
    reading.variables.append(Parameter(name, span, var=Var(name, type)))
    term = Const(name, type)
    reading.ctx.scopes[-1].setdefault(name, ValueEntity(name, span, term, type))
    return Typed(term, type)


def _unused(reading: Reading, name: str) -> str:
    """A name that no universal and nothing in scope has."""
    taken = set(reading.ctx.visible()) - set(reading.ctx.shared.names) | {v.name for v in reading.variables}
    while name in taken:
        name += "′"
    return name


def applied(reading: Reading, subject: tree.Term, points: Points) -> Typed:
    """A formula or value as it stands; a definition or relation named alone, applied to the shared universals."""
    ctx = reading.ctx
    meaning = ctx.meant(subject, definitions)
    if isinstance(meaning, Template) and meaning.explicit:
        arguments = [points.at(at, meaning, p, subject.span) for at, p in enumerate(meaning.explicit)]
        body = apply_template(ctx, meaning, arguments, subject.span)
        return ctx.shared.rules.as_value(ctx, body, subject.span)
    value = ctx.shared.rules.as_value(ctx, meaning, subject.span)
    kind = unsubset(ctx.resolve(value.type))
    if isinstance(kind, Fun) and isinstance(subject, tree.Name):
        types = kind.domain.items if isinstance(kind.domain, Prod) else (kind.domain,)
        while len(points.made) < len(types):
            name = _unused(reading, "xyzuvw"[len(points.made)] if len(points.made) < 6 else "x")
            points.made.append(
                Done(value_universal(reading, name, types[len(points.made)], subject.span), subject.span)
            )
        arguments_of = [_term(reading, done) for done in points.made[: len(types)]]
        return Typed(apply(value.term, *arguments_of), kind.codomain)
    return value


def _term(reading: Reading, done: Done) -> Const:
    value = done.meaning
    if isinstance(value, Typed) and isinstance(value.term, Const):
        return value.term
    raise reading.ctx.fail(NotADefinition(done.span, done.span.text, "its parameters are of another kind"))
