"""Done, planned, or only given for comparison."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ureport import MetricRecord

RecordOf = Callable[..., MetricRecord]


@pytest.mark.parametrize(
    "text",
    [
        "新增会员8500名。",
        "全年新增会员8500名，超额完成任务。",
        "已发展会员8500名。",
        "截至12月底，累计发展会员8500名。",
        "按计划，全年发展会员8500名。",
        "按照年初计划，全年发展会员8500名。",
        "重要的是，全年发展会员8500名。",
        "为将士家属服务，发展会员8500名。",
        "主要做法得到肯定，全年发展会员8500名。",
        "进一步扩大覆盖面，发展会员8500名。",
        "全年计划发展会员8000名，实际发展8500名。",
        "需要帮助的职工建了档，新增会员8500名。",
        "实施集中建会计划，发展会员8500名。",
        "现有一支由8500名职工组成的队伍。",
        "由8500名职工自愿组成服务队。",
        "为职工争取抚恤金，惠及8500名职工。",
    ],
)
def test_actual(record_of: RecordOf, text: str) -> None:
    assert record_of(text, "8500名").status == "actual"


@pytest.mark.parametrize(
    "text",
    [
        "要发展会员8500名。",
        "今年要发展会员8500名。",
        "将发展会员8500名。",
        "力争发展会员8500名。",
        "确保发展会员8500名。",
        "全年计划发展会员8500名。",
        "拟发展会员8500名。",
        "预计发展会员8500名。",
        "发展会员不少于8500名。",
        "全年至少发展会员8500名。",
        "目标是发展会员8500名。",
        "明年发展会员8500名。",
        "下一步，发展会员8500名。",
        "力争新建工会60家，发展会员8500名。",
    ],
)
def test_target(record_of: RecordOf, text: str) -> None:
    assert record_of(text, "8500名").status == "target"


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("在去年45家的基础上，新建工会60家。", "45家"),
        ("在上年45家的基础上，新建工会60家。", "45家"),
        ("在原有45家的基础上，新建工会60家。", "45家"),
        ("基层工会由45家增加到60家。", "45家"),
        ("基层工会从去年的45家发展到60家。", "45家"),
        ("建会率由80%提高到95%。", "80%"),
        ("会员总数从2.5万人增至3.2万人。", "2.5万人"),
        ("全年新建工会60家，去年同期为45家。", "45家"),
    ],
)
def test_baseline(record_of: RecordOf, text: str, figure: str) -> None:
    assert record_of(text, figure).status == "baseline"


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("在去年45家的基础上，新建工会60家。", "60家"),
        ("基层工会由45家增加到60家。", "60家"),
        ("建会率由80%提高到95%。", "95%"),
        ("全年新建工会60家，去年同期为45家。", "60家"),
        ("记者从湖州市总工会获悉，去年新建工会60家，发展会员8500名。", "60家"),
    ],
)
def test_what_stands_beside_a_baseline_is_actual(record_of: RecordOf, text: str, figure: str) -> None:
    assert record_of(text, figure).status == "actual"


@pytest.mark.parametrize(
    ("title", "heading", "status"),
    [
        ("湖州市总工会2016年工作总结", "一、组织建设", "actual"),
        ("湖州市总工会2016年工作总结", "二、2017年工作计划", "target"),
        ("湖州市总工会2016年工作总结", "二、明年工作打算", "target"),
        ("湖州市总工会2016年工作总结", "二、下一步工作思路", "target"),
        ("湖州市总工会2017年工作要点", "一、组织建设", "target"),
        ("湖州市总工会2017年工作计划", "一、组织建设", "target"),
        ("湖州市总工会2016年工作总结和2017年工作计划", "一、2016年工作总结", "actual"),
        ("湖州市总工会2016年工作总结和2017年工作计划", "二、2017年工作计划", "target"),
    ],
)
def test_the_section_tells_plans_or_results(record_of: RecordOf, title: str, heading: str, status: str) -> None:
    assert record_of(f"{title}\n\n{heading}\n发展会员8500名，新建工会60家。", "8500名").status == status


def test_the_heading_holds_until_the_next_one(record_of: RecordOf) -> None:
    text = (
        "湖州市总工会2016年工作总结\n\n一、2017年工作计划\n（一）组织建设\n发展会员640名，新建工会60家。\n"
        "二、2016年工作总结\n（一）组织建设\n发展会员8500名，新建工会70家。"
    )
    assert record_of(text, "640名").status == "target"
    assert record_of(text, "8500名").status == "actual"
    assert record_of(text, "640名").section == "一、2017年工作计划 / (一)组织建设"


def test_above_behind_a_target_sets_the_least_and_behind_a_result_means_more(record_of: RecordOf) -> None:
    assert record_of("力争建会率达到95%以上。", "95%").bound == "at_least"
    assert record_of("建会率达到95%以上。", "95%").bound == "over"
