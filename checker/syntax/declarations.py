"""Builders of declarations and of the heads that they are written with."""

from __future__ import annotations

from typing import Any

from aligncheck.diagnostics import Problem
from aligncheck.source import Span
from aligncheck.syntax import tree
from aligncheck.syntax.building import Builder, group_parameters, name, take
from aligncheck.syntax.lexer import Token


def _parts(kids: list[Any]) -> tuple[tuple[tree.Parameter, ...], tree.Name | None]:
    """Parameters and alias, each if it is there."""
    lists = [kid for kid in kids if isinstance(kid, tuple)]
    return (lists[0] if lists else ()), take(kids, tree.Name)


def _applied(kids: list[Any], span: Span, _: list[Problem]) -> tree.Head:
    parameters, alias = _parts(kids[1:])
    return tree.Head(name(kids[0], span), "applied", parameters, alias, span=span)


def _infix(kids: list[Any], span: Span, _: list[Problem]) -> tree.Head:
    left, operator, right, *rest = kids
    parameters = group_parameters((left, right))
    return tree.Head(name(operator, span), "infix", parameters, take(rest, tree.Name), span=span)


def _postfix(kids: list[Any], span: Span, _: list[Problem]) -> tree.Head:
    operand, operator, *rest = kids
    return tree.Head(name(operator, span), "postfix", (operand,), take(rest, tree.Name), span=span)


def _prefix(kids: list[Any], span: Span, _: list[Problem]) -> tree.Head:
    operator, operand, *rest = kids
    return tree.Head(name(operator, span), "prefix", (operand,), take(rest, tree.Name), span=span)


def _superscript(kids: list[Any], span: Span, _: list[Problem]) -> tree.Head:
    parameters, _alias = _parts(kids[2:])
    return tree.Head(name(kids[0], span), "superscript", (kids[1], *parameters), span=span)


def _subscript(kids: list[Any], span: Span, _: list[Problem]) -> tree.Head:
    parameters, _alias = _parts(kids[2:])
    return tree.Head(name(kids[0], span), "subscript", (kids[1], *parameters), span=span)


def _operator(kids: list[Any], span: Span, _: list[Problem]) -> tree.Head:
    parameters, alias = _parts(kids[1:])
    return tree.Head(name(kids[0], span), "infix", parameters, alias, span=span)


def _parameter(kids: list[Any], span: Span, _: list[Problem]) -> tree.Parameter:
    scale = kids[2].text if kids[2] is not None else None
    return tree.Parameter((name(kids[0], span),), kids[1], scale, span=span)


def _operand(kids: list[Any], span: Span, _: list[Problem]) -> tree.Parameter:
    return tree.Parameter((name(kids[0], span),), kids[1] if len(kids) > 1 else None, span=span)


def _variant(token: Token | None) -> Any:
    return None if token is None else token.text


def _sort(kids: list[Any], span: Span, _: list[Problem]) -> tree.Declaration:
    words = {token.text for token in kids[:-1]}
    return tree.SortDecl(kids[-1], finite="finite" in words, nonempty="nonempty" in words, span=span)


def _optimizer(kids: list[Any], span: Span, _: list[Problem]) -> tree.Declaration:
    duties = take(kids, dict) or {}
    builder = take(kids, tree.Name)
    trained_on, pursues = duties.get("trained", ()), duties.get("pursues", ())
    return tree.OptimizerDecl(name(kids[0], span), builder, trained_on, pursues, span=span)


def _duties(kids: list[Any], span: Span, _: list[Problem]) -> dict[str, tuple[tree.Name, ...]]:
    done: dict[str, tuple[tree.Name, ...]] = {}
    for word, subjects in kids:
        done[word] = (*done.get(word, ()), *subjects)
    return done


def _objective(kids: list[Any], span: Span, _: list[Problem]) -> tree.Declaration:
    words = [word.text for word in kids[2:]]
    orientation: Any = next((word for word in words if word in ("maximize", "minimize")), None)
    scale: Any = next((word for word in words if word not in ("maximize", "minimize")), None)
    return tree.ObjectiveDecl(kids[0], kids[1], orientation, scale, span=span)


def _definition(word: Any) -> Builder:
    def build(kids: list[Any], span: Span, _: list[Problem]) -> tree.Declaration:
        kept, head, type, body = kids
        return tree.DefDecl(word, head, type, body, variant=_variant(kept), span=span)

    return build


def _relation(kids: list[Any], span: Span, _: list[Problem]) -> tree.Declaration:
    kept, head, body = kids
    return tree.RelationDecl(head, body, variant=_variant(kept), span=span)


def _structure(kids: list[Any], span: Span, _: list[Problem]) -> tree.Declaration:
    parameters = kids[1] if len(kids) > 1 and isinstance(kids[1], tuple) else ()
    members = tuple(kid for kid in kids[1:] if isinstance(kid, (tree.StructureField, tree.StructureLaw)))
    return tree.StructureDecl(name(kids[0], span), parameters, members, span=span)


