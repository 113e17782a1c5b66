"""Models of chance and cause: how each variable is drawn or made from others. They are read once, where they are
declared; what is asked of them is worked out where it is asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from aligncheck.elaborate.chance import drawn_from
from aligncheck.elaborate.context import Context
from aligncheck.elaborate.definitions import head_parameters, settle, zonk_parameter
from aligncheck.elaborate.graphs import check_graph
from aligncheck.elaborate.meanings import (
    Mechanism,
    ModelEntity,
    Moment,
    Typed,
    ValueEntity,
    VariableEntity,
)  # fmt: skip
from aligncheck.elaborate.problems import AlreadyDeclared, CannotInfer, CausalCycle, TypeMismatch
from aligncheck.elaborate.regions import linear
from aligncheck.elaborate.shown import show_type
from aligncheck.elaborate.unify import fits
from aligncheck.kernel.terms import Var
from aligncheck.kernel.types import NAT, Type
from aligncheck.source import Span
from aligncheck.syntax import tree
from aligncheck.syntax.names import all_names


def model(ctx: Context, declaration: tree.ModelDecl) -> ModelEntity:
    """Its mechanisms are read as soon as the types of the variables in them are known."""
    ctx.scopes.append({})
    parameters = head_parameters(ctx, declaration.parameters)
    ctx.scopes.append({})
    reading = _Model(ctx, declaration.mechanisms)
    waiting = list(declaration.mechanisms)
    while waiting:
        ready = [each for each in waiting if reading.needs(each) <= reading.types.keys()]
        if not ready:
            raise ctx.fail(_cycle(reading, waiting))
        ctx.all([lambda each=each: reading.read(each) for each in ready])  # type: ignore[misc]
        waiting = [each for each in waiting if each not in ready]
    settle(ctx, declaration.span)
    found = ModelEntity(
        declaration.name.text,
        declaration.name.span,
        tuple(zonk_parameter(ctx, each) for each in parameters),
        tuple(zonk_parameter(ctx, each) for each in ctx.given.values()),
        tuple(_zonked(ctx, each) for each in reading.mechanisms),
        {name: ctx.zonk(type) for name, type in reading.types.items()},
        reading.places,
    )
    check_graph(ctx, found)
    return found


def _zonked(ctx: Context, each: Mechanism) -> Mechanism:
    parents = tuple((name, moment, Var(var.name, ctx.zonk(var.type))) for name, moment, var in each.parents)
    return Mechanism(
        each.variable, each.moment, each.drawn, ctx.zonk(each.term), parents, each.clock, each.span
    )


def _cycle(reading: _Model, waiting: Sequence[tree.Mechanism]) -> CausalCycle:
    """Some variables of those that wait for one another."""
    needs = {each.name.text: each for each in reversed(waiting)}
    at = waiting[0]
    path: list[str] = []
    while at.name.text not in path:
        path.append(at.name.text)
        missing = reading.needs(at) - reading.types.keys()
        at = needs[min(missing)]
    path = path[path.index(at.name.text) :]
    return CausalCycle(needs[path[0]].name.span, (*path, path[0]))


class _Model:
    """A model while it is read."""

    def __init__(self, ctx: Context, mechanisms: Iterable[tree.Mechanism]) -> None:
        self.ctx = ctx
        self.places: dict[str, Span] = {}
        self.timed: dict[str, bool] = {}
        for each in mechanisms:
            self.places.setdefault(each.name.text, each.name.span)
            timed = self.timed.setdefault(each.name.text, each.time is not None)
            if timed != (each.time is not None):
                raise ctx.fail(AlreadyDeclared(each.name.span, each.name.text, self.places[each.name.text]))
        self.types: dict[str, Type] = {}
        self.mechanisms: list[Mechanism] = []

    def needs(self, mechanism: tree.Mechanism) -> set[str]:
        """The variables that it speaks of."""
        return {name.text for name in all_names(mechanism.term) if name.text in self.places}

    def read(self, written: tree.Mechanism) -> None:
        ctx, name = self.ctx, written.name.text
        parents: dict[tuple[str, Moment | None], Var] = {}
        clock = _clock(ctx, written)
        with ctx.scope():
            for other in self.types:
                ctx.bind(self._variable(other, clock, parents), inside_body=True)
            if clock is not None:
                ctx.bind(ValueEntity(clock.name, written.name.span, clock, NAT), inside_body=True)
            moment = None if written.time is None else _moment(ctx, written.time, clock)
            if any(each.variable == name and each.moment == moment for each in self.mechanisms):
                raise ctx.fail(AlreadyDeclared(written.name.span, name, self.places[name]))
            value = self._value(written)
        links = tuple((variable, at, var) for (variable, at), var in parents.items())
        self.mechanisms.append(Mechanism(name, moment, written.drawn, value.term, links, clock, written.span))

    def _value(self, written: tree.Mechanism) -> Typed:
        """What it is drawn from, or what it is, and of which type the variable is."""
        ctx, known = self.ctx, self.types.get(written.name.text)
        if written.drawn:
            distribution, outcome = drawn_from(ctx, written.term)
            if known is not None and not fits(ctx, outcome, known):
                shown = f"Dist {show_type(ctx, outcome)}", f"Dist {show_type(ctx, known)}"
                raise ctx.fail(TypeMismatch(written.term.span, written.term.span.text, *shown))
            value = Typed(distribution, outcome)
        elif known is not None:
            value = Typed(ctx.check(written.term, known), known)
        else:
            value = ctx.typed(written.term)
        self.types.setdefault(written.name.text, value.type)
        return value

    def _variable(
        self, name: str, clock: Var | None, parents: dict[tuple[str, Moment | None], Var]
    ) -> VariableEntity:
        """A variable as others of the model may speak of it."""

        def value(time: tree.Term | None, span: Span) -> Typed:
            moment = None if time is None else _moment(self.ctx, time, clock)
            var = parents.setdefault((name, moment), Var(f"{name}·{len(parents)}", self.types[name]))
            return Typed(var, var.type)

        return VariableEntity(name, self.places[name], self.timed[name], value)


def _clock(ctx: Context, written: tree.Mechanism) -> Var | None:
    """The variable for the time that a mechanism speaks of: a name in its index that stands for nothing else."""
    names = () if written.time is None else all_names(written.time)
    new = next(
        (name.text for name in names if ctx.find(name.text) is None and name.text.isidentifier()), None
    )
    return None if new is None else Var(new, NAT)


def _moment(ctx: Context, time: tree.Term, clock: Var | None) -> Moment:
    """A time as a number, or as so many steps after the clock."""
    form = linear(ctx.zonk(ctx.typed(time).term))
    steps = () if form is None else form.terms
    if form is not None and not steps:
        return Moment(form.constant)
    if form is not None and clock is not None and steps == ((clock.name, 1),):
        return Moment(form.constant, relative=True)
    raise ctx.fail(
        CannotInfer(time.span, f"the time `{time.span.text}`", "a number, or one more or less than `t`")
    )


def model_variables(entity: ModelEntity) -> Iterator[tuple[str, bool]]:
    """The variables of a model, and whether they have times."""
    for name in entity.types:
        yield name, any(each.moment is not None for each in entity.mechanisms if each.variable == name)
