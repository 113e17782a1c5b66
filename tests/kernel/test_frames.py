"""Cartesian frames, all 31 with at most two options and two environments over two worlds: what the
evaluator says of them against facts known from the literature (arXiv:2109.10996 and its formalisation)."""

from __future__ import annotations

from itertools import product

import pytest

from aligncheck.kernel.build import apply, conj, equal, exists, forall, iff, implies, neg
from aligncheck.kernel.evaluate import evaluate
from aligncheck.kernel.normal import normalise
from aligncheck.kernel.terms import App, Const, Field, In, Lam, Op, Record, SetOf, Term, Var
from aligncheck.kernel.types import Base, Fun, Prod, SetT, Struct
from aligncheck.kernel.values import Element, Model, Table, Value

Matrix = tuple[tuple[int, ...], ...]
"""A frame: rows are the agent's options, columns the environments, entries worlds. Shape says the rest."""
Shaped = tuple[int, int, Matrix]
W = Base("W")


class Frame:
    """The symbols of a frame called `name`."""

    def __init__(self, name: str) -> None:
        self.agent, self.env = Base(f"{name}.Agent"), Base(f"{name}.Env")
        self.eval = Const(f"{name}.eval", Fun(Prod((self.agent, self.env)), W))

    def at(self, option: Term, environment: Term) -> Term:
        return apply(self.eval, option, environment)


C, D = Frame("C"), Frame("D")


def morphism(c: Frame, d: Frame) -> Struct:
    fields = (("g", Fun(c.agent, d.agent)), ("h", Fun(d.env, c.env)))
    m = Var("m", Struct("Morphism", fields))
    a, f = Var("a", c.agent), Var("f", d.env)
    law = equal(c.at(a, apply(Field(m, "h"), f)), d.at(apply(Field(m, "g"), a), f), W)
    return Struct("Morphism", fields, Lam(m, forall(a, forall(f, law))))


def endo_homotopic_to_id(c: Frame, g: Lam, h: Lam) -> Term:
    """(g, h) ~ id on c: (g, id) is a morphism."""
    law = morphism(c, c).law
    assert law is not None
    e = Var("e", c.env)
    return App(law, Record(morphism(c, c).lawless(), (g, Lam(e, e))))


def composed(first: Term, second: Term, name: str, at: Base) -> Lam:
    x = Var("x", at)
    return Lam(x, App(Field(second, name), App(Field(first, name), x)))


def equivalent(c: Frame, d: Frame) -> Term:
    m, n = Var("m", morphism(c, d)), Var("n", morphism(d, c))
    there = endo_homotopic_to_id(c, composed(m, n, "g", c.agent), composed(n, m, "h", c.env))
    back = endo_homotopic_to_id(d, composed(n, m, "g", d.agent), composed(m, n, "h", d.env))
    return exists(m, exists(n, conj(there, back)))


def isomorphic(c: Frame, d: Frame) -> Term:
    m, n = Var("m", morphism(c, d)), Var("n", morphism(d, c))
    inverse = [
        forall(x, equal(App(Field(second, name), App(Field(first, name), x)), x, x.type))
        for first, second, name, x in (
            (m, n, "g", Var("x", c.agent)), (n, m, "g", Var("x", d.agent)),
            (m, n, "h", Var("x", d.env)), (n, m, "h", Var("x", c.env)),
        )
    ]  # fmt: skip
    return exists(m, exists(n, conj(*inverse)))


S, T = Var("S", SetT(W)), Var("T", SetT(W))
a, b, option = (Var(name, C.agent) for name in ("a", "b", "c"))
e, w = Var("e", C.env), Var("w", W)
ENSURE = Lam(S, exists(a, forall(e, In(C.at(a, e), S))))
PREVENT = Lam(S, exists(a, forall(e, neg(In(C.at(a, e), S)))))
CONTROL = Lam(S, conj(ENSURE.body, PREVENT.body))
OBSERVE = Lam(
    S,
    forall(a, forall(b, exists(option, forall(e, conj(
        implies(In(C.at(option, e), S), equal(C.at(option, e), C.at(a, e), W)),
        implies(neg(In(C.at(option, e), S)), equal(C.at(option, e), C.at(b, e), W)),
    ))))),
)  # fmt: skip


def frames(worlds: int = 2, largest: int = 2) -> list[Shaped]:
    found: list[Shaped] = []
    for rows, columns in product(range(largest + 1), repeat=2):
        for entries in product(range(worlds), repeat=rows * columns):
            matrix = tuple(entries[at * columns : (at + 1) * columns] for at in range(rows))
            found.append((rows, columns, matrix))
    return found


FRAMES = frames()
TOP, NULL = (1, 0, ((),)), (0, 0, ())


def frame(*rows: tuple[int, ...]) -> Shaped:
    return len(rows), len(rows[0]), rows


