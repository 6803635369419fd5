"""A level, a change against something, or a part of another figure."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ureport import MetricRecord

RecordOf = Callable[..., MetricRecord]


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("新增会员8500名。", "8500名"),
        ("会员总数达到3.2万人。", "3.2万人"),
        ("会员总数增加到3.2万人。", "3.2万人"),
        ("会员总数增长至3.2万人。", "3.2万人"),
        ("建会率达96%。", "96%"),
        ("建会率提高到96%。", "96%"),
        ("建会率由80%提高到96%。", "96%"),
        ("集体合同签订率为98%。", "98%"),
    ],
)
def test_level(record_of: RecordOf, text: str, figure: str) -> None:
    assert record_of(text, figure).aspect == "level"


@pytest.mark.parametrize(
    ("text", "figure", "metric"),
    [
        ("会员总数3.2万人，比上年增长26.7%。", "26.7%", "member.total"),
        ("会员总数3.2万人，同比增加12%。", "12%", "member.total"),
        ("会员总数3.2万人，较去年下降3.5%。", "3.5%", "member.total"),
        ("基层工会50家，比上年增加5家。", "5家", "org.unions_total"),
        ("建会率96%，提高3个百分点。", "3个百分点", "org.build_rate"),
        ("建会率比上年提高3.2个百分点。", "3.2个百分点", "org.build_rate"),
        ("会员总数翻一番。", "一番", "member.total"),
        ("会员总数比五年前增长两倍。", "两倍", "member.total"),
        ("会员人数比2009年增长110%。", "110%", "member.total"),
    ],
)
def test_growth_carries_the_metric_of_what_grows(record_of: RecordOf, text: str, figure: str, metric: str) -> None:
    record = record_of(text, figure)
    assert (record.aspect, record.metric) == ("growth", metric)


@pytest.mark.parametrize(
    ("text", "figure", "metric"),
    [
        ("新增会员8500名，占全年任务的106%。", "106%", "member.new"),
        ("新增会员8500名，完成年度任务的140%。", "140%", "member.new"),
        ("会员总数3.2万人，女会员1.2万人，占会员总数的37.5%。", "37.5%", "member.female"),
    ],
)
def test_share_carries_the_metric_of_what_is_shared(record_of: RecordOf, text: str, figure: str, metric: str) -> None:
    record = record_of(text, figure)
    assert (record.aspect, record.metric) == ("share", metric)


def test_growth_told_of_several_figures_belongs_to_each_its_own(record_of: RecordOf) -> None:
    text = "新建工会60家，发展会员8500名，分别增长5%和12%。"
    assert [(record_of(text, f).metric, record_of(text, f).aspect) for f in ("5%", "12%")] == [("org.unions_new", "growth"), ("member.new", "growth")]
