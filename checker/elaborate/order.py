"""The order of a file's declarations: a definition that needs itself, and an optimizer that stands before its
builder. A name that is only declared further down where it is used is reported when it is met there."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from aligncheck.diagnostics import Problem
from aligncheck.elaborate.problems import (
    BuiltBeforeBuilder,
    BuiltByItself,
    CircularDefinition,
    ObjectiveOfLaterLevel,
)  # fmt: skip
from aligncheck.syntax import tree
from aligncheck.syntax.names import declared_names
from aligncheck.syntax.scopes import scopes_of

Uses = Mapping[int, tree.Name]
"""The declarations that one needs, by their places in the file, and where it first names each."""


def circles(
    file: tree.File, known: Collection[str]
) -> tuple[tuple[Problem, ...], tuple[tree.Declaration, ...]]:
    """Each circle of declarations, reported once, and all declarations that stand in one: they say nothing.
    `known` are names that have a meaning before the file begins."""
    graph = _graph(file.declarations, known)
    problems: list[Problem] = []
    inside: list[tree.Declaration] = []
    left = set(graph)
    for at, uses in graph.items():
        ahead = at in left and any(needed >= at for needed in uses)  # In a circle some use points onwards.
        circle = _shortest_circle(graph, left, at) if ahead else None
        if circle is not None:
            problems.append(_circular(file.declarations, graph, circle))
            inside.extend(file.declarations[at] for at in circle)
            left -= set(circle)
    return tuple(problems), tuple(inside)


def _graph(declarations: Sequence[tree.Declaration], known: Collection[str]) -> dict[int, Uses]:
    """What each declaration needs. A name that `given` lends means the last one lent before."""
    places, defaults = _places(declarations, known)
    graph: dict[int, Uses] = {}
    for at, declaration in enumerate(declarations):
        if isinstance(declaration, tree.ClaimDecl):
            continue
        scopes = scopes_of(declaration)
        uses: dict[int, tree.Name] = {}
        for name in scopes.free:
            default = defaults.get(name.text, at)
            if default != at and not any(name is each for each in scopes.applied):
                uses.setdefault(default, name)
            if name.text in places:
                uses.setdefault(places[name.text], name)
        graph[at] = uses
        if isinstance(declaration, tree.GivenDecl):
            places.update((name.text, at) for name in declared_names(declaration) if name.text not in known)
    return graph


def _places(
    declarations: Sequence[tree.Declaration], known: Collection[str]
) -> tuple[dict[str, int], dict[str, int]]:
    """Which declaration gives each name its meaning, and each bare structure its arguments."""
    places: dict[str, int] = {}
    defaults: dict[str, int] = {}
    for at, declaration in enumerate(declarations):
        match declaration:
            case tree.DefaultDecl(structure=tree.Apply(tree.Name(structure), _)):
                defaults.setdefault(structure, at)
            case tree.ClaimDecl() | tree.ModuleDecl() | tree.UseDecl() | tree.GivenDecl():
                pass
            case _:
                for name in declared_names(declaration):
                    if name.text not in known:
                        places.setdefault(name.text, at)
    return places, defaults


def _shortest_circle(graph: Mapping[int, Uses], left: Collection[int], start: int) -> list[int] | None:
    """The shortest way from a declaration back to itself, in the order of use."""
    before: dict[int, int] = {}
    reached = [start]
    for at in reached:
        for needed in graph[at]:
            if needed == start:
                way = [at]
                while way[-1] != start:
                    way.append(before[way[-1]])
                return way[::-1]
            if needed in left and needed not in before:
                before[needed] = at
                reached.append(needed)
    return None


def _circular(
    declarations: Sequence[tree.Declaration], graph: Mapping[int, Uses], circle: list[int]
) -> Problem:
    following = [*circle[1:], circle[0]]
    uses = tuple(graph[at][needed] for at, needed in zip(circle, following, strict=True))
    named = tuple(_title(declarations[at], use) for at, use in zip(circle, (uses[-1], *uses), strict=False))
    places = tuple(use.span for use in uses)
    if all(isinstance(declarations[at], tree.OptimizerDecl) for at in circle):
        return BuiltByItself(places[0], named, places[1:])
    return CircularDefinition(places[0], named, places[1:])


def _title(declaration: tree.Declaration, use: tree.Name) -> str:
    """What a declaration is called where it is used; a bare structure means its default."""
    if isinstance(declaration, tree.DefaultDecl):
        return f"default {declaration.structure.span.text}"
    return use.text


def built_before_builder(file: tree.File, circular: Collection[tree.Declaration]) -> Iterator[Problem]:
    """Optimizers that stand before the one that builds them."""
    optimizers = _optimizers(file)
    for optimizer in optimizers.values():
        named = optimizer.builder
        builder = None if named is None else optimizers.get(named.text)
        if named is None or builder is None or any(optimizer is other for other in circular):
            continue
        if builder.span.start > optimizer.span.start:
            chain = tuple(each.name.text for each in _levels(optimizer, optimizers))
            yield BuiltBeforeBuilder(named.span, optimizer.name.text, named.text, builder.name.span, chain)


def objectives_of_later_levels(
    file: tree.File, known: Collection[str], circular: Collection[tree.Declaration]
) -> Iterator[Problem]:
    """Training on an objective that stands nowhere but with the optimizer itself, or with what it builds."""
    optimizers = _optimizers(file)
    declared = {
        n.text for d in file.declarations if not isinstance(d, tree.GivenDecl) for n in declared_names(d)
    }
    for optimizer in optimizers.values():
        if any(optimizer is other for other in circular):
            continue
        for objective in optimizer.trained_on:
            pursuing = [o for o in optimizers.values() if any(objective == n for n in o.pursues)]
            later = all(optimizer in _levels(other, optimizers) for other in pursuing)
            if pursuing and later and objective.text not in declared and objective.text not in known:
                name, first = optimizer.name.text, pursuing[0]
                yield ObjectiveOfLaterLevel(
                    objective.span, objective.text, name, first.name.text, first.name.span
                )


def _optimizers(file: tree.File) -> dict[str, tree.OptimizerDecl]:
    found: dict[str, tree.OptimizerDecl] = {}
    for declaration in file.declarations:
        if isinstance(declaration, tree.OptimizerDecl):
            found.setdefault(declaration.name.text, declaration)
    return found


def _levels(
    optimizer: tree.OptimizerDecl, optimizers: Mapping[str, tree.OptimizerDecl]
) -> list[tree.OptimizerDecl]:
    """The optimizer after all those above it, in the order of their levels."""
    levels = [optimizer]
    while (above := levels[0].builder) is not None and above.text in optimizers:
        if optimizers[above.text] in levels:
            break
        levels.insert(0, optimizers[above.text])
    return levels
