"""Parameters that a definition never uses, and variables that are bound in a formula for nothing."""

from __future__ import annotations

from collections.abc import Iterator

from aligncheck.diagnostics import Problem
from aligncheck.lints.problems import UnusedBinder, UnusedParameter
from aligncheck.syntax import tree
from aligncheck.syntax.scopes import Binding, Scopes


def unused_parameters(declaration: tree.Declaration, scopes: Scopes) -> Iterator[Problem]:
    """Parameters of what has a body, and not just `true` for one. A name that begins with `_` says that it is
    meant to go unused."""
    own = _own_parameters(declaration)
    for binding in _unused(scopes):
        if any(binding.name is name for name in own):
            yield UnusedParameter(binding.name.span, binding.name.text)


def _own_parameters(declaration: tree.Declaration) -> tuple[tree.Name, ...]:
    groups: tuple[tree.Parameter | tree.Binder, ...]
    match declaration:
        case tree.RelationDecl(body=None) | tree.RelationDecl(body=tree.Name("true" | "false")):
            return ()
        case tree.RelationDecl(head=head) | tree.DefDecl(head=head) | tree.TransformationDecl(head=head):
            groups = head.parameters
        case tree.TypeDecl(parameters=binders):
            groups = binders
        case tree.StructureDecl(parameters=parameters):
            groups = parameters
        case _:
            return ()
    return tuple(name for group in groups for name in group.names)


def unused_binders(scopes: Scopes) -> Iterator[Problem]:
    """Variables of quantifiers, of images and of `let`. That there is one at all is said by `exists x: A. true`,
    that there is none by `forall x: A. false`; a function may ignore what it is given."""
    for binding in _unused(scopes):
        match binding.place:
            case tree.Quantified(kind, binders, body):
                if not _says_how_many(kind, body) and not _is_index(binding, binders):
                    yield UnusedBinder(binding.name.span, binding.name.text, kind.replace("_unique", "!"))
            case tree.Image(_, binders, _):
                if not _is_index(binding, binders):
                    yield UnusedBinder(binding.name.span, binding.name.text, "{…}")
            case tree.Let(tree.PatternName(), _, _):
                yield UnusedBinder(binding.name.span, binding.name.text, "let")
            case _:
                pass


def _unused(scopes: Scopes) -> Iterator[Binding]:
    """Bindings that nothing uses. One that another hides may be meant where the other is used: that is told."""
    hidden = {id(binding.outer) for binding in scopes.bindings}
    for binding in scopes.bindings:
        if not binding.uses and not binding.name.text.startswith("_") and id(binding) not in hidden:
            yield binding


def _says_how_many(kind: str, body: tree.Term) -> bool:
    return isinstance(body, tree.Name) and body.text == ("false" if kind == "forall" else "true")


def _is_index(binding: Binding, binders: tuple[tree.Binder, ...]) -> bool:
    """Whether it runs over a range or a written-out set."""
    own = next(binder for binder in binders if any(name is binding.name for name in binder.names))
    return isinstance(own.among, (tree.Range, tree.SetLiteral))
