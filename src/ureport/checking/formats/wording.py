"""What the formats say alike: counts, verdict, and texts of others made fit to be shown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from ureport.checking.report import CLEAN, LIBRARY_AT_FAULT, CheckReport, is_regression
from ureport.diff import Change, Difference
from ureport.errors import Fault
from ureport.pieces import counted

_HALF = re.compile("[\ud800-\udfff]")
_LINE_END = re.compile(r"[\t\n\r]")
_MARKS = "\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f"
UNSEEN = re.compile(f"[{_MARKS}]")
"""Control characters beyond ASCII, and marks that turn the direction of a line or cannot be seen."""
_UNFIT = re.compile(f"[\x00-\x1f{_MARKS}\ud800-\udfff\ufffe\uffff]")
"""These and the control characters of ASCII, halves of surrogate pairs, and what is no character."""


def one_line(text: str) -> str:
    """The text on one line, character for character, without what would steer a terminal, hide from the eye or break XML.

    >>> one_line("新增\\n会员\\x1b[31m")
    '新增 会员�[31m'
    """
    return _UNFIT.sub("�", _LINE_END.sub(" ", text))


def encodable(text: str) -> str:
    """The text with � for each half of a surrogate pair, which UTF-8 has no bytes for."""
    return _HALF.sub("�", text)


def tame(fault: Fault) -> Fault:
    """The fault with all its texts on one line each; columns stay true."""
    texts: dict[str, Any] = {name: one_line(getattr(fault, name)) for name in ("path", "message", "remedy", "source_line", "metric", "report")}
    return replace(fault, **texts, detail=tuple(map(one_line, fault.detail)))


def tame_change(change: Change) -> Change:
    """The change with all its texts on one line each."""
    texts: dict[str, Any] = {name: one_line(getattr(change, name)) for name in ("source", "surface", "sentence", "metric", "pattern")}
    return replace(change, **texts, fields=tuple(Difference(*map(one_line, (d.field, d.old, d.new))) for d in change.fields))


def told(fault: Fault) -> Sequence[str]:
    """What a fault says, line by line, without its place: the message, the details, the remedy."""
    return (fault.message, *fault.detail, *((f"remedy: {fault.remedy}",) if fault.remedy else ()))


def summary(report: CheckReport) -> str:
    """How much was looked at, and what was found."""
    counts, errors = report.counts, len(report.errors)
    looked = (
        (counts.metrics, "metric"),
        (counts.patterns, "pattern"),
        (counts.examples, "example"),
        (counts.wordings, "wording"),
        (counts.reports, "report"),
        (counts.records, "record"),
    )
    found = ((errors, "error"), (len(report.faults) - errors, "warning"))
    return "; ".join(", ".join(counted(number, noun) for number, noun in part) for part in (looked, found))


def verdict(report: CheckReport) -> str:
    """The end of the matter, as the exit code has it."""
    if report.exit_code == CLEAN:
        return "clean"
    regressions = sum(map(is_regression, report.errors))
    parts = ["library at fault"] if report.exit_code == LIBRARY_AT_FAULT else []
    return ", ".join(parts + ([counted(regressions, "regression")] if regressions else []))
