"""Off by one: an index, an end of a range, a number."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from aligncheck.syntax import tree
from tests.plant.scope import Scope
from tests.plant.surface import NOWHERE, Change, Site, name, numeral, sites


def index_off_by_one(written: tree.Declared, scope: Scope) -> Iterator[Change]:
    """`C[i]`, `L(t+1)`: the index as a whole, and numbers inside it."""
    for site in sites(written):
        for term in indices(site, scope):
            for by in (-1, 1):
                yield from _one(term, moved(term, by))
            for inner in _numbers(term, scope):
                for by in (-1, 1):
                    yield from _one(inner, moved(inner, by))


def range_off_by_one(written: tree.Declared, scope: Scope) -> Iterator[Change]:
    """`0..2`, `{0, 1}`: an end one further, or one nearer."""
    for site in sites(written):
        match site.node:
            case tree.Range(low, high):
                for end in (low, high):
                    for by in (-1, 1):
                        yield from _one(end, moved(end, by))
            case tree.Binder(among=tree.SetLiteral() as members):
                for items in other_ends(members.items):
                    yield ((members, replace(members, items=items)),)


def numeral_off_by_one(written: tree.Declared, scope: Scope) -> Iterator[Change]:
    """Any other number: `level(SubAgent) = 2`."""
    taken = {
        id(inner.node)
        for site in sites(written)
        for term in (*indices(site, scope), *_ends(site.node))
        for inner in sites(term)
    }
    for site in sites(written):
        if isinstance(site.node, tree.Numeral) and id(site.node) not in taken:
            for by in (-1, 1):
                yield from _one(site.node, moved(site.node, by))


def indices(site: Site, scope: Scope) -> tuple[tree.Term, ...]:
    """The indices that a node applies to a family, or a sequence."""
    match site.node:
        case tree.Index(tree.Name(text), terms) if scope.at(site).get(text, ("",))[0] != "definition":
            return terms
        case tree.Apply(tree.Name(text), (term,)) if scope.is_sequence(text, site):
            return (term,)
        case _:
            return ()


def moved(term: tree.Term, by: int) -> tree.Term | None:
    """The term with 1 or -1 added, written as one would; None for a number below 0."""
    match term:
        case tree.Numeral(text):
            return numeral(int(text) + by) if text.isdigit() and int(text) + by >= 0 else None
        case tree.Chain("add", _, (*_, (tree.Name("+" | "-" as sign), tree.Numeral(text)))) if text.isdigit():
            offset = (int(text) if sign == "+" else -int(text)) + by
            return _with_offset(term.first, term.rest[:-1], offset)
        case tree.Chain("add", first, rest):
            return _with_offset(first, rest, by)
        case tree.Name() | tree.Apply() | tree.Get() | tree.Index() | tree.Chain("times"):
            return _with_offset(term, (), by)
        case _:
            return None


def other_ends(items: tuple[tree.Term, ...]) -> Iterator[tuple[tree.Term, ...]]:
    """A list of consecutive numbers without its first or last, with one more, and moved by one."""
    numbers = [int(each.text) for each in items if isinstance(each, tree.Numeral) and each.text.isdigit()]
    if not numbers or numbers != list(range(numbers[0], numbers[0] + len(items))):
        return
    first, last = numbers[0], numbers[-1]
    for low, high in (
        (first + 1, last), (first, last - 1), (first, last + 1), (first - 1, last),
        (first + 1, last + 1), (first - 1, last - 1),
    ):  # fmt: skip
        if 0 <= low <= high:
            yield tuple(numeral(each) for each in range(low, high + 1))


def _one(old: tree.Node, new: tree.Node | None) -> Iterator[Change]:
    if new is not None:
        yield ((old, new),)


def _with_offset(first: tree.Term, rest: tuple[tuple[tree.Name, tree.Term], ...], offset: int) -> tree.Term:
    if offset:
        rest = (*rest, (name("+" if offset > 0 else "-"), numeral(abs(offset))))
    return tree.Chain("add", first, rest, span=NOWHERE) if rest else first


def _numbers(term: tree.Term, scope: Scope) -> Iterator[tree.Numeral]:
    """The numbers inside an index that moving it as a whole does not reach."""
    reached = term.rest[-1][1] if isinstance(term, tree.Chain) and term.level == "add" else term
    for site in sites(term):
        inner = any(indices(Site(each), scope) for each in site.above)
        if isinstance(site.node, tree.Numeral) and site.node is not reached and not inner:
            yield site.node


def _ends(node: tree.Node) -> tuple[tree.Term, ...]:
    match node:
        case tree.Range(low, high):
            return low, high
        case tree.Binder(among=tree.SetLiteral(items)):
            return items
        case _:
            return ()
