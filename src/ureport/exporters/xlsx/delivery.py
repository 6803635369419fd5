"""What fills a workbook: all tables of a run as seven sheets, or the rows of one table as one."""

from __future__ import annotations

from typing import Any

from ureport.exporters.columns import AUDIT_COLUMNS, RECORD_COLUMNS
from ureport.exporters.pivot import ROW_COLUMNS as PIVOT_COLUMNS
from ureport.exporters.pivot import Pivot
from ureport.exporters.tables import MENTIONS, METRICS, PROBLEMS, RECORDS, REPORTS, Style, Table
from ureport.exporters.target import Target
from ureport.exporters.xlsx.guide import Facts, purposes, write_guide
from ureport.exporters.xlsx.sheet import Sheet
from ureport.exporters.xlsx.workbook import Workbook

_FIRST = (
    *("org", "period", "metric_name", "subject", "value", "value_high", "unit", "bound", "status", "aspect", "surface", "sentence", "section"),
    *("source", "line", "report_period", "theme", "metric", "period_start", "period_end"),
)
"""The columns of the records in the order in which people read them; the others follow."""
_UNCOUNTED = ("source", "line", "surface", "role", "reason", "start", "end")


class XlsxWriter:
    """Writes one sheet."""

    def __init__(self, target: Target, table: Table, style: Style) -> None:
        self.book = Workbook(target)
        self.sheet = Sheet(self.book, table.title, table.columns, style.headers(table.columns))

    def write(self, row: object) -> None:
        self.sheet.write(row)

    def close(self) -> None:
        self.sheet.close()
        self.book.close()


class XlsxDelivery:
    """Writes 说明, 明细, 透视, 指标字典, 来源, 问题 and 未计数字."""

    def __init__(self, target: Target, style: Style) -> None:
        self.style = style
        self.book = Workbook(target)
        self.facts: dict[str, int] = dict.fromkeys(("read", "failed", "records", "other", "conflicts"), 0)
        self.pivot = Pivot()
        self._guide = self.book.add_sheet("说明")
        self.records = self._sheet(_ordered(style.shaped(RECORDS)))
        self._pivot_sheet = self.book.add_sheet("透视")
        self.sheets = {
            RECORDS.name: self.records,
            METRICS.name: self._sheet(METRICS),
            REPORTS.name: self._sheet(REPORTS),
            PROBLEMS.name: self._sheet(PROBLEMS),
            MENTIONS.name: self._sheet(Table(MENTIONS.name, MENTIONS.title, tuple(c for name in _UNCOUNTED for c in AUDIT_COLUMNS if c.name == name))),
        }

    def write(self, table: Table, row: Any) -> None:
        sheet = self.sheets[table.name]
        if table is REPORTS:
            self._count(row)
            self.records.link = sheet.link = self.book.link_to(row.path)
        elif table is RECORDS:
            self.pivot.add(row)
        if table is not MENTIONS or not row.record_id:
            sheet.write(row)

    def close(self) -> None:
        self._fill_pivot()
        for sheet in self.sheets.values():
            sheet.close()
        facts = Facts(
            written=self.records.rows,
            uncounted=self.sheets[MENTIONS.name].rows,
            problems=self.sheets[PROBLEMS.name].rows,
            metrics=self.sheets[METRICS.name].rows,
            exact=self.book.exact,
            cut=self.book.cut,
            **self.facts,
        )
        with self.book.failing():
            write_guide(self._guide, self.book.styles, facts, purposes(facts), self.records.columns)
        self.book.close()

    def _sheet(self, table: Table) -> Sheet:
        return Sheet(self.book, table.title, table.columns, self.style.headers(table.columns))

    def _count(self, row: Any) -> None:
        for name in ("records", "other"):
            self.facts[name] += getattr(row, name)
        self.facts[row.state] += 1

    def _fill_pivot(self) -> None:
        columns = (*PIVOT_COLUMNS, *self.pivot.columns())
        sheet = Sheet(self.book, "透视", columns, self.style.headers(columns), sheet=self._pivot_sheet)
        for row in self.pivot.rows(columns):
            sheet.write(row)
            self.facts["conflicts"] += sum(cell.conflict for cell in row.cells.values())
        sheet.close()


def _ordered(table: Table) -> Table:
    """The records with the columns that people read first in front, unless columns were asked for."""
    if table.columns != RECORD_COLUMNS:
        return table
    first = [column for name in _FIRST for column in table.columns if column.name == name]
    return Table(table.name, table.title, (*first, *(column for column in table.columns if column not in first)))
