"""How the value of a definition moves with its objectives, and what is not meaningful in it."""

import pytest

from aligncheck.deep import run_deep
from aligncheck.scales.findings import Inferred
from aligncheck.scales.quantity import Moves, Ordered
from aligncheck.scales.signature import unit_text
from aligncheck.scales.sources import measured, sources_of
from tests.scales.definitions import read

MEANINGFUL = {
    "v(x, y: Outcome) := u(x) < u(y)": None,
    "v(x, y: Outcome): Real := u(x) - u(y)": "`u`",
    "v(x: Outcome): Real := u(x) + w(x) - w(x)": "`u` from its origin",
    "v: Real := mean x ~ p. u(x)": "`u` from its origin",
    "v(x: Outcome, t: Real): Real := t * u(x) + (1-t) * (mean y ~ p. u(y))": "`u` from its origin",
    "v := (mean x ~ p. u(x)) < (mean x ~ p'. u(x))": None,
    "v(x, y, z: Outcome): Real := (u(x) - u(y)) / (u(x) - u(z))": "1",
    "v(x, y: Outcome): Real := (u(x) - u(y)) / (w(x) - w(y))": "`u` / `w`",
    "v(x, y: Outcome) := sign((u(x) - u(y)) / (w(x) - w(y))) = 1": None,
    # The product of gains over a point of disagreement (Nash): an order, in the product of the units.
    "v(x, y: Outcome): Real := (u(x) - u(y)) * (w(x) - w(y))": "`u`·`w`",
    "v(x, y, d: Outcome) := (u(x) - u(d)) * (w(x) - w(d)) < (u(y) - u(d)) * (w(y) - w(d))": None,
    # Regret, variance, and a deviation.
    "v(x: Outcome): Real := (max y: Outcome. u(y)) - u(x)": "`u`",
    "v: Real := mean x ~ p. (u(x) - (mean y ~ p. u(y)))^2": "`u`^2",
    "v: Real := sqrt(mean x ~ p. (u(x) - (mean y ~ p. u(y)))^2)": "`u`",
    # Divided by a range of its own, an objective is a pure number, and two of them add.
    "v(x, y, b, d: Outcome): Real := (u(x) - u(y)) / (u(b) - u(d)) + (w(x) - w(y)) / (w(b) - w(d))": "1",
    # Means of ratio scales, the geometric one too; the logarithm of one has an open origin.
    "v(x, y: Outcome): Real := r(x) / r(y)": "1",
    "v: Real := exp(mean x ~ p. log(r(x)))": "`r`",
    "v(x, y: Outcome): Real := sqrt(r(x) * r(y))": "`r`",
    "v(x, y: Outcome): Real := log(r(x)) - log(r(y))": "1",
    "v(x: Outcome): Real := exp(2 * log(r(x)))": "`r`^2",
    # What is drawn from a distribution, and given an event.
    "v(q: Dist Outcome): Real := mean x ~ q. u(x)": "`u` from its origin",
    "v(d, q: Dist Outcome) := (mean x ~ d. u(x)) < (mean x ~ q. u(x))": None,
    "v(q: Dist Outcome, E: Set Outcome): Real := mean x ~ q | x in E. u(x)": "`u` from its origin",
    "v(x, y: Outcome): Real := if x = y then u(x) else u(y)": "`u` from its origin",
    # Levels of one scale can be compared among agents: the worst off, and a sum.
    "v(x: Outcome): Real := min i: Agent. all(i)(x)": "`all` from its origin",
    "v(i, j: Agent, x: Outcome) := all(i)(x) < all(j)(x)": None,
    # An order: comparisons, best values, choices.
    "v(x, y: Outcome) := o(x) <= o(y)": None,
    "v: Real := max x: Outcome. o(x)": "order of o",
    "v(x, y: Outcome): Real := max(o(x), o(y))": "order of o",
    "v: Set Outcome := argmax x: Outcome. o(x)": None,
    "v(x, y: Outcome) := exp(o(x)) < exp(o(y))": None,
    "v(x, y: Outcome) := o(x) - o(y) < o(y) - o(x)": None,
    # Limits of sequences.
    "v(X: Nat -> Real scale: interval): Real := lim T -> oo. (1/T) * sum t in 1..T. (X(t) - X(0))": "`X`",
    "v(X: Nat -> Real scale: interval): Real := lim T -> oo. (1/T) * sum t in 1..T. X(t)": "`X` from its origin",
    "v(X: Nat -> Real scale: interval): Real := lim T -> oo. (sum t in 1..T. X(t)) - T * X(0)": "`X`",
    # What is always added changes no order.
    "v(x, y: Outcome): Real := c + (u(x) - u(y))": None,
    # A plain parameter is absolute.
    "v(X: Nat -> Real): Real := X(0)^2 + X(1)": "1",
}  # fmt: skip

