"""Globs and sizes."""

from __future__ import annotations

from pathlib import Path

import pytest

from ureport.errors import UsageError
from ureport.readers.choice import Choice, in_words, parse_size


@pytest.mark.parametrize(
    ("choice", "source", "reason"),
    [
        (Choice(), "2015/a.docx", ""),
        (Choice(include=("*.docx",)), "2015/a.DOCX", ""),
        (Choice(include=("*.docx", "*.txt")), "2015/a.txt", ""),
        (Choice(include=("2015/*",)), "2015/a.txt", ""),
        (Choice(include=("2015/*",)), "2016/a.txt", "not included"),
        (Choice(include=("*.docx",)), "a.doc", "not included"),
        (Choice(exclude=("*草稿*",)), "2015/总结（草稿）.txt", "excluded"),
        (Choice(exclude=("2015/*",)), "2015/a.txt", "excluded"),
        (Choice(include=("*.txt",), exclude=("a*",)), "a.txt", "excluded"),
        (Choice(include=("*",)), ".x.csv.12.part", ".part"),
    ],
)
def test_what_is_wanted(choice: Choice, source: str, reason: str) -> None:
    assert choice.skips(Path("in") / source, source) == reason


def test_the_output_is_not_wanted_but_a_namesake_is(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    for name in ("x.csv", "b/x.csv"):
        (tmp_path / name).write_text("8500")
    choice = Choice(output=str(tmp_path / "x.csv"))
    assert choice.skips(tmp_path / "x.csv", "x.csv") == "output"
    assert choice.skips(tmp_path / "b/x.csv", "b/x.csv") == ""
    assert Choice(output="gone/x.csv").skips(tmp_path / "x.csv", "x.csv") == ""


@pytest.mark.parametrize(
    ("words", "size"), [("0", 0), ("500", 500), ("500K", 512_000), ("100M", 104_857_600), ("100 MB", 104_857_600), ("1.5g", 1_610_612_736), (" 2GiB ", 2 << 30)]
)
def test_sizes(words: str, size: int) -> None:
    assert parse_size(words) == size


@pytest.mark.parametrize("words", ["", "many", "-1", "1T", "1 0"])
def test_no_sizes(words: str) -> None:
    with pytest.raises(UsageError, match="no size") as caught:
        parse_size(words)
    assert caught.value.remedy


def test_sizes_in_words() -> None:
    assert [in_words(size) for size in (500, 512_000, 104_857_600, 2 << 30)] == ["500 bytes", "500 KB", "100 MB", "2 GB"]
