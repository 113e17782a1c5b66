"""A proved equivalence at work: where one side of an instance of it stands in a goal, the other one is put. Both
goals have the same counterexamples, if the equivalence holds in every model and its assumptions follow from what is
not changed."""
# TRUSTED

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from aligncheck.kernel.apart import apart
from aligncheck.kernel.build import conj
from aligncheck.kernel.domain import domain
from aligncheck.kernel.goal import Goal
from aligncheck.kernel.membership import belongs, closed
from aligncheck.kernel.refusal import KernelRefusal
from aligncheck.kernel.rules import Restate
from aligncheck.kernel.substitution import alike, free_names, replace_constants, substitute
from aligncheck.kernel.terms import TRUE, Const, Op, SortQuant, Term
from aligncheck.kernel.traversal import Indexed, kinds, map_term
from aligncheck.kernel.types import Base, Type


def restated(goal: Goal, rule: Restate) -> tuple[Goal, ...]:
    """The lemma; each of its assumptions, from the assumptions of the goal that stay as they are; the goal restated.
    Refuses a lemma that is no equivalence of formulas that are always defined."""
    lemma = rule.lemma
    if not isinstance(lemma.conclusion, Op) or lemma.conclusion.name != "iff":
        raise KernelRefusal("no equivalence")
    if domain(lemma.conclusion) != TRUE:
        raise KernelRefusal("an equivalence of what may be undefined")
    instance = _Instance(goal, rule)
    left, right = map(instance.of, lemma.conclusion.args)
    old, new = (right, left) if rule.back else (left, right)

    inside, numbered = kinds(old), _numbered(old)

    def put(term: Term) -> Term:
        if kinds(term) == inside and alike(_numbered(term), numbered):
            return new
        return map_term(term, put, lambda type: type)

    assumptions = tuple(replace(each, formula=put(each.formula)) for each in goal.assumptions)
    conclusion = put(goal.conclusion)
    pairs = zip(goal.assumptions, assumptions, strict=True)
    kept = tuple(each for each, other in pairs if other.formula is each.formula)
    if len(kept) == len(assumptions) and conclusion is goal.conclusion:
        raise KernelRefusal("neither side stands in the goal")
    # From what is changed they must not follow: it says what it said only where they hold.
    asked = (replace(goal, assumptions=kept, conclusion=each) for each in instance.conditions())
    return lemma, *asked, replace(goal, assumptions=assumptions, conclusion=conclusion)


def _numbered(term: Term, depth: int = 0) -> Term:
    """With bound sorts called by how deep they are bound: what differs in their names only is alike then."""
    if SortQuant not in kinds(term):
        return term
    if not isinstance(term, SortQuant):
        return map_term(term, lambda part: _numbered(part, depth), lambda type: type)
    names = tuple(f"⟨{depth + at}⟩" for at in range(len(term.sorts)))
    body = _numbered(term.body, depth + len(names))
    called: dict[str, Type] = {old: Base(new) for old, new in zip(term.sorts, names, strict=True)}
    return SortQuant(term.kind, names, substitute(body, {}, called))


class _Instance:
    """What the sorts and symbols of a lemma are in the goal: each of them something of its type."""

    def __init__(self, goal: Goal, rule: Restate) -> None:
        self.goal, self.lemma = goal, rule.lemma
        self.sorts: dict[str, Type] = dict(rule.sorts)
        terms: Mapping[str, Term] = dict(rule.terms)
        if set(self.sorts) != set(self.lemma.sorts) or any(map(free_names, self.sorts.values())):
            raise KernelRefusal("a sort of the lemma that is none here")
        if set(terms) != {each.name for each in self.lemma.constants}:
            raise KernelRefusal("a symbol of the lemma that is nothing here")
        self.values: dict[Const, Term] = {
            Const(each.name, substitute(each.type, {}, self.sorts), each.index): terms[each.name]
            for each in self.lemma.constants
        }
        for symbol, value in self.values.items():
            if not closed(value, goal) or domain(value) != TRUE:
                raise KernelRefusal("a value of symbols that the goal does not have, or none at all")
            if belongs(value, replace_constants(symbol.type, self.values)) != TRUE:
                raise KernelRefusal("a value of another type")

    def of(self, formula: Term) -> Term:
        """The formula, of what the sorts and symbols are here."""
        if Indexed in kinds(formula) or not closed(formula, self.lemma):
            raise KernelRefusal("a lemma about members of families, or about what it does not name")
        names = (*self.goal.sorts, *(each for each in self.lemma.sorts if each not in self.goal.sorts))
        bound = apart(Goal(names, (), (), formula)).conclusion
        here = replace_constants(substitute(bound, {}, self.sorts), self.values)
        if not closed(here, self.goal):
            raise KernelRefusal("a lemma about what the goal does not have")
        return here

    def conditions(self) -> Iterator[Term]:
        """That each assumption of the lemma is defined and true."""
        for each in self.lemma.assumptions:
            formula = self.of(each.formula)
            yield conj(domain(formula), formula)
