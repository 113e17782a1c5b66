"""One claim while it is read: its context, its universals, and what has been supposed so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias

from aligncheck.claims.claim import Conclusion, Hypothesis
from aligncheck.elaborate.context import Context, Failed, Shared, Supposed
from aligncheck.elaborate.declarations import Declarer
from aligncheck.elaborate.definitions import check_known, settle
from aligncheck.elaborate.families import members
from aligncheck.elaborate.loops import close, variable_loop
from aligncheck.elaborate.meanings import (
    ConstEntity,
    Entity,
    FamilyEntity,
    Module,
    Parameter,
    ValueEntity,
)  # fmt: skip
from aligncheck.elaborate.module import RULES, declare_local
from aligncheck.elaborate.parameters import make_parameter
from aligncheck.elaborate.problems import AlreadyDeclared
from aligncheck.kernel.goal import AssumptionKind
from aligncheck.kernel.splitting import inhabited
from aligncheck.kernel.terms import TRUE, Const, Term
from aligncheck.kernel.traversal import walk
from aligncheck.kernel.types import BOOL
from aligncheck.source import Span
from aligncheck.syntax import tree
from aligncheck.syntax.print import show


Variant: TypeAlias = Literal["printed", "corrected"] | None


@dataclass(slots=True)
class Reading:
    """The state; formulas are zonked at the end, when all is known."""

    ctx: Context
    module: Module
    out: Declarer
    hypotheses: list[Hypothesis] = field(default_factory=list)
    variables: list[Parameter] = field(default_factory=list)
    symbols: list[Const] = field(default_factory=list)
    """Symbols of the claim's own declarations that may make a sort non-empty, named in a formula or not."""
    statements: list[tuple[str, tree.Term]] = field(default_factory=list)
    """The formulas read, in order, and whether each is assumed or shown."""
    failed: bool = False
    assume_defined: bool = False

    def formula(self, term: tree.Term) -> Term | None:
        """A formula, or None where it is wrong, which is then reported."""
        self.ctx.statement = len(self.statements)
        self.statements.append((self.ctx.part, term))
        try:
            return self.ctx.check(term, BOOL)
        except Failed:
            self.failed = True
            return None

    def suppose(self, term: tree.Term, kind: AssumptionKind) -> None:
        formula = self.formula(term)
        if formula is not None:
            self.hypotheses.append(Hypothesis(show(term), formula, kind, term.span))
            self.ctx.supposed.append(Supposed(formula, term, assumed=True))

    def conclude(self, term: tree.Term) -> list[Conclusion]:
        formula = self.formula(term)
        return [] if formula is None else [Conclusion(show(term), formula, term.span)]

    def universal(self, name: str, span: Span, type: tree.Term | None) -> Entity:
        """A variable of the claim, with the laws of its structure."""
        parameter, entity = make_parameter(self.ctx, name, span, type)
        self.ctx.bind(entity)
        self.variables.append(parameter)
        self.laws(parameter)
        return entity

    def laws(self, parameter: Parameter) -> None:
        """The laws of a structure are supposed of a variable of it."""
        if parameter.bundle is None:
            return
        for law in parameter.laws:
            label = f"law of {parameter.bundle.structure.name} for {parameter.name}"
            self.hypotheses.append(Hypothesis(label, law, "law", parameter.span))


def new_reading(module: Module, given: Mapping[str, Entity], name: str, variant: Variant) -> Reading:
    """A claim's own context: the module's names, the givens in force, and room for its own."""
    names = {**module.names, **(module.printed if variant == "printed" else {}), **given}
    shared = Shared(
        RULES,
        names,
        dict(module.defaults),
        dict(module.owners),
        broken=set(module.broken),
        incomplete=module.incomplete,
    )
    ctx = Context(shared, "claim", name)
    ctx.scopes.append({})
    return Reading(ctx, module, Declarer())


def locals_of(declaration: tree.ClaimDecl, variant: Variant) -> tuple[tree.Declaration, ...]:
    """The declarations inside a claim's braces; as printed or as corrected, without those of the other form."""
    if variant is None:
        return declaration.locals
    return tuple(each for each in declaration.locals if each.variant in (None, variant))


