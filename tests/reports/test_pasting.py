"""A counterexample as a clause: pasted under its claim, the claim is refuted at it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from aligncheck.evidence.outcome import Outcome
from aligncheck.kernel.verdicts import Refuted
from aligncheck.reports.pasting import Pasted, pasted
from tests.verdicts import checked

CORPUS = Path(__file__).parents[1] / "corpus"
REFUTED = re.compile(r"^claim (\w+)(?:(?!^claim )[\s\S])*?expect refuted$", re.MULTILINE)
"""A claim that its author expects to be false, with its name."""
FILES = [
    path
    for path in (*sorted((Path(__file__).parents[2] / "spec").glob("*.align")), CORPUS / "post1.align")
    if REFUTED.search(path.read_text(encoding="utf-8"))
]
LOSS = "sequence L: Nat -> Real\n"
NOT_WRITTEN = {"capability_of_a_bounded_loss"}
"""Refuted by a sequence of doubling blocks, for which the language has no formula."""


def forms(text: str, name: str) -> dict[str, tuple[Outcome, Pasted]]:
    """Each refuted claim with its counterexample as a clause."""
    refuted = [each for each in judged(text, name) if isinstance(each.verdict, Refuted)]
    return {each.claim.name: (each, form_of(each)) for each in refuted}


def judged(text: str, name: str, claims: tuple[str, ...] = ()) -> tuple[Outcome, ...]:
    """The outcomes of these claims; of those that are expected to be false, if none are named."""
    return checked(text, name, claims or tuple(REFUTED.findall(text))).outcomes


def form_of(outcome: Outcome) -> Pasted:
    assert isinstance(outcome.verdict, Refuted)
    return pasted(outcome.claim, outcome.verdict.goal, outcome.verdict.model)


def with_clauses(text: str, found: dict[str, tuple[Outcome, Pasted]]) -> str:
    """The text with each clause in the place of what the claim expected."""
    edits = []
    for outcome, form in found.values():
        span = outcome.claim.span
        (old,) = re.finditer(r"\bexpect\s[^\n]*", text[span.start : span.end])
        edits.append((span.start + old.start(), span.start + old.end(), form.clause or old.group()))
    for start, end, clause in sorted(edits, reverse=True):
        text = text[:start] + clause + text[end:]
    return text


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_counterexample_refutes_its_claim_when_it_is_pasted_back(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    found = forms(text, str(path))
    assert found
    assert {name for name, (_, form) in found.items() if form.clause is None} <= NOT_WRITTEN
    again = {
        each.claim.name: each
        for each in judged(with_clauses(text, found), str(path), tuple(REFUTED.findall(text)))
    }
    for name, (_, form) in found.items():
        pinned = again[name].claim.expectation
        assert again[name].verdict.name == "refuted" and again[name].ok, f"{name}: {form.clause}"
        assert form.clause is None or pinned.at_sorts or pinned.at_constants


@pytest.mark.parametrize(
    ("text", "clause"),
    [
        ("claim c: for x: Real show x != 0", "x := 0"),
        ("claim c: for b: Bool show b", "b := false"),
        ("enum Move { stay, go }\nclaim c: for m: Move show m = go", "m := stay"),
        ("enum Side { heads, tails }\nclaim c: for p: Dist Side show p(heads) > 1/3", "p := {tails ↦ 1}"),
        ("sort A\nclaim c: show nonempty(A)", "A := {}"),
        ("sort A\nrelation R(x: A)\nclaim c: for a: A show R(a)", "A := {a}, R := fun x. false, a := a"),
        (f"{LOSS}claim c: assume converges(L), L(1) = 0 show L(0) = 0", "L := fun x. if x = 0 then 1 else 0"),
        (f"{LOSS}claim c: assume bounded(L) show converges(L)", "L := fun x. 1/2 + ((-1/2))*(-1)^x"),
    ],
)  # fmt: skip
def test_each_kind_of_value_has_its_form(text: str, clause: str) -> None:
    ((_, form),) = forms(text + "\n", "kinds.align").values()
    assert form.clause == f"expect refuted at {clause}" and not form.left_open


def test_a_frame_without_rows_or_columns_is_a_matrix_too() -> None:
    text = """sort World
structure Frame(W: Sort) { Agent: Sort  Env: Sort  eval: Agent, Env -> W }
default Frame(World)
given C: Frame
claim c: assume nonempty(C.Agent) show nonempty(C.Env) expect refuted
"""
    ((_, form),) = forms(text, "top.align").values()
    assert form.clause is not None and re.search(r"C := matrix \{ ; \w+:  ?\}", form.clause)
    assert checked(text.replace("expect refuted", form.clause)).passed()


def test_a_kernel_of_a_structure_is_pasted_with_names_of_its_own() -> None:
    text = """structure Chain { finite State: Sort  step: State -> Dist State }
given M: Chain
claim c: for s: M.State assume exists t: M.State. s ≠ t show M.step(s)(s) > 1/2 expect refuted
"""
    ((_, form),) = forms(text, "chain.align").values()
    assert form.clause is not None and "step := fun x. {" in form.clause and " ↦ 1}" in form.clause
    assert checked(text.replace("expect refuted", form.clause)).passed()


def test_what_has_no_form_is_named_with_the_reason() -> None:
    text = """sequence L: Nat -> Real
claim c: assume bounded(L) show defined(lim T -> oo. (1/T) * sum t in 1..T. L(t))
"""
    ((_, form),) = forms(text, "blocks.align").values()
    assert form.clause is None
    assert form.left_open == (("L", "the language has no formula for its blocks"),)
