"""A database of a run: tables, keys, indexes, views."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from ureport import load
from ureport.errors import OutputError
from ureport.exporters import RECORDS, TABLES, open_delivery
from ureport.selection import Selection

Delivered = Callable[..., Path]


@pytest.fixture
def path(delivered: Delivered) -> Path:
    return delivered("sqlite")


def ask(path: Path, query: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(path)) as base:
        return base.execute(query).fetchall()


def test_the_tables_hold_all_that_the_reports_give(path: Path, reports: Path) -> None:
    counts = {table.name: ask(path, f"SELECT count(*) FROM {table.name}")[0][0] for table in TABLES}
    numbers, records = ask(path, "SELECT sum(numbers), sum(records) FROM reports")[0]
    assert ask(path, "PRAGMA user_version") == [(1,)]
    assert counts == {"records": records, "reports": 4, "metrics": 122, "mentions": numbers, "problems": 2}
    failed = ask(path, "SELECT kind, source, message FROM problems WHERE level = 'failed'")
    assert failed == [("binary", f"{reports}/d.txt", "binary: this is no text file")]
    assert ask(path, "SELECT value, typeof(value), value_text, start, flags FROM records WHERE surface = '8500名'") == [(8500.0, "real", None, 23, "[]")]
    assert json.loads(ask(path, "SELECT units FROM metrics WHERE id = 'member.new'")[0][0]) == ["人"]


def test_keys_lead_from_table_to_table(path: Path) -> None:
    assert ask(path, "PRAGMA foreign_key_check") == []
    assert {row[2:5] for row in ask(path, "PRAGMA foreign_key_list(records)")} == {("reports", "source", "source"), ("metrics", "metric", "id")}
    assert {row[2:5] for row in ask(path, "PRAGMA foreign_key_list(mentions)")} == {("reports", "source", "source"), ("records", "record", "id")}
    joined = "SELECT count(*) FROM mentions JOIN records ON mentions.record = records.id WHERE mentions.surface = records.surface"
    assert ask(path, joined) == ask(path, "SELECT count(*) FROM records")
    assert ask(path, "SELECT count(*) FROM mentions WHERE (record IS NULL) <> (record_id = '')") == [(0,)]


def test_keys_hold_when_only_some_records_are_wanted(delivered: Delivered) -> None:
    path = delivered("sqlite", selection=Selection(metrics=frozenset({"member.new"})))
    assert ask(path, "PRAGMA foreign_key_check") == []
    assert ask(path, "SELECT DISTINCT metric FROM records") == [("member.new",)]
    assert ask(path, "SELECT count(*) FROM mentions WHERE record_id <> '' AND record IS NULL") == [(0,)]
    assert ask(path, "SELECT count(*) > 2 FROM mentions WHERE role = 'time'") == [(1,)]


def test_the_view_of_the_pivot_shows_figures_that_differ(path: Path) -> None:
    query = "SELECT org, file, period, value, unit, records, figures FROM pivot_long WHERE metric = 'member.new' ORDER BY org, value"
    assert ask(path, query) == [
        ("", "c.txt", "2016", 15.0, "人", 1, 1),
        ("湖州市总工会", "", "2016", 8500.0, "人", 1, 2),
        ("湖州市总工会", "", "2016", 8700.0, "人", 1, 2),
    ]
    assert ask(path, "SELECT value, records, figures FROM pivot_long WHERE metric = 'org.unions_new'") == [(12.0, 2, 1)]
    assert ask(path, "SELECT count(*) FROM pivot_long WHERE metric = 'other' OR period = '2017'") == [(0,)]


def test_the_latest_figures_are_those_of_the_last_period(tmp_path: Path, path: Path) -> None:
    with closing(sqlite3.connect(path)) as base:
        columns = "source, org, report_period, metric, metric_name, theme, subject, unit, bound, status, aspect, surface, sentence, section, pattern, flags"
        base.execute(
            f"INSERT INTO records (record_id, value, period, period_start, period_end, {columns}) "
            f"SELECT 'r', 7000, '2015', '2015-01-01', '2015-12-31', {columns} FROM records WHERE surface = '8500名'"
        )
        found = base.execute("SELECT period, value FROM latest WHERE metric = 'member.new' AND org <> '' ORDER BY value").fetchall()
        every = base.execute("SELECT period, value FROM pivot_long WHERE metric = 'member.new' AND org <> '' ORDER BY value").fetchall()
    assert found == [("2016", 8500.0), ("2016", 8700.0)]
    assert every == [("2015", 7000.0), *found]


def test_the_pivot_uses_an_index(path: Path) -> None:
    plan = ask(path, "EXPLAIN QUERY PLAN SELECT value FROM records WHERE metric = 'member.new' AND org = '湖州市总工会' AND period = '2016'")
    assert "USING INDEX records_by_metric" in plan[0][3]


def test_the_same_rows_give_the_same_bytes(delivered: Delivered, path: Path) -> None:
    first = path.read_bytes()
    assert delivered("sqlite").read_bytes() == first


@pytest.mark.parametrize("error", [KeyboardInterrupt, ValueError])
def test_an_interrupted_database_leaves_the_old_one(path: Path, error: type[BaseException]) -> None:
    before, (record, *_) = os.listdir(path.parent), load(path)
    old = path.read_bytes()
    with pytest.raises(error), open_delivery("sqlite", str(path)) as delivery:
        delivery.write(RECORDS, record)
        raise error
    assert path.read_bytes() == old
    assert os.listdir(path.parent) == before


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full")
def test_a_full_disk_is_an_output_error(path: Path) -> None:
    with pytest.raises(OutputError, match="No space"), open_delivery("sqlite", "/dev/full") as delivery:
        delivery.write(RECORDS, load(path)[0])


def test_standard_output_takes_a_database(path: Path, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    records = load(path)
    with open_delivery("sqlite", None) as delivery:
        for record in records:
            delivery.write(RECORDS, record)
    (tmp_path / "y.db").write_bytes(capsysbinary.readouterr().out)
    assert load(tmp_path / "y.db") == records


def test_duckdb_reads_tables_and_views(path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    base = duckdb.connect(config={"autoinstall_known_extensions": False, "autoload_known_extensions": False})
    try:
        base.execute("LOAD sqlite_scanner")
    except duckdb.Error:
        pytest.skip("DuckDB has no SQLite extension here")
    base.execute(f"ATTACH '{path}' AS result (TYPE sqlite)")
    assert base.execute("SELECT sum(value) FROM result.records WHERE metric = 'member.new' AND status = 'actual'").fetchall() == [(17215.0,)]
    assert base.execute("SELECT count(*) FROM result.latest WHERE figures > 1").fetchall() == [(2,)]
