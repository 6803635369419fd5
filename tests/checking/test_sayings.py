"""Sayings: what the program reads in the shortest texts made from units, qualifiers, names and idioms."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from ureport import Extractor, shipped_library
from ureport.checking.golden import ALL
from ureport.checking.sayings import FILE, check_sayings, read_sayings, sayings
from ureport.library import Library, load_library


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("全年办理35件。", "35件 = 35 件 exact other"),
        ("全年办理近300件。", "近300件 = 300 件 nearly other"),
        ("上千职工参加。", "上千 = 1000 人 over other"),
        ("开展三八活动。", "三八 = name"),
        ("工作一系列推进。", ""),
        ("全年投入412万。", "412万 = 4120000 元 exact finance.invested"),
        ("提出三点要求。", "三点 = vague"),
    ],
)
def test_what_is_read(extractor: Extractor, text: str, told: str) -> None:
    assert read_sayings(extractor, [text]) == {text: told}


def test_every_word_stands_in_a_saying(library: Library) -> None:
    made = "\n".join(sayings(library))
    vocabulary = library.vocabulary
    for words in (vocabulary.units, vocabulary.nouns, vocabulary.before, vocabulary.after, vocabulary.names, vocabulary.idioms):
        assert [word for word in words if word not in made] == []


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A copy of the shipped library whose sayings are accepted."""
    shutil.copytree(shipped_library(), tmp_path / "patterns")
    _check(tmp_path, ALL)
    return tmp_path


def _check(work: Path, accept: str = "") -> tuple[list[str], list[str]]:
    before, after, _ = check_sayings(work / "wordings", Extractor(load_library([work / "patterns"])), work / "patterns", accept)
    return [line for fault in before for line in fault.detail], [line for fault in after for line in fault.detail]


@pytest.mark.parametrize(
    ("file", "old", "new", "line"),
    [
        ("qualifiers.toml", '"将近", ', "", "全年办理将近300件。  将近300件 = 300 件 nearly other → 近300件 = 300"),
        ("units/people.toml", '"人次数"', '"人次"', "全年办理35人次数。"),
        ("lexicon/names.toml", '"三八", ', "", "开展三八活动。  三八 = name → "),
        ("lexicon/idioms.toml", '"一流", ', "", "工作一流推进。  nothing → 一流 = order"),
        ("qualifiers.toml", '"将近", ', '"将近", "差点", ', "全年办理差点300件。  差点300件 = 300 件 nearly other"),
    ],
)
def test_a_change_of_a_word_is_told(own: Path, file: str, old: str, new: str, line: str) -> None:
    path = own / "patterns" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    told, left = _check(own)
    assert any(found.startswith(line) for found in told), told
    assert left == told
    assert _check(own, ALL)[1] == []
    assert _check(own) == ([], [])


def test_without_a_file_nothing_is_asked(tmp_path: Path, extractor: Extractor) -> None:
    assert check_sayings(tmp_path, extractor, shipped_library(), "") == ([], [], [])
    assert check_sayings(tmp_path, extractor, shipped_library(), "member.new") == ([], [], [])


def test_a_line_that_is_none_is_told_with_its_number(own: Path) -> None:
    path = own / "wordings" / FILE
    path.write_text("没有制表符\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    before, _, _ = check_sayings(own / "wordings", Extractor(load_library([own / "patterns"])), own / "patterns", "")
    assert [(fault.code, fault.line) for fault in before] == [("P306", 1)]
