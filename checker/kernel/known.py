"""Leaving out of a formula what is known where it stands: in `A and B` and `A -> B`, B is only asked where
A is true. For formulas that are true or false everywhere they are asked (domain conditions)."""
# TRUSTED

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from aligncheck.kernel.build import conj, disj, forall, neg
from aligncheck.kernel.substitution import free_names
from aligncheck.kernel.terms import FALSE, TRUE, Eq, If, Number, Op, Quant, Term, Truth, Var


def without_known(term: Term) -> Term:
    """The same formula without repetitions and plain truths."""
    return _Facts().rest(term)


class _Facts:
    """Formulas true at the place that is being looked at; each counted as often as it was added."""

    def __init__(self) -> None:
        self.counts: dict[Term, int] = {}
        self.mentioning: dict[str, list[Term]] = {}

    @contextmanager
    def _known(self, *formulas: Term) -> Iterator[None]:
        added: list[Term] = []
        for formula in formulas:
            added += self._add(formula)
        try:
            yield
        finally:
            self._drop(added)

    def _add(self, formula: Term) -> list[Term]:
        items = [item for item in conjuncts(formula) if _comparable(item)]
        for item in items:
            self.counts[item] = self.counts.get(item, 0) + 1
            for name in free_names(item):
                self.mentioning.setdefault(name, []).append(item)
        return items

    def _drop(self, items: list[Term]) -> None:
        for item in reversed(items):
            self.counts[item] -= 1
            for name in free_names(item):
                self.mentioning[name].pop()

    def rest(self, term: Term) -> Term:
        if _plainly_true(term) or (self.counts and _comparable(term) and self.counts.get(term, 0) > 0):
            return TRUE
        match term:
            case Op("and", args):
                return self._conjunction(args)
            case Op("or", args):
                return self._disjunction(args)
            case Op("implies", (left, right)):
                with self._known(left):
                    then = self.rest(right)
                return TRUE if then == TRUE else neg(left) if then == FALSE else Op("implies", (left, then))
            case If(condition, then, otherwise):
                with self._known(condition):
                    then = self.rest(then)
                with self._known(neg(condition)):
                    otherwise = self.rest(otherwise)
                return TRUE if then == otherwise == TRUE else If(condition, then, otherwise)
            case Quant("forall", var, body):
                return forall(var, self._under(var, body))
            case _:
                return term

    def _conjunction(self, args: tuple[Term, ...]) -> Term:
        kept: list[Term] = []
        added: list[Term] = []
        for arg in args:
            item = self.rest(arg)
            if item == FALSE:
                kept = [FALSE]  # the whole is true or false, so what stands before does not matter
                break
            kept.append(item)
            added += self._add(item)
        self._drop(added)
        return conj(*kept)

    def _disjunction(self, args: tuple[Term, ...]) -> Term:
        """Each is only asked where those before it are false."""
        kept: list[Term] = []
        added: list[Term] = []
        for arg in args:
            kept.append(self.rest(arg))
            if kept[-1] == TRUE:
                break
            added += self._add(neg(arg))
        self._drop(added)
        return TRUE if kept[-1] == TRUE else disj(*kept)

    def _under(self, var: Var, body: Term) -> Term:
        """Facts about an outer variable of the same name say nothing here."""
        hidden = {fact: self.counts[fact] for fact in self.mentioning.get(var.name, ())}
        for fact in hidden:
            self.counts[fact] = 0
        rest = self.rest(body)
        self.counts.update(hidden)
        return rest


def conjuncts(term: Term) -> Iterator[Term]:
    """The formulas that a formula is the conjunction of, in order."""
    if isinstance(term, Op) and term.name == "and":
        for arg in term.args:
            yield from conjuncts(arg)
    else:
        yield term


def _comparable(term: Term) -> bool:
    """Whether to look for this formula among the facts. Long chains are not worth it: each of their ends
    would be compared whole."""
    match term:
        case Op("and"):
            return False
        case Op("implies", (_, Op("and" | "implies"))):
            return False
        case _:
            return True


def _plainly_true(term: Term) -> bool:
    """`true`, and comparisons of numbers written out."""
    match term:
        case Truth(value):
            return value
        case Op("not", (Eq(Number(left), Number(right), _),)):
            return left != right
        case Op("lt", (Number(left), Number(right))):
            return left < right
        case Op("le", (Number(left), Number(right))):
            return left <= right
        case _:
            return False
