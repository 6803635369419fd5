"""Workflow commands of GitHub Actions: each fault is an annotation at its line of a pull request."""

from __future__ import annotations

from collections.abc import Iterator

from ureport.checking.formats.places import from_root
from ureport.checking.formats.wording import one_line, summary, tame, told, verdict
from ureport.checking.report import CheckReport, is_regression
from ureport.codes import CODES
from ureport.errors import Fault
from ureport.pieces import Piece

_DATA = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_IN_DATA = str.maketrans(_DATA)
_IN_PROPERTY = str.maketrans({**_DATA, ":": "%3A", ",": "%2C"})


def write(report: CheckReport) -> Iterator[Piece]:
    """A command for each fault, then one plain line that sums up.

    The server shows the first ten errors and the first ten warnings of a step: the gravest stand first.
    """
    for fault in sorted(report.faults, key=lambda fault: (fault.level != "error", is_regression(fault))):
        yield f"{_command(tame(fault))}\n", ""
    yield f"{summary(report)}: {verdict(report)}\n", ""


def _command(fault: Fault) -> str:
    name = f" {CODES[fault.code].name}" if fault.code in CODES else ""
    properties = {
        "file": from_root(fault.path)[0],
        "line": str(fault.line),
        "col": str(fault.column),
        "endColumn": str(fault.column + max(1, fault.width)),
        "title": f"{fault.code}{name}" or fault.level,
    }
    shown = ",".join(f"{key}={one_line(value).translate(_IN_PROPERTY)}" for key, value in properties.items())
    kind = "error" if fault.level == "error" else "warning"
    return f"::{kind} {shown}::{chr(10).join(told(fault)).translate(_IN_DATA)}"
