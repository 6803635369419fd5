"""Golden files: what the reports give now against what they are expected to give, and what an --accept may touch."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from ureport import Extractor
from ureport.checking.report import CheckReport
from ureport.errors import Fault, UsageError

Gate = Callable[..., CheckReport]
Write = Callable[..., Path]
Sound = dict[str, str]

NEW, TOTAL = "member/new.toml", "member/total.toml"
FIRST = 'template = "新增会员 … {人}"'
TAKING = '(现有|新增)会员 … {人}"\npriority = 1\n#"'


def golden(samples: Path, name: str = "a") -> Path:
    return samples / f"expected/{name}.jsonl"


def records(path: Path) -> list[tuple[str, str, str]]:
    """Source, metric and surface of each record of a golden file."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [(row["source"], row["metric"], row["surface"]) for row in rows]


def of_reports(report: CheckReport) -> list[Fault]:
    """The faults of reports and golden files, those of wordings left out."""
    return [fault for fault in report.faults if fault.code.startswith("P30")]


def told(report: CheckReport) -> list[tuple[str, str]]:
    return [(fault.code, fault.message) for fault in of_reports(report)]


# what is the same


def test_a_golden_file_holds_the_records_of_its_report(accepted: Gate, samples: Path) -> None:
    assert records(golden(samples)) == [("a.txt", "member.new", "8500名"), ("a.txt", "member.total", "3万人"), ("a.txt", "other", "37人")]
    report = accepted()
    assert (report.faults, report.changes, report.sources, report.counts.reports, report.counts.records) == ((), (), ("a.txt",), 1, 3)


def test_folders_within_folders(gate: Gate, samples: Path, report_text: str, write_files: Write) -> None:
    write_files(samples, {"县/镇/b.txt": report_text, "县/b.md": report_text})
    report = gate(accept="*")
    assert sorted(path.relative_to(samples).as_posix() for path in samples.rglob("*.jsonl")) == [
        "expected/a.jsonl",
        "expected/县/b.jsonl",
        "expected/县/镇/b.jsonl",
    ]
    assert report.sources == ("a.txt", "县/b.md", "县/镇/b.txt")
    assert gate().faults == ()


def test_a_report_without_a_record_has_an_empty_golden_file(gate: Gate, samples: Path, write_files: Write) -> None:
    write_files(samples, {"b.txt": "没有数字。"})
    gate(accept="*")
    assert golden(samples, "b").read_bytes() == b""
    assert gate().faults == ()


@pytest.mark.parametrize("name", ["wordings/b.txt", "b.c.txt", "b.TXT", "expected.txt", "a/a.txt"])
def test_reports_of_any_name_are_compared(name: str, gate: Gate, samples: Path, report_text: str, write_files: Write) -> None:
    write_files(samples, {name: report_text})
    gate(accept="*")
    assert gate().faults == ()
    write_files(samples, {name: report_text.replace("8500名", "8600名")})
    assert {fault.report for fault in of_reports(gate())} == {name}


# what differs


def test_gained(accepted: Gate, samples: Path, report_text: str, write_files: Write) -> None:
    write_files(samples, {"a.txt": report_text + "新增会员15名。\n"})
    report = accepted()
    assert told(report) == [("P302", "gained: 15名 (a.txt:5) member.new")]
    assert [(change.kind, change.metric, change.surface, change.line) for change in report.changes] == [("gained", "member.new", "15名", 5)]
    assert report.exit_code == 1


def test_lost(accepted: Gate, samples: Path, report_text: str, write_files: Write) -> None:
    write_files(samples, {"a.txt": report_text.replace("参观的有37人。\n", "")})
    report = accepted()
    assert told(report) == [("P301", "lost: 37人 (a.txt:4) other")]
    (fault,) = of_reports(report)
    assert (fault.path, fault.line, fault.level, fault.report) == (str(samples / "a.txt"), 4, "error", "a.txt")
    assert fault.detail == (
        "in: 参观的有37人。",
        "metric: other → (none)",
        "value: 37 → (none)",
        "unit: 人 → (none)",
        "status: actual → (none)",
        "aspect: level → (none)",
    )


