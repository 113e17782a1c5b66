"""A counterexample as its reader thinks: the names of the spec, frames as matrices, hierarchies as trees, and
a sentence on where the conclusion breaks."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap
from typing import Any

from aligncheck.evidence.relevant import relevant, seen
from aligncheck.claims.claim import Change, Claim, Conclusion, Holds, ShownStructure
from aligncheck.kernel.families import member_name
from aligncheck.kernel.domain import domain
from aligncheck.kernel.goal import Goal
from aligncheck.kernel.terms import Const, SortQuant, Term
from aligncheck.kernel.traversal import walk
from aligncheck.kernel.types import BOOL, Base, Fun, Type
from aligncheck.kernel.unanswered import UNDEFINED
from aligncheck.kernel.values import Element, Model, Table
from aligncheck.records import dataclass
from aligncheck.reports.changing import changing
from aligncheck.reports.breaking import Scene, why_false
from aligncheck.reports.drawing import drawn_matrix, drawn_trees
from aligncheck.reports.names import Names, name_elements
from aligncheck.reports.pieces import Line, line
from aligncheck.reports.terms import shown
from aligncheck.reports.values import data_of, text_of


WIDTH = 100
"""Of the sentence, in characters."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A model about to be shown: what is drawn as part of something else is taken out of `rest`."""

    claim: Claim
    goal: Goal
    model: Model
    names: Names
    sorts: list[str]
    rest: dict[str, Const]


def counterexample(claim: Claim, goal: Goal, model: Model, title: str = "counterexample:") -> Iterator[Line]:
    """The lines that show a model which refutes a claim; the last of them say why it does."""
    yield from shown_model(title, claim, goal, model)
    yield from (line(text) for text in wrap(sentence(_about(claim, goal, model)), WIDTH))


def shown_model(title: str, claim: Claim, goal: Goal, model: Model) -> Iterator[Line]:
    """The lines that show a model of a claim's symbols, without a word on what follows from it."""
    yield line((title, "strong"))
    for text in described(_about(claim, goal, model)):
        yield line("  ", text)


def machine_form(claim: Claim, goal: Goal, model: Model) -> dict[str, Any]:
    """The same as plain data, with the text."""
    about = _about(claim, goal, model)
    sorts, constants = list(about.sorts), list(about.rest)
    text = "\n".join([*described(about), sentence(about)])
    return {
        "sorts": {sort: about.names.members(sort, model.carriers[sort]) for sort in sorts},
        "functions": {name: data_of(model.constants[name], about.names) for name in constants},
        "text": text,
    }


def with_clause(claim: Claim, goal: Goal, model: Model) -> dict[str, Any]:
    """A counterexample of the claim as it stands, with the clause that states it."""
    from aligncheck.reports.pasting import pasted

    form = pasted(claim, goal, model)
    left_open = [{"symbol": name, "why": why} for name, why in form.left_open]
    return {**machine_form(claim, goal, model), "paste": {"clause": form.clause, "left_open": left_open}}


def _about(claim: Claim, goal: Goal, model: Model) -> Shown:
    symbols = [each for each in goal.constants if each.name in model.constants]
    rest = {each.name: each for each in relevant(claim, goal, model)}
    declared = [each for each in symbols if each.name not in rest and each.name not in claim.variables]
    names = name_elements(model, (*rest.values(), *declared))
    return Shown(claim, goal, model, names, list(model.carriers), rest)


def described(about: Shown) -> Iterator[str]:
    """The model, line by line: structures, sorts, hierarchies, then all other symbols."""
    for structure in _structures(about):
        yield from _structure(about, structure)
    for sort in list(about.sorts):
        members = about.names.members(sort, about.model.carriers[sort])
        yield f"{sort} = {{{', '.join(members)}}}" if members else f"{sort} is empty"
    yield from drawn_trees(about.claim.presentation, about.model, about.names, about.rest)
    for symbol in list(about.rest.values()):
        yield from _symbol(about, symbol)


def _structures(about: Shown) -> Iterator[ShownStructure]:
    """Those of the claim, then those that the goal opened: `C.Agent`, `C.eval`, … belong together."""
    told: set[str] = set()
    for each in about.claim.presentation.structures:
        if all(_sort_name(sort) in about.model.carriers for sort in each.sorts.values()) and each.sorts:
            told.update(_sort_name(sort) for sort in each.sorts.values())
            yield each
    owners = dict.fromkeys(sort.rpartition(".")[0] for sort in about.model.carriers if sort not in told)
    for owner in filter(None, owners):
        sorts = [each for each in about.model.carriers if each.rpartition(".")[0] == owner]
        fields = {name: each for name, each in about.rest.items() if name.rpartition(".")[0] == owner}
        yield ShownStructure(
            owner,
            "",
            {sort.rpartition(".")[2]: Base(sort) for sort in sorts},
            {name.rpartition(".")[2]: each for name, each in fields.items()},
        )


