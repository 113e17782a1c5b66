"""Optimizers: an open sort with partial functions `builder`, `trained_on`, `pursued`, and what declarations say."""

from __future__ import annotations

from aligncheck.diagnostics import nearest
from aligncheck.elaborate.context import Context, Failed
from aligncheck.elaborate.declarations import Declarer
from aligncheck.elaborate.orientation import check_comparison
from aligncheck.elaborate.meanings import ConstEntity, Entity, Fact, TypeEntity
from aligncheck.elaborate.problems import ObjectiveNamedOnce, UnknownObjective
from aligncheck.kernel.build import add, conj, equal, forall, implies, neg, number
from aligncheck.kernel.terms import App, Const, Term, Var
from aligncheck.kernel.types import BOOL, NAT, Base, Fun, Type
from aligncheck.source import SourceFile, Span
from aligncheck.syntax import tree
from aligncheck.syntax.names import all_names

LANGUAGE = SourceFile("the language", "")
_HERE = Span(LANGUAGE, 0, 0)
OPTIMIZER = Base("Optimizer")
OBJECTIVE = Base("Objective")
_DOMAINS = {"builder": "built", "trained_on": "trained", "pursued": "pursuing"}


def _function(name: str, codomain: Type) -> Const:
    return Const(name, Fun(OPTIMIZER, codomain))


BUILT = _function("built", BOOL)
TRAINED = _function("trained", BOOL)
PURSUING = _function("pursuing", BOOL)
BUILDER = _function("builder", OPTIMIZER)
TRAINED_ON = _function("trained_on", OBJECTIVE)
PURSUED = _function("pursued", OBJECTIVE)
LEVEL = _function("level", NAT)


def ambient() -> dict[str, Entity]:
    """The sorts and functions that every module has."""
    guards = {"builder": BUILT, "trained_on": TRAINED, "pursued": PURSUING}
    names: dict[str, Entity] = {
        "Optimizer": TypeEntity("Optimizer", _HERE, OPTIMIZER),
        "Objective": TypeEntity("Objective", _HERE, OBJECTIVE),
    }
    for const in (BUILT, TRAINED, PURSUING, BUILDER, TRAINED_ON, PURSUED, LEVEL):
        names[const.name] = ConstEntity(
            const.name, _HERE, const, const.type, "function", guard=guards.get(const.name)
        )
    return names


def partial_functions() -> dict[str, str]:
    """Where each partial function of optimizers is defined."""
    return dict(_DOMAINS)


def hierarchy_facts() -> tuple[Fact, ...]:
    """What holds of all optimizers: what is built is trained, and stands one level above its builder."""
    a = Var("a", OPTIMIZER)
    built, level = App(BUILT, a), App(LEVEL, a)
    above = equal(level, add(App(LEVEL, App(BUILDER, a)), number(1)), NAT)
    return (
        Fact("what is built is trained", forall(a, implies(built, App(TRAINED, a))), _HERE),
        Fact("what is built is one level above its builder", forall(a, implies(built, above)), _HERE),
        Fact(
            "what is not built is at level 0",
            forall(a, implies(neg(built), equal(level, number(0), NAT))),
            _HERE,
        ),
    )


def declare_optimizer(ctx: Context, out: Declarer, declaration: tree.OptimizerDecl) -> None:
    """The member it is, and what it says of builder, training and pursuit."""
    name = declaration.name
    member = Const(name.text, OPTIMIZER)
    building = _building(ctx, member, declaration)
    ctx.declare(ConstEntity(name.text, name.span, member, OPTIMIZER, "optimizer"))
    out.fact(f"optimizer {name.text}: {_built_by(declaration)}", building, declaration.name)
    for objective in declaration.trained_on:
        term = _objective(ctx, objective)
        formula = conj(App(TRAINED, member), equal(App(TRAINED_ON, member), term, OBJECTIVE))
        out.fact(f"optimizer {name.text}: trained on {objective.text}", formula, objective)
    pursued: Term | None = None
    for objective in declaration.pursues:
        term = _objective(ctx, objective)
        if pursued is not None:
            check_comparison(ctx, pursued, term, objective.span)
        pursued = pursued or term
        formula = conj(App(PURSUING, member), equal(App(PURSUED, member), term, OBJECTIVE))
        out.fact(f"optimizer {name.text}: pursues {objective.text}", formula, objective)


