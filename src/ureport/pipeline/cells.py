"""The figures of a table: what the row label and the column header say of each cell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ureport.context import judge_aspect, judge_period
from ureport.matching import RATIO_UNITS, Occurrences, Surroundings
from ureport.matching.occurrences import Word
from ureport.matching.surroundings import BESIDE, HEADING, HEADING_WEIGHT, RANK, Frame, Placed
from ureport.mentions.cells import CellFigure
from ureport.model import Aspect, Judgement, Match, Mention, Sentence, Span, Status
from ureport.normalise import Figure
from ureport.pipeline.figures import Setting, Trace
from ureport.pipeline.report import Place

_GROWTH = re.compile("增长|增幅|增减|同比|±")
_PLANNED = re.compile("计划|目标|任务")
_REMARK = re.compile(r"\(.*")
_MARKS = re.compile(r"[(（].*|[#＃*]")
_YEAR = re.compile("[0-9]{4}")
_REACH = 300
"""So many characters of its row does a raw expression see before a cell: rows may have thousands of cells."""


class Table:
    """Decides the figures of one table, row by row."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.work = setting.work

    def traces(self, mentions: Sequence[Mention]) -> Iterator[Trace]:
        """The figures of the cells among the mentions, in the order of the text."""
        above: dict[int, Match | None] = {}
        for mention in mentions:
            cell = self.work.cells.get(mention.start)
            if cell is None or mention.value is None:
                continue
            trace = self._trace(mention, cell, above.get(cell.column) if cell.parent else None)
            if cell.parent is None:
                above[cell.column] = trace.figure.match
            yield trace

    def _frame(self, mention: Mention, cell: CellFigure) -> Frame:
        own = Occurrences(self.work.library, "", 0, 0)
        for label in cell.labels:
            own.merge(self.work.words(label))
        parent: list[Place] = [(HEADING, HEADING_WEIGHT, self.work.words(cell.parent))] if cell.parent else []
        start = min((a for a, _ in cell.labels), default=mention.start)
        return Frame(self.work.library, Sentence(start, mention.end, ((0, mention.end),)), own, [*self.setting.places, *parent], [])

    def _trace(self, mention: Mention, cell: CellFigure, above: Match | None) -> Trace:
        around = _CellSurroundings(self._frame(mention, cell), self.work.text, (mention.start, mention.end))
        aspect, why_aspect = self._aspect(mention, cell)
        ratio = aspect != "level" and mention.unit in RATIO_UNITS
        match = self.setting.matcher.match(mention, around, ratio=ratio)
        if match is None and above and above.unit in (mention.units or (above.unit,)):
            match = above
        status: Status = "target" if self.setting.section.plan or _PLANNED.search(cell.header) else "actual"
        period, why_period = judge_period(
            cell.header, cell.row_label, self.setting.report.calendar, plan_period=self.setting.section.period, target=status == "target"
        )
        judgement = Judgement(status, aspect, period, (("aspect", why_aspect), ("period", why_period)))
        words = f"{cell.row_label} {cell.header}".strip()
        figure = Figure(mention, match, judgement, _subject(cell, match), words, self.setting.section.path)
        return Trace(figure, around, ratio, self.setting.to_record(figure))

    def _aspect(self, mention: Mention, cell: CellFigure) -> tuple[Aspect, str]:
        if _GROWTH.search(cell.header):
            return "growth", f"column: {cell.header}"
        return judge_aspect(mention, _REMARK.sub("", cell.header), "", self.work.vocabulary)


class _CellSurroundings(Surroundings):
    """A table cell: row label and column header are beside it; a raw expression sees its row."""

    def __init__(self, frame: Frame, text: str, figure: Span) -> None:
        super().__init__(frame, text, figure)
        start = max(0, figure[0] - _REACH)
        self.line = (max(start, text.rfind("\n", start, figure[0]) + 1), figure[1])

    def place_all(self, words: Sequence[Word]) -> list[Placed | None]:
        first, last = self.figure
        return [(RANK[BESIDE], float(end - start), end - first if end <= first else last - start, start, end, BESIDE, kind) for _, start, end, kind in words]


def _subject(cell: CellFigure, match: Match | None) -> str:
    """The row label without unit and marks; the column header's word when the metric stands there."""
    label = cell.row_label
    if match and match.evidence and cell.header and not _YEAR.match(cell.header):
        word = max(match.evidence, key=lambda e: e.weight).word
        label = word if word in label else label + word
    return _MARKS.sub("", label).strip()
