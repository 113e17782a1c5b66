"""Operators: those of the language on numbers, sets, types and formulas, and those a module declares."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeGuard

from aligncheck.elaborate.coercion import coerce, guarded
from aligncheck.elaborate.context import Context
from aligncheck.elaborate.instances import Done, apply_template, as_value
from aligncheck.elaborate.meanings import (
    Meaning,
    Template,
    Typed,
    TypeMeaning,
)  # fmt: skip
from aligncheck.elaborate.orientation import check_sum
from aligncheck.elaborate.problems import OperatorMisfit, TypeMismatch
from aligncheck.elaborate.sets import member
from aligncheck.elaborate.relations import is_equivalence
from aligncheck.elaborate.shown import show_type
from aligncheck.elaborate.suitable import operators, sets
from aligncheck.elaborate.unify import is_unknown, unify
from aligncheck.elaborate.vectors import is_vector, not_a_number, number_or_vector, pointwise
from aligncheck.kernel.build import (
    add,
    conj,
    disj,
    equal,
    less,
    multiply,
    neg,
    negative,
    number,
)  # fmt: skip
from aligncheck.kernel.substitution import free_names, fresh, reduce
from aligncheck.kernel.terms import (
    App,
    Guard,
    Lam,
    Number,
    Op,
    SetOf,
    Term,
    Var,
)  # fmt: skip
from aligncheck.kernel.types import (
    BOOL,
    INT,
    NAT,
    NUMERIC,
    REAL,
    Fun,
    Prod,
    Quot,
    SetT,
    Sum,
    Type,
)  # fmt: skip
from aligncheck.kernel.typing import join, unsubset
from aligncheck.source import Span
from aligncheck.syntax import tree


# ── Chains ──


def chain(ctx: Context, term: tree.Chain) -> Meaning:
    """Left-associative operators, folded from the left; long sums and conjunctions stay flat."""
    if term.level in {"and", "or"}:
        operands = [term.first, *(operand for _, operand in term.rest)]
        formulas = ctx.in_turn(operands, truth=term.level == "and")
        ctx.note("and" if term.level == "and" else "or", formulas, operands)
        return Typed((conj if term.level == "and" else disj)(*formulas), BOOL)
    on_sets = all(operator.text in "∪∩∖" for operator, _ in term.rest)
    first = ctx.meant(term.first, sets(ctx)) if on_sets else ctx.synth(term.first)
    if isinstance(first, TypeMeaning) and all(op.text in "+⊔*×" for op, _ in term.rest):
        return _type_chain(ctx, term, first.type)
    if _adds(first, ctx) and all(op.text in "+-" for op, _ in term.rest):
        return _sum(ctx, term, first)
    if _adds(first, ctx) and all(op.text == "*" for op, _ in term.rest):
        return _product(ctx, term, first)
    left = Done(first, term.first.span)
    for operator, operand in term.rest:
        meaning = binary(ctx, operator, left, operand)
        left = Done(meaning, term.first.span.to(operand.span))
    return left.meaning


def _type_chain(ctx: Context, term: tree.Chain, first: Type) -> Meaning:
    """A * B * C and A + B + C on types; an operator that is declared for them is not here."""
    others = ctx.all([lambda item=item: ctx.as_type(item) for _, item in term.rest])  # type: ignore[misc]
    items = (first, *others)
    return TypeMeaning(Prod(items) if term.level == "times" else Sum(items))


def _adds(first: Meaning, ctx: Context) -> TypeGuard[Typed]:
    """Whether it is a number or a vector: what can be added and multiplied."""
    return isinstance(first, Typed) and (
        unsubset(ctx.resolve(first.type)) in NUMERIC or is_vector(ctx, first.type)
    )


def operand(ctx: Context, term: tree.Term) -> Typed:
    """An operand that must be a number."""
    value = number_or_vector(ctx, term)
    if is_vector(ctx, value.type):
        raise not_a_number(ctx, value, term)
    return value


def _summand(ctx: Context, term: tree.Term, vectors: bool) -> Typed:
    """An operand of a sum of numbers, or of vectors."""
    if not vectors:
        return operand(ctx, term)
    value = number_or_vector(ctx, term)
    if not is_vector(ctx, value.type):
        hint = "add to the values of the function: `fun x. …`"
        shown = show_type(ctx, value.type)
        raise ctx.fail(TypeMismatch(term.span, term.span.text, shown, "a function", hint))
    return value


def _sum(ctx: Context, term: tree.Chain, first: Typed) -> Typed:
    vectors = is_vector(ctx, first.type)
    others = ctx.all([lambda item=item: _summand(ctx, item, vectors) for _, item in term.rest])  # type: ignore[misc]
    signs = [operator.text for operator, _ in term.rest]
    spans = [term.first.span, *(item.span for _, item in term.rest)]
    return pointwise(ctx, [first, *others], spans, lambda values: _summed(ctx, values, signs, term.span))


def _summed(ctx: Context, values: Sequence[Typed], signs: Sequence[str], span: Span) -> Typed:
    """The sum of numbers, all but the first with their signs."""
    terms = [values[0].term]
    kinds: list[Type] = [unsubset(ctx.resolve(values[0].type))]
    for sign, value in zip(signs, values[1:], strict=True):
        minus = sign == "-"
        terms.append(negative(value.term) if minus else value.term)
        kinds.append(INT if minus and value.type == NAT else value.type)
    check_sum(ctx, terms, span)
    return Typed(add(*terms), join(kinds))


def _product(ctx: Context, term: tree.Chain, first: Typed) -> Typed:
    others = ctx.all([lambda item=item: number_or_vector(ctx, item) for _, item in term.rest])  # type: ignore[misc]
    written = [term.first, *(item for _, item in term.rest)]
    return _multiplied(ctx, [first, *others], written, _times)


def _times(values: Sequence[Typed]) -> Typed:
    kinds: list[Type] = [unsubset(value.type) for value in values]
    return Typed(multiply(*(value.term for value in values)), join(kinds))


def _multiplied(
    ctx: Context,
    values: Sequence[Typed],
    written: Sequence[tree.Term | Done],
    combine: Callable[[Sequence[Typed]], Typed],
) -> Typed:
    """Numbers, and one vector at the most: what a product of two would be, nobody agrees on."""
    vectors = [at for at, value in enumerate(values) if is_vector(ctx, value.type)]
    if len(vectors) > 1:
        second = written[vectors[1]].span
        shown = show_type(ctx, values[vectors[1]].type)
        hint = "multiply values: `fun x. f(x) * g(x)`, or `sum x. f(x) * g(x)`"
        raise ctx.fail(TypeMismatch(second, second.text, shown, "a number", hint))
    return pointwise(ctx, values, [each.span for each in written], combine)


def binary(ctx: Context, operator: tree.Name, left: Done, right: tree.Term) -> Meaning:
    """One operator between what was read and what stands after it."""
    entity = ctx.find(operator.text)
    if isinstance(entity, Template):
        return apply_template(ctx, entity, (left, right), left.span.to(right.span))
    match operator.text:
        case "+" | "⊔" | "*" | "×" | "/" if isinstance(left.meaning, TypeMeaning):
            return _on_types(ctx, operator.text, left.meaning.type, right)
        case "+" | "-" | "*" | "/" | "·":
            return _arithmetic(ctx, operator, left, right)
        case "∪" | "∩" | "∖":
            return _on_sets(ctx, operator.text, left, right)
        case "∘":
            return _compose(ctx, left, right)
        case _:
            raise ctx.unknown(operator.text, operator.span, operators)


def _on_types(ctx: Context, operator: str, left: Type, right: tree.Term) -> Meaning:
    if operator == "/":
        relation = ctx.check(right, Fun(Prod((left, left)), BOOL))
        pair = Var("pair", Prod((left, left)))
        as_lam = relation if isinstance(relation, Lam) else Lam(pair, App(relation, pair))
        ctx.need(f"equivalence({right.span.text})", is_equivalence(ctx, as_lam), right.span)
        return TypeMeaning(Quot(left, as_lam))
    other = ctx.as_type(right)
    return TypeMeaning(Sum((left, other)) if operator in "+⊔" else Prod((left, other)))


def _arithmetic(ctx: Context, operator: tree.Name, left: Done, right: tree.Term) -> Typed:
    first = as_value(ctx, left.meaning, left.span)
    kind = unsubset(ctx.resolve(first.type))
    if is_unknown(kind):
        unify(ctx, kind, REAL)
        kind = REAL
    if not _adds(Typed(first.term, kind), ctx) or isinstance(left.meaning, Template):
        raise ctx.fail(OperatorMisfit(operator.span, operator.text, show_type(ctx, first.type), "numbers"))
    first = Typed(first.term, kind)
    whole = left.span.to(right.span)
    if operator.text in "+-":
        values = [first, _summand(ctx, right, is_vector(ctx, kind))]
        spans = [left.span, right.span]
        return pointwise(ctx, values, spans, lambda both: _summed(ctx, both, [operator.text], whole))
    if operator.text == "/":
        values = [first, operand(ctx, right)]
        return _multiplied(
            ctx, values, [left, right], lambda both: Typed(divide(both[0].term, both[1].term), REAL)
        )
    return _multiplied(ctx, [first, number_or_vector(ctx, right)], [left, right], _times)


def divide(left: Term, right: Term) -> Term:
    """left / right, defined where right is not 0."""
    quotient = Op("div", (left, right))
    if isinstance(right, Number) and right.value != 0:
        return quotient
    return Guard(neg(equal(right, number(0), REAL)), quotient)


def _on_sets(ctx: Context, operator: str, left: Done, right: tree.Term) -> Typed:
    first = as_value(ctx, left.meaning, left.span)
    kind = unsubset(ctx.resolve(first.type))
    if is_unknown(kind):
        made = SetT(ctx.new_sort())
        unify(ctx, kind, made)
        kind = made
    if not isinstance(kind, SetT):
        raise ctx.fail(OperatorMisfit(left.span, operator, show_type(ctx, first.type), "sets"))
    second = ctx.check(right, kind)
    element = ctx.zonk(kind.element)
    var = Var(fresh("x", free_names(first.term) | free_names(second)), element)
    inside, also = member(var, first.term), member(var, second)
    body = {"∪": disj(inside, also), "∩": conj(inside, also), "∖": conj(inside, neg(also))}[operator]
    return Typed(SetOf(var, body), SetT(element))


def _compose(ctx: Context, left: Done, right: tree.Term) -> Typed:
    outer, inner = as_value(ctx, left.meaning, left.span), ctx.typed(right)
    after, before = unsubset(ctx.resolve(outer.type)), unsubset(ctx.resolve(inner.type))
    if not isinstance(after, Fun) or not isinstance(before, Fun):
        shown = show_type(ctx, outer.type if not isinstance(after, Fun) else inner.type)
        raise ctx.fail(OperatorMisfit(left.span.to(right.span), "∘", shown, "functions"))
    var = Var(fresh("x", free_names(outer.term) | free_names(inner.term)), before.domain)
    middle = reduce(App(inner.term, var))
    value = reduce(App(outer.term, coerce(ctx, Typed(middle, before.codomain), after.domain, right.span)))
    return Typed(Lam(var, value), Fun(before.domain, after.codomain))


# ── Prefix, postfix, scripts ──


def prefix(ctx: Context, term: tree.Prefix) -> Meaning:
    if term.operator.text in {"not", "¬"}:
        return Typed(neg(ctx.check(term.operand, BOOL)), BOOL)
    entity = ctx.find(term.operator.text)
    if isinstance(entity, Template):
        return apply_template(ctx, entity, (term.operand,), term.span)
    return pointwise(ctx, [number_or_vector(ctx, term.operand)], [term.operand.span], _negated)


def _negated(values: Sequence[Typed]) -> Typed:
    (value,) = values
    return Typed(negative(value.term), INT if value.type == NAT else value.type)


def postfix(ctx: Context, term: tree.Postfix) -> Meaning:
    entity = ctx.find(term.operator.text)
    if not isinstance(entity, Template):
        raise ctx.unknown(term.operator.text, term.operator.span, operators)
    return apply_template(ctx, entity, (term.target,), term.span)


def script(ctx: Context, term: tree.Script, arguments: Sequence[tree.Term] = ()) -> Meaning:
    """`Assume^S(C)` of a definition with a superscript; `x^2` of a number."""
    if isinstance(term.target, tree.Name):
        entity = ctx.find(term.target.text)
        if isinstance(entity, Template) and entity.pattern == "superscript":
            span = term.span if not arguments else term.span.to(arguments[-1].span)
            return apply_template(ctx, entity, (term.argument, *arguments), span)
    base = operand(ctx, term.target)
    exponent = operand(ctx, term.argument)
    if isinstance(exponent.term, Number) and exponent.type == NAT and not arguments:
        return Typed(Op("pow", (base.term, exponent.term)), base.type)
    power = Op("pow", (base.term, exponent.term))
    if exponent.type == NAT:
        return Typed(power, base.type)
    return Typed(guarded(less(number(0), base.term), power), REAL)
