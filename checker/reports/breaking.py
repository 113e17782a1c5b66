"""Where a formula breaks in a model: from the formula down to the one part that fails, as a sentence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field, replace

from aligncheck.kernel.domain import domain
from aligncheck.kernel.evaluate import carrier, evaluate
from aligncheck.kernel.substitution import fresh, substitute
from aligncheck.kernel.terms import App, Const, Eq, Guard, In, Op, Quant, Term
from aligncheck.kernel.types import BOOL, Fun, SetT, Struct, Type
from aligncheck.kernel.typing import unsubset
from aligncheck.kernel.unanswered import UNDEFINED, CannotEvaluate, Undefined
from aligncheck.kernel.values import Model, Table, Value
from aligncheck.records import dataclass
from aligncheck.reports.names import Names
from aligncheck.reports.terms import shown, show_type
from aligncheck.reports.values import text_of

MANY = 200
"""No more values than this are tried one by one for the sake of a sentence."""
STEPS = 200_000
"""No more steps than this are taken to evaluate a part of it."""


@dataclass(frozen=True, slots=True)
class Scene:
    """A model, the names in it, and the values of variables met on the way down."""

    model: Model
    names: Names
    words: Mapping[Term, str] = field(default_factory=dict)
    """What the author called some terms before their definitions were put in."""

    def shown(self, term: Term) -> str:
        """The term in the author's words, where there are some."""
        return self.words.get(term) or shown(term)

    def value(self, term: Term) -> Value | Undefined | None:
        """What the term denotes; None where that cannot be computed."""
        try:
            return evaluate(term, self.model, steps=STEPS)
        except CannotEvaluate:
            return None

    def text(self, term: Term) -> str:
        value = self.value(term)
        if value is None:
            return "?"
        return "undefined" if value is UNDEFINED else text_of(value, self.names)

    def members(self, type: Type) -> tuple[Value, ...] | None:
        try:
            members = carrier(type, self.model, STEPS)
        except CannotEvaluate:
            return None
        return members if len(members) <= MANY else None

    def at(self, quantified: Quant, value: Value) -> tuple[Scene, Const, Term]:
        """The body with its variable as a symbol of that value."""
        var = quantified.var
        symbol = Const(fresh(var.name, set(self.model.constants)), var.type)
        constants = {**self.model.constants, symbol.name: value}
        scene = replace(self, model=Model(self.model.carriers, constants))
        return scene, symbol, substitute(quantified.body, {var.name: symbol})


def why_false(formula: Term, scene: Scene) -> list[str]:
    """Clauses that lead from a false formula to the part that fails; none where no part says more."""
    return list(_false(formula, scene))


def _false(formula: Term, scene: Scene) -> Iterator[str]:
    match formula:
        case Quant("forall", var, _):
            yield from _at_some(formula, scene, False) or [f"not every {var.name} is so"]
        case Quant("exists", var, _):
            yield _none_works(formula, scene)
        case Op(
            "and", (Op("iff", sides), Op("implies", (_, Op("iff", (left, right)) | Eq(left, right, _))))
        ) if scene.value(formula.args[0]) is False and sides == (domain(left), domain(right)):
            first, second = (left, right) if scene.value(sides[0]) is True else (right, left)
            yield f"`{scene.shown(first)}` is defined but `{scene.shown(second)}` is not"
        case Op("and", parts):
            failing = next((part for part in parts if scene.value(part) is not True), None)
            if failing is not None:
                yield from _false(failing, scene)
        case Op("implies", (premise, conclusion)):
            if not _is_domain(premise, conclusion):
                yield f"`{scene.shown(premise)}` holds"
            yield from _false(conclusion, scene)
        case Op("or", parts):
            yield "none of " + ", ".join(f"`{scene.shown(part)}`" for part in parts) + " holds"
        case Op("iff", (left, right)) | Eq(left, right, _) if scene.value(left) in (True, False):
            yield _differ(left, right, scene)
        case Op("not", (inner,)):
            yield from _true(inner, scene)
        case Guard(condition, body):
            yield from _false(body if scene.value(condition) is True else condition, scene)
        case Eq(left, right, type):
            yield _unequal(left, right, type, scene)
        case In(element, members):
            inside, outside = _is(members, scene), _is(element, scene)
            yield f"`{scene.shown(element)}`{outside} is not in `{scene.shown(members)}`{inside}"
        case Op("lt" | "le" as name, (left, right)):
            sign = "<" if name == "lt" else "≤"
            values = f"{scene.text(left)} {sign} {scene.text(right)}"
            yield f"`{scene.shown(left)}` {sign} `{scene.shown(right)}` would say {values}"
        case App(_, argument):
            at = _is(argument, scene).removeprefix(" =")
            yield f"`{scene.shown(formula)}`{f', at{at},' if at else ''} is false"
        case _:
            if scene.value(formula) is UNDEFINED:
                yield f"`{scene.shown(formula)}` is not defined"
            else:
                yield f"`{scene.shown(formula)}` is false"


