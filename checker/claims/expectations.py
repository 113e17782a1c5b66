"""`expect …`: what the author believes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias, cast

from aligncheck.claims.claim import Expectation, Hypothesis, VerdictName
from aligncheck.claims.problems import UnknownVariable
from aligncheck.claims.reading import Reading
from aligncheck.diagnostics import nearest
from aligncheck.elaborate.context import Failed
from aligncheck.elaborate.data import grid_worlds, listed_type
from aligncheck.elaborate.instances import read_bundle
from aligncheck.elaborate.meanings import Bundle, ConstEntity, LargeType, Parameter, TypeEntity, ValueEntity
from aligncheck.elaborate.structures import substitute_argument
from aligncheck.kernel.substitution import substitute
from aligncheck.kernel.terms import Const, Member, Term, Var
from aligncheck.kernel.traversal import is_type
from aligncheck.kernel.types import Base, Enum, Type
from aligncheck.source import Span
from aligncheck.syntax import tree
from aligncheck.syntax.print import show

_EXPECTABLE = ("proved", "refuted", "bounded", "unknown", "vacuous", "ill_formed")


def read_expectation(reading: Reading, clause: tree.ExpectClause | None) -> Expectation:
    """The expectation; `proved` where nothing is said. Read after all else, for `at` and `given` name it."""
    if clause is None:
        return Expectation()
    words = [name.text for name in clause.verdicts]
    if words == ["finding"]:
        code = clause.code.text if clause.code is not None else None
        return Expectation((), code=code, kind="finding", shown=f"finding {code}")
    given: list[Hypothesis] = []
    for term in clause.only_given:
        formula = reading.formula(term)
        if formula is not None:
            given.append(Hypothesis(show(term), reading.ctx.zonk(formula), "assume", term.span))
    sorts, constants = _instance(reading, clause)
    verdicts = tuple(cast("VerdictName", word) for word in words if word in _EXPECTABLE)
    return Expectation(
        verdicts or ("proved",),
        int(clause.bound.text) if clause.bound is not None else None,
        clause.code.text if clause.code is not None else None,
        only_given=tuple(given),
        at_sorts=sorts,
        at_constants=constants,
        shown=clause.span.text.removeprefix("expect").strip(),
    )


# ── at C := null, D := [[0]] ──


def _instance(reading: Reading, clause: tree.ExpectClause) -> tuple[dict[str, Type], dict[str, Term]]:
    """The sorts and symbols of the claim at the values given."""
    given = _Given()
    worlds = _worlds(clause)
    targets = [(item, _target(reading, item.name)) for item in clause.at]
    with reading.ctx.scope():
        for item, target in targets:
            if target is None:
                reading.failed = True
                continue
            try:
                _give(reading, target, item.value, worlds, given)
            except Failed:
                reading.failed = True
    return given.sorts, given.constants


@dataclass(slots=True)
class _Given:
    """The values read so far, by name of sort and of constant."""

    sorts: dict[str, Type] = field(default_factory=dict)
    constants: dict[str, Term] = field(default_factory=dict)


Target: TypeAlias = "Parameter | Base | Const"


def _target(reading: Reading, name: tree.Name) -> Target | None:
    """What a name stands for that gets a value: a variable of the claim, or a sort or symbol of the module."""
    parameters = {p.name: p for p in (*reading.variables, *reading.ctx.given.values())}
    if name.text in parameters:
        return parameters[name.text]
    match reading.ctx.find(name.text):
        case TypeEntity(_, _, Base() as sort):
            return sort
        case ConstEntity(_, _, Const() as symbol):
            return symbol
        case _:
            close = nearest(name.text, parameters)
            reading.ctx.report(UnknownVariable(name.span, name.text, tuple(parameters), close))
            return None


def _worlds(clause: tree.ExpectClause) -> Enum | None:
    """The entries of all matrices given, as the worlds of the instance."""
    seen: dict[str, None] = {}
    for item in clause.at:
        if isinstance(item.value, tree.Grid):
            seen.update(dict.fromkeys(grid_worlds(item.value)))
    names = tuple(sorted(seen))
    return Enum("{" + ", ".join(names) + "}", names) if names else None


def _give(reading: Reading, target: Target, value: tree.Term, worlds: Enum | None, given: _Given) -> None:
    match target:
        case Base():
            _give_sort(reading, target, value, given)
        case Const(name, type):
            _give_value(reading, name, type, value, given)
        case Parameter(bundle=Bundle() as bundle):
            _give_structure(reading, bundle, value, worlds, given)
        case Parameter(sort=Base() as sort):
            _give_sort(reading, sort, value, given)
        case Parameter(var=Var(name, type)):
            _give_value(reading, name, type, value, given)
        case _:
            pass


def _give_sort(reading: Reading, sort: Base, value: tree.Term, given: _Given) -> None:
    """A sort of listed members, whose names the values after it may use."""
    given.sorts[sort.name] = listed_type(reading.ctx, value) or reading.ctx.as_type(value)


def _give_value(reading: Reading, name: str, type: Type, value: tree.Term, given: _Given) -> None:
    ctx = reading.ctx
    kind = substitute(ctx.zonk(type), {}, given.sorts)
    with ctx.scope():
        given.constants[name] = ctx.zonk(ctx.check(value, kind))


def _name_members(reading: Reading, type: Type, span: Span) -> None:
    if isinstance(type, Enum):
        for name in type.members:
            reading.ctx.bind(ValueEntity(name, span, Member(name, type), type))


def _give_structure(
    reading: Reading, bundle: Bundle, value: tree.Term, worlds: Enum | None, given: _Given
) -> None:
    ctx, sorts, constants = reading.ctx, given.sorts, given.constants
    world = worlds if worlds is not None else Enum("{}", ())
    for argument in bundle.arguments:
        if isinstance(argument, Base) and argument.name not in sorts:
            sorts[argument.name] = world
            _name_members(reading, world, value.span)
    arguments = tuple(substitute_argument(each, {}, sorts) for each in bundle.arguments)
    read = read_bundle(ctx, value, LargeType(bundle.structure, arguments))
    for name, part in bundle.parts.items():
        other = read.parts[name]
        if isinstance(part, Base) and is_type(other):
            sorts[part.name] = substitute(ctx.zonk(other), {}, sorts)
            _name_members(reading, sorts[part.name], value.span)
        elif isinstance(part, Const) and not is_type(other):
            constants[part.name] = substitute(ctx.zonk(other), {}, sorts)
