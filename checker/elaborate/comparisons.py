"""Comparisons: = ≐ < ≤ ∈ ⊆ and kin, user relations between their arguments, `f = g on S`."""

from __future__ import annotations

from collections.abc import Callable, Sequence


from aligncheck.elaborate.coercion import full_set
from aligncheck.elaborate.context import Context
from aligncheck.elaborate.instances import apply_template, as_value
from aligncheck.elaborate.meanings import (
    Bundle,
    Template,
    Typed,
    TypeMeaning,
)  # fmt: skip
from aligncheck.elaborate.orientation import check_comparison
from aligncheck.elaborate.problems import LargeEquality, OperatorMisfit, TypeMismatch
from aligncheck.elaborate.sets import member
from aligncheck.elaborate.shown import show_type
from aligncheck.elaborate.suitable import operators, sets
from aligncheck.elaborate.unify import fits, is_unknown, unify
from aligncheck.kernel.build import (
    at_most,
    conj,
    equal,
    forall,
    implies,
    less,
    neg,
)  # fmt: skip
from aligncheck.kernel.domain import domain
from aligncheck.kernel.substitution import alike, free_names, fresh, reduce
from aligncheck.kernel.terms import (
    TRUE,
    App,
    Term,
    Var,
)  # fmt: skip
from aligncheck.kernel.traversal import is_type
from aligncheck.kernel.types import (
    BOOL,
    NUMERIC,
    Fun,
    SetT,
    Type,
)  # fmt: skip
from aligncheck.kernel.typing import join, type_of, unsubset
from aligncheck.source import Span
from aligncheck.syntax import tree
from aligncheck.kernel.build import iff
from aligncheck.elaborate.vectors import (
    check_beside,
    comparable,
    constant,
    everywhere,
    is_vector,
    number_or_vector,
    written_out,
)


_LITERALS = (tree.RecordOf, tree.SetLiteral, tree.Function, tree.Grid, tree.Matrix, tree.TableOf, tree.Image)
_INJECTIONS = frozenset({"left", "right", "class"})


def _takes_type(ctx: Context, term: tree.Term) -> bool:
    """Whether a term takes the type of the other side of an equation: a literal, `∅`, `left(a)`, `class(a)`, a
    name that nobody declared, for which one of that type was meant."""
    match term:
        case tree.Name(text):
            return text == "∅" or ctx.undeclared(term)
        case tree.Apply(tree.Name(text), _):
            return text in _INJECTIONS
        case _:
            return isinstance(term, _LITERALS)


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
            sides = comparable(ctx, left, right)
            order = _ordering(ctx, operator.text, span)
            return everywhere(ctx, sides, [left.span, right.span], order)
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
            raise ctx.unknown(operator.text, operator.span, operators)


def _ordering(ctx: Context, operator: str, span: Span) -> Callable[[Sequence[Term]], Term]:
    """How two numbers are compared."""

    def order(sides: Sequence[Term]) -> Term:
        check_comparison(ctx, sides[0], sides[1], span)
        first, second = sides if operator in "<≤" else reversed(sides)
        return (less if operator in "<>" else at_most)(first, second)

    return order


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
    if _takes_type(ctx, left) and not _takes_type(ctx, right):
        second = ctx.typed(right)
        return Typed(ctx.check(left, second.type), second.type), second
    return _other_side(ctx, ctx.typed(left), left, right)


def _other_side(ctx: Context, first: Typed, left: tree.Term, right: tree.Term) -> tuple[Typed, Typed]:
    """The left side as read, and the right one at its type; numbers at the larger of both types."""
    kind = unsubset(ctx.resolve(first.type))
    if is_vector(ctx, kind) and written_out(right):
        check_beside(ctx, first, left, right)
        return first, constant(ctx, ctx.typed(right), first)
    if kind in NUMERIC:
        second = number_or_vector(ctx, right, True)
        if is_vector(ctx, second.type):
            check_beside(ctx, second, right, left)
            return constant(ctx, first, second), second
        joined = join([kind, second.type])
        return Typed(first.term, joined), Typed(second.term, joined)
    if _takes_type(ctx, right):
        return first, Typed(ctx.check(right, kind), kind)
    second = ctx.typed(right)
    if not fits(ctx, second.type, kind) and not fits(ctx, kind, second.type):
        shown = show_type(ctx, second.type), show_type(ctx, first.type)
        raise ctx.fail(TypeMismatch(right.span, right.span.text, *shown))
    return Typed(first.term, unsubset(ctx.resolve(kind))), second


def equality(ctx: Context, left: tree.Term, right: tree.Term, span: Span) -> Term:
    """Identity; of large structures only where their sorts are the same expressions."""
    if _takes_type(ctx, left):
        first, second = two_sides(ctx, left, right)
    else:
        meaning = ctx.synth(left)
        if isinstance(meaning, Bundle):
            return _large_equality(ctx, meaning, right, span)
        first, second = _other_side(ctx, as_value(ctx, meaning, left.span), left, right)
    check_comparison(ctx, first.term, second.term, span)
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
    here, there = domain(left), domain(right)
    same = equal(left, right, type) if type != BOOL else iff(left, right)
    return conj(iff(here, there) if not alike(here, there) else TRUE, implies(here, same))


def membership(ctx: Context, left: tree.Term, right: tree.Term) -> Term:
    """x ∈ S, for a set or a type of values."""
    meaning = ctx.meant(right, sets(ctx)) if not isinstance(right, tree.SetLiteral) else None
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
    first = None
    if not isinstance(left, tree.SetLiteral):
        first = as_value(ctx, ctx.meant(left, sets(ctx)), left.span)
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
