"""Builders of terms, types, binders and patterns."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Literal

from aligncheck.diagnostics import Problem
from aligncheck.source import Span
from aligncheck.syntax import tree
from aligncheck.syntax.building import Builder, group_binders, name, names


def _pairs(kids: list[Any], span: Span) -> tuple[tuple[tree.Name, Any], ...]:
    """Operator, operand, operator, operand, …"""
    return tuple((name(kids[at], span), kids[at + 1]) for at in range(1, len(kids), 2))


def _chain(level: tree.ChainLevel) -> Builder:
    def build(kids: list[Any], span: Span, _: list[Problem]) -> tree.Term:
        first, rest = kids[0], _pairs(kids, span)
        return tree.Chain(level, first, rest, span=span)

    return build


def _image(kids: list[Any], span: Span, _: list[Problem]) -> tree.Term:
    """`{x ∈ S | P}` takes members of S; any other `{t | x: A, P}` is the image."""
    value, entries = kids
    is_member = (
        isinstance(value, tree.Compare)
        and isinstance(value.first, tree.Name)
        and [operator.text for operator, _ in value.rest] == ["∈"]
    )
    if is_member and len(entries) == 1 and not isinstance(entries[0], tree.Binder):
        among = value.rest[0][1]
        return tree.Comprehension(
            tree.Binder((value.first,), among=among, span=value.span), entries[0], span=span
        )
    return _image_of(value, entries, span)


def _image_of(value: tree.Term, entries: list[Any], span: Span) -> tree.Image:
    """The names right before a binder are bound with it; `x ∈ S` binds x unless an entry before it does."""
    binders: list[tree.Binder] = []
    waiting: list[Any] = []
    for entry in entries:
        if _binds_member(entry) and not any(entry.first in binder.names for binder in binders):
            entry = tree.Binder((entry.first,), among=entry.rest[0][1], span=entry.span)
        if not isinstance(entry, tree.Binder):
            waiting.append(entry)
            continue
        with_it: list[tree.Binder] = []
        while waiting and isinstance(waiting[-1], tree.Name):
            name = waiting.pop()
            with_it.insert(0, tree.Binder((name,), span=name.span))
        binders += group_binders([*with_it, entry])
    return tree.Image(value, tuple(binders), tuple(waiting), span=span)


def _binds_member(entry: Any) -> bool:
    return (
        isinstance(entry, tree.Compare)
        and len(entry.rest) == 1
        and entry.rest[0][0].text == "∈"
        and isinstance(entry.first, tree.Name)
    )


def _grouped_patterns(items: list[Any]) -> tuple[tree.Pattern, ...]:
    """The type of `a, b: A` belongs to both."""
    done: list[tree.Pattern] = []
    type: tree.Term | None = None
    for item in reversed(items):
        plain = isinstance(item, tree.PatternName)
        if plain and item.type is None and type is not None:
            item = replace(item, type=type)
        elif plain and item.type is not None:
            type = item.type
        else:
            type = None
        done.append(item)
    return tuple(reversed(done))


def _tuple_pattern(kids: list[Any], span: Span, _: list[Problem]) -> tree.Pattern:
    items = kids[0]
    return items[0] if len(items) == 1 else tree.PatternTuple(items, span=span)


_KINDS = {"∀": "forall", "forall": "forall", "∃": "exists", "exists": "exists"}


def _quantified(kids: list[Any], span: Span, _: list[Problem]) -> tree.Term:
    word, binders, body = kids
    kind: Any = _KINDS.get(word.text, "exists_unique")
    return tree.Quantified(kind, binders, body, span=span)


_BIG = {"⋃": "union", "⋂": "intersection"}


def _large(kids: list[Any], span: Span, _: list[Problem]) -> tree.Term:
    word, binder, body = kids
    kind: Any = _BIG.get(word.text, word.text)
    return tree.Big(kind, binder, body, span=span)


def _limit(kids: list[Any], span: Span, _: list[Problem]) -> tree.Term:
    _word, variable, type, goal, body = kids
    bound = name(variable, span)
    binder = tree.Binder((bound,), type=type, among=goal, span=bound.span.to(goal.span))
    return tree.Big("lim", binder, body, span=span)


def _chance(kind: Literal["mean", "probability"]) -> Builder:
    def build(kids: list[Any], span: Span, _: list[Problem]) -> tree.Term:
        _word, draws, conditions, body = kids
        return tree.Chance(kind, draws, conditions or (), body, span=span)

    return build


def _under(kind: Literal["mean", "probability"]) -> Builder:
    def build(kids: list[Any], span: Span, _: list[Problem]) -> tree.Term:
        _word, (model, arguments), given, body = kids
        done = tuple(each for part in given or () if isinstance(part, tuple) for each in part)
        conditions = tuple(part for part in given or () if not isinstance(part, tuple))
        return tree.UnderModel(kind, model, arguments, done, conditions, body, span=span)

    return build


def _in_range(kids: list[Any], span: Span, _: list[Problem]) -> tree.Term:
    first, operator, low, high = kids
    bounds = tree.Range(low, high, span=low.span.to(high.span))
    return tree.Compare(first, ((name(operator, span), bounds),), span=span)


def _prefix(kids: list[Any], span: Span, _: list[Problem]) -> tree.Term:
    return tree.Prefix(name(kids[0], span), kids[1], span=span)


def _is_structure(kids: list[Any], span: Span, _: list[Problem]) -> tree.Term:
    return tree.IsStructure(kids[0], kids[1], span=span)


def _one(token: Any, span: Span) -> tree.Binder:
    """`x` alone, to be joined with what follows it."""
    bound = name(token, span)
    return tree.Binder((bound,), span=bound.span)


def _bound(kids: list[Any], span: Span, _: list[Problem]) -> tree.Binder:
    return tree.Binder((name(kids[0], span),), type=kids[1], where=kids[2], span=span)


def _bound_among(kids: list[Any], span: Span, _: list[Problem]) -> tree.Binder:
    return tree.Binder((name(kids[0], span),), among=kids[2], where=kids[3], span=span)


def _comprehension(kids: list[Any], span: Span, _: list[Problem]) -> tree.Term:
    bound, type, condition = name(kids[0], span), kids[1], kids[2]
    binder = tree.Binder((bound,), type=type, span=bound.span.to(type.span))
    return tree.Comprehension(binder, condition, span=span)


def _matrix(kids: list[Any], span: Span, _: list[Problem]) -> tree.Term:
    return tree.Matrix(kids[0] or (), tuple(kids[1:]), span=span)


def _tokens_to_arrow(kids: list[Any], span: Span, _: list[Problem]) -> tree.Term:
    *items, right = kids
    left = tree.TupleOf(tuple(items), span=items[0].span.to(items[-1].span))
    return tree.Implies(left, right, span=span)


TERMS: dict[str, Builder] = {
    "names": lambda k, s, p: names(k, s),
    "terms": lambda k, s, p: tuple(k),
    "entries": lambda k, s, p: list(k),
    "name": lambda k, s, p: tree.Name(k[0].text, span=s),
    "numeral": lambda k, s, p: tree.Numeral(k[0].text, span=s),
    "grouped": lambda k, s, p: k[0],
    "tuple": lambda k, s, p: tree.TupleOf((k[0], *k[1]), span=s),
    "ascribed": lambda k, s, p: tree.Ascribed(k[0], k[1], span=s),
    "application": lambda k, s, p: tree.Apply(k[0], k[1] if len(k) > 1 else (), span=s),
    "index": lambda k, s, p: tree.Index(k[0], k[1], span=s),
    "get": lambda k, s, p: tree.Get(k[0], name(k[1], s), span=s),
    "script": lambda k, s, p: tree.Script(k[0], k[1], span=s),
    "postfix": lambda k, s, p: tree.Postfix(k[0], name(k[1], s), span=s),
    "prefix": _prefix,
    "set_type": lambda k, s, p: tree.SetType(k[0], span=s),
    "distribution_type": lambda k, s, p: tree.DistributionType(k[0], span=s),
    "is_structure": _is_structure,
    "product": _chain("times"),
    "sum": _chain("add"),
    "conjunction": _chain("and"),
    "disjunction": _chain("or"),
    "comparison": lambda k, s, p: tree.Compare(k[0], _pairs(k, s), span=s),
    "equal_on": lambda k, s, p: tree.EqualOn(k[0], k[2], k[3], span=s),
    "range": lambda k, s, p: tree.Range(k[0], k[1], span=s),
    "in_range": _in_range,
    "arrow": lambda k, s, p: tree.Implies(k[0], k[1], span=s),
    "arrow_from_many": _tokens_to_arrow,
    "iff": lambda k, s, p: tree.Iff(k[0], k[1], span=s),
    "over": lambda k, s, p: tree.Apply(k[0], (k[1],), span=s),
    "size": lambda k, s, p: tree.Size(k[0], span=s),
    "set_literal": lambda k, s, p: tree.SetLiteral(k[0] if k else (), span=s),
    "image": _image,
    "comprehension": _comprehension,
    "typed_entry": lambda k, s, p: tree.Binder((name(k[0], s),), type=k[1], span=s),
    "record": lambda k, s, p: tree.RecordOf(k[0], span=s),
    "update": lambda k, s, p: tree.Update(k[0], k[1], span=s),
    "assignments": lambda k, s, p: tuple(k),
    "assignment": lambda k, s, p: tree.FieldValue(name(k[0], s), k[1], span=s),
    "matrix": _matrix,
    "row": lambda k, s, p: tree.Row(name(k[0], s), k[1] or (), span=s),
    "grid": lambda k, s, p: tree.Grid(tuple(k), span=s),
    "grid_row": lambda k, s, p: k[0] or (),
    "changed_at": lambda k, s, p: tree.ChangedAt(k[0], tuple(k[1:]), span=s),
    "new_value": lambda k, s, p: tree.TableEntry(k[0], k[1], span=s),
    "table": lambda k, s, p: tree.TableOf(tuple(k), span=s),
    "table_entry": lambda k, s, p: tree.TableEntry(k[0], k[1], span=s),
    "missing": lambda k, s, p: tree.Missing(span=s),
    "quantified": _quantified,
    "for_formula": lambda k, s, p: tree.Quantified("forall", group_binders(k[:-1]), k[-1], span=s),
    "conditional": lambda k, s, p: tree.Conditional(k[0], k[1], k[2], span=s),
    "let": lambda k, s, p: tree.Let(k[0], k[1], k[2], span=s),
    "large": _large,
    "limit": _limit,
    "mean": _chance("mean"),
    "probability": _chance("probability"),
    "mean_under": _under("mean"),
    "probability_under": _under("probability"),
    "modelled": lambda k, s, p: (name(k[0], s), k[1] or ()),
    "givens": lambda k, s, p: list(k),
    "interventions": lambda k, s, p: tuple(k),
    "intervention": lambda k, s, p: tree.Intervention(name(k[0], s), k[1], k[2], span=s),
    "draws": lambda k, s, p: tuple(k),
    "draw": lambda k, s, p: tree.Draw(tuple(k[:-2]), k[-1], span=s),
    "function": lambda k, s, p: tree.Function(tuple(k), span=s),
    "early_branch": lambda k, s, p: tree.Branch(k[0], k[1], span=s),
    "branch": lambda k, s, p: tree.Branch(k[0], k[1], span=s),
    "binders": lambda k, s, p: group_binders(k),
    "bound": _bound,
    "bound_among": _bound_among,
    "loop_name": lambda k, s, p: _one(k[0], s),
    "big_bound": lambda k, s, p: tree.Binder(k[0], type=k[1], where=k[2], span=s),
    "big_among": lambda k, s, p: tree.Binder(k[0], among=k[2], where=k[3], span=s),
    "patterns": lambda k, s, p: _grouped_patterns(k),
    "typed_pattern": lambda k, s, p: tree.PatternName(name(k[0], s), k[1], span=s),
    "pattern_name": lambda k, s, p: tree.PatternName(name(k[0], s), span=s),
    "pattern_star": lambda k, s, p: tree.PatternStar(span=s),
    "pattern_tuple": _tuple_pattern,
    "pattern_side": lambda k, s, p: tree.PatternSide(k[0].text, k[1], span=s),
    "pattern_class": lambda k, s, p: tree.PatternClass(k[0], span=s),
}
"""By the names that grammar/align.lark gives its alternatives."""

LAYERLESS = frozenset(
    ("grouped", "names", "terms", "entries", "binders", "patterns", "assignments", "assignment", "bound",
     "branch", "early_branch", "typed_entry", "grid_row", "loop_name", "bound_among", "big_bound",
     "big_among", "row", "draws", "draw", "modelled", "givens", "interventions",
     "intervention", "table_entry", "new_value")
)  # fmt: skip
"""Builders whose result is no layer of a term of its own."""
