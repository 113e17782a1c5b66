"""Means and probabilities under a model: the variables that are asked about, and all that they are made from, are
drawn one after the other. Under an intervention a variable is what it is set to, whatever its mechanism says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import ExitStack

from aligncheck.elaborate.chance import Drawn, asked, drawing
from aligncheck.elaborate.coercion import guarded
from aligncheck.elaborate.context import Context
from aligncheck.elaborate.graphs import Key, missing, shown, time_of
from aligncheck.elaborate.instances import Instance, bind_argument, instantiate_parameters
from aligncheck.elaborate.kinds import described
from aligncheck.elaborate.meanings import ModelEntity, Typed, VariableEntity
from aligncheck.elaborate.models import model_variables
from aligncheck.elaborate.problems import CausalCycle, TypeMismatch, WrongArity
from aligncheck.elaborate.suitable import models
from aligncheck.kernel.build import number
from aligncheck.kernel.substitution import substitute
from aligncheck.kernel.terms import Term, Var
from aligncheck.kernel.types import REAL
from aligncheck.source import Span
from aligncheck.syntax import tree

SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def under_model(ctx: Context, term: tree.UnderModel) -> Typed:
    """`P D | do(X := x), Z = z. φ(Y)`, `mean D. U(Y)`."""
    model = _model(ctx, term.model)
    if len(term.arguments) != len(model.parameters):
        given = len(term.arguments)
        raise ctx.fail(WrongArity(term.span, model.name, len(model.parameters), given, model.span))
    instance = instantiate_parameters(ctx, model.parameters, model.implicit)
    pairs = zip(model.parameters, term.arguments, strict=True)
    ctx.all([lambda p=parameter, a=argument: bind_argument(instance, p, a) for parameter, argument in pairs])  # type: ignore[misc]
    instance.settle()
    with ExitStack() as scopes:
        run = _Run(ctx, model, instance, scopes, _interventions(ctx, model, instance, term.interventions))
        scopes.enter_context(ctx.scope())
        for name, timed in model_variables(model):
            ctx.bind(VariableEntity(name, model.places[name], timed, run.reader(name)), inside_body=True)
        total = asked(ctx, term.kind, run.drawn, term.conditions, term.body)
    return Typed(guarded(instance.partial(), total), REAL)


def _model(ctx: Context, name: tree.Name) -> ModelEntity:
    entity = ctx.find(name.text)
    if entity is None:
        raise ctx.unknown(name.text, name.span, models)
    if not isinstance(entity, ModelEntity):
        raise ctx.fail(TypeMismatch(name.span, name.text, described(entity), "a model"))
    return entity


def _interventions(
    ctx: Context, model: ModelEntity, instance: Instance, written: tuple[tree.Intervention, ...]
) -> dict[Key, Term]:
    """What variables are set to, read outside the model."""
    values: dict[Key, Term] = {}
    for each in written:
        key = each.name.text, None if each.time is None else time_of(ctx, each.time)
        if model.mechanism(*key) is None:
            raise ctx.fail(missing(model, key, each.name.span))
        type = substitute(model.types[key[0]], instance.terms, instance.sorts)
        values[key] = ctx.check(each.value, type)
    return values


class _Run:
    """The variables of a model as far as they are needed, each after all that it is made from."""

    def __init__(
        self, ctx: Context, model: ModelEntity, instance: Instance, scopes: ExitStack, set: Mapping[Key, Term]
    ) -> None:
        self.ctx, self.model, self.instance, self.scopes, self.set = ctx, model, instance, scopes, set
        # Before the variables themselves are in scope, so that each is called in the core as it is in the text.
        self.called = {name: ctx.var_name(name) for name in model.types}
        self.values: dict[Key, Typed] = {}
        self.active: list[Key] = []
        self.drawn: list[Drawn] = []

    def reader(self, name: str) -> Callable[[tree.Term | None, Span], Typed]:
        """What a variable is where it is mentioned."""
        return lambda time, span: self.value((name, None if time is None else time_of(self.ctx, time)), span)

    def value(self, key: Key, span: Span) -> Typed:
        if key not in self.values:
            if key in self.active:
                circle = [*self.active[self.active.index(key) :], key]
                raise self.ctx.fail(CausalCycle(span, tuple(map(shown, circle))))
            self.active.append(key)
            try:
                self.values[key] = self._made(key, span)
            finally:
                self.active.pop()
        return self.values[key]

    def _made(self, key: Key, span: Span) -> Typed:
        type = substitute(self.model.types[key[0]], self.instance.terms, self.instance.sorts)
        if key in self.set:
            return Typed(self.set[key], type)
        found = self.model.mechanism(*key)
        if found is None:
            raise self.ctx.fail(missing(self.model, key, span))
        mechanism, clock = found
        terms = dict(self.instance.terms)
        for name, moment, place in mechanism.parents:
            terms[place.name] = self.value((name, None if moment is None else moment.at(clock)), span).term
        if mechanism.clock is not None:
            terms[mechanism.clock.name] = number(clock)
        term = substitute(mechanism.term, terms, self.instance.sorts)
        if not mechanism.drawn:
            return Typed(term, type)
        called = self.called[key[0]]
        var = Var(called if key[1] is None else called + str(key[1]).translate(SUBSCRIPTS), type)
        self.scopes.enter_context(self.ctx.named(var))
        self.drawn.append(drawing(term, var, (var,)))
        return Typed(var, type)
