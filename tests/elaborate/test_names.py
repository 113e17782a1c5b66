"""What is offered for a name that nobody declared: what makes sense there, by kind and type, before what does not."""

import pytest

from tests.benchmarks.names import offered, problems

SETTING = """
sort Agent, World
objective base, mesa
optimizer Researcher { pursues base }
optimizer Builder built by Researcher { trained on base pursues mesa }
structure Frame(W: Sort) { Option: Sort  Env: Sort  eval: Option, Env -> W }
default Frame(World)
structure Pair { first: Agent  second: World }
given C, D: Frame, S, T: Set World
constant agents: Agent
constant agency: Set Agent
constant pair: Pair
constant worlds: World
constant number: Real
function value(a: Agent): Real
relation likes(a, b: Agent)
relation liked(a: Agent)
relation linked(C, D: Frame) := nonempty(C.Option) or nonempty(D.Option)
relation lined(a: Agent, w: World) := liked(a) and w = worlds
def Image(C: Frame) := {C.eval(a, e) | a: C.Option, e: C.Env}
def inner_aligned(base, mesa: Optimizer) := pursued(mesa) = pursued(base)
transformation shifted(b: Real) := fun u: Real. u + b
quantity shifter(x: Real) := x + number
example framed: Frame := matrix { }
claim lemma_one: show number = number + 0
"""

OFFERED = {
    "a type": ("constant x: Agents", "Agents", ["Agent"]),
    "a value of the type": ("claim c: show likes(agent, agents)", "agent", ["agents"]),
    "a set for membership": ("claim c: show agents in agencs", "agencs", ["agency"]),
    "a relation of as many arguments": ("claim c: for a: Agent show lied(a)", "lied", ["liked"]),
    "a relation of two of them": ("claim c: for a: Agent show liks(a, a)", "liks", ["likes"]),
    "a relation of these types": ("claim c: for a: Agent, w: World show lied(a, w)", "lied", ["lined"]),
    "a relation that takes structures": ("claim c: show lined'(C, D)", "lined'", ["linked"]),
    "the other side's type": ("claim c: show world = worlds", "world", ["worlds"]),
    "a number": ("claim c: show numbr + 1 > 0", "numbr", ["number"]),
    "a bound variable": ("claim c: show forall agens: Agent. liked(agensx)", "agensx", ["agens", "agents"]),
    "a field": ("claim c: show pair.frist = agents", "frist", ["first"]),
    "what has the field": ("claim c: show pairs.first = agents", "pairs", ["pair"]),
    "a field of a record": ("def p: Pair := { first := agents, scond := worlds }", "scond", ["second"]),
    "an optimizer": ("optimizer X built by Buidler { trained on base }", "Buidler", ["Builder"]),
    "an objective": ("optimizer X { trained on mseaa }", "mseaa", ["mesa"]),
    "a structure": ("claim c: show linked(frame, C)", "frame", ["framed"]),
    "a structure type": ("claim c: for E: Frme show linked(E, E)", "Frme", ["Frame"]),
    "a transformation": ("claim c: invariant number under shift on number", "shift", ["shifted"]),
    "a role": (
        "claim c: reduces inner_aligned(Builder, Builder) to inner_aligned via bass := Builder, mesa := Builder",
        "bass",
        ["base"],
    ),
    "a family": (
        "claim c { family Chain[i in 0..2]: Frame show linked(Chian[0], Chain[1]) }",
        "Chian",
        ["Chain"],
    ),
    "a claim": ("claim c: show number = number using lemma_on", "lemma_on", ["lemma_one"]),
    "a truth value": ("claim c: show True", "True", ["true"]),
    "a given": ("constant CC: Real\nclaim c: show Image(C₁) = ∅", "C₁", ["C"]),
    "a variable of the claim": ("claim c: for xx: Real show xx > 0 expect refuted at xy := 0", "xy", ["xx"]),
    "a verdict": ("claim c: show number = 1 expect refutd", "refutd", ["refuted"]),
    "a word": ("claim c: asume liked(agents) show liked(agents)", "asume", ["assume"]),
    "a module": ("use inner_alignmnet", "inner_alignmnet", ["inner_alignment"]),
}


@pytest.mark.parametrize("wanted", OFFERED)
def test_what_fits_is_offered(wanted: str) -> None:
    text, name, names = OFFERED[wanted]
    found = {each.span.text: offered(each) for each in problems("sample.align", f"{SETTING}\n{text}")}
    assert found[name] == names


def first(text: str, name: str) -> list[str]:
    """What is offered for a name in a text."""
    found = problems("sample.align", SETTING + text)
    return next(offered(each) for each in found if each.span.text == name)


def test_what_does_not_fit_is_offered_where_nothing_does() -> None:
    assert first("claim c: show shifterx", "shifterx") == ["shifter", "shifted"]


def test_what_does_not_fit_is_not_put_in() -> None:
    (problem,) = problems("sample.align", SETTING + "claim c: show shifterx")
    assert problem.fixes() == ()


@pytest.mark.parametrize(
    ("text", "wrong", "right"),
    [
        ("claim c: show linkd(C, D)", "linkd", "linked"),
        ("claim c: show pair.frist = agents", "frist", "first"),
        ("claim c: show number = 1 expect refutd", "refutd", "refuted"),
        ("claim c: show number = 1 expct refuted", "expct", "expect"),
        ("claim c: show number = number + 0 using lemma_ome", "lemma_ome", "lemma_one"),
        ("use inner_alignmnet", "inner_alignmnet", "inner_alignment"),
        ("optimizer X { trained on bese }", "bese", "base"),
    ],
)
def test_the_one_name_that_is_clearly_meant_is_a_mend(text: str, wrong: str, right: str) -> None:
    (problem,) = [each for each in problems("s.align", SETTING + text) if each.span.text == wrong]
    ((edit,),) = [fix.edits for fix in problem.fixes()]
    assert (edit.span.text, edit.text) == (wrong, right)


def test_unknown_names_among_the_arguments_of_an_unknown_function_are_found_in_one_run() -> None:
    found = problems("sample.align", SETTING + "claim c: show liks(agent, agents)")
    assert [(each.code, each.span.text) for each in found] == [("A201", "liks"), ("A201", "agent")]


def test_names_that_may_come_from_a_module_that_is_not_found_are_not_told_as_well() -> None:
    found = problems("sample.align", "use nowhere\ndef f := strange(0)\nclaim c: show f = odd")
    assert [each.code for each in found] == ["A290"]


def test_a_misspelt_module_does_not_make_its_names_unknown() -> None:
    found = problems("sample.align", "use inner_alignmnet\nclaim c: show aligned(base, base) expect refuted")
    assert [each.code for each in found] == ["A290"]
