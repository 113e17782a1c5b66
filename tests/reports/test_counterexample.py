"""A model is shown in the names of the spec, and one sentence says where the conclusion breaks."""

from fractions import Fraction

import pytest

from aligncheck.claims.claim import Claim, Conclusion, Holds, Hypothesis, Presentation, ShownStructure
from aligncheck.kernel.goal import Assumption, Goal
from aligncheck.kernel.sequences import doubling_blocks, monomial, periodic
from aligncheck.kernel.terms import App, Const, Eq, In, Number, Op, Quant, Term, Tup, Var
from aligncheck.kernel.types import BOOL, NAT, REAL, Base, Fun, Prod, SetT, Type
from aligncheck.kernel.values import Element, Model, Table, Value
from aligncheck.reports.counterexample import counterexample, machine_form
from aligncheck.reports.pieces import plain
from aligncheck.source import SourceFile, Span

SPAN = Span(SourceFile("a.align", "claim c: show …"), 0, 5)
WORLD, AGENT, ENV = Base("World"), Base("C.Agent"), Base("C.Env")
EVAL = Const("C.eval", Fun(Prod((AGENT, ENV)), WORLD))
FRAME = ShownStructure("C", "Frame", {"Agent": AGENT, "Env": ENV}, {"eval": EVAL})


def w(index: int) -> Element:
    return Element("World", index)


def shown(
    conclusion: Term,
    constants: list[Const],
    model: Model,
    presentation: Presentation | None = None,
    words: str = "the conclusion",
    assumed: tuple[Assumption, ...] = (),
    universals: bool = True,
) -> list[str]:
    claim, goal = made(conclusion, constants, model, presentation, words, assumed, universals)
    assert next(plain(each) for each in counterexample(claim, goal, model)) == "counterexample:"
    text: str = machine_form(claim, goal, model)["text"]
    return text.splitlines()


def made(
    conclusion: Term,
    constants: list[Const],
    model: Model,
    presentation: Presentation | None = None,
    words: str = "the conclusion",
    assumed: tuple[Assumption, ...] = (),
    universals: bool = True,
) -> tuple[Claim, Goal]:
    question = Holds((Conclusion(words, conclusion, SPAN),))
    hypotheses = tuple(Hypothesis(each.label, each.formula, each.kind, SPAN) for each in assumed)
    claim = Claim(
        "c",
        SPAN,
        question,
        tuple(model.carriers),
        tuple(constants),
        hypotheses,
        presentation=presentation or Presentation(),
        variables=tuple(each.name for each in constants) if universals else (),
    )
    return claim, Goal(tuple(model.carriers), tuple(constants), assumed, conclusion)


def frame(agents: int, environments: int, entries: dict[tuple[int, int], int]) -> Model:
    table = Table(
        tuple(((Element("C.Agent", a), Element("C.Env", e)), w(entry)) for (a, e), entry in entries.items())
    )
    return Model({"World": 2, "C.Agent": agents, "C.Env": environments}, {"C.eval": table})


a, b, e = Var("a", AGENT), Var("b", AGENT), Var("e", ENV)
SAME_ROWS: Term = Quant(
    "forall",
    a,
    Quant("forall", b, Quant("forall", e, Eq(App(EVAL, Tup((a, e))), App(EVAL, Tup((b, e))), WORLD))),
)


def test_a_frame_is_shown_as_a_matrix_with_the_names_of_its_rows_and_columns() -> None:
    model = frame(2, 1, {(0, 0): 0, (1, 0): 1})
    lines = shown(SAME_ROWS, [EVAL], model, Presentation((FRAME,)))
    assert lines[:5] == [
        "C: Frame is 2×1: Agent = {a0, a1}, Env = {e0}",
        "        e0",
        "    a0  w0",
        "    a1  w1",
        "World = {w0, w1}",
    ]


def test_the_sentence_goes_down_to_the_values_at_which_a_universal_fails() -> None:
    model = frame(2, 1, {(0, 0): 0, (1, 0): 1})
    sentence = shown(SAME_ROWS, [EVAL], model, Presentation((FRAME,)), "all rows are alike")[-1]
    assert sentence == (
        "`all rows are alike` is false: for a = a0, for b = a1, for e = e0, "
        "`C.eval(a, e)` is w0 but `C.eval(b, e)` is w1"
    )


