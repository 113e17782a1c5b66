"""The kernel's rule for quantifiers over reals against Z3, on random formulas of linear arithmetic."""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import Any

import pytest

from aligncheck.kernel.build import add, conj, disj, equal, less, multiply, neg, number
from aligncheck.kernel.evaluate import evaluate
from aligncheck.kernel.terms import Op, Quant, Term, Var
from aligncheck.kernel.types import REAL
from aligncheck.kernel.values import Model

VARIABLES = [Var(name, REAL) for name in ("x", "y", "z")]


def linear(random: Random, variables: list[Var]) -> Term:
    chosen = random.sample(variables, random.randint(1, len(variables)))
    parts: list[Term] = [multiply(number(Fraction(random.randint(-3, 3), 2)), each) for each in chosen]
    return add(*parts, number(random.randint(-2, 2)))


def formula(random: Random, variables: list[Var], depth: int) -> Term:
    if depth == 0:
        left, right = linear(random, variables), linear(random, variables)
        shape = random.randrange(3)
        made = (less(left, right), Op("le", (left, right)), equal(left, right, REAL))[shape]
        return neg(made) if random.random() < 0.3 else made
    join = random.choice((conj, disj))
    return join(*(formula(random, variables, depth - 1) for _ in range(2)))


def closed(random: Random) -> Term:
    """Quantifiers at the head, and one more inside."""
    inner = formula(random, VARIABLES, 1)
    kinds = [random.choice(("forall", "exists")) for _ in range(3)]
    third = Quant(kinds[2], VARIABLES[2], inner)  # type: ignore[arg-type]
    body = random.choice((conj, disj))(formula(random, VARIABLES[:2], 1), third)
    return Quant(kinds[0], VARIABLES[0], Quant(kinds[1], VARIABLES[1], body))  # type: ignore[arg-type]


def in_z3(term: Term) -> Any:
    import z3

    match term:
        case Var(name, _):
            return z3.Real(name)
        case Quant(kind, var, body):
            return (z3.ForAll if kind == "forall" else z3.Exists)([z3.Real(var.name)], in_z3(body))
        case Op(name, args):
            parts = [in_z3(arg) for arg in args]
            return {
                "add": lambda: z3.Sum(parts), "mul": lambda: parts[0] * parts[1], "not": lambda: z3.Not(parts[0]),
                "and": lambda: z3.And(parts), "or": lambda: z3.Or(parts), "neg": lambda: -parts[0],
                "lt": lambda: parts[0] < parts[1], "le": lambda: parts[0] <= parts[1],
            }[name]()  # fmt: skip
        case _ if hasattr(term, "left"):
            return in_z3(term.left) == in_z3(term.right)
        case _:
            return z3.RealVal(str(term.value))  # type: ignore[union-attr]


@pytest.mark.parametrize("seed", range(150))
def test_z3_says_the_same(seed: int) -> None:
    import z3

    term = closed(Random(seed))
    solver = z3.Tactic("qe").solver()
    solver.add(in_z3(term))
    assert evaluate(term, Model({}, {})) is (solver.check() == z3.sat)
