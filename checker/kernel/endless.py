"""Which types may be infinite in a model: those in which numbers occur."""
# TRUSTED

from __future__ import annotations

from aligncheck.kernel.types import BOOL, Base, Enum, Fun, Prim, Prod, Quot, SetT, Struct, Sub, Sum, Type


def may_be_endless(type: Type) -> bool:
    """Whether numbers occur in a type: without them every type is finite in a model."""
    match type:
        case Prim():
            return type != BOOL
        case Base() | Enum():
            return False
        case Prod(items) | Sum(items):
            return any(map(may_be_endless, items))
        case Fun(domain, codomain):
            return may_be_endless(domain) or may_be_endless(codomain)
        case SetT(part) | Sub(part, _) | Quot(part, _):
            return may_be_endless(part)
        case Struct(_, fields, _):
            return any(may_be_endless(kind) for _, kind in fields)


def hides_endless(type: Type) -> bool:
    """Whether values of the type hold functions or sets of a type that may be infinite: those are not
    compared as graphs."""
    match type:
        case Prim() | Base() | Enum() | Quot():
            return False
        case Prod(items) | Sum(items):
            return any(map(hides_endless, items))
        case Fun(domain, codomain):
            return may_be_endless(domain) or hides_endless(codomain)
        case SetT(element):
            return may_be_endless(element)
        case Sub(base, _):
            return hides_endless(base)
        case Struct(_, fields, _):
            return any(hides_endless(kind) for _, kind in fields)
