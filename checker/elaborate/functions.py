"""Functions by cases: patterns are compiled to projections and case distinctions."""

from __future__ import annotations

from collections.abc import Sequence

from aligncheck.elaborate.context import Context
from aligncheck.elaborate.meanings import Typed, ValueEntity
from aligncheck.elaborate.problems import PatternGap, PatternMisfit, WrongArity
from aligncheck.elaborate.shown import show_type
from aligncheck.elaborate.unify import is_unknown, unify
from aligncheck.kernel.substitution import reduce
from aligncheck.kernel.terms import Case, Lam, Proj, Term, Var
from aligncheck.kernel.types import Fun, Prod, Sum, Type
from aligncheck.kernel.typing import unsubset
from aligncheck.syntax import tree

Row = tuple[tuple[tree.Pattern, ...], tuple[tuple[tree.Name, Typed], ...], tree.Term]


def function_of(ctx: Context, term: tree.Function) -> Typed:
    """A function whose type nobody told: the patterns and the uses of their names tell it."""
    first = term.branches[0]
    columns = zip(*(branch.patterns for branch in term.branches), strict=False)
    domains = tuple(_pattern_type(ctx, _telling(column)) for column in columns)
    domain = domains[0] if len(domains) == 1 else Prod(domains)
    whole, subjects = _subjects(ctx, domain, first.patterns)
    codomain = ctx.new_sort()
    with ctx.named(whole):
        body = _compile(ctx, subjects, [(b.patterns, (), b.body) for b in term.branches], codomain, term)
    return Typed(Lam(whole, body), Fun(domain, ctx.resolve(codomain)))


def _telling(column: tuple[tree.Pattern, ...]) -> tree.Pattern:
    """The pattern of a column that says most of its type."""
    return next((p for p in column if not isinstance(p, tree.PatternName)), column[0])


def _pattern_type(ctx: Context, pattern: tree.Pattern) -> Type:
    match pattern:
        case tree.PatternName(name, type):
            return ctx.new_sort(name.text, name.span) if type is None else ctx.as_type(type)
        case tree.PatternTuple(items):
            return Prod(tuple(_pattern_type(ctx, item) for item in items))
        case tree.PatternSide():
            return Sum((ctx.new_sort(), ctx.new_sort()))
        case _:
            return ctx.new_sort()


def function_at(ctx: Context, term: tree.Function, type: Fun) -> Term:
    """A function read at its type."""
    arity = len(term.branches[0].patterns)
    domain = ctx.zonk(type.domain)
    bare = unsubset(domain)
    if is_unknown(bare) and arity > 1:
        made = Prod(tuple(ctx.new_sort() for _ in range(arity)))
        unify(ctx, bare, made)
        bare = domain = made
    if arity > 1 and not (isinstance(bare, Prod) and len(bare.items) == arity):
        wanted = len(bare.items) if isinstance(bare, Prod) else 1
        raise ctx.fail(WrongArity(term.span, "this function", wanted, arity, None))
    whole, subjects = _subjects(ctx, domain, term.branches[0].patterns)
    rows: list[Row] = [(branch.patterns, (), branch.body) for branch in term.branches]
    with ctx.named(whole):
        return Lam(whole, _compile(ctx, subjects, rows, type.codomain, term))


def _subjects(ctx: Context, domain: Type, patterns: Sequence[tree.Pattern]) -> tuple[Var, list[Typed]]:
    """The one argument, named as in the text where it is a name, and its parts."""
    first = patterns[0]
    named = len(patterns) == 1 and isinstance(first, tree.PatternName) and first.name.text != "_"
    name = first.name.text if named and isinstance(first, tree.PatternName) else "args"
    whole = Var(ctx.var_name(name), domain)
    return whole, _projections(whole, len(patterns))


def _projections(whole: Var, arity: int) -> list[Typed]:
    if arity == 1:
        return [Typed(whole, whole.type)]
    bare = unsubset(whole.type)
    if not isinstance(bare, Prod):
        raise TypeError("several arguments are a tuple")
    return [Typed(Proj(whole, at), item) for at, item in enumerate(bare.items)]


def _compile(
    ctx: Context, subjects: list[Typed], rows: Sequence[Row], type: Type, term: tree.Function
) -> Term:
    """Take the subjects apart from left to right until the first row fits with names alone."""
    patterns, bound, body = rows[0]
    if not subjects:
        return _body(ctx, bound, body, type)
    subject, rest = subjects[0], subjects[1:]
    if any(isinstance(row[0][0], tree.PatternSide) for row in rows):
        return _by_sides(ctx, subject, rest, rows, type, term)
    if isinstance(patterns[0], tree.PatternTuple):
        return _by_items(ctx, subject, rest, rows, type, term, patterns[0])
    stripped: list[Row] = []
    for (head, *tail), names, value in rows:
        if isinstance(head, tree.PatternName):
            if head.type is not None:
                unify(ctx, ctx.as_type(head.type), subject.type)
            names = (*names, (head.name, subject)) if head.name.text != "_" else names
        stripped.append((tuple(tail), names, value))
    return _compile(ctx, rest, stripped, type, term)


