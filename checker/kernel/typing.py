"""The type of a core term. Terms are built well-typed; this reads the type off, it does not check."""
# TRUSTED

from __future__ import annotations

from typing import assert_never

from aligncheck.kernel.substitution import substitute
from aligncheck.kernel.terms import (
    App, Best, BigSum, Card, Case, Choose, ClassOf, Const, Eq, Field, Finite, Guard, If, In, Inj, Lam, Lim,
    Member, Number, OnClass, Op, Proj, Quant, Record, SetOf, SortQuant, Tail, Term, The, Truth, Tup, Var,
)  # fmt: skip
from aligncheck.kernel.types import (
    BOOL, INT, NAT, NUMERIC, REAL, Fun, Prim, Prod, SetT, Struct, Sub, Type,
)  # fmt: skip

_LOGIC = frozenset({"not", "and", "or", "implies", "iff", "lt", "le"})
_ALWAYS_REAL = frozenset({"div", "exp", "log", "sqrt"})


def unsubset(type: Type) -> Type:
    """The type without its outermost subset conditions."""
    while isinstance(type, Sub):
        type = type.base
    return type


def unconditional(type: Type) -> Type:
    """The type without its subset conditions, nor those on the values of its functions."""
    bare = unsubset(type)
    return Fun(bare.domain, unconditional(bare.codomain)) if isinstance(bare, Fun) else bare


def join(types: list[Type]) -> Type:
    """The smallest numeric type above all of these; if they are not numeric, the first one,
    without its subset conditions where they differ."""
    bare = [unsubset(type) for type in types]
    if all(type in NUMERIC for type in bare):
        return max(bare, key=lambda type: NUMERIC.index(type))
    return types[0] if all(type == types[0] for type in types) else bare[0]


def type_of(term: Term) -> Type:
    """The type of a term, up to subsets (a guarded downcast has the type of its body)."""
    match term:
        case Var(_, type) | Const(_, type, _) | Number(_, type) | Member(_, type):
            return type
        case Truth() | In() | Eq() | Quant() | SortQuant() | Tail() | Finite():
            return BOOL
        case Lam(var, body):
            return Fun(var.type, type_of(body))
        case App(function, _):
            arrow = unsubset(type_of(function))
            if not isinstance(arrow, Fun):
                raise TypeError("only a function is applied")
            return arrow.codomain
        case Tup(items):
            return Prod(tuple(map(type_of, items)))
        case Proj(pair, index):
            product = unsubset(type_of(pair))
            if not isinstance(product, Prod):
                raise TypeError("only a tuple is projected")
            return product.items[index]
        case Inj(_, _, type) | ClassOf(_, type):
            return type
        case Record(type, _):
            return type
        case Case(_, branches):
            return join([type_of(branch.body) for branch in branches])
        case Field(record, name):
            struct = unsubset(type_of(record))
            if not isinstance(struct, Struct):
                raise TypeError("only a record has fields")
            return struct.field_type(name)
        case OnClass(_, branch):
            return type_of(branch.body)
        case Choose(_, type):
            return type.base
        case SetOf(var, _):
            return SetT(var.type)
        case Op(name, args):
            return _type_of_op(name, [type_of(arg) for arg in args] if name not in _LOGIC else [])
        case If(_, then, otherwise):
            return join([type_of(then), type_of(otherwise)])
        case Guard(_, body) | BigSum(_, _, body) | Best(_, _, _, body):
            return type_of(body)
        case The(var, _):
            return var.type
        case Lim():
            return REAL
        case Card():
            return NAT
        case _:
            assert_never(term)


def _type_of_op(name: str, args: list[Type]) -> Type:
    if name in _LOGIC:
        return BOOL
    if name in _ALWAYS_REAL:
        return REAL
    if name == "sign":
        return INT
    joined = join(args)
    if name == "neg":
        return INT if unsubset(joined) == NAT else joined
    return joined


def is_numeric(type: Type) -> bool:
    return unsubset(type) in NUMERIC


def is_bool(type: Type) -> bool:
    return isinstance(type, Prim) and type.name == "Bool"


def instantiate(lam: Lam, argument: Term) -> Term:
    """The body of a Lam with its argument put in."""
    return substitute(lam.body, {lam.var.name: argument})