def declare_locals(reading: Reading, declarations: tuple[tree.Declaration, ...]) -> None:
    """Declarations inside the claim's braces hold for it alone."""
    for declaration in declarations:
        if isinstance(declaration, tree.ClaimDecl):
            continue
        ctx = Context(reading.ctx.shared, "definition", "")
        try:
            declare_local(ctx, reading.out, declaration)
        except Failed:
            reading.failed = True
        for problem in ctx.problems:
            reading.ctx.report(problem)
            reading.failed = reading.failed or problem.severity == "error"
    for declaration in declarations:
        reading.symbols += _forcing(reading.ctx, declaration)


def _forcing(ctx: Context, declaration: tree.Declaration) -> list[Const]:
    """The symbols of a declaration whose types may be empty: that there are such values says something."""
    terms: list[Term] = []
    if isinstance(declaration, tree.DistributionDecl):
        distributions = [ctx.find(name.text) for name in declaration.names]
        found = [entity.term for entity in distributions if isinstance(entity, ConstEntity)]
        return [term for term in found if isinstance(term, Const)]
    if isinstance(declaration, tree.ConstantDecl):
        entities = [ctx.find(name.text) for name in declaration.names]
        terms = [entity.term for entity in entities if isinstance(entity, ConstEntity)]
    elif isinstance(declaration, tree.FamilyDecl):
        family = ctx.find(declaration.name.text)
        terms = members(ctx, family) if isinstance(family, FamilyEntity) else []
    named = {node for term in terms for node in walk(term) if isinstance(node, Const)}
    return [each for each in named if not inhabited(each.type)]


def read_for(reading: Reading, clause: tree.ForClause, supposed: frozenset[str]) -> None:
    """for a, b: T where P: universals, and what is supposed of them. One of an index set is a loop over all of the
    claim, unless it is among the names of which something more is `supposed`."""
    for binder in clause.binders:
        for name in binder.names:
            earlier = next((each for each in reading.variables if each.name == name.text), None)
            if earlier is not None:
                reading.ctx.report(AlreadyDeclared(name.span, name.text, earlier.span))
                reading.ctx.shared.broken.add(name.text)
                reading.ctx.scopes[-1].pop(name.text, None)
                reading.failed = True
                continue
            try:
                entity = reading.universal(name.text, name.span, _type_of(binder))
            except Failed:
                reading.failed = True
                reading.ctx.shared.broken.add(name.text)
                continue
            if binder.among is not None and isinstance(entity, ValueEntity):
                try:
                    inside = reading.ctx.membership(name, binder.among)
                except Failed:
                    reading.failed = True
                    continue
                label = f"{name.text} ∈ {show(binder.among)}"
                reading.hypotheses.append(Hypothesis(label, inside, "where", binder.span))
                if name.text not in supposed and isinstance(entity.term, Const):
                    loop = variable_loop(reading.ctx, binder, name, entity.term, inside)
                    reading.ctx.loops.append(loop)
        if binder.where is not None:
            reading.suppose(binder.where, "where")


def _type_of(binder: tree.Binder) -> tree.Term | None:
    """The type of a variable of a claim; one of a range is an integer, of a set a member of its type."""
    if binder.among is None:
        return binder.type
    if isinstance(binder.among, tree.Range):
        return tree.Name("Int", span=binder.span)
    return None


def finish(reading: Reading) -> None:
    """All that was found out, put into every formula; a variable that nothing tells is reported."""
    ctx = reading.ctx
    while ctx.loops:
        try:
            close(ctx, ctx.loops.pop())
        except Failed:
            reading.failed = True
    try:
        settle(
            ctx,
            ctx.problems[0].span if ctx.problems else Span(ctx.shared.names["Optimizer"].span.source, 0, 0),
        )
    except Failed:
        reading.failed = True
    for parameter in ctx.given.values():
        reading.laws(parameter)
    kept: list[Hypothesis] = []
    for hypothesis in reading.hypotheses:
        formula = ctx.zonk(hypothesis.formula)
        if formula == TRUE and hypothesis.kind == "law":
            continue
        if not reading.failed:
            try:
                check_known(ctx, formula, hypothesis.span)
            except Failed:
                reading.failed = True
        kept.append(replace(hypothesis, formula=formula))
    reading.hypotheses = kept
    if any(problem.severity == "error" for problem in ctx.problems):
        reading.failed = True