def test_a_frame_without_agents_is_said_to_have_none() -> None:
    some = Quant("exists", a, Eq(a, a, AGENT))
    lines = shown(some, [EVAL], frame(0, 1, {}), Presentation((FRAME,)), "nonempty(C.Agent)")
    assert lines[0] == "C: Frame is 0×1: Agent is empty, Env = {e0}"
    assert lines[-1] == "`nonempty(C.Agent)` is false: there is no a at all: C.Agent is empty"


def test_what_a_goal_opened_is_shown_as_a_structure_too() -> None:
    model = frame(1, 1, {(0, 0): 1})
    lines = shown(Op("not", (Eq(Const("v", WORLD), Const("v", WORLD), WORLD),)), [EVAL], model)
    assert "C is 1×1: Agent = {a0}, Env = {e0}" in lines


def test_an_element_has_the_name_of_the_constant_that_stands_for_it() -> None:
    alice, bob = Const("alice", WORLD), Const("bob", WORLD)
    model = Model({"World": 3}, {"alice": w(1), "bob": w(1)})
    lines = shown(Op("not", (Eq(alice, bob, WORLD),)), [alice, bob], model, words="alice ≠ bob")
    assert lines == [
        "World = {w0, alice, w1}",
        "bob = alice",
        "`alice ≠ bob` is false: `bob` is alice",
    ]


def test_a_hierarchy_is_a_tree_and_partial_functions_are_shown_where_they_are_defined() -> None:
    optimizer, objective = Base("Optimizer"), Base("Objective")
    built = Const("built", Fun(optimizer, BOOL))
    trained = Const("trained", Fun(optimizer, BOOL))
    builder = Const("builder", Fun(optimizer, optimizer))
    trained_on = Const("trained_on", Fun(optimizer, objective))
    researcher, agent = Const("Researcher", optimizer), Const("Agent", optimizer)
    base = Const("base", objective)

    def o(index: int) -> Element:
        return Element("Optimizer", index)

    model = Model(
        {"Optimizer": 3, "Objective": 2},
        {
            "Researcher": o(0),
            "Agent": o(1),
            "base": Element("Objective", 0),
            "built": Table(((o(0), False), (o(1), True), (o(2), True))),
            "trained": Table(((o(0), False), (o(1), True), (o(2), True))),
            "builder": Table(((o(0), o(0)), (o(1), o(0)), (o(2), o(1)))),
            "trained_on": Table(
                tuple((o(i), Element("Objective", value)) for i, value in enumerate((1, 0, 1)))
            ),
        },
    )
    presentation = Presentation(partial={"builder": "built", "trained_on": "trained"}, trees=("builder",))
    conclusion = Eq(App(trained_on, agent), App(trained_on, App(builder, agent)), objective)
    constants = [researcher, agent, base, built, trained, builder, trained_on]
    lines = shown(conclusion, constants, model, presentation, universals=False)
    assert lines[:-1] == [
        "Optimizer = {Researcher, Agent, o0}",
        "Objective = {base, p0}",
        "builder:",
        "  Researcher",
        "  └─ Agent  (trained_on base)",
        "     └─ o0  (trained_on p0)",
    ]


def value_line(value: Value, type: Type, carriers: dict[str, int] | None = None) -> str:
    symbol = Const("x", type)
    conclusion = Op("not", (Eq(symbol, symbol, type),))
    model = Model(carriers or {}, {"x": value})
    claim, goal = made(conclusion, [symbol], model)
    text: str = machine_form(claim, goal, model)["text"]
    return next(line for line in text.splitlines() if line.startswith("x"))


@pytest.fixture
def all_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """Show what does not matter too."""
    monkeypatch.setattr("aligncheck.evidence.relevant.idle", lambda goal, model: frozenset())


@pytest.mark.usefixtures("all_shown")
def test_each_kind_of_value_has_its_notation() -> None:
    worlds = {"World": 2}
    assert value_line(Fraction(1, 2), REAL) == "x = 1/2"
    assert value_line(True, BOOL) == "x = true"
    assert value_line(frozenset({w(1), w(0)}), SetT(WORLD), worlds) == "x = {w0, w1}"
    assert value_line(frozenset(), SetT(WORLD), worlds) == "x = {}"
    on_worlds = Table(((w(0), Fraction(1)), (w(1), Fraction(0))))
    assert value_line(on_worlds, Fun(WORLD, REAL), worlds) == "x: w0 ↦ 1, w1 ↦ 0"
    pairs = Prod((WORLD, WORLD))
    relation = Table((((w(0), w(1)), True), ((w(1), w(1)), False)))
    assert value_line(relation, Fun(pairs, BOOL), worlds) == "x holds of (w0, w1)"
    nowhere = Table((((w(0), w(1)), False),))
    assert value_line(nowhere, Fun(pairs, BOOL), worlds) == "x holds of none"


