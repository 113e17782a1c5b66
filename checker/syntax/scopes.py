"""What binds each name of a declaration, and which names it takes from around it, by the text alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields

from aligncheck.syntax import tree


@dataclass(slots=True, eq=False)
class Binding:
    """A name that is bound at `place`: a head, a structure, a quantifier, a branch, a clause. `outer`: what
    binds the same name around it. `uses`: where it is meant."""

    name: tree.Name
    place: tree.Node
    outer: Binding | None = None
    uses: list[tree.Name] = field(default_factory=list)


@dataclass(slots=True)
class Scopes:
    """All bindings in order, and the names that none of them binds. `applied`: those with arguments."""

    bindings: list[Binding] = field(default_factory=list)
    free: list[tree.Name] = field(default_factory=list)
    applied: list[tree.Name] = field(default_factory=list)


Env = Mapping[str, Binding]


def scopes_of(declaration: tree.Declaration) -> Scopes:
    """The scopes of a declaration that is no claim."""
    walk = _Walk()
    match declaration:
        case tree.RelationDecl(head=head, body=body):
            walk.all((body,), walk.head(head))
        case tree.DefDecl(head=head, type=type, body=body):
            walk.all((type, body), walk.head(head))
        case tree.TransformationDecl(head=head, where=where, body=body):
            walk.all((where, body), walk.head(head))
        case tree.TypeDecl(parameters=binders, body=body):
            walk.all((body,), walk.binders(binders, declaration, {}))
        case tree.StructureDecl(parameters=parameters, members=members):
            walk.members(members, declaration, walk.parameters(parameters, declaration, {}))
        case tree.ConstantDecl(parameters=parameters, type=type):
            walk.all((type,), walk.parameters(parameters, declaration, {}))
        case tree.FamilyDecl(indices=indices, type=type):
            walk.all((type,), walk.binders(indices, declaration, {}))
        case tree.GivenDecl(binders=binders):
            walk.binders(binders, declaration, {})
        case tree.OptimizerDecl(builder=builder):
            walk.all((builder,), {})
        case tree.ObjectiveDecl(type=type):
            walk.all((type,), {})
        case tree.DistributionDecl(over=over):
            walk.all((over,), {})
        case tree.ModelDecl(parameters=parameters, mechanisms=mechanisms):
            walk.mechanisms(mechanisms, declaration, walk.parameters(parameters, declaration, {}))
        case tree.ExampleDecl(type=type, over=over, value=value):
            walk.all((type, over, value), {})
        case tree.DefaultDecl(structure=structure):
            walk.all((structure,), {})
        case _:
            pass
    return walk.found


def free_words(term: tree.Term) -> frozenset[str]:
    """The names that a term takes from around it."""
    return frozenset(name.text for name in free_uses(term))


def free_uses(term: tree.Term) -> list[tree.Name]:
    """Where a term uses names that it takes from around it."""
    walk = _Walk()
    walk.node(term, {})
    return walk.found.free


def scopes_of_clauses(clauses: Iterable[tree.Clause]) -> Scopes:
    """The scopes of the clauses of a claim: what `for` binds is bound in all that follow."""
    walk = _Walk()
    env: Env = {}
    for clause in clauses:
        if isinstance(clause, tree.ForClause):
            env = walk.binders(clause.binders, clause, env)
        else:
            walk.node(clause, env)
    return walk.found


class _Walk:
    """`env` is what binds the names at a place."""

    def __init__(self) -> None:
        self.found = Scopes()

    def all(self, nodes: Iterable[object], env: Env) -> None:
        for node in nodes:
            self.node(node, env)

    def node(self, node: object, env: Env) -> None:
        match node:
            case tree.Name():
                self._use(node, env)
            case tree.Apply(tree.Name() as function, arguments):
                if function.text not in env:
                    self.found.applied.append(function)
                self.all((function, *arguments), env)
            case tree.Get(target, _):
                self.node(target, env)
            case tree.FieldValue(_, value) | tree.ViaRole(_, value):
                self.node(value, env)
            case tree.Intervention(_, time, value):
                self.all((time, value), env)
            case tree.Row(_, entries):
                self.all(entries, env)
            case tree.Matrix(_, rows):
                self.all(rows, env)
            case tree.Quantified(_, binders, body):
                self.node(body, self.binders(binders, node, env))
            case tree.Comprehension(binder, condition):
                self.node(condition, self.binders((binder,), node, env))
            case tree.Image(value, binders, conditions):
                self.all((value, *conditions), self.binders(binders, node, env))
            case tree.Big(_, binder, body):
                self.node(body, self.binders((binder,), node, env))
            case tree.Chance(_, draws, conditions, body):
                for draw in draws:
                    self.node(draw.distribution, env)
                    env = self._patterns(draw.patterns, node, env)
                self.all((*conditions, body), env)
            case tree.Branch(patterns, body):
                self.node(body, self._patterns(patterns, node, env))
            case tree.Let(pattern, value, body):
                self.node(value, env)
                self.node(body, self._patterns((pattern,), node, env))
            case tree.Node():
                self.all((getattr(node, slot.name) for slot in fields(node) if slot.name != "span"), env)
            case tuple():
                self.all(node, env)
            case _:
                pass

    def _use(self, name: tree.Name, env: Env) -> None:
        binding = env.get(name.text)
        if binding is None:
            self.found.free.append(name)
        else:
            binding.uses.append(name)

    def bind(self, names: Iterable[tree.Name], place: tree.Node, env: Env) -> Env:
        """The scope in which these names are bound too."""
        inner = dict(env)
        for name in names:
            binding = Binding(name, place, inner.get(name.text))
            self.found.bindings.append(binding)
            inner[name.text] = binding
        return inner

    def binders(self, binders: Iterable[tree.Binder], place: tree.Node, env: Env) -> Env:
        for binder in binders:
            self.all((binder.type, binder.among), env)
            env = self.bind(binder.names, place, env)
            self.node(binder.where, env)
        return env

    def parameters(self, groups: Iterable[tree.Parameter], place: tree.Node, env: Env) -> Env:
        for group in groups:
            self.node(group.type, env)
            env = self.bind(group.names, place, env)
        return env

    def head(self, head: tree.Head) -> Env:
        """The parameters of a head. What the type of a superscript or subscript speaks of may stand after it."""
        groups = head.parameters
        if head.kind in ("superscript", "subscript"):
            groups = (*groups[1:], *groups[:1])
        return self.parameters(groups, head, {})

    def members(
        self, members: Iterable[tree.StructureField | tree.StructureLaw], place: tree.Node, env: Env
    ) -> None:
        """Later fields and laws see earlier fields."""
        for member in members:
            if isinstance(member, tree.StructureField):
                self.node(member.type, env)
                env = self.bind(member.names, place, env)
            else:
                self.node(member.formula, env)

    def mechanisms(self, mechanisms: Iterable[tree.Mechanism], place: tree.Node, env: Env) -> None:
        """Each sees all variables of the model, and the time that it speaks of."""
        first = {each.name.text: each.name for each in reversed(tuple(mechanisms))}
        env = self.bind(first.values(), place, env)
        for each in mechanisms:
            clock = () if each.time is None else (name for name in _names_in(each.time))
            self.node(each.term, self.bind(clock, each, env))

    def _patterns(self, patterns: Iterable[tree.Pattern], place: tree.Node, env: Env) -> Env:
        for pattern in patterns:
            match pattern:
                case tree.PatternName(name, type):
                    self.node(type, env)
                    env = env if name.text == "_" else self.bind((name,), place, env)
                case tree.PatternTuple(items):
                    env = self._patterns(items, place, env)
                case tree.PatternSide(_, inner) | tree.PatternClass(inner):
                    env = self._patterns((inner,), place, env)
                case tree.PatternStar():
                    pass
        return env


def _names_in(term: tree.Term) -> tuple[tree.Name, ...]:
    """The names of an index."""
    match term:
        case tree.Name():
            return (term,)
        case tree.Chain(_, first, rest):
            return tuple(name for part in (first, *(each for _, each in rest)) for name in _names_in(part))
        case _:
            return ()
