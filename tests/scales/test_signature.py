"""What the tool says of the scale that a definition needs and gives."""

import pytest

from aligncheck.deep import run_deep
from aligncheck.scales.signature import scale_of
from tests.scales.definitions import read

SAID = {
    "v(X: Nat -> Real): Real := lim T -> oo. (1/T) * sum t in 1..T. (X(t) - X(0))":
        "`X` on an interval scale at least; the value is in the unit of `X`",
    "v(B, M: Nat -> Real): Real := (B(1) - B(0)) / (M(1) - M(0))":
        "`B` and `M` on interval scales at least; the value is in the unit of `B` / `M`",
    "v(X: Nat -> Real): Real := X(1) / X(0)": "`X` on a ratio scale at least; the value is a pure number",
    "v(f, g: Outcome -> Real, x: Outcome) := f(x) < g(x)": "`f` and `g` on one ordinal scale at least",
    "v(f, g: Outcome -> Real, x, y: Outcome) := f(x) - f(y) < g(x) - g(y)":
        "`f` and `g` on one interval scale at least",
    "v(f: Outcome -> Real): Real := mean x ~ p. f(x)":
        "`f` on an interval scale at least; the value is on the scale of `f`",
    "v(f: Outcome -> Real, x: Outcome): Real := f(x)^2 + f(x)":
        "`f` on an absolute scale; the value is a pure number",
    "v(f: Outcome -> Real, x: Outcome): Real := f(x) + 1": "`f` on an ordinal scale at least",
    "v(f: Outcome -> Real): Real := max x: Outcome. f(x)":
        "`f` on an ordinal scale at least; the value tells the order of `f`",
    "v(x, y: Outcome): Real := u(x) - u(y)": "the value is in the unit of `u`",
    "v(q: Dist Outcome): Real := mean x ~ q. u(x)": "the value is on the scale of `u`",
    "v(x, y: Outcome) := x = y": None,
}  # fmt: skip


@pytest.mark.parametrize(("definition", "said"), SAID.items(), ids=SAID)
def test_the_weakest_scale_that_will_do_is_told(definition: str, said: str | None) -> None:
    module, definitions = read(f"def {definition}\n")
    assert run_deep(lambda: scale_of(module, definitions["v"])) == said
