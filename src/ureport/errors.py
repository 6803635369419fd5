"""One family of errors: what is wrong, where, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal, Self

_TURNS = (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
"""Characters that turn the direction of writing: with one of them ``txt.exe`` looks like ``exe.txt``."""
CONTROL: dict[int, str | None] = {code: "�" for code in (*range(32), 127, *range(128, 160), *_TURNS)}
"""Control characters, which a report must not send to a terminal, with what stands for them."""

_WIDE = 0x2E80
"""Characters from here on are as wide as two Latin ones."""
_WINDOW = 60
"""So many characters of a long line are shown on either side of a fault."""


def _blank(character: str) -> str:
    """A blank as wide as a character of the line above."""
    return "\u3000" if ord(character) > _WIDE else " "


class UreportError(Exception):
    """Base of all errors that a user can mend; ``remedy`` says how."""

    def __init__(self, message: str, *, place: str = "", remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.place = place
        self.remedy = remedy

    @classmethod
    def without_package(cls, module: str, extra: str) -> Self:
        """The error for a module that only some formats need and that is not there; names the extra to install."""
        package = module.partition(".")[0]
        return cls(f"this format needs the package {package}, which is not installed", remedy=f"pip install 'ureport[{extra}]'")

    def __str__(self) -> str:
        text = f"{self.place}: {self.message}" if self.place else self.message
        return f"{text}\n  remedy: {self.remedy}" if self.remedy else text


Kind = Literal[
    "binary",  # no text, whatever its name says
    "crash",  # its reader died
    "damaged",
    "empty",  # no text in it
    "encoding",  # text in no encoding that is known
    "encrypted",
    "internal",  # a fault of ours
    "memory",  # needs more memory than is allowed
    "missing",  # no report in this folder or archive
    "needs-ocr",  # pictures of text
    "needs-program",  # a program or package that is not installed
    "timeout",
    "too-large",
    "unreadable",  # the system does not let us
    "unsupported",  # a format, or a way of packing, that has no reader
]
"""What can be wrong with an input, in one word that stays the same whatever the message says."""


class InputError(UreportError):
    """A file or folder that cannot be read as a report. ``trace`` is the traceback of a fault of ours."""

    def __init__(self, message: str, *, place: str = "", remedy: str = "", kind: Kind = "unreadable", trace: str = "") -> None:
        super().__init__(message, place=place, remedy=remedy)
        self.kind = kind
        self.trace = trace

    @classmethod
    def without_package(cls, module: str, extra: str) -> Self:
        error = super().without_package(module, extra)
        error.kind = "needs-program"
        return error

    @classmethod
    def out_of_memory(cls) -> InputError:
        """The error for a file that needs more memory than there is, or than is allowed."""
        return cls("needs more memory than there is", remedy="split it, or save the report as text", kind="memory")

    def at(self, place: str) -> InputError:
        """The same error at another place."""
        return InputError(self.message, place=place, remedy=self.remedy, kind=self.kind, trace=self.trace)


class OutputError(UreportError):
    """A result that could not be written."""


class UsageError(UreportError):
    """A command that asks for something impossible."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of a library, or of what is checked with it. ``line`` and ``column`` count from 1; ``code`` is one of ``ureport.codes``."""

    path: str
    line: int
    column: int
    message: str
    remedy: str = ""
    source_line: str = ""
    width: int = 1
    code: str = ""
    level: str = "error"
    detail: tuple[str, ...] = ()
    """Further lines: what was expected and what came out, and why."""
    metric: str = ""
    report: str = ""
    """The report of which a golden file says something else, when it is about one."""

    @property
    def head(self) -> str:
        """The line by which editors find the place: ``member/new.toml:7:12: error[P006]: no word list <新曾>``."""
        return f"{self.path}:{self.line}:{self.column}: {self.level}{f'[{self.code}]' if self.code else ''}: {self.message}"

    @property
    def picture(self) -> tuple[str, ...]:
        """The line of the source with a caret under the place; nothing when there is none."""
        if not self.source_line:
            return ()
        first = max(0, self.column - 1 - _WINDOW)
        line = "".join(c if c.isprintable() else " " for c in self.source_line[first : first + 2 * _WINDOW]).rstrip()
        caret = "".join(map(_blank, line[: self.column - 1 - first]))
        marked = self.source_line[self.column - 1 : min(self.column - 1 + self.width, first + 2 * _WINDOW)]
        return f"  {line}", f"  {caret}{'^' * max(1, sum(1 + (ord(c) > _WIDE) for c in marked))}"

    def __str__(self) -> str:
        remedy = (f"  remedy: {self.remedy}",) if self.remedy else ()
        return "\n".join((self.head, *self.picture, *(f"  {line}" for line in self.detail), *remedy))


_MOST = 100


def first_of(faults: Iterable[Fault]) -> Iterator[Fault]:
    """The first hundred faults of a file, and one that says so when there are more: a file of nothing but faults must not take for ever."""
    last = None
    for number, fault in enumerate(faults):
        if number == _MOST and last is not None:
            yield replace(last, message="more faults follow in this file", remedy="mend those above first", detail=())
            return
        last = fault
        yield fault


class LibraryError(UreportError):
    """A pattern library that cannot be used; carries every fault that was found."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__(f"{len(faults)} fault(s) in the pattern library")
        self.faults = faults

    def __str__(self) -> str:
        return "\n".join(str(fault) for fault in self.faults) + f"\n{self.message}"
