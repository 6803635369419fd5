"""A library is known by the content of its files, and by nothing else."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from ureport import shipped_library
from ureport.library import fingerprint as module
from ureport.library.fingerprint import fingerprint

METRIC = 'name = "新会员"\n'
Files = Callable[[dict[str, str]], Path]


@pytest.fixture
def whole(write_library: Files) -> Path:
    """A library folder with words of its own."""
    return write_library({"qualifiers.toml": "", "member/new.toml": METRIC, "lexicon/words.toml": 'a = ["b"]\n'})


def test_it_is_a_sha256(whole: Path) -> None:
    assert len(bytes.fromhex(fingerprint([whole]))) == 32


def change(folder: Path, name: str, text: str) -> None:
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")


CHANGES: dict[str, Callable[[Path], object]] = {
    "a byte more": lambda folder: change(folder, "member/new.toml", METRIC + "\n"),
    "another file": lambda folder: change(folder, "member/old.toml", METRIC),
    "a new folder": lambda folder: change(folder, "org/new.toml", METRIC),
    "other words": lambda folder: change(folder, "lexicon/words.toml", 'a = ["c"]\n'),
    "other qualifiers": lambda folder: change(folder, "qualifiers.toml", "#"),
    "another name": lambda folder: (folder / "member/new.toml").rename(folder / "member/newer.toml"),
    "another folder": lambda folder: (folder / "member").rename(folder / "members"),
    "a file gone": lambda folder: (folder / "member/new.toml").unlink(),
    "content that moved": lambda folder: (change(folder, "member/new.toml", 'a = ["b"]\n'), change(folder, "lexicon/words.toml", METRIC)),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_what_changes_it(whole: Path, change: Callable[[Path], object]) -> None:
    before = fingerprint([whole])
    change(whole)
    assert fingerprint([whole]) != before


def test_what_does_not_change_it(whole: Path, tmp_path: Path) -> None:
    before = fingerprint([whole])
    os.utime(whole / "member/new.toml", (1, 1))
    change(whole, "README.md", "text")
    change(whole, "member/notes.txt", "text")
    elsewhere = shutil.copytree(whole, tmp_path / "elsewhere")
    assert fingerprint([whole]) == fingerprint([elsewhere]) == before


def test_content_decides_and_not_the_time(whole: Path) -> None:
    path = whole / "member/new.toml"
    status, before = path.stat(), fingerprint([whole])
    path.write_text(METRIC.replace("新", "旧"), encoding="utf-8")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert path.stat().st_size == status.st_size
    assert fingerprint([whole]) != before


def test_the_order_of_folders_matters(whole: Path, tmp_path: Path) -> None:
    other = shutil.copytree(whole, tmp_path / "other")
    change(other, "org/new.toml", METRIC)
    assert len({fingerprint(folders) for folders in ([whole], [whole, other], [other, whole], [whole, whole])}) == 4


def test_a_folder_of_metrics_alone_speaks_with_the_shipped_words(write_library: Files, monkeypatch: pytest.MonkeyPatch, whole: Path) -> None:
    (whole / "qualifiers.toml").unlink()
    before = fingerprint([whole])
    assert before == fingerprint([shipped_library(), whole])
    monkeypatch.setattr(module, "shipped_library", lambda: whole)
    assert fingerprint([whole]) != before


def test_the_version_matters(whole: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = fingerprint([whole])
    monkeypatch.setattr(module, "__version__", "99")
    assert fingerprint([whole]) != before


def test_what_cannot_be_read_is_no_error(whole: Path, tmp_path: Path) -> None:
    before = fingerprint([whole])
    (whole / "member/broken.toml").symlink_to(tmp_path / "nowhere")
    (whole / "member/folder.toml").mkdir()
    assert fingerprint([whole]) not in (before, fingerprint([tmp_path / "nowhere"]))


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="names are text there")
def test_names_of_any_bytes(whole: Path) -> None:
    before = fingerprint([whole])
    (whole / "member" / os.fsdecode(b"\xff.toml")).write_text(METRIC, encoding="utf-8")
    assert fingerprint([whole]) != before


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes and devices in folders")
def test_pipes_devices_and_links_in_circles_count_as_what_cannot_be_read(whole: Path) -> None:
    before = fingerprint([whole])
    os.mkfifo(whole / "member/pipe.toml")
    (whole / "member/zero.toml").symlink_to("/dev/zero")
    (whole / "self").symlink_to("self")
    assert len(fingerprint([whole])) == 64
    assert fingerprint([whole]) != before
