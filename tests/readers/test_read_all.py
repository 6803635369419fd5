"""Paths → documents, errors and what is skipped."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest

from ureport.errors import InputError, UsageError
from ureport.model import Document
from ureport.readers import Skipped, check_paths, count_files, read_all, read_one


def write(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{name}：新增会员8500名。", encoding="utf-8")


def seen(*paths: Path) -> list[str]:
    """Each item in short: the source of a document, the reason of a skip, the first word of an error."""
    short = []
    for item in read_all([str(path) for path in paths]):
        if isinstance(item, Document):
            short.append(item.source)
        elif isinstance(item, Skipped):
            short.append(f"skipped {item.reason}")
        else:
            short.append(f"error {item.message.split(':')[0]}")
    return short


def test_sources_are_paths_below_the_folder_in_the_order_of_their_names(tmp_path: Path) -> None:
    write(tmp_path, "b/2.txt", "b/1.md", "a.txt", "c/d/e.TXT")
    assert seen(tmp_path) == ["a.txt", "b/1.md", "b/2.txt", "c/d/e.TXT"]


def test_a_single_file_is_known_by_its_name(tmp_path: Path) -> None:
    write(tmp_path, "b/2.txt")
    assert seen(tmp_path / "b/2.txt") == ["2.txt"]


def test_hidden_files_are_left_out_and_other_formats_are_reported(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", ".hidden.txt", ".git/x.txt", "b.pdf", "README")
    assert seen(tmp_path) == ["skipped no suffix", "a.txt", "skipped .pdf"]


def test_links_are_not_followed(tmp_path: Path) -> None:
    write(tmp_path, "in/a.txt", "out/b.txt")
    (tmp_path / "in/loop").symlink_to(tmp_path / "in")
    (tmp_path / "in/out").symlink_to(tmp_path / "out")
    (tmp_path / "in/nowhere.txt").symlink_to(tmp_path / "gone.txt")
    assert seen(tmp_path / "in") == ["a.txt", "skipped link", "skipped link", "skipped link"]


def test_a_pipe_in_a_folder_does_not_block(tmp_path: Path) -> None:
    write(tmp_path, "a.txt")
    os.mkfifo(tmp_path / "pipe.txt")
    assert seen(tmp_path) == ["a.txt", "skipped no file"]


def test_one_bad_file_costs_none_of_the_others(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "c.txt")
    (tmp_path / "b1.txt").write_bytes(b"")
    (tmp_path / "b2.txt").write_bytes(b"PK\0\0")
    assert seen(tmp_path) == ["a.txt", "error empty", "error binary", "c.txt"]
    errors = [item for item in read_all([str(tmp_path)]) if isinstance(item, InputError)]
    assert [error.place for error in errors] == [str(tmp_path / "b1.txt"), str(tmp_path / "b2.txt")]


def test_an_unreadable_file_and_folder_are_errors_with_their_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "a.txt", "b/c.txt", "d.txt")
    read_bytes, scandir = Path.read_bytes, os.scandir

    def refuse_file(path: Path) -> bytes:
        if path.name == "a.txt":
            raise PermissionError(13, "Permission denied")
        return read_bytes(path)

    def refuse_folder(path: Path) -> object:
        if path.name == "b":
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(Path, "read_bytes", refuse_file)
    monkeypatch.setattr(os, "scandir", refuse_folder)
    items = list(read_all([str(tmp_path)]))
    assert [getattr(item, "place", getattr(item, "source", "")) for item in items] == [str(tmp_path / "a.txt"), str(tmp_path / "b"), "d.txt"]
    assert "Permission denied" in str(items[0])


@pytest.mark.parametrize("names", [[], ["x.pdf"], ["deep/er/.x.txt"]])
def test_a_folder_without_a_report_is_an_error(tmp_path: Path, names: list[str]) -> None:
    write(tmp_path, *names)
    (*_, last) = read_all([str(tmp_path)])
    assert isinstance(last, InputError)
    assert "no report" in last.message
    assert ".txt" in last.remedy


def test_a_named_file_of_an_unknown_format_is_an_error_and_one_without_suffix_is_text(tmp_path: Path) -> None:
    write(tmp_path, "a.pdf", "README")
    assert seen(tmp_path / "a.pdf", tmp_path / "README") == ["error no reader for .pdf files", "README"]


def test_the_same_file_twice_is_read_once_and_sources_of_two_folders_differ(tmp_path: Path) -> None:
    write(tmp_path, "2015/a.txt", "2016/a.txt")
    assert seen(tmp_path / "2015", tmp_path / "2015/a.txt", tmp_path / "2016") == ["a.txt", "skipped named twice", f"{tmp_path}/2016/a.txt"]


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO("新增会员8500名".encode("gb18030"))))
    (document,) = read_all(["-"])
    assert isinstance(document, Document)
    assert (document.source, document.text, document.encoding) == ("stdin", "新增会员8500名", "gb18030")


def test_a_name_that_is_no_utf8_can_still_be_written(tmp_path: Path) -> None:
    raw = os.fsencode(tmp_path) + b"/\xc4\xea.txt"
    try:
        with open(raw, "wb") as file:
            file.write("新增会员8500名".encode())
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    (source,) = seen(tmp_path)
    assert source.encode() == "\ufffd\ufffd.txt".encode()


def test_a_missing_path_is_found_before_anything_is_read(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such file"):
        check_paths([str(tmp_path), str(tmp_path / "gone"), "-"])
    check_paths([str(tmp_path), "-"])


def test_reading_one_file(tmp_path: Path) -> None:
    write(tmp_path, "a.txt")
    assert read_one(str(tmp_path / "a.txt")).source == "a.txt"
    with pytest.raises(UsageError, match="folder"):
        read_one(str(tmp_path))
    (tmp_path / "b.txt").write_bytes(b"")
    with pytest.raises(InputError, match="empty"):
        read_one(str(tmp_path / "b.txt"))


def test_counting_does_not_read(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "b/c.md", "d.pdf")
    assert count_files([str(tmp_path), "-"]) == 3


def test_documents_come_one_at_a_time(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "b.txt")
    items = read_all([str(tmp_path)])
    next(items)
    (tmp_path / "b.txt").unlink()  # not yet read
    assert isinstance(next(items), InputError)
