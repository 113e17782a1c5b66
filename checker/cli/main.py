"""The commands: `check` (the default), `verify`, `explain`, `version`."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from pathlib import Path
from typing import Any, NoReturn

import click

CHECK = "check"
COLLECT = 50_000, 20, 20
"""How many objects more let the collector run: terms are many, and live long. With the interpreter's own 700 it
takes a tenth of a run."""


class CheckByDefault(click.Group):
    """A group in which arguments that name no command are arguments of `check`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not args or (args[0] not in self.commands and args[0] not in ("--help", "-h")):
            args = [CHECK, *args]
        return super().parse_args(ctx, args)

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_usage("aligncheck", "[OPTIONS] [PATHS]...")
        formatter.write_usage("aligncheck", "COMMAND [ARGS]...", prefix="       ")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        self.commands[CHECK].format_options(ctx, formatter)
        self.format_commands(ctx, formatter)


@click.group(cls=CheckByDefault, context_settings={"help_option_names": ["-h", "--help"]})
def commands() -> None:
    """Check definitions and claims about AI alignment.

    PATHS are .align files, or folders with such files at any depth; without any, the current folder.
    Exit status: 0 every claim has its expected verdict and nothing is wrong; 1 there are findings;
    2 the call itself is wrong.
    """


@commands.command(CHECK)
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to report.")
@click.option(
    "--jobs", type=click.IntRange(min=1), metavar="N", help="Worker processes [default: the cores]."
)
@click.option(
    "--claim", "claims", multiple=True, metavar="NAME", help="Judge this claim only; may be repeated."
)
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    default=10.0,
    metavar="SECONDS",
    help="Time for one claim [default: 10].",
)
@click.option(
    "--bound",
    type=click.IntRange(min=0),
    default=3,
    metavar="N",
    help="Largest carriers of a bounded search [default: 3].",
)
@click.option("--select", metavar="CODES", default="", help="Report only findings whose codes begin so.")
@click.option("--ignore", metavar="CODES", default="", help="Leave out findings whose codes begin so.")
@click.option(
    "--repair-seconds",
    type=click.FloatRange(min=0),
    default=5.0,
    metavar="SECONDS",
    help="Time to search repairs of a claim that fails; 0: none [default: 5].",
)
@click.option("--fix", is_flag=True, help="Make the mends that are certain, in the files.")
@click.option("--unsafe", is_flag=True, help="With --fix: make the first repair of each claim too.")
@click.option(
    "--more",
    type=click.IntRange(min=0),
    default=0,
    metavar="N",
    help="Show up to N further counterexamples, of other kinds.",
)
@click.option("--paste", is_flag=True, help="Show each counterexample as a clause to paste, too.")
@click.option("--ledger", is_flag=True, help="Show what each assumption of a proved claim does for it.")
@click.option(
    "--emit-smt2",
    type=click.Path(file_okay=False, writable=True, path_type=Path),
    metavar="DIR",
    help="Write what the solvers were asked to this folder.",
)
@click.option(
    "--no-cache",
    is_flag=True,
    help="Ask the engines about every claim, and keep nothing. The cache lies in aligncheck/ in XDG_CACHE_HOME, "
    "or in ~/.cache.",
)
@click.option("--strict", is_flag=True, help="Let remarks count as findings too.")
@click.option("--verbose", "-v", is_flag=True, help="Show claims that are as expected too.")
def check(paths: Sequence[Path], form: str, jobs: int | None, **options: Any) -> NoReturn:
    """Check the claims of .align files (the default command)."""
    from aligncheck.cli.run import Mend, leave, run_check
    from aligncheck.options import Options
    from aligncheck.reports.view import View

    if options["unsafe"] and not options["fix"]:
        raise click.UsageError("--unsafe says what --fix may do: give both")
    mend: Mend = "no" if not options["fix"] else "all" if options["unsafe"] else "certain"
    leave(
        run_check(
            paths or [Path(".")],
            Options(
                seconds=options["timeout"],
                jobs=jobs or os.cpu_count() or 1,
                bound=options["bound"],
                select=_codes(options["select"]),
                ignore=_codes(options["ignore"]),
                claims=options["claims"],
                repair_seconds=options["repair_seconds"],
                ledger=options["ledger"],
                more=options["more"],
                questions=_folder(options["emit_smt2"]),
            ),
            form,
            strict=options["strict"],
            view=View(verbose=options["verbose"], ledger=options["ledger"], paste=options["paste"]),
            mend=mend,
            remember=not options["no_cache"],
        )
    )


@commands.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to report.")
@click.option("--update", is_flag=True, help="Ask the engines where evidence does not hold, and write it.")
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    default=10.0,
    metavar="SECONDS",
    help="With --update: time for one claim [default: 10].",
)
def verify(paths: Sequence[Path], form: str, update: bool, timeout: float) -> NoReturn:
    """Judge the evidence in proofs/ again, without any engine.

    PATHS are as for checking; without any, the folder spec is meant, else the current one. The evidence for
    spec/a.align lies in proofs/a/, a file for each claim. Exit status: 0 all of it holds; 1 some is missing,
    stale or shows something else; 2 the call itself is wrong.
    """
    from aligncheck.cli.run import leave
    from aligncheck.cli.verify import run_verify
    from aligncheck.options import Options

    leave(run_verify(paths, Options(seconds=timeout, jobs=os.cpu_count() or 1), form, renew=update))


@commands.command()
@click.argument("name", required=False)
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
def explain(name: str | None, paths: Sequence[Path]) -> NoReturn:
    """Explain a finding by its code, or a declaration by its NAME.

    Without a name, list all findings. A name is looked for in PATHS; without any, in the current folder and the
    library that comes with the program. `module.name` chooses among several.
    """
    from aligncheck.cli.explain import run_explain

    sys.exit(run_explain(name, paths))


@commands.command()
def version() -> None:
    """Print the version."""
    from aligncheck import __version__

    click.echo(f"aligncheck {__version__}")


def _codes(text: str) -> tuple[str, ...]:
    return tuple(code.strip().upper() for code in text.split(",") if code.strip())


def _folder(path: Path | None) -> Path | None:
    """The folder, made if it is not there."""
    if path is not None:
        try:
            path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            why = (error.strerror or "unknown reason").lower()
            raise click.BadParameter(f"cannot write to {path}: {why}", param_hint="--emit-smt2") from None
    return path


def main() -> NoReturn:
    """The entry point."""
    gc.set_threshold(*COLLECT)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    commands.main(prog_name="aligncheck")
    raise AssertionError("a command ends by itself")
