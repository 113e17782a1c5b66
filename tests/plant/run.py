"""What becomes of slips in true claims, as a table: `python -m tests.plant.run`.

Each operator of `tests/plant/operators` is applied to every claim of `spec/` (or of `--spec`) that is expected to
be proved (or, with `--definitions`, to every definition that a claim rests on), wherever it can be. A slip is
caught if its author would hear of it.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from itertools import groupby
from pathlib import Path
from random import Random

from aligncheck.library.files import align_files
from aligncheck.progress import Progress
from tests.plant.claims import Mutant, Origin, TrueClaim, mutants_of, true_claims
from tests.plant.definitions import definitions, fates_of_definitions
from tests.plant.fates import CAUGHT, FATES, FOLLOWS, REPAIRABLE, Fated, Field
from tests.plant.operators import OPERATORS

LIBRARY = Path(__file__).parents[2] / "spec"
MARGIN = max(map(len, OPERATORS))
COLUMNS = ("planted", *FATES, "caught", "repaired")


def main(arguments: Sequence[str] | None = None) -> None:
    asked = _options().parse_args(arguments)
    origins = (definitions if asked.definitions else true_claims)(align_files(asked.spec))
    mutants = chosen(origins, asked.operator or tuple(OPERATORS), asked.sample, asked.seed)
    began = time.monotonic()
    with closing(Progress()) as progress:
        field = Field(progress, asked.seconds, asked.jobs, asked.repair_seconds)
        fated = list(_watched(fates(mutants, field), len(mutants), asked.list))
    print("\n" + "\n".join(table(fated)))
    print(f"\n{len(fated)} slips · {time.monotonic() - began:.0f} s · {asked.seconds:g} s a claim · "
          f"{os.cpu_count()} cores")  # fmt: skip
    special = sum(each.how == FOLLOWS for each in fated)
    print(f"{special} of the survivors follow from the original claim")
    survivors = [each for each in fated if each.fate in ("survived", "disagreement")]
    if survivors and not asked.list:
        print("\nNot caught:\n" + "\n".join(line(each) for each in survivors))


def chosen(
    origins: Iterable[Origin],
    operators: Sequence[str] = tuple(OPERATORS),
    sample: int | None = None,
    seed: int = 0,
) -> list[Mutant]:
    """The mutants to check, in order; of all of them a sample if one is asked for."""
    mutants = [mutant for origin in origins for mutant in mutants_of(origin, operators)]
    if sample is None or sample >= len(mutants):
        return mutants
    picked = sorted(Random(seed).sample(range(len(mutants)), sample))
    return [mutants[at] for at in picked]


def fates(mutants: Iterable[Mutant], field: Field) -> Iterator[Fated]:
    """The fates of all mutants, origin by origin."""
    for _, group in groupby(mutants, key=lambda each: id(each.origin)):
        own = list(group)
        origin = own[0].origin
        try:
            yield from (
                field.fates(origin, own)
                if isinstance(origin, TrueClaim)
                else fates_of_definitions(own, field)
            )
        except ValueError as error:
            print(f"left out: {error}", file=sys.stderr)


def table(fated: Sequence[Fated]) -> Iterator[str]:
    """A row for each operator, and one for all."""
    yield f"{'':{MARGIN}}" + "".join(f"  {each}" for each in COLUMNS)
    for operator in OPERATORS:
        own = [each for each in fated if each.mutant.operator == operator]
        if own:
            yield row(operator, own)
    yield row("all", fated)


def row(title: str, fated: Sequence[Fated]) -> str:
    """Planted, each fate, what is caught of all that are slips, and the repairs that give back the original of
    all mutants that are refuted, ill-formed or found without a solver."""
    counts = Counter(each.fate for each in fated)
    slips = len(fated) - counts["equivalent"]
    caught = sum(counts[fate] for fate in CAUGHT)
    repairable = [each for each in fated if each.fate in REPAIRABLE]
    restored = sum(each.restored is True for each in repairable)
    numbers = [len(fated), *(counts[fate] for fate in FATES)]
    cells = [*map(str, numbers), _share(caught, slips), _share(restored, len(repairable))]
    shown = [f"  {each:>{len(column)}}" for each, column in zip(cells, COLUMNS, strict=True)]
    return f"{title:{MARGIN}}" + "".join(shown)


def line(fated: Fated) -> str:
    how = f" ({fated.how})" if fated.how else ""
    mend = "" if fated.restored is None else " · mended" if fated.restored else f" · offered: {fated.mend}"
    unmended = " · nothing offered" if fated.fate in REPAIRABLE and fated.restored is None else ""
    return f"{fated.fate}{how}: {fated.mutant.key}{mend}{unmended}"


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else "-"


def _watched(fated: Iterator[Fated], total: int, listed: bool) -> Iterator[Fated]:
    """The same, shown one by one where they are listed, else with a word on the way on how far it is."""
    for number, each in enumerate(fated, start=1):
        if listed:
            print(line(each), flush=True)
        elif sys.stderr.isatty():
            print(f"\r{number}/{total}", end="", file=sys.stderr, flush=True)
        yield each


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.plant.run", description=__doc__)
    parser.add_argument("--sample", type=int, metavar="N", help="so many of the slips, not all")
    parser.add_argument("--seed", type=int, default=0, metavar="S", help="of the sample (0)")
    parser.add_argument(
        "--operator", action="append", choices=OPERATORS, help="only this one; may be repeated"
    )
    parser.add_argument("--seconds", type=float, default=3.0, help="time for one claim (3)")
    parser.add_argument(
        "--repair-seconds", type=float, default=5.0, help="time to search repairs of one slip (5)"
    )
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="worker processes (one a core)")
    parser.add_argument("--definitions", action="store_true", help="plant in definitions, not in claims")
    parser.add_argument("--list", action="store_true", help="show every slip with its fate")
    parser.add_argument("--spec", type=Path, nargs="+", default=[LIBRARY], metavar="PATH", help="other files")
    return parser


if __name__ == "__main__":
    main()
