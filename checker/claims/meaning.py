"""Is a definition meaningful? Its value may not change under the transformations that the scale of an
objective admits (Stevens, On the Theory of Scales of Measurement, 1946)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from aligncheck.claims.asked import as_symbols, question_of
from aligncheck.claims.claim import Claim, Hypothesis
from aligncheck.diagnostics import Made, Problem
from aligncheck.elaborate.meanings import ConstEntity, Module, Scale, Template, Typed
from aligncheck.elaborate.comparisons import same_as_partial
from aligncheck.elaborate.problems import NotMeaningful
from aligncheck.kernel.build import add, forall, implies, less, multiply, number
from aligncheck.kernel.substitution import free_names, fresh, reduce, replace_constants, substitute
from aligncheck.kernel.terms import App, Const, Lam, Term, Var
from aligncheck.kernel.traversal import walk
from aligncheck.kernel.types import REAL, Fun, Type
from aligncheck.kernel.typing import unsubset
from aligncheck.scales.judgement import Judge
from aligncheck.source import Span
from aligncheck.syntax import tree
from aligncheck.syntax.names import all_names


def meaning_claims(module: Module) -> Made[tuple[Claim, ...]]:
    """What is not meaningful by its form, and where that does not tell, for each scaled objective in a definition
    the question whether it is. Nothing is said where the author states the failure."""
    stated = _stated_failures(module)
    judge = Judge(module)
    problems: list[Problem] = []
    open_ones: list[Template] = []
    for template in module.templates:
        if template.name not in stated:
            judged = judge.judge(template)
            problems.extend(judged.problems)
            open_ones.extend(() if judged.settled else (template,))
    return Made(tuple(claim for each in open_ones for claim in _claims(module, each)), tuple(problems))


def _claims(module: Module, template: Template) -> Iterator[Claim]:
    if isinstance(template.body, Typed):
        parameters = (*template.implicit, *template.explicit)
        own = as_symbols(module, parameters)
        body = substitute(template.body.term, own)
        for const, scale, span in _objectives(module, template, body, own):
            yield _claim(module, template, body, template.body.type, const, scale, span)


def _stated_failures(module: Module) -> set[str]:
    """The definitions of which a claim says that they are not invariant."""
    names: set[str] = set()
    for scope in module.claims:
        clauses = scope.declaration.clauses
        words = {n.text for c in clauses if isinstance(c, tree.ExpectClause) for n in c.verdicts}
        if "refuted" in words:
            for clause in clauses:
                if isinstance(clause, tree.Property) and clause.word == "invariant":
                    names |= {name.text for name in all_names(clause)}
    return names


def _objectives(
    module: Module, template: Template, body: Term, own: Mapping[str, Term]
) -> Iterator[tuple[Const, Scale, Span]]:
    """The objectives in a body whose scale admits something, and the parameters that opt in."""
    seen: set[str] = set()
    scaled = {own[p.name]: p for p in template.explicit if p.scale is not None and p.var is not None}
    for node in walk(body):
        if not isinstance(node, Const) or node.name in seen:
            continue
        parameter = scaled.get(node)
        entity = module.names.get(node.name)
        if parameter is not None and parameter.scale not in (None, "absolute"):
            seen.add(node.name)
            yield node, parameter.scale or "interval", parameter.span
        elif (
            isinstance(entity, ConstEntity) and entity.term == node and entity.scale not in (None, "absolute")
        ):
            seen.add(node.name)
            yield node, entity.scale or "interval", entity.span


def _claim(
    module: Module, template: Template, body: Term, type: Type, const: Const, scale: Scale, span: Span
) -> Claim:
    changed_by, parameters, hypotheses = _admissible(scale, free_names(body), template.span)
    kind = unsubset(const.type)
    if isinstance(kind, Fun):
        point = Var(fresh("t", free_names(body)), kind.domain)
        moved: Term = Lam(point, reduce(App(changed_by, App(const, point))))
    else:
        moved = reduce(App(changed_by, const))
    formula = same_as_partial(body, replace_constants(body, {const: moved}), type)
    question = question_of(
        module,
        template,
        (*template.implicit, *template.explicit),
        [formula],
        [*parameters, *(each.formula for each in hypotheses)],
        template.unfolds,
    )
    finding = NotMeaningful(template.span, template.name, const.name, scale, span)
    return question.claim(f"is meaningful for {const.name}", formula, finding, "refuted", hypotheses)


def _admissible(scale: Scale, taken: frozenset[str], span: Span) -> tuple[Lam, list[Const], list[Hypothesis]]:
    """Any transformation that the scale admits: its map, its parameters, and what is supposed of them."""
    u = Var(fresh("u", taken), REAL)
    if scale == "ordinal":
        increasing = Const("the transformation", Fun(REAL, REAL))
        x, y = Var("x", REAL), Var("y", REAL)
        law = forall(x, forall(y, implies(less(x, y), less(App(increasing, x), App(increasing, y)))))
        return Lam(u, App(increasing, u)), [increasing], [Hypothesis("it is increasing", law, "where", span)]
    factor, offset = Const("the factor", REAL), Const("the offset", REAL)
    positive = Hypothesis("the factor is positive", less(number(0), factor), "where", span)
    if scale == "ratio":
        return Lam(u, multiply(factor, u)), [factor], [positive]
    return Lam(u, add(multiply(factor, u), offset)), [factor, offset], [positive]
