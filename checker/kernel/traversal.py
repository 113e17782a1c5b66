"""One walk over terms and types: every other pass that treats most nodes alike is written with it.

What a node is made of is said once, in `_SHAPES`; a node none of whose parts changes stays the same object.
"""
# TRUSTED

from __future__ import annotations

from collections.abc import Callable, Iterator
from operator import is_
from typing import TYPE_CHECKING, Any, Final, Literal, TypeVar

from aligncheck.kernel.terms import (
    App,
    Best,
    BigSum,
    Card,
    Case,
    Choose,
    ClassOf,
    Const,
    Eq,
    Field,
    Finite,
    Guard,
    If,
    In,
    Inj,
    Lam,
    Lim,
    Member,
    Number,
    OnClass,
    Op,
    Proj,
    Quant,
    Record,
    SetOf,
    SortQuant,
    Tail,
    Term,
    The,
    Truth,
    Tup,
    Var,
)  # fmt: skip
from aligncheck.kernel.types import Base, Enum, Fun, Prim, Prod, Quot, SetT, Struct, Sub, Sum, Type

if TYPE_CHECKING:
    from typing_extensions import TypeIs

OnTerm = Callable[[Term], Term]
OnType = Callable[[Type], Type]
T = TypeVar("T")

Slot = Literal["label", "bound", "term", "terms", "bounds", "lam", "lams", "type", "types", "fields", "args"]

_SHAPES: Final[dict[type, tuple[tuple[str, Slot], ...]]] = {
    Prim: (("name", "label"),),
    Base: (("name", "label"), ("index", "terms")),
    Enum: (("name", "label"), ("members", "label")),
    Prod: (("items", "types"),),
    Sum: (("items", "types"),),
    Fun: (("domain", "type"), ("codomain", "type")),
    SetT: (("element", "type"),),
    Sub: (("base", "type"), ("predicate", "lam")),
    Quot: (("base", "type"), ("relation", "lam")),
    Struct: (("name", "label"), ("fields", "fields"), ("law", "lam"), ("args", "args")),
    Var: (("name", "label"), ("type", "type")),
    Const: (("name", "label"), ("type", "type"), ("index", "terms")),
    Truth: (("value", "label"),),
    Number: (("value", "label"), ("type", "label")),
    Member: (("name", "label"), ("type", "label")),
    Lam: (("var", "bound"), ("body", "term")),
    App: (("function", "term"), ("argument", "term")),
    Tup: (("items", "terms"),),
    Proj: (("tuple", "term"), ("index", "label")),
    Inj: (("index", "label"), ("value", "term"), ("type", "type")),
    Case: (("subject", "term"), ("branches", "lams")),
    Record: (("type", "type"), ("values", "terms")),
    Field: (("record", "term"), ("name", "label")),
    ClassOf: (("value", "term"), ("type", "type")),
    OnClass: (("subject", "term"), ("branch", "lam")),
    Choose: (("subject", "term"), ("type", "type")),
    SetOf: (("var", "bound"), ("body", "term")),
    In: (("element", "term"), ("set", "term")),
    Eq: (("left", "term"), ("right", "term"), ("type", "type")),
    Op: (("name", "label"), ("args", "terms")),
    If: (("condition", "term"), ("then", "term"), ("otherwise", "term")),
    Quant: (("kind", "label"), ("var", "bound"), ("body", "term")),
    SortQuant: (("kind", "label"), ("sorts", "label"), ("body", "term")),
    Guard: (("condition", "term"), ("body", "term")),
    BigSum: (("var", "bound"), ("bounds", "bounds"), ("body", "term")),
    Best: (("kind", "label"), ("var", "bound"), ("condition", "term"), ("body", "term")),
    The: (("var", "bound"), ("body", "term")),
    Lim: (("var", "bound"), ("body", "term")),
    Tail: (("kind", "label"), ("var", "bound"), ("body", "term")),
    Finite: (("type", "type"),),
    Card: (("type", "type"),),
}  # fmt: skip
_INNER: Final = {
    kind: tuple((name, slot) for name, slot in shape if slot != "label") for kind, shape in _SHAPES.items()
}
_TYPES: Final = (Prim, Base, Enum, Prod, Sum, Fun, SetT, Sub, Quot, Struct)


def is_type(node: Term | Type) -> TypeIs[Type]:
    """Whether the node is a type rather than a term."""
    return isinstance(node, _TYPES)


def as_lam(term: Term) -> Lam:
    """The term, known to be a Lam."""
    if not isinstance(term, Lam):
        raise TypeError("a predicate, relation or law is a Lam")
    return term


def map_type(type: Type, on_type: OnType, on_term: OnTerm) -> Type:
    """The same type with its direct parts replaced."""
    mapped: Type = _mapped(type, on_term, on_type)
    return mapped


def map_term(term: Term, on_term: OnTerm, on_type: OnType) -> Term:
    """The same term with its direct parts replaced; a bound variable keeps its name, its type is mapped."""
    mapped: Term = _mapped(term, on_term, on_type)
    return mapped


def _mapped(node: Any, on_term: OnTerm, on_type: OnType) -> Any:
    changed: dict[str, Any] = {}
    for name, slot in _INNER[type(node)]:
        value: Any = getattr(node, name)
        image: Any
        if value is None:
            continue
        # The commonest slots first: no other loop of the program is gone through as often.
        if slot == "term":
            image = on_term(value)
        elif slot == "terms":
            image = _all(value, on_term)
        elif slot == "bound":
            kind = on_type(value.type)
            image = value if kind is value.type else Var(value.name, kind)
        else:
            image = _image(value, slot, on_term, on_type)
        if image is not value:
            changed[name] = image
    if not changed:
        return node
    values = [changed[name] if name in changed else getattr(node, name) for name, _ in _SHAPES[type(node)]]
    return type(node)(*values)


