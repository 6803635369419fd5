"""The text view of the audit."""

from __future__ import annotations

import re

from ureport.audit import FATES, marked, view
from ureport.model import Document, Role
from ureport.pieces import plain_text
from ureport.pipeline import Extractor

REPORT = Document("report.txt", "某市总工会2016年工作总结\r\n一、全年新增会员8500名，参观的有37人。\n12351热线")


def test_the_view_is_the_text_itself(extractor: Extractor) -> None:
    pieces = list(marked(extractor.extract(REPORT), marks=False))
    assert plain_text(pieces) == f"== report.txt ==\n{REPORT.text}\n"
    styled = {text: style for text, style in pieces if style}
    assert styled["8500名"] == "record"
    assert styled["37人"] == "other"
    assert styled["2016年"] == "time"


def test_marks_name_the_metric_or_the_role(extractor: Extractor) -> None:
    text = plain_text(view([extractor.extract(REPORT)], marks=True))
    assert "[2016年|time]工作总结" in text
    assert "新增会员[8500名|member.new]，参观的有[37人|other]。" in text
    legend = text[text.index("== legend ==") :]
    assert re.search(r"record +1  a record of the catalogue\n", legend)


def test_every_digit_is_inside_a_mark(extractor: Extractor) -> None:
    text = plain_text(marked(extractor.extract(REPORT), marks=True))
    assert not re.search(r"\d", re.sub(r"\[[^|\]]*\|[^\]]*\]", "", text))


def test_every_role_has_a_place_in_the_legend() -> None:
    assert {role.value for role in Role} <= set(FATES)
