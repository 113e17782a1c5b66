"""All claims of a module: its own, and the side conditions of its definitions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from aligncheck.claims.asked import as_symbols
from aligncheck.claims.claim import (
    Claim,
    Conclusion,
    Consistent,
    Expectation,
    Holds,
    Hypothesis,
    Independent,
    Question,
    Reduces,
)  # fmt: skip
from aligncheck.claims.definedness import conditions_of
from aligncheck.claims.constancy import constancy_claims
from aligncheck.claims.emptiness import emptiness_claims
from aligncheck.claims.expectations import read_expectation
from aligncheck.claims.indices import index_findings
from aligncheck.claims.meaning import meaning_claims
from aligncheck.claims.oddities import oddities, supposed
from aligncheck.claims.problems import RepeatedClaim, SeveralExpectations, UnknownLemma
from aligncheck.claims.properties import implication
from aligncheck.claims.questions import read_question
from aligncheck.claims.reading import Reading, declare_locals, finish, locals_of, new_reading, read_for
from aligncheck.claims.statements import statements_of
from aligncheck.claims.vocabulary import facts_for, operations_for, presentation_for, symbols_of
from aligncheck.diagnostics import Made, Problem, nearest
from aligncheck.elaborate import Module
from aligncheck.elaborate.context import Failed
from aligncheck.elaborate.declarations import Declarer
from aligncheck.elaborate.definitions import check_known
from aligncheck.elaborate.meanings import ClaimScope, Obligation, Parameter, Template
from aligncheck.kernel.domain import domain
from aligncheck.kernel.substitution import substitute
from aligncheck.kernel.terms import TRUE, Const
from aligncheck.lints.module import as_written
from aligncheck.lints.same_claims import same_claims
from aligncheck.source import within
from aligncheck.syntax import tree
from aligncheck.syntax.names import all_names
from aligncheck.syntax.print import show
from aligncheck.claims.hints import formulas_of, induction_in, witnesses_in


def claims_in(module: Module) -> Made[tuple[Claim, ...]]:
    """Every claim of the module in core terms, in file order, after the side conditions of definitions."""
    problems: list[Problem] = []
    claims = [_obligation_claim(module, template, obligation) for template, obligation in module.obligations]
    meaning = meaning_claims(module)
    claims.extend(meaning.value)
    problems.extend(meaning.problems)
    stated: list[tuple[ClaimScope, Claim]] = []
    names: dict[str, tree.Name] = {}
    for scope in module.claims:
        name = scope.declaration.name
        if name.text in names:
            problems.append(RepeatedClaim(name.span, name.text, names[name.text].span))
        names.setdefault(name.text, name)
        unknown = list(_unknown_lemmas(module, scope, names))
        problems.extend(unknown)
        problems.extend(problem for local in scope.declaration.locals for problem in as_written(local))
        for claim, found in readings_of(module, scope):
            claims.append(replace(claim, ill_formed=True) if unknown else claim)
            problems.extend(problem for problem in found if problem not in problems)
            if not _compares(scope.declaration):
                stated.append((scope, claims[-1]))
    problems.extend(same_claims(statements_of(module, stated)))
    return Made(tuple(claims), tuple(problems))


def _compares(declaration: tree.ClaimDecl) -> bool:
    return any(isinstance(each, tree.Property) and each.word == "compare" for each in declaration.clauses)


def questions_in(module: Module) -> Made[tuple[Claim, ...]]:
    """What the checker itself asks of the definitions of a module: whether they tell anything apart."""
    return Made((*constancy_claims(module), *emptiness_claims(module)))


def _unknown_lemmas(module: Module, scope: ClaimScope, names: dict[str, tree.Name]) -> Iterator[Problem]:
    known = module.lemmas | names.keys() - {scope.declaration.name.text}
    for clause in scope.declaration.clauses:
        if isinstance(clause, tree.UsingClause):
            for lemma in clause.lemmas:
                if lemma.text not in known:
                    yield UnknownLemma(lemma.span, lemma.text, nearest(lemma.text, known))


def readings_of(module: Module, scope: ClaimScope) -> Iterator[tuple[Claim, list[Problem]]]:
    """A claim as written; as printed and as corrected, where it says both; one for each cell of a comparison."""
    declaration = scope.declaration
    variants = [c for c in declaration.clauses if isinstance(c, tree.VariantClause)]
    shared = tuple(c for c in declaration.clauses if not isinstance(c, tree.VariantClause))
    if variants:
        for variant in variants:
            name = f"{declaration.name.text} ({variant.variant})"
            yield _read(module, scope, (*shared, *variant.clauses), name, variant)
        return
    comparison = next((c for c in shared if isinstance(c, tree.Property) and c.word == "compare"), None)
    if comparison is not None:
        rest = tuple(c for c in shared if c is not comparison)
        for premises, conclusion in _cells(comparison.subjects):
            label = f"{declaration.name.text}: {' and '.join(map(show, premises))} → {show(conclusion)}"
            yield _read(module, scope, rest, label, comparison, (premises, conclusion))
        return
    yield _read(module, scope, shared, declaration.name.text, declaration)


def _cells(subjects: tuple[tree.Term, ...]) -> Iterator[tuple[tuple[tree.Term, ...], tree.Term]]:
    """Every implication among definitions, then from two of them together to a third."""
    for one in subjects:
        for other in subjects:
            if one is not other:
                yield (one,), other
    for at, one in enumerate(subjects):
        for other in subjects[at + 1 :]:
            for third in subjects:
                if third is not one and third is not other:
                    yield (one, other), third


Cell = tuple[tuple[tree.Term, ...], tree.Term]


def _read(
    module: Module,
    scope: ClaimScope,
    clauses: tuple[tree.Clause, ...],
    name: str,
    node: tree.Node,
    cell: Cell | None = None,
) -> tuple[Claim, list[Problem]]:
    variant = node.variant if isinstance(node, tree.VariantClause) else None
    reading = new_reading(module, scope.given, name, variant)
    ctx = reading.ctx
    own = locals_of(scope.declaration, variant)
    declare_locals(reading, own)
    ctx.part = "assume"
    supposed = _supposed_of(clauses)
    for clause in clauses:
        if isinstance(clause, tree.ForClause):
            read_for(reading, clause, supposed)
    for clause in clauses:
        if isinstance(clause, tree.AssumeClause):
            _suppose(reading, clause)
    ctx.part = "show"
    try:
        question = _question(reading, clauses, scope.declaration.name, cell)
    except Failed:
        reading.failed = True
        question = Holds(())
    expectations = [c for c in clauses if isinstance(c, tree.ExpectClause)]
    for second in expectations[1:]:
        ctx.report(SeveralExpectations(second.span, expectations[0].span))
    expect = expectations[0] if expectations else None
    finish(reading)
    ctx.part = "assume"
    expectation = read_expectation(reading, expect) if not reading.failed else _expected_only(expect)
    if cell is not None and expect is None:
        expectation = Expectation(("proved", "refuted"), shown="proved or refuted")
    question = _settled(reading, question)
    _known(reading, question)
    if isinstance(question, Holds) and not reading.failed:
        question = Holds(tuple(_conditioned(reading, each) for each in question.conclusions))
        if reading.assume_defined:
            _assume_defined(reading, question)
    for problem in (
        *(() if reading.failed else index_findings(reading)),
        *oddities(reading, clauses, question),
    ):
        ctx.report(problem)
    question = _with_needs(reading, question)
    claim = _assembled(reading, name, node, question, expectation, clauses)
    return replace(claim, own=tuple(each.span for each in own)), ctx.problems


def _supposed_of(clauses: tuple[tree.Clause, ...]) -> frozenset[str]:
    """The names of which a claim supposes something besides what `for` says of them."""
    return frozenset(name.text for term in supposed(clauses) for name in all_names(term))


def _with_needs(reading: Reading, question: Question) -> Question:
    """First of all a claim shows that what is written in it makes sense: that a quotient is one."""
    if not isinstance(question, Holds):
        return question
    needs = {each.name: each for each in reading.ctx.needs}
    first = [
        Conclusion(each.name, reading.ctx.zonk(each.formula), each.span, sense=True)
        for each in needs.values()
    ]
    return Holds((*first, *question.conclusions))


def _known(reading: Reading, question: Question) -> None:
    """Nothing may be left unknown in what is asked."""
    if reading.failed:
        return
    for conclusion in question.conclusions if isinstance(question, Holds) else ():
        try:
            check_known(reading.ctx, conclusion.formula, conclusion.span)
        except Failed:
            reading.failed = True


def _question(
    reading: Reading, clauses: tuple[tree.Clause, ...], name: tree.Name, cell: Cell | None
) -> Question:
    if cell is not None:
        return Holds((implication(reading, *cell),))
    return read_question(reading, clauses, name)


def _expected_only(clause: tree.ExpectClause | None) -> Expectation:
    """What a claim with errors expected, as far as its words tell: an error may be what is expected."""
    if clause is None:
        return Expectation()
    code = clause.code.text if clause.code is not None else None
    words = [name.text for name in clause.verdicts]
    if words == ["finding"]:
        return Expectation((), code=code, kind="finding", shown=f"finding {code}")
    if words == ["ill_formed"]:
        return Expectation(("ill_formed",), code=code, shown=clause.span.text.removeprefix("expect").strip())
    return Expectation(shown=clause.span.text.removeprefix("expect").strip())


def _suppose(reading: Reading, clause: tree.AssumeClause) -> None:
    for term in clause.formulas:
        if isinstance(term, tree.Name) and term.text == "defined":
            reading.assume_defined = True
        else:
            reading.suppose(term, "assume")


def _conditioned(reading: Reading, conclusion: Conclusion) -> Conclusion:
    """A conclusion with the conditions under which it is defined, in its author's words."""
    if conclusion.as_partial:
        return conclusion
    written = reading.ctx.written_of(conclusion.formula)
    own = [each for each in written if within(each.node.span, conclusion.span)]
    return replace(conclusion, conditions=conditions_of(conclusion.formula, own or written))


