"""``ureport diff`` as a user meets it."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from making.commands import Command, runner
from ureport import Document, Extraction, Extractor

SOURCE = Path(__file__).parent.parent / "src"
REPORT = "湖州市总工会2016年工作总结\n\n全年新增会员8500名，发放慰问款物35万元。\n参观的有37人。\n"
HEAD = 'name = "{name}"\ndefinition = "for a test"\nkind = "count"\nunits = ["人"]\n'
NEW_MEMBERS = HEAD.format(name="新增会员数") + '\n[[pattern]]\ntemplate = "新增会员 … {}"\n'
VISITORS = HEAD.format(name="参观人数") + '\n[[pattern]]\ntemplate = "参观 … {}"\n'

needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


@pytest.fixture
def ureport(capsys: pytest.CaptureFixture[str]) -> Command:
    return runner(capsys)


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports/a.txt").write_text(REPORT, encoding="utf-8")
    (tmp_path / "reports/b.txt").write_text(REPORT.replace("37人", "41人"), encoding="utf-8")
    return tmp_path / "reports"


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A library that knows new members only."""
    return library(tmp_path / "old", {"member/new.toml": NEW_MEMBERS})


@pytest.fixture
def new(tmp_path: Path) -> Path:
    """The same, and visitors; the new members are planned."""
    return library(tmp_path / "new", {"member/new.toml": NEW_MEMBERS + 'status = "target"\n', "visit/people.toml": VISITORS})


def library(folder: Path, files: dict[str, str]) -> Path:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, encoding="utf-8")
    return folder


# two libraries

TEXT = """\
member.new
  member.new#1
    changed status actual → target
      a.txt:3  全年新增会员⟨8500名⟩，发放慰问款物35万元。
      b.txt:3  全年新增会员⟨8500名⟩，发放慰问款物35万元。
other
  (no pattern)
    changed metric other → visit.people; pattern (none) → visit.people#1
      a.txt:4  参观的有⟨37人⟩。
      b.txt:4  参观的有⟨41人⟩。
"""


def test_two_libraries(ureport: Command, old: Path, new: Path, reports: Path) -> None:
    result = ureport("diff", old, new, "--on", reports)
    assert (result.code, result.out) == (1, TEXT)
    assert result.err == "0 lost, 0 gained, 4 changed, 2 the same; 2 reports read, 0 failed\n"


def test_nothing_differs(ureport: Command, old: Path, reports: Path) -> None:
    result = ureport("diff", old, old, "--on", reports / "a.txt", "--on", reports / "b.txt")
    assert (result.code, result.out) == (0, "")
    assert result.err == "0 lost, 0 gained, 0 changed, 6 the same; 2 reports read, 0 failed\n"
    assert ureport("diff", old, old, "--on", reports, "--quiet").err == ""


