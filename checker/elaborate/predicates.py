"""The words of the language that are not reserved: how many arguments each takes, and what it means."""

from __future__ import annotations

from collections.abc import Callable

from aligncheck.elaborate.context import Context
from aligncheck.elaborate.instances import as_value
from aligncheck.elaborate.meanings import (
    Meaning,
    Typed,
    TypeMeaning,
)  # fmt: skip
from aligncheck.elaborate.problems import (
    CannotInfer,
    TypeMismatch,
    WrongArity,
)
from aligncheck.elaborate.sets import member
from aligncheck.elaborate.shown import show_type
from aligncheck.kernel.build import (
    exists,
    neg,
)  # fmt: skip
from aligncheck.kernel.substitution import free_names, fresh, substitute
from aligncheck.kernel.terms import (
    TRUE,
    Card,
    Choose,
    ClassOf,
    Finite,
    Inj,
    Lam,
    Op,
    Quant,
    Term,
    Var,
)  # fmt: skip
from aligncheck.kernel.types import (
    BOOL,
    NAT,
    NUMERIC,
    REAL,
    Quot,
    SetT,
    Sub,
    Sum,
    Type,
)  # fmt: skip
from aligncheck.kernel.typing import unsubset
from aligncheck.syntax import tree
from aligncheck.elaborate.chance import dirac, uniform
from aligncheck.elaborate.graphs import path_word, separated_word
from aligncheck.elaborate.numbers import numeric
from aligncheck.elaborate.objectives import better, same_objective
from aligncheck.elaborate.relations import RELATION_WORDS, property_of
from aligncheck.elaborate.sequences import defined, limit, monotone, periodic, tail, tends_to


Handler = Callable[[Context, tree.Apply], Typed]


def builtin(ctx: Context, term: tree.Apply) -> Meaning:
    """An application of one of the language's words."""
    if not isinstance(term.function, tree.Name):
        raise TypeError("a word of the language is a name")
    word = term.function.text
    arity, handler = WORDS[word]
    if arity is not None and len(term.arguments) != arity:
        raise ctx.fail(WrongArity(term.span, word, arity, len(term.arguments), None))
    return handler(ctx, term)


# ── Sizes ──


def _type_or_set(ctx: Context, term: tree.Term) -> Type:
    """The type whose members are counted: a type, or the members of a set."""
    return ctx.as_type(term)


def _nonempty(ctx: Context, term: tree.Apply) -> Typed:
    return Typed(inhabited(_type_or_set(ctx, term.arguments[0])), BOOL)


def inhabited(type: Type) -> Term:
    """∃x: A. true (kept as a quantifier, whatever A is)."""
    var = Var("x", type)
    if isinstance(type, Sub):
        inner = Var("x", type.base)
        return exists(inner, substitute(type.predicate.body, {type.predicate.var.name: inner}))
    return Quant("exists", var, TRUE)


def _empty(ctx: Context, term: tree.Apply) -> Typed:
    return Typed(neg(inhabited(_type_or_set(ctx, term.arguments[0]))), BOOL)


def _finite(ctx: Context, term: tree.Apply) -> Typed:
    return Typed(Finite(_type_or_set(ctx, term.arguments[0])), BOOL)


def size(ctx: Context, term: tree.Size) -> Typed:
    """|A| of a type or set, |x| of a number."""
    meaning = ctx.synth(term.target)
    if isinstance(meaning, TypeMeaning):
        return Typed(Card(meaning.type), NAT)
    value = as_value(ctx, meaning, term.target.span)
    kind = unsubset(ctx.resolve(value.type))
    if kind in NUMERIC:
        return Typed(Op("abs", (value.term,)), NAT if kind != REAL else REAL)
    if not isinstance(kind, SetT):
        shown = show_type(ctx, value.type)
        raise ctx.fail(
            TypeMismatch(term.target.span, term.target.span.text, shown, "a type, a set or a number")
        )
    var = Var(fresh("x", free_names(value.term)), kind.element)
    return Typed(Card(Sub(kind.element, Lam(var, member(var, value.term)))), NAT)


# ── Sums and quotients ──


def injection_at(ctx: Context, term: tree.Apply, type: Type) -> Term:
    """left(a), right(b), class(a), read at the type they make."""
    if not isinstance(term.function, tree.Name):
        raise TypeError("an injection is a name")
    word = term.function.text
    if len(term.arguments) != 1:
        raise ctx.fail(WrongArity(term.span, word, 1, len(term.arguments), None))
    bare = unsubset(ctx.resolve(type))
    if word == "class" and isinstance(bare, Quot):
        return ClassOf(ctx.check(term.arguments[0], bare.base), bare)
    if word != "class" and isinstance(bare, Sum) and len(bare.items) == 2:
        at = 0 if word == "left" else 1
        return Inj(at, ctx.check(term.arguments[0], bare.items[at]), bare)
    wanted = "a class" if word == "class" else "a sum"
    raise ctx.fail(TypeMismatch(term.span, term.span.text, wanted, show_type(ctx, type)))


def _injection(ctx: Context, term: tree.Apply) -> Typed:
    raise ctx.fail(CannotInfer(term.span, f"`{term.span.text}`", "its type: write `(… : T)`"))


def _representative(ctx: Context, term: tree.Apply) -> Typed:
    value = ctx.typed(term.arguments[0])
    kind = unsubset(ctx.resolve(value.type))
    if not isinstance(kind, Quot):
        shown = show_type(ctx, value.type)
        raise ctx.fail(TypeMismatch(term.arguments[0].span, term.arguments[0].span.text, shown, "a class"))
    return Typed(Choose(value.term, kind), kind.base)


WORDS: dict[str, tuple[int | None, Handler]] = {
    **dict.fromkeys(RELATION_WORDS, (1, property_of)),
    "nonempty": (1, _nonempty),
    "empty": (1, _empty),
    "finite": (1, _finite),
    "defined": (1, defined),
    "limit": (1, limit),
    "converges": (1, tail),
    "bounded": (1, tail),
    "tends_to": (2, tends_to),
    **dict.fromkeys(("increasing", "decreasing", "monotone"), (1, monotone)),
    "periodic": (2, periodic),
    **dict.fromkeys(("abs", "sign", "exp", "log", "sqrt"), (1, numeric)),
    **dict.fromkeys(("min", "max"), (2, numeric)),
    "path": (None, path_word),
    "separated": (None, separated_word),
    "dirac": (1, dirac),
    "uniform": (1, uniform),
    "better": (2, better),
    "same_objective": (2, same_objective),
    "left": (1, _injection),
    "right": (1, _injection),
    "class": (1, _injection),
    "representative": (1, _representative),
}  # fmt: skip
