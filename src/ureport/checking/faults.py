"""Faults of files that are checked with a library, and how such files are read: expected and gold files, reports."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ureport.codes import CODES
from ureport.errors import Fault, InputError

_SHOWN = 10


def fault_at(
    code: str, path: Path | str, message: str, remedy: str = "", *, line: int = 1, detail: tuple[str, ...] = (), metric: str = "", report: str = ""
) -> Fault:
    """A fault at a line of a file; level and remedy are those of its code when no other is given."""
    known = CODES[code]
    return Fault(str(path), line, 1, message, remedy or known.remedy, "", 1, code, known.level, detail, metric, report)


def first_of(lines: Sequence[str]) -> tuple[str, ...]:
    """The first ten lines, and how many more there are."""
    return (*lines[:_SHOWN], *([f"… and {len(lines) - _SHOWN} more"] if len(lines) > _SHOWN else []))


def read_lines(path: Path) -> list[str]:
    """The lines of a text file in UTF-8; raises InputError at its first line."""
    try:
        return path.read_text(encoding="utf-8-sig").removesuffix("\n").split("\n")
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", place=f"{path}:1") from None
    except UnicodeDecodeError as error:
        raise InputError(f"not UTF-8 at byte {error.start}", place=f"{path}:1") from None
