"""The text of declarations, claims and clauses."""

from __future__ import annotations

from collections.abc import Iterable
from typing import assert_never

from aligncheck.syntax import tree
from aligncheck.syntax.print_terms import (
    ADD, binder, binders, declared_type, pattern, term, terms, type_, values, variable,
)  # fmt: skip


def names(items: Iterable[tree.Name]) -> str:
    return ", ".join(each.text for each in items)


def _with(before: str, node: tree.Term | None, show_it: object = None) -> str:
    return "" if node is None else before + (declared_type(node) if show_it else term(node))


def show_declaration(node: tree.Declaration) -> str:
    doc = "" if node.doc is None else "".join(f"/// {line}\n" for line in doc_lines(node.doc))
    variant = "" if node.variant is None else f"{node.variant} "
    return doc + variant + _declaration(node)


def doc_lines(doc: tree.Doc) -> list[str]:
    marks = [*(f"@cite {each}" for each in doc.cites), *(f"@source {each}" for each in doc.sources)]
    return [*(doc.text.splitlines() if doc.text else []), *marks]


def _declaration(node: tree.Declaration) -> str:
    match node:
        case tree.ModuleDecl():
            return f"module {node.name.text}"
        case tree.UseDecl():
            return f"use {node.name.text}"
        case tree.SortDecl():
            return f"{'finite ' * node.finite}{'nonempty ' * node.nonempty}sort {names(node.names)}"
        case tree.EnumDecl():
            return f"enum {node.name.text} {{ {names(node.members)} }}"
        case tree.TypeDecl():
            shown = f"({binders(node.parameters)})" if node.parameters else ""
            return f"type {node.name.text}{shown} := {term(node.body)}"
        case tree.OptimizerDecl():
            return _optimizer(node)
        case tree.ObjectiveDecl():
            words = [word for word in (node.orientation, node.scale) if word]
            kind = "" if node.type is None else f": {type_(node.type)}"
            return " ".join([f"objective {names(node.names)}{kind}", *words])
        case tree.RelationDecl():
            return f"relation {head(node.head)}{_with(' := ', node.body)}"
        case tree.DefDecl():
            return f"{node.word} {head(node.head)}{_with(': ', node.type, True)} := {term(node.body)}"
        case tree.StructureDecl():
            shown = _parameters(node.parameters)
            members = "\n".join(f"  {_member(each)}" for each in node.members)
            return f"structure {node.name.text}{shown} {{\n{members}\n}}"
        case tree.DefaultDecl():
            return f"default {term(node.structure)}"
        case tree.GivenDecl():
            return f"given {binders(node.binders)}"
        case tree.FamilyDecl():
            return f"family {node.name.text}[{binders(node.indices)}]: {type_(node.type)}"
        case tree.ConstantDecl():
            shown = _parameters(node.parameters)
            return f"{node.word} {names(node.names)}{shown}: {declared_type(node.type)}"
        case tree.DistributionDecl():
            return f"distribution {names(node.names)} over {term(node.over)}"
        case tree.ModelDecl():
            lines = "\n".join(f"  {_mechanism(each)}" for each in node.mechanisms)
            return f"model {node.name.text}{_parameters(node.parameters)} {{\n{lines}\n}}"
        case tree.TransformationDecl():
            where = _with(" where ", node.where)
            return f"transformation {head(node.head)}{where} := {term(node.body)}"
        case tree.ExampleDecl():
            over = _with(" over ", node.over)
            return f"example {node.name.text}: {type_(node.type)}{over} := {term(node.value)}"
        case tree.ClaimDecl():
            return _claim(node)
        case _:
            assert_never(node)


def _mechanism(node: tree.Mechanism) -> str:
    if node.drawn:
        return f"{variable(node)} ∼ {term(node.term, ADD, False)}"
    return f"{variable(node)} := {term(node.term)}"


def _optimizer(node: tree.OptimizerDecl) -> str:
    text = f"optimizer {node.name.text}"
    if node.builder is not None:
        text += f" built by {node.builder.text}"
    duties = []
    if node.trained_on:
        duties.append(f"trained on {names(node.trained_on)}")
    if node.pursues:
        duties.append(f"pursues {names(node.pursues)}")
    return f"{text} {{ {'  '.join(duties)} }}" if duties else text


def _member(node: tree.StructureField | tree.StructureLaw) -> str:
    if isinstance(node, tree.StructureField):
        return f"{'finite ' * node.finite}{names(node.names)}: {declared_type(node.type)}"
    if node.name is None and (inhabited := _inhabited(node.formula)):
        return f"nonempty {', '.join(inhabited)}"
    called = "" if node.name is None else f" {node.name.text}"
    return f"law{called}: {term(node.formula)}"


def _inhabited(formula: tree.Term) -> list[str]:
    """The names that a law says to be nonempty, if that is all it says."""
    match formula:
        case tree.Apply(tree.Name("nonempty"), (tree.Name(text),)):
            return [text]
        case tree.Chain("and", first, rest):
            found = [_inhabited(each) for each in (first, *(part for _, part in rest))]
            return [each[0] for each in found] if all(len(each) == 1 for each in found) else []
        case _:
            return []


