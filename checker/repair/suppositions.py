"""What a claim may have left unsaid: a side condition, a property of a relation, something that other claims of
the module suppose. And what it says too much: one of assumptions that contradict one another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice, permutations

from aligncheck.diagnostics import Edit
from aligncheck.elaborate.meanings import ConstEntity, StructureEntity, Template, TypeEntity
from aligncheck.elaborate.relations import RELATION_WORDS
from aligncheck.kernel.terms import Eq
from aligncheck.kernel.types import Base, SetT
from aligncheck.obligations.readings import atoms
from aligncheck.repair.change import Change, said
from aligncheck.repair.site import Site, agrees, kind_of, parameter_types
from aligncheck.source import Span
from aligncheck.syntax import tree
from aligncheck.syntax.names import all_names
from aligncheck.syntax.print import show

INHABITED = 1.25
ELSEWHERE = 1.55
SHOWN = 0.1
PREDICATE = 1.6
NUMBER = 1.7
RELATION = 1.75
EQUAL = 1.9
DROPPED = 2.4
ASKING = (
    tree.ShowClause, tree.Property, tree.ReducesClause, tree.ConsistentClause, tree.IndependentClause,
)  # fmt: skip
NUMERIC = frozenset(("Real", "Int", "Nat"))
SELDOM = ("equivalence", "preorder", "antisymmetric", "total")
"""Words for several properties at once, and for those that are seldom meant."""
MOST = 300
"""Equations and relations tried."""
ARGUMENTS = 3
"""Arguments of a predicate that is tried on the claim's variables."""


def suppositions(site: Site) -> Iterator[Change]:
    """Assumptions that the vocabulary in scope can say, one at a time, each once."""
    stated = {
        show(term)
        for clause in site.clauses
        if isinstance(clause, tree.AssumeClause)
        for term in clause.formulas
    }
    for text, cost in _said_once(site):
        if text not in stated:
            change = supposing(site, text, cost)
            if change is not None:
                yield change


def supposing(site: Site, text: str, cost: float) -> Change | None:
    """The claim with one assumption more: after its others, or before what it shows."""
    asked = next((each for each in site.clauses if isinstance(each, ASKING)), None)
    if asked is None:
        return None
    beside = next(each for each in _containers(site) if any(clause is asked for clause in each))
    assumed = [each for each in beside if isinstance(each, tree.AssumeClause)]
    if assumed:
        last = assumed[-1].formulas[-1].span
        edit = Edit(Span(last.source, last.end, last.end), f", {text}")
    else:
        source, at = asked.span.source, asked.span.start
        line = source.text[source.text.rfind("\n", 0, at) + 1 : at]
        edit = Edit(Span(source, at, at), f"assume {text}" + (f"\n{line}" if not line.strip() else " "))
    return Change(f"assume `{text}`", (edit,), cost, text)


def _containers(site: Site) -> Iterator[tuple[tree.Clause, ...]]:
    yield site.declaration.clauses
    for clause in site.declaration.clauses:
        if isinstance(clause, tree.VariantClause):
            yield clause.clauses


def dropped(site: Site) -> Iterator[Change]:
    """The claim without one of its assumptions."""
    for clause in site.clauses:
        if not isinstance(clause, tree.AssumeClause):
            continue
        for at, formula in enumerate(clause.formulas):
            if len(clause.formulas) == 1:
                span = _with_blanks(clause.span)
            elif at:
                span = Span(formula.span.source, clause.formulas[at - 1].span.end, formula.span.end)
            else:
                span = Span(formula.span.source, formula.span.start, clause.formulas[1].span.start)
            yield Change(f"without the assumption {said(formula.span.text)}", (Edit(span, ""),), DROPPED)


def _with_blanks(span: Span) -> Span:
    end, text = span.end, span.source.text
    while end < len(text) and text[end].isspace():
        end += 1
    return Span(span.source, span.start, end)


def _said_once(site: Site) -> Iterator[tuple[str, float]]:
    best: dict[str, float] = {}
    for source in (
        _inhabited,
        _elsewhere,
        _numbers,
        _predicates,
        _properties,
        _relations,
        _distinct,
        _equations,
    ):
        for text, cost in source(site):
            best.setdefault(text, cost)
    yield from best.items()