def test_a_checkout_is_the_library_in_it(ureport: Command, old: Path, new: Path, reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(new, tmp_path / "checkout/patterns")
    (tmp_path / "checkout/patterns/note.toml").write_text("", encoding="utf-8")
    assert ureport("diff", old, tmp_path / "checkout", "--on", reports).out == TEXT
    monkeypatch.chdir(tmp_path / "checkout")
    assert ureport("diff", old, ".", "--on", reports).out == TEXT


def test_only_some_metrics(ureport: Command, old: Path, new: Path, reports: Path) -> None:
    result = ureport("diff", old, new, "--on", reports, "--metric", "visit.*")
    assert re.findall("changed.*", result.out) == ["changed metric other → visit.people; pattern (none) → visit.people#1"]
    assert result.err.startswith("0 lost, 0 gained, 2 changed, 0 the same;")
    assert ureport("diff", old, new, "--on", reports, "--metric", "member.new,other").err.startswith("0 lost, 0 gained, 4 changed, 2 the same;")
    result = ureport("diff", old, new, "--on", reports, "--metric", "visit.poeple")
    assert (result.code, result.out) == (2, "")
    assert "did you mean visit.people" in result.err


def test_a_report_that_cannot_be_read_is_told_once(ureport: Command, old: Path, reports: Path) -> None:
    (reports / "empty.txt").write_bytes(b"")
    (reports / "bad.txt").write_bytes(REPORT.encode() * 9 + b"\xff")
    result = ureport("diff", old, old, "--on", reports)
    assert result.code == 1
    assert result.err.count("empty.txt: empty") == 1
    assert result.err.count("warning: bad.txt") == 1
    assert "3 reports read, 1 failed" in result.err


def test_a_fault_of_ours_with_the_new_library_is_told_and_counted(
    ureport: Command, old: Path, new: Path, reports: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    extract = Extractor.extract

    def failing(self: Extractor, document: Document) -> Extraction:
        if "visit.people" in self.library.metrics and document.source == "a.txt":
            raise ValueError("broken")
        return extract(self, document)

    monkeypatch.setattr(Extractor, "extract", failing)
    result = ureport("diff", old, new, "--on", reports)
    assert result.code == 1
    assert "a.txt: internal fault (ValueError: broken)" in result.err
    assert "1 failed" in result.err
    assert "b.txt:3" in result.out
    assert "a.txt:3" not in result.out


def test_places_alone_decide_between_libraries(ureport: Command, old: Path, new: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of two equal lines one library sees the first, the other the second: no text has moved."""
    extract = Extractor.extract

    def seeing_one(self: Extractor, document: Document) -> Extraction:
        extraction = extract(self, document)
        return replace(extraction, records=extraction.records[1:] if "visit.people" in self.library.metrics else extraction.records[:1])

    monkeypatch.setattr(Extractor, "extract", seeing_one)
    (tmp_path / "twice.txt").write_text("召开会议8次。\n召开会议8次。\n", encoding="utf-8")
    assert ureport("diff", old, new, "--on", tmp_path / "twice.txt").err.startswith("1 lost, 1 gained, 0 changed, 0 the same")


def test_standard_input_as_the_report(old: Path, new: Path) -> None:
    command = [sys.executable, "-m", "ureport", "diff", str(old), str(new), "--on", "-"]
    done = subprocess.run(command, input=REPORT.encode(), capture_output=True, env=os.environ | {"PYTHONPATH": str(SOURCE)})
    assert done.returncode == 1
    assert "stdin:3  全年新增会员⟨8500名⟩" in done.stdout.decode()


# git revisions


@pytest.fixture
def repository(tmp_path: Path, old: Path, new: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout with the old library as v1, the new one as main, and one more wording in the work tree."""
    person = {f"GIT_{who}_{what}": "x@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    for name, value in (person | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "GIT_CEILING_DIRECTORIES": str(tmp_path)}).items():
        monkeypatch.setenv(name, value)
    folder = tmp_path / "repository"
    shutil.copytree(old, folder / "patterns")
    git(folder, "init", "--quiet", "--initial-branch=main")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "-m", "old")
    git(folder, "tag", "v1")
    shutil.copytree(new, folder / "patterns", dirs_exist_ok=True)
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "-m", "new")
    return folder


def git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True)


@needs_git
def test_a_revision_against_the_work_tree(ureport: Command, repository: Path, reports: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert ureport("diff", "v1", repository, "--on", reports).out == TEXT
    assert ureport("diff", "v1", repository / "patterns", "--on", reports).out == TEXT
    assert ureport("diff", "v1:patterns", repository, "--on", reports).out == TEXT
    assert ureport("diff", "HEAD", repository, "--on", reports).code == 0
    monkeypatch.chdir(repository)
    for arguments in (("HEAD~1", "."), ("v1", "patterns"), ("v1", "main"), ("v1:", "HEAD:patterns")):
        assert ureport("diff", *arguments, "--on", reports).out == TEXT
    assert ureport("diff", ".", "v1", "--on", reports).err.startswith("0 lost, 0 gained, 4 changed")
    monkeypatch.chdir(repository / "patterns/member")
    assert ureport("diff", "v1", "main", "--on", reports).out == TEXT


@needs_git
def test_a_revision_of_a_library_in_another_folder(ureport: Command, repository: Path, reports: Path) -> None:
    git(repository, "mv", "patterns", "ours")
    git(repository, "commit", "--quiet", "-m", "moved")
    library(repository, {"ours/visit/people.toml": VISITORS.replace("参观", "旁听")})
    result = ureport("diff", "HEAD", repository / "ours", "--on", reports)
    assert result.code == 1
    assert "visit.people → other" in result.out
    # the revision before has no such folder, but patterns
    assert "visit.people → other" in ureport("diff", "HEAD~1", repository / "ours", "--on", reports).out
    assert "visit.people → other" in ureport("diff", "HEAD:ours", repository / "ours", "--on", reports).out


@needs_git
def test_a_library_outside_of_any_repository_and_a_revision_of_the_current_one(
    ureport: Command, repository: Path, new: Path, reports: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(repository)
    assert ureport("diff", "v1", new, "--on", reports).out == TEXT


@needs_git
@pytest.mark.parametrize(
    ("revision", "message"),
    [
        ("gone", "error: gone: no such file or folder, and as a revision: no such revision\n  remedy: "),
        ("main:gone", "error: main:gone: no pattern library in this revision\n  remedy: name its folder"),
        ("main:../..", "error: main:../..: no such file or folder, and as a revision: this path leads out of the repository\n  remedy: "),
        ("--upload-pack=x", "No such option"),
    ],
)
def test_a_wrong_revision(ureport: Command, repository: Path, reports: Path, revision: str, message: str) -> None:
    result = ureport("diff", revision, repository, "--on", reports)
    assert (result.code, result.out) == (2, "")
    assert message in result.err


@needs_git
def test_a_fault_of_a_revision_is_told_with_its_place_in_it(ureport: Command, repository: Path, reports: Path) -> None:
    library(repository, {"patterns/visit/people.toml": 'name = "x\n'})
    git(repository, "commit", "--quiet", "--all", "-m", "broken")
    library(repository, {"patterns/visit/people.toml": VISITORS})
    result = ureport("diff", "main", repository, "--on", reports)
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("main:patterns/visit/people.toml:1:") or "error: main:patterns/visit/people.toml:1:" in result.err


# two results


@pytest.fixture
def results(ureport: Command, old: Path, new: Path, reports: Path, tmp_path: Path) -> tuple[Path, Path]:
    """What the two libraries say of the reports."""
    ureport("extract", reports, "--patterns", old, "-o", tmp_path / "old.jsonl")
    ureport("extract", reports, "--patterns", new, "-o", tmp_path / "new.csv", "--headers", "zh")
    return tmp_path / "old.jsonl", tmp_path / "new.csv"


def test_two_results(ureport: Command, results: tuple[Path, Path]) -> None:
    result = ureport("diff", *results)
    assert (result.code, result.out) == (1, TEXT)
    assert result.err == "0 lost, 0 gained, 4 changed, 2 the same\n"
    assert ureport("diff", results[0], results[0]).code == 0


def test_a_report_with_a_line_put_in(ureport: Command, results: tuple[Path, Path], old: Path, reports: Path, tmp_path: Path) -> None:
    (reports / "a.txt").write_text(REPORT.replace("全年", "开展活动3场。\n全年"), encoding="utf-8")
    ureport("extract", reports, "--patterns", old, "-o", tmp_path / "now.jsonl")
    result = ureport("diff", results[0], tmp_path / "now.jsonl")
    assert result.err == "0 lost, 1 gained, 0 changed, 6 the same\n"
    assert "a.txt:3  开展活动⟨3场⟩。  = 3 场, actual level" in result.out


def test_results_with_some_columns(ureport: Command, results: tuple[Path, Path], new: Path, reports: Path, tmp_path: Path) -> None:
    ureport("extract", reports, "--patterns", new, "-o", tmp_path / "few.csv", "--columns", "source,start,end,metric,value")
    result = ureport("diff", results[0], tmp_path / "few.csv")
    assert re.findall("changed.*", result.out) == ["changed metric other → visit.people"]
    assert result.err == "0 lost, 0 gained, 2 changed, 4 the same\n"


def test_metrics_of_results(ureport: Command, results: tuple[Path, Path]) -> None:
    assert ureport("diff", *results, "--metric", "visit.people").err == "0 lost, 0 gained, 2 changed, 0 the same\n"
    # a metric of the shipped library that neither file holds
    assert (ureport("diff", *results, "--metric", "legal.*").code, ureport("diff", *results, "--metric", "lagal.*").code) == (0, 2)


def test_a_result_from_standard_input(results: tuple[Path, Path]) -> None:
    command = [sys.executable, "-m", "ureport", "diff", "-", str(results[1])]
    done = subprocess.run(command, input=results[0].read_bytes(), capture_output=True, env=os.environ | {"PYTHONPATH": str(SOURCE)})
    assert (done.returncode, done.stdout.decode()) == (1, TEXT)


def test_formats(ureport: Command, results: tuple[Path, Path], tmp_path: Path) -> None:
    objects = [json.loads(line) for line in ureport("diff", *results, "--format", "jsonl").out.splitlines()]
    assert [(o["kind"], o["source"], o["line"], o["fields"][0]) for o in objects][:2] == [
        ("changed", "a.txt", 3, {"field": "status", "old": "actual", "new": "target"}),
        ("changed", "a.txt", 4, {"field": "metric", "old": "other", "new": "visit.people"}),
    ]
    rows = list(csv.DictReader(io.StringIO(ureport("diff", *results, "--format", "csv").out, newline="")))
    assert (rows[0]["source"], rows[0]["field"], rows[0]["old"], rows[0]["new"]) == ("a.txt", "status", "actual", "target")
    for name, beginning in (("x.txt", TEXT), ("x.jsonl", '{"kind": "changed"'), ("x.csv", "\ufeffkind,source")):
        result = ureport("diff", *results, "-o", tmp_path / name)
        assert (result.code, result.out) == (1, "")
        assert (tmp_path / name).read_text(encoding="utf-8").startswith(beginning)


def test_every_change(ureport: Command, old: Path, new: Path, reports: Path) -> None:
    for number in range(12):
        (reports / f"{number}.txt").write_text(REPORT, encoding="utf-8")
    assert ureport("diff", old, new, "--on", reports).out.count("… and 4 more\n") == 2
    assert ureport("diff", old, new, "--on", reports, "--all").out.count(".txt:") == 28


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["OLD", "NEW"], "two libraries are compared by what they say of reports\n  remedy: name reports: --on PATH"),
        (["OLD", "NEW", "--on", "gone"], "gone: no such file or folder"),
        (["OLD", "RESULT", "--on", "IN"], "a result file and a library cannot be compared\n  remedy: "),
        (["RESULT", "gone.jsonl"], "gone.jsonl: no such result file\n  remedy: "),
        (["gone.jsonl", "RESULT"], "gone.jsonl: no such result file\n  remedy: "),
        (["RESULT", "RESULT", "--on", "IN"], "--on names reports for two libraries, but these are result files"),
        (["-", "-"], "standard input can be read only once\n  remedy: "),
        (["gone", "NEW", "--on", "IN"], "gone: no such file or folder, and as a revision: "),
        (["IN", "NEW", "--on", "IN"], "no pattern library in this folder\n  remedy: name the folder that holds THEME/METRIC.toml"),
        (["RESULT", "IN/a.txt"], "no column source, start, end, value, metric"),
        (["RESULT", "RESULT", "-o", "RESULT"], "the output is the result that is to be read"),
        (["RESULT", "RESULT", "-o", "x.xls"], "no format has the suffix '.xls'"),
        (["RESULT", "RESULT", "--format", "table"], "unknown format 'table'"),
        (["OLD", "NEW", "--on", "IN", "-o", "IN/a.txt"], "the output is one of the reports to be read"),
        (["RESULT"], "Missing argument"),
    ],
)
def test_wrong_usage_ends_with_2(
    ureport: Command, old: Path, new: Path, results: tuple[Path, Path], reports: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], message: str
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(reports.parent))
    monkeypatch.chdir(reports.parent)
    words = {"OLD": str(old), "NEW": str(new), "RESULT": str(results[0]), "IN": str(reports), "IN/a.txt": str(reports / "a.txt")}
    before = results[0].read_bytes()
    result = ureport("diff", *[words.get(argument, argument) for argument in arguments])
    assert (result.code, result.out) == (2, "")
    assert message in result.err
    assert results[0].read_bytes() == before


def test_a_broken_library_ends_with_2(ureport: Command, old: Path, reports: Path, tmp_path: Path) -> None:
    broken = library(tmp_path / "broken", {"member/x.toml": 'name = "x\n'})
    result = ureport("diff", old, broken, "--on", reports)
    assert (result.code, result.out) == (2, "")
    assert "member/x.toml:1:" in result.err


def test_an_output_that_cannot_be_written_ends_with_3(ureport: Command, results: tuple[Path, Path], tmp_path: Path) -> None:
    assert ureport("diff", *results, "-o", tmp_path / "gone/x.jsonl").code == 3


def test_two_results_load_neither_library_nor_tables(results: tuple[Path, Path]) -> None:
    code = "import sys; from ureport.cli import main; main(sys.argv[1:]); print(sorted({'pandas', 'jieba', 'opencc'} & set(sys.modules)))"
    command = [sys.executable, "-c", code, "diff", *map(str, results), "--quiet"]
    done = subprocess.run(command, env=os.environ | {"PYTHONPATH": str(SOURCE)}, capture_output=True, text=True)
    assert done.stdout.splitlines()[-1] == "[]"
