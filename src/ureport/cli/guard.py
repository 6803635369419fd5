"""Errors → a message on stderr and the exit code."""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Callable
from typing import ParamSpec, TextIO

import typer

from ureport import programs
from ureport.cache import usual_cache
from ureport.cli import signals
from ureport.errors import CONTROL, InputError, OutputError, UreportError

FAILED, USAGE, OUTPUT = 1, 2, 3

P = ParamSpec("P")
_CONTROL = CONTROL | {9: "\t", 10: "\n"}
"""Names of files and words of reports may hold control characters, and a terminal obeys them; messages have lines of their own."""


def guarded(command: Callable[P, int]) -> Callable[P, None]:
    """A command that ends with its exit code, and never with a traceback for what a user can mend."""

    @functools.wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            code = command(*args, **kwargs)
            sys.stdout.flush()
        except BrokenPipeError:
            silence(sys.stdout)
            code = 0
        except KeyboardInterrupt as interruption:
            silence(sys.stdout)
            tell("interrupted")
            code = signals.exit_code(interruption)
        except UreportError as error:
            tell(f"error: {error}")
            if isinstance(error, OutputError):
                silence(sys.stdout)
            code = exit_code(error)
        raise typer.Exit(code)

    return run


def remembering(command: Callable[P, int]) -> Callable[P, int]:
    """A command that begins with the expressions of the last run: they need not be compiled when its modules are loaded."""

    @functools.wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> int:
        cache = usual_cache()
        given = programs.recall(cache)
        code = command(*args, **kwargs)
        programs.keep(cache, given)
        return code

    return run


def exit_code(error: UreportError) -> int:
    """The exit code of an error that ended a command."""
    if isinstance(error, OutputError):
        return OUTPUT
    return FAILED if isinstance(error, InputError) else USAGE


def tell(message: str) -> None:
    """A line on stderr; the names of files in it are no commands to the terminal."""
    try:
        print(message.translate(_CONTROL), file=sys.stderr, flush=True)
    except OSError:  # nobody listens
        silence(sys.stderr)


def reopen_streams() -> None:
    """A stream that was closed from the start: messages go nowhere, data is an error like that of a full disk."""
    if sys.stderr is None:
        sys.stderr = os.fdopen(os.open(os.devnull, os.O_WRONLY), "w")
    if sys.stdout is None:
        sys.stdout = os.fdopen(os.open(os.devnull, os.O_RDONLY), "w")


def silence(stream: TextIO) -> None:
    """Sends what is still to come nowhere, so that Python does not complain at its end."""
    try:
        descriptor = stream.fileno()
    except (OSError, ValueError):
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, descriptor)
    os.close(nowhere)
