"""How long a cold start takes, in medians: `python tests/benchmarks/start.py [RUNS]`.

Each run is a process of its own. Nothing here is a test: times depend on the machine.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PROJECT = Path(__file__).parents[2]
LIBRARY = PROJECT / "spec"
FIRST_THREE = ("inner_alignment", "cartesian_frames", "biextensional_equivalence", "gradient_descent")

SMALL = """module small

sort World
sort Agent
relation prefers(a: Agent, v, w: World)
constant home: World

def content(a: Agent) := forall w: World. not prefers(a, w, home)

/// Preference that runs in chains cannot be undone by a middle step.
claim chains:
  for a: Agent, u, v, w: World
  assume forall x, y, z: World. prefers(a, x, y) and prefers(a, y, z) -> prefers(a, x, z)
  assume prefers(a, u, v), prefers(a, v, w)
  show prefers(a, u, w)

claim nobody_is_content:
  for a: Agent
  show not content(a)
  expect refuted
"""


# An installed program has its modules compiled; a run that may not keep them compiles all of them again.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def seconds(arguments: list[str], runs: int) -> list[float]:
    """The wall time of each run after a first one, whose output is shown if it fails."""
    times = []
    for number in range(runs + 1):
        began = time.perf_counter()
        done = subprocess.run(
            [sys.executable, *arguments], capture_output=True, text=True, check=False, env=ENVIRONMENT
        )
        times.append(time.perf_counter() - began)
        if done.returncode and not number:
            print(done.stdout[-2000:], done.stderr[-2000:], sep="\n")
    return times[1:]


def loads_sympy(path: Path) -> bool:
    """Whether the main process loads SymPy to check a file."""
    command = [sys.executable, "-X", "importtime", "-m", "aligncheck", "--no-cache", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return any(line.endswith("| sympy") for line in done.stderr.splitlines())


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    with tempfile.TemporaryDirectory() as folder:
        small = Path(folder) / "small.align"
        small.write_text(SMALL, encoding="utf-8")
        three = [str(LIBRARY / f"{name}.align") for name in FIRST_THREE]
        rows = {
            "python alone": ["-c", "pass"],
            "aligncheck version": ["-m", "aligncheck", "version"],
            "a 20-line spec": ["-m", "aligncheck", "--no-cache", str(small)],
            "the first files of spec/": ["-m", "aligncheck", "--no-cache", *three],
            "all of spec/": ["-m", "aligncheck", "--no-cache", str(LIBRARY)],
        }
        for name, arguments in rows.items():
            times = seconds(arguments, runs)
            print(
                f"{name:<26} median {statistics.median(times):6.3f} s   best {min(times):6.3f} s   of {runs}"
            )
        print(f"{'SymPy is loaded for it':<26} {'yes' if loads_sympy(small) else 'no'}")


if __name__ == "__main__":
    main()