def test_changed_field_by_field(accepted: Gate, sound: Sound) -> None:
    report = accepted({NEW: sound[NEW].replace(FIRST, f'{FIRST}\nstatus = "target"')})
    assert told(report) == [("P303", "changed: 8500名 (a.txt:3) member.new")]
    (fault,) = of_reports(report)
    assert fault.detail == ("in: 全年新增会员8500名，现有会员3万人。", "status: actual → target")
    assert (Path(fault.path).name, fault.line, fault.column, fault.source_line[12:-1]) == ("new.toml", 7, 13, "新增会员 … {人}")
    assert (fault.metric, fault.report, fault.remedy) == ("member.new", "a.txt", "Mend the pattern, or take the new state with --accept.")


def test_another_metric(accepted: Gate, sound: Sound) -> None:
    report = accepted({TOTAL: sound[TOTAL].replace("现有会员 … {人}", TAKING)})
    (change,) = report.changes
    assert (change.metric, change.pattern, change.metrics) == ("member.new", "member.new#1", {"member.new", "member.total"})
    assert [d.field for d in change.fields] == ["metric", "metric_name", "pattern"]


def test_a_report_that_moved_is_the_same(accepted: Gate, samples: Path, report_text: str, write_files: Write) -> None:
    """A line put in above moves every figure; that alone is no change."""
    write_files(samples, {"a.txt": report_text.replace("\n\n", "\n\n工会工作扎实推进。\n", 1)})
    assert accepted().faults == ()


# files that lack, or cannot be read


def test_a_report_without_a_golden_file(accepted: Gate, samples: Path, report_text: str, write_files: Write) -> None:
    write_files(samples, {"县/b.txt": report_text})
    report = accepted()
    assert [(fault.code, fault.path, fault.report) for fault in report.faults] == [("P305", str(samples / "县/b.txt"), "县/b.txt")]
    assert (report.exit_code, report.changes) == (1, ())


def test_a_golden_file_without_a_report(accepted: Gate, samples: Path) -> None:
    golden(samples).rename(golden(samples, "b"))
    report = accepted()
    assert [(fault.code, fault.path) for fault in report.faults] == [("P305", str(samples / "a.txt")), ("P304", str(golden(samples, "b")))]
    assert [fault.code for fault in accepted(accept="*").errors] == ["P304"], "a golden file is never deleted"


def test_the_last_report_is_deleted(accepted: Gate, samples: Path) -> None:
    (samples / "a.txt").unlink()
    report = accepted()
    assert {(fault.code, Path(fault.path).name) for fault in report.faults} >= {("P304", "a.jsonl"), ("P306", "samples")}
    assert report.exit_code == 1


@pytest.mark.parametrize(
    ("old", "new", "place", "message"),
    [
        ('"source"', '"source', (1, None), "this line is no JSON"),
        ('{"record_id"', '"record_id"', (2, 12), "this line is no JSON"),
        ('"value": 8500', '"value": "eight"', (1, 1), None),
        ('"metric": "member.new", ', "", (1, 1), None),
        ("member.new", "member.new\ud800", (1, 1), "this is not UTF-8"),
        ('"status": "actual"', '"status": "actaul"', (1, 1), None),
    ],
)
def test_a_line_that_cannot_be_read(old: str, new: str, place: tuple[int, int | None], message: str | None, accepted: Gate, samples: Path) -> None:
    lines = golden(samples).read_text(encoding="utf-8").split("\n")
    line, column = place
    assert old in lines[line - 1]
    lines[line - 1] = lines[line - 1].replace(old, new, 1)
    golden(samples).write_bytes("\n".join(lines).encode("utf-8", "surrogatepass"))
    (fault,) = accepted().faults
    assert (fault.code, fault.path, fault.line, fault.report) == ("P306", str(golden(samples)), line, "a.txt")
    assert column is None or fault.column == column
    assert message is None or fault.message == message
    assert "record_id" in fault.source_line


