"""Laws between evaluation, domains, normal forms and substitution, on random terms in random models."""

from __future__ import annotations

from dataclasses import replace
from itertools import count

from generators import SMALL, A, models, terms
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from aligncheck.kernel.domain import domain
from aligncheck.kernel.evaluate import UNDEFINED, Evaluation, carrier, evaluate
from aligncheck.kernel.normal import normalise
from aligncheck.kernel.substitution import alike, free_names, rename, substitute
from aligncheck.kernel.terms import BigSum, Term, Var
from aligncheck.kernel.traversal import binder, map_term
from aligncheck.kernel.types import BOOL, Fun, Type
from aligncheck.kernel.typing import type_of
from aligncheck.kernel.values import Model

LAWS = settings(
    max_examples=250, deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)  # fmt: skip


@LAWS
@given(terms(), models())
def test_a_term_is_undefined_exactly_where_its_domain_is_false(term: Term, model: Model) -> None:
    condition = evaluate(domain(term), model)
    assert isinstance(condition, bool)
    assert (evaluate(term, model) is UNDEFINED) == (condition is False)


@LAWS
@given(terms(), models())
def test_a_normal_form_means_the_same(term: Term, model: Model) -> None:
    assert evaluate(normalise(term), model) == evaluate(term, model)


@LAWS
@given(terms())
def test_normalising_twice_is_normalising_once(term: Term) -> None:
    once = normalise(term)
    assert alike(normalise(once), once)


@LAWS
@given(terms(), models())
def test_a_value_lies_in_the_type_of_its_term(term: Term, model: Model) -> None:
    value = evaluate(term, model)
    assert value is UNDEFINED or Evaluation(model).lies_in(value, type_of(term))


@LAWS
@given(st.data(), models())
def test_substituting_a_term_is_giving_its_value(data: st.DataObject, model: Model) -> None:
    kind: Type = data.draw(st.sampled_from([A, BOOL, Fun(A, A), *SMALL]))
    x, y = Var("x", kind), Var("y", A)
    assume(model.carriers["A"] > 0)
    scope_values = {"y": carrier(A, model)[0]}
    body = data.draw(terms(scope=(x, y), depth=3))
    replacement = data.draw(terms(kind, scope=(y,), depth=2))
    value = evaluate(replacement, model, scope_values)
    assume(value is not UNDEFINED)
    assert evaluate(substitute(body, {"x": replacement}), model, scope_values) == evaluate(
        body, model, {**scope_values, "x": value}
    )


@LAWS
@given(terms(), models())
def test_names_of_bound_variables_do_not_matter(term: Term, model: Model) -> None:
    other = _renamed(term)
    assert alike(term, other)
    assert evaluate(term, model) == evaluate(other, model)


@LAWS
@given(terms())
def test_mapping_nothing_gives_the_same_object(term: Term) -> None:
    assert map_term(term, lambda part: part, lambda part: part) is term
    assert substitute(term, {"nowhere": term}) == term
    assert free_names(term) == frozenset()


def _renamed(term: Term) -> Term:
    """Every bound variable called by a name of its own."""
    numbers = count()

    def on_term(part: Term, env: dict[str, str]) -> Term:
        if isinstance(part, Var):
            return Var(env.get(part.name, part.name), part.type)
        var = binder(part)
        if var is None:
            return map_term(part, lambda inner: on_term(inner, env), lambda kind: kind)
        if isinstance(part, BigSum) and part.bounds is not None:
            low, high = (on_term(end, env) for end in part.bounds)
            return replace(on_term(replace(part, bounds=None), env), bounds=(low, high))
        name = f"v{next(numbers)}"
        inside = map_term(part, lambda inner: on_term(inner, {**env, var.name: name}), lambda kind: kind)
        return rename(inside, name)

    return on_term(term, {})
