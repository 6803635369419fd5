"""An expression of a pattern library that backtracks without end: it costs itself, in that file, and is named; all else goes on."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from making.folders import NAME, SOUND, extracted, fill
from ureport import Extractor
from ureport.matching import timed
from ureport.model import Document

HEAD = 'name = "{0}"\ndefinition = "for a test"\nkind = "count"\nunits = ["户"]\n'
RUNAWAY = "[[pattern]]\ntemplate = \"加班 {户}\"\n\n[[pattern]]\nregex = '{户}(?:会|会员|员)+入'\n"
SOUND_ONE = "[[pattern]]\nregex = '疗休养{户}'\n"
CLAUSE = "12户" + "会员" * 40 + "不入。"
WARNING = "slow pattern: member.slow#2 took longer than 1 s and was given up"


@pytest.fixture
def library(write_library: Callable[[dict[str, str]], Path]) -> Path:
    """A library to be added, with a runaway and a sound expression."""
    return write_library({"member/slow.toml": HEAD.format("慢") + RUNAWAY, "member/rest.toml": HEAD.format("休") + SOUND_ONE})


def test_it_is_given_up_named_and_nothing_else_is_lost(library: Path, tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    fill(folder, {"a.txt": f"3户会员入。\n{CLAUSE * 30}疗休养5户，新增会员320名。\n".encode(), "b.txt": "4户会员入。".encode()})
    began = time.monotonic()
    outcome = extracted(folder, "--extra-patterns", str(library))
    assert outcome.sound
    assert outcome.code == 0
    assert f"warning: a.txt: {WARNING}\n" in outcome.err
    assert "warning: b.txt" not in outcome.err and f"warning: {NAME}" not in outcome.err
    assert "flagged: slow pattern 1" in outcome.err
    assert [(row["level"], row["source"], row["message"]) for row in outcome.problems] == [("warning", "a.txt", WARNING)]
    found = {(row["source"], row["value"]): row["metric"] for row in outcome.records}
    assert found["a.txt", "3"] == found["b.txt", "4"] == "member.slow"
    assert (found["a.txt", "5"], found["a.txt", "320"]) == ("member.rest", "member.new")
    assert time.monotonic() - began < 30


def extractor(tiny: Callable[[dict[str, str]], Extractor]) -> Extractor:
    return tiny({"member.slow": "template = \"加班 {人}\"\n\n[[pattern]]\nregex = '{人}(?:会|会员|员)+入'"})


def test_its_time_counts_for_each_file_anew(tiny: Callable[[dict[str, str]], Extractor], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timed, "SECONDS", 0.1)
    made = extractor(tiny)
    slow, quick = f"{CLAUSE * 3}3人会员入。".replace("户", "人"), "3人会员入。"
    first, second, third = (made.extract(Document("a.txt", text)) for text in (slow, quick, slow))
    assert [bool(each.warnings) for each in (first, second, third)] == [True, False, True]
    assert second.records[0].metric == "member.slow"
    assert {record.metric for record in first.records} == {"other"}


def test_an_expression_that_is_only_asked_often_is_never_given_up(tiny: Callable[[dict[str, str]], Extractor], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timed, "SECONDS", 0.03)
    found = extractor(tiny).extract(Document("a.txt", "3人会员入。" * 3000))
    assert found.warnings == ()
    assert {record.metric for record in found.records} == {"member.slow"}


def test_flags_of_the_file_stand_beside_it(tiny: Callable[[dict[str, str]], Extractor], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timed, "SECONDS", 0.05)
    found = extractor(tiny).extract(Document("a.txt", CLAUSE.replace("户", "人") + SOUND, flags=("truncated",)))
    assert found.warnings == ("truncated", "slow pattern: member.slow#2 took longer than 0.05 s and was given up")
