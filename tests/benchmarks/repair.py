"""How many changes of a failing claim are tried a second, on one core: `python tests/benchmarks/repair.py [SECONDS]`.

One slip that is refuted is planted in each true claim about frames of the library, and its repairs are searched
for so long (5 s unless said). A change counts when it is settled or left open. Nothing here is a test: times
depend on the machine.
"""

import os
import statistics
import sys
import time
from contextlib import closing
from pathlib import Path

PROJECT = Path(__file__).parents[2]
sys.path.insert(0, str(PROJECT))

from aligncheck.claims.module import readings_of  # noqa: E402
from aligncheck.deep import run_deep  # noqa: E402
from aligncheck.diagnostics import Made  # noqa: E402
from aligncheck.elaborate import elaborate  # noqa: E402
from aligncheck.engines.contract import Limits  # noqa: E402
from aligncheck.engines.portfolio import Portfolio  # noqa: E402
from aligncheck.evidence.judge import judge  # noqa: E402
from aligncheck.kernel.verdicts import Refuted  # noqa: E402
from aligncheck.library.modules import load  # noqa: E402
from aligncheck.progress import Progress  # noqa: E402
from aligncheck.repair.change import Change  # noqa: E402
from aligncheck.repair.search import Failing, repairs  # noqa: E402
from aligncheck.repair.site import Site  # noqa: E402
from aligncheck.source import SourceFile  # noqa: E402
from aligncheck.syntax import parse  # noqa: E402
from tests.plant.claims import TrueClaim, mutants_of, true_claims  # noqa: E402

MODULES = ("cartesian_frames", "biextensional_equivalence")
LIMITS = Limits(seconds=3.0)


def failing(claim: TrueClaim, portfolio: Portfolio) -> Failing | None:
    """The claim with the first slip that refutes it."""
    for mutant in mutants_of(claim, ("name", "comparison", "hypothesis")):
        source = SourceFile(str(claim.path), claim.in_file(mutant.written))  # type: ignore[arg-type]
        unit = load([Made(source)], parse, elaborate)[0]
        assert unit.module is not None
        scope = next(each for each in unit.module.claims if each.declaration.name.text == claim.name)
        for reading, problems in readings_of(unit.module, scope):
            verdict = judge(reading, portfolio, LIMITS, {}).verdict
            if isinstance(verdict, Refuted):
                return Failing(Site(scope, unit.module, reading), (verdict.model,), tuple(problems))
    return None


def measure(seconds: float) -> None:
    rates = []
    with closing(Progress()) as progress:
        portfolio = progress.engines(1)
        for claim in true_claims([PROJECT / "spec" / f"{name}.align" for name in MODULES]):
            slip = failing(claim, portfolio)
            if slip is None:
                continue
            tried: list[Change] = []
            began = time.perf_counter()
            found = repairs(slip, portfolio, LIMITS, seconds, tried.append)
            spent = time.perf_counter() - began
            rates.append(len(tried) / spent)
            offered = len(found.fixes)
            print(
                f"{claim.name:42} {len(tried):5} in {spent:5.2f} s: {rates[-1]:6.0f} a second, {offered} offered"
            )
    print(f"median {statistics.median(rates):.0f} a second, {os.cpu_count()} cores")


if __name__ == "__main__":
    run_deep(lambda: measure(float(sys.argv[1]) if len(sys.argv) > 1 else 5.0))
