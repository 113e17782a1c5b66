"""A file's declarations in order, each read in a context of its own; claims are kept for the claims room."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import assert_never

from aligncheck.diagnostics import Made, Problem
from aligncheck.diagnostics.nearest import SAME_LOOKS
from aligncheck.elaborate import declarations as forms
from aligncheck.elaborate.context import Context, Failed, Rules, Shared
from aligncheck.elaborate.data import literal
from aligncheck.elaborate.declarations import Declarer
from aligncheck.elaborate.instances import as_value
from aligncheck.elaborate.kinds import described
from aligncheck.elaborate.meanings import (
    BuiltinEntity,
    ClaimScope,
    ConstEntity,
    Entity,
    Fact,
    GivenEntity,
    Module,
)  # fmt: skip
from aligncheck.elaborate.optimizers import (
    LANGUAGE,
    OPTIMIZER,
    ambient,
    declare_optimizer,
    distinct_facts,
    hierarchy_facts,
    partial_functions,
    pursued_objectives,
)  # fmt: skip
from aligncheck.elaborate.order import built_before_builder, circles, objectives_of_later_levels
from aligncheck.elaborate.predicates import WORDS
from aligncheck.elaborate.problems import CaseTwins, DeclaredByTwo, LookAlike
from aligncheck.elaborate.terms import check, synth
from aligncheck.elaborate.types import as_large, as_type
from aligncheck.source import Span
from aligncheck.syntax import tree
from aligncheck.syntax.names import declared_names

RULES = Rules(synth, check, as_type, as_large, as_value, literal)


def language_names() -> dict[str, Entity]:
    """What every module has without declaring it."""
    here = Span(LANGUAGE, 0, 0)
    names: dict[str, Entity] = {word: BuiltinEntity(word, here, arity) for word, (arity, _) in WORDS.items()}
    names.update(ambient())
    return names


def elaborate(file: tree.File, imports: Mapping[str, Module]) -> Made[Module]:
    """Read a file whose imports were read before. What fails is reported and left out; the rest stands."""
    problems: list[Problem] = []
    shared = Shared(RULES, language_names(), {})
    used = [d for d in file.declarations if isinstance(d, tree.UseDecl)]
    for use in used:
        _import(shared, imports.get(use.name.text), use, problems)
    imported = [imports[use.name.text] for use in used if use.name.text in imports]
    shared.incomplete = len(imported) < len(used) or any(each.incomplete for each in imported)
    out = Declarer()
    known = set(shared.names)
    start = Context(shared, "definition")
    pursued_objectives(start, file)
    problems.extend(start.problems)
    name = next((d.name.text for d in file.declarations if isinstance(d, tree.ModuleDecl)), _file_name(file))
    claims: list[ClaimScope] = []
    sound: list[tree.Declaration] = []
    before = set(shared.names)
    given: dict[str, Entity] = {}
    found, circular = circles(file, known)
    problems.extend(found)
    problems.extend(built_before_builder(file, circular))
    problems.extend(objectives_of_later_levels(file, known, circular))
    shared.broken.update(name.text for each in circular for name in declared_names(each))
    later = _declared_later(file)
    for declaration in file.declarations:
        if isinstance(declaration, tree.ClaimDecl):
            claims.append(ClaimScope(declaration, dict(given)))
            continue
        if any(declaration is each for each in circular):
            continue
        ctx = Context(shared, "definition", _owner(declaration))
        ctx.later = later
        try:
            _declare(ctx, out, declaration)
            sound.append(declaration)
        except Failed:
            shared.broken.update(name.text for name in declared_names(declaration))
        problems.extend(problem for problem in ctx.problems if problem not in problems)
        given = {n: e for n, e in shared.names.items() if isinstance(e, GivenEntity)}
    own = tuple(entity for key, entity in shared.names.items() if key not in before)
    problems.extend(_look_alikes(own))
    problems.extend(_case_twins(own))
    optimizers = [e for e in shared.names.values() if isinstance(e, ConstEntity) and e.type == OPTIMIZER]
    facts = _facts(out, imported, optimizers)
    module = Module(
        name,
        {key: entity for key, entity in shared.names.items() if not isinstance(entity, GivenEntity)},
        own,
        shared.defaults,
        facts,
        tuple(claims),
        tuple(
            (each, obligation) for each in (*out.templates, *out.examples) for obligation in each.obligations
        ),
        hierarchies=("builder",),
        partial=partial_functions(),
        broken=frozenset(shared.broken),
        incomplete=shared.incomplete,
        owners=shared.owners,
        templates=tuple(out.templates),
        declarations=tuple(sound),
        lemmas=frozenset(c.declaration.name.text for m in imported for c in m.claims).union(
            *(m.lemmas for m in imported)
        ),
        printed=shared.printed,
    )
    return Made(module, tuple(problems))


def _facts(out: Declarer, imported: list[Module], optimizers: list[ConstEntity]) -> tuple[Fact, ...]:
    """Each module's own facts once, with what holds of all optimizers if the module has any."""
    facts: dict[tuple[str, Span], Fact] = {}
    for module in imported:
        for fact in module.facts:
            if not fact.label.endswith("are different optimizers"):
                facts[fact.label, fact.span] = fact
    for fact in (*hierarchy_facts(), *out.facts, *distinct_facts(optimizers)):
        facts[fact.label, fact.span] = fact
    return tuple(facts.values())