def _sort_name(type: Type) -> str:
    return member_name(type.name, type.index) if isinstance(type, Base) else ""


def _structure(about: Shown, structure: ShownStructure) -> Iterator[str]:
    """Its shape and members, then its matrix if a field fills a table of two of its sorts."""
    sorts = {field: _sort_name(sort) for field, sort in structure.sorts.items()}
    kind = f": {structure.structure}" if structure.structure else ""
    sizes = [_size(field, about, sort) for field, sort in sorts.items()]
    shape = "×".join(str(about.model.carriers[sort]) for sort in sorts.values())
    yield f"{structure.name}{kind} is {shape}: {', '.join(sizes)}"
    for sort in sorts.values():
        if sort in about.sorts:
            about.sorts.remove(sort)
    for const in structure.constants.values():
        name = member_name(const.name, const.index)
        symbol = about.rest.get(name)
        if symbol is None:
            continue
        matrix = drawn_matrix(symbol, tuple(sorts.values()), about.model, about.names)
        if matrix is not None:
            del about.rest[name]
            yield from (f"    {row}" for row in matrix)


def _size(field: str, about: Shown, sort: str) -> str:
    members = about.names.members(sort, about.model.carriers[sort])
    return f"{field} = {{{', '.join(members)}}}" if members else f"{field} is empty"


def _symbol(about: Shown, symbol: Const) -> Iterator[str]:
    value = seen(about.claim, symbol, about.model)
    if isinstance(value, Element) and about.names.given_by.get(value) == symbol.name:
        return  # It is seen as the name of the element.
    if isinstance(value, Element) and symbol not in about.claim.constants:
        return  # An element that an ∃ gave: its reader never named it.
    if value == Table(()):
        if symbol.name in about.claim.presentation.partial:
            yield f"{symbol.name} is nowhere defined"
        return  # A function from nothing: there is only this one.
    text = text_of(value, about.names)
    if isinstance(symbol.type, Fun) and symbol.type.codomain == BOOL:
        yield f"{symbol.name} {text}"
    elif isinstance(symbol.type, Fun) and isinstance(value, Table):
        yield f"{symbol.name}: {text}"
    else:
        yield f"{symbol.name} = {text}"


def sentence(about: Shown) -> str:
    """What holds in the model, and where the conclusion breaks."""
    words, formula, change = _broken(about)
    scene = Scene(about.model, about.names, about.claim.presentation.words)
    undefined = scene.value(formula) is UNDEFINED
    clauses = why_false(domain(formula) if undefined else formula, scene)
    assumed = any(each.kind == "assume" for each in about.claim.hypotheses)
    opening = "every assumption holds, but " if assumed else ""
    said = None if change is None else changing(change, scene)
    if said is not None:
        return f"{opening}{said}"
    because = ", ".join(clauses)
    if undefined:
        return f"{opening}`{words}` is not defined: {because}"
    if not because:
        return f"{opening}`{words}` is false"
    if because.startswith(f"`{words}` "):
        return f"{opening}{because}"
    return f"{opening}`{words}` is false: {because}"


def _broken(about: Shown) -> tuple[str, Term, Change | None]:
    """The words and formula of the conclusion that fails: the claim's own where the model can tell; and what it
    compares, if it is one of invariance."""
    question = about.claim.question
    conclusions: tuple[Conclusion, ...] = question.conclusions if isinstance(question, Holds) else ()
    scene = Scene(about.model, about.names)
    for each in conclusions:
        if _within(each.formula, about.model) and scene.value(each.formula) in (False, UNDEFINED):
            return each.label, each.formula, each.change
    words = conclusions[0].label if len(conclusions) == 1 else shown(about.goal.conclusion)
    return words, about.goal.conclusion, None


def _within(formula: Term, model: Model) -> bool:
    """Whether the model has a value for all that the formula speaks of."""
    for node in walk(formula):
        if isinstance(node, SortQuant):
            return False
        if isinstance(node, Const) and (node.index or node.name not in model.constants):
            return False
        if isinstance(node, Base) and (node.index or node.name not in model.carriers):
            return False
    return True
