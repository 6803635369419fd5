"""The columns of the outputs and how a value of each kind is written."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Column:
    """A field of a row type, with its Chinese header; ``numeric`` columns hold numbers or nothing."""

    name: str
    title: str
    numeric: bool = False


RECORD_COLUMNS = (
    Column("record_id", "记录编号"),
    Column("source", "来源文件"),
    Column("org", "填报单位"),
    Column("report_period", "报告期"),
    Column("metric", "指标代码"),
    Column("metric_name", "指标名称"),
    Column("theme", "主题"),
    Column("subject", "统计对象"),
    Column("value", "数值", numeric=True),
    Column("value_high", "数值上限", numeric=True),
    Column("unit", "单位"),
    Column("bound", "界限"),
    Column("status", "状态"),
    Column("aspect", "方面"),
    Column("period", "所属期"),
    Column("period_start", "期初"),
    Column("period_end", "期末"),
    Column("surface", "原文数字"),
    Column("start", "起始位置", numeric=True),
    Column("end", "结束位置", numeric=True),
    Column("line", "行号", numeric=True),
    Column("sentence", "原句"),
    Column("section", "章节"),
    Column("pattern", "判定规则"),
    Column("flags", "标记"),
)

AUDIT_COLUMNS = (
    Column("source", "来源文件"),
    Column("start", "起始位置", numeric=True),
    Column("end", "结束位置", numeric=True),
    Column("line", "行号", numeric=True),
    Column("surface", "原文数字"),
    Column("role", "性质"),
    Column("reason", "理由"),
    Column("record_id", "记录编号"),
)

BRIEF = ("source", "line", "period", "metric_name", "subject", "value", "unit", "status")
"""The record columns that a screen has room for."""


def plain(value: Decimal | int) -> str:
    """A number in digits: no exponent, no trailing zeros, however many digits it takes.

    >>> plain(Decimal("3.50E+3")), plain(Decimal("87.50")), plain(Decimal("1E-3"))
    ('3500', '87.5', '0.001')
    """
    text = format(value, "f") if isinstance(value, Decimal) else str(value)
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def cell(row: object, column: Column) -> str:
    """The value of a column as the text of a cell; nothing is an empty cell, a list is joined by ``; ``."""
    value = getattr(row, column.name)
    if value is None:
        return ""
    if isinstance(value, (Decimal, int)):
        return plain(value)
    return "; ".join(value) if isinstance(value, tuple) else str(value)
