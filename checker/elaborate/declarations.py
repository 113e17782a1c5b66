"""Sorts, constants, structures, examples and what else a module declares, one function a form."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

from aligncheck.elaborate.binders import over_binders
from aligncheck.elaborate.context import Context, Failed
from aligncheck.elaborate.data import listed_type
from aligncheck.elaborate.definitions import (
    abstract_relation,
    check_known,
    define,
    head_parameters,
    settle,
    transformation,
    zonk_bundle,
    zonked_obligations,
)  # fmt: skip
from aligncheck.elaborate.instances import read_bundle
from aligncheck.elaborate.meanings import (
    BuiltinEntity,
    Bundle,
    BundleEntity,
    ConstEntity,
    Entity,
    Fact,
    FamilyEntity,
    GivenEntity,
    LargeType,
    StructureEntity,
    StructureLaw,
    StructureMember,
    Template,
    Typed,
    TypeEntity,
    ValueEntity,
)  # fmt: skip
from aligncheck.elaborate.predicates import inhabited
from aligncheck.elaborate.models import model
from aligncheck.elaborate.probability import distribution_type
from aligncheck.elaborate.problems import AlreadyDeclared, BareStructure, LargePosition, ShadowedName
from aligncheck.elaborate.structures import new_bundle, pattern_name
from aligncheck.elaborate.suitable import structure_types
from aligncheck.kernel.terms import TRUE, Const, Finite, Member, Term, Var
from aligncheck.kernel.types import BOOL, Base, Enum, Fun, Prod, Type
from aligncheck.kernel.typing import instantiate
from aligncheck.syntax import tree
from aligncheck.syntax.names import nodes


class Declarer:
    """Collects what declarations make besides names: facts."""

    def __init__(self) -> None:
        self.facts: list[Fact] = []
        self.templates: list[Template] = []
        self.examples: list[Template] = []

    def fact(self, label: str, formula: Term, node: tree.Node, of: str | None = None) -> None:
        self.facts.append(Fact(label, formula, node.span, of))


def declare_sorts(ctx: Context, out: Declarer, declaration: tree.SortDecl) -> None:
    for name in declaration.names:
        sort = Base(name.text)
        ctx.declare(TypeEntity(name.text, name.span, sort))
        if declaration.finite:
            out.fact(f"finite sort {name.text}", Finite(sort), name)
        if declaration.nonempty:
            out.fact(f"nonempty sort {name.text}", inhabited(sort), name)


def declare_enum(ctx: Context, out: Declarer, declaration: tree.EnumDecl) -> None:
    members = tuple(name.text for name in declaration.members)
    type = Enum(declaration.name.text, members)
    ctx.declare(TypeEntity(declaration.name.text, declaration.name.span, type))
    for name in declaration.members:
        ctx.declare(ConstEntity(name.text, name.span, Member(name.text, type), type, "member"))


def declare_type(ctx: Context, out: Declarer, declaration: tree.TypeDecl) -> None:
    parameters = tuple(
        tree.Parameter(binder.names, binder.type, span=binder.span) for binder in declaration.parameters
    )
    head = tree.Head(declaration.name, "applied", parameters, span=declaration.name.span)
    template = define(ctx, "type", head, None, declaration.body, declaration.span, None)
    out.templates.append(template)
    ctx.declare(template)


def declare_objectives(ctx: Context, out: Declarer, declaration: tree.ObjectiveDecl) -> None:
    type = Base("Objective") if declaration.type is None else ctx.as_type(declaration.type)
    settle(ctx, declaration.span)
    for name in declaration.names:
        ctx.declare(
            ConstEntity(
                name.text,
                name.span,
                Const(name.text, ctx.zonk(type)),
                ctx.zonk(type),
                "objective",
                scale=(declaration.scale or "interval") if declaration.type is not None else None,
                orientation=declaration.orientation,
            )
        )


def declare_relation(ctx: Context, out: Declarer, declaration: tree.RelationDecl) -> None:
    entity: Entity
    if declaration.body is None:
        entity = abstract_relation(ctx, declaration)
    else:
        entity = define(
            ctx,
            "relation",
            declaration.head,
            None,
            declaration.body,
            declaration.span,
            declaration.variant,
        )
        out.templates.append(entity)
    _bear(ctx, declaration, entity)


def _bear(ctx: Context, declaration: tree.RelationDecl | tree.DefDecl, entity: Entity) -> None:
    """Let the name mean this. What stands printed bears it in claims as printed; the corrected one elsewhere."""
    shared, alias = ctx.shared, declaration.head.alias
    names = [entity.name] if alias is None else [entity.name, alias.text]
    if declaration.variant == "corrected" and entity.name in shared.printed:
        shared.names.update(dict.fromkeys(names, entity))
        return
    ctx.declare(entity)
    if alias is not None:
        _may_bear(ctx, alias, entity)
    shared.names.update(dict.fromkeys(names, entity))
    if declaration.variant == "printed":
        shared.printed.update(dict.fromkeys(names, entity))
    shared.broken.discard(entity.name)


def _may_bear(ctx: Context, alias: tree.Name, entity: Entity) -> None:
    """An alias is a name of its own: nothing else has it, not even what it stands for."""
    earlier = ctx.shared.names.get(alias.text)
    if earlier is not None and not isinstance(earlier, (BuiltinEntity, GivenEntity)):
        raise ctx.fail(AlreadyDeclared(alias.span, alias.text, earlier.span))


def declare_definition(ctx: Context, out: Declarer, declaration: tree.DefDecl) -> None:
    template = define(
        ctx,
        declaration.word,
        declaration.head,
        declaration.type,
        declaration.body,
        declaration.span,
        declaration.variant,
    )
    out.templates.append(template)
    _bear(ctx, declaration, template)


def declare_structure(ctx: Context, out: Declarer, declaration: tree.StructureDecl) -> None:
    ctx.scopes.append({})
    parameters = head_parameters(ctx, declaration.parameters)
    name = declaration.name.text
    members: list[StructureMember] = []
    laws: list[StructureLaw] = []
    ctx.scopes.append({})
    for member in declaration.members:
        if isinstance(member, tree.StructureField):
            members.extend(_fields(ctx, name, member))
        else:
            ctx.scopes.append({})
            formula = ctx.check(member.formula, BOOL)
            ctx.scopes.pop()
            laws.append(
                StructureLaw(
                    member.name.text if member.name else None, formula, member.span, member.span.text
                )
            )
    settle(ctx, declaration.span)
    ctx.declare(
        StructureEntity(
            name,
            declaration.name.span,
            parameters,
            tuple(
                StructureMember(m.name, None if m.type is None else ctx.zonk(m.type), m.span, m.finite)
                for m in members
            ),
            tuple(StructureLaw(law.name, ctx.zonk(law.formula), law.span, law.text) for law in laws),
            tuple(ctx.given.values()),
        )
    )


def _fields(ctx: Context, structure: str, member: tree.StructureField) -> list[StructureMember]:
    made: list[StructureMember] = []
    kind = ctx.as_large(member.type)
    for name in member.names:
        key = pattern_name(structure, name.text)
        if isinstance(kind, LargeType):
            if kind.structure is not None:
                raise ctx.fail(LargePosition(member.type.span, member.type.span.text))
            ctx.bind(TypeEntity(name.text, name.span, Base(key)))
            made.append(StructureMember(name.text, None, name.span, member.finite))
        else:
            ctx.bind(ValueEntity(name.text, name.span, Var(key, kind), kind))
            made.append(StructureMember(name.text, kind, name.span))
    return made


def declare_default(ctx: Context, out: Declarer, declaration: tree.DefaultDecl) -> None:
    large = ctx.as_large(declaration.structure)
    if not isinstance(large, LargeType) or large.structure is None:
        shown = declaration.structure.span
        raise ctx.fail(BareStructure(shown, shown.text, 1, shown))
    ctx.shared.defaults[large.structure.name] = large


def declare_given(ctx: Context, out: Declarer, declaration: tree.GivenDecl) -> None:
    for binder in declaration.binders:
        for name in binder.names:
            single = tree.Binder((name,), binder.type, binder.among, binder.where, span=binder.span)
            earlier = ctx.shared.names.get(name.text)
            if earlier is not None and not isinstance(earlier, GivenEntity):
                ctx.report(ShadowedName(name.span, name.text, earlier.span))
            ctx.shared.names[name.text] = GivenEntity(name.text, name.span, single)


def declare_family(ctx: Context, out: Declarer, declaration: tree.FamilyDecl) -> None:
    name = declaration.name
    ctx.declare(FamilyEntity(name.text, name.span, declaration.indices, declaration.type))
    if any(isinstance(node, tree.Index) for node in nodes(declaration.type)):
        with suppress(Failed):
            over_binders(ctx, "forall", declaration.indices, lambda: _member_type(ctx, declaration.type))


def _member_type(ctx: Context, type: tree.Term) -> Term:
    """The type of a family's members is read for every index: what it says of other families must exist."""
    ctx.as_large(type)
    return TRUE


