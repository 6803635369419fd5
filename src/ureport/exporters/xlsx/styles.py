"""How the cells of a workbook look."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import Any

FONT = {"font_name": "微软雅黑", "font_size": 10, "font_scheme": "none"}
_DARK, _LINES, _PALE, _AMBER, _RED, _GREY = "#1F4E79", "#BFBFBF", "#DDEBF7", "#FFF2CC", "#F8CBAD", "#7F7F7F"
_BOUNDS = {"over": '{}"余"', "nearly": '"近"{}', "about": '"约"{}', "at_least": '"≥"{}', "at_most": '"≤"{}'}
_DECIMALS = 4
"""A number with more decimals is shown as it is."""
WIDTHS = {
    "record_id": 16,
    "source": 28,
    "org": 22,
    "metric": 30,
    "metric_name": 22,
    "subject": 22,
    "value": 15,
    "unit": 8,
    "surface": 16,
    "sentence": 64,
    "section": 30,
    "pattern": 24,
    "flags": 20,
    "reason": 36,
    "warnings": 40,
    "sha256": 68,
    "sources": 28,
    "id": 30,
    "name": 24,
    "definition": 60,
    "units": 18,
    "message": 60,
    "remedy": 60,
}
_USUAL_WIDTH = {"number": 14, "integer": 10, "list": 20}
WRAPPED = frozenset({"definition", "message", "remedy"})
"""Columns of short tables whose long texts are shown in full."""
CENTRED = frozenset(
    {
        *("period", "report_period", "period_start", "period_end", "unit", "bound", "status", "aspect", "theme"),
        *("state", "encoding", "role", "kind"),
    }
)
"""Columns of short words."""
_PLACES = frozenset({"start", "end", "line"})
"""Whole numbers that are no quantities, and have no grouping."""


_HEIGHT, _HIGHEST, _UNITS = 16, 400, 110


def height_of(text: str) -> int:
    """The height of a row of the guide, whose text is broken into lines: Excel does not always find it by itself."""
    units = sum(1 + (character > "\u2e80") for character in text)
    return _HEIGHT * max(1, -(-units // _UNITS))


def height_of_figures(text: str) -> int:
    """The height of a row of the pivot whose longest cell holds these figures, one below the other where they are many."""
    return min(_HIGHEST, _HEIGHT * max(1, -(-len(text) // (_USUAL_WIDTH["number"] - 3))))


def width_of(name: str, kind: str) -> int:
    """The width of a column in characters."""
    return WIDTHS.get(name, _USUAL_WIDTH.get(kind, 11))


class Styles:
    """The formats of one workbook, each made when it is first asked for."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self.number = cache(self._number)
        self.header = self._made(bold=True, font_color="white", bg_color=_DARK, border=1, border_color=_LINES, text_wrap=True, align="center", valign="vcenter")
        self.text = self._made(num_format="@", align="left", indent=1)
        self.centred = self._made(num_format="@", align="center")
        self.wrapped = self._made(num_format="@", align="left", indent=1, text_wrap=True)
        self.place = self._made(num_format="0", align="center")
        # the sign of Excel for "this is text": it stays text when somebody edits the cell
        self.risky = self._made(num_format="@", align="left", indent=1, quote_prefix=True)
        self.link = self._made(num_format="@", align="left", indent=1, font_color="#0563C1", underline=1)
        self.exact = self._made(num_format="@", align="right", bg_color=_AMBER)
        self.cut = self._made(num_format="@", bg_color=_AMBER, quote_prefix=True)
        self.range = self._made(num_format="@", align="right")
        self.conflict = self._made(num_format="@", align="right", text_wrap=True, bg_color=_RED)
        self.target = self._made(bg_color=_AMBER)
        self.baseline = self._made(font_color=_GREY, italic=True)
        self.title = self._made(bold=True, font_size=18, font_color=_DARK)
        self.subtitle = self._made(font_color=_GREY)
        self.heading = self._made(bold=True, font_size=12, font_color="white", bg_color=_DARK)
        self.label = self._made(bold=True, valign="top", bottom=4, bottom_color=_LINES)
        self.body = self._made(text_wrap=True, valign="top", bottom=4, bottom_color=_LINES)
        self.count = self._made(num_format="#,##0", align="left", bottom=4, bottom_color=_LINES)
        self.jump = self._made(font_color="#0563C1", underline=1, valign="top", bottom=4, bottom_color=_LINES)

    def of(self, value: Decimal | int, *, name: str = "", unit: str = "", bound: str = "exact") -> Any:
        """The format of a number that a double holds."""
        if name in _PLACES:
            return self.place
        exponent = value.normalize().as_tuple().exponent if isinstance(value, Decimal) else 0
        decimals = max(0, -exponent) if isinstance(exponent, int) else 0
        return self.number(decimals, unit == "%", bound)

    def _number(self, decimals: int, percent: bool, bound: str) -> Any:
        digits = "General" if decimals > _DECIMALS else ("0" if percent else "#,##0") + ("." + "0" * decimals if decimals else "")
        if percent and decimals <= _DECIMALS:
            digits += '"%"'
        if decimals <= _DECIMALS:
            digits = _BOUNDS.get(bound, "{}").format(digits)
        return self._made(num_format=digits)

    def _made(self, **looks: Any) -> Any:
        return self._book.add_format(FONT | {"valign": "vcenter"} | looks)
