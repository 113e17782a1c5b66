"""Members of families at closed index terms become sorts and symbols of their own: `C.Agent` at 0 is
`C[0].Agent`. Index terms that are equal as linear terms are one member; others may or may not be, and
taking them for different members can only add counterexamples."""
# TRUSTED

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from aligncheck.kernel.build import conj, disj, number
from aligncheck.kernel.goal import Goal
from aligncheck.kernel.refusal import KernelRefusal
from aligncheck.kernel.substitution import free_names, substitute
from aligncheck.kernel.terms import Const, Number, Op, Quant, Term, Var
from aligncheck.kernel.traversal import Indexed, kinds, map_term, map_type, walk
from aligncheck.kernel.types import INT, NAT, Base, Type


def families(goal: Goal, numerals: bool) -> Goal:
    """The goal without indexed sorts and symbols; refuses an index with a bound variable, and one that is
    not a number if `numerals` is asked."""
    sorts: dict[str, None] = {}
    symbols: dict[Const, None] = {}
    whole: list[Term] = [*(each.formula for each in goal.assumptions), goal.conclusion]
    members = {
        node.name for term in whole for node in walk(term) if isinstance(node, (Base, Const)) and node.index
    }

    def require(index: tuple[Term, ...]) -> None:
        if numerals and any(set(linear(each)) - {""} for each in index):
            raise KernelRefusal("an index that is not a number")

    def on_type(type: Type) -> Type:
        if isinstance(type, Base):
            require(type.index)
            new = Base(member_name(type.name, type.index))
            sorts.setdefault(new.name)
            return new
        return map_type(type, on_type, on_term)

    def on_term(term: Term) -> Term:
        if isinstance(term, Const):
            require(term.index)
            symbol = Const(member_name(term.name, term.index), on_type(term.type))
            symbols.setdefault(symbol)
            return symbol
        return map_term(term, on_term, on_type)

    assumptions = tuple(replace(each, formula=on_term(each.formula)) for each in goal.assumptions)
    conclusion = on_term(goal.conclusion)
    for each in goal.constants:
        if each.name not in members and not each.index:
            on_term(each)
    kept = tuple(each for each in goal.sorts if each not in sorts and each not in members)
    return Goal((*kept, *sorts), tuple(symbols), assumptions, conclusion)


def member_name(name: str, index: tuple[Term, ...]) -> str:
    """`C[0].Agent` for `C.Agent` at 0. Different names stand for terms that are not linearly equal."""
    if not index:
        return name
    if any(free_names(each) for each in index):
        raise KernelRefusal("a member of a family at a bound index")
    head, dot, rest = name.partition(".")
    return f"{head}[{', '.join(_shown(linear(each)) for each in index)}]{dot}{rest}"


Linear = Mapping[str, Fraction]
"""Coefficients by the text of each atom; the constant part is under the empty text."""


def linear(term: Term) -> Linear:
    """A number term as a linear one; what is not linear is an atom of its own."""
    match term:
        case Number(value, _):
            return {"": value}
        case Op("neg", (argument,)):
            return {atom: -factor for atom, factor in linear(argument).items()}
        case Op("add", parts):
            total: dict[str, Fraction] = {}
            for part in parts:
                for atom, factor in linear(part).items():
                    total[atom] = total.get(atom, Fraction(0)) + factor
            return {atom: factor for atom, factor in total.items() if factor != 0}
        case Op("mul", (Number(value, _), part)):
            return {atom: value * factor for atom, factor in linear(part).items() if value * factor != 0}
        case Const(name, _, ()):
            return {name: Fraction(1)}
        case _:
            return {f"({term!r})": Fraction(1)}


def _shown(sum: Linear) -> str:
    parts: list[str] = []
    for atom in sorted(sum, key=lambda atom: (not atom, atom)):
        factor = sum[atom]
        size = str(abs(factor))
        text = size if atom == "" else atom if size == "1" else f"{size}·{atom}"
        if factor == 0 and len(sum) > 1:
            continue
        sign = "-" if factor < 0 else "+"
        parts.append((sign if parts or factor < 0 else "") + text)
    return "".join(parts) or "0"


def indexed(root: Term) -> bool:
    """Whether a member of a family stands in a term."""
    return Indexed in kinds(root)


MANY = 64


def unroll(term: Term) -> Term:
    """∀ and ∃ over a range of numbers, if members of families stand in them, as `and` and `or`."""
    if not indexed(term):
        return term
    term = map_term(term, unroll, lambda type: type)
    match term:
        case Quant("forall", var, Op("implies", (limits, body))):
            values = _range(var, limits)
            if values is not None:
                return conj(*(substitute(body, {var.name: value}) for value in values))
        case Quant("exists", var, Op("and", (*limits_, last))):
            values = _range(var, conj(*limits_))
            if values is not None:
                return disj(*(substitute(last, {var.name: value}) for value in values))
        case _:
            pass
    return term


def _range(var: Var, limits: Term) -> list[Term] | None:
    """The numbers from a to b, where the limits are exactly a ≤ var and var ≤ b."""
    match limits:
        case Op("and", (Op("le", (low, left)), Op("le", (right, high)))) if left == var and right == var:
            first, last = linear(low), linear(high)
            if set(first) | set(last) <= {""} and var.type in (NAT, INT):
                start, end = first.get("", Fraction(0)), last.get("", Fraction(0))
                if start.denominator == end.denominator == 1 and end - start < MANY:
                    least = max(int(start), 0) if var.type == NAT else int(start)
                    return [number(each) for each in range(least, int(end) + 1)]
    return None
