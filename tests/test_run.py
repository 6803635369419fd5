"""One pass over the inputs: what is counted and what is told."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

import pytest

from ureport.errors import InputError
from ureport.exporters import TABLES, Table
from ureport.model import Document, Extraction, Problem, Source
from ureport.pipeline import Extractor
from ureport.readers import Item, Skipped
from ureport.run import Run
from ureport.selection import Selection

REPORT = Document("a.txt", "某市总工会2016年工作总结\n全年新增会员8500名，发放慰问款35万元。", flags=("bad bytes",))


class Rows:
    """A writer that keeps its rows."""

    def __init__(self) -> None:
        self.rows: list[object] = []

    def write(self, row: object) -> None:
        self.rows.append(row)

    def close(self) -> None:
        pass


class Tables:
    """A delivery that keeps its rows, by the name of their table, and the order in which they came."""

    def __init__(self) -> None:
        self.rows: dict[str, list[Any]] = {table.name: [] for table in TABLES}
        self.order: list[str] = []

    def write(self, table: Table, row: object) -> None:
        self.rows[table.name].append(row)
        self.order.append(table.name)

    def close(self) -> None:
        pass


class Broken:
    """An extractor with a fault of its own on one document."""

    def __init__(self, whole: Extractor) -> None:
        self.whole = whole

    def extract(self, document: Document) -> Extraction:
        if document.source == "b.txt":
            raise ZeroDivisionError("a fault")
        return self.whole.extract(document)


def items() -> Iterator[Item]:
    yield REPORT
    yield Skipped("x.pdf", ".pdf")
    yield InputError("no text", place="c.txt", remedy="fill it", kind="empty")
    yield Document("b.txt", REPORT.text)


def test_everything_is_counted_and_told(extractor: Extractor) -> None:
    told: list[str] = []
    run, tables = Run(extractor, tell=told.append), Tables()
    run.deliver(items(), Selection(), tables)
    summary = run.summary
    assert (summary.files, summary.failed, summary.records) == (2, 1, 4)
    assert len(tables.rows["records"]) == 4
    assert summary.written is None
    assert summary.roles["time"] >= 2
    assert told == ["warning: a.txt: bad bytes", "error: c.txt: no text\n  remedy: fill it"]
    assert str(summary).startswith("2 files read, 1 failed, skipped .pdf 1; 4 records, 0 of them other; ")


def test_a_selection_is_counted_apart(extractor: Extractor) -> None:
    run, tables = Run(extractor), Tables()
    run.deliver(items(), Selection(metrics=frozenset({"member.new"})), tables)
    assert (run.summary.records, run.summary.written, len(tables.rows["records"])) == (4, 2, 2)
    # the numbers of records that are not wanted are left out; those that are no records stay
    assert sum(entry.role == "fact" for entry in tables.rows["mentions"]) == 2
    assert {entry.record_id for entry in tables.rows["mentions"]} == {"", *(record.record_id for record in tables.rows["records"])}
    assert sum(entry.role == "time" for entry in tables.rows["mentions"]) >= 2


def test_a_delivery_gets_every_file_number_problem_and_metric(extractor: Extractor) -> None:
    run, tables = Run(extractor), Tables()
    run.deliver(items(), Selection(), tables)
    a, c, b = tables.rows["reports"]
    assert a == Source("a.txt", "read", "", "2016", "utf-8", len(REPORT.text), a.numbers, 2, 0, ("bad bytes",))
    assert (c.source, c.state, c.warnings, c.records) == ("c.txt", "failed", ("no text",), 0)
    assert (b.source, b.warnings) == ("b.txt", ())
    assert len(tables.rows["mentions"]) == a.numbers + b.numbers == run.summary.records + sum(run.summary.roles.values())
    assert tables.rows["problems"] == [
        Problem("warning", "bad bytes", "a.txt", "bad bytes"),
        Problem("skipped", ".pdf", "x.pdf", ".pdf"),
        Problem("failed", "empty", "c.txt", "no text", "fill it"),
    ]
    counts = {row.id: row.records for row in tables.rows["metrics"]}
    assert set(counts) == {*extractor.library.metrics, "other"}
    assert (counts["member.new"], counts["member.total"]) == (2, 0)
    files = [name for name in tables.order if name in ("reports", "records")]
    assert files == ["reports", "records", "records", "reports", "reports", "records", "records"]
    assert set(tables.order[-len(counts) :]) == {"metrics"}


def test_the_audit_holds_every_number(extractor: Extractor) -> None:
    run, rows = Run(extractor), Rows()
    run.write_audit(items(), rows)
    assert len(rows.rows) == run.summary.records + sum(run.summary.roles.values())


@pytest.mark.parametrize("verbose", [False, True])
def test_a_fault_of_ours_in_one_file_costs_no_other(extractor: Extractor, verbose: bool) -> None:
    told: list[str] = []
    details: list[str] = []
    run = Run(cast(Extractor, Broken(extractor)), tell=told.append, detail=details.append if verbose else None)
    sources = [extraction.document.source for extraction in run.extractions([*items(), Document("d.txt", "8500名")])]
    assert sources == ["a.txt", "d.txt"]
    assert run.summary.failed == 2
    assert any("b.txt: internal fault (ZeroDivisionError: a fault)" in line for line in told)
    assert any("Traceback" in line for line in details) is verbose


def test_whoever_watches_sees_each_figure_as_it_is_decided(extractor: Extractor) -> None:
    run = Run(extractor)
    seen: list[str] = []
    run.watch = lambda trace: seen.append(trace.record.surface if trace.record else "")
    extractions = run.extractions(items())
    first = next(extractions)
    assert [surface for surface in seen if surface] == [record.surface for record in first.records]
    assert [record for extraction in extractions for record in extraction.records]