# ── The vocabulary ──


def _structures(site: Site) -> Iterator[tuple[str, StructureEntity]]:
    """The claim's variables of a structure type, and that structure."""
    for name, type in site.own.items():
        head = type.split("(")[0].split(" ")[0]
        entity = site.module.names.get(head)
        if isinstance(entity, StructureEntity):
            yield name, entity


def _inhabited(site: Site) -> Iterator[tuple[str, float]]:
    """That a sort that the claim speaks of has a member."""
    for name, structure in _structures(site):
        if name in site.mentioned or name not in site.scope.given:
            for member in structure.members:
                if member.type is None:
                    yield f"nonempty({name}.{member.name})", INHABITED
    for name, entity in site.module.names.items():
        if isinstance(entity, TypeEntity) and isinstance(entity.type, Base):
            yield f"nonempty({name})", INHABITED + (0.0 if name in site.mentioned else 0.1)


def _elsewhere(site: Site) -> Iterator[tuple[str, float]]:
    """What other claims of the module suppose, need or show, where it can be said here."""
    for scope in site.module.claims:
        if scope.declaration is site.declaration:
            continue
        local = {name.text for clause in scope.declaration.clauses if isinstance(clause, tree.ForClause)
                 for binder in clause.binders for name in binder.names}  # fmt: skip
        local |= {each.name.text for each in scope.declaration.locals if isinstance(each, tree.FamilyDecl)}
        for formula, more in _said(scope.declaration.clauses):
            used = {name.text for name in all_names(formula)}
            if all(name in site.own for name in used & local):
                near = len((used & frozenset(site.own)) - site.mentioned)
                yield show(formula), ELSEWHERE + more + 0.1 * near


def _said(clauses: Sequence[tree.Clause]) -> Iterator[tuple[tree.Term, float]]:
    """What a claim supposes; and what it shows, which is farther from being supposed."""
    for clause in clauses:
        match clause:
            case tree.AssumeClause(formulas):
                yield from ((formula, 0.0) for formula in formulas)
            case tree.ForClause(binders):
                yield from ((binder.where, 0.0) for binder in binders if binder.where is not None)
            case tree.ExpectClause(only_given=given):
                yield from ((formula, 0.0) for formula in given)
            case tree.ShowClause(formulas):
                yield from ((formula, SHOWN) for formula in formulas)
            case tree.VariantClause(_, inner):
                yield from _said(inner)
            case _:
                pass


def _numbers(site: Site) -> Iterator[tuple[str, float]]:
    """The sign of a number that the claim speaks of; how two of them stand."""
    found = [name for name, type in site.own.items() if type in NUMERIC and name in site.mentioned]
    found += [
        name for name, entity in site.module.names.items()
        if name in site.mentioned and isinstance(entity, ConstEntity) and kind_of(entity) == "value"
        and str(getattr(entity.type, "name", "")) in NUMERIC
    ]  # fmt: skip
    for name in dict.fromkeys(found):
        for sign, more in ((">", 0.0), ("≥", 0.05), ("≠", 0.1), ("<", 0.15), ("≤", 0.2)):
            yield f"{name} {sign} 0", NUMBER + more
    for one, other in permutations(dict.fromkeys(found), 2):
        yield f"{one} ≤ {other}", NUMBER + 0.15
        yield f"{one} < {other}", NUMBER + 0.2
    for divisor in _divisors(site):
        yield f"{divisor} ≠ 0", NUMBER
        yield f"{divisor} > 0", NUMBER + 0.1
    for name in _sequences(site):
        yield f"converges({name})", PREDICATE
        yield f"bounded({name})", PREDICATE + 0.05
    for one, other in permutations(_sequences(site), 2):
        if one < other:
            yield f"{one}(0) = {other}(0)", EQUAL


def _divisors(site: Site) -> Iterator[str]:
    for place in site.places:
        if isinstance(place.node, tree.Chain) and place.node.level == "times":
            for operator, right in place.node.rest:
                if operator.text == "/" and not isinstance(right, tree.Numeral):
                    yield show(right)
        if isinstance(place.node, tree.Apply) and place.node.span.text[:1].isalpha():
            function = place.node.function
            entity = site.entities.get(function.text) if isinstance(function, tree.Name) else None
            if isinstance(entity, Template) and entity.word == "quantity":
                yield show(place.node)


