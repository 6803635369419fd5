"""Precision, recall and F1 on labelled reports, against counts made by hand."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from ureport.checking.gold import read_gold, score
from ureport.checking.report import CheckReport, Score
from ureport.errors import Fault, InputError
from ureport.model import MetricRecord
from ureport.results import read_results

Gate = Callable[..., CheckReport]
Write = Callable[..., Path]


def said(*found: tuple[int, int, str]) -> list[MetricRecord]:
    """Records by start, end and metric; of the other fields nothing is asked."""
    return [_record(start, end, metric) for start, end, metric in found]


def _record(start: int, end: int, metric: str) -> MetricRecord:
    names = ("record_id", "source", "org", "report_period", "metric_name", "theme", "subject", "unit", "period", "period_start", "period_end")
    empty = dict.fromkeys((*names, "surface", "sentence", "section", "pattern"), "")
    told: dict[str, Any] = {"metric": metric, "value": Decimal(1), "start": start, "end": end, "line": 1, "status": "actual"}
    return MetricRecord(**empty, **told, value_high=None, bound="exact", aspect="level", flags=())


def fact(start: int, end: int, metric: str, *others: str) -> dict[str, Any]:
    return {"start": start, "end": end, "role": "fact", "metric": metric, "metric_alt": list(others)}


def label(start: int, end: int, role: str) -> dict[str, Any]:
    return {"start": start, "end": end, "role": role}


def write_gold(folder: Path, labels: list[dict[str, Any]], name: str = "a") -> Path:
    path = folder / f"{name}.gold.jsonl"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{json.dumps(entry, ensure_ascii=False)}\n" for entry in labels), encoding="utf-8")
    return path


def counted(folder: Path, labels: list[dict[str, Any]], records: list[MetricRecord]) -> dict[str, tuple[int, int, int]]:
    """Labelled, said and right by metric."""
    write_gold(folder, labels)
    faults: list[Fault] = []
    found = score(folder, {"a.txt": records}, faults)
    assert faults == []
    return {entry.metric: (entry.labelled, entry.said, entry.right) for entry in found}


# counts


@pytest.mark.parametrize(
    ("labels", "records", "counts"),
    [
        ([fact(0, 4, "m.a")], [(0, 4, "m.a")], {"m.a": (1, 1, 1)}),
        ([fact(0, 4, "m.a")], [(0, 4, "m.b")], {"m.a": (1, 0, 0), "m.b": (0, 1, 0)}),
        ([fact(0, 4, "m.a")], [], {"m.a": (1, 0, 0)}),
        ([], [(0, 4, "m.a")], {"m.a": (0, 1, 0)}),
        # what a reader may take it for is as right, and counted as what was said
        ([fact(0, 4, "m.a", "m.b", "m.c")], [(0, 4, "m.b")], {"m.b": (1, 1, 1)}),
        ([fact(0, 4, "m.a", "m.b")], [(0, 4, "m.c")], {"m.a": (1, 0, 0), "m.c": (0, 1, 0)}),
        # other is no metric: neither missing nor found
        ([fact(0, 4, "other")], [(0, 4, "other")], {}),
        ([fact(0, 4, "other")], [(0, 4, "m.a")], {"m.a": (0, 1, 0)}),
        ([fact(0, 4, "m.a")], [(0, 4, "other")], {"m.a": (1, 0, 0)}),
        ([fact(0, 4, "m.a", "other")], [(0, 4, "other")], {}),
        ([fact(0, 4, "other", "m.a")], [(0, 4, "m.a")], {"m.a": (1, 1, 1)}),
        # numbers that are no facts must not be said, but for those of which nobody can say
        ([label(0, 4, "time")], [(0, 4, "m.a")], {"m.a": (0, 1, 0)}),
        ([label(0, 4, "vague")], [(0, 4, "m.a")], {}),
        ([label(0, 4, "threshold")], [(0, 4, "m.a")], {}),
        ([label(0, 4, "time")], [], {}),
        ([label(0, 4, "time")], [(0, 4, "other")], {}),
        # spans need not be the same, only overlap; each label has one record, the one that overlaps most
        ([fact(2, 6, "m.a")], [(0, 3, "m.a")], {"m.a": (1, 1, 1)}),
        ([fact(2, 6, "m.a")], [(0, 2, "m.a"), (6, 8, "m.a")], {"m.a": (1, 2, 0)}),
        ([fact(0, 6, "m.a")], [(0, 2, "m.b"), (2, 6, "m.a")], {"m.a": (1, 1, 1), "m.b": (0, 1, 0)}),
        ([fact(0, 3, "m.a"), fact(3, 6, "m.a")], [(0, 6, "m.a")], {"m.a": (2, 1, 1)}),
        ([fact(0, 4, "m.a"), fact(0, 4, "m.a")], [(0, 4, "m.a")], {"m.a": (2, 1, 1)}),
        ([label(0, 6, "vague")], [(0, 2, "m.a"), (4, 6, "m.b")], {}),
        ([fact(0, 3, "m.a"), label(3, 9, "vague")], [(0, 4, "m.a")], {"m.a": (1, 1, 1)}),
    ],
)
def test_what_is_counted(labels: list[dict[str, Any]], records: list[tuple[int, int, str]], counts: dict[str, tuple[int, int, int]], tmp_path: Path) -> None:
    assert counted(tmp_path, labels, said(*records)) == counts


def test_scores_against_an_example_by_hand(tmp_path: Path) -> None:
    """m.a: four labelled, three of them said, one more said of what is m.b: P 3/4, R 3/4. m.b: two labelled, one said rightly: P 1/1, R 1/2."""
    labels = [*(fact(10 * n, 10 * n + 4, "m.a") for n in range(4)), fact(50, 54, "m.b"), fact(60, 64, "m.b")]
    records = said((0, 4, "m.a"), (10, 14, "m.a"), (20, 24, "m.a"), (50, 54, "m.b"), (60, 64, "m.a"))
    write_gold(tmp_path, labels)
    first, second = score(tmp_path, {"a.txt": records}, [])
    assert (first, second) == (Score("m.a", 4, 4, 3), Score("m.b", 2, 1, 1))
    assert (first.precision, first.recall, first.f1) == (0.75, 0.75, 0.75)
    assert (second.precision, second.recall, round(second.f1, 4)) == (1.0, 0.5, 0.6667)


def test_several_reports_are_counted_together(tmp_path: Path) -> None:
    write_gold(tmp_path, [fact(0, 4, "m.a")])
    write_gold(tmp_path, [fact(0, 4, "m.a")], "县/b")
    found = score(tmp_path, {"a.txt": said((0, 4, "m.a")), "县/b.md": [], "c.txt": said((0, 4, "m.a"))}, [])
    assert found == (Score("m.a", 2, 1, 1),), "a report without labels says nothing"


def test_many_figures_take_little_time(tmp_path: Path) -> None:
    """Each label is compared with its neighbours, not with all."""
    number = 20_000
    labels = [fact(10 * n, 10 * n + 4, "m.a") for n in range(number)]
    assert counted(tmp_path, labels, said(*((10 * n, 10 * n + 4, "m.a") for n in range(number)))) == {"m.a": (number, number, number)}


# files


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("{", "Expecting property name"),
        ("[]", "no object"),
        ("3", "no object"),
        ("null", "no object"),
        ('{"start": 0, "end": 4}', "must be"),
        ('{"start": 0, "end": 4, "role": "fact"}', "must be"),
        ('{"start": "0", "end": 4, "role": "time"}', "must be"),
        ('{"start": true, "end": 4, "role": "time"}', "must be"),
        ('{"start": Infinity, "end": 4, "role": "time"}', "must be"),
        ('{"start": 0, "end": 4, "role": 3}', "must be"),
        ('{"start": 0, "end": 4, "role": "fact", "metric": ["m.a"]}', "must be"),
        ('{"start": 0, "end": 4, "role": "fact", "metric": "m.a", "metric_alt": [3]}', "must be"),
        ('{"start": 0, "end": 4, "role": "fact", "metric": "m.a", "metric_alt": 3}', "must be"),
        ('{"start": 0, "end": 4, "role": "fact", "metric": "m.a", "metric_alt": "m.b"}', "must be"),
        ("[" * 100_000, "this line is no label"),
    ],
)
def test_a_line_that_is_no_label(line: str, says: str, tmp_path: Path) -> None:
    path = write_gold(tmp_path, [fact(0, 4, "m.a")])
    path.write_text(f"{path.read_text(encoding='utf-8')}\n{line}\n", encoding="utf-8")
    with pytest.raises(InputError, match=says) as raised:
        read_gold(path)
    assert (raised.value.place, raised.value.remedy) == (f"{path}:3", "give start, end, role, and metric for a fact")


def test_blank_lines_marks_and_separators_are_read_over(tmp_path: Path) -> None:
    path = tmp_path / "a.gold.jsonl"
    path.write_text('\ufeff{"start": 0, "end": 4, "role": "time", "note": "\u2028\x85"}\r\n\r\n', encoding="utf-8", newline="")
    assert [(found.start, found.end, found.role, found.metrics) for found in read_gold(path)] == [(0, 4, "time", ())]


def faults_of(folder: Path, records: dict[str, list[MetricRecord]], failed: tuple[str, ...] = ()) -> list[tuple[str, str, str]]:
    faults: list[Fault] = []
    score(folder, records, faults, failed)
    return [(fault.code, fault.path.removeprefix(f"{folder}/"), fault.message) for fault in faults]


def test_files_at_fault_hide_no_others(tmp_path: Path) -> None:
    write_gold(tmp_path, [fact(0, 4, "m.a")], "good")
    write_gold(tmp_path, [{"role": "fact"}], "bad")
    write_gold(tmp_path, [], "lost")
    write_gold(tmp_path, [], "twice")
    write_gold(tmp_path, [], "failed")
    (tmp_path / "bytes.gold.jsonl").write_bytes(b"\xb0\xa1")
    records: dict[str, list[MetricRecord]] = {name: [] for name in ("good.txt", "bad.txt", "twice.txt", "twice.md", "bytes.txt")}
    faults: list[Fault] = []
    assert score(tmp_path, records, faults, ["failed.txt"]) == (Score("m.a", 1, 0, 0),)
    assert [(fault.code, Path(fault.path).name, fault.line) for fault in faults] == [
        ("P306", "bad.gold.jsonl", 1),
        ("P306", "bytes.gold.jsonl", 1),
        ("P304", "lost.gold.jsonl", 1),
        ("P304", "twice.gold.jsonl", 1),
    ]
    assert [fault.message for fault in faults][1:] == ["not UTF-8 at byte 0", "the gold file has no report", "the gold file may be of twice.txt or twice.md"]
    assert all(fault.level == "error" and fault.remedy for fault in faults)


def test_a_folder_without_gold_files_is_no_pass(tmp_path: Path) -> None:
    assert faults_of(tmp_path, {"a.txt": []}) == [("P306", str(tmp_path), "no gold file NAME.gold.jsonl in this folder")]


# in a check


def test_gold_files_in_a_check(accepted: Gate, samples: Path, tmp_path: Path) -> None:
    found = read_results(samples / "expected/a.jsonl").records
    metrics = {"8500名": "member.new", "3万人": "member.total", "37人": "member.total"}
    write_gold(tmp_path / "gold", [fact(record.start, record.end, metrics[record.surface]) for record in found])
    report = accepted(gold=tmp_path / "gold")
    assert report.scores == (Score("member.new", 1, 1, 1), Score("member.total", 2, 1, 1))
    assert report.exit_code == 0, "scores are told, not judged"


def test_gold_files_without_reports_fail(checked: Gate, tmp_path: Path) -> None:
    write_gold(tmp_path / "gold", [fact(0, 4, "m.a")])
    report = checked(gold=tmp_path / "gold")
    assert [(fault.code, fault.message) for fault in report.faults] == [("P304", "the gold file has no report")]
    assert report.exit_code == 1
