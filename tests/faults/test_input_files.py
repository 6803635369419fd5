"""Files and folders that cannot be read, are no files, or change while they are read."""

from __future__ import annotations

import os
import re
import socket
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import ureport.jobs.pool
import ureport.jobs.worker
from making.commands import Command, Result, runner
from making.folders import FIGURES, NAME, SOUND, extracted, fill
from ureport import readers
from ureport.library import Library

pytestmark = pytest.mark.skipif(os.name != "posix", reason="made with the means of POSIX")
NOBODY = 65534
LOADED = (ureport.jobs.pool, ureport.jobs.worker)
"""Loaded while they may be read: without rights nothing more can be."""


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, library: Library) -> Command:
    """The command line, with the shipped library loaded once for all tests."""
    monkeypatch.setattr("ureport.cli.session.open_library", lambda *_, **__: library)
    return runner(capsys)


def figures(result: Result) -> list[tuple[str, str]]:
    return [(row["source"], row["value"]) for row in result.rows]


def whole(name: str = NAME) -> list[tuple[str, str]]:
    return [(name, figure) for figure in FIGURES]


@contextmanager
def without_rights() -> Iterator[None]:
    """Rights bite nobody who is root: as another user, then."""
    root = os.geteuid() == 0
    if root:
        os.seteuid(NOBODY)
    try:
        if not os.access(readers.__file__, os.R_OK, effective_ids=os.access in os.supports_effective_ids):
            pytest.skip("the program itself cannot be read without rights")
        yield
    finally:
        if root:
            os.seteuid(0)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder with the sound report that everybody may enter."""
    with tempfile.TemporaryDirectory() as name:
        folder = fill(Path(name), {"locked.txt": b"1", "b.txt": SOUND.replace("8500", "320").encode()})
        (folder / "closed").mkdir()
        (folder / "closed" / "c.txt").write_text("1")
        (folder / "listed").mkdir()
        (folder / "listed" / "d.txt").write_text("1")
        folder.chmod(0o755)
        for path, mode in (("locked.txt", 0), ("closed", 0), ("listed", 0o444), (NAME, 0o644), ("b.txt", 0o644)):
            (folder / path).chmod(mode)
        yield folder
        for path in ("closed", "listed"):
            (folder / path).chmod(0o755)


def test_what_may_not_be_read_is_told_with_its_place(open_folder: Path, run: Command) -> None:
    run("extract", open_folder / NAME)  # what the program loads lies where nobody may read, perhaps
    with without_rights():
        result = run("extract", open_folder)
    assert result.code == 1
    assert figures(result) == [("b.txt", "320"), ("b.txt", "1200"), *whole()]
    for place, message in (
        ("locked.txt", "cannot be read: Permission denied\n  remedy: check the file and its rights"),
        ("closed", "the folder cannot be read: Permission denied\n  remedy: check its rights"),
        ("listed/d.txt", "cannot be read: Permission denied\n  remedy: check the file and its rights"),
    ):
        assert f"error: {open_folder / place}: {message}\n" in result.err
    assert "2 files read, 3 failed" in result.err


def test_a_glob_passes_over_no_folder_in_silence(open_folder: Path, run: Command) -> None:
    run("extract", open_folder / NAME)
    with without_rights():
        result = run("extract", open_folder / "**" / "zz*.txt")
    assert (result.code, figures(result)) == (1, whole())
    assert f"error: {open_folder / 'closed'}: the folder cannot be read: Permission denied\n" in result.err


@pytest.mark.parametrize("inside", ["closed/c.txt", "closed", "locked.txt", "listed/d.txt"])
def test_what_may_not_be_read_and_is_named_itself(open_folder: Path, run: Command, inside: str) -> None:
    run("extract", open_folder / NAME)
    with without_rights():
        result = run("extract", open_folder / inside, open_folder / NAME)
    assert result.code == 1
    assert figures(result) == whole()
    assert f"error: {open_folder / inside}: " in result.err
    assert "Permission denied\n  remedy: check " in result.err


def oddities(folder: Path) -> Path:
    """The sound report among links that lead in circles or nowhere, a pipe, a socket, a device."""
    fill(folder, {})
    for name, target in {"a.txt": "b.txt", "b.txt": "a.txt", "nowhere.txt": "gone", "self": ".", "up": "..", "again": "self", "null.txt": "/dev/null"}.items():
        (folder / name).symlink_to(target)
    os.mkfifo(folder / "pipe.txt")
    with socket.socket(socket.AF_UNIX) as made:
        here = os.getcwd()
        os.chdir(folder)
        made.bind("socket.txt")
        os.chdir(here)
    if os.geteuid() == 0:
        os.mknod(folder / "zero.txt", 0o020666, os.makedev(1, 5))
    return folder


def test_links_pipes_and_devices_in_a_folder_are_skipped_and_counted(tmp_path: Path, run: Command) -> None:
    result = run("extract", oddities(tmp_path))
    assert (result.code, figures(result)) == (0, whole())
    assert re.match("1 file read, 0 failed, skipped link 7, no file [23];", result.err)


def test_a_glob_does_not_follow_links_in_circles(tmp_path: Path, run: Command) -> None:
    oddities(tmp_path)
    (tmp_path / "deep" / "er").mkdir(parents=True)
    (tmp_path / "deep" / "er" / "c.txt").write_text(SOUND.replace("8500", "320"), encoding="utf-8")
    result = run("extract", tmp_path / "**" / "[cz]*.txt")
    assert figures(result) == [("c.txt", "320"), ("c.txt", "1200"), *whole()]


@pytest.mark.parametrize(
    ("name", "code", "message"),
    [
        ("a.txt", 2, "this link leads nowhere\n  remedy: mend it, or name the file itself"),
        ("nowhere.txt", 2, "this link leads nowhere\n  remedy: mend it, or name the file itself"),
        ("pipe.txt", 1, "a pipe or device, no file\n  remedy: name - to read from standard input"),
        ("socket.txt", 1, "a pipe or device, no file\n  remedy: name - to read from standard input"),
        ("null.txt", 1, "a pipe or device, no file\n  remedy: name - to read from standard input"),
        ("/dev/zero", 1, "a pipe or device, no file\n  remedy: name - to read from standard input"),
    ],
)
def test_links_pipes_and_devices_that_are_named_are_errors(tmp_path: Path, run: Command, name: str, code: int, message: str) -> None:
    path = oddities(tmp_path) / name
    result = run("extract", path, tmp_path / NAME)
    assert result.code == code
    assert f"error: {path}: {message}\n" in result.err
    assert code == 2 or figures(result) == whole()


def meanwhile(monkeypatch: pytest.MonkeyPatch, act: Callable[[str], None], *, before: bool) -> None:
    """Does something to the file ``a.txt`` between its listing and its opening, or between its opening and its reading."""
    opened = readers._opened

    def meddle(path: str, flags: int) -> int:
        if before and os.path.basename(path) == "a.txt":
            act(path)
        descriptor = opened(path, flags)
        if not before and os.path.basename(path) == "a.txt":
            act(path)
        return descriptor

    monkeypatch.setattr(readers, "_opened", meddle)


def becomes_a_pipe(path: str) -> None:
    os.unlink(path)
    os.mkfifo(path)


def becomes_a_folder(path: str) -> None:
    os.unlink(path)
    os.mkdir(path)


@pytest.mark.parametrize(
    ("act", "message"),
    [
        (os.unlink, "cannot be read: No such file or directory\n  remedy: check the file and its rights"),
        (becomes_a_pipe, "a pipe or device, no file\n  remedy: name - to read from standard input"),
        (becomes_a_folder, "cannot be read: Is a directory\n  remedy: check the file and its rights"),
    ],
)
def test_a_file_that_vanishes_after_it_was_listed(
    tmp_path: Path, run: Command, monkeypatch: pytest.MonkeyPatch, act: Callable[[str], None], message: str
) -> None:
    fill(tmp_path, {"a.txt": b"8500"})
    meanwhile(monkeypatch, act, before=True)
    result = run("extract", tmp_path)
    assert (result.code, figures(result)) == (1, whole())
    assert f"error: {tmp_path / 'a.txt'}: {message}\n" in result.err


def appends(text: str) -> Callable[[str], None]:
    def act(path: str) -> None:
        with open(path, "a", encoding="utf-8") as file:
            file.write(text)

    return act


def test_a_file_that_grows_while_it_is_read_is_read_as_it_is_then(tmp_path: Path, run: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(tmp_path, {"a.txt": "慰问职工200人。".encode()})
    meanwhile(monkeypatch, appends("培训职工350人。"), before=False)
    assert figures(run("extract", tmp_path)) == [("a.txt", "200"), ("a.txt", "350"), *whole()]


def test_a_file_that_grows_beyond_the_largest_size_is_refused(tmp_path: Path, run: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(tmp_path, {"a.txt": b"8500"})
    meanwhile(monkeypatch, appends("8500" * 100_000), before=False)
    result = run("extract", tmp_path, "--max-file-size", "100K")
    assert (result.code, figures(result)) == (1, whole())
    assert f"error: {tmp_path / 'a.txt'}: too large: more than 100 KB\n  remedy: allow more with --max-file-size, or leave it out\n" in result.err


def test_two_hundred_megabytes_in_one_line_are_refused_unread(tmp_path: Path) -> None:
    fill(tmp_path, {"long.txt": SOUND.replace("\n", "").encode()})
    os.truncate(tmp_path / "long.txt", 200 << 20)
    outcome = extracted(tmp_path)
    assert outcome.sound and outcome.code == 1
    assert outcome.problem("long.txt")["message"] == "too large: more than 100 MB"
    assert "--max-file-size" in outcome.problem("long.txt")["remedy"]
