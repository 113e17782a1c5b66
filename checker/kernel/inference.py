"""What each rule of proof means: `premises(rule, goal)` are goals such that, if none of them has a
counterexample, `goal` has none. A counterexample: every assumption is defined and true, the conclusion
defined and false. A reversible rule also adds none (the values of new symbols are left out).
"""
# TRUSTED

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import assert_never

from aligncheck.kernel.apart import apart
from aligncheck.kernel.build import conj, exists, forall, implies, neg, number
from aligncheck.kernel.domain import domain
from aligncheck.kernel.extending import assume, each_formula, taken, with_sorts, with_symbol
from aligncheck.kernel.families import families, unroll
from aligncheck.kernel.goal import Assumption, Goal
from aligncheck.kernel.membership import belongs, check, closed
from aligncheck.kernel.naturals import induction, known, without_last
from aligncheck.kernel.normal import normalise
from aligncheck.kernel.polynomials import contradictory
from aligncheck.kernel.refusal import KernelRefusal
from aligncheck.kernel.restating import restated
from aligncheck.kernel.rules import (
    Abstract, Alternative, Apart, At, Cases, Combination, Cut, Deny, Detach, Drop, Expand, Families, Induction,
    Instance, Intro, Map, Normalise, Open, Peel, Restate, Revert, Rule, Split, Unroll, Witness,
)  # fmt: skip
from aligncheck.kernel.substitution import alike, free_names, fresh, replace_constants, substitute
from aligncheck.kernel.terms import (
    FALSE, TRUE, App, Const, Eq, Guard, Op, Quant, Record, SortQuant, Term, Var,
)  # fmt: skip
from aligncheck.kernel.traversal import binder, is_type, map_term, walk
from aligncheck.kernel.types import BOOL, INT, NAT, Base, Fun, Struct, Type
from aligncheck.kernel.typing import type_of, unconditional


def premises(rule: Rule, goal: Goal) -> tuple[Goal, ...]:
    """What is left to show of `goal` after one step. Refuses a step that does not fit."""
    match rule:
        case Apart():
            return (apart(goal),)
        case Normalise():
            return (each_formula(goal, normalise),)
        case Intro():
            return (_intro(goal),)
        case Open():
            return (_open(goal),)
        case Expand():
            return (_expand(goal),)
        case Split():
            return tuple(_split(goal))
        case Alternative(at):
            return (replace(goal, conclusion=_alternative(goal.conclusion, at)),)
        case Witness(terms, sorts):
            return (replace(goal, conclusion=_witness(goal, goal.conclusion, list(terms), dict(sorts))),)
        case Instance(at, terms, sorts):
            return (assume(goal, replace(goal.assumptions[at], formula=_instance(goal, at, terms, sorts))),)
        case Detach(at):
            return tuple(_detach(goal, at))
        case Deny(at):
            return (_deny(goal, at),)
        case Cut(lemma):
            if not closed(lemma.formula, goal):
                raise KernelRefusal("a lemma about symbols that the goal does not have")
            whole = conj(domain(lemma.formula), lemma.formula)
            return replace(goal, conclusion=whole), assume(goal, lemma)
        case Cases(condition):
            return _cases(goal, condition)
        case Drop(at):
            kept = tuple(each for index, each in enumerate(goal.assumptions) if index not in at)
            return (replace(goal, assumptions=kept),)
        case Abstract(formula, name):
            return (_abstract(goal, formula, name),)
        case Revert(names):
            return (_revert(goal, names),)
        case Induction():
            return tuple(induction(goal))
        case Peel():
            return tuple(known(goal, without_last(goal, rule.sum, rule.last, rule.shorter)))
        case Map():
            return tuple(_map(goal, rule))
        case Families(numerals):
            return (families(goal, numerals),)
        case At(name, value):
            return (_at(goal, name, value),)
        case Unroll():
            return (each_formula(goal, unroll),)
        case Restate():
            return restated(goal, rule)
        case Combination():
            contradictory(goal, rule)
            return ()
        case _:
            assert_never(rule)


