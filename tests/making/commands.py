"""The command line as the tests call it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from ureport.cli import main


@dataclass(frozen=True)
class Result:
    """What a command did: exit code, data and messages."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()

    @property
    def rows(self) -> list[dict[str, str]]:
        """The rows of CSV."""
        return list(csv.DictReader(io.StringIO(self.out, newline="")))

    @property
    def codes(self) -> list[str]:
        """The codes of the faults that a check tells, in its order."""
        return re.findall(r": (?:error|warning)\[(P\d{3})\]: ", self.out)


Command = Callable[..., Result]


def runner(capsys: pytest.CaptureFixture[str]) -> Command:
    """Runs the command line in this process."""

    def run(*arguments: object) -> Result:
        code = main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return Result(code, captured.out, captured.err)

    return run
