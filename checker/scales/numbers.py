"""Numbers of the core as quantities: the operations, sums, limits and best values, and what each asks of the
scale of what it is done to."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

from aligncheck.kernel.substitution import free_names, substitute
from aligncheck.kernel.terms import (
    TRUE, App, Best, BigSum, Guard, If, Lam, Lim, Number, Op, Term, Var,
)  # fmt: skip
from aligncheck.scales.quantity import (
    STILL, leading, Atom, Moves, Offset, Ordered, Quantity, minus, number, over, plus, power,
    power_of, product, scaled, shape, times,
)  # fmt: skip
from aligncheck.scales.sums import Over, Range

if TYPE_CHECKING:
    from aligncheck.scales.inference import Inference

UNIT: Final = Fraction(1)
WHOLE: Final = number(1)
MOST_POWER: Final = 8


def number_of(run: Inference, term: Term) -> Quantity:
    """A numeric term as a quantity."""
    match term:
        case Number(exact, _):
            return number(exact)
        case Op(name, args):
            return _operation(run, term, name, args)
        case Guard(condition, body):
            before = len(run.found)
            value = run.number(body)
            if len(run.found) == before:
                run.truth(condition)
            return value
        case Best(_, var, condition, body) if condition == TRUE and var.name not in free_names(body):
            return run.number(body)
        case BigSum(var, bounds, body):
            return _sum(run, term, var, bounds, body)
        case Lim(var, body):
            return _limit(run, var, body)
        case If(condition, then, otherwise):
            return _if(run, term, condition, then, otherwise)
        case _ if not run.mentions(term):
            return run.still(term)
        case Best():
            return _best(run, term)
        case App(Lam(var, body), argument):
            return run.number(substitute(body, {var.name: argument}))
        case Var() | App():
            return _value(run, term)
        case _:
            source = run.source(term)
            return run.unknown(term) if source is None else run.value_of(source, term)


def _value(run: Inference, term: Var | App) -> Quantity:
    """A function, or a source, at arguments."""
    source = run.source(term)
    arguments: list[Term] = []
    inner: Term = term
    while isinstance(inner, App):
        arguments.append(inner.argument)
        inner = inner.function
    fixed = [run.constant(argument) for argument in arguments]
    if source is not None:
        return run.value_of(source, term) if all(fixed) else run.unknown(term)
    return run.still(term) if all(fixed) and not run.mentions(inner) else run.unknown(term)


def _operation(run: Inference, term: Op, name: str, args: tuple[Term, ...]) -> Quantity:
    match name:
        case "add":
            return plus(*map(run.number, args))
        case "neg":
            return scaled(run.number(args[0]), Fraction(-1))
        case "mul":
            found = times(*map(run.number, args))
            return run.unknown(term) if found is None else found
        case "div":
            return _quotient(run, term, run.number(args[0]), run.number(args[1]))
        case "pow":
            return _power(run, term, run.number(args[0]), args[1])
        case "max" | "min":
            one, other = map(run.number, args)
            turned = leading(minus(one, other)) < 0
            return _choice(run, term, *((other, one) if turned else (one, other)), f"`{name}`")
        case "abs" | "sign" | "sqrt" | "log" | "exp":
            return _function(run, term, name, run.number(args[0]))
        case _:
            return run.unknown(term)


def _quotient(run: Inference, term: Term, left: Quantity, right: Quantity) -> Quantity:
    if right.constant is not None:
        return scaled(left, 1 / right.constant) if right.constant else run.unknown(term)
    if left.terms.keys() == right.terms.keys():
        ratio = over(left, right)
        if ratio is not None and ratio.constant is not None:
            return ratio
    move = run.from_no_origin(right, "ratio")
    if move is None:
        return run.unknown(term)
    found = over(left, right)
    if found is None:
        names = frozenset(name for atom in right.atoms() for name in atom.names)
        bound = any(atom.bound for atom in right.atoms())
        divisor = run.numbered(Atom(("sum", right), move, names=names, bound=bound))
        found = times(left, power(divisor, -1))
    return run.unknown(term) if found is None else found


def _power(run: Inference, term: Term, base: Quantity, exponent: Term) -> Quantity:
    if isinstance(exponent, Number):
        value = exponent.value
        if value.denominator == 1 and 0 <= value <= MOST_POWER:
            found = times(*[base] * int(value))
            return run.unknown(term) if found is None else found
        move = run.from_no_origin(base, "power")
        if move is None:
            return run.unknown(term)
        return run.made(term, Moves(power_of(move.unit, value)), plus(base, run.still(exponent)), True)
    power_is_still = shape(run.number(exponent)) == STILL
    if shape(base) == STILL and power_is_still:
        return run.still(term)
    return run.unknown(term)


def _function(run: Inference, term: Op, name: str, inner: Quantity) -> Quantity:
    """A function of one number."""
    move = shape(inner)
    match name, move:
        case (("abs" | "sign" | "sqrt" | "log"), _):
            found = run.from_no_origin(inner, f"`{name}`")
            return run.unknown(term) if found is None else _of_ratio(run, term, name, inner, found)
        case _, Ordered(of, through):
            return run.made(term, Ordered(of, f"exp {through}"), inner)
        case _, Moves((), shift) if all(o.kind == "log" and c.constant is not None for o, c in shift):
            unit = product(*(((o.of, c.constant or UNIT),) for o, c in shift))
            return run.made(term, Moves(unit), inner, True)
        case _, Moves(unit, _) if unit:
            run.report("unit", "`exp`", frozenset(of for of, _ in unit), inner)
            return run.unknown(term)
    return (
        run.made(term, STILL, inner, True)
        if run.from_no_origin(inner, "`exp`") == STILL
        else run.unknown(term)
    )


def _of_ratio(run: Inference, term: Op, name: str, inner: Quantity, move: Moves) -> Quantity:
    match name:
        case "abs":
            return run.made(term, move, inner, True)
        case "sign":
            return run.made(term, STILL, inner)
        case "sqrt":
            return run.made(term, Moves(power_of(move.unit, Fraction(1, 2))), inner, True)
        case _:
            offsets = tuple((Offset("log", of), number(power)) for of, power in move.unit)
            return run.made(term, Moves((), offsets), inner)


def _choice(run: Inference, term: Term, left: Quantity, right: Quantity, what: str) -> Quantity:
    """One of two numbers, by their order or a condition: the second, and what the first is above it or not."""
    difference = minus(left, right)
    ordered = of_one_order(difference)
    if ordered is not None:
        return run.made(term, ordered, plus(left, scaled(right, Fraction(2))))
    move = run.from_no_origin(difference, what)
    if move is None:
        return run.unknown(term)
    return plus(right, run.made(term, move, difference)) if difference.terms else right


def of_one_order(difference: Quantity) -> Ordered | None:
    """The ordinal of which a difference is that of two values, each as it is."""
    if len(difference.terms) != 2 or sum(difference.terms.values()) != 0:
        return None
    moves = [known.move for known in difference.atoms()]
    single = all(len(m) == 1 and all(e == 1 for _, e in m) for m in difference.terms)
    first = moves[0]
    if single and len(moves) == 2 and isinstance(first, Ordered) and moves[1] == first:
        return first
    return None


def _if(run: Inference, term: Term, condition: Term, then: Term, otherwise: Term) -> Quantity:
    """One of two numbers: the second, and 1 or 0 times what the first is more."""
    fixed = run.constant(condition)
    with run.supposing(condition):
        left, right = run.number(then), run.number(otherwise)
    if not fixed:
        return run.unknown(term)
    more = times(run.indicator(condition), minus(left, right))
    return run.unknown(term) if more is None else plus(right, more)


def _best(run: Inference, term: Best) -> Quantity:
    with run.running(term.var):
        run.truth(term.condition)
    body = run.number(term.body)
    move = run.alike(body, f"`{term.kind}`")
    match move:
        case Ordered():
            return run.made(term, move, body)
        case Moves(_, shift) if not any(term.var.name in a.names for _, c in shift for a in c.atoms()):
            return run.made(term, move, body)
        case Moves(_, shift):
            run.report("origin", f"`{term.kind}`", frozenset(offset.of for offset, _ in shift), body)
    return run.unknown(term)


def _sum(run: Inference, term: Term, var: Var, bounds: tuple[Term, Term] | None, body: Term) -> Quantity:
    within = None if bounds is None else Range(*bounds, run.number(bounds[0]), run.number(bounds[1]))
    inner = run.number(body)
    ordered = [atom for atom in inner.atoms() if isinstance(atom.move, Ordered)]
    if ordered and not any(var.name in atom.names for atom in ordered):
        return run.unknown(term)  # Many times one value, or its mean, is in the order of the value.
    whole = Over("sum", var, within, run.weights, run.numbered).of(inner)
    if whole is not None:
        return whole
    move = run.alike(inner, "sum")
    if isinstance(move, Ordered):
        run.report("order", "sum", frozenset({move.of}), inner)
    return run.unknown(term)


def _limit(run: Inference, var: Var, body: Term) -> Quantity:
    inner = run.number(body)
    whole = Over("lim", var, None, run.weights, run.numbered).of(inner)
    if whole is not None:
        return whole
    run.alike(inner, "limit")
    return run.unknown(body)
