"""The period of the report, and of each figure by the nearest words of time."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ureport import Extraction, MetricRecord
from ureport.context.dates import make_period

Extract = Callable[[str], Extraction]
RecordOf = Callable[..., MetricRecord]


@pytest.mark.parametrize(
    ("name", "start", "end"),
    [
        ("2016", "2016-01-01", "2016-12-31"),
        ("2016H1", "2016-01-01", "2016-06-30"),
        ("2016H2", "2016-07-01", "2016-12-31"),
        ("2016Q1", "2016-01-01", "2016-03-31"),
        ("2016Q3", "2016-07-01", "2016-09-30"),
        ("2016-06", "2016-06-01", "2016-06-30"),
        ("2016-02", "2016-02-01", "2016-02-29"),
        ("2015-02", "2015-02-01", "2015-02-28"),
        ("2016-06-30", "2016-06-30", "2016-06-30"),
        ("2011/2015", "2011-01-01", "2015-12-31"),
        ("2012/2015-06", "2012-01-01", "2015-06-30"),
    ],
)
def test_names_and_dates(name: str, start: str, end: str) -> None:
    period = make_period(name)
    assert (period.name, period.start, period.end) == (name, start, end)


@pytest.mark.parametrize(
    ("title", "period"),
    [
        ("湖州市总工会2016年工作总结", "2016"),
        ("湖州市总工会二〇一六年工作总结", "2016"),
        ("湖州市总工会２０１６年度工作总结", "2016"),
        ("湖州市总工会2016年上半年工作总结", "2016H1"),
        ("湖州市总工会2016年下半年工作总结", "2016H2"),
        ("湖州市总工会2016年第三季度工作情况", "2016Q3"),
        ("湖州市总工会2016年一季度工作情况", "2016Q1"),
        ("湖州市总工会2016年1-6月工作情况", "2016H1"),
        ("湖州市总工会2011—2015年工作总结", "2011/2015"),
        ("湖州市总工会2017年工作要点", "2017"),
    ],
)
def test_of_the_report(extract: Extract, title: str, period: str) -> None:
    extraction = extract(f"{title}\n\n新增会员8500名，超额完成任务。")
    assert extraction.report_period == period
    assert [(r.report_period, r.period) for r in extraction.records] == [(period, period)]


@pytest.mark.parametrize("text", ["新增会员8500名。", "湖州市总工会工作总结\n新增会员8500名，超额完成任务。", "20XX年，新增会员8500名。"])
def test_no_year_is_made_up(extract: Extract, text: str) -> None:
    extraction = extract(text)
    assert extraction.report_period == ""
    assert [(r.period, r.period_start, r.period_end) for r in extraction.records] == [("", "", "")]


@pytest.mark.parametrize(
    ("sentence", "period"),
    [
        # words that mean the report's year
        ("全年新增会员8500名。", "2016"),
        ("今年新增会员8500名。", "2016"),
        ("年内新增会员8500名。", "2016"),
        ("一年来，新增会员8500名。", "2016"),
        ("截至12月底，新增会员8500名。", "2016"),
        # another time
        ("上半年新增会员8500名。", "2016H1"),
        ("下半年新增会员8500名。", "2016H2"),
        ("第三季度新增会员8500名。", "2016Q3"),
        ("2015年新增会员8500名。", "2015"),
        ("二〇一五年，新增会员8500名。", "2015"),
        ("2015年度新增会员8500名。", "2015"),
        ("2015年上半年新增会员8500名。", "2015H1"),
        ("2012年至2015年6月，新增会员8500名。", "2012/2015-06"),
        ("自2012年至2015年6月，新增会员8500名。", "2012/2015-06"),
        ("2011-2015年，新增会员8500名。", "2011/2015"),
        ("去年新增会员8500名。", "2015"),
        ("五年来，新增会员8500名。", "2012/2016"),
        ("近三年新增会员8500名。", "2014/2016"),
        ("2013年以来，新增会员8500名。", "2013/2016"),
    ],
)
def test_of_a_figure(record_of: RecordOf, sentence: str, period: str) -> None:
    assert record_of(f"湖州市总工会2016年工作总结\n\n{sentence}", "8500名").period == period


@pytest.mark.parametrize(
    ("sentence", "period"),
    [("截至6月底，新增会员8500名。", "2016H1"), ("1—6月，新增会员8500名。", "2016H1"), ("上半年新增会员8500名。", "2016H1"), ("新增会员8500名。", "2016H1")],
)
def test_in_a_half_year_report(record_of: RecordOf, sentence: str, period: str) -> None:
    assert record_of(f"湖州市总工会2016年上半年工作总结\n\n{sentence}", "8500名").period == period


@pytest.mark.parametrize(
    ("heading", "sentence", "period"),
    [
        ("二、2017年工作计划", "新增会员8500名。", "2017"),
        ("二、明年工作打算", "新增会员8500名。", "2017"),
        ("二、下半年工作安排", "新增会员8500名。", "2016H2"),
        ("二、组织建设", "新增会员8500名。", "2016"),
        ("二、五年工作回顾", "新增会员8500名。", "2012/2016"),
        # the sentence goes before the heading
        ("二、明年工作打算", "2015年新增会员8500名。", "2015"),
    ],
)
def test_the_heading_may_name_another_period(record_of: RecordOf, heading: str, sentence: str, period: str) -> None:
    text = f"湖州市总工会2016年工作总结\n\n一、工作回顾\n全年走访企业120家，成效明显。\n{heading}\n{sentence}"
    assert record_of(text, "8500名").period == period


def test_the_year_of_a_comparison_is_not_that_of_the_figure(record_of: RecordOf) -> None:
    text = "湖州市总工会2016年工作总结\n\n会员人数比2009年增长110%。"
    assert record_of(text, "110%").period == "2016"


def test_a_baseline_is_of_the_year_before(record_of: RecordOf) -> None:
    text = "湖州市总工会2016年工作总结\n\n在去年45家的基础上，新建工会60家。"
    assert record_of(text, "45家").period == "2015"
    assert record_of(text, "60家").period == "2016"


def test_dates_follow_the_name(record_of: RecordOf) -> None:
    record = record_of("湖州市总工会2016年上半年工作总结\n\n新增会员8500名，超额完成任务。", "8500名")
    assert (record.period, record.period_start, record.period_end) == ("2016H1", "2016-01-01", "2016-06-30")
