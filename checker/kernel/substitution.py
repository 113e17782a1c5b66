"""Replacing variables and sorts without capture, free names, and equality up to renaming."""
# TRUSTED

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar, cast

from aligncheck.kernel.terms import (
    App, BigSum, Const, Field, Lam, Proj, Record, SortQuant, Term, Tup, Var,
)  # fmt: skip
from aligncheck.kernel.traversal import binder, map_term, map_type, parts
from aligncheck.kernel.types import Base, Type

T = TypeVar("T", bound="Term | Type")
_TYPES = Type.__args__  # type: ignore[attr-defined]


def free_names(root: Term | Type) -> frozenset[str]:
    """The names of the variables that occur free, those inside types too."""
    if isinstance(root, Var):
        return free_names(root.type) | {root.name}
    terms, types = parts(root)
    bound = None if isinstance(root, _TYPES) else binder(cast("Term", root))
    names: frozenset[str] = frozenset()
    if bound is not None:
        outside = () if not isinstance(root, BigSum) or root.bounds is None else root.bounds
        for part in terms:
            if not any(part is term for term in outside):
                names |= free_names(part)
        names -= {bound.name}
        for part in outside:
            names |= free_names(part)
    else:
        for part in terms:
            names |= free_names(part)
    for kind in types:
        names |= free_names(kind)
    return names


def fresh(name: str, taken: frozenset[str] | set[str]) -> str:
    """`name`, or the first of name′, name″, … variants that is not taken."""
    while name in taken:
        name += "′"
    return name


def substitute(
    root: T, terms: Mapping[str, Term], sorts: Mapping[str, Type] | None = None
) -> T:
    """Replace free variables by terms and sorts (by name) by types, all at once; β-redexes, projections
    of tuples and fields of records that arise are reduced. A bound variable that would capture a free
    one of a replacement is renamed."""
    by_sort: Mapping[str, Type] = sorts or {}
    coming: frozenset[str] = frozenset()
    for replacement in terms.values():
        coming |= free_names(replacement)
    for kind in by_sort.values():
        coming |= free_names(kind)

    def on_type(type: Type, env: Mapping[str, Term]) -> Type:
        if isinstance(type, Base) and type.name in by_sort:
            return by_sort[type.name]
        return map_type(type, lambda part: on_type(part, env), lambda part: on_term(part, env))

    def on_term(term: Term, env: Mapping[str, Term]) -> Term:
        if isinstance(term, Var):
            found = env.get(term.name)
            return found if found is not None else Var(term.name, on_type(term.type, env))
        if isinstance(term, SortQuant) and any(name in by_sort for name in term.sorts):
            raise ValueError("a bound sort is never replaced: sorts are named apart")
        bound = binder(term)
        if bound is None:
            return reduce(map_term(term, lambda t: on_term(t, env), lambda k: on_type(k, env)))
        inner = {name: value for name, value in env.items() if name != bound.name}
        renamed = bound.name
        if bound.name in coming:
            # Names below must not clash with the new one either.
            renamed = fresh(bound.name, coming | free_names(term) | set(env))
            inner[bound.name] = Var(renamed, on_type(bound.type, env))

        def part(sub: Term) -> Term:
            outside = isinstance(term, BigSum) and term.bounds is not None and any(sub is t for t in term.bounds)
            return on_term(sub, env if outside else inner)

        mapped = map_term(term, part, lambda k: on_type(k, env))
        if renamed != bound.name:
            mapped = _rebind(mapped, renamed)
        return mapped

    if isinstance(root, _TYPES):
        return cast("T", on_type(cast("Type", root), terms))
    return cast("T", on_term(cast("Term", root), terms))


def _rebind(term: Term, name: str) -> Term:
    from dataclasses import replace

    bound = binder(term)
    if bound is None:
        raise TypeError("only a binder is renamed")
    return cast("Term", replace(term, var=Var(name, bound.type)))  # type: ignore[type-var, call-arg]


def reduce(term: Term) -> Term:
    """One step at the root: (λx. t)(u), (t₀, t₁).i, {f := t}.f; anything else is left as it is."""
    match term:
        case App(Lam(var, body), argument):
            return substitute(body, {var.name: argument})
        case Proj(Tup(items), index):
            return items[index]
        case Field(Record(type, values), name):
            return dict(zip((field for field, _ in type.fields), values, strict=True))[name]
        case _:
            return term


def alike(left: Term | Type, right: Term | Type) -> bool:
    """Equality up to the names of bound variables."""
    return _alike(left, right, {}, {})


def _alike(
    left: Term | Type, right: Term | Type, from_left: Mapping[str, int], from_right: Mapping[str, int]
) -> bool:
    if left is right and not from_left and not from_right:
        return True
    if type(left) is not type(right):
        return False
    if isinstance(left, Var) and isinstance(right, Var):
        if left.name in from_left or right.name in from_right:
            return from_left.get(left.name) == from_right.get(right.name)
        return left.name == right.name
    if _label(left) != _label(right):
        return False
    terms, types = parts(left)
    others, kinds = parts(right)
    if len(terms) != len(others) or len(types) != len(kinds):
        return False
    inner_left, inner_right = from_left, from_right
    if not isinstance(left, _TYPES):
        bound, other = binder(cast("Term", left)), binder(cast("Term", right))
        if bound is not None and other is not None:
            depth = len(from_left) + len(from_right)
            inner_left = {**from_left, bound.name: depth}
            inner_right = {**from_right, other.name: depth}
    bounds = left.bounds if isinstance(left, BigSum) else None
    for part, other_part in zip(terms, others, strict=True):
        outside = bounds is not None and any(part is t for t in bounds)
        if not _alike(
            part, other_part, from_left if outside else inner_left, from_right if outside else inner_right
        ):
            return False
    return all(_alike(k, o, from_left, from_right) for k, o in zip(types, kinds, strict=True))


def _label(node: Term | Type) -> tuple[object, ...]:
    """What two nodes must share besides their parts: names, operators, values; never a bound name."""
    from dataclasses import fields

    skip = {"args"} if type(node).__name__ == "Struct" else set()
    label: list[object] = []
    for slot in fields(node):
        value = getattr(node, slot.name)
        if slot.name in skip or (slot.name == "var" and not isinstance(node, Var)):
            continue
        if isinstance(value, (str, int, bool)) or type(value).__name__ == "Fraction":
            label.append(value)
        elif slot.name in {"members", "sorts"}:
            label.append(value)
        elif slot.name == "fields":
            label.append(tuple(name for name, _ in value))
        elif value is None:
            label.append(None)
    return tuple(label)


def replace_constants(root: T, values: Mapping[Const, Term]) -> T:
    """Replace symbols by closed terms (or terms whose free variables nothing here binds)."""

    def on_term(term: Term) -> Term:
        if isinstance(term, Const) and term in values:
            return values[term]
        return reduce(map_term(term, on_term, on_type))

    def on_type(type: Type) -> Type:
        return map_type(type, on_type, on_term)

    return cast("T", on_type(cast("Type", root)) if isinstance(root, _TYPES) else on_term(cast("Term", root)))
