"""How often a typo is answered by the right name: `python tests/benchmarks/names.py [FOLDER ...]`.

Every use of a name of four or more letters in the library is misspelt once in each way, and so is every word of
the language. What is found is read as a reader reads it: the right one is offered first if the first finding
at that place that offers any begins with it. A typo that gives another name or word that there is counts apart.
`--sample N --seed S` takes some of them, `--misses` shows those that were not answered.
"""

from __future__ import annotations

import argparse
import random
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

from aligncheck.claims.module import claims_in
from aligncheck.deep import run_deep
from aligncheck.diagnostics import Made, Problem
from aligncheck.elaborate import Module
from aligncheck.elaborate import elaborate as elaborated
from aligncheck.elaborate.module import language_names
from aligncheck.library.modules import load
from aligncheck.lints import lint
from aligncheck.session import on_module
from aligncheck.source import SourceFile
from aligncheck.syntax import parse as parsed
from aligncheck.syntax import tree
from aligncheck.syntax.lexer import lex
from aligncheck.syntax.names import all_names
from aligncheck.syntax.table import table

LIBRARY = Path(__file__).parents[2] / "spec"
SHORTEST = 4
LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True)
class Use:
    """A name or word where it stands in a file."""

    path: Path
    start: int
    text: str
    word: bool = False
    """Whether it is a word of the language."""


@dataclass(frozen=True)
class Typo:
    use: Use
    slip: str
    written: str


@dataclass(frozen=True)
class Result:
    """What came of a typo: `first`, `offered` (the right name was not the first), `missed`, or `another` name."""

    typo: Typo
    what: str
    findings: tuple[str, ...] = ()


# ── What is misspelt ──

_DECLARING = {
    "name": (tree.OptimizerDecl, tree.EnumDecl, tree.TypeDecl, tree.Head, tree.StructureDecl, tree.StructureLaw,
             tree.FamilyDecl, tree.ExampleDecl, tree.ClaimDecl, tree.PatternName, tree.ModuleDecl, tree.Row),
    "names": (tree.SortDecl, tree.ObjectiveDecl, tree.ConstantDecl, tree.DistributionDecl, tree.Parameter,
              tree.StructureField, tree.Binder),
    "members": (tree.EnumDecl,),
    "columns": (tree.Matrix,),
    "alias": (tree.Head,),
}  # fmt: skip
"""Where a name is declared or bound, by field and node; everywhere else it is used."""


def uses(path: Path) -> Iterator[Use]:
    """The uses of names and words of a file, in the order of the text."""
    source = SourceFile(str(path), path.read_text(encoding="utf-8"))
    file = parsed(source).value
    declared = {name.span.start for name in _declared(file)}
    codes = {
        node.code.span.start for node in _nodes(file) if isinstance(node, tree.ExpectClause) and node.code
    }
    verdicts = {n.span.start for e in _nodes(file) if isinstance(e, tree.ExpectClause) for n in e.verdicts}
    named = {name.span.start for name in all_names(file)} - verdicts
    for token in lex(source).tokens:
        text = source.text[token.start : token.end]
        if len(text) >= SHORTEST and text[0].isalpha() and token.start not in declared | codes:
            yield from _pieces(path, token.start, text, token.start not in named)


def _pieces(path: Path, start: int, text: str, word: bool) -> Iterator[Use]:
    """`only given` is one token and two words."""
    for found in re.finditer(r"\S+", text):
        if len(found[0]) >= SHORTEST:
            yield Use(path, start + found.start(), found[0], word)


def _nodes(root: tree.Node) -> Iterator[tree.Node]:
    stack: list[object] = [root]
    while stack:
        node = stack.pop()
        if isinstance(node, tree.Node):
            yield node
            stack.extend(getattr(node, slot.name) for slot in fields(node) if slot.name != "span")
        elif isinstance(node, tuple):
            stack.extend(node)


def _declared(file: tree.File) -> Iterator[tree.Name]:
    for node in _nodes(file):
        for field, kinds in _DECLARING.items():
            if isinstance(node, kinds):
                found = getattr(node, field)
                yield from found if isinstance(found, tuple) else [found] if found is not None else []


# ── How it is misspelt ──


def _place(text: str, chance: random.Random) -> int:
    return chance.randrange(len(text))


def _delete(text: str, chance: random.Random) -> str:
    at = _place(text, chance)
    return text[:at] + text[at + 1 :]


def _insert(text: str, chance: random.Random) -> str:
    at = chance.randrange(len(text) + 1)
    return text[:at] + chance.choice(LETTERS) + text[at:]


def _substitute(text: str, chance: random.Random) -> str:
    at = _place(text, chance)
    return text[:at] + chance.choice(LETTERS.replace(text[at].lower(), "")) + text[at + 1 :]


def _swap(text: str, chance: random.Random) -> str:
    at = chance.choice([at for at in range(len(text) - 1) if text[at] != text[at + 1]])
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def _double(text: str, chance: random.Random) -> str:
    at = chance.choice([at for at, char in enumerate(text) if char.isalpha()])
    return text[: at + 1] + text[at:]


def _case(text: str, chance: random.Random) -> str:
    at = chance.choice([at for at, char in enumerate(text) if char.swapcase() != char])
    return text[:at] + text[at].swapcase() + text[at + 1 :]


def _prime(text: str, _: random.Random) -> str:
    return text.rstrip("'") if text.endswith("'") else text + "'"


def _subscript(text: str, chance: random.Random) -> str:
    return text[:-1] if text[-1] in "₀₁₂₃₄₅₆₇₈₉" else text + chance.choice("₀₁₂")