def _body(ctx: Context, bound: Sequence[tuple[tree.Name, Typed]], body: tree.Term, type: Type) -> Term:
    with ctx.scope():
        for name, value in bound:
            ctx.bind(ValueEntity(name.text, name.span, value.term, value.type), inside_body=True)
        if is_unknown(ctx.resolve(type)):
            value = ctx.typed(body)
            unify(ctx, type, value.type)
            return value.term
        return ctx.check(body, type)


def _by_sides(
    ctx: Context, subject: Typed, rest: list[Typed], rows: Sequence[Row], type: Type, term: tree.Function
) -> Term:
    kind = unsubset(ctx.resolve(subject.type))
    if not isinstance(kind, Sum) or len(kind.items) != 2:
        pattern = next(row[0][0] for row in rows if isinstance(row[0][0], tree.PatternSide))
        raise ctx.fail(PatternMisfit(pattern.span, pattern.span.text, show_type(ctx, subject.type)))
    branches: list[Lam] = []
    for at, side in enumerate(("left", "right")):
        chosen: list[Row] = []
        names: set[str] = set()
        for (head, *tail), bound, value in rows:
            if isinstance(head, tree.PatternSide) and head.side == side:
                chosen.append(((head.inner, *tail), bound, value))
                names |= {head.inner.name.text} if isinstance(head.inner, tree.PatternName) else set()
            elif isinstance(head, tree.PatternName):
                chosen.append(((tree.PatternName(tree.Name("_", span=head.span), span=head.span), *tail),
                               (*bound, (head.name, subject)), value))  # fmt: skip
        if not chosen:
            raise ctx.fail(PatternGap(term.span, side))
        var = Var(ctx.var_name(next(iter(sorted(names)), side[0])), kind.items[at])
        with ctx.named(var):
            branches.append(Lam(var, _compile(ctx, [Typed(var, var.type), *rest], chosen, type, term)))
    return Case(subject.term, tuple(branches))


def _by_items(
    ctx: Context,
    subject: Typed,
    rest: list[Typed],
    rows: Sequence[Row],
    type: Type,
    term: tree.Function,
    pattern: tree.PatternTuple,
) -> Term:
    items = split_tuple(ctx, subject, pattern)
    opened: list[Row] = []
    for (head, *tail), bound, value in rows:
        if isinstance(head, tree.PatternTuple) and len(head.items) == len(items):
            opened.append(((*head.items, *tail), bound, value))
        elif isinstance(head, tree.PatternName):
            blank = tree.PatternName(tree.Name("_", span=head.span), span=head.span)
            opened.append(((*(blank for _ in items), *tail), (*bound, (head.name, subject)), value))
        else:
            raise ctx.fail(PatternMisfit(head.span, head.span.text, show_type(ctx, subject.type)))
    return _compile(ctx, [*items, *rest], opened, type, term)


def split_tuple(ctx: Context, subject: Typed, pattern: tree.PatternTuple) -> list[Typed]:
    """The items of a tuple that a pattern takes apart."""
    kind = unsubset(ctx.resolve(subject.type))
    if is_unknown(kind):
        made = Prod(tuple(ctx.new_sort() for _ in pattern.items))
        unify(ctx, kind, made)
        kind = made
    if not isinstance(kind, Prod) or len(kind.items) != len(pattern.items):
        raise ctx.fail(PatternMisfit(pattern.span, pattern.span.text, show_type(ctx, subject.type)))
    return [Typed(reduce(Proj(subject.term, at)), item) for at, item in enumerate(kind.items)]


def bind_pattern(ctx: Context, pattern: tree.Pattern, value: Typed) -> None:
    """Bind the names of a pattern that cannot fail to the parts of a value."""
    match pattern:
        case tree.PatternName(name, type):
            if type is not None:
                unify(ctx, ctx.as_type(type), value.type)
            if name.text != "_":
                ctx.bind(ValueEntity(name.text, name.span, value.term, value.type), inside_body=True)
        case tree.PatternTuple(items):
            for item, part in zip(items, split_tuple(ctx, value, pattern), strict=True):
                bind_pattern(ctx, item, part)
        case tree.PatternStar():
            pass
        case tree.PatternSide() | tree.PatternClass():
            raise ctx.fail(PatternMisfit(pattern.span, pattern.span.text, show_type(ctx, value.type)))
