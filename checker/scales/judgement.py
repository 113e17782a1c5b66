"""What inference finds in the definitions of a module, as problems at their places. A use of a definition is at fault
where the definition asks more of a parameter than the objective put in has; what a definition is at fault for
itself is said of it alone, not of those that use it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from aligncheck.diagnostics import Problem
from aligncheck.elaborate.meanings import ConstEntity, Module, Template, Typed
from aligncheck.elaborate.problems import (
    OpenOrigin,
    OpenUnit,
    OrderOnly,
    Scaled,
    ScaleProblem,
    SeparateScales,
    WeakerScale,
)
from aligncheck.kernel.terms import Term
from aligncheck.kernel.traversal import is_type, walk
from aligncheck.records import dataclass
from aligncheck.scales.findings import Found, Inferred, Source, Why
from aligncheck.scales.signature import Need, need_text, signature_of, together
from aligncheck.scales.sources import measured, objectives_of, sources_of
from aligncheck.source import Span
from aligncheck.syntax import tree
from aligncheck.syntax.names import all_names

_PROBLEMS: Mapping[Why, type[ScaleProblem]] = {
    "scales": SeparateScales,
    "origin": OpenOrigin,
    "unit": OpenUnit,
    "order": OrderOnly,
}


@dataclass(frozen=True, slots=True)
class Judged:
    """What is found in a definition. `settled`: it is meaningful, or it is not and that is said; where it is not
    settled, a proof must tell."""

    problems: tuple[Problem, ...]
    settled: bool


class Judge:
    """The definitions of one module, each looked at once."""

    def __init__(self, module: Module) -> None:
        self.module = module
        self.known: dict[int, Inferred] = {}

    def inferred(self, template: Template) -> Inferred:
        """What is found in a definition by itself."""
        if id(template) not in self.known:
            sources = sources_of(self.module, template)
            self.known[id(template)] = measured(self.module, template, sources)
        return self.known[id(template)]

    def judge(self, template: Template) -> Judged:
        """What is to be said of a definition."""
        if not isinstance(template.body, Typed) or not sources_of(self.module, template):
            return Judged((), True)
        found = self.inferred(template)
        problems = dict.fromkeys(p for each in found.found for p in self._problems(template, each))
        return Judged(tuple(problems), bool(found.found) or not found.unsure)

    def _problems(self, template: Template, found: Found) -> Iterator[Problem]:
        place = place_of(template, found) or template.span
        written = " ".join(place.text.split())
        general = _PROBLEMS[found.why](place, written, found.what, self._scaled(template, found.of))
        for called, use in self._calls(template, found):
            if self.inferred(called).found:
                return
            weaker = self._weaker(template, called, use, general)
            if weaker is not None:
                yield weaker
                return
        yield general

    def _calls(self, template: Template, found: Found) -> Iterator[tuple[Template, tree.Apply]]:
        """The uses of definitions in which something is found, or from which it comes; inner ones first, and then
        as they are written."""
        inside = {*found.terms, *(node for node in walk(found.terms[-1]) if not is_type(node))}
        by_size = sorted(template.places, key=lambda each: (len(each[1].span.text), each[1].span.start))
        for term, written in by_size:
            if not isinstance(written, tree.Apply) or not isinstance(written.function, tree.Name):
                continue
            called = self.module.names.get(written.function.text)
            if isinstance(called, Template) and term in inside:
                yield called, written

    def _weaker(
        self, template: Template, called: Template, use: tree.Apply, general: ScaleProblem
    ) -> WeakerScale | None:
        """That the definition used needs more of its parameters."""
        sources = self._put_in(template, called, use)
        inner = measured(self.module, called, {**objectives_of(self.module), **sources})
        place = place_of(called, inner.found[0]) if inner.found else None
        names = {p.name for p in called.explicit if p.var in sources}
        needs = [
            need for need in signature_of(self.module, called).needs if names.intersection(need.parameters)
        ]
        if place is None or not needs or any(need.scale is None for need in needs):
            return None
        return WeakerScale(
            use.span,
            " ".join(use.span.text.split()),
            general.what,
            general.objectives,
            called.name,
            _needs_text(needs),
            place,
            general.help(),
        )

    def _put_in(self, template: Template, called: Template, use: tree.Apply) -> dict[Term, Source]:
        """What has a scale among the arguments of a use, by the parameters that they are put in for."""
        by_name = {source.of: source for source in sources_of(self.module, template).values()}
        found: dict[Term, Source] = {}
        for parameter, argument in zip(called.explicit, use.arguments, strict=False):
            named = [by_name[name.text] for name in all_names(argument) if name.text in by_name]
            if parameter.var is not None and named:
                found[parameter.var] = named[0]
        return found

    def _scaled(self, template: Template, names: frozenset[str]) -> tuple[Scaled, ...]:
        """The objectives of these names, with their scales, in the order of their names."""
        found: list[Scaled] = []
        for name in sorted(names):
            own = next((p for p in template.explicit if p.name == name and p.scale is not None), None)
            entity = own or self.module.names.get(name)
            if own is not None:
                found.append(Scaled(name, str(own.scale), own.span))
            elif isinstance(entity, ConstEntity):
                found.append(Scaled(name, str(entity.scale), entity.span))
        return tuple(found)


def _needs_text(needs: list[Need]) -> str:
    return ", ".join(need_text(each) for each in together(needs))


def place_of(template: Template, found: Found) -> Span | None:
    """Where what is found is written: the innermost part of the definition that it is in and that can be shown."""
    for term in reversed(found.terms):
        for placed, written in template.places:
            if placed == term:
                return written.span
    return None
