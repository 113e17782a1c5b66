"""Replacing variables and sorts without capture, free names, and equality up to renaming."""
# TRUSTED

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar, cast

from aligncheck.kernel.terms import App, BigSum, Const, Field, Lam, Proj, Record, SortQuant, Term, Tup, Var
from aligncheck.kernel.traversal import (
    binder, is_type, label, map_term, map_type, outside, parts, plainly_total,
)  # fmt: skip
from aligncheck.kernel.types import Base, Enum, Prim, Struct, Type

T = TypeVar("T", bound="Term | Type")
Env = Mapping[str, Term]
_NOTHING: frozenset[str] = frozenset()


def free_names(root: Term | Type) -> frozenset[str]:
    """The names of the variables that occur free, those inside types too."""
    return _names(root)[0]


def _names(node: Term | Type) -> tuple[frozenset[str], frozenset[str]]:
    """The free variables, and all sorts, bound ones too."""
    try:
        return node.known_names
    except AttributeError:
        found = _collected(node)
        node.know("known_names", found)
        return found


def _collected(node: Term | Type) -> tuple[frozenset[str], frozenset[str]]:
    if isinstance(node, (Prim, Enum)):
        return _NOTHING, _NOTHING
    terms, types = parts(node)
    var, before = binder(node), outside(node)
    free, sorts = set[str](), set[str]()
    for part in terms[before:]:
        names, used = _names(part)
        free |= names
        sorts |= used
    if var is not None:
        free.discard(var.name)
    for other in (*terms[:before], *types):
        names, used = _names(other)
        free |= names
        sorts |= used
    if isinstance(node, Var):
        free.add(node.name)
    elif isinstance(node, Base):
        sorts.add(node.name)
    elif isinstance(node, SortQuant):
        sorts.update(node.sorts)
    return frozenset(free), frozenset(sorts)


def fresh(name: str, taken: frozenset[str] | set[str]) -> str:
    """`name`, or the first of name′, name″, … variants that is not taken."""
    while name in taken:
        name += "′"
    return name


def substitute(root: T, terms: Env, sorts: Mapping[str, Type] | None = None) -> T:
    """Replace free variables by terms and sorts (by name) by types, all at once; what can be reduced
    then, is. A bound variable that would capture a free one of a replacement is renamed."""
    if not terms and not sorts:
        return root
    work = _Substitution(terms, sorts or {})
    if is_type(root):
        return cast("T", work.on_type(root, terms))
    return cast("T", work.on_term(cast("Term", root), terms))


class _Substitution:
    """One substitution: `env` is what is still replaced under the binders passed so far."""

    def __init__(self, terms: Env, sorts: Mapping[str, Type]) -> None:
        self.sorts = sorts
        self.coming: frozenset[str] = frozenset()
        for replacement in (*terms.values(), *sorts.values()):
            self.coming |= free_names(replacement)
        self.types: dict[tuple[int, int], tuple[Type, Env, Type]] = {}

    def leaves(self, node: Term | Type, env: Env) -> bool:
        """Whether nothing in there is replaced."""
        free, sorts = _names(node)
        return free.isdisjoint(env) and sorts.isdisjoint(self.sorts)

    def on_type(self, type: Type, env: Env) -> Type:
        if self.leaves(type, env):
            return type
        if isinstance(type, Base) and type.name in self.sorts:
            return self.sorts[type.name]
        key = (id(type), id(env))
        if key not in self.types:
            image = map_type(type, lambda part: self.on_type(part, env), lambda part: self.on_term(part, env))
            self.types[key] = (type, env, image)  # the first two are kept alive, so that ids stay theirs
        return self.types[key][2]

    def on_term(self, term: Term, env: Env) -> Term:
        if isinstance(term, Var):
            found = env.get(term.name)
            return found if found is not None else self._parts(term, env)
        if self.leaves(term, env):
            return term
        if isinstance(term, SortQuant) and any(name in self.sorts for name in term.sorts):
            raise ValueError("a bound sort is never replaced: sorts are named apart")
        bound = binder(term)
        if bound is None:
            image = self._parts(term, env)
            return image if image is term else reduce(image)
        return self._under(term, bound, env)

    def _parts(self, term: Term, env: Env) -> Term:
        return map_term(term, lambda part: self.on_term(part, env), lambda kind: self.on_type(kind, env))

    def _under(self, term: Term, bound: Var, env: Env) -> Term:
        if isinstance(term, BigSum) and term.bounds is not None:
            low, high = (self.on_term(end, env) for end in term.bounds)
            inside = cast("BigSum", self._under(replace(term, bounds=None), bound, env))
            same = low is term.bounds[0] and high is term.bounds[1]
            if same and inside.body is term.body and inside.var is term.var:
                return term
            return replace(inside, bounds=(low, high))
        inner = env
        if bound.name in env:
            inner = {name: value for name, value in env.items() if name != bound.name}
        renamed = bound.name
        if bound.name in self.coming and (self.sorts or not inner.keys().isdisjoint(free_names(term))):
            renamed = fresh(bound.name, self.coming | free_names(term) | set(env))
            inner = {**inner, bound.name: Var(renamed, self.on_type(bound.type, env))}
        image = map_term(
            term, lambda part: self.on_term(part, inner), lambda kind: self.on_type(kind, env)
        )  # fmt: skip
        return image if renamed == bound.name else rename(image, renamed)


