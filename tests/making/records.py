"""One record with every field filled in, from which the tests make others."""

from __future__ import annotations

from decimal import Decimal

from ureport import MetricRecord

RECORD = MetricRecord(
    record_id="r0123456789ab",
    source="湖州/2016.txt",
    org="湖州市总工会",
    report_period="2016",
    metric="member.new",
    metric_name="新增会员数",
    theme="member",
    subject="新增会员",
    value=Decimal("8500"),
    value_high=None,
    unit="人",
    bound="exact",
    status="actual",
    aspect="level",
    period="2016",
    period_start="2016-01-01",
    period_end="2016-12-31",
    surface="8500名",
    start=7,
    end=12,
    line=1,
    sentence='新增会员8500名，"两学一做"。',
    section="",
    pattern="member.new#2",
    flags=("table cell", "elided unit"),
)
