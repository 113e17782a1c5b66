"""Which symbols, declared facts and term formers belong to a claim, and how its structures are shown."""

from __future__ import annotations

from collections.abc import Sequence

from aligncheck.claims.claim import Operation, Presentation, ShownStructure
from aligncheck.claims.reading import Reading
from aligncheck.elaborate.declarations import Declarer
from aligncheck.elaborate.meanings import Bundle, ConstEntity, Fact, Module, Parameter
from aligncheck.elaborate.optimizers import OPTIMIZER
from aligncheck.kernel.terms import App, Const, Guard, SortQuant, Term, Tup, Var
from aligncheck.kernel.traversal import walk
from aligncheck.kernel.types import Base, Fun, Prod, Type


def symbols_of(terms: Sequence[Term]) -> tuple[list[str], list[Const]]:
    """The free sorts and the symbols of some terms, in order of appearance."""
    sorts: dict[str, None] = {}
    constants: dict[tuple[str, tuple[Term, ...]], Const] = {}
    bound: set[str] = set()
    for term in terms:
        for node in walk(term):
            if isinstance(node, SortQuant):
                bound.update(node.sorts)
            elif isinstance(node, Base) and not node.index:
                sorts.setdefault(node.name)
            elif isinstance(node, Const):
                constants.setdefault((node.name, node.index), node)
    return [name for name in sorts if name not in bound], list(constants.values())


def facts_for(module: Module, out: Declarer, sorts: list[str], constants: Sequence[Const]) -> list[Fact]:
    """What declarations say of these sorts: facts all of whose sorts are among them, symbols included that
    inhabit them. Facts about sorts that the claim does not reach can always be satisfied beside it."""
    reachable = set(sorts)
    named = {const.name for const in constants}
    chosen: list[Fact] = []
    for fact in (*module.facts, *out.facts):
        own_sorts, own_constants = symbols_of([fact.formula])
        spoken_of = any(const.name in named for const in own_constants)
        reached = set(own_sorts) <= reachable if own_sorts else spoken_of
        if reached if fact.of is None else fact.of in named:
            chosen.append(fact)
    return chosen


def operations_for(
    module: Module, reading: Reading, sorts: Sequence[str], constants: Sequence[Const]
) -> tuple[Operation, ...]:
    """The term formers that a search may use: declared symbols over the claim's sorts, and its universals."""
    reachable = set(sorts)
    made: list[Operation] = []
    taken: set[str] = set()
    for entity in (*reading.ctx.shared.names.values(), *module.names.values()):
        if not isinstance(entity, ConstEntity) or not isinstance(entity.term, Const):
            continue
        if entity.name not in taken and _within(entity.type, reachable):
            taken.add(entity.name)
            made.append(_operation(entity, entity.term))
    for const in constants:
        if const.name not in taken and not const.index:
            taken.add(const.name)
            made.append(_operation(None, const))
    return tuple(made)


def _within(type: Type, sorts: set[str]) -> bool:
    found = [node.name for node in walk(type) if isinstance(node, Base)]
    return bool(found) and set(found) <= sorts


def _operation(entity: ConstEntity | None, const: Const) -> Operation:
    if not isinstance(const.type, Fun):
        return Operation(const.name, (), const)
    domain = const.type.domain
    types = domain.items if isinstance(domain, Prod) else (domain,)
    parameters = tuple(Var(f"x{at}", type) for at, type in enumerate(types))
    argument: Term = parameters[0] if len(parameters) == 1 else Tup(parameters)
    body: Term = App(const, argument)
    if entity is not None and entity.guard is not None:
        body = Guard(App(entity.guard, argument), body)
    return Operation(const.name, parameters, body)


def presentation_for(
    module: Module, reading: Reading | None, sorts: Sequence[str], parameters: Sequence[Parameter] = ()
) -> Presentation:
    """The claim's structures by name, and the hierarchies and partial functions of optimizers."""
    bundles: dict[str, Bundle] = {}
    for parameter in parameters:
        if parameter.bundle is not None:
            bundles[parameter.name] = parameter.bundle
    if reading is not None:
        for bundle, _ in reading.ctx.shared.owners.values():
            if bundle.name is not None and _is_of(bundle, sorts):
                bundles.setdefault(bundle.name, bundle)
    shown = tuple(_shown(name, bundle) for name, bundle in bundles.items())
    words = {} if reading is None else {reading.ctx.zonk(term): text for term, text in reading.ctx.words}
    if OPTIMIZER.name not in sorts:
        return Presentation(shown, words=words)
    return Presentation(shown, dict(module.partial), module.hierarchies, words)


def _is_of(bundle: Bundle, sorts: Sequence[str]) -> bool:
    own = [part.name for part in bundle.parts.values() if isinstance(part, Base)]
    return bool(own) and all(name in sorts for name in own)


def _shown(name: str, bundle: Bundle) -> ShownStructure:
    sorts = {field: part for field, part in bundle.parts.items() if isinstance(part, Base)}
    constants = {
        field: Const(part.name, part.type)
        for field, part in bundle.parts.items()
        if isinstance(part, (Const, Var))
    }
    return ShownStructure(name, bundle.structure.name, dict(sorts), constants)