def _assume_defined(reading: Reading, question: Holds) -> None:
    """assume defined: what the conclusions need to be defined is supposed."""
    for conclusion in question.conclusions:
        condition = domain(conclusion.formula)
        if condition != TRUE:
            label = f"defined: {conclusion.label}"
            reading.hypotheses.append(Hypothesis(label, condition, "assume", conclusion.span))


def _settled(reading: Reading, question: Question) -> Question:
    """The question with all that was found out."""
    ctx = reading.ctx
    match question:
        case Holds(conclusions):
            return Holds(tuple(replace(c, formula=ctx.zonk(c.formula)) for c in conclusions))
        case Consistent(formulas):
            return Consistent(tuple(replace(f, formula=ctx.zonk(f.formula)) for f in formulas))
        case Independent(formula, premises):
            return Independent(
                replace(formula, formula=ctx.zonk(formula.formula)),
                tuple(replace(p, formula=ctx.zonk(p.formula)) for p in premises),
            )
        case Reduces():
            return question


def _assembled(
    reading: Reading,
    name: str,
    node: tree.Node,
    question: Question,
    expectation: Expectation,
    clauses: tuple[tree.Clause, ...],
) -> Claim:
    ctx, module = reading.ctx, reading.module
    terms = [h.formula for h in reading.hypotheses] + formulas_of(question)
    terms += [h.formula for h in expectation.only_given]
    induction = induction_in(reading, clauses)
    if induction is not None and induction.showing is not None:
        terms.append(induction.showing.formula)
    own = [
        Const(var.name, ctx.zonk(var.type))
        for parameter in (*reading.variables, *ctx.given.values())
        for var in _consts(parameter)
    ]
    own += sorted(reading.symbols, key=lambda each: each.name)
    sorts, constants = symbols_of([*terms, *own])
    sorts += [
        s.name for p in (*reading.variables, *ctx.given.values()) for s in p.sorts() if s.name not in sorts
    ]
    facts = facts_for(module, reading.out, sorts, constants)
    more_sorts, constants = symbols_of([*terms, *own, *(fact.formula for fact in facts)])
    sorts += [sort for sort in more_sorts if sort not in sorts]
    declared = tuple(Hypothesis(f.label, f.formula, "declared", f.span) for f in facts)
    witnesses = witnesses_in(reading, clauses, question)
    return Claim(
        name,
        node.span,
        question,
        tuple(sorts),
        tuple(constants),
        (*declared, *reading.hypotheses),
        expectation,
        variables=tuple(const.name for const in own),
        witnesses=witnesses,
        induction=induction,
        lemmas=tuple(n.text for c in clauses if isinstance(c, tree.UsingClause) for n in c.lemmas),
        operations=operations_for(module, reading, sorts, tuple(constants)),
        presentation=presentation_for(module, reading, tuple(sorts)),
        depends_on=tuple(sorted(ctx.unfolds)),
        ill_formed=reading.failed,
        name_span=node.name.span if isinstance(node, tree.ClaimDecl) else None,
        asked_at=next((c.span for c in clauses if isinstance(c, (tree.ShowClause, tree.Property))), None),
    )


