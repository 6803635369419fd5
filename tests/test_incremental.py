"""``extract --incremental``: whatever happened to the reports, the result is that of a full run; and only what has changed is read."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

import makers
import ureport.incremental
import ureport.outcomes
from making.commands import Command, Result, runner
from making.outputs import run
from ureport import load
from ureport.readers import Found

REPORT = "湖州市总工会2016年工作总结\n\n第1条。全年新增会员{}名。\n"
FORMS = ("jsonl", "sqlite")


def report(number: int) -> bytes:
    return REPORT.format(number).encode()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Four reports, a copy of one of them, one that is empty, and an archive with two reports, one empty one and a picture."""
    folder = tmp_path / "in"
    (folder / "县").mkdir(parents=True)
    for number, name in enumerate(("a.txt", "b.txt", "c.txt", "县/d.txt")):
        (folder / name).write_bytes(report(number))
    shutil.copy(folder / "b.txt", folder / "e.txt")
    (folder / "empty.txt").touch()
    (folder / "good.zip").write_bytes(makers.zipped({"x.txt": report(21), "picture.jpg": b"\xff\xd8", "y.txt": report(22)}))
    (folder / "half.zip").write_bytes(makers.zipped({"x.txt": report(31), "bad.txt": b"\1\2\3"}))
    return folder


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that are given to a reader."""
    names: list[str] = []
    readers = ureport.outcomes.read_found

    def reading(found: Found, choice: object) -> object:
        names.append(found.source)
        return readers(found, choice)  # type: ignore[arg-type]

    monkeypatch.setattr(ureport.outcomes, "read_found", reading)
    return names


@pytest.fixture
def extract(capsys: pytest.CaptureFixture[str], small_library: Path, folder: Path, read: list[str]) -> Command:
    """Extracts the folder, or what is named, in this process."""

    def go(*arguments: object, of: object = None) -> Result:
        read.clear()
        return runner(capsys)("extract", of or folder, "--patterns", small_library, "--jobs", 1, "--incremental", *arguments)

    return go


@pytest.fixture(autouse=True)
def in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """No worker processes, so that it is seen what is read."""
    monkeypatch.setattr("ureport.jobs.is_small_text", lambda found, most: 0)


def state_of(path: Path) -> bytes:
    """All that a run has written."""
    side = Path(f"{path}.state")
    return path.read_bytes() + (side.read_bytes() if side.exists() else b"")


def remove(folder: Path) -> None:
    (folder / "b.txt").unlink()


def copy_before(folder: Path) -> None:
    shutil.copy(folder / "c.txt", folder / "Z.txt")


def rename(folder: Path) -> None:
    (folder / "b.txt").rename(folder / "f.txt")


def swap(folder: Path) -> None:
    (folder / "a.txt").rename(folder / "x")
    (folder / "c.txt").rename(folder / "a.txt")
    (folder / "x").rename(folder / "c.txt")


def touch(folder: Path) -> None:
    for file in folder.glob("*.txt"):
        os.utime(file, (0, 0))


def change(folder: Path) -> None:
    (folder / "a.txt").write_bytes(report(99))


def fill(folder: Path) -> None:
    (folder / "empty.txt").write_bytes(report(98))


def spoil(folder: Path) -> None:
    (folder / "c.txt").write_bytes(b"\1\2\3")


def change_archive(folder: Path) -> None:
    (folder / "good.zip").write_bytes(makers.zipped({"y.txt": report(21), "x.txt": report(23)}))


def make_folder(folder: Path) -> None:
    (folder / "c.txt").unlink()
    (folder / "c.txt").mkdir()
    (folder / "c.txt/c.txt").write_bytes(report(2))


def clear(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.mkdir()
    (folder / "a.txt").write_text("没有数字的报告。")


AGAIN = ["empty.txt", "half.zip"]
"""What failed, wholly or in part, is read again each time."""


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("happens", "reads"),
    [
        (lambda folder: None, []),
        (touch, []),
        (change, ["a.txt"]),
        (remove, []),  # and e.txt is the same as no other any more
        (copy_before, ["Z.txt"]),  # and c.txt is the same as Z.txt
        (rename, ["f.txt"]),
        (swap, ["a.txt", "c.txt"]),
        (fill, ["empty.txt"]),
        (spoil, ["c.txt"]),
        (change_archive, ["good.zip"]),
        (make_folder, ["c.txt/c.txt"]),
        (clear, ["a.txt"]),
    ],
)
def test_whatever_happens_the_result_is_that_of_a_full_run_and_only_what_has_changed_is_read(
    extract: Command, read: list[str], folder: Path, tmp_path: Path, form: str, happens: Callable[[Path], None], reads: list[str]
) -> None:
    old, new = tmp_path / f"old.{form}", tmp_path / f"new.{form}"
    extract("-o", old)
    assert len(read) == 8
    happens(folder)
    for turn in range(2):  # a result that was made from another is as good as the first
        result = extract("-o", old)
        again = [name for name in AGAIN if (folder / name).exists()]
        assert sorted(read) == sorted({*reads, *again} if turn == 0 else {*again} - {"empty.txt"} | {f.name for f in folder.glob("*.txt") if fails(f)})
        full = extract("-o", new)
        assert state_of(old) == state_of(new)
        assert result.out == full.out == ""
        assert re.sub(r"\d+ files? read, [\d,]+ unchanged", "", result.err) == re.sub(r"\d+ files? read, [\d,]+ unchanged", "", full.err)
        assert result.code == full.code
        new.unlink()


def fails(file: Path) -> bool:
    return file.is_file() and len(file.read_bytes()) < 5


@pytest.mark.parametrize("form", FORMS)
def test_the_summary_says_how_many_files_were_taken_over(extract: Command, folder: Path, tmp_path: Path, form: str) -> None:
    for name in ("empty.txt", "good.zip", "half.zip"):
        (folder / name).unlink()
    assert extract("-o", tmp_path / f"r.{form}").err.splitlines()[-1].startswith("5 files read, 0 unchanged, 0 failed; 5 records, 0 of them other; ")
    change(folder)
    err = extract("-o", tmp_path / f"r.{form}").err
    assert err.splitlines()[-1].startswith("1 file read, 4 unchanged, 0 failed; 5 records, 0 of them other; ")
    assert "warning: e.txt: same as: b.txt\n" in err


@pytest.mark.parametrize("form", FORMS)
def test_only_some_records(extract: Command, read: list[str], folder: Path, tmp_path: Path, form: str) -> None:
    path = tmp_path / f"r.{form}"
    some = ("--status", "target", "-o", path)
    first = extract(*some)
    assert load(path) == []
    second = extract(*some)
    assert sorted(read) == AGAIN
    assert (first.err.partition(";")[2], first.code) == (second.err.partition(";")[2], second.code)
    assert "made with other options: all files are read\n" in extract("-o", path).err
    assert len(read) == 8 and len(load(path)) == 8


def library(tmp_path: Path, words: str) -> Path:
    (tmp_path / "more/member").mkdir(parents=True, exist_ok=True)
    text = f'name = "x"\ndefinition = "x"\nkind = "count"\nunits = ["人"]\n\n[[pattern]]\ntemplate = "{words} … {{}}"\n'
    (tmp_path / "more/member/x.toml").write_text(text, encoding="utf-8")
    return tmp_path / "more"


def edit(path: Path) -> None:
    if path.suffix == ".jsonl":
        path.write_bytes(path.read_bytes().replace("湖州市".encode(), "杭州市".encode(), 1))
    else:
        with closing(sqlite3.connect(path)) as base:
            base.execute("UPDATE records SET org = '杭州市总工会'")
            base.commit()


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def cut_state(path: Path) -> None:
    side = Path(f"{path}.state")
    side.write_bytes(side.read_bytes()[:-10])


def forget(path: Path) -> None:
    Path(f"{path}.state").unlink()


@pytest.mark.parametrize(
    ("form", "harm", "told"),
    [
        ("jsonl", edit, "it is not the one that r.jsonl.state belongs to"),
        ("jsonl", cut, "it is not the one that r.jsonl.state belongs to"),
        ("jsonl", cut_state, "r.jsonl.state is broken"),
        ("jsonl", forget, "it was written without --incremental"),
        ("sqlite", edit, "it was written without --incremental, or has been changed since"),
        ("sqlite", cut, "it is broken"),
    ],
)
def test_a_result_that_is_not_as_it_was_written_is_made_anew(
    extract: Command, read: list[str], tmp_path: Path, form: str, harm: Callable[[Path], None], told: str
) -> None:
    path = tmp_path / f"r.{form}"
    extract("-o", path)
    whole = state_of(path)
    harm(path)
    result = extract("-o", path)
    assert re.search(rf"^{re.escape(str(path))}: {told}.*: all files are read$", result.err, re.M), result.err
    assert (len(read), state_of(path)) == (8, whole)
    extract("-o", path)
    assert sorted(read) == AGAIN


@pytest.mark.parametrize("form", FORMS)
def test_what_else_a_result_depends_on(extract: Command, read: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str) -> None:
    path = tmp_path / f"r.{form}"

    def told(*options: object) -> str:
        result = extract("-o", path, *options)
        assert len(read) == (8 if "all files are read" in result.err else 2)
        return "".join(re.findall(r"made with (.*): all files are read\n", result.err))

    extract("-o", path)
    assert told() == ""
    more = ("--extra-patterns", library(tmp_path, "参观"))
    assert [told(*more), told(*more)] == ["another pattern library", ""]
    library(tmp_path, "共有")
    assert told(*more) == "another pattern library"
    assert [told("--max-file-size", "50M"), told("--max-file-size", "50M")] == ["another pattern library", ""]
    assert told() == "other options"
    monkeypatch.setattr(ureport.incremental, "__version__", "9.9")
    assert told() == "another version of ureport"
    monkeypatch.setattr(ureport.incremental, "_PACKAGES", ())
    assert told() == "another Python, or other packages that read files"


@pytest.mark.parametrize("form", FORMS)
def test_a_result_of_a_plain_run_is_none_to_go_on_from(
    extract: Command, read: list[str], capsys: pytest.CaptureFixture[str], small_library: Path, folder: Path, tmp_path: Path, form: str
) -> None:
    path = tmp_path / f"r.{form}"
    plain = ("extract", folder, "--patterns", small_library, "-o", path)
    runner(capsys)(*plain)
    assert os.listdir(tmp_path).count(f"r.{form}.state") == 0
    records = load(path)
    assert "without --incremental" in extract("-o", path).err
    assert len(read) == 8 and load(path) == records
    change(folder)
    runner(capsys)(*plain)  # the state of before stands beside a result that is not its own
    records = load(path)
    assert "all files are read" in extract("-o", path).err
    assert len(read) == 8 and load(path) == records


def foreign_database(path: Path) -> None:
    with closing(sqlite3.connect(path)) as base:
        base.execute("CREATE TABLE members (name TEXT)")


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("r.sqlite", foreign_database),
        ("r.jsonl", lambda path: path.write_text('{"name": "x"}\n')),
        ("r.jsonl", lambda path: path.write_text("my notes\n")),
        ("r.sqlite", lambda path: path.write_text("my notes\n")),
    ],
)
def test_what_is_no_result_is_not_written_over(extract: Command, tmp_path: Path, name: str, make: Callable[[Path], object]) -> None:
    path = tmp_path / name
    make(path)
    old = path.read_bytes()
    result = extract("-o", path)
    assert (result.code, result.err.splitlines()[0]) == (2, f"error: {path}: this is no result that ureport has written")
    assert path.read_bytes() == old and sorted(os.listdir(tmp_path)) == ["in", name]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "a file of SQLite or JSON Lines"),
        (("-o", "-"), "a file of SQLite or JSON Lines"),
        (("-o", "x.csv"), "a file of SQLite or JSON Lines"),
        (("-o", "x.xlsx"), "a file of SQLite or JSON Lines"),
        (("-o", "/dev/null", "--format", "jsonl"), "a file of SQLite or JSON Lines"),
        (("-o", "x.jsonl", "--columns", "value"), "takes all columns"),
        (("-o", "x.jsonl", "--headers", "zh"), "takes all columns"),
    ],
)
def test_what_goes_on_from_nothing_is_wrong_usage(extract: Command, arguments: tuple[str, ...], told: str) -> None:
    result = extract(*arguments)
    assert result.code == 2 and told in result.err and "remedy: " in result.err


def test_the_state_is_no_report(extract: Command, read: list[str], folder: Path) -> None:
    for _ in range(2):
        result = extract("--include", "*.jsonl*", "--include", "a.txt", "-o", folder / "r.jsonl")
        assert "failed" not in result.err.replace("0 failed", "")
    assert read == [] and "skipped not included 7, output 2;" in result.err


def test_standard_input_and_files_named_twice(extract: Command, capsys: pytest.CaptureFixture[str], small_library: Path, folder: Path, tmp_path: Path) -> None:
    words = ("extract", folder / "a.txt", folder / "a.txt", folder / "good.zip", f"{folder}/good.zip!/x.txt", "-", "--patterns", small_library)
    for form in FORMS:
        path = tmp_path / f"r.{form}"
        results = [run(*words, "--incremental", "--jobs", 2, "-o", path) for _ in range(3)]
        assert [re.findall(r"(\d) files? read, (\d) unchanged", each.err) for each in results] == [[("3", "0")], [("0", "3")], [("0", "3")]]
        assert len({each.err.partition("unchanged")[2] for each in results}) == 1


def test_worker_processes_read_what_has_changed(folder: Path, small_library: Path, tmp_path: Path) -> None:
    for number, form in enumerate(FORMS):
        path, full = tmp_path / f"r.{form}", tmp_path / f"full.{form}"
        words = ("extract", folder, "--patterns", small_library, "--incremental", "--jobs", 2, "--timeout", 60, "-o")
        assert run(*words, path).code == 1
        (folder / "b.txt").write_bytes(report(97 + number))
        swap(folder)
        ended = run(*words, path)
        assert "4 files read, 4 unchanged, 2 failed" in ended.err, ended
        assert run(*words, full).code == 1
        assert state_of(path) == state_of(full)


def test_a_document_that_another_has_the_name_of(extract: Command, folder: Path, tmp_path: Path) -> None:
    """Members of one name in an archive: each keeps its own rows."""
    (folder / "good.zip").write_bytes(makers.zipped({"x.txt": report(21), "X.txt": report(22)}).replace(b"X.txt", b"x.txt"))
    for form in FORMS:
        path, full = tmp_path / f"r.{form}", tmp_path / f"full.{form}"
        extract("-o", path)
        extract("-o", path)
        extract("-o", full)
        assert state_of(path) == state_of(full)