NOT_MEANINGFUL = {
    "v(x: Outcome): Real := u(x) + w(x)": ("scales", {"u", "w"}),
    "v(x: Outcome) := u(x) > w(x)": ("scales", {"u", "w"}),
    "v(x, y: Outcome): Real := (u(x) - u(y))^2 + (w(x) - w(y))^2": ("scales", {"u", "w"}),
    "v(x: Outcome): Real := min(u(x), w(x))": ("scales", {"u", "w"}),
    "v(x: Outcome) := r(x) < q(x)": ("scales", {"r", "q"}),
    "v(x, y: Outcome): Real := if u(x) < u(y) then u(x) else w(x)": ("scales", {"u", "w"}),
    "v(x, y: Outcome): Real := u(x) / u(y)": ("origin", {"u"}),
    "v(x: Outcome) := u(x) > 0": ("origin", {"u"}),
    "v(x, y: Outcome) := u(x) = 2 * u(y)": ("origin", {"u"}),
    "v(x: Outcome): Real := u(x)^2": ("origin", {"u"}),
    "v(x: Outcome): Real := abs(u(x))": ("origin", {"u"}),
    "v(x: Outcome): Real := log(u(x))": ("origin", {"u"}),
    "v(x: Outcome): Real := u(x) * w(x)": ("origin", {"u", "w"}),
    "v(b, d: Outcome -> Real) := (sum x: Outcome. b(x) * u(x)) < (sum x: Outcome. d(x) * u(x))": ("origin", {"u"}),
    "v(x, y: Outcome) := u(x) - u(y) > 3": ("unit", {"u"}),
    "v(x, y: Outcome): Real := exp(u(x) - u(y))": ("unit", {"u"}),
    "v(x: Outcome): Real := exp(r(x))": ("unit", {"r"}),
    "v(x, y: Outcome, t: Real): Real := t + (u(x) - u(y))": ("unit", {"u"}),
    "v: Real := mean x ~ p. o(x)": ("order", {"o"}),
    "v(x, y: Outcome): Real := o(x) - o(y)": ("order", {"o"}),
    "v(x: Outcome) := o(x) > 0": ("order", {"o"}),
    "v(x, y, z: Outcome) := o(x) - o(y) < o(y) - o(z)": ("order", {"o"}),
    "v(x: Outcome): Real := abs(o(x))": ("order", {"o"}),
}  # fmt: skip

CANNOT_TELL = [
    # True whatever the units: a sum of squares is above 0 if one of the differences is not 0.
    "v(x, y: Outcome) := (u(x) - u(y))^2 + (w(x) - w(y))^2 > 0",
    # Of any number at all it may be true that it lies between.
    "v(x, y: Outcome) := exists m: Real. u(x) < m and m < u(y)",
    # The premise sees to it that the origin is not seen.
    "v(b, d: Outcome -> Real) := (sum x: Outcome. b(x)) = (sum x: Outcome. d(x)) -> "
    "(sum x: Outcome. b(x) * u(x)) < (sum x: Outcome. d(x) * u(x))",
]


def inferred(definition: str) -> Inferred:
    module, definitions = read(f"def {definition}\n")
    return run_deep(lambda: measured(module, definitions["v"], sources_of(module, definitions["v"])))


@pytest.mark.parametrize(("definition", "value"), MEANINGFUL.items(), ids=MEANINGFUL)
def test_a_meaningful_definition_has_the_scale_that_its_formula_has(
    definition: str, value: str | None
) -> None:
    found = inferred(definition)
    assert (found.found, found.unsure) == ((), False)
    match found.value:
        case None:
            shown = None
        case Ordered(of):
            shown = f"order of {of}"
        case Moves(unit, shift):
            assert all(coefficient.constant == 1 for _, coefficient in shift)
            shown = unit_text(unit) + (" from its origin" if shift else "")
        case other:
            pytest.fail(f"{other}")
    assert shown == value


@pytest.mark.parametrize(("definition", "why"), NOT_MEANINGFUL.items(), ids=NOT_MEANINGFUL)
def test_what_a_scale_leaves_open_is_found_once(definition: str, why: tuple[str, set[str]]) -> None:
    found = inferred(definition).found
    assert [(each.why, each.of) for each in found] == [why]


@pytest.mark.parametrize("definition", CANNOT_TELL)
def test_nothing_is_found_where_the_form_does_not_tell(definition: str) -> None:
    found = inferred(definition)
    assert (found.found, found.unsure) == ((), True)
