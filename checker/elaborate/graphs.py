"""The graph of a model: what each variable at each time is made from. What is asked of it needs no solver."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from aligncheck.diagnostics import nearest
from aligncheck.elaborate.context import Context
from aligncheck.elaborate.indices import literal_int
from aligncheck.elaborate.meanings import ModelEntity, Typed
from aligncheck.elaborate.problems import CannotInfer, CausalCycle, NoSuchVariable, TypeMismatch, WrongArity
from aligncheck.kernel.terms import Truth
from aligncheck.kernel.types import BOOL
from aligncheck.source import Span
from aligncheck.syntax import tree

Key = tuple[str, int | None]
"""A variable, at a time if it has one."""


def shown(key: Key) -> str:
    name, time = key
    return name if time is None else f"{name}[{time}]"


def parents(model: ModelEntity, key: Key) -> tuple[Key, ...]:
    """What a variable is made from; nothing, if nothing makes it."""
    found = model.mechanism(*key)
    if found is None:
        return ()
    mechanism, clock = found
    links = [(name, None if moment is None else moment.at(clock)) for name, moment, _ in mechanism.parents]
    return tuple(dict.fromkeys(links))


def check_graph(ctx: Context, model: ModelEntity) -> None:
    """No variable depends on itself or on what comes later, and each at each time is made by something."""
    latest = max((each.moment.offset for each in model.mechanisms if each.moment is not None), default=0)
    done: set[Key] = set()
    for each in model.mechanisms:
        moment = each.moment
        time = None if moment is None else moment.at(latest + 1) if moment.relative else moment.offset
        _visit(ctx, model, (each.variable, time), each.span, [], done)


def _visit(ctx: Context, model: ModelEntity, key: Key, span: Span, path: list[Key], done: set[Key]) -> None:
    if key in done:
        return
    if key in path:
        circle = [*path[path.index(key) :], key]
        raise ctx.fail(CausalCycle(span, tuple(map(shown, circle))))
    found = model.mechanism(*key)
    if found is None:
        raise ctx.fail(missing(model, key, span))
    for parent in parents(model, key):
        if parent[1] is not None and key[1] is not None and parent[1] > key[1]:
            raise ctx.fail(CausalCycle(found[0].span, (shown(key), shown(parent)), later=True))
        _visit(ctx, model, parent, found[0].span, [*path, key], done)
    done.add(key)


def missing(model: ModelEntity, key: Key, span: Span) -> NoSuchVariable:
    """The variable is not one of the model, or not at that time."""
    close = () if key[0] in model.types else nearest(key[0], tuple(model.types))
    return NoSuchVariable(span, shown(key), model.name, tuple(model.types), close)


def ancestors(model: ModelEntity, keys: Iterable[Key]) -> set[Key]:
    """These variables and all that they are made from, however indirectly."""
    found: set[Key] = set()
    todo = list(keys)
    while todo:
        key = todo.pop()
        if key not in found:
            found.add(key)
            todo.extend(parents(model, key))
    return found


def separated(model: ModelEntity, one: Key, other: Key, given: Collection[Key]) -> bool:
    """d-separation (Pearl 2009, Causality, section 1.2.3), by Lauritzen's criterion: among the ancestors of all of
    them, parents of one child joined and directions forgotten, every way from one to the other meets `given`."""
    inside = ancestors(model, (one, other, *given))
    beside: dict[Key, set[Key]] = {key: set() for key in inside}
    for key in inside:
        family = (key, *parents(model, key))
        for a in family:
            beside[a] |= {b for b in family if b != a}
    reached, todo = {one}, [one]
    while todo:
        for key in beside[todo.pop()]:
            if key not in reached and key not in given:
                reached.add(key)
                todo.append(key)
    return one in given or other in given or other not in reached


# ── What is written ──


def path_word(ctx: Context, term: tree.Apply) -> Typed:
    """path(D, X, Y): a directed path leads from X to Y in the graph of D, X itself to X. The model may be left out
    where one alone has such variables."""
    model, keys = _spoken(ctx, term, 2, 2)
    return Typed(Truth(keys[0] in ancestors(model, (keys[1],))), BOOL)


def separated_word(ctx: Context, term: tree.Apply) -> Typed:
    """separated(D, X, Y, Z, …): X and Y are d-separated in the graph of D, given Z and what follows."""
    model, keys = _spoken(ctx, term, 2, None)
    return Typed(Truth(separated(model, keys[0], keys[1], keys[2:])), BOOL)


def _spoken(ctx: Context, term: tree.Apply, least: int, most: int | None) -> tuple[ModelEntity, list[Key]]:
    """The model and the variables that a word of graphs is applied to."""
    word, written = term.function.span.text, list(term.arguments)
    entity = ctx.find(written[0].text) if written and isinstance(written[0], tree.Name) else None
    if isinstance(entity, ModelEntity):
        model, written = entity, written[1:]
    else:
        model = _only_model(ctx, term, written)
    if len(written) < least or (most is not None and len(written) > most):
        raise ctx.fail(WrongArity(term.span, word, least, len(written), None))
    keys = [key_of(ctx, each) for each in written]
    for key, each in zip(keys, written, strict=True):
        if model.mechanism(*key) is None:
            raise ctx.fail(missing(model, key, each.span))
    return model, keys


def _only_model(ctx: Context, term: tree.Apply, written: list[tree.Term]) -> ModelEntity:
    """The one model in scope that has variables of these names."""
    names = {_name(ctx, each).text for each in written}
    models = [each for each in ctx.visible().values() if isinstance(each, ModelEntity)]
    having = [each for each in models if names <= each.types.keys()]
    if len(having) != 1:
        raise ctx.fail(CannotInfer(term.span, f"`{term.span.text}`", "its model first: `path(D, X, Y)`"))
    return having[0]


def _name(ctx: Context, term: tree.Term) -> tree.Name:
    target = term.target if isinstance(term, tree.Index) else term
    if not isinstance(target, tree.Name):
        raise ctx.fail(TypeMismatch(term.span, term.span.text, "a term", "a variable of a model"))
    return target


def key_of(ctx: Context, term: tree.Term) -> Key:
    """X, s[2]: a variable as it is written."""
    name = _name(ctx, term)
    if not isinstance(term, tree.Index):
        return name.text, None
    return name.text, time_of(ctx, term.indices[0])


def time_of(ctx: Context, term: tree.Term) -> int:
    """A time that is known as a number."""
    time = literal_int(ctx.zonk(ctx.typed(term).term))
    if time is None:
        raise ctx.fail(CannotInfer(term.span, f"the time `{term.span.text}`", "a number here"))
    return time