def _file_name(file: tree.File) -> str:
    name = file.span.source.name.rsplit("/", 1)[-1]
    return name.removesuffix(".align")


def _owner(declaration: tree.Declaration) -> str:
    names = declared_names(declaration)
    return names[0].text if names else ""


def _import(shared: Shared, module: Module | None, use: tree.UseDecl, problems: list[Problem]) -> None:
    """All that a module declares, and what it uses itself, under their own names."""
    if module is None:
        return
    for name, entity in module.names.items():
        earlier = shared.names.get(name)
        if earlier is None or earlier.span == entity.span or isinstance(earlier, BuiltinEntity):
            shared.names[name] = entity
        elif not isinstance(entity, BuiltinEntity) and entity.span.source is not LANGUAGE:
            kinds = (described(earlier), described(entity))
            problems.append(DeclaredByTwo(use.name.span, name, kinds, (earlier.span, entity.span)))
    shared.defaults.update(module.defaults)
    shared.owners.update(module.owners)
    shared.broken.update(module.broken)


def _declare(ctx: Context, out: Declarer, declaration: tree.Declaration) -> None:
    match declaration:
        case tree.ModuleDecl() | tree.UseDecl() | tree.ClaimDecl():
            pass
        case tree.SortDecl():
            forms.declare_sorts(ctx, out, declaration)
        case tree.EnumDecl():
            forms.declare_enum(ctx, out, declaration)
        case tree.TypeDecl():
            forms.declare_type(ctx, out, declaration)
        case tree.OptimizerDecl():
            declare_optimizer(ctx, out, declaration)
        case tree.ObjectiveDecl():
            forms.declare_objectives(ctx, out, declaration)
        case tree.RelationDecl():
            forms.declare_relation(ctx, out, declaration)
        case tree.DefDecl():
            forms.declare_definition(ctx, out, declaration)
        case tree.StructureDecl():
            forms.declare_structure(ctx, out, declaration)
        case tree.DefaultDecl():
            forms.declare_default(ctx, out, declaration)
        case tree.GivenDecl():
            forms.declare_given(ctx, out, declaration)
        case tree.FamilyDecl():
            forms.declare_family(ctx, out, declaration)
        case tree.ConstantDecl():
            forms.declare_constants(ctx, out, declaration)
        case tree.DistributionDecl():
            forms.declare_distribution(ctx, out, declaration)
        case tree.ModelDecl():
            forms.declare_model(ctx, out, declaration)
        case tree.TransformationDecl():
            forms.declare_transformation(ctx, out, declaration)
        case tree.ExampleDecl():
            forms.declare_example(ctx, out, declaration)
        case _:
            assert_never(declaration)


def declare_local(ctx: Context, out: Declarer, declaration: tree.Declaration) -> None:
    """A declaration inside a claim's braces."""
    _declare(ctx, out, declaration)


def _declared_later(file: tree.File) -> dict[str, Span]:
    """Where each name of the file is declared, for names used before that."""
    places: dict[str, Span] = {}
    for declaration in file.declarations:
        if not isinstance(declaration, (tree.ClaimDecl, tree.ModuleDecl, tree.UseDecl)):
            for name in declared_names(declaration):
                places.setdefault(name.text, name.span)
    return places


def _look_alikes(own: tuple[Entity, ...]) -> list[Problem]:
    """Names of one module that look the same in two alphabets."""
    seen: dict[str, Entity] = {}
    found: list[Problem] = []
    for entity in own:
        looks = entity.name.translate(SAME_LOOKS)
        other = seen.setdefault(looks, entity)
        if other.name != entity.name:
            odd = entity if entity.name != looks else other
            letter = next(c for c in odd.name if c.translate(SAME_LOOKS) != c)
            script = unicodedata.name(letter).split()[0].capitalize()
            found.append(LookAlike(odd.span, odd.name, (other if odd is entity else entity).span, script))
    return found


_SHORT = 3


def _case_twins(own: tuple[Entity, ...]) -> list[Problem]:
    """Names of one kind that differ in capital letters alone. Short ones do so in print as well."""
    seen: dict[tuple[str, str, object], Entity] = {}
    found: list[Problem] = []
    for entity in own:
        if len(entity.name) > _SHORT:
            kind = described(entity)
            type = entity.type if isinstance(entity, ConstEntity) else None
            twin = seen.setdefault((entity.name.casefold(), kind, type), entity)
            if twin.name != entity.name:
                found.append(CaseTwins(entity.span, entity.name, twin.name, kind, twin.span))
    return found
