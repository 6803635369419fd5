"""One family of errors: what is wrong, where, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass


class UreportError(Exception):
    """Base of all errors that a user can mend; ``remedy`` says how."""

    def __init__(self, message: str, *, place: str = "", remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.place = place
        self.remedy = remedy

    def __str__(self) -> str:
        text = f"{self.place}: {self.message}" if self.place else self.message
        return f"{text}\n  remedy: {self.remedy}" if self.remedy else text


class InputError(UreportError):
    """A file or folder that cannot be read as a report."""


class OutputError(UreportError):
    """A result that could not be written."""


class UsageError(UreportError):
    """A command that asks for something impossible."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of a library file. ``line`` and ``column`` count from 1."""

    path: str
    line: int
    column: int
    message: str
    remedy: str = ""
    source_line: str = ""
    width: int = 1

    def __str__(self) -> str:
        head = f"{self.path}:{self.line}:{self.column}: error: {self.message}"
        parts = [head]
        if self.source_line:
            caret = "".join("　" if ord(c) > 0x2E80 else " " for c in self.source_line[: self.column - 1])
            parts += [f"  {self.source_line}", f"  {caret}{'^' * max(1, self.width)}"]
        if self.remedy:
            parts.append(f"  remedy: {self.remedy}")
        return "\n".join(parts)


class LibraryError(UreportError):
    """A pattern library that cannot be used; carries every fault that was found."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__(f"{len(faults)} fault(s) in the pattern library")
        self.faults = faults

    def __str__(self) -> str:
        return "\n".join(str(fault) for fault in self.faults) + f"\n{self.message}"
