"""Paths → documents, errors and what is skipped."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest

import makers
from ureport import readers
from ureport.errors import InputError, UsageError
from ureport.model import Document
from ureport.readers import Choice, Skipped, check_paths, count_files, read_all, read_one

EVERYTHING = Choice()


def write(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{name}：新增会员8500名。", encoding="utf-8")


def seen(*paths: Path | str, choice: Choice = EVERYTHING) -> list[str]:
    """Each item in short: the source of a document, the reason of a skip, the first word of an error."""
    short = []
    for item in read_all([str(path) for path in paths], choice):
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
    write(tmp_path, "a.txt", ".hidden.txt", ".git/x.txt", "~$a.docx", "b.jpg", "c.csv", "README")
    assert seen(tmp_path) == ["skipped no suffix", "a.txt", "skipped .jpg", "skipped .csv"]


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
    (tmp_path / "b2.txt").write_bytes(b"PK\0\1\2\3")
    assert seen(tmp_path) == ["a.txt", "error empty", "error binary", "c.txt"]
    errors = [item for item in read_all([str(tmp_path)]) if isinstance(item, InputError)]
    assert [error.place for error in errors] == [str(tmp_path / "b1.txt"), str(tmp_path / "b2.txt")]


def test_an_unreadable_file_and_folder_are_errors_with_their_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "a.txt", "b/c.txt", "d.txt")
    opened, scandir = readers._opened, os.scandir

    def refuse_file(path: str, flags: int) -> int:
        if Path(path).name == "a.txt":
            raise PermissionError(13, "Permission denied")
        return opened(path, flags)

    def refuse_folder(path: Path) -> object:
        if path.name == "b":
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(readers, "_opened", refuse_file)
    monkeypatch.setattr(os, "scandir", refuse_folder)
    items = list(read_all([str(tmp_path)]))
    assert [getattr(item, "place", getattr(item, "source", "")) for item in items] == [str(tmp_path / "a.txt"), str(tmp_path / "b"), "d.txt"]
    assert "Permission denied" in str(items[0])


@pytest.mark.parametrize("names", [[], ["x.jpg"], ["deep/er/.x.txt"]])
def test_a_folder_without_a_report_is_an_error(tmp_path: Path, names: list[str]) -> None:
    write(tmp_path, *names)
    (*_, last) = read_all([str(tmp_path)])
    assert isinstance(last, InputError)
    assert "no report" in last.message
    assert ".txt" in last.remedy


def test_a_named_file_of_an_unknown_format_is_text_if_its_bytes_are(tmp_path: Path) -> None:
    write(tmp_path, "a.csv", "README")
    (tmp_path / "b.xyz").write_bytes(b"\1\2\3")
    (tmp_path / "scan.jpg").write_bytes(b"\xff\xd8\xff\xe0")
    assert seen(*(tmp_path / name for name in ("a.csv", "README", "b.xyz", "scan.jpg"))) == ["a.csv", "README", "error binary", "error needs_ocr"]


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
    write(tmp_path, "a.txt", "b/c.md", "d.jpg")
    assert count_files([str(tmp_path), "-"]) == 3


def test_documents_come_one_at_a_time(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "b.txt")
    items = read_all([str(tmp_path)])
    next(items)
    (tmp_path / "b.txt").unlink()  # not yet read
    assert isinstance(next(items), InputError)


def test_globs_that_the_shell_left_alone(tmp_path: Path) -> None:
    write(tmp_path, "2015/a.txt", "2016/a.txt", "2016/b.md", "2016/c/d.txt", "x[1].txt")
    assert seen(tmp_path / "201?/*.txt") == ["a.txt", f"{tmp_path}/2016/a.txt"]
    assert seen(tmp_path / "2016/**/*.txt") == ["a.txt", "d.txt"]
    assert seen(tmp_path / "2*") == ["a.txt", f"{tmp_path}/2016/a.txt", "b.md", "c/d.txt"]  # folders
    assert seen(tmp_path / "x[1].txt") == ["x[1].txt"]  # a name, no glob
    with pytest.raises(UsageError, match="no file has such a name"):
        check_paths([str(tmp_path / "*.docx")])
    check_paths([str(tmp_path / "201?/*.txt")])
    assert count_files([str(tmp_path / "201?/*.txt")]) == 2


def test_include_and_exclude(tmp_path: Path) -> None:
    write(tmp_path, "2015/a.txt", "2016/a.txt", "2016/b.md", "2016/c.csv")
    assert seen(tmp_path, choice=Choice(include=("*.txt",))) == ["2015/a.txt", "2016/a.txt", "skipped not included", "skipped not included"]
    assert seen(tmp_path, choice=Choice(include=("*.csv",)))[-1] == "2016/c.csv"  # a suffix that is not read else
    assert seen(tmp_path, choice=Choice(exclude=("2015", "*.md"))) == ["skipped excluded", "2016/a.txt", "skipped excluded", "skipped .csv"]
    assert seen(tmp_path / "2015/a.txt", choice=Choice(exclude=("a*",))) == ["skipped excluded"]
    assert seen(tmp_path, choice=Choice(include=("*.pdf",)))[-1] == "error no report found in this folder"
    assert count_files([str(tmp_path)], Choice(include=("*.txt",))) == 2


def test_the_output_and_unfinished_ones_are_passed_over(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "out.csv", "b.txt.part")
    choice = Choice(include=("*",), output=str(tmp_path / "out.csv"))
    assert seen(tmp_path, choice=choice) == ["a.txt", "skipped .part", "skipped output"]


def test_a_report_is_no_output(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "b/c.docx", "README", "x.csv")
    for path, output in ((".", "a.txt"), (".", "b/c.docx"), ("README", "README"), ("*.txt", "a.txt"), ("x.csv", "x.csv")):
        with pytest.raises(UsageError, match="the output is one of the reports"):
            check_paths([str(tmp_path / path)], str(tmp_path / output))
    check_paths([str(tmp_path)], str(tmp_path / "x.csv"))
    check_paths([str(tmp_path)], str(tmp_path / "new.txt"))


def test_a_pipe_or_device_is_an_error_and_does_not_block(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert seen(tmp_path / "pipe.txt") == ["error a pipe or device, no file"]
    assert seen(Path("/dev/null")) == ["error a pipe or device, no file"]


def test_the_same_content_twice_is_flagged_and_read_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(makers.REPORT, encoding="utf-8")
    (tmp_path / "b.txt").write_bytes(makers.REPORT.encode("gbk"))
    (tmp_path / "c.zip").write_bytes(makers.zipped({"a.txt": makers.REPORT, "d.txt": "8500"}))
    documents = [item for item in read_all([str(tmp_path)]) if isinstance(item, Document)]
    assert [(d.source, d.flags) for d in documents] == [
        ("a.txt", ()),
        ("b.txt", ("same as: a.txt",)),
        ("c.zip!/a.txt", ("same as: a.txt",)),
        ("c.zip!/d.txt", ()),
    ]


def test_large_files_fail(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "a.txt")
    (tmp_path / "b.txt").write_text("8" * 101)
    assert seen(tmp_path, choice=Choice(max_size=100)) == ["a.txt", "error too large"]
    (error,) = (item for item in read_all([str(tmp_path)], Choice(max_size=100)) if isinstance(item, InputError))
    assert (error.message, error.place) == ("too large: more than 100 bytes", str(tmp_path / "b.txt"))
    assert "--max-file-size" in error.remedy
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"8" * 101)))
    assert seen("-", choice=Choice(max_size=100)) == ["error too large"]


def test_files_in_archives(tmp_path: Path) -> None:
    inner = makers.zipped({"c.txt": "320", "d.txt": "12"})
    (tmp_path / "a.zip").write_bytes(makers.zipped({"b.txt": "8500", "i.zip": inner, "bad.txt": ""}))
    archive = tmp_path / "a.zip"
    assert seen(archive) == ["a.zip!/b.txt", "error empty", "a.zip!/i.zip!/c.txt", "a.zip!/i.zip!/d.txt"]
    assert seen(f"{archive}!/b.txt") == ["a.zip!/b.txt"]
    assert seen(f"{archive}!/i.zip") == ["a.zip!/i.zip!/c.txt", "a.zip!/i.zip!/d.txt"]
    assert seen(f"{archive}!/i.zip!/d.txt", f"{archive}!/b.txt") == ["a.zip!/i.zip!/d.txt", "a.zip!/b.txt"]
    assert seen(f"{archive}!/gone.txt") == ["error no such file in the archive"]
    check_paths([f"{archive}!/b.txt"])
    with pytest.raises(UsageError, match="no such file"):
        check_paths([f"{tmp_path}/gone.zip!/b.txt"])
    assert [item.place for item in read_all([str(archive)]) if isinstance(item, InputError)] == [f"{archive}!/bad.txt"]
    assert read_one(f"{archive}!/i.zip!/d.txt").text == "12"
    with pytest.raises(UsageError, match="several reports") as caught:
        read_one(str(archive))
    assert caught.value.remedy == f"name one of them: {archive}!/b.txt"


def test_formats_are_known_from_standard_input_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(makers.zipped({"a.html": makers.page(makers.REPORT)}))))
    assert [(d.source, d.text) for d in read_all(["-"]) if isinstance(d, Document)] == [("stdin!/a.html", makers.REPORT)]