def test_a_report_that_cannot_be_read(accepted: Gate, samples: Path) -> None:
    """One fault, at the report: its golden file waits for it."""
    (samples / "a.txt").write_bytes(b"\x00\x01\x02")
    before = golden(samples).read_bytes()
    for accept in ("", "*", "other"):
        report = accepted(accept=accept)
        assert [(fault.code, fault.path, fault.message) for fault in report.errors] == [
            ("P306", str(samples / "a.txt"), "report: binary: this is no text file"),
        ]
        assert golden(samples).read_bytes() == before
        assert [fault.report for fault in report.faults] == ["a.txt"]


def test_a_folder_that_cannot_be_read(accepted: Gate, samples: Path, report_text: str, write_files: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    """One fault, at the folder: the golden files of its reports wait for them."""
    write_files(samples, {"县/b.txt": report_text})
    accepted(accept="*")
    scandir = os.scandir

    def refusing(path: Path) -> object:
        if Path(path) == samples / "县":
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr("ureport.readers.folder.os.scandir", refusing)
    assert [(fault.code, fault.path) for fault in accepted().faults] == [("P306", str(samples / "县"))]
    accepted(accept="*")
    assert golden(samples, "县/b").is_file()


def test_samples_without_a_report(gate: Gate, samples: Path, write_files: Write) -> None:
    write_files(samples, {"a.txt": None, "notes.xyz": "x"})
    assert told(gate()) == [("P306", "report: no report found in this folder")]
    write_files(samples, {"notes.xyz": None, "expected/notes.txt": "会员37人。"})
    assert told(gate()) == [("P306", "report: no report found in this folder")]
    assert gate().exit_code == 1


def test_a_report_that_stops_the_program_is_told_and_the_others_go_on(
    accepted: Gate, samples: Path, report_text: str, write_files: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_files(samples, {"b.txt": report_text.replace("8500", "8600")})
    trace = Extractor.trace

    def failing(self: Extractor, document: object) -> object:
        if document.source == "a.txt":  # type: ignore[attr-defined]
            raise KeyError("会")
        return trace(self, document)  # type: ignore[arg-type]

    monkeypatch.setattr(Extractor, "trace", failing)
    report = accepted()
    assert [(fault.code, Path(fault.path).name) for fault in report.faults] == [("P012", "a.txt"), ("P305", "b.txt")]
    assert report.exit_code == 2


# metrics that are gone, files that are broken


def test_a_metric_that_is_gone(accepted: Gate, samples: Path, sound: Sound) -> None:
    report = accepted({TOTAL: None, NEW: sound[NEW].replace('metric = "member.total"', 'metric = "other"')})
    changed, gone = sorted((fault for fault in of_reports(report) if "wordings" not in fault.path), key=lambda fault: fault.code)
    assert (gone.code, gone.message, gone.line, gone.report) == ("P307", "the library holds no metric 'member.total'", 2, "a.txt")
    assert gone.source_line[gone.column - 1 : gone.column - 1 + gone.width] == '"member.total"'
    assert (changed.code, changed.metric) == ("P303", "member.total")
    assert [fault.code for fault in accepted(accept="member.total").errors] == []
    assert [metric for _, metric, _ in records(golden(samples))].count("member.total") == 0


def test_a_broken_metric_file_changes_no_golden_record(accepted: Gate) -> None:
    """Its records are other now, but that is no change that anybody should look at, or take."""
    report = accepted({TOTAL: "[["})
    assert [fault.code for fault in report.faults] == ["P002"]
    assert report.changes == ()


@pytest.mark.parametrize("accept", ["*", "member.total", "member.new"])
@pytest.mark.parametrize("broken", [{TOTAL: "[["}, {"units/people.toml": "[["}, {TOTAL: "§"}])
def test_nothing_is_accepted_from_a_library_that_is_at_fault(broken: dict[str, str], accept: str, accepted: Gate, samples: Path, sound: Sound) -> None:
    before = {path: path.read_bytes() for path in samples.rglob("*") if path.is_file()}
    changes = {name: sound[name].replace('["member.new"]', '["member.nwe"]') if content == "§" else content for name, content in broken.items()}
    report = accepted({**changes, NEW: sound[NEW].replace(FIRST, f'{FIRST}\nstatus = "target"')}, accept=accept)
    assert (report.accepted, report.exit_code) == ((), 2)
    assert {path: path.read_bytes() for path in samples.rglob("*") if path.is_file()} == before


# two reports of one name


@pytest.fixture
def twins(gate: Gate, samples: Path, report_text: str, write_files: Write) -> Path:
    """a.txt and a.md share a golden file."""
    write_files(samples, {"a.md": report_text.replace("8500名", "8600名")})
    gate(accept="*")
    return golden(samples)


def test_two_reports_of_one_name_share_a_golden_file(twins: Path, gate: Gate) -> None:
    assert [source for source, _, _ in records(twins)] == ["a.md"] * 3 + ["a.txt"] * 3
    assert gate().faults == ()
    assert gate(accept="*").accepted == ()


def test_one_of_them_changes(twins: Path, gate: Gate, samples: Path, report_text: str, write_files: Write) -> None:
    before = records(twins)
    write_files(samples, {"a.txt": f"{report_text}新增会员5名。\n"})
    assert {fault.report for fault in gate().faults} == {"a.txt"}
    gate(accept="member.new")
    assert records(twins) == [*before, ("a.txt", "member.new", "5名")]
    assert gate().faults == ()


@pytest.mark.parametrize("accept", ["*", "member.new"])
def test_one_of_them_cannot_be_read(accept: str, twins: Path, gate: Gate, samples: Path, report_text: str, write_files: Write) -> None:
    """Its records wait in the file."""
    write_files(samples, {"a.txt": f"{report_text}新增会员5名。\n", "a.md": b"\0"})
    report = gate(accept=accept)
    assert [(fault.code, Path(fault.path).name) for fault in report.errors] == [("P306", "a.md")]
    assert [source for source, _, _ in records(twins)] == ["a.txt"] * 4 + ["a.md"] * 3
    write_files(samples, {"a.md": report_text.replace("8500名", "8600名")})
    assert gate().faults == ()


def test_one_of_them_is_gone(twins: Path, gate: Gate, samples: Path, report_text: str, write_files: Write) -> None:
    write_files(samples, {"a.md": None, "a.txt": f"{report_text}新增会员5名。\n"})
    report = gate()
    assert ("P304", "the golden file holds records of a.md, which is none of its reports") in told(report)
    (fault,) = [fault for fault in report.faults if fault.code == "P304"]
    assert fault.source_line[fault.column - 1 : fault.column - 1 + fault.width] == '"a.md"'
    assert gate(accept="member.new").accepted
    assert len(records(twins)) == 7, "one metric alone deletes nothing else"
    assert gate(accept="*").exit_code == 0
    assert [source for source, _, _ in records(twins)] == ["a.txt"] * 4


def test_one_of_them_is_new(accepted: Gate, samples: Path, report_text: str, write_files: Write) -> None:
    write_files(samples, {"a.md": report_text})
    assert [(fault.code, fault.report) for fault in accepted().faults] == [("P302", "a.md")] * 3


# --accept


@pytest.fixture
def changed_twice(accepted: Gate, samples: Path, report_text: str, write_files: Write) -> Gate:
    """Two reports, in which figures of three metrics have changed, one is gained and one lost."""
    write_files(samples, {"b.txt": report_text})
    accepted(accept="*")
    write_files(samples, {"a.txt": "湖州市总工会2016年工作总结\n\n全年新增会员8501名，现有会员4万人。\n参观的有38人。\n新增会员5名。\n"})
    write_files(samples, {"b.txt": "湖州市总工会2016年工作总结\n\n现有会员3万人。\n参观的有39人。\n"})
    return accepted


def test_accept_takes_all(changed_twice: Gate, samples: Path) -> None:
    report = changed_twice(accept="*")
    assert report.accepted == (str(golden(samples)), str(golden(samples, "b")))
    assert (report.exit_code, report.errors) == (0, ())
    assert len(report.changes) == len(report.faults) > 0, "the new state is taken after it was shown"
    assert all(fault.message.startswith("accepted: ") and not fault.remedy for fault in report.faults)
    assert [surface for _, _, surface in records(golden(samples))] == ["8501名", "4万人", "38人", "5名"]
    assert changed_twice().faults == ()


@pytest.mark.parametrize(
    ("metric", "a", "b"),
    [
        ("member.new", ["8501名", "3万人", "37人", "5名"], ["3万人", "37人"]),
        ("member.total", ["8500名", "4万人", "37人"], ["8500名", "3万人", "37人"]),
        ("other", ["8500名", "3万人", "38人"], ["8500名", "3万人", "39人"]),
    ],
)
def test_accept_of_one_metric_deletes_nothing_else(metric: str, a: list[str], b: list[str], changed_twice: Gate, samples: Path) -> None:
    assert changed_twice(accept=metric).exit_code == 1
    assert [sorted(surface for _, _, surface in records(golden(samples, name))) for name in "ab"] == [sorted(a), sorted(b)]
    for other in ("member.new", "member.total", "other"):
        changed_twice(accept=other)
    assert changed_twice().faults == ()


def test_accept_of_a_metric_that_lost_a_record_to_another(accepted: Gate, samples: Path, sound: Sound) -> None:
    accepted({TOTAL: sound[TOTAL].replace("现有会员 … {人}", TAKING)}, accept="member.new")
    assert [metric for _, metric, _ in records(golden(samples))] == ["member.total", "member.total", "other"]


def test_files_that_nothing_changes_are_not_written(changed_twice: Gate, samples: Path, report_text: str, write_files: Write) -> None:
    write_files(samples, {"b.txt": report_text})
    assert changed_twice(accept="member.new").accepted == (str(golden(samples)),)
    assert changed_twice(accept="member.new").accepted == ()


def test_a_file_that_cannot_be_read_is_made_anew_for_all_only(accepted: Gate, samples: Path) -> None:
    """To take one metric would drop the lines that nobody could read."""
    before = golden(samples).read_text(encoding="utf-8").replace('"value": 37', '"value": 3 7')
    golden(samples).write_text(before, encoding="utf-8")
    report = accepted(accept="member.new")
    assert (golden(samples).read_text(encoding="utf-8"), report.accepted) == (before, ())
    assert [(fault.code, fault.line, fault.level) for fault in report.faults] == [("P306", 3, "error")]
    report = accepted(accept="*")
    assert (report.accepted, report.exit_code) == ((str(golden(samples)),), 0)
    assert accepted().faults == ()


@pytest.mark.parametrize(("metric", "remedy"), [("member.nwe", "did you mean member.new"), ("aid.visited", "use one of: member.new, member.total")])
def test_an_unknown_metric_is_no_metric_without_changes(metric: str, remedy: str, accepted: Gate) -> None:
    with pytest.raises(UsageError, match=f"unknown metric '{metric}'") as raised:
        accepted(accept=metric)
    assert raised.value.remedy.startswith(remedy)


def test_what_is_accepted_is_always_shown(changed_twice: Gate, samples: Path, report_text: str, write_files: Write) -> None:
    """--select and --ignore hide nothing that an --accept takes."""
    for number, hiding in enumerate(({"select": ("P1",)}, {"ignore": ("P3",)})):
        write_files(samples, {"b.txt": f"{report_text}新增会员{number + 5}名。\n"})
        assert (changed_twice(**hiding).faults, changed_twice(**hiding).changes) == ((), ())
        report = changed_twice(accept="*", **hiding)
        assert report.accepted
        assert len(report.changes) == len(report.faults) > 0


def test_ignored_changes_are_not_shown(changed_twice: Gate) -> None:
    report = changed_twice(ignore=("P302", "P301"))
    assert {change.kind for change in report.changes} == {"changed"}
    assert {fault.code for fault in report.faults} == {"P303"}
