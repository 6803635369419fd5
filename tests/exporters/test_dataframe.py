"""Records as a data frame."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from ureport import to_dataframe


def test_a_row_for_each_record(extract: Any) -> None:
    records = extract("2016年，新增会员8500名，新建工会5—10家。").records
    frame = to_dataframe(records)
    assert list(frame["metric"]) == ["member.new", "org.unions_new"]
    assert list(frame["value"]) == [8500.0, 5.0]
    assert frame["value_high"].isna().tolist() == [True, False]
    assert frame["record_id"].tolist() == [r.record_id for r in records]


def test_no_records_keep_the_columns() -> None:
    frame = to_dataframe([])
    assert frame.empty
    assert {"metric", "value", "unit", "period"} <= set(frame.columns)


@pytest.mark.parametrize("text", ["发放慰问金1.5万元。"])
def test_numbers_are_numbers(extract: Any, text: str) -> None:
    (record,) = extract(text).records
    assert record.value == Decimal(15000)
    assert to_dataframe([record])["value"].dtype == "float64"
