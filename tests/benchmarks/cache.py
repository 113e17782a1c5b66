"""What the cache saves, and how time grows with the number of claims: `python tests/benchmarks/cache.py [RUNS]`.

Each run is a process of its own, its cache in a folder of its own. `--claims N …` says for how many generated
claims; the ratio is that of the time per claim to the one of the first number. Nothing here is a test: times
depend on the machine, whose cores and load are printed.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

LIBRARY = Path(__file__).parents[2] / "spec"
RELATIONS = 32


def generated(count: int) -> str:
    """A text with so many claims, no two alike: half of them proved, half refuted."""
    pairs = [(one, other) for one in range(RELATIONS) for other in range(RELATIONS) if one != other]
    lines = ["module generated", "sort W", *(f"relation R{at}(x: W)" for at in range(RELATIONS))]
    for at in range(count):
        one, other = (f"R{number}" for number in pairs[at // 2])
        if at % 2:
            lines.append(f"claim c{at}: for x, y: W assume x = y, {one}(x) show {one}(y) or {other}(x)")
        else:
            lines.append(f"claim c{at}: for x, y: W assume {one}(x) show {other}(y) expect refuted")
    return "\n".join(lines) + "\n"


def measured(arguments: list[str], cache: Path) -> tuple[float, float]:
    """Wall seconds of one run, and CPU seconds of the process itself, without those of its workers."""
    environment = {**os.environ, "XDG_CACHE_HOME": str(cache)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run([sys.executable, "-m", "aligncheck", *arguments], env=environment, capture_output=True)
    wall, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def row(name: str, times: list[tuple[float, float]]) -> tuple[float, float]:
    """Prints and gives the medians."""
    walls = [wall for wall, _ in times]
    median = statistics.median(walls)
    processor = statistics.median(seconds for _, seconds in times)
    print(f"{name:<34} median {median:7.3f} s   best {min(walls):7.3f} s   own CPU {processor:7.3f} s")
    return median, processor


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("runs", type=int, nargs="?", default=5)
    parser.add_argument("--claims", type=int, nargs="*", default=[100, 1000])
    options = parser.parse_args()
    load = os.getloadavg()[0]
    print(
        f"{platform.machine()}, {os.cpu_count()} cores, load {load:.1f}, Python {platform.python_version()}"
    )
    with tempfile.TemporaryDirectory() as folder:
        cache = Path(folder) / "cache"
        row("spec/, no cache", [measured(["--no-cache", str(LIBRARY)], cache) for _ in range(options.runs)])
        # The time for a claim does not matter to what is kept, and a busy machine needs more of it.
        measured(["--timeout", "60", str(LIBRARY)], cache)
        row("spec/, from the cache", [measured([str(LIBRARY)], cache) for _ in range(options.runs)])
        row("spec/, verify", [measured(["verify", str(LIBRARY)], cache) for _ in range(options.runs)])
        first: dict[str, tuple[float, float]] = {}
        for count in options.claims:
            path = Path(folder) / f"generated{count}.align"
            path.write_text(generated(count), encoding="utf-8")
            cold = row(f"{count} claims, no cache", [measured(["--no-cache", str(path)], cache)])
            measured([str(path)], cache)
            warm = row(f"{count} claims, from the cache", [measured([str(path)], cache)])
            path.write_text(generated(count) + "// changed\n", encoding="utf-8")
            changed = row(f"{count} claims, the file changed", [measured([str(path)], cache)])
            for name, times in (("no cache", cold), ("from the cache", warm), ("changed", changed)):
                wall, own = (seconds / count for seconds in times)
                base = first.setdefault(name, (wall, own))
                print(
                    f"    {name}: {1000 * wall:.2f} ms a claim, ratio {wall / base[0]:.2f}; "
                    f"own CPU {1000 * own:.2f} ms, ratio {own / base[1]:.2f}"
                )


if __name__ == "__main__":
    main()
