"""`expect …`: what the author believes."""

from __future__ import annotations

from typing import cast

from aligncheck.claims.claim import Expectation, Hypothesis, VerdictName
from aligncheck.claims.problems import UnknownVariable
from aligncheck.claims.reading import Reading
from aligncheck.diagnostics import nearest
from aligncheck.elaborate.context import Failed
from aligncheck.elaborate.data import grid_worlds, listed_names
from aligncheck.elaborate.instances import read_bundle
from aligncheck.elaborate.meanings import LargeType, Parameter
from aligncheck.elaborate.structures import substitute_argument
from aligncheck.kernel.substitution import substitute
from aligncheck.kernel.terms import Const, Term
from aligncheck.kernel.traversal import is_type
from aligncheck.kernel.types import Base, Enum, Type
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
    sorts: dict[str, Type] = {}
    constants: dict[str, Term] = {}
    parameters = {p.name: p for p in (*reading.variables, *reading.ctx.given.values())}
    worlds = _worlds(clause)
    for item in clause.at:
        parameter = parameters.get(item.name.text)
        if parameter is None:
            close = nearest(item.name.text, parameters)
            reading.ctx.report(UnknownVariable(item.name.span, item.name.text, tuple(parameters), close))
            reading.failed = True
            continue
        try:
            _give(reading, parameter, item.value, worlds, sorts, constants)
        except Failed:
            reading.failed = True
    return sorts, constants


def _worlds(clause: tree.ExpectClause) -> Enum | None:
    """The entries of all matrices given, as the worlds of the instance."""
    seen: dict[str, None] = {}
    for item in clause.at:
        if isinstance(item.value, tree.Grid):
            seen.update(dict.fromkeys(grid_worlds(item.value)))
    names = tuple(sorted(seen))
    return Enum("{" + ", ".join(names) + "}", names) if names else None


def _give(
    reading: Reading,
    parameter: Parameter,
    value: tree.Term,
    worlds: Enum | None,
    sorts: dict[str, Type],
    constants: dict[str, Term],
) -> None:
    ctx = reading.ctx
    if parameter.bundle is not None:
        large = LargeType(parameter.bundle.structure, parameter.bundle.arguments)
        target = worlds if worlds is not None else Enum("{}", ())
        for argument in large.arguments:
            if isinstance(argument, Base):
                sorts.setdefault(argument.name, target)
        arguments = tuple(substitute_argument(a, {}, sorts) for a in large.arguments)
        given = read_bundle(ctx, value, LargeType(large.structure, arguments))
        for name, part in parameter.bundle.parts.items():
            other = given.parts[name]
            if isinstance(part, Base) and is_type(other):
                sorts[part.name] = substitute(ctx.zonk(other), {}, sorts)
            elif isinstance(part, Const) and not is_type(other):
                constants[part.name] = substitute(ctx.zonk(other), {}, sorts)
    elif parameter.sort is not None:
        sorts[parameter.sort.name] = listed_names(value) or ctx.as_type(value)
    elif parameter.var is not None:
        kind = substitute(ctx.zonk(parameter.var.type), {}, sorts)
        with ctx.scope():
            constants[parameter.var.name] = ctx.zonk(ctx.check(value, kind))
