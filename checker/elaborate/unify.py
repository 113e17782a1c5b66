"""Making two types equal by solving what is not yet known; and which types may stand for which."""

from __future__ import annotations

from collections.abc import Sequence

from aligncheck.elaborate.context import Context
from aligncheck.elaborate.meanings import Bundle
from aligncheck.kernel.substitution import alike
from aligncheck.kernel.terms import Term, Var
from aligncheck.kernel.traversal import is_type, walk
from aligncheck.kernel.types import (
    NUMERIC,
    Base,
    Enum,
    Fun,
    Prim,
    Prod,
    Quot,
    SetT,
    Struct,
    Sub,
    Sum,
    Type,
)  # fmt: skip


def is_unknown(type: Type) -> bool:
    return isinstance(type, Base) and type.name.startswith("?")


def unify(ctx: Context, left: Type, right: Type) -> bool:
    """Whether the types can be made equal; what had to be found out for it is kept."""
    left, right = ctx.resolve(left), ctx.resolve(right)
    if left == right:
        if isinstance(left, Struct) and isinstance(right, Struct):
            unify_parts(ctx, left.args, right.args)
        return True
    if isinstance(left, Base) and is_unknown(left):
        return _solve(ctx, left, right)
    if isinstance(right, Base) and is_unknown(right):
        return _solve(ctx, right, left)
    match left, right:
        case Prod(items), Prod(others):
            return _all(ctx, items, others)
        case Sum(items), Sum(others):
            return _all(ctx, items, others)
        case Fun(domain, codomain), Fun(other, target):
            return unify(ctx, domain, other) and unify(ctx, codomain, target)
        case SetT(element), SetT(other):
            return unify(ctx, element, other)
        case Struct(name, _, _, args), Struct(other_name, _, _, others):
            if name != other_name:
                return False
            unify_parts(ctx, args, others)
            return alike(_bare(ctx.zonk(left)), _bare(ctx.zonk(right)))
        case (Sub(base, _), Sub(other, _)) | (Quot(base, _), Quot(other, _)):
            return unify(ctx, base, other) and alike(ctx.zonk(left), ctx.zonk(right))
        case Base(name, index), Base(other_name, other_index):
            return name == other_name and alike_all(ctx, index, other_index)
        case (Enum(_, members), Enum(_, others)):
            return members == others
        case _:
            return False


def _bare(type: Type) -> Type:
    return Struct(type.name, type.fields, type.law) if isinstance(type, Struct) else type


def alike_all(ctx: Context, left: Sequence[Term], right: Sequence[Term]) -> bool:
    return len(left) == len(right) and all(
        alike(ctx.zonk(a), ctx.zonk(b)) for a, b in zip(left, right, strict=True)
    )


def _all(ctx: Context, left: Sequence[Type], right: Sequence[Type]) -> bool:
    return len(left) == len(right) and all(unify(ctx, a, b) for a, b in zip(left, right, strict=True))


def _solve(ctx: Context, unknown: Base, type: Type) -> bool:
    type = ctx.zonk(type)
    if type == unknown:
        return True
    if any(isinstance(node, Base) and node.name == unknown.name for node in walk(type)):
        return False
    ctx.sorts[unknown.name] = type
    return True


def unify_parts(ctx: Context, left: Sequence[Term | Type], right: Sequence[Term | Type]) -> None:
    """Solve unknown sorts and components of `left` by those of `right`, and the other way round."""
    for a, b in zip(left, right, strict=False):
        if is_type(a) and is_type(b):
            unify(ctx, a, b)
        elif not is_type(a) and not is_type(b):
            unify_term(ctx, a, b)


def unify_term(ctx: Context, left: Term, right: Term) -> bool:
    """Equality of terms, solving unknown components."""
    left, right = ctx.zonk(left), ctx.zonk(right)
    if isinstance(left, Var) and left.name.startswith("?"):
        if left != right:
            ctx.terms[left.name] = right
        return True
    if isinstance(right, Var) and right.name.startswith("?"):
        ctx.terms[right.name] = left
        return True
    return alike(left, right)


def unify_bundles(ctx: Context, left: Bundle, right: Bundle) -> bool:
    """Field by field; the arguments of the structures too."""
    if left.structure != right.structure:
        return False
    for a, b in zip(left.arguments, right.arguments, strict=False):
        if isinstance(a, Bundle) and isinstance(b, Bundle):
            unify_bundles(ctx, a, b)
        elif not isinstance(a, Bundle) and not isinstance(b, Bundle):
            if is_type(a) and is_type(b):
                if not unify(ctx, a, b):
                    return False
            elif not is_type(a) and not is_type(b) and not unify_term(ctx, a, b):
                return False
    for name, part in left.parts.items():
        other = right.parts[name]
        if is_type(part) and is_type(other):
            if not unify(ctx, part, other):
                return False
        elif not is_type(part) and not is_type(other) and not unify_term(ctx, part, other):
            return False
    return True


def fits(ctx: Context, actual: Type, expected: Type) -> bool:
    """Whether a value of `actual` is one of `expected` with nothing to prove: subsets go up, numbers widen."""
    actual, expected = ctx.resolve(actual), ctx.resolve(expected)
    if is_unknown(actual) or is_unknown(expected):
        return unify(ctx, actual, expected)
    if actual in NUMERIC and expected in NUMERIC:
        return NUMERIC.index(actual) <= NUMERIC.index(expected)
    if isinstance(actual, Sub):
        if isinstance(expected, Sub) and alike(ctx.zonk(actual), ctx.zonk(expected)):
            return True
        return fits(ctx, actual.base, expected)
    match actual, expected:
        case Fun(domain, codomain), Fun(other, target):
            return fits(ctx, other, domain) and fits(ctx, codomain, target)
        case (Prod(items), Prod(others)) | (Sum(items), Sum(others)):
            return len(items) == len(others) and all(
                fits(ctx, a, b) for a, b in zip(items, others, strict=True)
            )
        case SetT(element), SetT(other):
            return fits(ctx, element, other)
        case Struct(), Struct() if actual.name == expected.name and expected.law is None:
            return unify(ctx, actual.lawless(), expected)
        case Prim(), Prim():
            return actual == expected
        case _:
            return unify(ctx, actual, expected)
