"""An operator, a complement or a function too many or too few: `C` for `C^*`, `S` for `World ∖ S`, `a` for
`builder(a)`."""

from __future__ import annotations

from collections.abc import Iterator

from aligncheck.elaborate.meanings import ConstEntity, Template
from aligncheck.kernel.types import Fun
from aligncheck.kernel.typing import unsubset
from aligncheck.repair.change import Change, put, said
from aligncheck.repair.names import introduces
from aligncheck.repair.site import Place, Site
from aligncheck.syntax import tree

FEWER = 1.4
MORE = 1.6


def wrapped(site: Site) -> Iterator[Change]:
    """Every variable with an operator more, every operated term without."""
    marks = [
        name for name, entity in site.module.names.items()
        if isinstance(entity, Template) and entity.pattern == "postfix"
    ]  # fmt: skip
    within_type = [
        name for name, entity in site.module.names.items()
        if isinstance(entity, ConstEntity) and isinstance(entity.type, Fun)
        and unsubset(entity.type.domain) == unsubset(entity.type.codomain)
    ]  # fmt: skip
    for place in site.places:
        match place.node:
            case tree.Apply(tree.Name(function), (argument,)) if function in within_type:
                yield put(place.node.span, argument.span.text, f"without `{function}`", FEWER)
            case tree.Postfix(target, operator):
                yield put(place.node.span, target.span.text, f"without `{operator.span.text}`", FEWER)
            case tree.Chain("add", tree.Name(_) as whole, ((operator, rest),)) if operator.text == "∖":
                yield put(place.node.span, rest.span.text, f"without `{whole.text} ∖`", FEWER)
            case tree.Name(text) if text in site.own and not introduces(place) and not _applied(place):
                for mark in marks:
                    yield put(place.node.span, f"{text}{mark}", f"`{text}{mark}` for `{text}`", MORE)
                for function in within_type:
                    yield put(
                        place.node.span, f"{function}({text})", f"`{function}({text})` for `{text}`", MORE
                    )
                yield from _complement(site, place, text)
            case _:
                pass


def _applied(place: Place) -> bool:
    """Whether a name is applied or indexed here, or has a field taken."""
    match place.parent:
        case tree.Apply(function, _) | tree.Index(function, _):
            return function is place.node
        case tree.Get():
            return True
        case _:
            return False


def _complement(site: Site, place: Place, name: str) -> Iterator[Change]:
    kind = site.own[name].split()
    if len(kind) == 2 and kind[0] == "Set":
        text = f"{kind[1]} ∖ {name}"
        bracketed = f"({text})" if isinstance(place.parent, (tree.Chain, tree.Postfix, tree.Script)) else text
        yield put(place.node.span, bracketed, f"`{text}` for {said(name)}", MORE)
