"""What all builders share: names from tokens, and lists of names that share a type written once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any, TypeAlias

from aligncheck.diagnostics import Problem
from aligncheck.source import Span
from aligncheck.syntax import tree
from aligncheck.syntax.lexer import Token

Builder: TypeAlias = Callable[[list[Any], Span, list[Problem]], Any]
"""What a rule makes of its parts and its place; what is wrong with them is added to the problems."""


def name(token: Token, span: Span) -> tree.Name:
    return tree.Name(token.text, span=Span(span.source, token.start, token.end))


def names(kids: Iterable[Token], span: Span) -> tuple[tree.Name, ...]:
    return tuple(name(token, span) for token in kids)


def take(kids: list[Any], type: Any) -> Any:
    """The one child of a kind, if there is one."""
    return next((kid for kid in kids if isinstance(kid, type)), None)


def group_binders(items: Iterable[tree.Binder]) -> tuple[tree.Binder, ...]:
    """`x, y: A` is one binder: names without a type join the next that has one."""
    done: list[tree.Binder] = []
    waiting: list[tree.Binder] = []
    for item in items:
        waiting.append(item)
        if item.type is not None or item.among is not None or item.where is not None:
            done.append(_joined(waiting))
            waiting = []
    if waiting:
        done.append(_joined(waiting))
    return tuple(done)


def _joined(items: list[tree.Binder]) -> tree.Binder:
    last = items[-1]
    everyone = tuple(each for item in items for each in item.names)
    return replace(last, names=everyone, span=items[0].span.to(last.span))


def group_parameters(items: Iterable[tree.Parameter]) -> tuple[tree.Parameter, ...]:
    """`C, D: Frame` is one parameter group."""
    done: list[tree.Parameter] = []
    waiting: list[tree.Parameter] = []
    items = list(items)
    for at, item in enumerate(items):
        waiting.append(item)
        if item.type is not None or at + 1 == len(items):
            everyone = tuple(each for one in waiting for each in one.names)
            done.append(replace(item, names=everyone, span=waiting[0].span.to(item.span)))
            waiting = []
    return tuple(done)
