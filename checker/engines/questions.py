"""A goal as a file for people and for other solvers: SMT-LIB with the names of the spec, each assertion under a
comment that says what it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, TypeAlias

from aligncheck.engines.script import Script, peeled
from aligncheck.engines.smtlib import SExpr, read
from aligncheck.kernel.goal import Goal
from aligncheck.kernel.normal import normalise

Status: TypeAlias = Literal["sat", "unsat", "unknown"]

WIDTH = 100
MEANING = {
    "exact": "unsat: the goal holds in every model; sat: a model is a counterexample",
    "weaker": "unsat: the goal holds in every model; sat: nothing is known, for something was left out",
}
OTHERS = {
    "types": "what the types of the symbols say",
    "symbols": "what defines the symbols made for partial terms",
}
_RESERVED = (
    "Bool Int Real Array String Set true false not and or xor distinct ite div mod abs to_real to_int is_int "
    "let forall exists as par exp sin cos tan pi sqrt select store const lambda _ ! = => + - * / < <= > >="
)
RESERVED = frozenset(_RESERVED.split())
_MADE = re.compile(r"[A-Za-z]\d+(_\d+)*")
"""What the solver's own symbols and variables look like: a name of the spec that looks so gets a prime."""
_WORD = re.compile(r"\|[^|]*\||[^\s()|]+")


def question(script: Script, goal: Goal, tracked: bool, heading: Iterable[str], status: Status) -> str:
    """The text of a file: comments, options, declarations, assertions, `(check-sat)`. `tracked`: a core is asked
    for."""
    names = readable(script, goal)
    lines = [f"; {comment(each)}" for each in heading]
    lines.append(f"; the encoding is {script.exactness}; {MEANING[script.exactness]}")
    lines += [f"; left out: {comment(each)}" for each in script.lost]
    lines += [f"; the rules for sums rest on {_assumption(each, goal)}" for each in script.supposed]
    lines += ["(set-info :smt-lib-version 2.6)", f"(set-info :status {status})"]
    lines.append("(set-option :produce-models true)")
    if tracked:
        lines.append("(set-option :produce-unsat-cores true)")
    lines += ["(set-logic ALL)", ""]
    lines += _renamed(script.declarations.splitlines(), names)
    for name, formula in script.assertions:
        lines += ["", f"; {_what(name, goal, script)}"]
        asserted = f"(assert (! {formula} :named {name}))" if tracked else f"(assert {formula})"
        lines += _laid_out(read(*_renamed([asserted], names))[0], 0)
    return "\n".join([*lines, "", "(check-sat)", ""])


def comment(text: str) -> str:
    """In one line."""
    return " ".join(text.split())


def _what(name: str, goal: Goal, script: Script) -> str:
    if name in OTHERS:
        return OTHERS[name]
    if name == "conclusion":
        return "the conclusion is defined and does not hold"
    number = int(name[1:])
    if name[0] == "r":
        return f"rule {number + 1} for sums: {comment(script.rules[number].name)}"
    return _assumption(number, goal)


def _assumption(number: int, goal: Goal) -> str:
    assumption = goal.assumptions[number]
    return f"assumption {number + 1} ({assumption.kind}): {comment(assumption.label)}"


# ── Names ──


def readable(script: Script, goal: Goal) -> Mapping[str, str]:
    """The name of the spec for each of the solver's symbols that has one, quoted, and no two alike."""
    symbols = script.encoder.symbols
    fresh = peeled(normalise(goal.conclusion))[0]
    wanted = {name: sort for sort, name in symbols.sorts.items()}
    wanted |= {name: enum.name for enum, name in symbols.enums.items()}
    for enum, name in symbols.enums.items():
        wanted |= {f"{name}_{at}": member for at, member in enumerate(enum.members)}
    for key, (name, _, _) in symbols.declared.items():
        if key[0] == "for" and isinstance(key[1], int) and key[1] < len(fresh):
            key = (fresh[key[1]].name, *key[2:])
        wanted[name] = " ".join(_parts(key))
    found: dict[str, str] = {}
    taken = {*RESERVED, *OTHERS, "conclusion"}
    for name, text in wanted.items():
        plain = re.sub(r"[|\\]|\s+", " ", text).strip() or name
        while plain in taken or _MADE.fullmatch(plain):
            plain += "′"
        taken.add(plain)
        found[name] = f"|{plain}|"
    return found


def _parts(key: object) -> Iterator[str]:
    if isinstance(key, tuple):
        for each in key:
            yield from _parts(each)
    else:
        yield str(key)


def _renamed(lines: Iterable[str], names: Mapping[str, str]) -> list[str]:
    return [_WORD.sub(lambda word: names.get(word.group(), word.group()), each) for each in lines]


# ── Layout ──


def _laid_out(term: SExpr, indent: int) -> list[str]:
    """In one line if it is short, else the head in one and each part below it."""
    flat = _flat(term)
    if isinstance(term, str) or indent + len(flat) <= WIDTH or len(term) < 2:
        return [" " * indent + flat]
    head, *parts = term
    kept = 1 if head in ("forall", "exists", "let", "!") else 0
    first = " ".join(_flat(each) for each in (head, *parts[:kept]) if head != "!")
    if head == "!":
        return _named(parts, indent)
    lines = [f"{' ' * indent}({first}"]
    for each in parts[kept:]:
        lines += _laid_out(each, indent + 2)
    lines[-1] += ")"
    return lines


def _named(parts: list[SExpr], indent: int) -> list[str]:
    """`(! formula :named name)`, the formula on lines of its own."""
    formula, *attributes = parts
    body = _laid_out(formula, indent + 2)
    tail = " ".join(map(_flat, attributes))
    return [f"{' ' * indent}(!", *body, f"{' ' * (indent + 2)}{tail})"]


def _flat(term: SExpr) -> str:
    return term if isinstance(term, str) else f"({' '.join(map(_flat, term))})"
