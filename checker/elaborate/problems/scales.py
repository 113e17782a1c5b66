"""What can be wrong with scale and orientation (A5xx)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from aligncheck.diagnostics import Label, Problem, Severity
from aligncheck.records import dataclass
from aligncheck.source import Span


@dataclass(frozen=True, slots=True)
class NotMeaningful(Problem):
    """A definition uses an objective in a way that its scale does not admit: its value or truth changes when
    the objective is replaced by another one that is, by its scale, the same objective. An `ordinal`
    objective admits every strictly increasing map, an `interval` one u ↦ a·u + b with a > 0, a `ratio` one
    u ↦ a·u with a > 0, an `absolute` one none.

    Most of these are seen by their form, and have codes of their own. This one is found by proof, with values and
    a change by which the definition gives something else.

    ```align broken
    sort Outcome
    objective u: Outcome -> Real maximize interval
    relation passes(value: Real)
    def good(x: Outcome) := passes(u(x))
    ```
    ```align fixed
    sort Outcome
    objective u: Outcome -> Real maximize interval
    relation passes(over_the_usual: Real)
    def good(x, usual, best: Outcome) := passes((u(x) - u(usual)) / (u(best) - u(usual)))
    ```
    """

    code: ClassVar[str] = "A501"
    slug: ClassVar[str] = "not-meaningful"
    severity: ClassVar[Severity] = "warning"
    definition: str
    objective: str
    scale: str
    declared: Span

    def message(self) -> str:
        return (
            f"`{self.definition}` changes when `{self.objective}` is replaced by an objective"
            f" that is the same on its `{self.scale}` scale"
        )

    def labels(self) -> tuple[Label, ...]:
        return (Label(self.declared, f"the scale of `{self.objective}` is `{self.scale}`"),)

    def help(self) -> str | None:
        return "use what its scale keeps (order, differences, ratios of differences), or declare a stronger scale"


@dataclass(frozen=True, slots=True)
class Scaled:
    """An objective that a finding is about: its name, its scale, and where that is said."""

    name: str
    scale: str
    declared: Span

    def label(self) -> Label:
        return Label(self.declared, f"the scale of `{self.name}` is `{self.scale}`")


@dataclass(frozen=True, slots=True)
class ScaleProblem(Problem):
    """What is written uses objectives in a way that their scales do not admit. `what`: `comparison`, `sum`, a
    function in backquotes."""

    severity: ClassVar[Severity] = "warning"
    written: str
    what: str
    objectives: tuple[Scaled, ...]

    def names(self) -> str:
        return listed(f"`{each.name}`" for each in self.objectives)

    def labels(self) -> tuple[Label, ...]:
        return tuple(each.label() for each in self.objectives)


@dataclass(frozen=True, slots=True)
class SeparateScales(ScaleProblem):
    """Values of several objectives are added or compared, and each has a scale of its own. Its unit, and for an
    `interval` scale its origin, can be chosen anew without that of the other: which sum is greater, or which
    value, hangs on that choice. So it is with the utilities of two agents (Harsanyi's sum, the worst off): their
    weights mean nothing until something makes the scales one.

    What is meaningful: one objective of the agent and the outcome, `objective u: Agent -> (Outcome -> Real)`, if
    the agents do share a scale; differences divided by a difference of the same objective; products of
    differences (Nash), of which the order is meaningful; comparisons within each objective.

    ```align broken
    sort Outcome
    objective mine, yours: Outcome -> Real maximize interval
    def welfare(x: Outcome): Real := mine(x) + yours(x)
    ```
    ```align fixed
    enum Agent { me, you }
    sort Outcome
    objective utility: Agent -> (Outcome -> Real) maximize interval
    def welfare(x: Outcome): Real := utility(me)(x) + utility(you)(x)
    ```
    """

    code: ClassVar[str] = "A503"
    slug: ClassVar[str] = "separate-scales"

    def message(self) -> str:
        return f"`{self.written}` mixes {self.names()}, each of which has a scale of its own"

    def help(self) -> str | None:
        return "give them one scale (one objective of both), or divide each by a difference of its own"


@dataclass(frozen=True, slots=True)
class OpenOrigin(ScaleProblem):
    """What is done with an objective depends on where its 0 is, and an `interval` scale leaves that open: u and
    u + 1 are the same objective. A ratio, a product or a power of values, a sign, an absolute value or a
    logarithm of one, a comparison with a number, a sum with weights that differ on the two sides: none of them
    survives the change.

    What is meaningful: differences, their ratios, signs and powers; means with weights that sum to 1. Or the
    objective has a 0 that means something: then it is of `ratio` scale.

    ```align broken
    sort Outcome
    objective u: Outcome -> Real maximize interval
    def times_better(x, y: Outcome): Real := u(x) / u(y)
    ```
    ```align fixed
    sort Outcome
    objective u: Outcome -> Real maximize interval
    def times_better(x, y, nothing: Outcome): Real := (u(x) - u(nothing)) / (u(y) - u(nothing))
    ```
    """

    code: ClassVar[str] = "A504"
    slug: ClassVar[str] = "open-origin"

    def message(self) -> str:
        return (
            f"`{self.written}` depends on the origin of {self.names()}, which {whose(self.objectives)} open"
        )

    def help(self) -> str | None:
        if self.what == "sum":
            return "let the weights sum to 1, as in `mean x ~ p. u(x)`, or weigh differences"
        return "use differences of values, or declare the scale `ratio` if its 0 means something"


@dataclass(frozen=True, slots=True)
class OpenUnit(ScaleProblem):
    """What is done with an objective depends on its unit, and its scale leaves that open: u and 2·u are the same
    objective. So a difference of two values cannot be compared with a number, nor added to one, and its
    exponential (a softmax of utilities, a temperature) means nothing until something gives the unit.

    What is meaningful: ratios of differences, as in a value divided by the range of the objective; or a number
    that is itself in the unit of the objective. Or the unit means something: then the scale is `absolute`.

    ```align broken
    sort Outcome
    objective u: Outcome -> Real maximize interval
    def much_better(x, y: Outcome) := u(x) - u(y) > 3
    ```
    ```align fixed
    sort Outcome
    objective u: Outcome -> Real maximize interval
    def much_better(x, y, best, worst: Outcome) := u(x) - u(y) > (u(best) - u(worst)) / 3
    ```
    """

    code: ClassVar[str] = "A505"
    slug: ClassVar[str] = "open-unit"

    def message(self) -> str:
        return f"`{self.written}` depends on the unit of {self.names()}, which {whose(self.objectives)} open"

    def help(self) -> str | None:
        return "normalise: divide by a difference of the same objective; or declare the scale `absolute`"


@dataclass(frozen=True, slots=True)
class OrderOnly(ScaleProblem):
    """Something is calculated with an `ordinal` objective. Of such a one only the order of its values is meant: any
    strictly increasing function of it is the same objective, and by a fitting one the greater of two sums, or
    means, or differences, becomes the lesser.

    What is meaningful: comparisons, `max`, `min`, `argmax`, a median. To take a mean (an expected utility, say)
    the scale must be `interval`.

    ```align broken
    sort Outcome
    objective rank: Outcome -> Real maximize ordinal
    distribution p over Outcome
    def expected: Real := mean x ~ p. rank(x)
    ```
    ```align fixed
    sort Outcome
    objective rank: Outcome -> Real maximize ordinal
    def worst: Real := min x: Outcome. rank(x)
    ```
    """

    code: ClassVar[str] = "A506"
    slug: ClassVar[str] = "order-only"

    def message(self) -> str:
        of = "scale fixes its order" if len(self.objectives) == 1 else "scales fix their order"
        return f"`{self.written}` calculates with {self.names()}, and an `ordinal` {of} alone"

    def help(self) -> str | None:
        return "compare the values, or take a `max`, `min` or median; or declare the scale `interval`"


@dataclass(frozen=True, slots=True)
class WeakerScale(ScaleProblem):
    """A definition is applied to an objective of a weaker scale than it needs. The definition itself is not at fault:
    a function of which nothing is said is taken as it is. What it does with it is shown at its place.

    ```align broken
    sort Outcome
    objective rank: Outcome -> Real maximize ordinal
    def gain(f: Outcome -> Real, x, y: Outcome): Real := f(x) - f(y)
    def far(x, y, z: Outcome) := gain(rank, x, y) > gain(rank, y, z)
    ```
    ```align fixed
    sort Outcome
    objective u: Outcome -> Real maximize interval
    def gain(f: Outcome -> Real, x, y: Outcome): Real := f(x) - f(y)
    def far(x, y, z: Outcome) := gain(u, x, y) > gain(u, y, z)
    ```
    """

    code: ClassVar[str] = "A507"
    slug: ClassVar[str] = "weaker-scale"
    definition: str
    needs: str
    """What it needs, as `f` on an interval scale at least."""
    place: Span
    cure: str | None

    def message(self) -> str:
        return f"`{self.definition}` needs {self.needs}, and is applied to {self.names()}"

    def labels(self) -> tuple[Label, ...]:
        return (Label(self.place, "this needs it"), *(each.label() for each in self.objectives))

    def help(self) -> str | None:
        return self.cure


def listed(names: Iterable[str]) -> str:
    """One, two and three."""
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last


def whose(objectives: tuple[Scaled, ...]) -> str:
    """Which scale leaves something."""
    scales = sorted({f"`{each.scale}`" for each in objectives})
    if len(scales) > 1:
        return "their scales leave"
    article = "an" if scales[0][1] in "aio" else "a"
    return f"{article} {scales[0]} scale leaves"


@dataclass(frozen=True, slots=True)
class MixedOrientation(Problem):
    """A sum or comparison mixes an objective that is maximized with one that is minimized, or one optimizer pursues
    both as one. Values are never negated silently: what is good for one is bad for the other. A minus turns the
    direction, so the reward less the loss is one objective, to be maximized.

    ```align broken
    sort Outcome
    objective reward: Outcome -> Real maximize absolute
    objective loss: Outcome -> Real minimize absolute
    def total(x: Outcome): Real := reward(x) + loss(x)
    ```
    ```align fixed
    sort Outcome
    objective reward: Outcome -> Real maximize absolute
    objective loss: Outcome -> Real minimize absolute
    def total(x: Outcome): Real := reward(x) - loss(x)
    ```
    """

    code: ClassVar[str] = "A502"
    slug: ClassVar[str] = "mixed-orientation"
    maximized: str
    minimized: str

    def message(self) -> str:
        return (
            f"`{self.maximized}` is maximized and `{self.minimized}` is minimized: they do not add or compare"
        )

    def help(self) -> str | None:
        return "turn one of them by a minus, or compare each by `better`"


@dataclass(frozen=True, slots=True)
class WorstTaken(Problem):
    """`argmax` of something that is minimized, or `argmin` of something that is maximized, takes what is worst by the
    declared orientation. Where the worst is meant (an adversary chooses), say so by an objective of the adversary's.

    ```align broken
    sort Policy
    objective loss: Policy -> Real minimize interval
    def optimal: Set Policy := argmax π: Policy. loss(π)
    ```
    ```align fixed
    sort Policy
    objective loss: Policy -> Real minimize interval
    def optimal: Set Policy := argmin π: Policy. loss(π)
    ```
    """

    code: ClassVar[str] = "A508"
    slug: ClassVar[str] = "worst-taken"
    severity: ClassVar[Severity] = "warning"
    taken: str
    objective: str
    way: str

    def message(self) -> str:
        done = "minimized" if self.way == "minimize" else "maximized"
        return f"`{self.taken}` takes what is worst for `{self.objective}`, which is {done}"

    def help(self) -> str | None:
        other = "argmin" if self.taken == "argmax" else "argmax"
        return f"take `{other}`, or declare the objective of whoever wants the worst"
