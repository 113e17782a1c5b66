"""Records behave as the standard library's frozen, slotted dataclasses do."""

import copy
import dataclasses
import pickle
from abc import ABC, abstractmethod
from dataclasses import field, fields, replace
from typing import ClassVar

import pytest

from aligncheck.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    span: int = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Leaf(Node):
    """A leaf."""

    name: str
    parts: tuple[int, ...] = ()
    kind: ClassVar[str] = "leaf"


@dataclass(frozen=True, slots=True)
class Defaults:
    number: int = 3
    found: dict[str, int] = field(default_factory=dict)
    double: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "double", 2 * self.number)


@dataclass(frozen=True, slots=True, eq=False)
class Identity:
    name: str


@dataclass(frozen=True, slots=True)
class Abstract(ABC):
    name: str

    @abstractmethod
    def message(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Concrete(Abstract):
    count: int = 0

    def message(self) -> str:
        return self.name * self.count


def test_equality_and_hash_go_by_the_compared_fields_and_the_class() -> None:
    assert Leaf("a", (1,), span=1) == Leaf("a", (1,), span=2)
    assert hash(Leaf("a", span=1)) == hash(Leaf("a", span=2))
    assert Leaf("a", span=1) != Leaf("b", span=1)
    assert Node(span=1) == Node(span=2)
    assert Node(span=1) != Leaf("a", span=1)
    assert Identity("a") != Identity("a")
    assert len({Identity("a"), Identity("a")}) == 2


def test_nothing_can_be_set_or_deleted_and_there_is_no_dict() -> None:
    leaf = Leaf("a", span=1)
    with pytest.raises(dataclasses.FrozenInstanceError):
        leaf.name = "b"  # type: ignore[misc]
    with pytest.raises(dataclasses.FrozenInstanceError):
        del leaf.name
    assert not hasattr(leaf, "__dict__")


def test_defaults_factories_and_post_init_work() -> None:
    first, second = Defaults(), Defaults()
    assert (first.number, first.double) == (3, 6)
    assert first.found == {} and first.found is not second.found


def test_missing_and_surplus_arguments_are_refused() -> None:
    with pytest.raises(TypeError):
        Leaf(span=1)  # type: ignore[call-arg]
    with pytest.raises(TypeError):
        Leaf("a", (), 3)  # type: ignore[misc, call-arg]


def test_the_tools_of_the_standard_library_take_them() -> None:
    leaf = Leaf("a", (1, 2), span=7)
    assert dataclasses.is_dataclass(leaf)
    assert [each.name for each in fields(leaf)] == ["span", "name", "parts"]
    assert replace(leaf, name="b") == Leaf("b", (1, 2), span=7)
    assert replace(leaf, name="b").span == 7
    assert pickle.loads(pickle.dumps(leaf)) == leaf
    assert copy.deepcopy(leaf).span == 7
    match leaf:
        case Leaf(name, parts):
            assert (name, parts) == ("a", (1, 2))
    assert repr(leaf) == "Leaf(name='a', parts=(1, 2))"


def test_abstract_records_cannot_be_made_and_docstrings_stay() -> None:
    with pytest.raises(TypeError):
        Abstract("a")  # type: ignore[abstract]
    assert Concrete("ab", 2).message() == "abab"
    assert Leaf.__doc__ == "A leaf."
    assert Leaf.kind == "leaf"