def _at(goal: Goal, name: str, value: int) -> Goal:
    """Weaker than the goal: `conclude` contradictory it."""
    symbol = next((each for each in goal.constants if each.name == name), None)
    if symbol is None or symbol.type not in (NAT, INT) or (symbol.type == NAT and value < 0):
        raise KernelRefusal("only a whole number has such values")
    exact = number(value)
    fixed = each_formula(goal, lambda term: replace_constants(term, {symbol: exact}))
    return assume(fixed, Assumption(f"{name} = {value}", Eq(symbol, exact, symbol.type), "where"))


def _intro(goal: Goal) -> Goal:
    while True:
        match goal.conclusion:
            case Quant("forall", var, body):
                opened, formula = with_symbol(goal, var, body)
                goal = replace(opened, conclusion=formula)
            case SortQuant("forall", sorts, body):
                opened, formula = with_sorts(goal, sorts, body)
                goal = replace(opened, conclusion=formula)
            case Op("implies", (condition, formula)):
                goal = replace(assume(goal, Assumption("", condition, "assume")), conclusion=formula)
            case Op("not", (formula,)):
                goal = replace(assume(goal, Assumption("", formula, "assume")), conclusion=FALSE)
            case Guard(condition, formula):
                # Where the condition is false the conclusion is undefined: no counterexample is there.
                goal = replace(assume(goal, Assumption("", condition, "assume")), conclusion=formula)
            case _:
                return goal


def _open(goal: Goal) -> Goal:
    done: list[Assumption] = []
    todo = list(reversed(goal.assumptions))
    while todo:
        each = todo.pop()
        match each.formula:
            case Op("and", parts):
                todo.extend(replace(each, formula=part) for part in reversed(parts))
            case Quant("exists", var, body):
                goal, formula = with_symbol(goal, var, body)
                todo.append(replace(each, formula=formula))
            case SortQuant("exists", sorts, body):
                goal, formula = with_sorts(goal, sorts, body)
                todo.append(replace(each, formula=formula))
            case Op("not", (Quant("forall", var, body),)):
                todo.append(replace(each, formula=exists(var, neg(body))))
            case Op("not", (SortQuant("forall", sorts, body),)):
                todo.append(replace(each, formula=SortQuant("exists", sorts, neg(body))))
            case Op("not", (Op("implies", (condition, formula)),)):
                todo.append(replace(each, formula=neg(formula)))
                todo.append(replace(each, formula=condition))
            case _:
                done.append(each)
    return replace(goal, assumptions=tuple(done))


def _expand(goal: Goal) -> Goal:
    values: dict[Const, Term] = {}
    constants: list[Const] = []
    laws: list[Assumption] = []
    for symbol in goal.constants:
        kind = symbol.type
        if not isinstance(kind, Struct):
            plain = Const(symbol.name, unconditional(kind), symbol.index)
            constants.append(plain)
            if plain != symbol:
                values[symbol] = plain
                laws.append(Assumption(symbol.name, belongs(plain, kind), "law"))
            continue
        fields = tuple(Const(f"{symbol.name}.{name}", type, symbol.index) for name, type in kind.fields)
        if taken(goal) & {each.name for each in fields}:
            raise KernelRefusal("the names of the fields are taken")
        constants.extend(fields)
        values[symbol] = Record(kind, fields)
        if kind.law is not None:
            record = Record(kind.lawless(), fields)
            laws.append(
                Assumption(symbol.name, substitute(kind.law.body, {kind.law.var.name: record}), "law")
            )

    def put(term: Term) -> Term:
        return replace_constants(term, values)

    lifted = tuple(replace(each, type=replace_constants(each.type, values)) for each in constants)
    moved = {old: new for old, new in zip(constants, lifted, strict=True) if old != new}

    def whole(term: Term) -> Term:
        return replace_constants(put(term), moved) if moved else put(term)

    bare = replace(goal, constants=lifted, assumptions=(), conclusion=whole(goal.conclusion))
    bare = assume(bare, *(replace(law, formula=whole(law.formula)) for law in laws))
    rest = tuple(replace(each, formula=whole(each.formula)) for each in goal.assumptions)
    return replace(bare, assumptions=bare.assumptions + rest)


