"""Builders of claims and of their clauses."""

from __future__ import annotations

from typing import Any

from aligncheck.diagnostics import Problem, nearest
from aligncheck.source import Span
from aligncheck.syntax import tree
from aligncheck.syntax.building import Builder, name
from aligncheck.syntax.lexer import Token
from aligncheck.syntax.problems import UnknownVerdict

VERDICTS = ("proved", "refuted", "bounded", "unknown", "vacuous", "ill_formed", "finding", "disagreement")


def _claim(kids: list[Any], span: Span, _: list[Problem]) -> tree.Declaration:
    clauses = _with_variants([kid for kid in kids[1:] if not isinstance(kid, tree.Declared)])
    declared = tuple(kid for kid in kids[1:] if isinstance(kid, tree.Declared))
    return tree.ClaimDecl(name(kids[0], span), clauses, declared, span=span)  # type: ignore[arg-type]


def _with_variants(items: list[Any]) -> tuple[tree.Clause, ...]:
    """What stands after `printed` or `corrected`, up to the next such word, belongs to it."""
    done: list[tree.Clause] = []
    open_at: int | None = None
    for at, item in enumerate([*items, None]):
        if item is not None and not isinstance(item, Token):
            if open_at is None:
                done.append(item)
            continue
        if open_at is not None:
            done.append(_variant(items[open_at:at]))
        open_at = at
    return tuple(done)


def _variant(items: list[Any]) -> tree.VariantClause:
    word, *clauses = items
    variant: Any = word.text
    start = word.span
    span = start.to(clauses[-1].span) if clauses else start
    return tree.VariantClause(variant, tuple(clauses), span=span)


class _Marked(Token):
    """`printed` or `corrected`, with its place."""

    __slots__ = ("span",)

    def __init__(self, text: str, span: Span) -> None:
        super().__init__("VARIANT", text, span.start, span.end)
        self.span = span


def _property(kids: list[Any], span: Span, _: list[Problem]) -> tree.Clause:
    return tree.Property(kids[0].text, kids[1], span=span)


def _congruence(kids: list[Any], span: Span, _: list[Problem]) -> tree.Clause:
    return tree.Property("congruence", (kids[1],), kids[2], span=span)


def _invariant(kids: list[Any], span: Span, _: list[Problem]) -> tree.Clause:
    return tree.Property("invariant", (kids[1],), kids[2], tuple(kids[3:]), span=span)


def _equivariant(kids: list[Any], span: Span, _: list[Problem]) -> tree.Clause:
    return tree.Property("equivariant", (kids[1],), kids[2], tuple(kids[3:-1]), kids[-1], span=span)


def _reduces(kids: list[Any], span: Span, _: list[Problem]) -> tree.Clause:
    via = tuple(tree.ViaRole(each.name, each.value, span=each.span) for each in kids[2] or ())
    return tree.ReducesClause(kids[0], kids[1], via, span=span)


def _consistent(kids: list[Any], span: Span, _: list[Problem]) -> tree.Clause:
    return tree.ConsistentClause(_listed(kids[0]), span=span)


def _listed(terms: tuple[tree.Term, ...]) -> tuple[tree.Term, ...]:
    """`{P, Q}` lists formulas here."""
    if len(terms) == 1 and isinstance(terms[0], tree.SetLiteral):
        return terms[0].items
    return terms


def _expect(kids: list[Any], span: Span, problems: list[Problem]) -> tree.Clause:
    verdicts = [kid for kid in kids if isinstance(kid, tuple) and kid[0] == "verdict"]
    names = tuple(verdict[1] for verdict in verdicts)
    for each in names:
        if each.text not in VERDICTS:
            problems.append(UnknownVerdict(each.span, each.text, nearest(each.text, VERDICTS)))
    bound = next((verdict[2] for verdict in verdicts if verdict[2] is not None), None)
    code = next((verdict[3] for verdict in verdicts if verdict[3] is not None), None)
    given = next((kid[1] for kid in kids if isinstance(kid, tuple) and kid[0] == "given"), ())
    at = next((kid[1] for kid in kids if isinstance(kid, tuple) and kid[0] == "at"), ())
    return tree.ExpectClause(names, bound, code, given, at, span=span)


def _bounded(kids: list[Any], span: Span, _: list[Problem]) -> Any:
    token = kids[1]
    place = span if token is None else Span(span.source, token.start, token.end)
    bound = None if token is None else tree.Numeral(token.text, span=place)
    return ("verdict", name(kids[0], span), bound, None)


CLAIMS: dict[str, Builder] = {
    "claim": _claim,
    "claim_block": _claim,
    "for_clause": lambda k, s, p: tree.ForClause(k[0], span=s),
    "assume": lambda k, s, p: tree.AssumeClause(k[0], span=s),
    "show": lambda k, s, p: tree.ShowClause(k[0], span=s),
    "property_word": lambda k, s, p: k[0],
    "has_property": _property,
    "congruence": _congruence,
    "invariant": _invariant,
    "equivariant": _equivariant,
    "on_group": lambda k, s, p: tree.OnGroup(tuple(k), span=s),
    "reduces": _reduces,
    "consistent": _consistent,
    "independent": lambda k, s, p: tree.IndependentClause(k[0], _listed((k[1],)), span=s),
    "with_clause": lambda k, s, p: tree.WithClause(k[0], span=s),
    "using": lambda k, s, p: tree.UsingClause(k[0], span=s),
    "induction": lambda k, s, p: tree.InductionClause(name(k[0], s), k[1], span=s),
    "variant": lambda k, s, p: _Marked(k[0].text, s),
    "expect": _expect,
    "verdict": lambda k, s, p: ("verdict", name(k[0], s), None, None),
    "bounded": _bounded,
    "found": lambda k, s, p: ("verdict", name(k[0], s), None, name(k[1], s)),
    "only_given": lambda k, s, p: ("given", k[0]),
    "at_model": lambda k, s, p: ("at", k[0]),
}
