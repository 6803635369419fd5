"""The columns of the outputs and how a value of each kind is written."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal, NamedTuple

Kind = Literal["text", "number", "integer", "date", "list"]


class Column(NamedTuple):
    """A field of a row type, with its Chinese header and, in Chinese, what it holds. Numbers and dates may be missing."""

    name: str
    title: str
    kind: Kind = "text"
    note: str = ""

    @property
    def numeric(self) -> bool:
        return self.kind in ("number", "integer")


_SOURCE = Column("source", "来源文件", note="所给文件夹之下的路径")
_RECORD_ID = Column("record_id", "记录编号", note="固定编号，同样的输入总得同样的编号")
_START = Column("start", "起始位置", "integer", "首字在文本中的位置，从 0 数起")
_END = Column("end", "结束位置", "integer", "末字之后的位置")
_LINE = Column("line", "行号", "integer", "首字所在的行，从 1 数起")
_SURFACE = Column("surface", "原文数字", note="原文中的数字，连同限定词和单位")
_ORG = Column("org", "填报单位", note="出具报告的单位，未写明则空")
_REPORT_PERIOD = Column("report_period", "报告期", note="报告所总结的时期")

RECORD_COLUMNS = (
    _RECORD_ID,
    _SOURCE,
    _ORG,
    _REPORT_PERIOD,
    Column("metric", "指标代码", note="指标字典中的代码；other 为没有规则认领的统计数字"),
    Column("metric_name", "指标名称", note="指标字典中的名称"),
    Column("theme", "主题", note="指标代码中点号之前的部分"),
    Column("subject", "统计对象", note="原文中说明所数为何的最短词语"),
    Column("value", "数值", "number", "已换算为基本单位：万、亿已乘开，98% 记为 98；区间取下限"),
    Column("value_high", "数值上限", "number", "区间的上限，其余为空"),
    Column("unit", "单位", note="规范的量词：人、人次、户、家、元、%、百分点、件、场等"),
    Column("bound", "界限", note="exact 确数，over 余、多、超过，nearly 近，about 约、左右，at_least 不少于，at_most 不超过，range 区间"),
    Column("status", "状态", note="actual 实际，target 目标，baseline 用作对比的基数"),
    Column("aspect", "方面", note="level 水平，growth 增减，share 占比"),
    Column("period", "所属期", note="数字所属的时期：2016、2016H1、2016Q3、2016-06、2016-06-30，或两者之间用 /"),
    Column("period_start", "期初", "date", "所属期的第一天"),
    Column("period_end", "期末", "date", "所属期的最后一天"),
    _SURFACE,
    _START,
    _END,
    _LINE,
    Column("sentence", "原句", note="数字所在的句子；表格数字为其行名和列名"),
    Column("section", "章节", note="其上的各级标题"),
    Column("pattern", "判定规则", note="认领这个数字的规则"),
    Column("flags", "标记", "list", "判定时的特殊情形"),
)

AUDIT_COLUMNS = (
    _SOURCE,
    _START,
    _END,
    _LINE,
    _SURFACE,
    Column("role", "性质", note="fact 统计数字，time 时间，order 序号，id 编号，boiler 页眉页脚，name 名称的一部分，threshold 条件，vague 无法计量"),
    Column("reason", "理由", note="为何是这种性质"),
    Column("record_id", "记录编号", note="成为哪一条记录，没有则空"),
)

REPORT_COLUMNS = (
    _SOURCE,
    Column("state", "读取", note="read 已读，failed 读取失败"),
    _ORG,
    _REPORT_PERIOD,
    Column("encoding", "编码", note="文件的字符编码"),
    Column("characters", "字数", "integer", "文本的字符数"),
    Column("numbers", "数字", "integer", "文本中数字的总数"),
    Column("records", "记录", "integer", "其中的统计数字"),
    Column("other", "其他", "integer", "统计数字中没有规则认领的"),
    Column("warnings", "警告", "list", "读取时的警告或失败的原因"),
    Column("sha256", "SHA-256", note="文件内容的校验值"),
)

METRIC_COLUMNS = (
    Column("id", "指标代码", note="主题和指标，以点号相连"),
    Column("name", "指标名称", note="中文名称"),
    Column("theme", "主题", note="指标代码中点号之前的部分"),
    Column("kind", "类型", note="count 数量，rate 比率，money 金额"),
    Column("units", "单位", "list", "可用的单位，常用的在前"),
    Column("patterns", "规则数", "integer", "认领它的规则有几条"),
    Column("definition", "定义", note="所数为何"),
    Column("records", "记录数", "integer", "这些报告中有几条记录"),
)

PROBLEM_COLUMNS = (
    Column("level", "级别", note="failed 读取失败，warning 已读而有疑，skipped 跳过"),
    Column("kind", "类别", note="问题的种类，一个不变的词"),
    Column("source", "来源文件", note="文件"),
    Column("message", "说明", note="出了什么问题"),
    Column("remedy", "办法", note="怎样解决"),
)

ERROR_COLUMNS = tuple(column for column in PROBLEM_COLUMNS if column.name != "level")
"""The columns of a list of files that failed."""

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


def as_text(value: object) -> str:
    """A value as the text of a cell; nothing is an empty cell, a list is joined by ``; ``."""
    if value is None:
        return ""
    if isinstance(value, (Decimal, int)):
        return plain(value)
    return "; ".join(value) if isinstance(value, tuple) else str(value)


def cell(row: object, column: Column) -> str:
    """The value of a column as the text of a cell."""
    return as_text(getattr(row, column.name))


def clean(text: str) -> str:
    """Text that UTF-8 can hold: halves of surrogate pairs are replaced by ``?``, as in every output."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode()
