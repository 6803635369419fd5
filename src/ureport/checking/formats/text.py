"""For people: what is wrong and where, what changed, the scores, and the verdict; nothing of what is as it should be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ureport.changes_view import change_lines
from ureport.checking.formats.wording import one_line, summary, tame, tame_change, verdict
from ureport.checking.report import CLEAN, CheckReport, Score
from ureport.errors import Fault
from ureport.pieces import Piece, padded, width

_TOLD_BY = {"P301": "lost", "P302": "gained", "P303": "changed"}
"""The faults that stand for changes, with the kind of change that shows more than they say."""
_HEADS = ("metric", "labelled", "said", "right", "P", "R", "F1")
_GAP = "  "


def write(report: CheckReport) -> Iterator[Piece]:
    """Faults file by file, changes metric by metric, scores, files written, counts, and last the verdict."""
    kinds = {change.kind for change in report.changes}
    yield from _faults([fault for fault in report.faults if _TOLD_BY.get(fault.code) not in kinds])
    yield from change_lines(map(tame_change, report.changes))
    if report.changes:
        yield "\n", ""
    yield from _scores(report.scores)
    for path in report.accepted:
        yield f"accepted: {one_line(path)}\n", ""
    yield f"{summary(report)}\n", "dim"
    yield f"{verdict(report)}\n", "record" if report.exit_code == CLEAN else "error"


def _faults(faults: Sequence[Fault]) -> Iterator[Piece]:
    """Each fault as it prints itself; those of one file stand together."""
    files: dict[str, list[Fault]] = {}
    for fault in faults:
        files.setdefault(fault.path, []).append(tame(fault))
    for found in files.values():
        for fault in found:
            yield fault.head, fault.level
            yield f"{str(fault).removeprefix(fault.head)}\n", ""
        yield "\n", ""


def _scores(scores: Sequence[Score]) -> Iterator[Piece]:
    """A table of the scores, the last row for all metrics together; a share of nothing is a dash."""
    if not scores:
        return
    over_all = Score("over all", *(sum(getattr(score, name) for score in scores) for name in ("labelled", "said", "right")))
    rows = [_HEADS, *(_row(score) for score in (*scores, over_all))]
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    for number, row in enumerate(rows):
        cells = (padded(cell, columns, right=column > 0) for column, (cell, columns) in enumerate(zip(row, widths, strict=True)))
        yield f"{_GAP.join(cells)}\n", "heading" if number in (0, len(rows) - 1) else ""
    yield "\n", ""


def _row(score: Score) -> tuple[str, ...]:
    shares = ((score.precision, score.said), (score.recall, score.labelled), (score.f1, score.said + score.labelled))
    counts = (f"{number:,}" for number in (score.labelled, score.said, score.right))
    return one_line(score.metric), *counts, *(f"{share:.3f}" if of else "–" for share, of in shares)
