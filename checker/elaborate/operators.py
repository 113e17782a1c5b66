"""Operators: those of the language on numbers, sets, types and formulas, and those a module declares."""

from __future__ import annotations

from collections.abc import Sequence

from aligncheck.elaborate.coercion import coerce, full_set, guarded
from aligncheck.elaborate.context import Context
from aligncheck.elaborate.instances import Done, apply_template, as_value
from aligncheck.elaborate.meanings import (
    Bundle,
    Meaning,
    Template,
    Typed,
    TypeMeaning,
)  # fmt: skip
from aligncheck.elaborate.orientation import check_orientation
from aligncheck.elaborate.problems import LargeEquality, OperatorMisfit, TypeMismatch
from aligncheck.elaborate.sets import member
from aligncheck.elaborate.shown import show_type
from aligncheck.elaborate.unify import fits, is_unknown, unify
from aligncheck.kernel.build import (
    add,
    at_most,
    conj,
    disj,
    equal,
    forall,
    implies,
    less,
    multiply,
    neg,
    negative,
    number,
)  # fmt: skip
from aligncheck.kernel.domain import domain
from aligncheck.kernel.substitution import alike, free_names, fresh, reduce
from aligncheck.kernel.terms import (
    TRUE,
    App,
    Guard,
    Lam,
    Number,
    Op,
    SetOf,
    Term,
    Var,
)  # fmt: skip
from aligncheck.kernel.traversal import is_type
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
from aligncheck.kernel.typing import join, type_of, unsubset
from aligncheck.source import Span
from aligncheck.syntax import tree

_LITERALS = (tree.RecordOf, tree.SetLiteral, tree.Function, tree.Grid, tree.Matrix, tree.Image)
_INJECTIONS = frozenset({"left", "right", "class"})


def _takes_type(term: tree.Term) -> bool:
    """Whether a term takes the type of the other side of an equation: a literal, `∅`, `left(a)`, `class(a)`."""
    match term:
        case tree.Name(text):
            return text == "∅"
        case tree.Apply(tree.Name(text), _):
            return text in _INJECTIONS
        case _:
            return isinstance(term, _LITERALS)


# ── Chains ──


def chain(ctx: Context, term: tree.Chain) -> Meaning:
    """Left-associative operators, folded from the left; long sums and conjunctions stay flat."""
    if term.level in {"and", "or"}:
        operands = [term.first, *(operand for _, operand in term.rest)]
        formulas = ctx.all([lambda item=item: ctx.check(item, BOOL) for item in operands])  # type: ignore[misc]
        return Typed((conj if term.level == "and" else disj)(*formulas), BOOL)
    first = ctx.synth(term.first)
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


def _number(ctx: Context, term: tree.Term) -> Typed:
    """An operand of arithmetic. A type still unknown here is that of a Real."""
    value = ctx.typed(term)
    kind = unsubset(ctx.resolve(value.type))
    if is_unknown(kind):
        unify(ctx, kind, REAL)
        return Typed(value.term, REAL)
    if kind not in NUMERIC:
        raise ctx.fail(TypeMismatch(term.span, term.span.text, show_type(ctx, value.type), "a number"))
    return Typed(value.term, kind)


def _sum(ctx: Context, term: tree.Chain, first: Typed) -> Typed:
    operands = ctx.all([lambda item=item: _number(ctx, item) for _, item in term.rest])  # type: ignore[misc]
    terms = [first.term]
    kinds: list[Type] = [unsubset(ctx.resolve(first.type))]
    for (operator, _), value in zip(term.rest, operands, strict=True):
        minus = operator.text == "-"
        terms.append(negative(value.term) if minus else value.term)
        kinds.append(INT if minus and value.type == NAT else value.type)
    check_orientation(ctx, terms, term.span)
    return Typed(add(*terms), join(kinds))


def _product(ctx: Context, term: tree.Chain, first: Typed) -> Typed:
    operands = ctx.all([lambda item=item: _number(ctx, item) for _, item in term.rest])  # type: ignore[misc]
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
            raise ctx.unknown(operator.text, operator.span, lambda e: isinstance(e, Template))


def _on_types(ctx: Context, operator: str, left: Type, right: tree.Term) -> Meaning:
    if operator == "/":
        relation = ctx.check(right, Fun(Prod((left, left)), BOOL))
        pair = Var("pair", Prod((left, left)))
        as_lam = relation if isinstance(relation, Lam) else Lam(pair, App(relation, pair))
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
    second = _number(ctx, right)
    match operator.text:
        case "+":
            check_orientation(ctx, [first.term, second.term], left.span.to(right.span))
            return Typed(add(first.term, second.term), join([kind, second.type]))
        case "-":
            check_orientation(ctx, [first.term, second.term], left.span.to(right.span))
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


# ── Comparisons ──


