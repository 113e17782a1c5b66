"""Core terms in the notation of the language, for sentences. Conditions of definedness go unsaid."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Final, assert_never

from aligncheck.elaborate.probability import outcome_of
from aligncheck.kernel.terms import (
    App, Best, BigSum, Card, Case, Choose, ClassOf, Const, Eq, Field, Finite, Guard, If, In, Inj, Lam, Lim,
    Member, Number, OnClass, Op, Proj, Quant, Record, SetOf, SortQuant, Tail, Term, The, Truth, Tup, Var,
)  # fmt: skip
from aligncheck.kernel.types import (
    Base, Enum, Fun, Prim, Prod, Quot, SetT, Struct, Sub, Sum, Type,
)  # fmt: skip

# How tightly a notation binds; an operand that binds less tightly stands in parentheses.
OPEN, IFF, IMPLIES, OR, AND, COMPARE, ADD, TIMES, SIGN, TIGHT = range(10)

INFIX: Final = {
    "iff": (" <-> ", IFF),
    "implies": (" -> ", IMPLIES),
    "or": (" or ", OR),
    "and": (" and ", AND),
    "lt": (" < ", COMPARE),
    "le": (" ≤ ", COMPARE),
    "mul": ("*", TIMES),
    "div": ("/", TIMES),
    "pow": ("^", SIGN),
}
SIDES: Final = ("left", "right")
TAILS: Final = {
    "converges": "converges",
    "bounded": "bounded",
    "to_oo": "tends_to_oo",
    "to_minus_oo": "tends_to_minus_oo",
    "eventually": "eventually",
    "often": "often",
}


def shown(term: Term, longest: int = 100) -> str:
    """The term in one line of at most that many characters."""
    text = show(term, OPEN)
    return text if len(text) <= longest else text[: longest - 1] + "…"


def number(value: Fraction) -> str:
    """An integer, or a fraction in lowest terms."""
    return str(value)


def show(term: Term, level: int) -> str:
    """The term as an operand of a notation that binds as tightly as `level`."""
    text, own = _shown(term)
    return f"({text})" if own < level else text


def _shown(term: Term) -> tuple[str, int]:
    """The text of a term, and how tightly it binds."""
    match term:
        case Var(name, _):
            return name, TIGHT
        case Const(name, _, index):
            return indexed(name, index), TIGHT
        case Truth(value):
            return ("true" if value else "false"), TIGHT
        case Number(value, _):
            return number(value), TIGHT if value >= 0 and value.denominator == 1 else SIGN - 1
        case Member(name, _):
            return name, TIGHT
        case Lam(var, body):
            return f"fun {var.name}. {show(body, OPEN)}", OPEN
        case App(function, Tup(items)):
            return f"{show(function, TIGHT)}({_listed(items)})", TIGHT
        case App(function, argument):
            return f"{show(function, TIGHT)}({show(argument, OPEN)})", TIGHT
        case Tup(items):
            return f"({_listed(items)})", TIGHT
        case Proj(pair, index):
            return f"{show(pair, TIGHT)}.{index + 1}", TIGHT
        case Inj(index, value, type):
            side = SIDES[index] if len(type.items) == 2 else f"part {index + 1}"
            return f"{side} {show(value, TIGHT)}", SIGN
        case Case(subject, branches):
            cases = " | ".join(f"{branch.var.name}. {show(branch.body, OPEN)}" for branch in branches)
            return f"cases {show(subject, TIGHT)} {cases}", OPEN
        case Record(type, values):
            parts = zip((name for name, _ in type.fields), values, strict=True)
            return "{ " + ", ".join(f"{name} := {show(value, OPEN)}" for name, value in parts) + " }", TIGHT
        case Field(record, name):
            return f"{show(record, TIGHT)}.{name}", TIGHT
        case ClassOf(value, _):
            return f"[{show(value, OPEN)}]", TIGHT
        case OnClass(subject, branch):
            return f"let [{branch.var.name}] := {show(subject, OPEN)}. {show(branch.body, OPEN)}", OPEN
        case Choose(subject, _):
            return f"representative({show(subject, OPEN)})", TIGHT
        case SetOf(_, Truth(False)):
            return "∅", TIGHT
        case SetOf(var, body):
            return f"{{{var.name}: {show_type(var.type)} | {show(body, OPEN)}}}", TIGHT
        case In(element, members):
            return f"{show(element, ADD)} ∈ {show(members, ADD)}", COMPARE
        case Eq(left, right, type):
            equals = " <-> " if type == Prim("Bool") else " = "
            own = IFF if type == Prim("Bool") else COMPARE
            return f"{show(left, own + 1)}{equals}{show(right, own + 1)}", own
        case Op():
            return _operation(term)
        case If(condition, then, otherwise):
            parts_of = (show(part, OPEN) for part in (condition, then, otherwise))
            return "if {} then {} else {}".format(*parts_of), OPEN
        case Quant(kind, var, body):
            return f"{kind} {var.name}: {show_type(var.type)}. {show(body, OPEN)}", OPEN
        case SortQuant(kind, sorts, body):
            return f"{kind} {', '.join(sorts)}: Sort. {show(body, OPEN)}", OPEN
        case Guard(_, body):
            return _shown(body)
        case BigSum(var, bounds, body):
            span = f": {show_type(var.type)}"
            if bounds is not None:
                span = f" in {show(bounds[0], ADD)}..{show(bounds[1], ADD)}"
            return f"sum {var.name}{span}. {show(body, ADD)}", ADD
        case Best(kind, var, _, body):
            return f"{kind} {var.name}: {show_type(var.type)}. {show(body, ADD)}", ADD
        case The(var, body):
            return f"the {var.name}: {show_type(var.type)}. {show(body, OPEN)}", OPEN
        case Lim(var, body):
            return f"lim {var.name} -> oo. {show(body, ADD)}", ADD
        case Tail(kind, var, body):
            if kind in ("eventually", "often"):
                return f"{kind} {var.name}. {show(body, OPEN)}", OPEN
            return f"{TAILS[kind]}(fun {var.name}. {show(body, OPEN)})", TIGHT
        case Finite(type):
            return f"finite({show_type(type)})", TIGHT
        case Card(type):
            return f"|{show_type(type)}|", TIGHT
        case _:
            assert_never(term)


def _operation(term: Op) -> tuple[str, int]:
    match term.name, term.args:
        case "not", (Eq(left, right, type),) if type != Prim("Bool"):
            return f"{show(left, ADD)} ≠ {show(right, ADD)}", COMPARE
        case "not", (In(element, members),):
            return f"{show(element, ADD)} ∉ {show(members, ADD)}", COMPARE
        case "not", (argument,):
            return f"not {show(argument, COMPARE)}", COMPARE
        case "neg", (argument,):
            return f"-{show(argument, SIGN)}", SIGN
        case "add", (first, *rest):
            text = show(first, ADD)
            for each in rest:
                match each:
                    case Op("neg", (argument,)):
                        text += f" - {show(argument, TIMES)}"
                    case _:
                        text += f" + {show(each, TIMES)}"
            return text, ADD
        case name, args if name in INFIX:
            word, level = INFIX[name]
            inner = level if name in ("or", "and", "mul") else level + 1
            return word.join(show(each, inner) for each in args), level
        case name, args:
            return f"{name}({_listed(args)})", TIGHT


def _listed(items: Sequence[Term]) -> str:
    return ", ".join(show(item, OPEN) for item in items)


def indexed(name: str, index: Sequence[Term]) -> str:
    """`C[0].eval` for `C.eval` at 0."""
    if not index:
        return name
    head, dot, rest = name.partition(".")
    return f"{head}[{_listed(index)}]{dot}{rest}"


def show_type(type: Type) -> str:
    """The type in the notation of the language."""
    match type:
        case Prim(name):
            return name
        case Base(name, index):
            return indexed(name, index)
        case Enum(name, _):
            return name
        case Prod(items):
            return " * ".join(
                f"({show_type(each)})" if _compound(each) else show_type(each) for each in items
            )
        case Sum(items):
            return " + ".join(
                f"({show_type(each)})" if _compound(each) else show_type(each) for each in items
            )
        case Fun(domain, codomain):
            left = f"({show_type(domain)})" if isinstance(domain, Fun) else show_type(domain)
            return f"{left} -> {show_type(codomain)}"
        case SetT(element):
            return f"Set {f'({show_type(element)})' if _compound(element) else show_type(element)}"
        case Sub(base, Lam(var, body)):
            outcome = outcome_of(type)
            if outcome is not None:
                return f"Dist {f'({show_type(outcome)})' if _compound(outcome) else show_type(outcome)}"
            return f"{{{var.name}: {show_type(base)} | {show(body, OPEN)}}}"
        case Quot(base, _):
            return f"{show_type(base)} / …"
        case Struct(name, _, _, _):
            return name
        case _:
            assert_never(type)


def _compound(type: Type) -> bool:
    return isinstance(type, (Prod, Sum, Fun, Quot))
