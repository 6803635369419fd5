"""Of a file that fails one word says what is the matter, whatever the message."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import makers
from ureport.errors import InputError
from ureport.readers import Choice, read_all

TEXT = "新增会员8500名。"


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.txt", b"", "empty"),
        ("a.html", b"<html><body></body></html>", "empty"),
        ("a.txt", bytes(range(256)), "binary"),
        ("a.txt", b"\xff\xfe" + b"\x00\xd8" * 99, "encoding"),
        ("a.zip", b"PK\3\4" + bytes(99), "damaged"),
        ("a.docx", makers.zipped({"[Content_Types].xml": "x", "word/document.xml": "x"}), "damaged"),
        ("a.docx", makers.ole("EncryptedPackage"), "encrypted"),
        ("a.zip", makers.zipped({"a.txt": TEXT}, locked=True), "encrypted"),
        ("a.txt", b"\xff\xd8\xff\xe0", "needs-ocr"),
        ("a.txt", b"Rar!\x1a\x07\x00", "unsupported"),
        ("a.zip", makers.zipped({"a.zip": makers.zipped({"a.zip": makers.zipped({"a.txt": TEXT})})}), "unsupported"),
        ("a.zip", makers.zipped({"a.jpg": b""}), "missing"),
        ("a.zip", makers.zipped({"a.txt": "0" * 3_000_000}), "too-large"),
        ("a.txt", b"0" * 2_000_000, "too-large"),
    ],
)
def test_the_kind_of_a_file_that_fails(tmp_path: Path, name: str, data: bytes, kind: str) -> None:
    (tmp_path / name).write_bytes(data)
    errors = [item for item in read_all([str(tmp_path / name)], Choice(max_size=1_000_000)) if isinstance(item, InputError)]
    assert [error.kind for error in errors] == [kind]
    assert errors[0].place.startswith(str(tmp_path / name))
    assert errors[0].remedy


def test_a_folder_without_reports_and_a_pipe(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.pipe")
    for path, kind in ((tmp_path, "missing"), (tmp_path / "a.pipe", "unreadable")):
        assert [item.kind for item in read_all([str(path)]) if isinstance(item, InputError)] == [kind]


def test_a_package_that_is_not_installed() -> None:
    assert InputError.without_package("pypdfium2", "pdf").kind == "needs-program"


def test_an_error_at_another_place_is_the_same_error() -> None:
    error = InputError("broken", place="a", remedy="mend it", kind="damaged", trace="…").at("b")
    assert (error.message, error.place, error.remedy, error.kind, error.trace) == ("broken", "b", "mend it", "damaged", "…")