def _split(goal: Goal) -> Iterator[Goal]:
    match goal.conclusion:
        case Op("and", parts):
            for part in parts:
                yield replace(goal, conclusion=part)
                if domain(part) != TRUE:
                    goal = assume(goal, Assumption("", part, "lemma"))
        case Op("iff", (left, right)):
            yield replace(goal, conclusion=Op("implies", (left, right)))
            yield replace(goal, conclusion=Op("implies", (right, left)))
        case _:
            raise KernelRefusal("only `and` and `<->` are split")


def _alternative(conclusion: Term, at: int) -> Term:
    # Where `A or B` is defined and false, each of them is.
    if not isinstance(conclusion, Op) or conclusion.name != "or" or not 0 <= at < len(conclusion.args):
        raise KernelRefusal("no such alternative")
    return conclusion.args[at]


def _witness(goal: Goal, formula: Term, terms: list[tuple[str, Term]], sorts: dict[str, Type]) -> Term:
    match formula:
        case Op("and", parts):
            return conj(*(_witness(goal, part, terms, sorts) for part in parts))
        case Quant("exists", var, body) if any(var.name == name for name, _ in terms):
            at = next(at for at, (name, _) in enumerate(terms) if var.name == name)
            value = terms.pop(at)[1]
            if not closed(value, goal):
                raise KernelRefusal("a witness of symbols that the goal does not have")
            member = belongs(value, var.type)
            rest = _witness(goal, substitute(body, {var.name: value}), terms, sorts)
            return conj(domain(value), domain(member), member, rest)
        case SortQuant("exists", names, body) if all(name in sorts for name in names):
            chosen = {name: _known_sort(goal, sorts[name]) for name in names}
            return _witness(goal, substitute(body, {}, chosen), terms, sorts)
        case _:
            return formula


def _known_sort(goal: Goal, type: Type) -> Type:
    for node in walk(type):
        if isinstance(node, Base) and node.name not in goal.sorts:
            raise KernelRefusal("a sort that the goal does not have")
        if isinstance(node, Const) and node not in goal.constants:
            raise KernelRefusal("a sort about symbols that the goal does not have")
    if free_names(type):
        raise KernelRefusal("a sort that depends on a variable")
    return type


def _instance(goal: Goal, at: int, terms: tuple[Term, ...], sorts: tuple[Type, ...]) -> Term:
    formula = goal.assumptions[at].formula
    if isinstance(formula, SortQuant) and formula.kind == "forall" and sorts:
        chosen = {name: _known_sort(goal, sort) for name, sort in zip(formula.sorts, sorts, strict=True)}
        formula = substitute(formula.body, {}, chosen)
    conditions: list[Term] = []
    for value in terms:
        if not isinstance(formula, Quant) or formula.kind != "forall" or not closed(value, goal):
            raise KernelRefusal("only a ∀ has instances, at closed terms")
        member = belongs(value, formula.var.type)
        conditions += [domain(value), domain(member), member]
        formula = substitute(formula.body, {formula.var.name: value})
    return implies(conj(*conditions), formula)


def _detach(goal: Goal, at: int) -> Iterator[Goal]:
    formula = goal.assumptions[at].formula
    if not isinstance(formula, Op) or formula.name != "implies":
        raise KernelRefusal("only A -> B is detached")
    condition, rest = formula.args
    # The assumption is defined, so A is: where A is not true it is false.
    yield replace(goal, conclusion=condition)
    yield assume(goal, replace(goal.assumptions[at], formula=rest))


def _deny(goal: Goal, at: int) -> Goal:
    formula = goal.assumptions[at].formula
    if not isinstance(formula, Op) or formula.name != "not":
        raise KernelRefusal("only not A is denied")
    # In a counterexample of the goal A is defined and false.
    return replace(goal, conclusion=formula.args[0])


def _cases(goal: Goal, condition: Term) -> tuple[Goal, Goal]:
    _is_formula(goal, condition)
    return (
        assume(goal, Assumption("", condition, "lemma")),
        assume(goal, Assumption("", neg(condition), "lemma")),
    )