def declare_constants(ctx: Context, out: Declarer, declaration: tree.ConstantDecl) -> None:
    if declaration.parameters:
        ctx.scopes.append({})
        parameters = head_parameters(ctx, declaration.parameters)
        types: list[Type] = []
        for parameter in parameters:
            if parameter.var is None:
                raise ctx.fail(LargePosition(parameter.span, parameter.name))
            types.append(parameter.var.type)
        domain = types[0] if len(types) == 1 else Prod(tuple(types))
        kind: Type | LargeType = Fun(domain, ctx.as_type(declaration.type))
    else:
        kind = ctx.as_large(declaration.type)
    settle(ctx, declaration.span)
    for name in declaration.names:
        if isinstance(kind, LargeType):
            if kind.structure is None:
                ctx.declare(TypeEntity(name.text, name.span, Base(name.text)))
                continue
            bundle, laws = new_bundle(ctx, name.text, kind, symbols=True)
            ctx.declare(BundleEntity(name.text, name.span, bundle))
            for law in laws:
                out.fact(f"law of {name.text}: {kind.structure.name}", law, name)
        else:
            type = ctx.zonk(kind)
            ctx.declare(ConstEntity(name.text, name.span, Const(name.text, type), type, declaration.word))


def declare_distribution(ctx: Context, out: Declarer, declaration: tree.DistributionDecl) -> None:
    type = distribution_type(ctx.zonk(ctx.as_type(declaration.over)))
    for name in declaration.names:
        # What the type says of it is a fact, so that a proof that needs it says so.
        p = Const(name.text, type.base)
        ctx.declare(ConstEntity(name.text, name.span, p, type, "distribution"))
        label = f"distribution {name.text} over {declaration.over.span.text}"
        out.fact(label, instantiate(type.predicate, p), name, of=name.text)