def rename(term: Term, name: str) -> Term:
    """A binder with its variable called `name`; the parts are left as they are."""
    bound = binder(term)
    if bound is None:
        raise TypeError("only a binder is renamed")
    return replace(term, var=Var(name, bound.type))  # type: ignore[arg-type]


def reduce(term: Term) -> Term:
    """One step at the root: (λx. t)(u), (t₀, t₁).i, {f := t}.f, where nothing is dropped that could be
    undefined; anything else is left as it is."""
    match term:
        case App(Lam(var, body), argument) if plainly_total(argument):
            return substitute(body, {var.name: argument})
        case Proj(Tup(items), index) if plainly_total(term):
            return items[index]
        case Field(Record(type, values), name) if plainly_total(term):
            return dict(zip((field for field, _ in type.fields), values, strict=True))[name]
        case _:
            return term


def alike(left: Term | Type, right: Term | Type) -> bool:
    """Equality up to the names of bound variables."""
    return _alike(left, right, {}, {}, 0)


def _alike(
    left: Term | Type, right: Term | Type, ours: Mapping[str, int], theirs: Mapping[str, int], depth: int
) -> bool:
    """`ours` and `theirs`: at which depth the names bound around here were bound."""
    if left is right and ours == theirs:
        return True
    if isinstance(left, Var) and isinstance(right, Var):
        if left.name in ours or right.name in theirs:
            return ours.get(left.name) == theirs.get(right.name)
        return left.name == right.name
    if isinstance(left, Struct) and isinstance(right, Struct):
        left, right = replace(left, args=()), replace(right, args=())
    if label(left) != label(right):
        return False
    terms, types = parts(left)
    others, kinds = parts(right)
    if len(terms) != len(others) or len(types) != len(kinds):
        return False
    var, other = binder(left), binder(right)
    ours_inner, theirs_inner, before = ours, theirs, outside(left)
    if var is not None and other is not None:
        ours_inner, theirs_inner = {**ours, var.name: depth}, {**theirs, other.name: depth}
    for at, (part, part_there) in enumerate(zip(terms, others, strict=True)):
        maps = (ours, theirs) if at < before else (ours_inner, theirs_inner)
        if not _alike(part, part_there, *maps, depth + 1):
            return False
    return all(_alike(a, b, ours, theirs, depth + 1) for a, b in zip(types, kinds, strict=True))


def replace_constants(root: T, values: Mapping[Const, Term]) -> T:
    """Replace symbols by closed terms (or terms whose free variables nothing here binds)."""
    names = {const.name for const in values}

    def on_term(term: Term) -> Term:
        if isinstance(term, Const) and term.name in names and term in values:
            return values[term]
        image = map_term(term, on_term, on_type)
        return image if image is term else reduce(image)

    def on_type(type: Type) -> Type:
        return map_type(type, on_type, on_term)

    return cast("T", on_type(root) if is_type(root) else on_term(cast("Term", root)))
