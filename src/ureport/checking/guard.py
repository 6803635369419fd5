"""A part of a check that stops with a fault of its own is told as one; the other parts go on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import ParamSpec

from ureport.checking.faults import fault_at
from ureport.errors import Fault, UreportError

P = ParamSpec("P")


def guarded(part: str, path: str, function: Callable[P, Iterable[Fault]], *args: P.args, **kwargs: P.kwargs) -> Iterator[Fault]:
    """The faults that a part of a check finds, and P012 when it stops; what a user can mend is raised as ever.

    >>> [fault.message for fault in guarded("the lint P105", "patterns", lambda: [1 / 0])]
    ['the lint P105 stopped: ZeroDivisionError: division by zero']
    """
    try:
        yield from function(*args, **kwargs)
    except UreportError:
        raise
    except Exception as error:
        yield fault_at("P012", path, f"{part} stopped: {type(error).__name__}: {error}")
