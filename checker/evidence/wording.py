"""Core terms in the notation of the language, for what the judge has to say: witnesses, conditions."""

from __future__ import annotations

from aligncheck.elaborate.probability import outcome_of
from aligncheck.kernel.substitution import free_names
from aligncheck.kernel.terms import (
    TRUE, App, Best, BigSum, Card, Case, ClassOf, Const, Eq, Field, Finite, Guard, If, In, Inj, Lam, Lim, Member,
    Number, Op, Proj, Quant, Record, SetOf, Tail, Term, The, Truth, Tup, Var,
)  # fmt: skip
from aligncheck.kernel.types import Base, Enum, Fun, Prim, Prod, Quot, SetT, Struct, Sub, Sum, Type

_INFIX = {
    "and": (" and ", 3), "or": (" or ", 2), "implies": (" -> ", 1), "iff": (" <-> ", 1), "lt": (" < ", 4),
    "le": (" <= ", 4), "add": (" + ", 5), "mul": ("*", 6), "div": (" / ", 6), "pow": ("^", 7),
}  # fmt: skip
_SIDES = ("left", "right")


def words(term: Term, level: int = 0) -> str:
    """The term in one line; `level` is how tightly what stands around it binds."""
    text, own = _words(term)
    return f"({text})" if own < level else text


def _words(term: Term) -> tuple[str, int]:
    match term:
        case Var(name, _) | Member(name, _):
            return name, 9
        case Const(name, _, index):
            return name + (f"[{', '.join(map(words, index))}]" if index else ""), 9
        case Truth(value):
            return ("true" if value else "false"), 9
        case Number(value, _):
            return str(value), 9
        case Lam(var, App(function, argument)) if argument == var and var.name not in free_names(function):
            return _words(function)
        case Lam(var, Case(subject, branches)) if subject == var:
            return f"fun {_cases(branches)}", 0
        case Lam(var, body):
            return f"fun {var.name}. {words(body)}", 0
        case App(function, argument):
            inside = ", ".join(map(words, argument.items)) if isinstance(argument, Tup) else words(argument)
            return f"{words(function, 8)}({inside})", 9
        case Tup(items):
            return f"({', '.join(map(words, items))})", 9
        case Proj(pair, index):
            return f"{words(pair, 8)}.{index}", 9
        case Inj(index, value, _):
            return f"{_SIDES[index] if index < 2 else f'in{index}'} {words(value, 8)}", 7
        case Case(subject, branches):
            return f"(fun {_cases(branches)})({words(subject)})", 9
        case Record(type, values):
            fields = zip(type.fields, values, strict=True)
            return "{ " + ", ".join(f"{name} := {words(value)}" for (name, _), value in fields) + " }", 9
        case Field(record, name):
            return f"{words(record, 8)}.{name}", 9
        case ClassOf(value, _):
            return f"class({words(value)})", 9
        case SetOf(var, body):
            return f"{{{var.name}: {type_words(var.type)} | {words(body)}}}", 9
        case In(element, set):
            return f"{words(element, 5)} in {words(set, 5)}", 4
        case Eq(left, right, _):
            return f"{words(left, 5)} = {words(right, 5)}", 4
        case Op("not", (Eq(left, right, _),)):
            return f"{words(left, 5)} ≠ {words(right, 5)}", 4
        case Op("not", (In(element, set),)):
            return f"{words(element, 5)} ∉ {words(set, 5)}", 4
        case Op("not", (formula,)):
            return f"not {words(formula, 4)}", 3
        case Op("neg", (argument,)):
            return f"-{words(argument, 6)}", 5
        case Op("lt" | "le" as name, (Number(value, _) as low, high)) if not isinstance(high, Number):
            return f"{words(high, 5)} {'>' if name == 'lt' else '>='} {words(low, 5)}", 4
        case Op("add", (first, *rest)):
            return words(first, 5) + "".join(map(_added, rest)), 5
        case Op(name, args) if name in _INFIX:
            sign, level = _INFIX[name]
            return sign.join(words(each, level + 1) for each in args), level
        case Op(name, args):
            return f"{name}({', '.join(map(words, args))})", 9
        case If(condition, then, otherwise):
            return f"if {words(condition)} then {words(then)} else {words(otherwise)}", 0
        case Quant(kind, var, body):
            return f"{kind} {var.name}: {type_words(var.type)}. {words(body)}", 0
        case Guard(_, body):
            return _words(body)
        case BigSum(var, bounds, body):
            over = f": {type_words(var.type)}"
            if bounds:
                over = f" in {words(bounds[0], 5)}..{words(bounds[1], 5)}"
            return f"sum {var.name}{over}. {words(body, 5)}", 4
        case Best(kind, var, condition, body):
            where = "" if condition == TRUE else f" where {words(condition)}"
            return f"{kind} {var.name}: {type_words(var.type)}{where}. {words(body, 5)}", 4
        case The(var, body):
            return f"the {var.name}: {type_words(var.type)}. ({words(body)})", 0
        case Lim(var, body):
            return f"lim {var.name} -> oo. {words(body, 5)}", 4
        case Tail("eventually" | "often" as kind, var, body):
            return f"{kind} {var.name}. {words(body)}", 0
        case Tail("to_oo" | "to_minus_oo" as kind, var, body):
            return f"tends_to({words(Lam(var, body))}, {'oo' if kind == 'to_oo' else '-oo'})", 9
        case Tail(kind, var, body):
            return f"{kind}({words(Lam(var, body))})", 9
        case Finite(type):
            return f"finite({type_words(type)})", 9
        case Card(type):
            return f"|{type_words(type)}|", 9
        case _:
            return "…", 9


def _added(term: Term) -> str:
    return (
        f" - {words(term.args[0], 6)}"
        if isinstance(term, Op) and term.name == "neg"
        else f" + {words(term, 6)}"
    )


def _cases(branches: tuple[Lam, ...]) -> str:
    return " | ".join(
        f"{_SIDES[at] if at < 2 else f'in{at}'} {branch.var.name}. {words(branch.body, 1)}"
        for at, branch in enumerate(branches)
    )


def type_words(type: Type, level: int = 0) -> str:
    """The type in one line."""
    match type:
        case Prim(name) | Enum(name, _) | Struct(name, _, _, _):
            return name
        case Base(name, index):
            return name + (f"[{', '.join(map(words, index))}]" if index else "")
        case Prod(items):
            text, own = " * ".join(type_words(each, 3) for each in items), 2
        case Sum(items):
            text, own = " + ".join(type_words(each, 2) for each in items), 1
        case Fun(domain, codomain):
            text, own = f"{type_words(domain, 1)} -> {type_words(codomain)}", 0
        case SetT(element):
            text, own = f"Set {type_words(element, 3)}", 2
        case Sub(base, predicate):
            outcome = outcome_of(type)
            if outcome is not None:
                return f"Dist {type_words(outcome, 3)}"
            return f"{{{predicate.var.name}: {type_words(base)} | {words(predicate.body)}}}"
        case Quot(base, _):
            return f"{type_words(base, 3)} / …"
    return f"({text})" if own < level else text