def _field(kids: list[Any], span: Span, _: list[Problem]) -> tree.StructureField:
    return tree.StructureField(kids[1], kids[2], finite=kids[0] is not None, span=span)


def _inhabited(kids: list[Any], span: Span, _: list[Problem]) -> tree.StructureLaw:
    """`nonempty A` says `nonempty(A)`."""
    word = name(kids[0], span)
    parts = [tree.Apply(word, (each,), span=each.span) for each in kids[1]]
    if len(parts) == 1:
        return tree.StructureLaw(None, parts[0], span=span)
    rest = tuple((tree.Name("∧", span=part.span), part) for part in parts[1:])
    return tree.StructureLaw(None, tree.Chain("and", parts[0], rest, span=span), span=span)


def _law(kids: list[Any], span: Span, _: list[Problem]) -> tree.StructureLaw:
    called = None if kids[0] is None else name(kids[0], span)
    return tree.StructureLaw(called, kids[1], span=span)


def _constant(kids: list[Any], span: Span, _: list[Problem]) -> tree.Declaration:
    word, called, *rest = kids
    parameters = rest[0] if len(rest) > 1 else ()
    return tree.ConstantDecl(word.text, called, parameters, rest[-1], span=span)


def _type(kids: list[Any], span: Span, _: list[Problem]) -> tree.Declaration:
    parameters = kids[1] if len(kids) > 2 else ()
    binders = tuple(tree.Binder(each.names, type=each.type, span=each.span) for each in parameters)
    return tree.TypeDecl(name(kids[0], span), binders, kids[-1], span=span)


def _model(kids: list[Any], span: Span, _: list[Problem]) -> tree.Declaration:
    parameters = kids[1] if len(kids) > 1 and isinstance(kids[1], tuple) else ()
    mechanisms = tuple(kid for kid in kids if isinstance(kid, tree.Mechanism))
    return tree.ModelDecl(name(kids[0], span), parameters, mechanisms, span=span)


def _default(kids: list[Any], span: Span, _: list[Problem]) -> tree.Declaration:
    structure = name(kids[0], span)
    applied = tree.Apply(structure, kids[1], span=Span(span.source, structure.span.start, span.end))
    return tree.DefaultDecl(applied, span=span)


DECLARATIONS: dict[str, Builder] = {
    "file": lambda k, s, p: tree.File(tuple(k), span=s),
    "module": lambda k, s, p: tree.ModuleDecl(name(k[0], s), span=s),
    "use": lambda k, s, p: tree.UseDecl(name(k[0], s), span=s),
    "sort": _sort,
    "enum": lambda k, s, p: tree.EnumDecl(name(k[0], s), k[1], span=s),
    "type_synonym": _type,
    "optimizer": _optimizer,
    "objective": _objective,
    "relation": _relation,
    "definition": _definition("def"),
    "quantity": _definition("quantity"),
    "structure": _structure,
    "default": _default,
    "given": lambda k, s, p: tree.GivenDecl(k[0], span=s),
    "family": lambda k, s, p: tree.FamilyDecl(name(k[0], s), k[1], k[2], span=s),
    "constant": _constant,
    "distribution": lambda k, s, p: tree.DistributionDecl(k[0], k[1], span=s),
    "model": _model,
    "drawn_variable": lambda k, s, p: tree.Mechanism(name(k[0], s), k[1], True, k[3], span=s),
    "set_variable": lambda k, s, p: tree.Mechanism(name(k[0], s), k[1], False, k[2], span=s),
    "transformation": lambda k, s, p: tree.TransformationDecl(k[0], k[1], k[2], span=s),
    "example": lambda k, s, p: tree.ExampleDecl(name(k[0], s), k[1], k[2], k[3], span=s),
    "size_word": lambda k, s, p: k[0],
    "constant_word": lambda k, s, p: k[0],
    "objective_word": lambda k, s, p: k[0],
    "scale": lambda k, s, p: k[0],
    "builder": lambda k, s, p: name(k[0], s),
    "duties": _duties,
    "trained": lambda k, s, p: ("trained", k[0]),
    "pursues": lambda k, s, p: ("pursues", k[0]),
    "field": _field,
    "inhabited": _inhabited,
    "law": _law,
    "parameters": lambda k, s, p: group_parameters(k),
    "parameter": _parameter,
    "applied": _applied,
    "infix": _infix,
    "postfix_head": _postfix,
    "prefix_head": _prefix,
    "superscript": _superscript,
    "subscript": _subscript,
    "operator_head": _operator,
    "alias": lambda k, s, p: name(k[0], s),
    "bare_operand": _operand,
    "typed_operand": _operand,
    "script_names": lambda k, s, p: tree.Parameter(k[0], k[1], span=s),
}
