"""What the race of engines costs: `python tests/benchmarks/portfolio.py [RUNS]`.

The claims about frames are checked cold with 2 jobs, each run in a process of its own. Of every question that an
engine settled there, the same text is given to that engine alone. Then: questions a second with fresh and with
kept solvers, and how exactly limits of time and memory are held. Nothing here is a test: times depend on the
machine, and on what else it does (`load` is shown).
"""

import os
import pickle
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

TESTS = Path(__file__).parents[1]
LIBRARY = TESTS.parent / "spec"
FRAMES = ("cartesian_frames", "biextensional_equivalence")
LABELS = {"hang": "an engine that hangs", "deaf": "one that ignores signals"}
GRAINS = 100


def record(path: str) -> None:
    """Check the claims about frames once; write down the settled questions, the time and the memory."""
    began = time.perf_counter()
    from aligncheck.deep import run_deep
    from aligncheck.engines.portfolio import Portfolio, settles
    from aligncheck.library.files import read
    from aligncheck.options import Options
    from aligncheck.progress import Progress
    from aligncheck.session import check

    questions: list[tuple[str, object]] = []
    race = Portfolio.race

    def noted(self: Portfolio, goal, limits, engines=None):  # type: ignore[no-untyped-def]
        answers = race(self, goal, limits, engines)
        if answers and settles(answers[-1]):
            questions.append((answers[-1].engine, goal))
        return answers

    Portfolio.race = noted  # type: ignore[method-assign]
    progress = Progress()
    progress.prestart()
    sources = [read(LIBRARY / f"{name}.align") for name in FRAMES]
    report = run_deep(lambda: check(sources, Options(jobs=2), progress))
    seconds = time.perf_counter() - began
    progress.close()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    Path(path).write_bytes(pickle.dumps((seconds, peak, len(report.outcomes), questions)))


def alone(questions: list[tuple[str, object]]) -> dict[str, tuple[int, float]]:
    """How many questions each engine settled, and the seconds it takes for their texts alone, solvers loaded."""
    from aligncheck.engines import cvc5, finite, z3
    from aligncheck.engines.contract import Limits
    from aligncheck.engines.script import encode

    found: dict[str, tuple[int, float]] = {}
    for engine, goal in questions:
        if engine in ("z3", "cvc5"):
            text = f"{encode(goal).text(tracked=True)}\n(check-sat)\n"  # type: ignore[arg-type]
            finder = (("finite-model-find", "true"),) if "Real" not in text else ()
            run = z3.session if engine == "z3" else lambda: cvc5.session(10_000, *finder)  # noqa: B023
            began = time.perf_counter()
            run()(("(set-option :produce-unsat-cores true)" if engine == "z3" else "") + text)
        elif engine == "finite":
            began = time.perf_counter()
            finite.answer(goal, Limits())  # type: ignore[arg-type]
        else:
            continue
        count, seconds = found.get(engine, (0, 0.0))
        found[engine] = (count + 1, seconds + time.perf_counter() - began)
    return found


def race_against_alone(runs: int) -> None:
    walls: list[float] = []
    sums: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        for number in range(runs):
            path = Path(folder) / f"{number}.pickle"
            subprocess.run([sys.executable, __file__, "--record", str(path)], check=True)
            seconds, peak, claims, questions = pickle.loads(path.read_bytes())
            shares = alone(questions)
            walls.append(seconds)
            sums.append(sum(each for _, each in shares.values()))
    wall, least = statistics.median(walls), statistics.median(sums)
    print(f"{claims} claims about frames, cold, 2 jobs: {wall:.2f} s of wall time, median of {runs}")
    print(f"the winning engines alone on the same text: {least:.2f} s, a ratio of {wall / least:.2f}")
    for engine, (count, seconds) in sorted(shares.items()):
        print(f"  {engine:<8} {count:4} questions {seconds:7.3f} s")
    print(f"memory of the main process: {peak:.0f} MiB at most")


def rates() -> None:
    """Small questions a second: solvers alone, and asked through a worker."""
    from engines.small import P, c, every, goal, x

    from aligncheck.engines.contract import Limits
    from aligncheck.engines.portfolio import Portfolio
    from aligncheck.engines.script import encode
    from aligncheck.engines.z3 import answer, session
    from aligncheck.kernel.terms import App

    asked = goal(every(App(P, x)), show=App(P, c), constants=(P, c))
    script = encode(asked)
    declared = session()
    declared(script.declarations)
    body = "\n".join(f"(assert {formula})" for _, formula in script.assertions)
    kept = session()
    with Portfolio(jobs=1) as portfolio:
        ways = {
            "Z3, a fresh context each": lambda: session()(f"{script.text(False)}(check-sat)"),
            "Z3, one context, reset": lambda: kept(f"(reset){script.text(False)}(check-sat)"),
            "Z3, one context, push and pop": lambda: declared(f"(push){body}(check-sat)(pop)"),
            "encoded and answered, fresh": lambda: answer(asked, Limits()),
            "through a worker that lives on": lambda: portfolio.ask("z3", asked, Limits()),
            "through a new worker each": lambda: portfolio.pool.end(_answered(portfolio, asked)),
        }
        for name, way in ways.items():
            way()
            began = time.perf_counter()
            for _ in range(GRAINS):
                way()
            print(f"{name:<34} {GRAINS / (time.perf_counter() - began):7.0f} a second")


def _answered(portfolio, asked):  # type: ignore[no-untyped-def]
    from aligncheck.engines.contract import Limits, Query

    worker = portfolio.pool.take("z3", fresh=True)
    worker.ask(Query("z3", asked, Limits()))
    worker.reply()
    return worker


def limits() -> None:
    """How exactly limits are held. Asked for: within 10 % and 0.2 s."""
    from engines.small import named

    from aligncheck.engines.contract import Limits
    from aligncheck.engines.portfolio import Portfolio

    with Portfolio(jobs=1) as portfolio:
        portfolio.ask("engines.hanging", named("soon"), Limits())
        for label, name in LABELS.items():
            for seconds in (0.5, 2.0):
                began = time.perf_counter()
                portfolio.ask("engines.hanging", named(label), Limits(seconds=seconds))
                late = time.perf_counter() - began - seconds
                print(f"{name:<28} limit {seconds:.1f} s: ended {late:+.3f} s from it")
        for mebibytes in (100, 400):
            answer = portfolio.ask("engines.hanging", named("memory"), Limits(seconds=60, memory=mebibytes))
            held = _most_held(portfolio)
            print(
                f"{'one that wants all memory':<28} limit {mebibytes} MiB: {answer.reason}, {held} MiB held at most"
            )  # type: ignore[union-attr]


def _most_held(portfolio) -> int:  # type: ignore[no-untyped-def]
    """MiB that the last worker held at most."""
    return portfolio.pool.end(portfolio.pool.take("engines.hanging")) // 1024  # type: ignore[no-any-return]


def main() -> None:
    if sys.argv[1:2] == ["--record"]:
        record(sys.argv[2])
        return
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    sys.path.insert(0, str(TESTS))
    os.environ["PYTHONPATH"] = str(TESTS)
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, Python {sys.version.split()[0]}")
    race_against_alone(runs)
    rates()
    limits()


if __name__ == "__main__":
    main()