def _consts(parameter: Parameter) -> list[Const]:
    if parameter.var is not None:
        return [Const(parameter.var.name, parameter.var.type)]
    if parameter.bundle is None:
        return []
    return [part for part in parameter.bundle.parts.values() if isinstance(part, Const)]


def _obligation_claim(module: Module, template: Template, obligation: Obligation) -> Claim:
    """A side condition of a definition, for all its parameters."""
    parameters = (*template.implicit, *template.explicit)
    terms = as_symbols(module, parameters)
    hypotheses = [
        Hypothesis(f"law of {p.bundle.structure.name} for {p.name}", substitute(law, terms), "law", p.span)
        for p in parameters
        if p.bundle is not None
        for law in p.laws
    ]
    formula = substitute(obligation.formula, terms)
    own = list(terms.values())
    sorts, _ = symbols_of([formula, *own, *(h.formula for h in hypotheses)])
    facts = facts_for(module, Declarer(), sorts, [])
    _, constants = symbols_of([formula, *own, *(h.formula for h in hypotheses), *(f.formula for f in facts)])
    declared = tuple(Hypothesis(f.label, f.formula, "declared", f.span) for f in facts)
    return Claim(
        obligation.name,
        obligation.span,
        Holds((Conclusion(obligation.name, formula, obligation.span),)),
        tuple(sorts),
        tuple(constants),
        (*declared, *hypotheses),
        variables=tuple(each.name for each in own if isinstance(each, Const)),
        presentation=presentation_for(module, None, tuple(sorts), parameters),
        obligation_of=template.name,
        depends_on=tuple(sorted(template.unfolds - {obligation.name})),
    )
