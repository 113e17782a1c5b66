"""What the race of engines costs: `python tests/benchmarks/portfolio.py [RUNS]`.

The claims about frames are checked cold with 2 jobs, each run in a process of its own. Of every question that an
engine settled there, the same text is given to that engine alone: once all in one process that has the solvers
loaded, and once each in a process of its own, as whoever runs a solver on the files of `--emit-smt2` does. Then:
questions a second with fresh and with kept solvers, and how exactly limits of time and memory are held.

Wall time says little on a machine that has other things to do (`load` is shown): processor time, of the main process
and of the workers, is printed too. With 2 jobs on 2 free cores a run takes at least half of both together, and at
least what the main process needs. Nothing here is a test.
"""

import os
import pickle
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
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
    made = progress.engines(2).pool.nursery.made
    used = processor_time(resource.RUSAGE_SELF), processor_time(resource.RUSAGE_CHILDREN)
    Path(path).write_bytes(pickle.dumps((seconds, used, made, peak, len(report.outcomes), questions)))


def processor_time(of: int) -> float:
    """Seconds, in the program and in the system."""
    usage = resource.getrusage(of)
    return usage.ru_utime + usage.ru_stime


def texts(questions: list[tuple[str, object]]) -> Iterator[tuple[str, str, object]]:
    """The engine that settled a question, what it read, and the goal."""
    from aligncheck.engines.script import encode

    for engine, goal in questions:
        if engine in ("z3", "cvc5", "finite"):
            text = f"{encode(goal).text(tracked=True)}\n(check-sat)\n"  # type: ignore[arg-type]
            yield engine, f"(set-option :produce-unsat-cores true){text}" if engine == "z3" else text, goal


def alone(questions: list[tuple[str, object]]) -> dict[str, tuple[int, float]]:
    """How many questions each engine settled, and the seconds of processor time it takes for their texts alone,
    solvers loaded. The finite search writes its own text: that is counted too."""
    from aligncheck.engines import cvc5, finite, z3
    from aligncheck.engines.contract import Limits

    found: dict[str, tuple[int, float]] = {}
    for engine, text, goal in texts(questions):
        finder = (("finite-model-find", "true"),) if "Real" not in text else ()
        began = time.process_time()
        if engine == "z3":
            z3.session()(text)
        elif engine == "cvc5":
            cvc5.session(10_000, *finder)(text)
        else:
            finite.answer(goal, Limits())  # type: ignore[arg-type]
        count, seconds = found.get(engine, (0, 0.0))
        found[engine] = (count + 1, seconds + time.process_time() - began)
    return found


ANEW = {
    "z3": "import sys, z3; c = z3.Context(); print(z3.Z3_eval_smtlib2_string(c.ref(), open(sys.argv[1]).read()))",
    "cvc5": "import sys; from aligncheck.engines import cvc5; "
    "print(cvc5.session(10_000, ('finite-model-find', 'true'))(open(sys.argv[1]).read()))",
    "finite": "import pickle, sys; from aligncheck.engines import contract, finite; "
    "finite.answer(pickle.load(open(sys.argv[1], 'rb')), contract.Limits())",
}
"""What runs an engine on a file, in a process of its own."""


def anew(questions: list[tuple[str, object]], folder: Path) -> float:
    """Seconds of processor time for the same texts, each in a new process."""
    before = processor_time(resource.RUSAGE_CHILDREN)
    path = folder / "question"
    for engine, text, goal in texts(questions):
        path.write_bytes(pickle.dumps(goal) if engine == "finite" else text.encode())
        arguments = [sys.executable, "-c", ANEW[engine], str(path)]
        subprocess.run(arguments, check=True, stdout=subprocess.DEVNULL, timeout=60)
    return processor_time(resource.RUSAGE_CHILDREN) - before


def race_against_alone(runs: int) -> None:
    walls: list[float] = []
    mains: list[float] = []
    workers: list[float] = []
    sums: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        for number in range(runs):
            path = Path(folder) / f"{number}.pickle"
            subprocess.run([sys.executable, __file__, "--record", str(path)], check=True)
            seconds, (main, others), made, peak, claims, questions = pickle.loads(path.read_bytes())
            shares = alone(questions)
            walls.append(seconds)
            mains.append(main)
            workers.append(others)
            sums.append(sum(each for _, each in shares.values()))
        started = anew(questions, Path(folder))
    wall, main, others, least = map(statistics.median, (walls, mains, workers, sums))
    bound = max(main, (main + others) / 2)
    print(f"{claims} claims about frames, cold, 2 jobs: {wall:.2f} s of wall time, median of {runs}")
    print(f"processor time: main process {main:.2f} s, {made} workers {others:.2f} s")
    print(f"  on 2 free cores that is a wall time of {bound:.2f} s or more")
    print(
        "the winning engines alone on the same text, processor time, and how many times that the run takes:"
    )
    for how, cost in (("solvers loaded", least), ("a process each", started)):
        print(f"  {how}: {cost:6.2f} s; wall {wall / cost:5.2f}, at least {bound / cost:5.2f}")
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
