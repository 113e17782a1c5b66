"""Pictures made of letters: a function of two arguments as a matrix, a hierarchy as a tree."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from aligncheck.claims.claim import Presentation
from aligncheck.kernel.terms import Const
from aligncheck.kernel.types import Base, Fun, Prod
from aligncheck.kernel.values import Element, Model, Table, Value
from aligncheck.reports.names import Names
from aligncheck.reports.values import text_of


def drawn_matrix(symbol: Const, sorts: Sequence[str], model: Model, names: Names) -> list[str] | None:
    """The rows of a function of two of the sorts, under a row of column names; none if it has no entries;
    None for any other symbol."""
    value = model.constants[symbol.name]
    match symbol.type, value:
        case Fun(Prod((Base(rows), Base(columns))), _), Table() if {rows, columns} <= set(sorts):
            height, width = model.carriers[rows], model.carriers[columns]
            entries = dict(value.entries)
            cells = [["", *names.members(columns, width)]]
            for i, row in enumerate(names.members(rows, height)):
                at = [(Element(rows, i), Element(columns, j)) for j in range(width)]
                cells.append([row, *(_entry(entries, value.otherwise, each, names) for each in at)])
            return list(aligned(cells)) if height and width else []
        case _:
            return None


def _entry(entries: dict[Value, Value], otherwise: Value | None, at: Value, names: Names) -> str:
    value = entries.get(at, otherwise)
    return "?" if value is None else text_of(value, names)


def aligned(cells: Sequence[Sequence[str]]) -> Iterator[str]:
    """Rows of cells in columns."""
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    for row in cells:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def drawn_trees(
    presentation: Presentation, model: Model, names: Names, rest: dict[str, Const]
) -> Iterator[str]:
    """Each hierarchy with what is known of its members beside them. What is drawn leaves `rest`."""
    for name in presentation.trees:
        symbol, table = rest.get(name), model.constants.get(name)
        if symbol is None or not isinstance(table, Table) or not isinstance(symbol.type, Fun):
            continue
        sort = symbol.type.domain
        if not isinstance(sort, Base):
            continue
        del rest[name]
        guards = {guard for each, guard in presentation.partial.items() if each == name or each in rest}
        facts = [
            each
            for each in presentation.partial
            if each in rest and isinstance(rest[each].type, Fun) and _domain(rest[each]) == sort
        ]
        above = _defined(name, presentation, model)
        beside = {each: _defined(each, presentation, model) for each in facts}
        for each in (*facts, *guards):
            rest.pop(each, None)
        members = [Element(sort.name, index) for index in range(model.carriers[sort.name])]
        yield f"{name}:"
        yield from (f"  {row}" for row in _forest(members, above, beside, names))


def _domain(symbol: Const) -> object:
    return symbol.type.domain if isinstance(symbol.type, Fun) else None


def _defined(name: str, presentation: Presentation, model: Model) -> dict[Value, Value]:
    """The graph of a partial function where it is defined."""
    table, where = model.constants.get(name), model.constants.get(presentation.partial.get(name, ""))
    if not isinstance(table, Table):
        return {}
    if not isinstance(where, Table):
        return dict(table.entries)
    there = dict(where.entries)
    graph = dict(table.entries)
    if table.otherwise is not None:
        graph = {**{at: table.otherwise for at in there if at not in graph}, **graph}
    return {at: value for at, value in graph.items() if there.get(at, where.otherwise) is True}


def _forest(
    members: Sequence[Element],
    above: dict[Value, Value],
    beside: dict[str, dict[Value, Value]],
    names: Names,
) -> Iterator[str]:
    def label(member: Element) -> str:
        facts = [
            f"{name} {text_of(graph[member], names)}" for name, graph in beside.items() if member in graph
        ]
        return f"{names.of[member]}  ({', '.join(facts)})" if facts else names.of[member]

    def below(member: Element, indent: str) -> Iterator[str]:
        children = [each for each in members if above.get(each) == member]
        for child in children:
            last = child is children[-1]
            yield f"{indent}{'└─ ' if last else '├─ '}{label(child)}"
            yield from below(child, indent + ("   " if last else "│  "))

    roots = [member for member in members if member not in above]
    for root in roots:
        yield label(root)
        yield from below(root, "")
    for member in members:  # Those in a circle hang from no root.
        over, seen = above.get(member), set[Value]({member})
        while over is not None and over not in seen:
            seen.add(over)
            over = above.get(over)
        if over is not None:
            yield f"{label(member)} under {text_of(above[member], names)}"