def _is_domain(premise: Term, conclusion: Term) -> bool:
    """Whether a premise says no more than that a side of the conclusion has a value."""
    match conclusion:
        case Op("iff", (left, right)) | Eq(left, right, _):
            return premise in (domain(left), domain(right))
        case _:
            return False


def _true(formula: Term, scene: Scene) -> Iterator[str]:
    """Why a formula holds that should not."""
    match formula:
        case Quant("exists", _, _):
            yield from _at_some(formula, scene, True) or [f"`{scene.shown(formula)}` holds"]
        case Op("and", parts):
            yield ", ".join(f"`{scene.shown(part)}`" for part in parts) + " all hold"
        case Eq(left, right, type) if type != BOOL:
            value = scene.text(left)
            if value in (scene.shown(left), scene.shown(right)):
                yield f"`{scene.shown(right if value == scene.shown(left) else left)}` is {value}"
            else:
                yield f"`{scene.shown(left)}` and `{scene.shown(right)}` are both {value}"
        case Op("not", (inner,)):
            yield from _false(inner, scene)
        case _:
            yield f"`{scene.shown(formula)}` holds"


def _at_some(formula: Quant, scene: Scene, wanted: bool) -> list[str]:
    """The first value at which the body is as wanted (for false: not true), and why it is so there."""
    for value in scene.members(formula.var.type) or ():
        inner, symbol, body = scene.at(formula, value)
        if (inner.value(body) is True) is wanted:
            found = _true(body, inner) if wanted else _false(body, inner)
            return [f"for {symbol.name} = {text_of(value, scene.names)}", *found]
    return []


def _none_works(formula: Quant, scene: Scene) -> str:
    var = formula.var
    members = scene.members(var.type)
    kind = show_type(var.type)
    if members is None:
        return f"no {var.name}: {kind} satisfies `{scene.shown(formula.body)}`"
    if not members:
        return f"there is no {var.name} at all: {kind} is empty"
    if len(members) == 1:
        only = text_of(members[0], scene.names)
        return f"the only {var.name}: {kind}, {only}, does not satisfy `{scene.shown(formula.body)}`"
    return f"none of the {len(members)} values of {var.name}: {kind} satisfies `{scene.shown(formula.body)}`"


def _unequal(left: Term, right: Term, type: Type, scene: Scene) -> str:
    bare = unsubset(type)
    one, other = scene.value(left), scene.value(right)
    if isinstance(bare, Fun) and isinstance(one, Table) and isinstance(other, Table):
        theirs = dict(other.entries)
        for at, value in one.entries:
            if theirs.get(at, other.otherwise) != value:
                place = text_of(at, scene.names)
                there = theirs.get(at, other.otherwise)
                values = text_of(value, scene.names), "?" if there is None else text_of(there, scene.names)
                return f"at {place}, `{scene.shown(left)}` is {values[0]} but `{scene.shown(right)}` is {values[1]}"
    if isinstance(bare, SetT) and isinstance(one, frozenset) and isinstance(other, frozenset):
        extra = sorted(text_of(each, scene.names) for each in one ^ other)[0]
        inside, outside = (
            (left, right) if any(text_of(e, scene.names) == extra for e in one - other) else (right, left)
        )
        return f"{extra} is in `{scene.shown(inside)}` but not in `{scene.shown(outside)}`"
    if isinstance(bare, Struct):
        return f"`{scene.shown(left)}` and `{scene.shown(right)}` differ"
    return _differ(left, right, scene)


def _differ(left: Term, right: Term, scene: Scene) -> str:
    """Two values, each beside its term unless the term says it already."""
    one, other = scene.text(left), scene.text(right)
    if (one, other) == (scene.shown(left), scene.shown(right)):
        return f"`{one}` and `{other}` are different"
    if other == scene.shown(right):
        return f"`{scene.shown(left)}` is {one}, not {other}"
    if one == scene.shown(left):
        return f"`{scene.shown(right)}` is {other}, not {one}"
    return f"`{scene.shown(left)}` is {one} but `{scene.shown(right)}` is {other}"


def _is(term: Term, scene: Scene) -> str:
    """` = value`, unless the term is shown as its value anyway."""
    text = scene.text(term)
    return "" if text in (scene.shown(term), "?") else f" = {text}"
