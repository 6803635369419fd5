"""The command line. Each command reads its options and calls one function of another module.

What a command needs is loaded when it runs, so that ``--help`` and ``--version`` come at once.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from ureport import __version__
from ureport.cli.audit import audit
from ureport.cli.check import CheckCommand, check
from ureport.cli.diff import diff
from ureport.cli.explain import explain
from ureport.cli.extract import extract
from ureport.cli.guard import reopen_streams
from ureport.cli.metrics import metrics
from ureport.cli.patterns import patterns_app
from ureport.cli.pivot import pivot
from ureport.cli.signals import exit_code, heeding_signals
from ureport.cli.text import text

app = typer.Typer(
    name="ureport",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command(cls=CheckCommand)(check)
for command in (extract, pivot, audit, explain, text, metrics, diff):
    app.command()(command)
app.add_typer(patterns_app)


def _version(asked: bool) -> None:
    if asked:
        print(f"ureport {__version__}")
        raise typer.Exit()


@app.callback()
def _ureport(version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")] = False) -> None:
    """Statistics from the reports of Chinese trade unions: one typed, traceable record for each, and no number lost.

    Exit codes: 0 complete, 1 finished but some file failed, 2 usage or pattern library at fault, 3 output could not be written,
    130 interrupted (143 by SIGTERM, 129 by SIGHUP).
    """


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command line and gives its exit code."""
    reopen_streams()
    try:
        with heeding_signals():
            app(args=list(sys.argv[1:] if arguments is None else arguments), prog_name="ureport")
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except KeyboardInterrupt as interruption:
        return exit_code(interruption)
    return 0
