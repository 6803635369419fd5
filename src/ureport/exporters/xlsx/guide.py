"""The first sheet of a workbook: what the others hold, what their words mean, what could not be written as it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ureport import __version__
from ureport.exporters.columns import AUDIT_COLUMNS, Column
from ureport.exporters.xlsx.styles import Styles, height_of

_WORDS = (
    ("状态", "actual 实际；target 目标（计划、将要达到）；baseline 基数（另一时期的数字，只作对比）"),
    ("方面", "level 水平；growth 增减；share 占比"),
    ("界限", "exact 确数；over 余、多、超过；nearly 近；about 约、左右；at_least 不少于；at_most 不超过；range 区间"),
    ("所属期", "2016 全年；2016H1 上半年；2016Q3 第三季度；2016-06 六月；2016-06-30 当日；2012/2015-06 从某时期到某时期"),
    ("数值", "已换算为基本单位：3.5万元记为 35000 元；98% 记为 98，单位 %；区间的上限在“数值上限”"),
    ("other", "指标代码 other 是没有规则认领的统计数字：数字可靠，只是不知属于哪个指标"),
)


@dataclass(frozen=True, slots=True)
class Facts:
    """What a workbook holds, counted."""

    read: int = 0
    failed: int = 0
    records: int = 0
    written: int = 0
    other: int = 0
    uncounted: int = 0
    problems: int = 0
    metrics: int = 0
    conflicts: int = 0
    exact: int = 0
    cut: int = 0


def write_guide(sheet: Any, styles: Styles, facts: Facts, titles: dict[str, str | int], columns: Sequence[Column]) -> None:
    """Fills the sheet; ``titles`` says what each other sheet is for, ``columns`` are those of the records."""
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 2)
    sheet.set_column(1, 1, 18)
    sheet.set_column(2, 2, 100)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_row(0, 34)
    sheet.write_string(0, 1, "工会报告统计指标", styles.title)
    sheet.write_string(1, 1, f"由 ureport {__version__} 按规则从报告中提取；每个数字都能回到原文，没有一个数字丢失。", styles.subtitle)
    at = _section(sheet, styles, 3, "概况", _counts(facts))
    at = _section(sheet, styles, at, "各表", list(titles.items()), links=True)
    at = _section(sheet, styles, at, "用语", _WORDS)
    at = _section(sheet, styles, at, "写入时的限制", _limits(facts))
    _section(sheet, styles, at, "明细各列", [(column.title, column.note) for column in columns])


def _section(sheet: Any, styles: Styles, at: int, heading: str, rows: Sequence[tuple[str, str | int]], *, links: bool = False) -> int:
    """Writes a heading and rows below it, from row ``at`` on; gives the row where the next section begins."""
    sheet.write_string(at, 1, heading, styles.heading)
    sheet.write_blank(at, 2, None, styles.heading)
    for number, (label, text) in enumerate(rows, at + 1):
        sheet.set_row(number, height_of(str(text)))
        if links:
            sheet.write_url(number, 1, f"internal:'{label}'!A1", styles.jump, label)
        else:
            sheet.write_string(number, 1, label, styles.label)
        if isinstance(text, int):
            sheet.write_number(number, 2, text, styles.count)
        else:
            sheet.write_string(number, 2, text, styles.body)
    return at + len(rows) + 2


def _counts(facts: Facts) -> list[tuple[str, str | int]]:
    chosen = [("写入的记录", facts.written)] if facts.written != facts.records else []
    return [
        ("已读文件", facts.read),
        ("读取失败", facts.failed),
        ("统计数字", facts.records),
        ("其中 other", facts.other),
        *chosen,
        ("未计数字", facts.uncounted),
        ("数字不一的格", facts.conflicts),
    ]


def _limits(facts: Facts) -> list[tuple[str, str | int]]:
    return [
        ("很长的数字", f"电子表格只保留 15 位有效数字，更长的以文本原样写入，底色标出；本文件有 {facts.exact:,} 个"),
        ("很长的文字", f"一格最多 32,767 字，更长的截断，末尾注明，底色标出；本文件有 {facts.cut:,} 个"),
        ("很多的行", "一表最多 1,048,576 行，更多的写在“明细2”等表，位于最后"),
        ("链接", "来源文件链接到报告本身，相对于本文件的位置；一表最多 65,530 个，其后只有文字"),
        ("公式", "本文件没有公式；以 = + - @ 开头的文字都按文字保存"),
    ]


def purposes(facts: Facts) -> dict[str, str | int]:
    """What each sheet is for, in their order."""
    roles = next(column.note for column in AUDIT_COLUMNS if column.name == "role")
    return {
        "明细": f"每个统计数字一行，共 {facts.written:,} 行；底色为目标，斜体灰字为基数",
        "透视": "单位 × 所属期一行，每个指标（及其计量单位）一列；只列实际的水平数字，不含 other。"
        "同一格有几个不同的数字时并列（12 | 15），底色标出，从不相加；区间写作 5~10；余、近、约、≥、≤ 只是显示，格中仍是数",
        "指标字典": f"{facts.metrics:,} 个指标的名称、单位、定义，以及各有几条记录",
        "来源": "每个文件一行：填报单位、报告期、数字多少、警告、校验值",
        "问题": f"读取失败、有疑和跳过的文件，共 {facts.problems:,} 条",
        "未计数字": f"没有成为记录的 {facts.uncounted:,} 个数字及其理由。{roles}",
    }
