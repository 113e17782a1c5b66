"""What the members of sorts are called in a report: after the spec's constants, else numbered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from aligncheck.kernel.terms import Const
from aligncheck.kernel.values import Element, Model
from aligncheck.records import dataclass

ALPHABET = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Names:
    """The name of each element, and which constant each was named after."""

    of: Mapping[Element, str]
    given_by: Mapping[Element, str]

    def members(self, sort: str, size: int) -> list[str]:
        return [self.of[Element(sort, index)] for index in range(size)]


def name_elements(model: Model, constants: Iterable[Const]) -> Names:
    """An element that is the value of a constant has the name of the first such constant; the others of a
    sort share its initial, or the next letter that nothing else begins with, and are numbered."""
    symbols = list(constants)
    given: dict[Element, str] = {}
    for symbol in symbols:
        value = model.constants.get(symbol.name)
        if isinstance(value, Element):
            given.setdefault(value, symbol.name)
    taken = {symbol.name for symbol in symbols}
    used: set[str] = set()
    names: dict[Element, str] = dict(given)
    for sort, size in model.carriers.items():
        letter = _letter(sort, used, taken, size)
        used.add(letter)
        number = 0
        for index in range(size):
            element = Element(sort, index)
            if element not in names:
                names[element] = f"{letter}{number}"
                number += 1
    return Names(names, given)


def _letter(sort: str, used: set[str], taken: set[str], size: int) -> str:
    """For `C.Agent`: a, or b, c, … where a is another sort's."""
    initial = sort.rpartition(".")[2][:1].casefold()
    at = ALPHABET.find(initial)
    letters = [initial] if at < 0 else [ALPHABET[(at + step) % 26] for step in range(26)]
    for letter in [*letters, *(f"{one}{two}" for one in letters for two in ALPHABET)]:
        if letter not in used and not any(f"{letter}{number}" in taken for number in range(size)):
            return letter
    return sort
