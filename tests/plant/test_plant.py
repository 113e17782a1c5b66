"""Slips in the library's true claims: a sample, each with what becomes of it and why that is right."""

from __future__ import annotations

from functools import cache

import pytest

from aligncheck.library.files import align_files
from tests.plant.claims import true_claims
from tests.plant.fates import CAUGHT, Fated, Field
from tests.plant.run import LIBRARY, chosen, fates
from tests.verdicts import workers

FOUND_AT_ONCE = {
    "biextensional_equivalence chain · index · `2` → `3`": "there is no C[3]",
    "biextensional_equivalence chain · index · `i + 1` → `i + 2`": "C[3] when i is 1",
    "biextensional_equivalence chain · index · `i` → `i - 1`": "C[-1] when i is 0",
    "biextensional_equivalence chain · range · `{0, 1}` → `{0, 1, 2}`": "C[3] when i is 2",
    "biextensional_equivalence chain · range · `{0, 1}` → `{1}`": "nothing is assumed of C[0]",
    "cartesian_frames image_of_dual · prime · `C` → `C'`": "nobody declared C'",
    "cartesian_frames homotopic_is_symmetric · arguments · `n` → `m`, `m` → `n`": "what is shown is assumed",
}
"""Slips that are found without a solver, and what is wrong with them."""

REFUTED = {
    "cartesian_frames homotopic_is_symmetric · hypothesis · `assume homotopic(m, n)` → ``":
        "two morphisms that give different rows",
    "cartesian_frames ensure_is_upward_closed · hypothesis · `S ⊆ T` → ``": "T empty",
    "cartesian_frames ensure_is_upward_closed · arguments · `S` → `T`, `T` → `S`": "what is ensured may shrink",
    "cartesian_frames prevent_is_ensuring_the_complement · sign · `World ∖ S` → `S`": "S empty, C not",
    "cartesian_frames prevent_is_ensuring_the_complement · comparison · `∖` → `∩`": "S empty, C not",
    "cartesian_frames prevent_is_ensuring_the_complement · name · `Prevent` → `Ensure`": "S empty, C not",
    "cartesian_frames controllable_is_not_observable · projection · `Env` → `Agent`":
        "one option and no environment: all is ensured, prevented and observed",
    "cartesian_frames controllable_is_not_observable · comparison · `∩` → `∪`": "one option observes all",
    "gradient_descent capability_is_the_drop · index · `0` → `1`": "a loss whose first step changes it",
    "gradient_descent capability_is_the_drop · comparison · `-` → `+`": "a loss that starts at 1 and stays",
    "gradient_descent capability_is_the_drop · hypothesis · `assume converges(L)` → ``":
        "a loss without a limit",
    "gradient_descent capability_scales · name · `a` → `b`": "b is 0, a is 1, and the capability is not 0",
    "inner_alignment levels · numeral · `2` → `3`": "there are three levels, counted from 0",
    "inner_alignment levels · name · `SubAgent` → `Agent`": "the agent stands on level 1",
    "inner_alignment three_levels · arguments · `Researcher` → `Agent`, `Agent` → `Researcher`":
        "aligned need not be symmetric",
    "inner_alignment any_honest_builder · projection · `trained_on` → `pursued`":
        "what the agent was trained on is then free",
    "inner_alignment chain · hypothesis · `assume transitive(aligned)` → ``": "a chain without its end",
    "inner_alignment chain · name · `transitive` → `symmetric`": "a symmetric chain without its end",
    "inner_alignment chain · hypothesis · `inner_aligned(Researcher, Agent)` → ``": "half a chain",
    "inner_alignment inner_to_objective · projection · `mesa` → `base`":
        "nothing ties what it optimizes inside to how it behaves",
    "inner_alignment inner_to_objective · comparison · `=` → `≠`": "other policies are optimal",
    "inner_alignment outer_and_optimal_to_intent · arguments · `opt(M.behavioral)` → `opt(M.base)`, "
    "`opt(M.base)` → `opt(M.behavioral)`": "a behaviour that has more optimal policies",
}  # fmt: skip
"""Slips that have a counterexample, and which."""

THE_SAME = {
    "biextensional_equivalence equivalent_frames_have_one_image · arguments · `C` → `D`, `D` → `C`":
        "both names are universal, and equality has no order",
    "cartesian_frames homotopic_is_reflexive · name · `C` → `E`": "any frame for any other",
    "inner_alignment any_honest_builder · hypothesis · `a: Optimizer where built(a)` → `a: Optimizer`":
        "only what is built has a builder, and the assumption speaks of it",
}  # fmt: skip
"""Changes that are none, and why."""


@cache
def found() -> dict[str, Fated]:
    wanted = {*FOUND_AT_ONCE, *REFUTED, *THE_SAME}
    paths = [LIBRARY / f"{name}.align" for name in sorted({key.split()[0] for key in wanted})]
    mutants = [each for each in chosen(true_claims(align_files(paths))) if each.key in wanted]
    assert len(mutants) == len(wanted)
    return {each.mutant.key: each for each in fates(mutants, Field(workers(), seconds=10))}


@pytest.mark.parametrize("slip", FOUND_AT_ONCE)
def test_what_is_wrong_as_written_is_found_without_a_solver(slip: str) -> None:
    assert found()[slip].fate == "static"


@pytest.mark.parametrize("slip", REFUTED)
def test_what_is_false_does_not_pass(slip: str) -> None:
    assert found()[slip].fate in CAUGHT


@pytest.mark.parametrize("slip", THE_SAME)
def test_what_says_the_same_is_no_slip(slip: str) -> None:
    assert found()[slip].fate == "equivalent"


def test_a_mend_that_gives_back_the_original_is_counted() -> None:
    assert found()["biextensional_equivalence chain · range · `{0, 1}` → `{0, 1, 2}`"].restored is True
