"""Why a figure became what it is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ureport.errors import UsageError
from ureport.explain import Question, explain
from ureport.library import load_library
from ureport.model import Document
from ureport.pieces import plain_text
from ureport.pipeline import Extractor

REPORT = Document(
    "report.txt",
    "湖州市总工会２０１６年工作总结\n\n全年新增会员８５００名，\n发放慰问款物近3500万元。召开第八届代表大会。\n参观的有37人。\n\n项目|2016年\n会员人数(万人)|3.2\n",
)


def explained(extractor: Extractor, line: int | None = None, number: str | None = None, document: Document = REPORT) -> str:
    return plain_text(explain(extractor, document, Question(line, number)))


def test_a_record_tells_its_fields_with_their_reasons_and_the_winner(extractor: Extractor) -> None:
    text = explained(extractor, number="8500名")
    for part in (
        "organisation  湖州市总工会 — ",
        "report period 2016 — ",
        "line 3  ８５００名  8500 人  member.new 新增会员数",
        "⟨8500名⟩",
        "status        actual — ",
        "aspect        level — ",
        "period        2016 — ",
        "won by        member.new#",
        "→ weight ",
        "rule          ",
        "near misses",
        "lacks ",
    ):
        assert part in text
    assert "近3500万元" not in text


METRIC = 'name = "{}"\ndefinition = "d"\nkind = "count"\nunits = ["人"]\n[[pattern]]\ntemplate = "{}"\npriority = {}\n'


@pytest.mark.parametrize(
    ("first", "second", "rule"),
    [
        (("新增会员 … {}", 0), ("会员 … {}", 0), "heavier than b.y#1 (weight 2)"),
        (("会员 … {}", 1), ("会员 … {}", 0), "of higher priority than b.y#1 (weight 2)"),
        (("新增 ~ 会员 ~ {}", 0), ("新增会员 … {}", 0), "more words than b.y#1 (weight 4)"),
        (("会员 … {}", 0), ("新增 … {}", 0), "nearer than b.y#1 (weight 2)"),
        (("会员 … {}", 0), ("会员 … {}", 0), "no better, but earlier in the catalogue than b.y#1 (weight 2)"),
    ],
)
def test_the_runner_up_and_the_rule_are_named(
    words_only: Path, write_library: Callable[[dict[str, str]], Path], first: tuple[str, int], second: tuple[str, int], rule: str
) -> None:
    own = write_library({"b/x.toml": METRIC.format("甲", *first), "b/y.toml": METRIC.format("乙", *second)})
    text = explained(Extractor(load_library([words_only, own])), number="8500名")
    assert "won by        b.x#1" in text
    assert f"rule          {rule}" in text


def test_a_number_that_is_no_statistic_tells_its_role(extractor: Extractor) -> None:
    assert "line 4  第八届  order: " in explained(extractor, number="第八")


def test_a_figure_that_no_pattern_claims(extractor: Extractor) -> None:
    text = explained(extractor, number="37人")
    assert "other 其他" in text
    assert "won by        none" in text


def test_a_cell_shows_its_label_and_header(extractor: Extractor) -> None:
    text = explained(extractor, number="3.2")
    assert "32000 人" in text
    assert "会员人数(万人)" in text


def test_a_line(extractor: Extractor) -> None:
    text = explained(extractor, line=4)
    assert "近3500万元" in text
    assert "８５００名" not in text


def test_all_numbers_when_nothing_is_asked(extractor: Extractor) -> None:
    text = explained(extractor)
    assert text.count("\nline ") == len(extractor.extract(REPORT).audit)


def test_the_near_misses_are_few(extractor: Extractor) -> None:
    text = explained(extractor, number="8500名")
    assert text.count("        lacks ") + text.count("        fits ") <= 8


@pytest.mark.parametrize("question", [(99, None), (None, "9999"), (3, "3500万元")])
def test_no_such_number(extractor: Extractor, question: tuple[int | None, str | None]) -> None:
    with pytest.raises(UsageError, match="no such number") as caught:
        explained(extractor, *question)
    assert "ureport audit" in caught.value.remedy


def test_a_document_without_numbers(extractor: Extractor) -> None:
    with pytest.raises(UsageError, match="no numbers"):
        explained(extractor, document=Document("x.txt", "工会工作总结。"))
