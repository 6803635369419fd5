"""A result that a command reads."""

from __future__ import annotations

import os
from pathlib import Path

from ureport.errors import InputError, UsageError
from ureport.results import Results, read_results


def read_result(word: str, output: str | None) -> Results:
    """The records of a result file or folder; one that is none, or is the output too, is wrong usage: nothing can be done."""
    if output and os.path.exists(output) and os.path.exists(word) and os.path.samefile(output, word):
        raise UsageError("the output is the result that is to be read", place=output, remedy="write to another file")
    try:
        return read_results(Path(word))
    except InputError as error:
        raise UsageError(error.message, place=error.place, remedy=error.remedy) from None