def model(c: Shaped, d: Shaped = NULL, worlds: int = 2) -> Model:
    constants: dict[str, Value] = {}
    sizes = {"W": worlds}
    for name, (rows, columns, matrix) in (("C", c), ("D", d)):
        sizes[f"{name}.Agent"], sizes[f"{name}.Env"] = rows, columns
        constants[f"{name}.eval"] = Table(tuple(
            ((Element(f"{name}.Agent", i), Element(f"{name}.Env", j)), Element("W", matrix[i][j]))
            for i in range(rows) for j in range(columns)
        ))  # fmt: skip
    return Model(sizes, constants)


def collapse(given: Shaped) -> Shaped:
    """Equal rows and equal columns made one: two frames are equivalent iff these are isomorphic."""
    rows, columns, matrix = given
    kept = [i for i in range(rows) if matrix[i] not in matrix[:i]]
    across = [tuple(matrix[i][j] for i in range(rows)) for j in range(columns)]
    there = [j for j in range(columns) if across[j] not in across[:j]]
    return len(kept), len(there), tuple(tuple(matrix[i][j] for j in there) for i in kept)


def same_up_to_order(c: Shaped, d: Shaped) -> bool:
    from itertools import permutations

    if c[:2] != d[:2]:
        return False
    return any(
        tuple(tuple(c[2][i][j] for j in columns) for i in rows) == d[2]
        for rows in permutations(range(c[0])) for columns in permutations(range(c[1]))
    )  # fmt: skip


def test_there_are_31_frames() -> None:
    assert len(FRAMES) == 31


@pytest.mark.parametrize("form", [lambda term: term, normalise], ids=["as written", "normalised"])
def test_frames_are_equivalent_iff_their_collapses_are_isomorphic(form) -> None:  # type: ignore[no-untyped-def]
    formula = form(equivalent(C, D))
    for c, d in product(FRAMES, repeat=2):
        assert evaluate(formula, model(c, d)) == same_up_to_order(collapse(c), collapse(d)), (c, d)


def test_isomorphism_is_reordering() -> None:
    formula = isomorphic(C, D)
    for c, d in product(FRAMES, repeat=2):
        assert evaluate(formula, model(c, d)) == same_up_to_order(c, d), (c, d)


def test_morphisms_both_ways_do_not_make_frames_equivalent() -> None:
    there = exists(Var("m", morphism(C, D)), exists(Var("n", morphism(D, C)), equal(w, w, W)))
    both = exists(w, there)
    handshake = model(frame((0,)), frame((0, 0), (0, 1)))
    assert evaluate(both, handshake) is True
    assert evaluate(equivalent(C, D), handshake) is False


def test_equivalent_frames_need_not_be_isomorphic() -> None:
    doubled = model(frame((0,)), frame((0, 0)))
    assert evaluate(equivalent(C, D), doubled) is True
    assert evaluate(isomorphic(C, D), doubled) is False


def test_frames_with_one_image_need_not_be_equivalent() -> None:
    assert evaluate(equivalent(C, D), model(frame((0, 1)), frame((0,), (1,)))) is False


def test_what_is_controlled_is_not_observed_unless_there_is_no_environment() -> None:
    disjoint = neg(exists(S, conj(App(CONTROL, S), App(OBSERVE, S))))
    for c in FRAMES:
        if c[1] > 0:
            assert evaluate(disjoint, model(c)) is True
    assert evaluate(disjoint, model(TOP)) is False


def test_ensurable_sets_are_closed_upwards_but_not_under_intersection() -> None:
    within = forall(w, implies(In(w, S), In(w, T)))
    upwards = forall(S, forall(T, implies(conj(App(ENSURE, S), within), App(ENSURE, T))))
    common = SetOf(w, conj(In(w, S), In(w, T)))
    meets = forall(S, forall(T, implies(conj(App(ENSURE, S), App(ENSURE, T)), App(ENSURE, common))))
    assert all(evaluate(upwards, model(c)) is True for c in FRAMES)
    assert evaluate(meets, model(frame((0,), (1,)))) is False


def test_nothing_and_everything_are_observable() -> None:
    for body in (equal(w, w, W), neg(equal(w, w, W))):
        assert all(evaluate(App(OBSERVE, SetOf(w, body)), model(c)) is True for c in FRAMES)


def test_observables_are_closed_under_complement_and_union() -> None:
    outside = SetOf(w, neg(In(w, S)))
    either = SetOf(w, Op("or", (In(w, S), In(w, T))))
    complement = forall(S, implies(App(OBSERVE, S), App(OBSERVE, outside)))
    union = forall(S, forall(T, implies(conj(App(OBSERVE, S), App(OBSERVE, T)), App(OBSERVE, either))))
    for c in FRAMES:
        assert evaluate(conj(complement, union), model(c)) is True
        assert evaluate(normalise(conj(complement, union)), model(c)) is True


def test_with_options_and_no_environment_everything_is_controlled() -> None:
    everything = forall(S, App(CONTROL, S))
    for c in FRAMES:
        if c[1] == 0:
            assert evaluate(everything, model(c)) is (c[0] > 0)


def test_with_one_option_everything_is_observed() -> None:
    everything = forall(S, iff(App(OBSERVE, S), equal(S, S, S.type)))
    assert all(evaluate(everything, model(c)) is True for c in FRAMES if c[0] <= 1)
