"""Definitions, relations, types and transformations: their parameters, bodies, and side conditions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from aligncheck.elaborate.context import Context, Failed
from aligncheck.elaborate.instances import lambda_over, read_bundle
from aligncheck.elaborate.meanings import (
    Bundle,
    ConstEntity,
    LargeType,
    Obligation,
    Parameter,
    Scale,
    Template,
    TransformationEntity,
    Typed,
    TypeMeaning,
)  # fmt: skip
from aligncheck.elaborate.parameters import make_parameter
from aligncheck.elaborate.problems import (
    AlreadyDeclared,
    CannotInfer,
    ImplicitUnknown,
    LargePosition,
    NotAFunction,
)
from aligncheck.elaborate.shown import show_type
from aligncheck.elaborate.structures import Argument
from aligncheck.elaborate.unify import is_unknown
from aligncheck.kernel.terms import TRUE, App, Const, Lam, Term, Var
from aligncheck.kernel.traversal import walk
from aligncheck.kernel.types import BOOL, Base, Fun, Prod, Type
from aligncheck.kernel.typing import unsubset
from aligncheck.source import Span
from aligncheck.syntax import tree
from aligncheck.syntax.names import all_names

Body = Typed | TypeMeaning | Bundle


def head_parameters(ctx: Context, parameters: Sequence[tree.Parameter]) -> tuple[Parameter, ...]:
    """The explicit parameters of a head, each visible to those after it."""
    made: list[Parameter] = []
    for group in parameters:
        _check_own_type(ctx, group)
        for name in group.names:
            if any(name.text == earlier.name for earlier in made):
                first = next(p for p in made if p.name == name.text)
                raise ctx.fail(AlreadyDeclared(name.span, name.text, first.span))
            parameter, entity = make_parameter(
                ctx, name.text, name.span, group.type, cast("Scale | None", group.scale)
            )
            ctx.bind(entity)
            made.append(parameter)
    return tuple(made)


def _check_own_type(ctx: Context, group: tree.Parameter) -> None:
    """In `C, F: Set C.Env` the type is that of C as well, which was hardly meant."""
    used = set() if group.type is None else {name.text for name in all_names(group.type)}
    own = next((name for name in group.names if name.text in used), None)
    if own is not None and group.type is not None and len(group.names) > 1:
        others = " and ".join(f"`{name.text}`" for name in group.names if name is not own)
        shared = f"a type of its own: here it shares `{group.type.span.text}` with {others}"
        raise ctx.fail(CannotInfer(own.span, f"`{own.text}`", shared))


def define(
    ctx: Context,
    word: str,
    head: tree.Head,
    type: tree.Term | None,
    body: tree.Term,
    span: Span,
    variant: str | None,
) -> Template:
    """Read a definition. Its body is checked once, over its own parameters."""
    ctx.collects_obligations = True
    ctx.scopes.append({})
    explicit = head_parameters(ctx, head.parameters)
    ctx.scopes.append({})
    if word == "relation":
        read: Body = Typed(ctx.check(body, BOOL), BOOL)
    elif word == "type":
        read = TypeMeaning(ctx.as_type(body))
    elif type is not None:
        read = _at(ctx, body, ctx.as_large(type))
    else:
        read = _free(ctx, body)
    if isinstance(read, Typed):
        ctx.note("alone", [read.term], [body])
    settle(ctx, span)
    implicit = tuple(zonk_parameter(ctx, parameter) for parameter in ctx.given.values())
    explicit = tuple(zonk_parameter(ctx, parameter) for parameter in explicit)
    obligations = zonked_obligations(ctx)
    made = zonk_body(ctx, read)
    check_known(ctx, made, body.span)
    return Template(
        head.name.text,
        head.name.span,
        word,
        head.kind,
        explicit,
        implicit,
        made,
        obligations,
        frozenset(ctx.unfolds) | {o.name for o in obligations},
        head_text=head.name.text,
        variant=variant,
        clauses=ctx.noted(),
        plain=isinstance(body, (tree.Name, tree.Numeral)),
        written=ctx.written_of(made.term) if isinstance(made, Typed) else (),
        places=ctx.placed(),
    )


def zonked_obligations(ctx: Context) -> tuple[Obligation, ...]:
    """The side conditions that were met, with what was found out of their types."""
    return tuple(Obligation(o.name, ctx.zonk(o.formula), o.span) for o in ctx.obligations)


def _at(ctx: Context, body: tree.Term, kind: Type | LargeType) -> Body:
    if isinstance(kind, LargeType):
        if kind.structure is None:
            return TypeMeaning(ctx.as_type(body))
        return read_bundle(ctx, body, kind)
    return Typed(ctx.check(body, kind), kind)


def _free(ctx: Context, body: tree.Term) -> Body:
    meaning = ctx.synth(body)
    if isinstance(meaning, (Bundle, TypeMeaning, Typed)):
        return meaning
    return ctx.shared.rules.as_value(ctx, meaning, body.span)


def settle(ctx: Context, span: Span) -> None:
    """Every variable whose type was left out must have been told it."""
    for sort, name, where in ctx.untyped:
        if is_unknown(ctx.resolve(Base(sort))):
            ctx.report(CannotInfer(where, f"`{name}`", "its type written: nothing here tells it"))
    if any(is_unknown(ctx.resolve(Base(sort))) for sort, _, _ in ctx.untyped):
        raise Failed


def check_known(ctx: Context, body: Body | Term, span: Span) -> None:
    """Nothing may be left unknown in what is kept."""
    parts: tuple[Term | Type, ...]
    match body:
        case Typed(term, type):
            parts = (term, type)
        case TypeMeaning(type):
            parts = (type,)
        case Bundle():
            parts = tuple(body.parts.values())
        case _:
            parts = (body,)
    for part in parts:
        for node in walk(part):
            if isinstance(node, (Base, Var)) and node.name.startswith("?"):
                raise ctx.fail(ImplicitUnknown(span, span.text.split("\n", 1)[0]))


def zonk_body(ctx: Context, body: Body) -> Body:
    match body:
        case Typed(term, type):
            return Typed(ctx.zonk(term), ctx.zonk(type))
        case TypeMeaning(type):
            return TypeMeaning(ctx.zonk(type))
        case Bundle():
            return zonk_bundle(ctx, body)


def zonk_bundle(ctx: Context, bundle: Bundle) -> Bundle:
    parts = {name: ctx.zonk(part) for name, part in bundle.parts.items()}
    arguments: list[Argument] = []
    for argument in bundle.arguments:
        if isinstance(argument, Bundle):
            arguments.append(zonk_bundle(ctx, argument))
        else:
            arguments.append(ctx.zonk(argument))
    return Bundle(bundle.structure, tuple(arguments), parts, bundle.name)


def zonk_parameter(ctx: Context, parameter: Parameter) -> Parameter:
    """The parameter with what was found out of its type."""
    var = None if parameter.var is None else Var(parameter.var.name, ctx.zonk(parameter.var.type))
    bundle = None if parameter.bundle is None else zonk_bundle(ctx, parameter.bundle)
    laws = tuple(ctx.zonk(law) for law in parameter.laws)
    return Parameter(parameter.name, parameter.span, var, parameter.sort, bundle, parameter.scale, laws)


def abstract_relation(ctx: Context, declaration: tree.RelationDecl) -> ConstEntity:
    """relation R(x, y: A): any relation at all between values of these types."""
    head = declaration.head
    ctx.scopes.append({})
    parameters = head_parameters(ctx, head.parameters)
    types: list[Type] = []
    for parameter in parameters:
        if parameter.var is None or ctx.given:
            raise ctx.fail(LargePosition(parameter.span, parameter.name))
        types.append(ctx.zonk(parameter.var.type))
    settle(ctx, head.span)
    domain = types[0] if len(types) == 1 else Prod(tuple(types))
    type = Fun(domain, BOOL) if types else BOOL
    return ConstEntity(head.name.text, head.name.span, Const(head.name.text, type), type, "relation")


def transformation(ctx: Context, declaration: tree.TransformationDecl) -> TransformationEntity:
    """transformation t(a, b: Real) where a > 0 := fun u: Real. a*u + b."""
    head = declaration.head
    ctx.scopes.append({})
    explicit = head_parameters(ctx, head.parameters)
    ctx.scopes.append({})
    condition = TRUE if declaration.where is None else ctx.check(declaration.where, BOOL)
    value = ctx.typed(declaration.body)
    settle(ctx, head.span)
    term, kind = ctx.zonk(value.term), unsubset(ctx.zonk(value.type))
    if not isinstance(kind, Fun):
        shown = show_type(ctx, kind)
        raise ctx.fail(NotAFunction(declaration.body.span, head.name.text, f"it is of type `{shown}`"))
    if not isinstance(term, Lam):
        point = Var("u", kind.domain)
        made = lambda_over([point], Typed(App(term, point), kind.codomain))
        term = cast("Lam", made.term)
    implicit = tuple(zonk_parameter(ctx, parameter) for parameter in ctx.given.values())
    return TransformationEntity(
        head.name.text,
        head.name.span,
        tuple(zonk_parameter(ctx, p) for p in explicit),
        implicit,
        ctx.zonk(condition),
        term,
    )
