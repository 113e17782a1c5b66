"""Types as a reader writes them."""

from __future__ import annotations

from typing import assert_never

from aligncheck.elaborate.context import Context
from aligncheck.elaborate.meanings import Bundle, BundleEntity, LargeType
from aligncheck.elaborate.probability import outcome_of
from aligncheck.kernel.traversal import is_type
from aligncheck.kernel.types import (
    Base,
    Enum,
    Fun,
    Prim,
    Prod,
    Quot,
    SetT,
    Struct,
    Sub,
    Sum,
    Type,
)  # fmt: skip


def show_type(ctx: Context, type: Type) -> str:
    """The type in the notation of the language; what is not yet known is `_`."""
    return _show(ctx, ctx.zonk(type), 0)


def _show(ctx: Context, type: Type, level: int) -> str:
    """Levels: 0 anything, 1 operand of →, 2 operand of +, 3 operand of *, 4 operand of Set."""

    def wrap(text: str, own: int) -> str:
        return f"({text})" if own < level else text

    match type:
        case Prim(name):
            return name
        case Base(name, index):
            if name.startswith("?"):
                return "_"
            # A bound sort carries a number after a prime; the reader wrote only what stands before it.
            shown = name.split("′", 1)[0]
            return shown if not index else shown + str([getattr(i, "value", "…") for i in index])
        case Enum(name, _):
            return name
        case Prod(items):
            return wrap(" * ".join(_show(ctx, item, 4) for item in items), 3)
        case Sum(items):
            return wrap(" + ".join(_show(ctx, item, 3) for item in items), 2)
        case Fun(domain, codomain):
            return wrap(f"{_show(ctx, domain, 1)} → {_show(ctx, codomain, 0)}", 0)
        case SetT(element):
            return wrap(f"Set {_show(ctx, element, 4)}", 3)
        case Sub(base, _):
            outcome = outcome_of(type)
            if outcome is not None:
                return wrap(f"Dist {_show(ctx, outcome, 4)}", 3)
            return "{" + _show(ctx, base, 0) + " | …}"
        case Quot(base, _):
            return wrap(f"{_show(ctx, base, 4)} / …", 3)
        case Struct(name, _, _, args):
            return name if not args else f"{name}({', '.join(_show_args(ctx, type))})"
        case _:
            assert_never(type)


def _show_args(ctx: Context, struct: Struct) -> list[str]:
    """The arguments of a structure type by the names of the structures in scope that they are."""
    known = [entity.bundle for entity in ctx.visible().values() if isinstance(entity, BundleEntity)]
    known += [bundle for bundle, _ in ctx.shared.owners.values()]
    rest = list(struct.args)
    shown: list[str] = []
    while rest:
        found = next((b for b in known if b.parts and rest[: len(b.parts)] == list(b.parts.values())), None)
        if found is not None and found.name is not None:
            shown.append(found.name)
            rest = rest[len(found.parts) :]
        elif is_type(rest[0]):
            shown.append(_show(ctx, rest[0], 0))
            rest = rest[1:]
        else:
            shown.append("…")
            rest = rest[1:]
    return shown


def show_large(ctx: Context, large: LargeType) -> str:
    """A structure applied to its arguments, or `Sort`."""
    if large.structure is None:
        return "Sort"
    if not large.arguments:
        return large.structure.name
    shown: list[str] = []
    for argument in large.arguments:
        if isinstance(argument, Bundle):
            shown.append(argument.name or "…")
        else:
            shown.append(_show(ctx, argument, 0) if is_type(argument) else "…")
    return f"{large.structure.name}({', '.join(shown)})"
