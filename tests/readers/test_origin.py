"""Which file a document came from."""

from __future__ import annotations

import hashlib
import io
import sys
import zipfile
from pathlib import Path

import pytest

from ureport.model import Document
from ureport.readers import read_all


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("one/a.txt", "one/县/b.txt", "two/a.txt", "c.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(f"新增会员{len(name)}名，{name}", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (["one"], ["one/a.txt", "one/县/b.txt"]),
        (["c.txt"], ["c.txt"]),
        (["one", "two"], ["one/a.txt", "one/县/b.txt", "two/a.txt"]),
        (["two/a.txt", "one"], ["two/a.txt", "one/a.txt", "one/县/b.txt"]),
        (["one/a.txt", "two/a.txt", "c.txt"], ["one/a.txt", "two/a.txt", "c.txt"]),
    ],
)
@pytest.mark.parametrize("absolute", [True, False])
def test_the_file_of_each_document(folder: Path, monkeypatch: pytest.MonkeyPatch, asked: list[str], found: list[str], absolute: bool) -> None:
    monkeypatch.chdir(folder)
    paths = [str(folder / path) if absolute else path for path in asked]
    items = list(read_all(paths))
    assert [Path(item.path).resolve() for item in items if isinstance(item, Document)] == [folder / name for name in found]
    for item in items:
        assert isinstance(item, Document)
        assert item.sha256 == hashlib.sha256(Path(item.path).read_bytes()).hexdigest()
        assert Path(item.path).read_text(encoding="utf-8") == item.text


def test_standard_input_has_no_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("会员8500名".encode())))
    (document,) = read_all(["-"])
    assert isinstance(document, Document)
    assert (document.path, document.sha256) == ("", "")


def test_a_file_in_an_archive_is_of_the_archive(folder: Path) -> None:
    with zipfile.ZipFile(folder / "z.zip", "w") as archive:
        archive.writestr("b.txt", "新增会员8500名。")
    (document,) = read_all([str(folder / "z.zip")])
    assert isinstance(document, Document)
    assert (document.source, document.path) == ("z.zip!/b.txt", str(folder / "z.zip"))
    assert document.sha256 == hashlib.sha256((folder / "z.zip").read_bytes()).hexdigest()