def _built_by(declaration: tree.OptimizerDecl) -> str:
    return "not built" if declaration.builder is None else f"built by {declaration.builder.text}"


def _building(ctx: Context, member: Const, declaration: tree.OptimizerDecl) -> Term:
    if declaration.builder is None:
        return neg(App(BUILT, member))
    builder = ctx.find(declaration.builder.text)
    if builder is None and declaration.builder.text in ctx.later:
        raise Failed  # That it is declared further down is told with the right order.
    if not isinstance(builder, ConstEntity) or builder.type != OPTIMIZER:
        raise ctx.unknown(
            declaration.builder.text,
            declaration.builder.span,
            lambda e: isinstance(e, ConstEntity) and e.type == OPTIMIZER,
        )
    return conj(App(BUILT, member), equal(App(BUILDER, member), builder.term, OPTIMIZER))


def _objective(ctx: Context, name: tree.Name) -> Term:
    entity = ctx.find(name.text)
    if not isinstance(entity, ConstEntity) or entity.type != OBJECTIVE:
        raise ctx.unknown(name.text, name.span, lambda e: isinstance(e, ConstEntity) and e.type == OBJECTIVE)
    return entity.term


def distinct_facts(members: list[ConstEntity]) -> tuple[Fact, ...]:
    """Declared optimizers are different from one another (there may be others)."""
    if len(members) < 2:
        return ()
    pairs = [
        neg(equal(one.term, two.term, OPTIMIZER))
        for at, one in enumerate(members)
        for two in members[at + 1 :]
    ]
    names = ", ".join(member.name for member in members)
    return (Fact(f"{names} are different optimizers", conj(*pairs), members[-1].span),)


# ── Objectives that `pursues` declares ──


def pursued_objectives(ctx: Context, file: tree.File) -> None:
    """`pursues x` declares the objective x if nothing else does; `trained on x` must name a declared one."""
    optimizers = [d for d in file.declarations if isinstance(d, tree.OptimizerDecl)]
    declared = {name.text for d in file.declarations if isinstance(d, tree.ObjectiveDecl) for name in d.names}
    declared |= {
        name for name, e in ctx.shared.names.items() if isinstance(e, ConstEntity) and e.type == OBJECTIVE
    }
    constants = {n.text for d in file.declarations if isinstance(d, tree.ConstantDecl) for n in d.names}
    implied: dict[str, tree.Name] = {}
    for optimizer in optimizers:
        for name in optimizer.pursues:
            if name.text not in declared | constants:
                implied.setdefault(name.text, name)
    for text, name in implied.items():
        entity = ConstEntity(text, name.span, Const(text, OBJECTIVE), OBJECTIVE, "objective")
        try:
            ctx.declare(entity)
        except Failed:
            continue
    counts = _occurrences(file, set(implied))
    for text, name in implied.items():
        if counts[text] == 1:
            others = (declared | set(implied)) - {text}
            ctx.report(ObjectiveNamedOnce(name.span, text, nearest(text, others)))
    known = declared | constants | set(implied)
    for optimizer in optimizers:
        for name in optimizer.trained_on:
            if name.text not in known:
                ctx.report(UnknownObjective(name.span, name.text, nearest(name.text, known)))
                ctx.shared.broken.add(name.text)


def _occurrences(file: tree.File, names: set[str]) -> dict[str, int]:
    counts = dict.fromkeys(names, 0)
    for name in all_names(file):
        if name.text in counts:
            counts[name.text] += 1
    return counts
