"""What has a scale in a module: the objectives that are declared, and the parameters that opt in; and which functions
are weights that sum to 1."""

from __future__ import annotations

from collections.abc import Callable

from aligncheck.elaborate.meanings import ConstEntity, Module, Template, Typed
from aligncheck.kernel.terms import BigSum, Const, Eq, Number, Term, Var
from aligncheck.kernel.traversal import walk
from aligncheck.kernel.types import NUMERIC, Fun, Sub, Type
from aligncheck.kernel.typing import type_of, unsubset
from aligncheck.scales.findings import Inferred, Source
from aligncheck.scales.inference import infer


def objectives_of(module: Module) -> dict[Term, Source]:
    """The objectives that the module declares, or one that it uses."""
    return {
        entity.term: Source(entity.name, entity.scale)
        for entity in module.names.values()
        if isinstance(entity, ConstEntity) and entity.scale is not None
    }


def sources_of(module: Module, template: Template) -> dict[Term, Source]:
    """What has a scale in a definition: objectives, and parameters of which it is said."""
    own: dict[Term, Source] = {
        p.var: Source(p.name, p.scale) for p in template.explicit if p.var is not None and p.scale is not None
    }
    return {**objectives_of(module), **own}


def weights_in(module: Module) -> Callable[[Term], bool]:
    """Whether a function is a distribution: declared as one, or of a type whose members sum to 1."""
    declared = {
        entity.term
        for entity in module.names.values()
        if isinstance(entity, ConstEntity) and entity.word == "distribution"
    }

    def sums_to_one(function: Term) -> bool:
        return function in declared or _normed(type_of(function))

    return sums_to_one


def _normed(type: Type) -> bool:
    """Whether a condition of the type is that a sum is 1."""
    while isinstance(type, Sub):
        for node in walk(type.predicate.body):
            if isinstance(node, Eq) and isinstance(node.left, BigSum) and isinstance(node.right, Number):
                return node.right.value == 1
        type = type.base
    return False


def measured(module: Module, template: Template, sources: dict[Term, Source]) -> Inferred:
    """What is found in a definition over these sources. A definition of no value has nothing in it."""
    if not isinstance(template.body, Typed):
        return Inferred((), False, None)
    return infer(template.body.term, sources, weights_in(module))


def is_objective_like(variable: Var | Const) -> bool:
    """Whether a parameter could be an objective: a function to numbers."""
    kind = unsubset(variable.type)
    while isinstance(kind, Fun):
        kind = unsubset(kind.codomain)
    return kind in NUMERIC and isinstance(unsubset(variable.type), Fun)
