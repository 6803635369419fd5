"""Outputs that would fall on something else: a report, by whatever name; another file; an open file; what is left of an old result."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from making.outputs import Ended, run

REPORT = "湖州市总工会2016年工作总结\n\n全年新增会员15名。\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of one report, an archive of the same, links to the report."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.txt").write_text(REPORT, encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "z.zip", "w") as archive:
        archive.writestr("a.txt", REPORT)
    (tmp_path / "link").symlink_to("in/a.txt")
    (tmp_path / "in/link").symlink_to("a.txt")
    (tmp_path / "r.jsonl.state").symlink_to("in/a.txt")
    return tmp_path


def extracted(folder: Path, library: Path, *arguments: str, **options: object) -> Ended:
    return run("extract", "--patterns", library, *arguments, cwd=folder, **options)


@pytest.mark.parametrize(
    "arguments",
    [
        ("in", "-o", "link", "-f", "csv"),
        ("in", "-o", "in/link", "-f", "csv"),
        ("in", "-o", "in/a.txt", "-f", "csv"),
        ("in/a.txt", "-o", "link", "-f", "csv"),
        ("z.zip!/a.txt", "-o", "z.zip", "-f", "csv"),
        ("z.zip", "-o", "z.zip", "-f", "csv"),
        ("in", "-o", "x.csv", "--errors", "link"),
        ("z.zip!/a.txt", "-o", "x.csv", "--errors", "z.zip"),
        ("in", "-o", "r.jsonl", "--incremental"),
    ],
)
def test_no_output_falls_on_a_report(folder: Path, small_library: Path, arguments: tuple[str, ...]) -> None:
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    ended = extracted(folder, small_library, *arguments)
    assert (ended.code, ended.out) == (2, b"")
    assert "the output is one of the reports to be read\n  remedy: write to another file\n" in ended.err
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize(("on", "output"), [("z.zip!/a.txt", "z.zip"), ("in", "link")])
def test_nor_does_the_catalogue(folder: Path, small_library: Path, on: str, output: str) -> None:
    before = (folder / output).read_bytes()
    ended = run("metrics", "--patterns", small_library, "--on", on, "-o", output, "-f", "csv", cwd=folder)
    assert (ended.code, (folder / output).read_bytes()) == (2, before)
    assert "the output is one of the reports to be read" in ended.err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("in", "-o", "x.csv", "--errors", ""), "error: --errors: no file is named\n"),
        (("in", "--errors", "-"), "error: --errors: the output and the list of errors are the same\n"),
        (("in", "--errors", "/dev/stdout"), "error: --errors: the output and the list of errors are the same\n"),
        (("in", "-o", "x.csv", "--errors", "./x.csv"), "error: --errors: the output and the list of errors are the same\n"),
        (("in", "-o", "s.jsonl", "--errors", "s.jsonl.state"), "error: --errors: the output and the list of errors are the same\n"),
        (("in", "-o", "s.jsonl", "--incremental"), "error: s.jsonl.state: this is no state of a result\n"),
    ],
)
def test_nor_on_another_output_or_a_foreign_file(folder: Path, small_library: Path, arguments: tuple[str, ...], message: str) -> None:
    (folder / "s.jsonl.state").write_text("notes")
    ended = extracted(folder, small_library, *arguments)
    assert (ended.code, ended.out) == (2, b"")
    assert ended.err.startswith(message)
    assert (folder / "s.jsonl.state").read_text() == "notes"


def test_an_open_file_is_written_on_and_not_emptied(folder: Path, small_library: Path) -> None:
    (folder / "x.csv").write_text("before\n")
    with (folder / "x.csv").open("ab") as file:
        assert extracted(folder, small_library, "in", "-o", "/dev/stdout", "-f", "csv", stdout=file).code == 0
    assert (folder / "x.csv").read_bytes().startswith(b"before\n")
    assert "15名" in (folder / "x.csv").read_text(encoding="utf-8")


def test_nothing_that_is_left_of_an_old_database_is_read_into_the_new_one(folder: Path, small_library: Path) -> None:
    assert extracted(folder, small_library, "in", "-o", "r.sqlite").code == 0
    change = "pragma journal_mode = wal", "update records set value = -1"
    dies = f"import os, sqlite3; base = sqlite3.connect('r.sqlite'); [base.execute(words).fetchall() for words in {change}]; base.commit(); os._exit(9)"
    subprocess.run([sys.executable, "-c", dies], cwd=folder)
    assert (folder / "r.sqlite-wal").exists()
    assert extracted(folder, small_library, "in", "-o", "r.sqlite").code == 0
    assert sorted(path.name for path in folder.glob("r.sqlite*")) == ["r.sqlite"]
    base = sqlite3.connect(folder / "r.sqlite")
    assert base.execute("select value from records").fetchall() == [(15.0,)]
    base.close()


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="a device of Linux")
@pytest.mark.parametrize("arguments", [("--help",), ("--version",), ("extract", "--help"), ("cache", "info")])
def test_help_that_finds_no_room(arguments: tuple[str, ...]) -> None:
    with open("/dev/full", "wb") as full:
        ended = run(*arguments, stdout=full)
    assert (ended.code, ended.err.splitlines()[0]) == (3, "error: standard output: cannot be written: No space left on device")


def test_version_without_standard_output() -> None:
    ended = run("--version", shell='"$@" >&-')
    assert (ended.code, ended.err.count("\n")) == (3, 1)
