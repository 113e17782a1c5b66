"""What evidence is kept under: the content of a claim, and the program and engines that judged it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from aligncheck.claims.claim import Claim, Consistent, Holds, Independent, Reduces
from aligncheck.evidence.outcome import Outcome
from aligncheck.kernel.goal import Goal
from aligncheck.kernel.terms import TRUE, Term
from aligncheck.obligations.goals import pruned
from aligncheck.store.roots import Roots
from aligncheck.store.table import digest
from aligncheck.store.versions import program


def content(claim: Claim) -> str:
    """Tells the claim from all others, by all that its judging rests on: definitions put in, names included.
    What else its module declares matters only to a search for readings. Where it stands does not matter."""
    if isinstance(claim.question, Reduces):
        return digest(claim)
    spoken = pruned(Goal(claim.sorts, claim.constants, (), TRUE), _formulas(claim), claim.variables)
    return digest(replace(claim, sorts=spoken.sorts, constants=spoken.constants, operations=()))


def _formulas(claim: Claim) -> list[Term]:
    """All that the claim says, whatever for."""
    found = [each.formula for each in (*claim.hypotheses, *claim.expectation.only_given)]
    match claim.question:
        case Holds(conclusions):
            found += [each.formula for each in conclusions]
        case Consistent(formulas):
            found += [each.formula for each in formulas]
        case Independent(formula, premises):
            found += [formula.formula, *(each.formula for each in premises)]
        case Reduces(_, left, right, _, fixed, _):
            found += [left, right, *fixed.values()]
    return [*found, *claim.witnesses.values(), *claim.expectation.at_constants.values()]


def matter(claim: Claim, earlier: Mapping[str, Outcome]) -> str:
    """Tells what is claimed from all else that could be: the goals that evidence is about, and what its author
    expects."""
    return digest((claim.name, claim.expectation, tuple(Roots(claim, earlier, None).all().items())))


def key_of(claim: Claim, earlier: Mapping[str, Outcome]) -> str:
    """The key of a claim's outcome. What it rests on (lemmas, obligations of definitions) is part of it."""
    known = [
        (name, content(earlier[name].claim), earlier[name].verdict.name, earlier[name].grade)
        for name in (*claim.depends_on, *claim.lemmas)
        if name in earlier
    ]
    return digest((program(), content(claim), tuple(known)))
