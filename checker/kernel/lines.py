"""Numbers that depend on bound reals in a linear way, looked at where those have values of their own. Every
comparison is answered for these values, and kept: while all that was kept stays as it is, so do the answers."""
# TRUSTED

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Final, NoReturn, TypeAlias

from aligncheck.kernel.arithmetic import Rational, sign
from aligncheck.kernel.unanswered import CannotEvaluate

Number: TypeAlias = "int | Fraction | Line"


class Trail:
    """What has been asked of lines since a variable was bound: each line with its sign at the sample."""

    def __init__(self) -> None:
        self.asked: dict[Any, tuple[Line, int]] = {}
        self.variables = 0

    def variable(self, value: Rational) -> Line:
        """A new variable, looked at at `value`."""
        self.variables += 1
        return Line(self, {self.variables: Fraction(1)}, Fraction(0), Fraction(value))

    def keep(self, line: Line, found: int) -> None:
        self.asked[tuple(sorted(line.slopes.items())), line.constant] = (line, found)


class Line:
    """`constant` + Σ slope · variable, with at least one slope that is not 0; `value` at the sample."""

    __slots__ = ("constant", "slopes", "trail", "value")

    def __init__(
        self, trail: Trail, slopes: Mapping[int, Fraction], constant: Fraction, value: Fraction
    ) -> None:
        self.trail, self.slopes, self.constant, self.value = trail, slopes, constant, value

    def sign(self) -> int:
        """-1, 0 or 1; kept."""
        found = sign(self.value)
        self.trail.keep(self, found)
        return int(found)

    def __add__(self, other: Number) -> Number:
        if not isinstance(other, Line):
            return Line(self.trail, self.slopes, self.constant + other, self.value + other)
        slopes = dict(self.slopes)
        for variable, slope in other.slopes.items():
            slopes[variable] = slopes.get(variable, Fraction(0)) + slope
        return self._of(slopes, self.constant + other.constant, self.value + other.value)

    def _of(self, slopes: dict[int, Fraction], constant: Fraction, value: Fraction) -> Number:
        kept = {variable: slope for variable, slope in slopes.items() if slope}
        return Line(self.trail, kept, constant, value) if kept else constant

    def __mul__(self, other: Number) -> Number:
        if isinstance(other, Line):
            raise CannotEvaluate("a product of bound reals")
        if other == 0:
            return 0
        slopes = {variable: slope * other for variable, slope in self.slopes.items()}
        return Line(self.trail, slopes, self.constant * other, self.value * other)

    def __neg__(self) -> Number:
        return self * -1

    def __sub__(self, other: Number) -> Number:
        return self + -other

    def __rsub__(self, other: Number) -> Number:
        return -self + other

    __radd__ = __add__
    __rmul__ = __mul__

    def __abs__(self) -> Number:
        return self if self.sign() >= 0 else -self

    def __lt__(self, other: Any) -> bool:
        return sign_of(self - other) < 0

    def __le__(self, other: Any) -> bool:
        return sign_of(self - other) <= 0

    def __gt__(self, other: Any) -> bool:
        return sign_of(self - other) > 0

    def __ge__(self, other: Any) -> bool:
        return sign_of(self - other) >= 0

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, (int, Fraction, Line)) or isinstance(other, bool):
            return False
        return sign_of(self - other) == 0

    def _nothing_else(self, *_: Any) -> NoReturn:
        raise CannotEvaluate("more is asked of a bound real than linear arithmetic tells")

    __hash__: Final = _nothing_else
    __bool__ = __int__ = __float__ = __floor__ = __ceil__ = __round__ = __index__ = _nothing_else
    __truediv__ = __rtruediv__ = __floordiv__ = __rfloordiv__ = _nothing_else
    __mod__ = __rmod__ = __pow__ = __rpow__ = _nothing_else
    numerator = denominator = property(_nothing_else)


def sign_of(number: Number) -> int:
    """-1, 0 or 1; of a line it is kept."""
    return number.sign() if isinstance(number, Line) else int(sign(number))


def value_of(number: Number) -> Rational:
    """The value at the sample. Nothing is kept of it: what is decided must not rest on it."""
    return number.value if isinstance(number, Line) else number