@pytest.mark.usefixtures("all_shown")
def test_sequences_are_shown_by_their_first_values_and_a_short_formula() -> None:
    naturals = Fun(NAT, REAL)
    assert value_line(periodic([0], [1]), naturals) == "x = 1, 0, 0, 0, 0, 0, …"
    assert value_line(periodic([2]), naturals) == "x = 2, 2, 2, …"
    assert value_line(periodic([0, 1]), naturals) == (
        "x = 0, 1, 0, 1, 0, 1, … (again and again, 2 values; no limit, mean 1/2)"
    )
    assert value_line(doubling_blocks(), naturals) == (
        "x = 0, 0, 1, 1, 0, 0, … (1 at 2..3, 8..15, 32..63, …; no limit, means between 1/3 and 2/3)"
    )
    assert value_line(monomial(1, 1), naturals) == "x = 0, 1, 2, 3, 4, 5, … (t; tends to oo)"
    assert value_line(monomial(1, -1), naturals) == (
        "x = 0, 1, 1/2, 1/3, 1/4, 1/5, … (1/t from t = 1 on; limit 0)"
    )
    assert value_line(monomial(1, 1, -1), naturals) == (
        "x = 0, -1, 2, -3, 4, -5, … (t at even t, -t at odd t; no limit, not bounded)"
    )


def test_a_set_equation_is_broken_by_a_member_of_one_side() -> None:
    left, right = Const("S", SetT(WORLD)), Const("T", SetT(WORLD))
    model = Model({"World": 2}, {"S": frozenset({w(0), w(1)}), "T": frozenset({w(0)})})
    lines = shown(Eq(left, right, SetT(WORLD)), [left, right], model, words="S = T")
    assert lines[-1] == "`S = T` is false: w1 is in `S` but not in `T`"


def test_the_sentence_says_that_the_premise_holds_and_where_the_rest_fails() -> None:
    left, right, v = Const("S", SetT(WORLD)), Const("T", SetT(WORLD)), Const("v", WORLD)
    model = Model({"World": 1}, {"S": frozenset({w(0)}), "T": frozenset(), "v": w(0)})
    formula = Op("implies", (In(v, left), In(v, right)))
    assumed = (Assumption("v = v", Eq(v, v, WORLD), "assume"),)
    lines = shown(formula, [left, right, v], model, words="S ⊆ T", assumed=assumed)
    assert lines[-1] == (
        "every assumption holds, but `S ⊆ T` is false: `v ∈ S` holds, `v` is not in `T` = {}"
    )


def test_numbers_are_shown_on_both_sides_of_a_comparison() -> None:
    x = Const("x", REAL)
    model = Model({}, {"x": Fraction(-1, 2)})
    lines = shown(Op("lt", (Number(Fraction(0), REAL), x)), [x], model, words="x > 0")
    assert lines[-1] == "`x > 0` is false: `0` < `x` would say 0 < -1/2"


def test_what_may_have_any_value_is_left_out() -> None:
    x, y, bystander = Const("x", WORLD), Const("y", WORLD), Const("bystander", WORLD)
    model = Model({"World": 2}, {"x": w(0), "y": w(1), "bystander": w(1)})
    lines = shown(Eq(x, y, WORLD), [bystander, x, y], model, words="x = y")
    assert not any("bystander" in each for each in lines)
    assert "World = {x, y}" in lines


def test_the_plain_form_names_sorts_members_and_values() -> None:
    model = frame(1, 1, {(0, 0): 1})
    claim, goal = made(SAME_ROWS, [EVAL], model, Presentation((FRAME,)))
    data = machine_form(claim, goal, model)
    assert data["sorts"] == {"World": ["w0", "w1"], "C.Agent": ["a0"], "C.Env": ["e0"]}
    assert data["functions"] == {"C.eval": [{"at": ["a0", "e0"], "value": "w1"}]}