def compare(ctx: Context, term: tree.Compare) -> Typed:
    """a ≤ b < c is the conjunction of its links."""
    operands = [term.first, *(operand for _, operand in term.rest)]
    links = [
        lambda op=op, left=left, right=right: link(ctx, op, left, right)
        for (op, right), left in zip(term.rest, operands, strict=False)
    ]
    return Typed(conj(*ctx.all(links)), BOOL)


def link(ctx: Context, operator: tree.Name, left: tree.Term, right: tree.Term) -> Term:
    """One comparison."""
    entity = ctx.find(operator.text)
    if entity is not None:
        from_entity = _declared_relation(ctx, operator, left, right)
        if from_entity is not None:
            return from_entity
    span = left.span.to(right.span)
    match operator.text:
        case "=":
            return equality(ctx, left, right, span)
        case "≠":
            return neg(equality(ctx, left, right, span))
        case "≐":
            return partial_equality(ctx, left, right, span)
        case "<" | "≤" | ">" | "≥":
            first, second = ctx.all([lambda: _number(ctx, left), lambda: _number(ctx, right)])
            check_orientation(ctx, [first.term, second.term], span)
            if operator.text in ">≥":
                first, second = second, first
            return (less if operator.text in "<>" else at_most)(first.term, second.term)
        case "∈":
            return membership(ctx, left, right)
        case "∉":
            return neg(membership(ctx, left, right))
        case "⊆" | "⊇" | "⊂" | "⊃":
            if operator.text in "⊇⊃":
                left, right = right, left
            included = _inclusion(ctx, left, right)
            return included if operator.text in "⊆⊇" else conj(included, neg(_inclusion(ctx, right, left)))
        case _:
            raise ctx.unknown(operator.text, operator.span, lambda e: isinstance(e, Template))


def _declared_relation(ctx: Context, operator: tree.Name, left: tree.Term, right: tree.Term) -> Term | None:
    """A relation of a module used between its arguments."""
    entity = ctx.find(operator.text)
    span = left.span.to(right.span)
    if isinstance(entity, Template):
        made = apply_template(ctx, entity, (left, right), span)
        return as_value(ctx, made, span).term
    meaning = ctx.synth(operator)
    if isinstance(meaning, Typed):
        call = tree.Apply(operator, (left, right), span=span)
        return ctx.check(call, BOOL)
    return None


def two_sides(ctx: Context, left: tree.Term, right: tree.Term) -> tuple[Typed, Typed]:
    """Both sides at one type: a literal takes the type of the other side."""
    if _takes_type(left):
        if not _takes_type(right):
            second = ctx.typed(right)
            return Typed(ctx.check(left, second.type), second.type), second
    return other_side(ctx, ctx.typed(left), right)


def other_side(ctx: Context, first: Typed, right: tree.Term) -> tuple[Typed, Typed]:
    """The left side as read, and the right one at its type; numbers at the larger of both types."""
    kind = unsubset(ctx.resolve(first.type))
    if kind in NUMERIC:
        second = _number(ctx, right)
        joined = join([kind, second.type])
        return Typed(first.term, joined), Typed(second.term, joined)
    if _takes_type(right) or (isinstance(right, tree.Name) and ctx.find(right.text) is None):
        return first, Typed(ctx.check(right, kind), kind)
    second = ctx.typed(right)
    if not fits(ctx, second.type, kind) and not fits(ctx, kind, second.type):
        shown = show_type(ctx, second.type), show_type(ctx, first.type)
        raise ctx.fail(TypeMismatch(right.span, right.span.text, *shown))
    return Typed(first.term, unsubset(ctx.resolve(kind))), second


def equality(ctx: Context, left: tree.Term, right: tree.Term, span: Span) -> Term:
    """Identity; of large structures only where their sorts are the same expressions."""
    if _takes_type(left):
        first, second = two_sides(ctx, left, right)
    else:
        meaning = ctx.synth(left)
        if isinstance(meaning, Bundle):
            return _large_equality(ctx, meaning, right, span)
        first, second = other_side(ctx, as_value(ctx, meaning, left.span), right)
    check_orientation(ctx, [first.term, second.term], span)
    return equal(first.term, second.term, first.type)


def _large_equality(ctx: Context, first: Bundle, right: tree.Term, span: Span) -> Term:
    second = ctx.synth(right)
    if not isinstance(second, Bundle) or second.structure != first.structure:
        raise ctx.fail(LargeEquality(span, first.structure.name))
    parts: list[Term] = []
    for item in first.structure.members:
        one, other = first.parts[item.name], second.parts[item.name]
        if is_type(one) and is_type(other):
            if not alike(ctx.zonk(one), ctx.zonk(other)):
                raise ctx.fail(LargeEquality(span, first.structure.name))
        elif not is_type(one) and not is_type(other):
            parts.append(equal(one, other, type_of(ctx.zonk(one))))
    return conj(*parts)


def partial_equality(ctx: Context, left: tree.Term, right: tree.Term, span: Span) -> Term:
    """t ≐ u: both are defined, or neither; and where they are, equal."""
    first, second = two_sides(ctx, left, right)
    return same_as_partial(ctx.zonk(first.term), ctx.zonk(second.term), ctx.zonk(first.type))


