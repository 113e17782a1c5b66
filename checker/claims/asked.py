"""The checker's own questions of what is defined, for all its parameters, as claims: the answer is a finding,
or nothing is said."""

from __future__ import annotations

from collections.abc import Sequence

from aligncheck.claims.claim import Claim, Conclusion, Expectation, Holds, Hypothesis, VerdictName
from aligncheck.claims.vocabulary import facts_for, symbols_of
from aligncheck.diagnostics import Problem
from aligncheck.elaborate.declarations import Declarer
from aligncheck.elaborate.meanings import ConstEntity, Entity, Module, Parameter
from aligncheck.kernel.substitution import fresh, substitute
from aligncheck.kernel.terms import Const, Term
from aligncheck.records import dataclass


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked about: a definition or structure, with its parameters as symbols (`own`, by name). `laws`
    hold of them, `declared` of the module's symbols."""

    entity: Entity
    own: dict[str, Term]
    sorts: tuple[str, ...]
    constants: tuple[Const, ...]
    laws: tuple[Hypothesis, ...]
    declared: tuple[Hypothesis, ...]
    unfolds: frozenset[str] = frozenset()

    def claim(
        self,
        label: str,
        formula: Term,
        finding: Problem,
        finds: VerdictName = "proved",
        hypotheses: Sequence[Hypothesis] = (),
        seconds: float | None = None,
    ) -> Claim:
        """Whether the formula, which compares definedness itself, holds: `finds` is the answer that is a
        finding."""
        return Claim(
            f"{self.entity.name} {label}",
            self.entity.span,
            Holds((Conclusion(label, formula, self.entity.span, as_partial=True),)),
            self.sorts,
            self.constants,
            (*self.declared, *self.laws, *hypotheses),
            # Whatever the answer, it is as expected.
            Expectation(("proved", "refuted", "bounded", "unknown", "vacuous"), shown="decided"),
            obligation_of=self.entity.name,
            depends_on=tuple(sorted(self.unfolds)),
            finding=finding,
            finds=finds,
            seconds=seconds,
        )


def as_symbols(module: Module, parameters: Sequence[Parameter]) -> dict[str, Term]:
    """The variables that parameters stand for, as symbols, by name. One that has the name of a symbol of the
    module is told apart from it."""
    declared = {
        each.term.name
        for each in module.names.values()
        if isinstance(each, ConstEntity) and isinstance(each.term, Const)
    }
    terms: dict[str, Term] = {
        v.name: Const(fresh(v.name, declared), v.type) for p in parameters for v in p.vars()
    }
    return {name: substitute(const, terms) for name, const in terms.items()}


def question_of(
    module: Module,
    entity: Entity,
    parameters: Sequence[Parameter],
    formulas: Sequence[Term],
    more: Sequence[Term] = (),
    unfolds: frozenset[str] = frozenset(),
) -> Question:
    """A question about something with these parameters. `formulas` are what it speaks of, and `more` are
    further symbols and formulas that the question needs."""
    own = as_symbols(module, parameters)
    laws = tuple(
        Hypothesis(f"law for {p.name}", substitute(law, own), "law", p.span)
        for p in parameters
        for law in p.laws
    )
    terms = [*formulas, *own.values(), *more, *(each.formula for each in laws)]
    sorts, _ = symbols_of(terms)
    facts = facts_for(module, Declarer(), sorts, [])
    sorts, constants = symbols_of([*terms, *(fact.formula for fact in facts)])
    declared = tuple(Hypothesis(f.label, f.formula, "declared", f.span) for f in facts)
    return Question(entity, own, tuple(sorts), tuple(constants), laws, declared, unfolds)
