"""Small reports → records, field by field; and no number is lost on the way."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import fields
from decimal import Decimal
from typing import get_args

import pytest

from ureport import Document, Extraction, Extractor, MetricRecord
from ureport.model import Aspect, AuditEntry, Bound, Status

Extract = Callable[[str], Extraction]

REPORT = """湖州市总工会2016年工作总结

2016年，全市各级工会围绕中心、服务大局，各项工作取得新成效。
一、组织建设
（一）组建工会
全年新建基层工会120家，发展会员8500余名，其中农民工会员3200名。
二、帮扶救助
两节期间，走访慰问困难职工250户，发放慰问金近35万元。
三、2017年工作计划
力争新增会员6000名以上。

湖州市总工会
2017年1月5日
"""


def by_surface(extraction: Extraction) -> dict[str, MetricRecord]:
    return {r.surface: r for r in extraction.records}


def test_the_records_of_a_report(extract: Extract) -> None:
    extraction = extract(REPORT)
    assert (extraction.org, extraction.report_period) == ("湖州市总工会", "2016")
    assert [(r.surface, r.metric, int(r.value), r.unit, r.bound, r.status, r.aspect, r.period) for r in extraction.records] == [
        ("120家", "org.unions_new", 120, "家", "exact", "actual", "level", "2016"),
        ("8500余名", "member.new", 8500, "人", "over", "actual", "level", "2016"),
        ("3200名", "member.migrant", 3200, "人", "exact", "actual", "level", "2016"),
        ("250户", "aid.visited", 250, "户", "exact", "actual", "level", "2016"),
        ("近35万元", "aid.visit_funds", 350000, "元", "nearly", "actual", "level", "2016"),
        ("6000名以上", "member.new", 6000, "人", "at_least", "target", "level", "2017"),
    ]


def test_every_field_of_a_record(extract: Extract) -> None:
    record = by_surface(extract(REPORT))["8500余名"]
    start = REPORT.index("8500余名")
    expected = {
        "source": "report.txt",
        "org": "湖州市总工会",
        "report_period": "2016",
        "metric": "member.new",
        "metric_name": "新增会员数",
        "theme": "member",
        "subject": "发展会员",
        "value": Decimal(8500),
        "value_high": None,
        "unit": "人",
        "bound": "over",
        "status": "actual",
        "aspect": "level",
        "period": "2016",
        "period_start": "2016-01-01",
        "period_end": "2016-12-31",
        "surface": "8500余名",
        "start": start,
        "end": start + 6,
        "line": 6,
        "sentence": "全年新建基层工会120家，发展会员8500余名，其中农民工会员3200名。",
        "section": "一、组织建设 / (一)组建工会",
        "flags": (),
    }
    assert {name: getattr(record, name) for name in expected} == expected
    assert {f.name for f in fields(record)} - expected.keys() == {"record_id", "pattern"}
    assert re.fullmatch(r"member\.new#[0-9]+", record.pattern)
    assert re.fullmatch(r"[a-z][0-9a-f]{8,}", record.record_id)


def test_the_audit_tells_the_fate_of_every_number(extract: Extract) -> None:
    extraction = extract(REPORT)
    assert [(e.surface, e.role) for e in extraction.audit if not e.record_id] == [
        ("2016年", "time"),
        ("2016年", "time"),
        ("一", "order"),
        ("一", "order"),
        ("二", "order"),
        ("两节", "name"),
        ("三", "order"),
        ("2017年", "time"),
        ("2017年1月5日", "time"),
    ]
    assert [(e.surface, e.role, e.record_id) for e in extraction.audit if e.record_id] == [(r.surface, "fact", r.record_id) for r in extraction.records]
    assert all(e.reason and e.source == "report.txt" for e in extraction.audit)
    assert [e.line for e in extraction.audit] == [REPORT.count("\n", 0, e.start) + 1 for e in extraction.audit]


@pytest.mark.parametrize(
    "text",
    [
        REPORT,
        REPORT.replace("\n", "\r\n"),
        "湖州市總工會２０１６年工作總結\n\n全年發展會員８５００名，新建工會１２家。\n",
        "湖州市总工会2016年工作总结\n各级工会扎实推进组织建设和维权服务等各项工作，发放图书近千\n\n张，新增会员85\n00名。\n",
        "\ufeff各市情况\n|单位|会员(人)|\n|甲市|3,200|\n\n点击数：5612\n",
    ],
)
def test_spans_point_into_the_original(extract: Extract, text: str) -> None:
    extraction = extract(text)
    assert extraction.records
    items: list[MetricRecord | AuditEntry] = [*extraction.records, *extraction.audit]
    for item in items:
        assert text[item.start : item.end] == item.surface


@pytest.mark.parametrize("text", [REPORT, "建会率达96%以上，比上年提高两个百分点；补助5—10万元。", "力争签订率不低于98%。"])
def test_only_the_values_of_the_contract(extract: Extract, library_ids: set[str], text: str) -> None:
    for record in extract(text).records:
        assert record.bound in get_args(Bound)
        assert record.status in get_args(Status)
        assert record.aspect in get_args(Aspect)
        assert record.metric in library_ids
        assert record.unit
        assert (record.value_high is not None) == (record.bound == "range")
        assert "\n" not in record.subject


def test_ids_are_stable_and_tell_records_apart(extractor: Extractor, extract: Extract) -> None:
    ids = [r.record_id for r in extract(REPORT).records]
    assert len(set(ids)) == len(ids)
    assert ids == [r.record_id for r in extract(REPORT).records]
    # another wording behind the figure leaves the ids of those before alone
    assert ids[:3] == [r.record_id for r in extract(REPORT + "再走访企业35家。\n").records][:3]
    # the same text in another file is another record
    elsewhere = extractor.extract(Document("other/report.txt", REPORT))
    assert not set(ids) & {r.record_id for r in elsewhere.records}
    assert {r.source for r in elsewhere.records} == {"other/report.txt"}


def test_a_second_extractor_gives_the_same(extractor: Extractor) -> None:
    document = Document("report.txt", REPORT)
    assert Extractor(extractor.library).extract(document) == extractor.extract(document)


def test_several_reports_in_one_file(extract: Extract) -> None:
    text = (
        "湖州市总工会2016年工作总结\n\n全年新增会员8500名，超额完成任务。\n\n"
        "长兴县总工会2015年工作总结\n\n全年新增会员640名，超额完成任务。\n\n"
        "德清县总工会2017年工作要点\n\n新增会员700名，新建工会20家。\n"
    )
    records = extract(text).records
    assert [(r.surface, r.org, r.report_period, r.period, r.status) for r in records] == [
        ("8500名", "湖州市总工会", "2016", "2016", "actual"),
        ("640名", "长兴县总工会", "2015", "2015", "actual"),
        ("700名", "德清县总工会", "2017", "2017", "target"),
        ("20家", "德清县总工会", "2017", "2017", "target"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # coordination
        ("创建职工之家省级26家、市级35家。", [("26家", "org.homes"), ("35家", "org.homes")]),
        # 其中
        ("新增会员8500名，其中农民工会员3200名。", [("8500名", "member.new"), ("3200名", "member.migrant")]),
        # the subject one clause earlier
        ("积极发展会员，全年达到8500名。", [("8500名", "member.new")]),
        # 由 … 到
        ("建会率由80%提高到95%。", [("80%", "org.build_rate"), ("95%", "org.build_rate")]),
        # no pattern
        ("购置办公桌45张。", [("45张", "other")]),
    ],
)
def test_subjects(extract: Extract, text: str, expected: list[tuple[str, str]]) -> None:
    assert [(r.surface, r.metric) for r in extract(text).records] == expected


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("分别新建工会12、15家。", "elided unit"),
        ("新增会员3OO名。", "repaired OCR"),
        ("|单位|会员(人)|\n|甲市|320|\n", "table cell"),
    ],
)
def test_flags(extract: Extract, text: str, flag: str) -> None:
    assert flag in extract(text).records[0].flags


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t",
        "没有数字。",
        "2016年工作总结",
        "第八届委员会第三次全体会议",
        "20XX年新增会员XX名。",
        "点击数：5612",
        "拨打12351热线，依据总工发〔2014〕10号。",
    ],
)
def test_texts_without_a_statistic(extract: Extract, text: str) -> None:
    assert extract(text).records == ()


def test_flags_of_the_document_are_warnings_of_the_extraction(extractor: Extractor) -> None:
    assert extractor.extract(Document("report.txt", "新增会员8500名。", flags=("bad bytes",))).warnings == ("bad bytes",)


@pytest.fixture(scope="module")
def library_ids(extractor: Extractor) -> set[str]:
    return {*extractor.library.metrics, "other"}