def _parameters(items: tuple[tree.Parameter, ...]) -> str:
    return f"({', '.join(_parameter(each) for each in items)})" if items else ""


def _parameter(node: tree.Parameter) -> str:
    text = names(node.names)
    if node.type is not None:
        text += f": {type_(node.type)}"
    return text + (f" scale: {node.scale}" if node.scale else "")


def head(node: tree.Head) -> str:
    alias = "" if node.alias is None else f" alias {node.alias.text}"
    operands = [
        each.text if group.type is None else f"({each.text}: {type_(group.type)})"
        for group in node.parameters
        for each in group.names
    ]
    match node.kind:
        case "applied":
            return f"{node.name.text}{_parameters(node.parameters)}{alias}"
        case "infix":
            if len(operands) != 2 or any(group.type for group in node.parameters):
                return f"{_operator(node.name.text)}{alias} {_parameters(node.parameters)}"
            sign = node.name.text if node.name.text == "°" else f" {_operator(node.name.text)} "
            return f"{operands[0]}{sign}{operands[1]}{alias}"
        case "postfix":
            return f"{operands[0]}{node.name.text}{alias}"
        case "prefix":
            return f"{node.name.text}{operands[0]}{alias}"
        case "superscript":
            return f"{node.name.text}^{operands[0]}{_parameters(node.parameters[1:])}"
        case "subscript":
            return f"{node.name.text}[{_parameter(node.parameters[0])}]{_parameters(node.parameters[1:])}"
        case _:
            assert_never(node.kind)


def _operator(text: str) -> str:
    return f"`{text}`" if text[:1].isalpha() else text


def _claim(node: tree.ClaimDecl) -> str:
    lines = [f"\n  {clause(each)}" for each in node.clauses]
    if not node.locals:
        return f"claim {node.name.text}:{''.join(lines)}"
    declared = [f"\n  {show_declaration(each)}" for each in node.locals]
    return f"claim {node.name.text} {{{''.join(declared)}{''.join(lines)}\n}}"


def clause(node: tree.Clause) -> str:
    match node:
        case tree.ForClause(bound):
            return f"for {binders(bound)}"
        case tree.AssumeClause(formulas):
            return f"assume {terms(formulas)}"
        case tree.ShowClause(formulas):
            return f"show {terms(formulas)}"
        case tree.Property():
            return _property(node)
        case tree.ReducesClause(left, right, via):
            roles = ", ".join(f"{each.role.text} := {term(each.value)}" for each in via)
            return f"reduces {term(left)} to {term(right)}" + (f" via {roles}" if roles else "")
        case tree.ConsistentClause(formulas):
            return f"consistent {{{terms(formulas)}}}"
        case tree.IndependentClause(formula, premises):
            return f"independent {term(formula)} from {{{terms(premises)}}}"
        case tree.WithClause(witnesses):
            return f"with {values(witnesses)}"
        case tree.UsingClause(lemmas):
            return f"using {names(lemmas)}"
        case tree.InductionClause(variable, formula):
            showing = "" if formula is None else f" showing {term(formula)}"
            return f"by induction on {variable.text}{showing}"
        case tree.ExpectClause():
            return _expect(node)
        case tree.VariantClause(variant, clauses):
            return "".join([variant, *(f"\n    {clause(each)}" for each in clauses)])
        case _:
            assert_never(node)


def _property(node: tree.Property) -> str:
    text = f"{node.word} {terms(node.subjects)}"
    if node.under is not None:
        level = 0 if node.word == "congruence" else ADD
        text += f" under {term(node.under, level, False)}"
    for group in node.on:
        text += f" on {', '.join(term(each, ADD, False) for each in group.targets)}"
    return text + ("" if node.by is None else f" by {term(node.by)}")


def _expect(node: tree.ExpectClause) -> str:
    verdicts = []
    for each in node.verdicts:
        text = each.text
        if text == "bounded" and node.bound is not None:
            text += f"({node.bound.text})"
        if text in ("ill_formed", "finding") and node.code is not None:
            text += f" {node.code.text}"
        verdicts.append(text)
    given = f" only given {terms(node.only_given)}" if node.only_given else ""
    at = f" at {values(node.at)}" if node.at else ""
    return f"expect {' or '.join(verdicts)}{given}{at}"


def show_other(node: tree.Node) -> str | None:
    """What is neither a declaration nor a term."""
    if isinstance(node, tree.Binder):
        return binder(node)
    if isinstance(node, (tree.PatternName, tree.PatternTuple, tree.PatternSide, tree.PatternStar)):
        return pattern(node)
    if isinstance(node, tree.PatternClass):
        return pattern(node)
    if isinstance(node, tree.Parameter):
        return _parameter(node)
    if isinstance(node, tree.Head):
        return head(node)
    if isinstance(node, (tree.StructureField, tree.StructureLaw)):
        return _member(node)
    if isinstance(node, (tree.FieldValue, tree.ViaRole)):
        name = node.name if isinstance(node, tree.FieldValue) else node.role
        return f"{name.text} := {term(node.value)}"
    if isinstance(node, tree.Doc):
        return "\n".join(f"/// {line}" for line in doc_lines(node))
    if isinstance(node, tree.Clause):
        return clause(node)
    return None
