"""How reports word things: text → metric, value and what else was decided, through the whole pipeline."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest


@pytest.mark.parametrize(
    ("text", "surface", "value"),
    [
        ("经费收入1亿2千3百万元。", "1亿2千3百万元", 123_000_000),
        ("新增会员3万5千6百人。", "3万5千6百人", 35_600),
        ("慰问职工1千2百人次。", "1千2百人次", 1_200),
        ("现有会员5万零8人。", "5万零8人", 50_008),
        ("现有会员3万4000人。", "3万4000人", 34_000),
        ("新增会员85\u200b00名。", "85\u200b00名", 8_500),
    ],
)
def test_numbers_of_several_parts(extract: Any, text: str, surface: str, value: int) -> None:
    (record,) = extract(text).records
    assert (record.surface, record.value) == (surface, Decimal(value))


@pytest.mark.parametrize(
    ("text", "surface"),
    [
        ("还有3家百人以上企业未建会。", "3家"),
        ("2家企业未签集体合同。", "2家"),
        ("没有签订集体合同的企业8家。", "8家"),
        ("30名困难职工没有脱困。", "30名"),
    ],
)
def test_what_is_denied_is_claimed_by_no_pattern(record_of: Any, text: str, surface: str) -> None:
    assert record_of(text, surface).metric == "other"


@pytest.mark.parametrize(
    ("text", "surface", "metric"),
    [
        ("提案办复率达到100%，职工之家建设扎实推进。", "100%", "other"),
        ("职代会建制率达到100%。", "100%", "democracy.congress_rate"),
        ("建立村（社区）工会96个。", "96个", "org.unions_new"),
        ("推行厂务（校务）公开的单位320家。", "320家", "democracy.openness_units"),
    ],
)
def test_labels_and_brackets(record_of: Any, text: str, surface: str, metric: str) -> None:
    assert record_of(text, surface).metric == metric


def test_a_series_shares_its_unit_and_its_subject(extract: Any) -> None:
    records = extract("建成工会驿站134座，其中甲区48座、乙县19、丙县37、丁县30。").records
    assert [int(r.value) for r in records] == [134, 48, 19, 37, 30]
    assert {r.metric for r in records} == {"org.service_sites"}
    assert "elided unit" in records[2].flags


def test_metrics_told_in_one_breath(extract: Any) -> None:
    records = extract("金秋助学资助困难学生88名，24.6万元。").records
    assert [(r.metric, int(r.value)) for r in records] == [("aid.students", 88), ("aid.student_funds", 246_000)]


def test_a_subject_handed_on_is_flagged(extract: Any) -> None:
    _, part = extract("新增会员8500名，完成年度任务的120%。").records
    assert (part.metric, part.aspect, part.value) == ("member.new", "share", 120)
    assert "subject of the figure before" in part.flags


@pytest.mark.parametrize(("text", "flags"), [("劳动争议案件同比下降12.5%。", ("decrease",)), ("劳动争议案件同比增长12.5%。", ())])
def test_the_direction_of_a_change(extract: Any, text: str, flags: tuple[str, ...]) -> None:
    (record,) = extract(text).records
    assert (record.metric, record.aspect, record.flags) == ("dispute.cases", "growth", flags)


@pytest.mark.parametrize(
    ("text", "status", "period"),
    [
        ("清河县总工会2024年工作计划\n\n2023年，全县新建工会30家。", "actual", "2023"),
        ("清河县总工会2024年工作计划\n\n全年新建工会30家。", "target", "2024"),
        ("现将2020年工作报告如下：新建工会30家。", "actual", "2020"),
    ],
)
def test_plan_and_past(record_of: Any, text: str, status: str, period: str) -> None:
    record = record_of(text, "30家")
    assert (record.status, record.period) == (status, period)


def test_a_run_in_heading_within_a_paragraph(extract: Any) -> None:
    records = extract("一是送温暖。走访慰问困难职工120户。二是送清凉。投入36万元，慰问职工8600人。").records
    assert [r.metric for r in records] == ["aid.visited", "aid.heat_funds", "aid.heat_workers"]


@pytest.mark.parametrize("text", ["3·8节慰问女职工30人。", "5.1慰问劳模12人。"])
def test_dates_of_holidays_are_names(extract: Any, text: str) -> None:
    assert len(extract(text).records) == 1
