"""Errors → a message on stderr and the exit code."""

from __future__ import annotations

import functools
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NoReturn, ParamSpec, TextIO

import typer

from ureport.errors import InputError, OutputError, UreportError

FAILED, USAGE, OUTPUT, INTERRUPTED = 1, 2, 3, 130

P = ParamSpec("P")
_CONTROL = {code: "�" for code in (*range(9), *range(11, 32), *range(127, 160))}
"""Control characters, line ends and tabs apart: names of files and words of reports may hold them, and a terminal obeys them."""


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
        except KeyboardInterrupt:
            tell("interrupted")
            code = INTERRUPTED
        except UreportError as error:
            tell(f"error: {error}")
            if isinstance(error, OutputError):
                silence(sys.stdout)
            code = exit_code(error)
        raise typer.Exit(code)

    return run


@contextmanager
def ending_in_order() -> Iterator[None]:
    """What ends a program from outside (SIGTERM, SIGHUP) ends it as Ctrl-C does, so that no half file and no worker is left; exit code 128 + its number."""
    numbers = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    changed = []
    try:
        for number in numbers:
            if signal.getsignal(number) == signal.SIG_DFL:
                signal.signal(number, _end)
                changed.append(number)
    except ValueError:  # in a thread, where signals are not ours
        pass
    try:
        yield
    finally:
        for number in changed:
            signal.signal(number, signal.SIG_DFL)


def _end(number: int, _: object) -> NoReturn:
    sys.exit(128 + number)


def exit_code(error: UreportError) -> int:
    """The exit code of an error that ended a command."""
    if isinstance(error, OutputError):
        return OUTPUT
    return FAILED if isinstance(error, InputError) else USAGE


def tell(message: str) -> None:
    """A line on stderr."""
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