def same_as_partial(left: Term, right: Term, type: Type) -> Term:
    """Defined under the same conditions, then equal."""
    from aligncheck.kernel.build import iff

    here, there = domain(left), domain(right)
    same = equal(left, right, type) if type != BOOL else iff(left, right)
    return conj(iff(here, there) if not alike(here, there) else TRUE, implies(here, same))


def membership(ctx: Context, left: tree.Term, right: tree.Term) -> Term:
    """x ∈ S, for a set or a type of values."""
    meaning = ctx.synth(right) if not isinstance(right, tree.SetLiteral) else None
    if meaning is None:
        value = ctx.typed(left)
        kind = SetT(unsubset(ctx.resolve(value.type)))
        return member(value.term, ctx.check(right, kind))
    set = full_set(meaning.type) if isinstance(meaning, TypeMeaning) else as_value(ctx, meaning, right.span)
    kind_of = unsubset(ctx.resolve(set.type))
    if is_unknown(kind_of):
        made = SetT(ctx.new_sort())
        unify(ctx, kind_of, made)
        kind_of = made
    if not isinstance(kind_of, SetT):
        raise ctx.fail(OperatorMisfit(right.span, "∈", show_type(ctx, set.type), "a set on its right"))
    element = ctx.resolve(kind_of.element)
    if unsubset(element) in NUMERIC:
        # Membership asks; it does not demand that an integer be natural first.
        value = ctx.typed(left)
        if unsubset(ctx.resolve(value.type)) in NUMERIC:
            return member(value.term, set.term)
    return member(ctx.check(left, element), set.term)


def _inclusion(ctx: Context, left: tree.Term, right: tree.Term) -> Term:
    first = ctx.typed(left) if not isinstance(left, tree.SetLiteral) else None
    if first is None:
        second_value = ctx.typed(right)
        first = Typed(ctx.check(left, second_value.type), second_value.type)
    kind = unsubset(ctx.resolve(first.type))
    if not isinstance(kind, SetT):
        raise ctx.fail(OperatorMisfit(left.span, "⊆", show_type(ctx, first.type), "sets"))
    second = ctx.check(right, kind)
    var = Var(fresh("x", free_names(first.term) | free_names(second)), ctx.zonk(kind.element))
    return forall(var, implies(member(var, first.term), member(var, second)))


def equal_on(ctx: Context, term: tree.EqualOn) -> Typed:
    """τ = σ on S."""
    first, second = two_sides(ctx, term.left, term.right)
    kind = unsubset(ctx.resolve(first.type))
    if not isinstance(kind, Fun):
        raise ctx.fail(OperatorMisfit(term.span, "= … on", show_type(ctx, first.type), "functions"))
    set = ctx.check(term.on, SetT(unsubset(kind.domain)))
    taken = free_names(first.term) | free_names(second.term) | free_names(set)
    var = Var(fresh("x", taken), kind.domain)
    same = equal(reduce(App(first.term, var)), reduce(App(second.term, var)), kind.codomain)
    return Typed(forall(var, implies(member(var, set), same)), BOOL)


# ── Prefix, postfix, scripts ──


def prefix(ctx: Context, term: tree.Prefix) -> Meaning:
    if term.operator.text in {"not", "¬"}:
        return Typed(neg(ctx.check(term.operand, BOOL)), BOOL)
    entity = ctx.find(term.operator.text)
    if isinstance(entity, Template):
        return apply_template(ctx, entity, (term.operand,), term.span)
    value = _number(ctx, term.operand)
    return Typed(negative(value.term), INT if value.type == NAT else value.type)


def postfix(ctx: Context, term: tree.Postfix) -> Meaning:
    entity = ctx.find(term.operator.text)
    if not isinstance(entity, Template):
        raise ctx.unknown(term.operator.text, term.operator.span, lambda e: isinstance(e, Template))
    return apply_template(ctx, entity, (term.target,), term.span)


def script(ctx: Context, term: tree.Script, arguments: Sequence[tree.Term] = ()) -> Meaning:
    """`Assume^S(C)` of a definition with a superscript; `x^2` of a number."""
    if isinstance(term.target, tree.Name):
        entity = ctx.find(term.target.text)
        if isinstance(entity, Template) and entity.pattern == "superscript":
            span = term.span if not arguments else term.span.to(arguments[-1].span)
            return apply_template(ctx, entity, (term.argument, *arguments), span)
    base = _number(ctx, term.target)
    exponent = _number(ctx, term.argument)
    if isinstance(exponent.term, Number) and exponent.type == NAT and not arguments:
        return Typed(Op("pow", (base.term, exponent.term)), base.type)
    power = Op("pow", (base.term, exponent.term))
    if exponent.type == NAT:
        return Typed(power, base.type)
    return Typed(guarded(less(number(0), base.term), power), REAL)