SLIPS: Mapping[str, Callable[[str, random.Random], str]] = {
    "a letter left out": _delete,
    "a letter put in": _insert,
    "another letter": _substitute,
    "neighbours swapped": _swap,
    "a letter doubled": _double,
    "the wrong case": _case,
    "a prime too many or few": _prime,
    "a subscript too many or few": _subscript,
}
MARKS = ("a prime too many or few", "a subscript too many or few")


def typos(seed: int = 0, folders: Iterable[Path] = (LIBRARY,)) -> list[Typo]:
    """Every use misspelt once in each way; which letter is hit follows from the seed and the place alone."""
    made = []
    for path in sorted(path for folder in folders for path in folder.glob("*.align")):
        for use in uses(path):
            for slip, change in SLIPS.items():
                if not (use.word and slip in MARKS):
                    chance = random.Random(f"{seed} {path.name} {use.start} {slip}")
                    made.append(Typo(use, slip, change(use.text, chance)))
    return made


# ── What is found ──


@cache
def _parsed(name: str, text: str) -> Made[tree.File]:
    return parsed(SourceFile(name, text))


_MODULES: dict[int, Made[Module]] = {}


def problems(name: str, text: str) -> list[Problem]:
    """What the passes before any engine find in a text; the modules that it uses are read once for all texts."""
    given = SourceFile(name, text)

    def parse(source: SourceFile) -> Made[tree.File]:
        return parsed(source) if source is given else _parsed(source.name, source.text)

    def elaborate(file: tree.File, imports: Mapping[str, Module]) -> Made[Module]:
        if file.span.source is given:
            return elaborated(file, imports)
        if id(file) not in _MODULES:
            _MODULES[id(file)] = elaborated(file, imports)
        return _MODULES[id(file)]

    unit = load([Made(given)], parse, elaborate)[0]
    on_module(unit, lint)
    on_module(unit, claims_in)
    return sorted(unit.problems, key=lambda problem: problem.span.start)


OFFER = re.compile(r"did you mean ((?:`[^`]+`(?:, | or )?)+)")


def offered(problem: Problem) -> list[str]:
    """The names that a finding offers, in its own words."""
    found = OFFER.search(problem.help() or "")
    return re.findall(r"`([^`]+)`", found[1]) if found else []


@cache
def _known(path: Path) -> frozenset[str]:
    """Every name of a file and of what it uses, and every word of the language."""
    file = parsed(SourceFile(path.name, path.read_text(encoding="utf-8"))).value
    names = {name.text for name in all_names(file)} | set(table().words) | set(language_names())
    for declaration in file.declarations:
        if isinstance(declaration, tree.UseDecl):
            beside = path.with_name(f"{declaration.name.text}.align")
            names |= _known(beside if beside.is_file() else LIBRARY / beside.name)
    return frozenset(names)


def tried(typo: Typo) -> Result:
    """The file with this one typo in it, read up to its claims."""
    use = typo.use
    text = use.path.read_text(encoding="utf-8")
    end = use.start + len(use.text)
    found = problems(str(use.path), text[: use.start] + typo.written + text[end:])
    findings = tuple(f"{each.code} {each.span.text!r} {offered(each)}" for each in found)
    if typo.written in _known(use.path):
        return Result(typo, "another", findings)
    reach = use.start + len(typo.written)
    here = [each for each in found if each.span.start < reach and use.start < each.span.end]
    offers = next((names for names in map(offered, here) if names), [])
    what = "first" if offers[:1] == [use.text] else "offered" if use.text in offers else "missed"
    return Result(typo, what, findings)


def sampled(all_typos: list[Typo], size: int | None, seed: int) -> list[Typo]:
    return (
        all_typos if size is None or size >= len(all_typos) else random.Random(seed).sample(all_typos, size)
    )


def rate(results: list[Result]) -> float:
    """The share answered by the right name first, of those that give no other name."""
    counts = Counter(result.what for result in results)
    counted = len(results) - counts["another"]
    return counts["first"] / counted if counted else 1.0


# ── The report ──


def _table(title: str, results: list[Result]) -> None:
    print(f"{title:<30}{'typos':>7}{'first':>8}{'offered':>9}{'missed':>8}{'another name':>14}")
    rows = {slip: [each for each in results if each.typo.slip == slip] for slip in SLIPS}
    for slip, some in [*rows.items(), ("all", results)]:
        if some:
            counts = Counter(each.what for each in some)
            print(
                f"  {slip:<28}{len(some):>7}{rate(some):>8.1%}{counts['offered']:>9}{counts['missed']:>8}"
                f"{counts['another'] / len(some):>14.1%}"
            )


def main() -> None:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument(
        "folders", nargs="*", type=Path, default=[LIBRARY], help="where the files are (spec/)"
    )
    options.add_argument("--sample", type=int, help="so many typos of names, and as many of words (all)")
    options.add_argument("--seed", type=int, default=0, help="which letters are hit, and which sample (0)")
    options.add_argument("--misses", action="store_true", help="show each typo that was not answered")
    asked = options.parse_args()
    everything = typos(asked.seed, asked.folders)
    for title, word in (("uses of names", False), ("words of the language", True)):
        some = sampled([typo for typo in everything if typo.use.word is word], asked.sample, asked.seed)
        results = run_deep(lambda some=some: [tried(typo) for typo in some])  # type: ignore[misc]
        _table(title, results)
        for each in results if asked.misses else ():
            if each.what in ("offered", "missed"):
                _show(each)


def _show(result: Result) -> None:
    typo = result.typo
    text = typo.use.path.read_text(encoding="utf-8")
    line = text.count("\n", 0, typo.use.start) + 1
    print(
        f"    {typo.use.path.name}:{line} {typo.use.text} → {typo.written}: {'; '.join(result.findings) or '—'}"
    )


if __name__ == "__main__":
    main()