def _is_formula(goal: Goal, formula: Term) -> None:
    """Refuse what is not true or false in every model of the goal."""
    if not closed(formula, goal) or type_of(formula) != BOOL:
        raise KernelRefusal("no closed formula")
    if domain(formula) != TRUE:
        raise KernelRefusal("a formula that may be undefined")


def _abstract(goal: Goal, formula: Term, name: str) -> Goal:
    _is_formula(goal, formula)
    if name in taken(goal):
        raise KernelRefusal("the name is taken")
    symbol = Const(name, BOOL)

    def hide(term: Term) -> Term:
        return symbol if alike(term, formula) else map_term(term, hide, lambda type: type)

    hidden = each_formula(goal, hide)
    return replace(hidden, constants=(*goal.constants, symbol))


def _revert(goal: Goal, names: tuple[str, ...]) -> Goal:
    moved = tuple(each for name in names for each in goal.constants if each.name == name)
    roots: list[Term] = [goal.conclusion, *(each.formula for each in goal.assumptions)]
    values = variables_for(moved, roots)
    # Members of families are symbols whether they are listed or not: those at an index that moves are not then.
    listed = [each for each in goal.constants if not (each.index and _mentions(each, values))]
    if any(_mentions(each.type, values) for each in listed):
        raise KernelRefusal("a symbol whose type depends on one that moves")
    kept: list[Assumption] = []
    conclusion = goal.conclusion
    for each in reversed(goal.assumptions):
        if _mentions(each.formula, values):
            conclusion = Op("implies", (each.formula, conclusion))
        else:
            kept.insert(0, each)
    conclusion = replace_constants(conclusion, values)
    for symbol in reversed(moved):
        conclusion = Quant("forall", values[symbol], conclusion)
    constants = tuple(each for each in listed if each not in values)
    return replace(goal, constants=constants, assumptions=tuple(kept), conclusion=conclusion)


def _mentions(root: Term | Type, values: Mapping[Const, Var]) -> bool:
    return any(isinstance(node, Const) and node in values for node in walk(root))


def variables_for(symbols: Sequence[Const], roots: Sequence[Term]) -> dict[Const, Var]:
    """A variable for each symbol, of a name that nothing in the terms binds: no binder captures it."""
    taken = {node.name for root in roots for node in walk(root) if isinstance(node, Var)}
    for root in roots:
        for node in walk(root):
            bound = None if is_type(node) else binder(node)
            if bound is not None:
                taken.add(bound.name)
    values: dict[Const, Var] = {}
    for symbol in symbols:
        values[symbol] = Var(fresh(symbol.name, taken), symbol.type)
        taken.add(values[symbol].name)
    return values


def _map(goal: Goal, rule: Map) -> Iterator[Goal]:
    source, target, relation = rule.source, rule.target, rule.relation
    if rule.name in taken(goal) or source.name == target.name:
        raise KernelRefusal("the name is taken")
    if not free_names(relation) <= {source.name, target.name} or domain(relation) != TRUE:
        raise KernelRefusal("the relation is open, or not always defined")
    if not closed(forall(source, forall(target, relation)), goal):
        raise KernelRefusal("a relation of symbols that the goal does not have")
    check(relation)
    condition = exists(target, relation)
    if not rule.choice:
        other = Var(fresh(target.name + "′", {source.name, target.name}), target.type)
        both = conj(relation, substitute(relation, {target.name: other}))
        same = implies(both, Eq(target, other, target.type))
        condition = conj(condition, forall(target, forall(other, same)))
    yield replace(goal, conclusion=forall(source, condition))
    symbol = Const(rule.name, Fun(source.type, target.type))
    picked = substitute(relation, {target.name: App(symbol, source)})
    grown = replace(goal, constants=(*goal.constants, symbol))
    chosen = Assumption(f"a choice of `{target.name}`", forall(source, picked), "choice")
    yield assume(grown, chosen if rule.choice else replace(chosen, label="", kind="lemma"))
