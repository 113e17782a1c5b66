"""Functions into numbers as vectors: sums, multiples and comparisons of them are meant at every argument. In a
comparison a number that is written out stands for the constant function; any other number beside a function is a
slip, and so is a definition without its arguments beside a number."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from aligncheck.elaborate.context import Context, Failed
from aligncheck.elaborate.instances import as_value
from aligncheck.elaborate.meanings import Template, Typed
from aligncheck.elaborate.problems import TypeMismatch
from aligncheck.elaborate.shown import show_type
from aligncheck.elaborate.suitable import numbers
from aligncheck.elaborate.unify import is_unknown, unify
from aligncheck.kernel.build import forall
from aligncheck.kernel.substitution import free_names, fresh, reduce
from aligncheck.kernel.terms import App, Lam, Term, Var
from aligncheck.kernel.types import NUMERIC, REAL, Fun, Type
from aligncheck.kernel.typing import unsubset
from aligncheck.source import Span
from aligncheck.syntax import tree


def is_vector(ctx: Context, type: Type) -> bool:
    """Whether it is a type of functions into numbers."""
    kind = unsubset(ctx.resolve(type))
    return isinstance(kind, Fun) and unsubset(ctx.resolve(kind.codomain)) in NUMERIC


def number_or_vector(ctx: Context, term: tree.Term, definitions: bool = False) -> Typed:
    """A number, or a function into numbers, its type without conditions; a definition without its arguments, too, if
    such are asked for. A type still unknown here is Real."""
    meaning = ctx.meant(term, numbers(ctx))
    value = as_value(ctx, meaning, term.span)
    kind = unsubset(ctx.resolve(value.type))
    if is_unknown(kind):
        unify(ctx, kind, REAL)
        return Typed(value.term, REAL)
    defined = isinstance(meaning, Template) and not definitions
    if kind in NUMERIC or (is_vector(ctx, kind) and not defined):
        return Typed(value.term, kind)
    raise not_a_number(ctx, value, term)


def not_a_number(ctx: Context, value: Typed, term: tree.Term, hint: str | None = None) -> Failed:
    """It was reported that a term is no number, and should be one."""
    return ctx.fail(TypeMismatch(term.span, term.span.text, show_type(ctx, value.type), "a number", hint))


def pointwise(
    ctx: Context, values: Sequence[Typed], spans: Sequence[Span], combine: Callable[[Sequence[Typed]], Typed]
) -> Typed:
    """The function whose values are combined from those of the vectors, all of one domain; what is no vector is the
    same at every argument. Without vectors, what is combined from the numbers."""
    if not any(is_vector(ctx, value.type) for value in values):
        return combine(values)
    at = _argument(ctx, values, spans)
    made = combine([_value_at(ctx, value, at) for value in values])
    return Typed(Lam(at, made.term), Fun(at.type, made.type))


def everywhere(
    ctx: Context, values: Sequence[Typed], spans: Sequence[Span], relate: Callable[[Sequence[Term]], Term]
) -> Term:
    """What is related at every argument of the vectors; without vectors, the numbers themselves."""
    if not any(is_vector(ctx, value.type) for value in values):
        return relate([value.term for value in values])
    at = _argument(ctx, values, spans)
    return forall(at, relate([_value_at(ctx, value, at).term for value in values]))


def _argument(ctx: Context, values: Sequence[Typed], spans: Sequence[Span]) -> Var:
    """A variable for an argument of all the vectors."""
    vectors = [(value, span) for value, span in zip(values, spans, strict=True) if is_vector(ctx, value.type)]
    first = _domain(ctx, vectors[0][0])
    for value, span in vectors[1:]:
        if not unify(ctx, _domain(ctx, value), first):
            wanted = show_type(ctx, vectors[0][0].type)
            raise ctx.fail(TypeMismatch(span, span.text, show_type(ctx, value.type), wanted))
    taken = frozenset().union(*(free_names(ctx.zonk(value.term)) for value in values))
    return Var(fresh("x", taken), ctx.zonk(first))


def _domain(ctx: Context, vector: Typed) -> Type:
    kind = unsubset(ctx.resolve(vector.type))
    if not isinstance(kind, Fun):
        raise TypeError("only a function has a domain")
    return kind.domain


def _value_at(ctx: Context, value: Typed, at: Var) -> Typed:
    kind = unsubset(ctx.resolve(value.type))
    if not isinstance(kind, Fun):
        return value
    return Typed(reduce(App(ctx.zonk(value.term), at)), unsubset(ctx.resolve(kind.codomain)))


def constant(ctx: Context, value: Typed, like: Typed) -> Typed:
    """The function with one value at all arguments that another has."""
    domain = ctx.zonk(_domain(ctx, like))
    at = Var(fresh("x", free_names(value.term) | free_names(domain)), domain)
    return Typed(Lam(at, value.term), Fun(domain, value.type))


def comparable(ctx: Context, left: tree.Term, right: tree.Term) -> tuple[Typed, Typed]:
    """The sides of a comparison: two numbers, two vectors, or a vector and a number that is written out."""
    first, second = ctx.all(
        [lambda: number_or_vector(ctx, left, True), lambda: number_or_vector(ctx, right, True)]
    )
    vectors = is_vector(ctx, first.type), is_vector(ctx, second.type)
    if vectors == (True, False):
        check_beside(ctx, first, left, right)
    elif vectors == (False, True):
        check_beside(ctx, second, right, left)
    return first, second


def check_beside(ctx: Context, vector: Typed, written: tree.Term, number: tree.Term) -> None:
    """A vector may be compared with that number."""
    if not written_out(number) or names_definition(ctx, written):
        hint = "compare its values: apply it to an argument, or write the other side as a function too"
        raise not_a_number(ctx, vector, written, hint)


def names_definition(ctx: Context, term: tree.Term) -> bool:
    """Whether a term is a definition without its arguments."""
    return isinstance(term, tree.Name) and isinstance(ctx.find(term.text), Template)


def written_out(term: tree.Term) -> bool:
    """Whether a term is a number in digits, its negative, or a fraction of such."""
    match term:
        case tree.Numeral():
            return True
        case tree.Prefix(tree.Name("-"), operand):
            return written_out(operand)
        case tree.Chain("times", first, ((tree.Name("/"), divisor),)):
            return written_out(first) and written_out(divisor)
        case _:
            return False
