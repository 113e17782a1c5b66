"""Whether types could agree, for all that is known so far: nothing is solved by asking."""

from __future__ import annotations

from typing import TypeAlias

from aligncheck.elaborate.context import Context
from aligncheck.elaborate.meanings import Template
from aligncheck.elaborate.unify import is_unknown
from aligncheck.kernel.types import NUMERIC, Base, Enum, Fun, Prod, Quot, SetT, Struct, Sum, Type
from aligncheck.kernel.typing import unsubset

Open: TypeAlias = frozenset[str]
"""Sorts of a definition's parameters, for which any type may be put."""


def arguments_of(ctx: Context, kind: Type) -> tuple[Type, ...]:
    """The types of what a function takes, or a set asks about."""
    whole = kind.domain if isinstance(kind, Fun) else kind.element if isinstance(kind, SetT) else kind
    bare = unsubset(ctx.resolve(whole))
    return bare.items if isinstance(bare, Prod) else (bare,)


def open_sorts(template: Template) -> Open:
    parameters = (*template.explicit, *template.implicit)
    return frozenset(sort.name for parameter in parameters for sort in parameter.sorts())


def could_be(ctx: Context, actual: Type, wanted: Type, own: Open = frozenset()) -> bool:
    """Whether a value of one type may be one of another for all that is known so far."""
    left, right = unsubset(ctx.resolve(actual)), unsubset(ctx.resolve(wanted))
    if any(is_unknown(side) or (isinstance(side, Base) and side.name in own) for side in (left, right)):
        return True
    if left in NUMERIC and right in NUMERIC:
        return True
    match left, right:
        case (Prod(items), Prod(others)) | (Sum(items), Sum(others)):
            return len(items) == len(others) and all(
                could_be(ctx, a, b, own) for a, b in zip(items, others, strict=True)
            )
        case Fun(domain, codomain), Fun(other, target):
            return could_be(ctx, other, domain, own) and could_be(ctx, codomain, target, own)
        case (SetT(one), SetT(other)) | (Quot(one, _), Quot(other, _)):
            return could_be(ctx, one, other, own)
        case Struct(name=name), Struct(name=other_name):
            return name == other_name
        case Enum(members=members), Enum(members=others):
            return members == others
        case Base(name), Base(other_name):
            return name == other_name
        case _:
            return left == right
