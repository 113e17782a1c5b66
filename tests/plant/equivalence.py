"""When a slip is none: the claim says the same as before."""

from __future__ import annotations

from dataclasses import dataclass, replace

from aligncheck.syntax import tree
from tests.plant.claims import TrueClaim
from tests.plant.forms import form, instances
from tests.plant.surface import NOWHERE, name


@dataclass(frozen=True)
class Question:
    """What to ask of the engines about a mutant. It says the same as the original if `same` is proved, and
    follows from it if `special` is; neither, if `trivial` is proved."""

    same: tree.ClaimDecl
    special: tree.ClaimDecl
    trivial: tree.ClaimDecl | None = None

    @property
    def claims(self) -> tuple[tree.ClaimDecl, ...]:
        return (self.same, self.special, *(() if self.trivial is None else (self.trivial,)))


def written_alike(claim: tree.ClaimDecl, origin: TrueClaim) -> bool:
    """Up to the order of what has none, and the names of universals."""
    lent = origin.scope.lent
    return form(claim, lent) == form(origin.claim, lent)


def an_instance(claim: tree.ClaimDecl, origin: TrueClaim) -> bool:
    """Whether the claim is the original with some universals replaced by others. A transformation `on` one of
    two names that become one is another transformation."""
    if any(isinstance(each, tree.Property) and each.on for each in claim.clauses):
        return False
    lent = origin.scope.lent
    return form(claim, {}) in instances(origin.claim, lent)


def question_of(claim: tree.ClaimDecl, original: tree.ClaimDecl) -> Question | None:
    """What to ask of the engines about the one clause that was changed; None where another part was.

    A changed assumption (or condition of a `for`) is compared with the old one under all others. A changed
    conclusion is compared without the assumptions: under them both are true, and equivalent for that reason
    alone. If the old conclusion is true without them as well, nothing is learned by comparing.
    """
    if claim.locals != original.locals or _others(claim) != _others(original):
        return None
    assumed, assumed_now, shown, shown_now = (
        *map(_assumed, (original, claim)),
        *map(_shown, (original, claim)),
    )
    if shown == shown_now:
        old, new = _difference(assumed, assumed_now)
        if len(old) == len(new) == 1:
            context = [each for each in assumed if each is not old[0]]
            same, special = _iff(old[0], new[0]), _implies(new[0], old[0])
            return Question(_asked(original, context, same), _asked(original, context, special))
        if len(old) == 1 and not new:
            context = [each for each in assumed if each is not old[0]]
            asked = _asked(original, context, old[0])
            return Question(asked, asked)
    elif assumed == assumed_now:
        old, new = _difference(shown, shown_now)
        if len(old) == len(new) == 1:
            context = [name("defined")]
            said = _iff(old[0], new[0]), _implies(old[0], new[0]), old[0]
            return Question(*(_asked(original, context, each) for each in said))
    return None


def _assumed(claim: tree.ClaimDecl) -> list[tree.Term]:
    found: list[tree.Term] = []
    for clause in claim.clauses:
        if isinstance(clause, tree.AssumeClause):
            found += clause.formulas
        if isinstance(clause, tree.ForClause):
            found += [each.where for each in clause.binders if each.where is not None]
    return found


def _shown(claim: tree.ClaimDecl) -> list[tree.Term]:
    return [
        each for clause in claim.clauses if isinstance(clause, tree.ShowClause) for each in clause.formulas
    ]


def _others(claim: tree.ClaimDecl) -> list[tree.Clause]:
    """The clauses that state no formula, and the variables that the claim is for."""
    found: list[tree.Clause] = []
    for clause in claim.clauses:
        if isinstance(clause, tree.ForClause):
            binders = tuple(replace(each, where=None) for each in clause.binders)
            found.append(replace(clause, binders=binders))
        elif not isinstance(clause, tree.AssumeClause | tree.ShowClause):
            found.append(clause)
    return found


def _difference(old: list[tree.Term], new: list[tree.Term]) -> tuple[list[tree.Term], list[tree.Term]]:
    return [each for each in old if each not in new], [each for each in new if each not in old]


def _iff(left: tree.Term, right: tree.Term) -> tree.Term:
    return tree.Iff(left, right, span=NOWHERE)


def _implies(left: tree.Term, right: tree.Term) -> tree.Term:
    return tree.Implies(left, right, span=NOWHERE)


def _asked(original: tree.ClaimDecl, assumed: list[tree.Term], shown: tree.Term) -> tree.ClaimDecl:
    """The claim with these assumptions and this conclusion in place of its own."""
    clauses = [each for each in _others(original) if isinstance(each, tree.ForClause)]
    if assumed:
        clauses.append(tree.AssumeClause(tuple(assumed), span=NOWHERE))
    return replace(original, clauses=(*clauses, tree.ShowClause((shown,), span=NOWHERE)))
