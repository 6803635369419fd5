"""The catalogue as rows, and one metric in full."""

from __future__ import annotations

import json
from collections import Counter

import pytest

from ureport.catalogue import COLUMNS, choose, count_records, in_full, rows, schema
from ureport.errors import UsageError
from ureport.library import Library
from ureport.model import Document
from ureport.pieces import plain_text
from ureport.pipeline import Extractor


def test_all_metrics_and_other(library: Library) -> None:
    names = choose(library, None)
    assert names == [*library.metrics, "other"]
    assert [row.id for row in rows(library, names)] == names


def test_some_metrics(library: Library) -> None:
    assert choose(library, "member.new") == ["member.new"]
    assert set(choose(library, "member.*")) == {name for name in library.metrics if name.startswith("member.")}
    with pytest.raises(UsageError):
        choose(library, "member")


def test_rows_have_every_column_and_the_counts(library: Library) -> None:
    (row,) = rows(library, ["member.new"], Counter({"member.new": 3}))
    assert (row.name, row.theme, row.kind, row.units, row.records) == ("新增会员数", "member", "count", ("人",), 3)
    assert all(hasattr(row, column.name) for column in COLUMNS)
    assert next(rows(library, ["member.new"])).records is None


def test_records_are_counted_by_metric(extractor: Extractor) -> None:
    extraction = extractor.extract(Document("a.txt", "全年新增会员8500名。其中一季度新增会员2000名。"))
    assert count_records([extraction, extraction])["member.new"] == 4


def test_a_metric_in_full(library: Library) -> None:
    metric = library.metrics["member.new"]
    text = plain_text(in_full(library, metric, 12))
    assert "member.new  新增会员数\n" in text
    assert "records 12\n" in text
    for pattern in metric.patterns:
        assert f"{pattern.name}  {pattern.template}\n" in text
    assert "counterexamples" in text
    assert "unless.clause: " in text


def test_the_schema_is_json_and_knows_the_keys() -> None:
    assert {"name", "units", "pattern", "example"} <= set(json.loads(schema())["properties"])
