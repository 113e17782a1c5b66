"""A script for SMT solvers as text for first-order provers: TPTP's typed first-order form. What is not first-order
there (numbers, truth values as arguments, alternatives) is refused."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from aligncheck.engines.script import Script
from aligncheck.engines.shapes import Unsupported
from aligncheck.engines.smtlib import SExpr, read

_JOINS = {"and": (" & ", "$true"), "or": (" | ", "$false")}
_QUANTIFIERS = {"forall": "!", "exists": "?"}


def problem(script: Script) -> str:
    """All assertions as axioms, under their names: unsatisfiable where the goal holds. Raises Unsupported."""
    writer = _Writer()
    lines = [writer.declaration(each) for each in read(script.declarations)]
    for name, formula in script.assertions:
        (parsed,) = read(formula)
        lines.append(f"tff({name}, axiom, {writer.formula(parsed)}).")
    return "\n".join(lines)


class _Writer:
    """`names`: those given to sorts, symbols and bound variables. `functions`: the sorts of arguments and
    result."""

    def __init__(self) -> None:
        self.names: dict[str, str] = {}
        self.functions: dict[str, str] = {}

    def declaration(self, declared: SExpr) -> str:
        match declared:
            case ["declare-sort", str(name), "0"]:
                new = self.names[name] = f"s{len(self.names)}"
                return f"tff(d_{new}, type, {new}: $tType)."
            case ["declare-fun", str(name), [*arguments], result]:
                kinds = [self._kind(each) for each in arguments]
                self.functions[name] = kind = "$o" if result == "Bool" else self._kind(result)
                new = self.names[name] = f"f{len(self.names)}"
                domain = f"({' * '.join(kinds)}) > " if len(kinds) > 1 else f"{kinds[0]} > " if kinds else ""
                return f"tff(d_{new}, type, {new}: {domain}{kind})."
            case _:
                raise Unsupported("alternatives, and other things that are not first-order")

    def _kind(self, sort: SExpr) -> str:
        if not isinstance(sort, str) or sort not in self.names:
            raise Unsupported("numbers, and truth values as things")
        return self.names[sort]

    def _bound(self, pairs: Sequence[SExpr]) -> str:
        for pair in pairs:
            self.names.setdefault(str(pair[0]), f"X{len(self.names)}")
        return ", ".join(f"{self.names[str(pair[0])]}: {self._kind(pair[1])}" for pair in pairs)

    def formula(self, term: SExpr) -> str:
        match term:
            case "true" | "false":
                return f"${term}"
            case ["not", part]:
                return f"~({self.formula(part)})"
            case ["and" | "or" as name, *parts]:
                joint, empty = _JOINS[str(name)]
                return f"({joint.join(map(self.formula, parts))})" if parts else empty
            case ["=>", left, right]:
                return f"({self.formula(left)} => {self.formula(right)})"
            case ["=", left, right]:
                if self._is_formula(left):
                    return f"({self.formula(left)} <=> {self.formula(right)})"
                return f"({self.term(left)} = {self.term(right)})"
            case ["distinct", *parts]:
                pairs = combinations(map(self.term, parts), 2)
                return f"({' & '.join(f'{one} != {other}' for one, other in pairs) or '$true'})"
            case ["ite", condition, then, otherwise]:
                when = self.formula(condition)
                return f"(({when} => {self.formula(then)}) & ({when} | {self.formula(otherwise)}))"
            case ["forall" | "exists" as kind, [*bound], body]:
                return f"({_QUANTIFIERS[str(kind)]} [{self._bound(bound)}]: {self.formula(body)})"
            case _:
                return self.term(term, "$o")

    def _is_formula(self, term: SExpr) -> bool:
        head = term[0] if isinstance(term, list) else term
        if isinstance(head, str) and head in self.functions:
            return self.functions[head] == "$o"
        return isinstance(term, list) or term in ("true", "false")

    def term(self, term: SExpr, kind: str | None = None) -> str:
        """A symbol with its arguments, or a bound variable. `kind` is `$o` where a formula is needed."""
        head, arguments = (term[0], term[1:]) if isinstance(term, list) else (term, [])
        if not isinstance(head, str) or head not in self.names:
            raise Unsupported("numbers, and other things that are not first-order")
        if (self.functions.get(head) == "$o") != (kind == "$o"):
            raise Unsupported("truth values as things")
        inside = ", ".join(self.term(each) for each in arguments)
        return f"{self.names[head]}({inside})" if inside else self.names[head]
