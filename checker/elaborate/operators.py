"""Operators: those of the language on numbers, sets, types and formulas, and those a module declares."""

from __future__ import annotations

from collections.abc import Sequence

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
from aligncheck.elaborate.suitable import numbers, operators, sets
from aligncheck.elaborate.unify import is_unknown, unify
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
    if isinstance(first, Typed) and _is_number(ctx, first) and all(op.text in "+-" for op, _ in term.rest):
        return _sum(ctx, term, first)
    if isinstance(first, Typed) and _is_number(ctx, first) and all(op.text == "*" for op, _ in term.rest):
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


def _is_number(ctx: Context, value: Typed) -> bool:
    return unsubset(ctx.resolve(value.type)) in NUMERIC


def operand(ctx: Context, term: tree.Term) -> Typed:
    """An operand of arithmetic. A type still unknown here is that of a Real."""
    value = as_value(ctx, ctx.meant(term, numbers(ctx)), term.span)
    kind = unsubset(ctx.resolve(value.type))
    if is_unknown(kind):
        unify(ctx, kind, REAL)
        return Typed(value.term, REAL)
    if kind not in NUMERIC:
        raise ctx.fail(TypeMismatch(term.span, term.span.text, show_type(ctx, value.type), "a number"))
    return Typed(value.term, kind)


def _sum(ctx: Context, term: tree.Chain, first: Typed) -> Typed:
    operands = ctx.all([lambda item=item: operand(ctx, item) for _, item in term.rest])  # type: ignore[misc]
    terms = [first.term]
    kinds: list[Type] = [unsubset(ctx.resolve(first.type))]
    for (operator, _), value in zip(term.rest, operands, strict=True):
        minus = operator.text == "-"
        terms.append(negative(value.term) if minus else value.term)
        kinds.append(INT if minus and value.type == NAT else value.type)
    check_sum(ctx, terms, term.span)
    return Typed(add(*terms), join(kinds))


def _product(ctx: Context, term: tree.Chain, first: Typed) -> Typed:
    operands = ctx.all([lambda item=item: operand(ctx, item) for _, item in term.rest])  # type: ignore[misc]
    kinds: list[Type] = [unsubset(ctx.resolve(first.type)), *(value.type for value in operands)]
    return Typed(multiply(first.term, *(value.term for value in operands)), join(kinds))


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
    if kind not in NUMERIC:
        raise ctx.fail(OperatorMisfit(operator.span, operator.text, show_type(ctx, first.type), "numbers"))
    second = operand(ctx, right)
    match operator.text:
        case "+":
            check_sum(ctx, [first.term, second.term], left.span.to(right.span))
            return Typed(add(first.term, second.term), join([kind, second.type]))
        case "-":
            check_sum(ctx, [first.term, negative(second.term)], left.span.to(right.span))
            joined = join([kind, second.type])
            return Typed(add(first.term, negative(second.term)), INT if joined == NAT else joined)
        case "/":
            return Typed(divide(first.term, second.term), REAL)
        case _:
            return Typed(multiply(first.term, second.term), join([kind, second.type]))


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
    value = operand(ctx, term.operand)
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
