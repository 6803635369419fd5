"""One JSON object that holds all of a report; docs/diagnostics.md gives its schema."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict

from ureport.checking.formats.wording import UNSEEN, encodable
from ureport.checking.report import CheckReport, Score
from ureport.codes import CODES
from ureport.errors import Fault
from ureport.pieces import Piece

_DIGITS = 6


def write(report: CheckReport) -> Iterator[Piece]:
    """The report as an object; keys always stand in the same order."""
    yield (
        dumps(
            {
                "library": report.library,
                "exit_code": report.exit_code,
                "counts": asdict(report.counts),
                "metrics": report.metric_ids,
                "reports": report.sources,
                "faults": [_fault(fault) for fault in report.faults],
                "changes": [asdict(change) for change in report.changes],
                "scores": [_score(score) for score in report.scores],
                "accepted": report.accepted,
            }
        ),
        "",
    )


def dumps(value: object) -> str:
    """JSON that is UTF-8 at every reader, and shows on a terminal what it holds: what cannot be seen is escaped, half a surrogate pair is �."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    return UNSEEN.sub(lambda found: json.dumps(found[0])[1:-1], encodable(text)) + "\n"


def _fault(fault: Fault) -> Mapping[str, object]:
    return {
        "code": fault.code,
        "code_name": CODES[fault.code].name if fault.code in CODES else "",
        "level": fault.level,
        "path": fault.path,
        "line": fault.line,
        "column": fault.column,
        "width": fault.width,
        "message": fault.message,
        "detail": fault.detail,
        "remedy": fault.remedy,
        "source_line": fault.source_line,
        "metric": fault.metric,
        "report": fault.report,
    }


def _score(score: Score) -> Mapping[str, object]:
    shares = {name: round(getattr(score, name), _DIGITS) for name in ("precision", "recall", "f1")}
    return {**asdict(score), **shares}
