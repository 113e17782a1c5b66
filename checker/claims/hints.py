"""What helps a proof along: witnesses (`with`) and the variable of an induction."""

from __future__ import annotations


from aligncheck.claims.claim import (
    Consistent,
    Holds,
    Independent,
    Question,
    Reduces,
)  # fmt: skip
from aligncheck.claims.problems import UnknownVariable
from aligncheck.claims.reading import Reading
from aligncheck.diagnostics import nearest
from aligncheck.elaborate.context import Failed
from aligncheck.elaborate.problems import TypeMismatch
from aligncheck.elaborate.shown import show_type
from aligncheck.kernel.terms import Quant, SortQuant, Term
from aligncheck.kernel.traversal import walk
from aligncheck.kernel.types import NAT
from aligncheck.kernel.typing import unsubset
from aligncheck.syntax import tree


def formulas_of(question: Question) -> list[Term]:
    match question:
        case Holds(conclusions):
            return [conclusion.formula for conclusion in conclusions]
        case Consistent(formulas):
            return [formula.formula for formula in formulas]
        case Independent(formula, premises):
            return [formula.formula, *(premise.formula for premise in premises)]
        case Reduces():
            return [question.left, question.right, *question.fixed.values()]


def witnesses_in(reading: Reading, clauses: tuple[tree.Clause, ...], question: Question) -> dict[str, Term]:
    """Witnesses for existential variables of the conclusion, by their names."""
    written = [item for c in clauses if isinstance(c, tree.WithClause) for item in c.witnesses]
    types = {
        node.var.name: node.var.type
        for formula in formulas_of(question)
        for node in walk(formula)
        if isinstance(node, Quant) and node.kind == "exists"
    }
    made: dict[str, Term] = {}
    bound = _bound_names(question)
    for item in written:
        if item.name.text not in bound and not reading.failed:
            close = nearest(item.name.text, bound)
            reading.ctx.report(UnknownVariable(item.name.span, item.name.text, tuple(sorted(bound)), close))
            reading.failed = True
            continue
        try:
            if item.name.text in types:
                value = reading.ctx.check(item.value, types[item.name.text])
            else:
                value = reading.ctx.typed(item.value).term
            made[item.name.text] = reading.ctx.zonk(value)
        except Failed:
            reading.failed = True
    return made


def _bound_names(question: Question) -> set[str]:
    """The names under which a witness may be given: of the variables that the conclusion binds."""
    names: set[str] = set()
    for formula in formulas_of(question):
        for node in walk(formula):
            if isinstance(node, Quant):
                names.add(node.var.name)
            elif isinstance(node, SortQuant):
                names |= {sort.split(".")[0].split("′")[0] for sort in node.sorts}
    return names


def induction_in(reading: Reading, clauses: tuple[tree.Clause, ...]) -> str | None:
    """The variable of an induction, which is a natural number."""
    clause = next((c for c in clauses if isinstance(c, tree.InductionClause)), None)
    if clause is None or reading.failed:
        return None
    ctx, name = reading.ctx, clause.variable
    try:
        value = ctx.typed(name)
        if unsubset(ctx.resolve(value.type)) != NAT:
            raise ctx.fail(TypeMismatch(name.span, name.text, show_type(ctx, value.type), "Nat"))
    except Failed:
        reading.failed = True
    return name.text