def _sequences(site: Site) -> list[str]:
    """The sequences of numbers that the claim speaks of."""
    own = [name for name, type in site.own.items() if type == "Nat → Real" or type == "Nat -> Real"]
    declared = [
        name for name, entity in site.module.names.items()
        if isinstance(entity, ConstEntity) and entity.word == "sequence"
    ]  # fmt: skip
    return [name for name in dict.fromkeys([*own, *declared]) if name in site.mentioned]


def _values(site: Site) -> list[str]:
    """What predicates are tried on: the claim's variables, and the named values that it mentions."""
    named = [
        name
        for name in site.mentioned
        if name in site.module.names and kind_of(site.module.names[name]) == "value"
    ]
    own = [name for name in site.own if name in site.mentioned or name not in site.scope.given]
    return [*own, *sorted(set(named) - set(own))]


def _predicates(site: Site) -> Iterator[tuple[str, float]]:
    """Relations and definitions that are true or false, of the claim's variables."""
    values = _values(site)
    for name, entity in site.module.names.items():
        kind = kind_of(entity)
        if not kind.endswith("to be true"):
            continue
        wanted = parameter_types(entity)
        near = 0.0 if name in site.mentioned else 0.1
        if not 1 <= len(wanted) <= ARGUMENTS:
            continue
        for arguments in permutations(values, len(wanted)):
            if not all(
                agrees(type, site.own.get(each, "")) for type, each in zip(wanted, arguments, strict=True)
            ):
                continue
            if isinstance(entity, Template) and entity.pattern == "infix":
                sign = f"`{name}`" if name[:1].isalpha() else name
                yield f"{arguments[0]} {sign} {arguments[1]}", PREDICATE + 0.1 + near
            elif kind.startswith("applied"):
                yield f"{name}({', '.join(arguments)})", PREDICATE + near + 0.1 * (len(wanted) - 1)


def _properties(site: Site) -> Iterator[tuple[str, float]]:
    """That a relation is transitive, symmetric, …: a declared one before one that is defined."""
    for name, entity in site.entities.items():
        if kind_of(entity).endswith("of 2 to be true") and (
            name in site.mentioned or isinstance(entity, ConstEntity)
        ):
            defined = 0.0 if isinstance(entity, ConstEntity) else 0.15
            for word in RELATION_WORDS:
                yield f"{word}({name})", PREDICATE + defined + (0.3 if word in SELDOM else 0.0)


def _relations(site: Site) -> Iterator[tuple[str, float]]:
    """How two variables of one type stand to one another: one in the other, a member, different."""
    sets = [name for name, type in site.own.items() if type.startswith("Set ") and name in site.mentioned]
    for one, other in permutations(sets, 2):
        yield f"{one} ⊆ {other}", RELATION
    for name in _values(site):
        for each in sets:
            if name != each:
                yield f"{name} ∈ {each}", RELATION + 0.1
    for each in sets:
        yield f"{each} ≠ ∅", RELATION
        for place in site.places:
            # A set of sets, as the membership of another variable is asked of it.
            if isinstance(place.node, tree.Compare) and len(place.node.rest) == 1:
                operator, right = place.node.rest[0]
                if operator.text == "∈" and show(place.node.first) != each and isinstance(right, tree.Apply):
                    yield f"{each} ∈ {show(right)}", RELATION


def _distinct(site: Site) -> Iterator[tuple[str, float]]:
    own = [name for name in site.own if name in site.mentioned]
    for one, other in permutations(own, 2):
        if one < other and site.own[one] == site.own[other]:
            yield f"{one} ≠ {other}", RELATION + 0.05


def _equations(site: Site) -> Iterator[tuple[str, float]]:
    """Equations and relations over declared functions and the claim's variables. What would be said with the
    definitions that the claim is about says nothing of why it fails."""
    for each in islice(atoms(site.claim), MOST):
        cost = EQUAL + 0.05 * (each.size - 2)
        yield each.text, cost
        if isinstance(each.term, Eq) and isinstance(each.term.type, SetT):
            left, _, right = each.text.partition(" = ")
            yield f"{left} ⊆ {right}", cost
            yield f"{right} ⊆ {left}", cost
