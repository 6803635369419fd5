"""Names of files that would harm a screen or a table: they are shown without harm, and every file is read."""

from __future__ import annotations

import csv
import io
import os
import re
from pathlib import Path

import pytest
from openpyxl import load_workbook

from making.commands import Command, runner
from making.folders import SOUND, fill
from ureport.library import Library

pytestmark = pytest.mark.skipif(os.name != "posix", reason="made with the means of POSIX")
CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e]")


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, library: Library) -> Command:
    """The command line, with the shipped library loaded once for all tests."""
    monkeypatch.setattr("ureport.cli.session.open_library", lambda *_, **__: library)
    return runner(capsys)


NAMES = {
    b"a\nb.txt": "a�b.txt",
    b"-o.txt": "-o.txt",
    "\u202etxt.exe.txt".encode(): "�txt.exe.txt",
    b"\x1b[2J\x07.txt": "�[2J�.txt",
    b"tab\there.txt": "tab�here.txt",
    b"\xc4\xea\xd6\xd5.txt": "����.txt",
    b"\xc4\xea\xd6\xd6.txt": "���� (2).txt",
    "\u2028\x85.txt".encode(): "��.txt",
    "全　角.txt".encode(): "全　角.txt",
    b"=1+1.txt": "=1+1.txt",
    b"[1]*?.txt": "[1]*?.txt",
    b"x" * 251 + b".txt": "x" * 251 + ".txt",
    ("长" * 83 + ".txt").encode(): "长" * 83 + ".txt",
}


@pytest.fixture
def named(tmp_path: Path) -> Path:
    folder = tmp_path / "reports"
    folder.mkdir()
    for number, name in enumerate(NAMES):
        try:
            Path(os.fsdecode(os.fsencode(folder) + b"/" + name)).write_text(f"新增会员{8500 + number}名。", encoding="utf-8")
        except OSError:
            pytest.skip("this file system does not take such names")
    return folder


@pytest.mark.parametrize("form", ["csv", "jsonl", "xlsx"])
def test_names_that_would_harm_a_screen_or_a_table_are_shown_without_harm(named: Path, tmp_path: Path, run: Command, form: str) -> None:
    out = tmp_path / f"out.{form}"
    result = run("extract", named, "-o", out, *(["--raw", "--columns", "source,value"] if form == "csv" else []))
    assert result.code == 0
    assert not CONTROL.search(result.err)
    if form == "csv":
        found = [row["source"] for row in csv.DictReader(io.StringIO(out.read_text(encoding="utf-8-sig"), newline=""))]
    elif form == "jsonl":
        found = re.findall('"source": ?"([^"]*)"', out.read_text(encoding="utf-8"))
    else:
        rows = list(load_workbook(out)["明细"].iter_rows(values_only=True))
        found = [str(value) for row in rows for value in row if value in NAMES.values()]
    assert sorted(found) == sorted(NAMES.values())


@pytest.mark.parametrize("name", NAMES)
def test_each_of_them_can_be_named_itself(named: Path, run: Command, name: bytes) -> None:
    path = os.fsdecode(os.fsencode(named) + b"/" + name)
    result = run("extract", path)
    assert (result.code, len(result.rows)) == (0, 1)
    assert not CONTROL.search(result.err)


def test_errors_with_such_names_obey_the_same_rule(tmp_path: Path, run: Command) -> None:
    (tmp_path / "\x1b[2J\n\u202e.txt").write_bytes(b"")
    result = run("extract", tmp_path)
    assert result.code == 1
    assert f"error: {tmp_path}/�[2J��.txt: empty: no text in this file\n" in result.err
    assert not CONTROL.search(result.err)


def test_a_name_with_a_leading_dash_needs_its_folder_or_two_dashes(tmp_path: Path, run: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(fill(tmp_path, {"-o.txt": SOUND.encode()}))
    for arguments in (["--", "-o.txt"], ["./-o.txt"]):
        result = run("extract", *arguments)
        assert (result.code, len(result.rows)) == (0, 2)


def test_files_of_two_folders_whose_names_show_alike_stay_apart(tmp_path: Path, run: Command) -> None:
    paths = []
    for number, name in enumerate((b"a\x01.txt", b"a\x02.txt", b"a\x03.txt")):
        paths.append(os.fsdecode(os.fsencode(tmp_path) + b"/" + name))
        Path(paths[-1]).write_text(f"新增会员{8500 + number}名。", encoding="utf-8")
    sources = [row["source"] for row in run("extract", *paths).rows]
    assert sources == ["a�.txt", f"{tmp_path}/a�.txt", f"{tmp_path}/a� (2).txt"]