def _image(value: Any, slot: Slot, on_term: OnTerm, on_type: OnType) -> Any:
    match slot:
        case "type":
            return on_type(value)
        case "types":
            return _all(value, on_type)
        case "bounds":
            return _all(value, on_term)
        case "lam":
            return as_lam(on_term(value))
        case "lams":
            return _all(value, lambda part: as_lam(on_term(part)))
        case "fields":
            return _all(value, lambda field: _field(field, on_type))
        case _:
            return _all(value, lambda part: on_type(part) if is_type(part) else on_term(part))


def _all(values: tuple[T, ...], function: Callable[[T], T]) -> tuple[T, ...]:
    images = tuple(map(function, values))
    return values if all(map(is_, images, values)) else images


def _field(field: tuple[str, Type], on_type: OnType) -> tuple[str, Type]:
    kind = on_type(field[1])
    return field if kind is field[1] else (field[0], kind)


def parts(node: Term | Type) -> tuple[tuple[Term, ...], tuple[Type, ...]]:
    """The direct parts of a term or type: its terms and its types, in order."""
    try:
        return node.known_parts
    except AttributeError:
        found = _parts(node)
        node.know("known_parts", found)
        return found


def _parts(node: Term | Type) -> tuple[tuple[Term, ...], tuple[Type, ...]]:
    terms: list[Term] = []
    types: list[Type] = []
    for name, slot in _INNER[type(node)]:
        value = getattr(node, name)
        if value is None:
            continue
        if slot in ("term", "lam"):
            terms.append(value)
        elif slot in ("terms", "bounds", "lams"):
            terms.extend(value)
        elif slot == "type":
            types.append(value)
        elif slot == "bound":
            types.append(value.type)
        elif slot == "types":
            types.extend(value)
        elif slot == "fields":
            types.extend(kind for _, kind in value)
        else:
            types.extend(part for part in value if is_type(part))
            terms.extend(part for part in value if not is_type(part))
    return tuple(terms), tuple(types)


def label(node: Term | Type) -> tuple[object, ...]:
    """What a node is besides its parts: its class, names, operators and values; never a bound name."""
    found: list[object] = [type(node)]
    for name, slot in _SHAPES[type(node)]:
        value = getattr(node, name)
        if slot == "label" or value is None:
            found.append(value)
        elif slot == "fields":
            found.append(tuple(field for field, _ in value))
    return tuple(found)


def binder(term: Term | Type) -> Var | None:
    """The variable that a node binds in its parts, if it binds one."""
    match term:
        case (
            Lam(var, _) | SetOf(var, _) | Quant(_, var, _) | BigSum(var, _, _) | Best(_, var, _, _)
            | The(var, _) | Lim(var, _) | Tail(_, var, _)
        ):  # fmt: skip
            return var
        case _:
            return None


def outside(term: Term | Type) -> int:
    """How many of a binder's first term parts lie outside its scope: the bounds of a sum do."""
    return 2 if isinstance(term, BigSum) and term.bounds is not None else 0


def occurrences(root: Term | Type) -> Iterator[Term | Type]:
    """Every term and type in `root`, itself first, those inside types too, as often as they occur. No
    recursion."""
    stack: list[Term | Type] = [root]
    while stack:
        node = stack.pop()
        yield node
        terms, types = parts(node)
        stack.extend(reversed(types))
        stack.extend(reversed(terms))


def walk(root: Term | Type) -> Iterator[Term | Type]:
    """The same in the same order, but an object that occurs many times comes once, and so does what is in it."""
    stack: list[Term | Type] = [root]
    seen: set[int] = set()
    while stack:
        node = stack.pop()
        key = id(node)
        if key in seen:
            continue
        seen.add(key)
        yield node
        terms, types = parts(node)
        if types:
            stack += types[::-1]
        if terms:
            stack += terms[::-1]


class Indexed:
    """Stands among the kinds of a term or type in which a member of a family is."""


def kinds(root: Term | Type) -> frozenset[type]:
    """The classes of everything that `walk` gives, and `Indexed`. No recursion; worked out once for a node."""
    try:
        return root.known_kinds
    except AttributeError:
        pass
    stack = [root]
    while stack:
        node = stack[-1]
        terms, types = parts(node)
        new = [part for part in (*terms, *types) if not hasattr(part, "known_kinds")]
        if new:
            stack += new
            continue
        stack.pop()
        own = {type(node), Indexed} if isinstance(node, (Base, Const)) and node.index else {type(node)}
        node.know("known_kinds", frozenset(own.union(*(part.known_kinds for part in (*terms, *types)))))
    return root.known_kinds


_PARTIAL: Final = (Guard, BigSum, Best, The, Lim, Card)


def plainly_total(term: Term) -> bool:
    """Whether nothing in the term could be undefined: it holds none of the nodes where that can start."""
    if kinds(term).isdisjoint(_PARTIAL):
        return True
    stack = [term]
    while stack:
        node = stack.pop()
        if isinstance(node, _PARTIAL):
            return False
        stack.extend(parts(node)[0])
    return True
