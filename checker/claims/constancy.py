"""Does a definition tell anything apart? One that holds of everything or of nothing, or has one value, says
nothing; one that nothing satisfies says even less. Asked where small models do not show that it varies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final

from aligncheck.claims.asked import Question, question_of
from aligncheck.claims.claim import Claim, Hypothesis
from aligncheck.claims.definedness import domain_of
from aligncheck.claims.faults import CannotVary, HoldsOfEverything, HoldsOfNothing, NeverDefined
from aligncheck.claims.samples import samples, value_in
from aligncheck.elaborate.meanings import Module, Template, Typed
from aligncheck.kernel.build import equal, exists, implies, neg, number
from aligncheck.kernel.domain import domain
from aligncheck.kernel.substitution import substitute
from aligncheck.kernel.terms import TRUE, App, Const, In, SortQuant, Tail, TailKind, Term, Var
from aligncheck.kernel.traversal import walk
from aligncheck.kernel.types import BOOL, NAT, NUMERIC, REAL, Fun, SetT, Type
from aligncheck.kernel.typing import unsubset
from aligncheck.kernel.unanswered import Undefined
from aligncheck.kernel.values import Model, Value
from aligncheck.source import Span
from aligncheck.syntax import tree

SECONDS: Final = 2.0
"""For one question."""
MANY: Final = 24
"""Models looked at."""
ENOUGH: Final = 3
"""Models in which a value must be the same before it is asked whether it always is."""
CONDITIONS: Final[tuple[TailKind, ...]] = ("bounded", "converges")
"""What sequences are often supposed to be, the weakest first."""


def constancy_claims(module: Module) -> Iterator[Claim]:
    """For each definition with parameters, the questions that small models leave open. It is not asked where a
    claim of the module states the answer."""
    stated = set(_stated(module))
    for template in module.templates:
        body = template.body
        if not isinstance(body, Typed) or template.plain or template.variant == "printed":
            continue
        parameters = (*template.implicit, *template.explicit)
        asked = any(parameter.vars() for parameter in parameters) and template.name not in stated
        if asked and not any(isinstance(node, SortQuant) for node in walk(body.term)):
            question = question_of(module, template, parameters, [body.term], unfolds=template.unfolds)
            yield from _questions(template, question, substitute(body.term, question.own), body.type)


def _stated(module: Module) -> Iterator[str]:
    """Definitions of whose value, at any arguments, a claim speaks: `show D(x)` with nothing assumed, and
    `show q(L) = 0`."""
    for scope in module.claims:
        clauses = scope.declaration.clauses
        supposed = any(isinstance(each, tree.AssumeClause) for each in clauses)
        for clause in clauses:
            for formula in clause.formulas if isinstance(clause, tree.ShowClause) else ():
                match formula:
                    case tree.Compare(tree.Apply(tree.Name(name), arguments), ((_, tree.Numeral()),)):
                        told = True
                    case tree.Apply(tree.Name(name), arguments):
                        told = not supposed
                    case tree.Prefix(_, tree.Apply(tree.Name(name), arguments)):
                        told = not supposed
                    case _:
                        continue
                if told and _any_at_all(arguments):
                    yield name


def _any_at_all(arguments: Sequence[tree.Term]) -> bool:
    names = [each.text for each in arguments if isinstance(each, tree.Name)]
    return len(set(names)) == len(arguments)


def _questions(template: Template, question: Question, body: Term, type: Type) -> Iterator[Claim]:
    kind = unsubset(type)
    if _seldom_defined(question, body):
        # Of what is never defined all else would be true, and say nothing.
        finding = NeverDefined(template.span, template.name, _needing(template))
        yield question.claim("never defined", neg(domain(body)), finding, seconds=SECONDS)
    elif kind == BOOL:
        yield from _truths(template, question, body)
    elif kind in NUMERIC or isinstance(kind, SetT):
        yield from _values(template, question, body, kind)


def _seldom_defined(question: Question, body: Term) -> bool:
    """Whether it is known to be defined in none of the small models."""
    defined = domain(body)
    return defined != TRUE and not any(value_in(defined, model) is True for model in _models(question))


def _needing(template: Template) -> Span | None:
    """The part of a definition that needs what cannot be."""
    return next((each.place for each in domain_of(template)), None)


def _models(question: Question) -> Iterator[Model]:
    supposed = [each.formula for each in (*question.declared, *question.laws)]
    return samples(question.sorts, question.constants, supposed, MANY)


def _truths(template: Template, question: Question, body: Term) -> Iterator[Claim]:
    """Whether a formula is always true, or always false, unless models show both."""
    seen: set[bool] = set()
    for model in _models(question):
        value = value_in(body, model)
        if isinstance(value, bool):
            seen.add(value)
        if len(seen) == 2:
            return
    defined = domain(body)
    if False not in seen:
        finding = HoldsOfEverything(template.span, template.name)
        yield question.claim("holds of everything", implies(defined, body), finding, seconds=SECONDS)
    if True not in seen:
        nothing = HoldsOfNothing(template.span, template.name)
        yield question.claim("holds of nothing", implies(defined, neg(body)), nothing, seconds=SECONDS)


def _values(template: Template, question: Question, body: Term, kind: Type) -> Iterator[Claim]:
    """Whether a quantity has one value: always, or under conditions that are usual for sequences, the weakest
    first."""
    sequences = [each for each in question.own.values() if isinstance(each, Const) and _is_sequence(each)]
    seen = _seen(question, body, [_tail(CONDITIONS[-1], each) for each in sequences])
    for word in (None, *CONDITIONS) if sequences else (None,):
        supposed = [
            Hypothesis(f"{word}({each.name})", _tail(word, each), "where", template.span)
            for each in sequences
            if word is not None
        ]
        values = [
            value for model, value in seen if all(value_in(each.formula, model) is True for each in supposed)
        ]
        same = _has_value(body, values[0], kind) if len(values) >= ENOUGH and len(set(values)) == 1 else None
        if same is not None:
            shown = "∅" if isinstance(kind, SetT) else str(values[0])
            condition = " and ".join(each.label for each in supposed) or None
            finding = CannotVary(template.span, template.name, shown, condition)
            label = "cannot vary" if condition is None else f"cannot vary if {condition}"
            yield question.claim(label, implies(domain(body), same), finding, "proved", supposed, SECONDS)


def _seen(question: Question, body: Term, strongest: Sequence[Term]) -> list[tuple[Model, Value]]:
    """The values in small models, where there are any; none where two differ even under the strongest
    condition."""
    seen: list[tuple[Model, Value]] = []
    values: set[Value] = set()
    for model in _models(question):
        value = value_in(body, model)
        if value is not None and not isinstance(value, Undefined):
            seen.append((model, value))
            if all(value_in(each, model) is True for each in strongest):
                values.add(value)
            if len(values) > 1:
                return []
    return seen


def _is_sequence(symbol: Const) -> bool:
    kind = unsubset(symbol.type)
    return isinstance(kind, Fun) and kind.domain == NAT and unsubset(kind.codomain) == REAL


def _tail(word: TailKind, sequence: Const) -> Term:
    n = Var("n", NAT)
    return Tail(word, n, App(sequence, n))


def _has_value(body: Term, value: Value, kind: Type) -> Term | None:
    """The formula that says that it does, if it is one that can be written: a number, or the empty set."""
    if isinstance(value, (Fraction, int)) and not isinstance(value, bool):
        return equal(body, number(value), kind)
    if value == frozenset() and isinstance(kind, SetT):
        x = Var("x", kind.element)
        return neg(exists(x, In(x, body)))
    return None
