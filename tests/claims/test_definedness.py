"""When something is defined, in the terms of the spec: what is shown is what the kernel asks, in every model."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
from generators import models, terms
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aligncheck.claims.definedness import conditions_of, domain_of, whole
from aligncheck.claims.tidying import tidy
from aligncheck.deep import run_deep
from aligncheck.diagnostics import Made
from aligncheck.elaborate import elaborate
from aligncheck.elaborate.meanings import Template, Typed, Written
from aligncheck.evidence.undefined import prose
from aligncheck.evidence.wording import words
from aligncheck.kernel.domain import domain
from aligncheck.kernel.evaluate import evaluate
from aligncheck.kernel.terms import Term
from aligncheck.kernel.traversal import is_type, occurrences
from aligncheck.kernel.unanswered import UNDEFINED
from aligncheck.kernel.values import Element, Model, Table
from aligncheck.library.modules import load
from aligncheck.source import SourceFile, Span
from aligncheck.syntax import parse, tree
from tests.verdicts import verdicts

LAWS = settings(
    max_examples=250, deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)  # fmt: skip
NUMBERS = tuple(map(Fraction, ("-2", "-1", "-1/2", "0", "1/3", "1", "2")))


def template(text: str, name: str) -> Template:
    (unit,) = run_deep(lambda: load([Made(SourceFile("m.align", text))], parse, elaborate))
    assert unit.problems == [] and unit.module is not None
    found = unit.module.names[name]
    assert isinstance(found, Template)
    return found


def shown(text: str, name: str) -> str:
    """The conditions as formulas, from left to right."""
    return ", ".join(words(each.shown) for each in domain_of(template(text, name)))


@LAWS
@given(terms(), models())
def test_a_simpler_condition_is_true_where_the_condition_is(term: Term, model: Model) -> None:
    assert evaluate(tidy(domain(term)), model) == evaluate(domain(term), model)


@LAWS
@given(terms(), models(), st.data())
def test_with_parts_made_opaque_the_condition_stays_what_it_was(
    term: Term, model: Model, data: st.DataObject
) -> None:
    every = [each for each in occurrences(term) if not is_type(each)]
    some = data.draw(st.lists(st.sampled_from(every), max_size=3))
    written = [
        Written(each, tree.Big("lim", tree.Binder((), span=place), name, span=place))
        for at, each in enumerate(some)
        for place in [Span(SourceFile("m.align", f"part{at}"), 0, 5)]
        for name in [tree.Name("x", span=place)]
    ]
    assert evaluate(whole(conditions_of(term, written)), model) == evaluate(domain(term), model)


OF_TWO_NUMBERS = {
    "x / y": "y ≠ 0",
    "x / (x - y)": "x ≠ y",
    "1 / (x*y)": "x ≠ 0, y ≠ 0",
    "1 / (2*x*x*y)": "x ≠ 0, y ≠ 0",
    "1 / (1 + x^2 + abs(y))": "",
    "log(x*x)": "x ≠ 0",
    "log(exp(x))": "",
    "log(-x)": "x < 0",
    "sqrt(x - y)": "y <= x",
    "sqrt(x^2)": "",
    "x / (y/x)": "x ≠ 0, y / x ≠ 0",
    "x/y + y/x + x/y": "y ≠ 0, x ≠ 0",
    "if y = 0 then 0 else x/y": "",
    "if x = y then 1/x else 1/y": "if x = y then x ≠ 0 else y ≠ 0",
    "1 / abs(x^3)": "x ≠ 0",
    "x^(1/2) / y": "y ≠ 0, x > 0",
}


@pytest.mark.parametrize("body", OF_TWO_NUMBERS)
def test_a_condition_is_simple_and_true_exactly_where_the_quantity_has_a_value(body: str) -> None:
    text = f"quantity q(x, y: Real) := {body}\n"
    found = template(text, "q")
    assert ", ".join(words(each.shown) for each in domain_of(found)) == OF_TWO_NUMBERS[body]
    condition = whole(domain_of(found))
    assert isinstance(found.body, Typed)
    for x, y in product(NUMBERS, repeat=2):
        values = {"x": x, "y": y}
        model = Model({}, {})
        if "exp" not in body:
            kernel = evaluate(domain(found.body.term), model, values)
            assert evaluate(condition, model, values) is kernel
            if not any(word in body for word in ("log", "sqrt", "1/2")):
                assert (evaluate(found.body.term, model, values) is not UNDEFINED) is kernel


def test_a_formula_is_defined_where_what_is_asked_first_makes_it_so() -> None:
    assert shown("def p(x: Real) := x ≠ 0 -> 1/x > 0\n", "p") == ""
    assert shown("def p(x: Real) := 1/x > 0 and x ≠ 0\n", "p") == "x ≠ 0"
    assert shown("def p(x, y: Real) := x > 0 -> x/y > 0\n", "p") == "x > 0 -> y ≠ 0"


PARTIAL = """
sort A
finite sort O
sequence L: Nat -> Real
constant S: Set A
quantity capability(X: Nat -> Real) := lim T -> oo. (1/T) * sum t in 1..T. (X(t) - X(0))
quantity factor(B, M: Nat -> Real) := capability(B) / capability(M)
quantity best(u: O -> Real) := max x: O. u(x)
quantity total(u: A -> Real) := sum x: A. u(x)
quantity inverse(u: O -> Real) := sum x: O. 1 / u(x)
def chosen(R: Set A): A := the a: A. (a in R)
def same(R: Set A) := chosen(R) = chosen(S)
quantity fall(X: Nat -> Real) := limit(X) - X(0)
"""

IN_WORDS = {
    "capability": "the limit `lim T -> oo. (1/T) * sum t in 1..T. (X(t) - X(0))` exists",
    "factor": "`capability(M)` and `capability(B)` are defined and `capability(M) ≠ 0`",
    "best": "`max x: O. u(x)` is reached somewhere",
    "total": "`A` is finite",
    "inverse": "`O` is finite and `forall x: O. u(x) ≠ 0`",
    "chosen": "there is exactly one a: A. (a in R)",
    "same": "`chosen(R)` and `chosen(S)` are defined",
    "fall": "`converges(X)`",
}


@pytest.mark.parametrize("name", IN_WORDS)
def test_a_condition_names_the_definitions_that_it_comes_from(name: str) -> None:
    assert prose(each.shown for each in domain_of(template(PARTIAL, name))) == IN_WORDS[name]


def test_one_level_down_the_arguments_stand_for_the_parameters() -> None:
    text = PARTIAL + "sequence G: Nat -> Real\nquantity half(X: Nat -> Real) := factor(X, fun t. G(t)) / 2\n"
    (condition,) = domain_of(template(text, "half"))
    assert words(condition.shown) == "defined(factor(X, fun t. G(t)))"
    assert prose(condition.inner) == (
        "`capability(fun t. G(t))` and `capability(X)` are defined and `capability(fun t. G(t)) ≠ 0`"
    )


def test_the_best_value_of_a_finite_sort_is_reached_where_it_has_a_member() -> None:
    found = template(PARTIAL, "best")
    condition = whole(domain_of(found))
    for size in (0, 1, 2):
        table = Table(tuple((Element("O", at), Fraction(at)) for at in range(size)))
        assert evaluate(condition, Model({"O": size}, {}), {"u": table}) is (size > 0)


def test_what_is_shown_can_be_written_and_means_the_same() -> None:
    text = PARTIAL + "sequence G: Nat -> Real\nfunction u: O -> Real\n"
    uses = {"factor": "L, G", "best": "u", "chosen": "S", "same": "S", "fall": "L", "inverse": "u"}
    names = {"B": "L", "M": "G", "X": "L", "R": "S"}
    for name, arguments in uses.items():
        said = " and ".join(f"({words(each.shown)})" for each in domain_of(template(PARTIAL, name)))
        for parameter, argument in names.items():
            said = said.replace(f"({parameter})", f"({argument})").replace(
                f"in {parameter})", f"in {argument})"
            )
        text += f"claim {name}_where: show defined({name}({arguments})) <-> ({said})\n"
    assert set(verdicts(text).values()) == {"proved"}
