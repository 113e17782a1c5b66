"""Values written out: sets, records, matrices, and the types that sets make."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack

from aligncheck.diagnostics import nearest
from aligncheck.elaborate.binders import variable
from aligncheck.elaborate.coercion import coerce
from aligncheck.elaborate.context import Context
from aligncheck.elaborate.equations import as_record
from aligncheck.elaborate.loops import running
from aligncheck.elaborate.meanings import (
    Bundle,
    LargeType,
    Meaning,
    StructureEntity,
    Typed,
    TypeMeaning,
    ValueEntity,
)  # fmt: skip
from aligncheck.elaborate.problems import (
    BadRecord,
    CannotInfer,
    MatrixMisfit,
    MatrixShape,
    NotAType,
    RepeatedLabel,
    TypeMismatch,
    UnknownField,
)  # fmt: skip
from aligncheck.elaborate.shown import show_type
from aligncheck.elaborate.structures import laws_of, pattern_name, substitution_for
from aligncheck.kernel.build import conj, disj, equal, exists
from aligncheck.kernel.substitution import free_names, fresh, reduce, substitute
from aligncheck.kernel.terms import (
    FALSE,
    TRUE,
    Field,
    Guard,
    If,
    Lam,
    Member,
    Proj,
    Record,
    SetOf,
    Term,
    The,
    Var,
)  # fmt: skip
from aligncheck.kernel.traversal import is_type
from aligncheck.kernel.types import BOOL, UNIT, Enum, Fun, Prod, SetT, Struct, Type
from aligncheck.kernel.typing import instantiate, is_numeric, join, type_of, unsubset
from aligncheck.source import Span
from aligncheck.syntax import tree

# ── Sets ──


def set_literal(ctx: Context, term: tree.SetLiteral) -> Meaning:
    """{} and {*} are types; {a, b} the set of these values."""
    if not term.items:
        return TypeMeaning(Enum("{}", ()))
    if len(term.items) == 1 and term.items[0] == tree.Name("*", span=term.span):
        return TypeMeaning(UNIT)
    first = ctx.typed(term.items[0])
    kind = first.type
    others = [ctx.typed(item) for item in term.items[1:]]
    if is_numeric(ctx.resolve(kind)):
        kind = join([ctx.resolve(value.type) for value in (first, *others)])
    return Typed(set_literal_at(ctx, term, SetT(kind)), SetT(kind))


def set_literal_at(ctx: Context, term: tree.SetLiteral, type: SetT) -> Term:
    element = ctx.resolve(type.element)
    items = ctx.all([lambda item=item: ctx.check(item, element) for item in term.items])  # type: ignore[misc]
    taken: frozenset[str] = frozenset().union(*(free_names(item) for item in items)) if items else frozenset()
    var = Var(fresh("x", taken), element)
    return SetOf(var, disj(*(equal(var, item, element) for item in items)))


def comprehension(ctx: Context, term: tree.Comprehension) -> Typed:
    """{x: A | P}."""
    var, condition, body = _under(ctx, term.binder, [term.condition])
    return Typed(SetOf(var, conj(condition, *body)), SetT(var.type))


def _under(ctx: Context, binder: tree.Binder, formulas: Sequence[tree.Term]) -> tuple[Var, Term, list[Term]]:
    name = binder.names[0]
    var, condition = variable(ctx, binder, name)
    with running(ctx, binder, name, var, condition):
        where = TRUE if binder.where is None else ctx.check(binder.where, BOOL)
        read = ctx.in_turn(formulas)
    return var, conj(condition, where), read


def image(ctx: Context, term: tree.Image) -> Typed:
    """{f(x) | x: A, P}: the y for which some x with P has f(x) = y."""
    names: list[tuple[Var, Term]] = []

    def inside(binders: list[tuple[tree.Binder, tree.Name]]) -> Typed:
        if binders:
            (binder, name), rest = binders[0], binders[1:]
            var, condition = variable(ctx, binder, name)
            names.append((var, condition))
            with running(ctx, binder, name, var, condition):
                return inside(rest)
        if not term.conditions or any(binder.among is binder.type is None for binder in term.binders):
            # The value tells the types of the variables.
            value = ctx.typed(term.value)
            conditions.extend(ctx.in_turn(term.conditions))
            return value
        with ExitStack() as known:
            for written in term.conditions:
                conditions.append(ctx.check(written, BOOL))
                known.enter_context(ctx.supposing(conditions[-1], written))
            return ctx.typed(term.value)

    conditions: list[Term] = []
    value = inside([(binder, name) for binder in term.binders for name in binder.names])
    value = Typed(ctx.zonk(value.term), ctx.zonk(value.type))
    kind = unsubset(value.type)
    taken = free_names(value.term) | {var.name for var, _ in names}
    taken |= frozenset().union(*(free_names(c) for c in conditions)) if conditions else frozenset()
    point = Var(fresh("y", taken), kind)
    body = conj(*conditions, equal(value.term, point, kind))
    for var, condition in reversed(names):
        body = exists(var, conj(condition, body))
    return Typed(SetOf(point, body), SetT(kind))


# ── Records ──


def field_values(
    ctx: Context, record: tree.RecordOf | tree.Update, names: Sequence[str], kind: str
) -> dict[str, tree.Term]:
    """The written fields by name; one that the structure lacks, or that is written twice, is reported."""
    written: dict[str, tree.Term] = {}
    for item in record.fields:
        if item.name.text not in names:
            others = {other.name.text for other in record.fields}
            close = nearest(item.name.text, set(names) - others) or nearest(item.name.text, names)
            raise ctx.fail(UnknownField(item.name.span, item.name.text, kind, tuple(names), close))
        if item.name.text in written:
            raise ctx.fail(BadRecord(item.name.span, kind, (), item.name.text))
        written[item.name.text] = item.value
    return written


def record_at(ctx: Context, term: tree.RecordOf, type: Struct) -> Term:
    """A record read at its structure type; its law is an obligation of the definition, or a guard."""
    record = _plain_record(ctx, term, type)
    if type.law is None:
        return record
    law = instantiate(type.law, record)
    if ctx.collects_obligations:
        ctx.oblige("law", law, term.span)
        return Record(type, record.values)
    return Guard(law, Record(type, record.values))


def _plain_record(ctx: Context, term: tree.RecordOf, type: Struct) -> Record:
    names = [name for name, _ in type.fields]
    written = field_values(ctx, term, names, type.name)
    missing = tuple(name for name in names if name not in written)
    if missing:
        raise ctx.fail(BadRecord(term.span, type.name, missing, None))
    steps = [lambda n=n, k=k: ctx.check(written[n], k) for n, k in type.fields]
    return Record(type.lawless(), tuple(ctx.all(steps)))


def is_structure(ctx: Context, term: tree.IsStructure) -> Term:
    """is T {…}: the law, over the fields written."""
    type = unsubset(ctx.as_type(term.type))
    if not isinstance(type, Struct):
        raise ctx.fail(NotAType(term.type.span, term.type.span.text, "a structure type is wanted here"))
    record = _plain_record(ctx, term.record, type)
    return TRUE if type.law is None else instantiate(type.law, record)


def update(ctx: Context, term: tree.Update) -> Meaning:
    """{ C with Env := F }: the other fields as they were, where their types still fit."""
    target = ctx.synth(term.target)
    if isinstance(target, Bundle):
        structure = target.structure
        names = [member.name for member in structure.members]
        written = field_values(ctx, term, names, structure.name)
        return _bundle_of(ctx, LargeType(structure, target.arguments), written, target, term.span)
    value = ctx.shared.rules.as_value(ctx, target, term.target.span)
    type = unsubset(ctx.resolve(value.type))
    if not isinstance(type, Struct):
        raise ctx.fail(
            TypeMismatch(term.target.span, term.target.span.text, show_type(ctx, value.type), "a record")
        )
    written = field_values(ctx, term, [name for name, _ in type.fields], type.name)
    values = tuple(
        ctx.check(written[name], kind) if name in written else reduce(Field(value.term, name))
        for name, kind in type.fields
    )
    record = Record(type.lawless(), values)
    if type.law is None:
        return Typed(record, type)
    law = instantiate(type.law, record)
    if ctx.collects_obligations:
        ctx.oblige("law", law, term.span)
        return Typed(Record(type, values), type)
    return Typed(Guard(law, Record(type, values)), type)


# ── Large structures written out ──


def literal(ctx: Context, term: tree.Term, large: LargeType) -> Bundle | None:
    """A record or matrix read as a structure with sort fields; None if the term is no such literal."""
    if large.structure is None:
        return None
    match as_record(ctx, term, [member.name for member in large.structure.members]):
        case tree.RecordOf() as term:
            names = [member.name for member in large.structure.members]
            written = field_values(ctx, term, names, large.structure.name)
            missing = tuple(name for name in names if name not in written)
            if missing:
                raise ctx.fail(BadRecord(term.span, large.structure.name, missing, None))
            return _bundle_of(ctx, large, written, None, term.span)
        case tree.Matrix(columns, rows):
            _told_apart(ctx, "column", columns)
            _told_apart(ctx, "row", [row.name for row in rows])
            column_names = tuple(name.text for name in columns)
            row_names = tuple(row.name.text for row in rows)
            return matrix(ctx, large, row_names, column_names, [row.entries for row in rows], term.span)
        case tree.Grid(rows):
            width = len(rows[0]) if rows else 0
            row_names = tuple(f"r{at}" for at in range(len(rows)))
            column_names = tuple(f"c{at}" for at in range(width))
            return matrix(ctx, large, row_names, column_names, list(rows), term.span)
        case _:
            return None


def _told_apart(ctx: Context, of: str, names: Sequence[tree.Name]) -> None:
    """Rows and columns of a matrix have names of their own."""
    seen: dict[str, tree.Name] = {}
    for name in names:
        first = seen.setdefault(name.text, name)
        if first is not name:
            raise ctx.fail(RepeatedLabel(name.span, name.text, of, first.span))


def _bundle_of(
    ctx: Context, large: LargeType, written: dict[str, tree.Term], old: Bundle | None, span: Span
) -> Bundle:
    """A structure from its fields, each read where the earlier ones are known."""
    structure = large.structure
    if structure is None:
        raise TypeError("a structure is written out, not a sort")
    terms, sorts = substitution_for(structure.parameters, large.arguments)
    parts: dict[str, Type | Term] = {}
    for item in structure.members:
        key = pattern_name(structure, item.name)
        if item.type is None:
            kept = old.parts[item.name] if old is not None else None
            sort = ctx.as_type(written[item.name]) if item.name in written or kept is None else kept
            if not is_type(sort):
                raise TypeError("a sort field holds a type")
            parts[item.name] = sorts[key] = sort
            continue
        kind = substitute(item.type, terms, sorts)
        if item.name in written:
            value = ctx.check(written[item.name], kind)
        elif old is not None:
            value = _kept(ctx, old, item.name, kind, span)
        else:
            raise TypeError("a missing field was reported before")
        parts[item.name] = terms[key] = value
    bundle = Bundle(structure, large.arguments, parts)
    law = conj(*laws_of(bundle))
    if law != TRUE and ctx.collects_obligations:
        ctx.oblige("law", law, span)
    return bundle


def _kept(ctx: Context, old: Bundle, name: str, kind: Type, span: Span) -> Term:
    part = old.parts[name]
    if is_type(part):
        raise TypeError("a value field holds a term")
    return coerce(ctx, Typed(part, type_of(part)), kind, span)


def _matrix_fields(structure: StructureEntity) -> tuple[str, str, str] | None:
    """The row sort, column sort and entry function of a structure that a matrix can give."""
    sorts = [member.name for member in structure.members if member.type is None]
    others = [member for member in structure.members if member.type is not None]
    if len(sorts) != 2 or len(others) != 1:
        return None
    kind = others[0].type
    if not isinstance(kind, Fun) or not isinstance(kind.domain, Prod):
        return None
    return sorts[0], sorts[1], others[0].name


def matrix(
    ctx: Context,
    large: LargeType,
    rows: tuple[str, ...],
    columns: tuple[str, ...],
    entries: Sequence[Sequence[tree.Term]],
    span: Span,
) -> Bundle:
    """A structure of two sorts and a function from their pairs, by its table."""
    structure = large.structure
    fields = None if structure is None else _matrix_fields(structure)
    if structure is None or fields is None:
        name = structure.name if structure is not None else "Sort"
        raise ctx.fail(MatrixMisfit(span, name))
    for at, row in enumerate(entries):
        if len(row) != len(columns):
            raise ctx.fail(MatrixShape(span, rows[at], len(row), len(columns)))
    row_sort = Enum(_listed(rows), rows)
    column_sort = Enum(_listed(columns), columns)
    terms, sorts = substitution_for(structure.parameters, large.arguments)
    sorts[pattern_name(structure, fields[0])] = row_sort
    sorts[pattern_name(structure, fields[1])] = column_sort
    declared = next(m.type for m in structure.members if m.name == fields[2])
    kind = substitute(declared, terms, sorts) if declared is not None else None
    if not isinstance(kind, Fun):
        raise TypeError("the entries of a matrix are the values of a function")
    target = ctx.resolve(kind.codomain)
    read = [[_entry(ctx, entry, target) for entry in row] for row in entries]
    pair = Var("pair", kind.domain)
    body: Term = The(Var("x", target), FALSE)
    cells = [(r, c, read[r][c]) for r in range(len(rows)) for c in range(len(columns))]
    for at, (r, c, value) in enumerate(reversed(cells)):
        here = conj(
            equal(Proj(pair, 0), Member(rows[r], row_sort), row_sort),
            equal(Proj(pair, 1), Member(columns[c], column_sort), column_sort),
        )
        body = value if at == 0 else If(here, value, body)
    parts: dict[str, Type | Term] = {
        fields[0]: row_sort,
        fields[1]: column_sort,
        fields[2]: Lam(pair, body),
    }
    return Bundle(structure, large.arguments, parts)


def _listed(names: tuple[str, ...]) -> str:
    return "{" + ", ".join(names) + "}"


def _entry(ctx: Context, entry: tree.Term, target: Type) -> Term:
    """An entry of a matrix; where the worlds are a list of their own, digits name them too."""
    if (
        isinstance(target, Enum)
        and isinstance(entry, (tree.Numeral, tree.Name))
        and entry.text in target.members
    ):
        return Member(entry.text, target)
    return ctx.check(entry, target)


def listed_names(term: tree.Term) -> Enum | None:
    """{0, 1} or {a, b} as the type of just these names; None for anything else."""
    if not isinstance(term, tree.SetLiteral):
        return None
    names = [item.text for item in term.items if isinstance(item, (tree.Name, tree.Numeral))]
    return Enum(_listed(tuple(names)), tuple(names)) if len(names) == len(term.items) else None


def listed_type(ctx: Context, term: tree.Term) -> Type | None:
    """{open, shut} after `over`, whose names are declared by standing there; None if it is a type already."""
    if not isinstance(term, tree.SetLiteral):
        return None
    type = listed_names(term)
    if type is None:
        raise ctx.fail(CannotInfer(term.span, "this list of names", "plain names in it"))
    for item, name in zip(term.items, type.members, strict=True):
        if isinstance(item, tree.Name):
            ctx.bind(ValueEntity(name, item.span, Member(name, type), type))
    return type


def grid_worlds(term: tree.Grid) -> tuple[str, ...]:
    """The different entries of a matrix without names, in order."""
    seen: dict[str, None] = {}
    for row in term.rows:
        for entry in row:
            if isinstance(entry, (tree.Numeral, tree.Name)):
                seen.setdefault(entry.text)
    return tuple(seen)
