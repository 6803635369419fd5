"""Words of the command line → what is wanted, or an error that says what was meant."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

import pytest

from ureport.errors import UsageError
from ureport.exporters import RECORD_COLUMNS
from ureport.library import Library
from ureport.model import MetricRecord
from ureport.selection import Selection, choose_columns, choose_format, choose_ids, choose_metrics, select


def record(metric: str, theme: str, status: str) -> MetricRecord:
    return cast(MetricRecord, SimpleNamespace(metric=metric, theme=theme, status=status))


def test_an_empty_selection_keeps_all() -> None:
    assert Selection().keeps(record("other", "other", "target"))


def test_all_conditions_must_hold(library: Library) -> None:
    chosen = select(library, ["member.*", "other"], ["member"], ["actual,target"])
    assert chosen.keeps(record("member.new", "member", "actual"))
    assert not chosen.keeps(record("member.new", "member", "baseline"))
    assert not chosen.keeps(record("other", "other", "actual"))


def test_metrics_by_id_and_by_star(library: Library) -> None:
    assert choose_metrics(library, "member.new") == ["member.new"]
    assert set(choose_metrics(library, "member.*")) == {name for name in library.metrics if name.startswith("member.")}
    assert choose_metrics(library, "other") == ["other"]


@pytest.mark.parametrize(
    ("words", "message", "remedy"),
    [
        ((["membr.new"], [], []), "unknown metric 'membr.new'", "member.new"),
        ((["member"], [], []), "unknown metric 'member'", "member.*"),
        (([], ["memer"], []), "unknown theme 'memer'", "member"),
        (([], [], ["actaul"]), "unknown status 'actaul'", "actual"),
        (([], [], ["xyzzy"]), "unknown status 'xyzzy'", "use one of: actual, target, baseline"),
    ],
)
def test_a_wrong_name_gets_the_nearest_one(library: Library, words: tuple[list[str], list[str], list[str]], message: str, remedy: str) -> None:
    with pytest.raises(UsageError) as caught:
        select(library, *words)
    assert caught.value.message == message
    assert remedy in caught.value.remedy


def test_metrics_among_some_ids() -> None:
    assert choose_ids(["a.x", "a.y", "other", "a.x"], ["a.*, other"]) == {"a.x", "a.y", "other"}
    with pytest.raises(UsageError) as caught:
        choose_ids(["member.new", "other"], ["member"])
    assert "member.*" in caught.value.remedy


def test_columns_come_in_the_order_named_and_once() -> None:
    assert [column.name for column in choose_columns(RECORD_COLUMNS, "unit, value,unit")] == ["unit", "value"]
    assert choose_columns(RECORD_COLUMNS, None) == RECORD_COLUMNS
    assert [column.name for column in choose_columns(RECORD_COLUMNS, None, brief=("line", "value"))] == ["line", "value"]


@pytest.mark.parametrize("words", ["valu", "", ","])
def test_wrong_columns(words: str) -> None:
    with pytest.raises(UsageError, match="column") as caught:
        choose_columns(RECORD_COLUMNS, words)
    assert "value" in caught.value.remedy


@pytest.mark.parametrize(
    ("name", "output", "format"),
    [
        (None, None, "usual"),
        (None, "-", "usual"),
        (None, "x.csv", "csv"),
        (None, "X.JSONL", "jsonl"),
        ("jsonl", "x.csv", "jsonl"),
        ("csv", "x.dat", "csv"),
        ("table", None, "table"),
    ],
)
def test_the_format_is_named_or_told_by_the_suffix(name: str | None, output: str | None, format: str) -> None:
    assert choose_format(name, output, usual="usual") == format


@pytest.mark.parametrize(("name", "output"), [("tsv", None), (None, "x.xls"), (None, "x"), ("table", "x.csv")])
def test_wrong_formats(name: str | None, output: str | None) -> None:
    with pytest.raises(UsageError) as caught:
        choose_format(name, output, usual="csv")
    assert "csv" in caught.value.remedy
