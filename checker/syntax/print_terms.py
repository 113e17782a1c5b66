"""The text of terms, binders and patterns: few parentheses, Unicode signs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, assert_never

from aligncheck.syntax import tree

IFF, ARROW, OR, AND, NOT, COMPARE, ADD, TIMES, UNARY, POSTFIX, ATOM = range(11)
"""How tightly a form binds, loosest first."""


def term(node: tree.Term, level: int = IFF, last: bool = True) -> str:
    """A term where one of this level can stand; `last`: nothing follows that an open form would swallow."""
    text, own, opened = _shown(node)
    return text if own >= level and (last or not opened) else f"({text})"


def _shown(node: tree.Term) -> tuple[str, int, bool]:
    """Text, level, and whether its end is open, so that it reaches over what would follow."""
    match node:
        case tree.Name(text):
            return text, ATOM, False
        case tree.Numeral(text):
            return text, ATOM, False
        case tree.Apply(function, arguments):
            return f"{term(function, POSTFIX)}({terms(arguments)})", POSTFIX, False
        case tree.Index(target, indices):
            return f"{term(target, POSTFIX)}[{terms(indices)}]", POSTFIX, False
        case tree.Get(target, field):
            return f"{_before_dot(target)}.{field.text}", POSTFIX, False
        case tree.Script(target, argument):
            return f"{term(target, POSTFIX)}^{_script(argument)}", POSTFIX, False
        case tree.Postfix(target, operator):
            return f"{term(target, POSTFIX)}{operator.text}", POSTFIX, False
        case tree.Prefix(operator, operand):
            if operator.text == "¬":
                return f"¬{term(operand, NOT)}", NOT, _open(operand, NOT)
            return f"-{term(operand, UNARY)}", UNARY, _open(operand, UNARY)
        case tree.Chain(kind, first, rest):
            level = {"or": OR, "and": AND, "add": ADD, "times": TIMES}[kind]
            return _joined(first, rest, level)
        case tree.Compare(first, rest):
            return _joined(first, rest, COMPARE)
        case tree.EqualOn(left, right, on):
            sides = f"{term(left, ADD, False)} = {term(right, ADD, False)}"
            return f"{sides} on {term(on, ADD, False)}", COMPARE, False
        case tree.Implies(left, right):
            return f"{term(left, OR, False)} → {term(right, ARROW)}", ARROW, _open(right, ARROW)
        case tree.Iff(left, right):
            return f"{term(left, ARROW, False)} ↔ {term(right, ARROW)}", IFF, _open(right, ARROW)
        case tree.Quantified(kind, bound, body):
            sign = {"forall": "∀", "exists": "∃", "exists_unique": "∃!"}[kind]
            return f"{sign} {binders(bound)}. {term(body)}", UNARY, True
        case tree.Function(branches):
            return f"fun {' | '.join(_branches(branches))}", UNARY, True
        case tree.Conditional(condition, then, otherwise):
            return f"if {term(condition)} then {term(then)} else {term(otherwise)}", UNARY, True
        case tree.Let(bound_pattern, value, body):
            return f"let {pattern(bound_pattern)} := {term(value)}. {term(body)}", UNARY, True
        case tree.Big():
            return _big(node), UNARY, True
        case tree.Chance():
            return _chance(node), UNARY, True
        case tree.UnderModel():
            return _under_model(node), UNARY, True
        case tree.TupleOf(items):
            return f"({terms(items)})", ATOM, False
        case tree.SetLiteral(items):
            return f"{{{terms(items)}}}", ATOM, False
        case tree.Comprehension(bound, condition):
            return f"{{{binder(bound)} | {term(condition)}}}", ATOM, False
        case tree.Image(value, bound_in, conditions):
            entries = [*(binder(each) for each in bound_in), *(term(each) for each in conditions)]
            return f"{{{_caseless(value)} | {', '.join(entries)}}}", ATOM, False
        case tree.RecordOf(fields):
            return f"{{ {values(fields)} }}", ATOM, False
        case tree.Update(target, fields):
            return f"{{ {term(target, POSTFIX)} with {values(fields)} }}", ATOM, False
        case tree.IsStructure(type, record):
            return f"is {term(type, POSTFIX)} {term(record)}", UNARY, False
        case tree.Matrix(columns, rows):
            return _matrix(columns, rows), ATOM, False
        case tree.Grid(lines):
            return f"[{', '.join(f'[{terms(line)}]' for line in lines)}]", ATOM, False
        case tree.TableOf(entries):
            return f"{{{', '.join(_table_entry(each, '↦') for each in entries)}}}", ATOM, False
        case tree.ChangedAt(target, entries):
            changes = ", ".join(_table_entry(each, ":=") for each in entries)
            return f"{term(target, POSTFIX)}[{changes}]", POSTFIX, False
        case tree.Range(low, high):
            return f"{term(low, ADD, False)}..{term(high, ADD, False)}", COMPARE, False
        case tree.SetType(element):
            return f"Set {_after_word(element)}", UNARY, False
        case tree.DistributionType(outcome):
            return f"Dist {_after_word(outcome)}", UNARY, False
        case tree.Size(target):
            return f"|{term(target, ADD, False)}|", ATOM, False
        case tree.Ascribed(inner, type):
            return f"({term(inner)} : {type_(type)})", ATOM, False
        case tree.Missing():
            return "…", ATOM, False
        case _:
            assert_never(node)


def _open(node: tree.Term, level: int) -> bool:
    """Whether the text of the node at this level ends in an open form."""
    _text, own, opened = _shown_shape(node)
    return opened and own >= level


def _shown_shape(node: tree.Term) -> tuple[str, int, bool]:
    match node:
        case (
            tree.Quantified() | tree.Function() | tree.Conditional() | tree.Let() | tree.Big() | tree.Chance()
            | tree.UnderModel()
        ):  # fmt: skip
            return "", UNARY, True
        case tree.Prefix(operator, operand):
            level = NOT if operator.text == "¬" else UNARY
            return "", level, _open(operand, level)
        case tree.Chain(kind, _, rest):
            level = {"or": OR, "and": AND, "add": ADD, "times": TIMES}[kind]
            return "", level, _open(rest[-1][1], level + 1)
        case tree.Compare(_, rest):
            return "", COMPARE, _open(rest[-1][1], ADD)
        case tree.EqualOn() | tree.Range():
            return "", COMPARE, False
        case tree.IsStructure() | tree.SetType() | tree.DistributionType():
            return "", UNARY, False
        case tree.Implies(_, right):
            return "", ARROW, _open(right, ARROW)
        case tree.Iff(_, right):
            return "", IFF, _open(right, ARROW)
        case _:
            return "", ATOM, False


def _joined(
    first: tree.Term, rest: tuple[tuple[tree.Name, tree.Term], ...], level: int
) -> tuple[str, int, bool]:
    inner = level + 1
    parts = [term(first, inner, False)]
    for at, (operator, operand) in enumerate(rest):
        final = at + 1 == len(rest)
        sign = operator.text if operator.text == "°" else f" {_operator(operator.text)} "
        if isinstance(operand, tree.Range) and operator.text in "∈∉" and final:
            parts += [sign, _shown(operand)[0]]
        else:
            parts += [sign, term(operand, inner, final)]
    return "".join(parts), level, _open(rest[-1][1], inner)


def _operator(text: str) -> str:
    return f"`{text}`" if text[:1].isalpha() else text


def _before_dot(target: tree.Term) -> str:
    text = term(target, POSTFIX)
    return text if not isinstance(target, tree.Numeral) and text[-1] not in "}|⁺†⁎⊥" else f"({text})"


def _after_word(node: tree.Term) -> str:
    """What stands after `Set` or `Dist`."""
    text = term(node, UNARY, False)
    bare = text[0].isalpha() or text[0] in "({_∅"
    return text if bare and not text.startswith("is ") else f"({text})"


def _table_entry(entry: tree.TableEntry, sign: str) -> str:
    return f"{term(entry.argument)} {sign} {term(entry.value)}"


def _script(argument: tree.Term) -> str:
    text = term(argument, ATOM)
    return f"({text})" if text[0] in "*†⊥" else text


def _branches(branches: tuple[tree.Branch, ...]) -> Iterable[str]:
    for at, each in enumerate(branches):
        body = term(each.body) if at + 1 == len(branches) else _caseless(each.body)
        yield f"{', '.join(map(pattern, each.patterns))}. {body}"


def _caseless(node: tree.Term) -> str:
    """A term before `|`, which a function at its end would take for its next case."""
    text = term(node)
    return f"({text})" if _ends_in_function(node) else text


def _ends_in_function(node: tree.Term) -> bool:
    match node:
        case tree.Function():
            return True
        case tree.Quantified(_, _, body) | tree.Conditional(_, _, body) | tree.Let(_, _, body):
            return _ends_in_function(body)
        case (
            tree.Big(_, _, body)
            | tree.Chance(_, _, _, body)
            | tree.UnderModel(_, _, _, _, _, body)
            | tree.Prefix(_, body)
            | tree.Implies(_, body)
            | tree.Iff(_, body)
        ):
            return _ends_in_function(body)
        case tree.Chain(_, _, rest) | tree.Compare(_, rest):
            return _ends_in_function(rest[-1][1])
        case _:
            return False


def _big(node: tree.Big) -> str:
    word = {"union": "⋃", "intersection": "⋂"}.get(node.kind, node.kind)
    level = IFF if node.kind in ("eventually", "often") else ADD
    if node.kind == "lim":
        bound, goal = node.binder, node.binder.among
        type = f": {term(bound.type, ADD, False)}" if bound.type is not None else ""
        to = "oo" if goal is None else term(goal, ADD, False)
        return f"lim {bound.names[0].text}{type} → {to}. {term(node.body, level)}"
    return f"{word} {binder(node.binder)}. {term(node.body, level)}"


def _chance(node: tree.Chance) -> str:
    word, level = ("mean", ADD) if node.kind == "mean" else ("P", IFF)
    draws = ", ".join(map(_draw, node.draws))
    event = f" | {terms(node.conditions)}" if node.conditions else ""
    return f"{word} {draws}{event}. {term(node.body, level)}"


def _under_model(node: tree.UnderModel) -> str:
    word, level = ("mean", ADD) if node.kind == "mean" else ("P", IFF)
    given = [f"do({', '.join(map(_intervention, node.interventions))})"] if node.interventions else []
    given += [term(each) for each in node.conditions]
    called = f"({terms(node.arguments)})" if node.arguments else ""
    event = f" | {', '.join(given)}" if given else ""
    return f"{word} {node.model.text}{called}{event}. {term(node.body, level)}"


def _intervention(node: tree.Intervention) -> str:
    return f"{variable(node)} := {term(node.value)}"


def variable(node: tree.Intervention | tree.Mechanism) -> str:
    """A variable of a model, with its time."""
    return node.name.text if node.time is None else f"{node.name.text}[{term(node.time)}]"


def _draw(node: tree.Draw) -> str:
    return f"{', '.join(map(pattern, node.patterns))} ∼ {term(node.distribution, ADD, False)}"


def _matrix(columns: tuple[tree.Name, ...], rows: tuple[tree.Row, ...]) -> str:
    head = ", ".join(each.text for each in columns)
    lines = [f"{row.name.text}: {terms(row.entries)}".rstrip() for row in rows]
    return f"matrix {{ {'; '.join([head, *lines]).strip()} }}" if head or lines else "matrix { }"


def terms(items: Iterable[tree.Term]) -> str:
    return ", ".join(term(each) for each in items)


def values(fields: Iterable[Any]) -> str:
    return ", ".join(f"{each.name.text} := {term(each.value)}" for each in fields)


def type_(node: tree.Term) -> str:
    """A type as it stands after a colon: sums and arrows bare, all else in parentheses."""
    if isinstance(node, tree.Implies):
        return f"{term(node.left, ADD, False)} → {type_(node.right)}"
    return term(node, ADD, False)


def declared_type(node: tree.Term) -> str:
    """The type of a constant, field or definition: `A, B → C` for several arguments."""
    if isinstance(node, tree.Implies) and isinstance(node.left, tree.TupleOf):
        left = ", ".join(term(each, ADD, False) for each in node.left.items)
        return f"{left} → {type_(node.right)}"
    return type_(node)


def binders(items: Iterable[tree.Binder]) -> str:
    return ", ".join(binder(each) for each in items)


def binder(bound: tree.Binder) -> str:
    text = ", ".join(each.text for each in bound.names)
    if bound.type is not None:
        text += f": {type_(bound.type)}"
    if bound.among is not None:
        among = bound.among
        text += f" ∈ {_shown(among)[0] if isinstance(among, tree.Range) else term(among, ADD, False)}"
    if bound.where is not None:
        text += f" where {term(bound.where)}"
    return text


def pattern(node: tree.Pattern) -> str:
    match node:
        case tree.PatternName(name, type):
            return name.text if type is None else f"{name.text}: {type_(type)}"
        case tree.PatternTuple(items):
            return f"({', '.join(pattern(each) for each in items)})"
        case tree.PatternSide(side, inner):
            return f"{side} {pattern(inner)}"
        case tree.PatternStar():
            return "*"
        case tree.PatternClass(inner):
            return f"class({pattern(inner)})"
        case _:
            assert_never(node)
