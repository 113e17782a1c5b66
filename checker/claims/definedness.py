"""When a term is defined, said in the terms of the spec: `capability(B)` and `capability(M)` are defined and
`capability(M) ≠ 0`, where the kernel's condition has every definition put in.

Parts that the author wrote as the application of a definition, as a limit or a best value are made opaque, each
with a condition of its own; the kernel's condition of what is left is simplified. What is shown can be turned
back: with the opaque parts put in again it is equivalent to the kernel's condition in every model.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from aligncheck.claims.claim import Condition
from aligncheck.claims.tidying import tidy
from aligncheck.elaborate.meanings import Template, Typed, Written
from aligncheck.kernel.build import conj
from aligncheck.kernel.domain import domain
from aligncheck.kernel.known import conjuncts
from aligncheck.kernel.substitution import free_names, substitute
from aligncheck.kernel.terms import TRUE, App, Guard, Lam, Op, Proj, Quant, Term, Tup, Var
from aligncheck.kernel.traversal import binder, map_term, occurrences, outside, plainly_total
from aligncheck.kernel.types import BOOL, Fun, Prod, Type
from aligncheck.kernel.typing import type_of
from aligncheck.source import Span
from aligncheck.syntax import tree
from aligncheck.syntax.scopes import free_uses

DEFINED = "defined"
LARGEST = 4_000
"""Parts of a term in which names are looked for."""


def conditions_of(term: Term, written: Sequence[Written]) -> tuple[Condition, ...]:
    """The conditions under which a term is defined, from left to right: each is defined where those before it
    hold. None where it always is."""
    if plainly_total(term):
        return ()
    opaque = _Opaque(written if _size(term) < LARGEST else ())
    condition = tidy(domain(opaque.within(term, ())))
    found: list[Condition] = []
    for each in conjuncts(condition):
        formula = opaque.put_back(each)
        if tidy(formula) != TRUE:
            by = opaque.standing_for(each)
            place = by.node.span if by is not None else _place(formula, written)
            found.append(Condition(opaque.shown(each), formula, place, () if by is None else _inner(by)))
    return tuple(found)


def domain_of(template: Template) -> tuple[Condition, ...]:
    """When a definition is defined, in terms of its parameters."""
    match template.body:
        case Typed(term, _):
            return conditions_of(term, template.written)
        case _:
            return ()


def whole(parts: Iterable[Condition]) -> Term:
    """What all of them say together."""
    return conj(*(each.formula for each in parts))


def _size(term: Term) -> int:
    return sum(1 for _, _ in zip(range(LARGEST), occurrences(term), strict=False))


class _Opaque:
    """What stands for each part that is made opaque: a variable for its value and one for its condition, or
    functions of the variables bound around it."""

    def __init__(self, written: Sequence[Written]) -> None:
        self.known: dict[Term, Written] = {}
        for each in written:
            if each.alone and not isinstance(
                each.term, Lam
            ):  # A function has to stay one for what takes it apart.
                self.known.setdefault(each.term, each)
        self.values: dict[str, tuple[Written, tuple[Var, ...]]] = {}
        self.conditions: dict[str, tuple[Written, tuple[Var, ...]]] = {}

    def within(self, term: Term, bound: tuple[Var, ...]) -> Term:
        """The term with its outermost such parts made opaque."""
        if plainly_total(term):
            return term
        written = self.known.get(term)
        if written is not None:
            return self._opaque(written, bound)
        var, before = binder(term), outside(term)
        inner = bound if var is None else (*(each for each in bound if each.name != var.name), var)
        at = iter(range(before))

        def part(each: Term) -> Term:
            return self.within(each, bound if next(at, None) is not None else inner)

        return map_term(term, part, lambda kind: kind)

    def _opaque(self, written: Written, bound: tuple[Var, ...]) -> Term:
        names = free_names(written.term)
        needed = tuple(each for each in bound if each.name in names)
        known = ((value, each) for value, each in self.values.items() if each == (written, needed))
        value = next((value for value, _ in known), f"?value {len(self.values)}")
        condition = value.replace("value", "condition")
        self.values[value] = self.conditions[condition] = written, needed
        return Guard(_symbol(condition, BOOL, needed), _symbol(value, type_of(written.term), needed))

    def standing_for(self, formula: Term) -> Written | None:
        """The part whose condition this is."""
        match formula:
            case Var(name, _) | App(Var(name, _), _) if name in self.conditions:
                return self.conditions[name][0]
            case Quant("forall", _, body) | Op("implies", (_, body)):
                return self.standing_for(body)
            case _:
                return None

    def put_back(self, formula: Term) -> Term:
        """The formula with the opaque parts put in."""
        images = {name: _function(written.term, needed) for name, (written, needed) in self.values.items()}
        for name, (written, needed) in self.conditions.items():
            images[name] = _function(domain(written.term), needed)
        return substitute(formula, images)

    def shown(self, formula: Term) -> Term:
        """The formula with the author's words for the opaque parts. Where a variable had to be renamed, they
        would be wrong: there the part itself is put in."""
        match formula:
            case Var(name, _) | App(Var(name, _), _) if name in self.values or name in self.conditions:
                written, needed = self.values[name.replace("condition", "value")]
                if isinstance(formula, App) and formula.argument != _tuple(needed):
                    return self.put_back(formula)
                kind, text = type_of(written.term), text_of(written.node)
                if name in self.values:
                    return Var(text, kind)
                return App(Var(DEFINED, Fun(kind, BOOL)), Var(_alone(text), kind))
            case _:
                return map_term(formula, self.shown, lambda kind: kind)


def _symbol(name: str, kind: Type, needed: Sequence[Var]) -> Term:
    if not needed:
        return Var(name, kind)
    argument = _tuple(needed)
    return App(Var(name, Fun(type_of(argument), kind)), argument)


def _tuple(variables: Sequence[Var]) -> Term:
    return variables[0] if len(variables) == 1 else Tup(tuple(variables))


def _function(body: Term, variables: Sequence[Var]) -> Term:
    if not variables:
        return body
    if len(variables) == 1:
        return Lam(variables[0], body)
    args = Var("args", Prod(tuple(each.type for each in variables)))
    return Lam(args, substitute(body, {each.name: Proj(args, at) for at, each in enumerate(variables)}))


def text_of(node: tree.Term) -> str:
    """What the author wrote, on one line; in parentheses where it would not stand by itself."""
    text = " ".join(node.span.text.split())
    return f"({text})" if isinstance(node, (tree.Big, tree.Chain)) and not text.startswith("(") else text


def _alone(text: str) -> str:
    """Without the parentheses that it does not need by itself."""
    depth = 0
    for at, letter in enumerate(text):
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if depth == 0:
            return text[1:-1] if at == len(text) - 1 and text.startswith("(") else text
    return text


# ── Where a condition comes from, and what is behind it ──


def _place(formula: Term, written: Sequence[Written]) -> Span | None:
    """The shortest part of the text that needs this, by itself or for all values of variables bound in it."""
    core = _core(formula)
    needing = [each.node.span for each in written if core in map(_core, conjuncts(tidy(domain(each.term))))]
    return min(needing, key=lambda span: span.end - span.start, default=None)


def _core(formula: Term) -> Term:
    while isinstance(formula, Quant) or (isinstance(formula, Op) and formula.name == "implies"):
        formula = formula.body if isinstance(formula, Quant) else formula.args[1]
    return formula


def _inner(written: Written) -> tuple[Term, ...]:
    """When an application of a definition is defined: the definition's own condition, arguments put in."""
    template = written.of
    if template is None:
        return ()
    arguments = _arguments(written.node)
    if len(arguments) != len(template.explicit):
        return ()
    texts = {each.name: text_of(node) for each, node in zip(template.explicit, arguments, strict=True)}
    nodes = {
        text: each.node
        for each in template.written
        for text in (text_of(each.node), _alone(text_of(each.node)))
    }

    def renamed(term: Term) -> Term:
        if isinstance(term, Var) and term.name in texts:
            return Var(texts[term.name], term.type)
        if isinstance(term, Var) and term.name in nodes:
            text = _with(nodes[term.name], texts)
            return Var(text if term.name.startswith("(") else _alone(text), term.type)
        return map_term(term, renamed, lambda kind: kind)

    return tuple(renamed(each.shown) for each in domain_of(template))


def _arguments(node: tree.Term) -> tuple[tree.Term, ...]:
    match node:
        case tree.Apply(tree.Index(_, first), rest):
            return (*first, *rest)
        case tree.Apply(tree.Script(_, first), rest):
            return (first, *rest)
        case tree.Apply(_, arguments) | tree.Index(_, arguments):
            return arguments
        case tree.Script(_, argument):
            return (argument,)
        case tree.Postfix(target, _):
            return (target,)
        case tree.Chain(_, first, ((_, second),)):
            return (first, second)
        case _:
            return ()


def _with(node: tree.Term, texts: Mapping[str, str]) -> str:
    """The text of a part of a definition with texts for its parameters."""
    text, start = node.span.source.text, node.span.start
    pieces: list[str] = []
    for name in sorted(_parameters(node, texts), key=lambda each: each.span.start):
        pieces += [text[start : name.span.start], texts[name.text]]
        start = name.span.end
    joined = " ".join("".join([*pieces, text[start : node.span.end]]).split())
    return f"({joined})" if text_of(node).startswith("(") else joined


def _parameters(node: tree.Term, texts: Mapping[str, str]) -> Iterator[tree.Name]:
    return (name for name in free_uses(node) if name.text in texts)