def declare_model(ctx: Context, out: Declarer, declaration: tree.ModelDecl) -> None:
    ctx.declare(model(ctx, declaration))


def declare_transformation(ctx: Context, out: Declarer, declaration: tree.TransformationDecl) -> None:
    ctx.declare(transformation(ctx, declaration))


def declare_example(ctx: Context, out: Declarer, declaration: tree.ExampleDecl) -> None:
    """A structure or a record that is written out; that its laws hold is an obligation, as of a definition."""
    ctx.collects_obligations = True
    ctx.scopes.append({})
    kind: Type | LargeType
    if declaration.over is not None:
        worlds = listed_type(ctx, declaration.over) or ctx.as_type(declaration.over)
        named = isinstance(declaration.type, tree.Name)
        structure = ctx.meant(declaration.type, structure_types) if named else None
        if not isinstance(structure, StructureEntity):
            raise ctx.fail(LargePosition(declaration.type.span, declaration.type.span.text))
        kind = LargeType(structure, (worlds,))
    else:
        kind = ctx.as_large(declaration.type)
    name = declaration.name
    if isinstance(kind, LargeType):
        made = read_bundle(ctx, declaration.value, kind)
        settle(ctx, declaration.span)
        bundle = zonk_bundle(ctx, made)
        check_known(ctx, bundle, declaration.span)
        made = replace(bundle, name=name.text)
        ctx.declare(BundleEntity(name.text, name.span, made, _obliged(ctx, out, name, made)))
        return
    value = ctx.check(declaration.value, kind)
    settle(ctx, declaration.span)
    typed = Typed(ctx.zonk(value), ctx.zonk(kind))
    check_known(ctx, typed, declaration.span)
    unfolds = _obliged(ctx, out, name, typed)
    ctx.declare(ValueEntity(name.text, name.span, typed.term, typed.type, unfolds=unfolds))


def _obliged(ctx: Context, out: Declarer, name: tree.Name, body: Bundle | Typed) -> frozenset[str]:
    """Keep the obligations of an example; the names of all those that a use of it rests on."""
    obligations = zonked_obligations(ctx)
    unfolds = frozenset(ctx.unfolds) | {each.name for each in obligations}
    out.examples.append(
        Template(name.text, name.span, "example", "applied", (), (), body, obligations, unfolds)
    )
    return unfolds
