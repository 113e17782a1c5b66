"""What an invariance that fails leaves true: said and offered only where it is proved, and no more than the largest."""

import pytest

from aligncheck.diagnostics import edited
from aligncheck.repair.groups import rules, usual
from aligncheck.repair.inclusion import Inclusion
from aligncheck.repair.trial import Trial
from aligncheck.elaborate.meanings import TransformationEntity
from aligncheck.engines.contract import Limits
from tests.repair.small import outcome_of, repaired, site_of
from tests.verdicts import verdicts, workers

USES = "use transformations\nsort X\nfunction u: X -> Real\nconstant x, y, z: X\n"
OWN = """sort X
function u: X -> Real
constant x, y: X
transformation moved(b: Real) := fun r: Real. r + b
transformation stretched(a, b: Real) where a > 0 := fun r: Real. a*r + b
"""


def said(text: str) -> list[str]:
    """What is said to be kept, part by part."""
    return (outcome_of(text).reason or "").split("; ")


@pytest.mark.parametrize(
    ("claim", "kept"),
    [
        (
            "invariant u(x) - u(y) under positive_affine on u",
            {
                "it is invariant under `shift`",
                "`sign(u(x) - u(y))` is invariant under `positive_affine`",
                "it is equivariant under `positive_affine`, by `fun c. a*c`",
            },
        ),
        (
            "invariant u(x) - u(y) < u(y) - u(z) under strictly_increasing on u",
            {"it is invariant under `positive_affine`"},
        ),
        (
            "invariant u(x)/u(y) under affine on u",
            {"it is invariant under `scaling`"},
        ),
        (
            "invariant abs(u(x)) under scaling on u",
            {
                "it is invariant under `negation`",
                "`sign(abs(u(x)))` is invariant under `scaling`",
                "it is equivariant under `scaling`, by `fun c. abs(a)*c`",
            },
        ),
        (
            "invariant sign(u(x)) under strictly_increasing on u",
            {"it is invariant under `zero_preserving`"},
        ),
        (
            "assume nonempty(X), finite(X) invariant (max w: X. u(w)) under strictly_increasing on u",
            {
                "it is invariant under `permutation`",
                "it is equivariant under `strictly_increasing`, by `fun c. f(c)`",
            },
        ),
        (
            "equivariant u(x) + u(y) under positive_affine(a, b) on u by fun c. a*c + b",
            {""},
        ),
        (
            "equivariant u(x) under shift(d) on u by fun c. d*c",
            {"it is equivariant under `shift`, by `fun c. c + d`"},
        ),
    ],
)
def test_the_largest_that_are_kept_are_said(claim: str, kept: set[str]) -> None:
    assert set(said(f"{USES}claim it: {claim}")) == kept


def test_what_is_kept_is_offered_and_proved() -> None:
    text = f"{USES}claim it: invariant u(x) - u(y) under positive_affine on u"
    outcome = outcome_of(text)
    assert len(outcome.repairs) == 3
    for each in outcome.repairs:
        assert verdicts(edited(text, each.edits)) == {"it": "proved"}


def test_a_name_that_has_a_meaning_is_not_used_for_a_parameter() -> None:
    text = f"{USES}constant a: Real\nclaim it: invariant u(x) - u(y) under positive_affine on u"
    assert "it is equivariant under `positive_affine`, by `fun c. a'*c`" in said(text)


def test_of_two_that_are_the_same_the_own_one_is_said() -> None:
    found = said(f"{OWN}claim it: invariant u(x) - u(y) under stretched on u")
    assert "it is invariant under `moved`" in found


def test_a_group_of_the_library_is_taken_in_where_its_name_is_needed() -> None:
    text = """module ratios
sort X
function u: X -> Real
constant x, y: X
transformation stretched(a, b: Real) where a > 0 := fun r: Real. a*r + b
claim it: invariant u(x)/u(y) under stretched on u
"""
    first = outcome_of(text).repairs[0]
    assert edited(text, first.edits) == text.replace(
        "module ratios", "module ratios\nuse transformations"
    ).replace("under stretched", "under scaling")
    assert verdicts(edited(text, first.edits)) == {"it": "proved"}


def test_the_library_is_not_taken_in_beside_names_that_it_has() -> None:
    text = """sort X
function u: X -> Real
constant x, y: X
transformation shift(a: Real) := fun r: Real. r + a
transformation stretched(a, b: Real) where a > 0 := fun r: Real. a*r + b
claim it: invariant u(x)/u(y) under stretched on u
"""
    assert "it is invariant under `scaling`" in said(text)
    assert not [each for each in repaired(text) if "scaling" in each]


@pytest.mark.parametrize(
    ("one", "other", "part"),
    [
        ("shift", "positive_affine", True),
        ("positive_scaling", "positive_affine", True),
        ("positive_affine", "shift", False),
        ("positive_scaling", "scaling", True),
        ("negation", "scaling", True),
        ("negation", "positive_affine", False),
        ("positive_affine", "strictly_increasing", True),
        ("positive_scaling", "zero_preserving", True),
        ("shift", "zero_preserving", False),
        ("zero_preserving", "strictly_increasing", True),
        ("permutation", "strictly_increasing", False),
    ],
)
def test_which_is_part_of_which(one: str, other: str, part: bool) -> None:
    groups = {name: each for name, each in usual().items() if isinstance(each, TransformationEntity)}
    trial = Trial(site_of(f"{OWN}claim it: show u(x) = u(y)"), workers().engines(1), Limits())
    assert Inclusion(trial.is_true).holds(groups[one], groups[other]) is part


def test_rules_never_use_a_variable_of_theirs_twice() -> None:
    assert next(rules(["c"])) == "fun v. c*v"
    assert next(rules([], ["c"])) == "fun v. c(v)"
    assert len(set(rules(["a", "b"]))) == len(list(rules(["a", "b"])))
