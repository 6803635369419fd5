"""The command line. Each command reads its options and calls one function of another module.

What a command needs is loaded when it runs, so that ``--help`` and ``--version`` come at once.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from importlib import import_module
from typing import Annotated

import typer

from ureport import __version__
from ureport.cli.command import Command, Group
from ureport.cli.guard import OUTPUT, reopen_streams, silence, tell
from ureport.cli.signals import exit_code, heeding_signals

COMMANDS = ("check", "extract", "pivot", "audit", "explain", "text", "metrics", "diff", "patterns", "cache")
"""In the order of the help. Each has a module of its name, with a function or a group of commands of its name."""
_VERSION = "--version"


def _version(asked: bool) -> None:
    if asked:
        print(f"ureport {__version__}")
        raise typer.Exit()


def _ureport(version: Annotated[bool, typer.Option(_VERSION, callback=_version, is_eager=True, help="Show the version.")] = False) -> None:
    """Statistics from the reports of Chinese trade unions: one typed, traceable record for each, and no number lost.

    Exit codes: 0 complete, 1 finished but some file failed, 2 usage or pattern library at fault, 3 output could not be written,
    130 interrupted (143 by SIGTERM, 129 by SIGHUP).
    """


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command line and gives its exit code."""
    reopen_streams()
    words = list(sys.argv[1:] if arguments is None else arguments)
    try:
        with heeding_signals():
            _app(_needed(words))(args=words, prog_name="ureport")
    except SystemExit as end:
        return _written(end.code if isinstance(end.code, int) else int(end.code is not None))
    except KeyboardInterrupt as interruption:
        return exit_code(interruption)
    except OSError as error:  # a help text that nobody takes
        return _unwritten(error)
    return _written(0)


def _written(code: int) -> int:
    """The exit code, unless the last of the output finds no place."""
    try:
        sys.stdout.flush()
    except OSError as error:
        return code or _unwritten(error)
    return code


def _unwritten(error: OSError) -> int:
    silence(sys.stdout)
    if isinstance(error, BrokenPipeError):
        return 0
    tell(f"error: standard output: cannot be written: {error.strerror or error}")
    return OUTPUT


def _needed(words: Sequence[str]) -> Sequence[str]:
    """The commands that these words may call: to make one with all its options takes as long as to load ten modules."""
    first = words[0] if words else ""
    return () if first == _VERSION else (first,) if first in COMMANDS else COMMANDS


def _app(names: Iterable[str]) -> typer.Typer:
    """The program with these commands."""
    app = typer.Typer(
        name="ureport",
        cls=Group,
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_ureport)
    for name in names:
        module = import_module(f"{__name__}.{name}")
        found = getattr(module, name)
        if isinstance(found, typer.Typer):
            app.add_typer(found)
        else:
            app.command(cls=getattr(module, "COMMAND", Command))(found)
    return app
