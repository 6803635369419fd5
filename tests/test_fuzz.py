"""The fuzz target: so many cases in every run, and a proof that it sees what is wrong, makes it small, saves and replays it."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest

import fuzz
from making.library import shipped_extractor
from ureport import Document, Extraction, Extractor
from ureport.pipeline import Tracing

CASES = 300
NEVER = float("inf")


class Forgetful(Extractor):
    """An extractor with a fault: of a text with 76 in it, it forgets the last number."""

    def trace(self, document: Document) -> Tracing:
        return super().trace(document)._replace(extraction=self.extract(document))

    def extract(self, document: Document, watch: object = None) -> Extraction:
        extraction = super().extract(document)
        kept = extraction.audit[:-1] if "76" in document.text else extraction.audit
        return replace(extraction, audit=kept, records=tuple(r for r in extraction.records if any(e.record_id == r.record_id for e in kept)))


def test_some_cases_keep_what_is_promised(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = fuzz.fuzz(iter(range(CASES)), NEVER, shipped_extractor(), tmp_path)
    assert found == [], capsys.readouterr().out
    assert f"{CASES} cases" in capsys.readouterr().out


def test_a_case_is_the_same_each_time() -> None:
    assert [fuzz.case(number) for number in range(60)] == [fuzz.case(number) for number in range(60)]
    assert len({fuzz.case(number) for number in range(60)}) > 50


def test_a_fault_is_found_made_small_and_saved(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    extractor = Forgetful(shipped_extractor().library)
    (kind, *_) = fuzz.fuzz(iter(range(CASES)), NEVER, extractor, tmp_path)
    assert "every_digit_is_told_once" in kind
    (path, *_) = sorted(tmp_path.iterdir())
    out = capsys.readouterr().out
    assert "digits without an entry" in out
    assert "tests/fuzz.py --replay" in out
    small = fuzz.loaded(path)
    again = fuzz.failure(small, extractor)
    assert again is not None and again.kind == kind
    assert fuzz.failure(small, shipped_extractor()) is None


def test_a_fault_in_a_text_is_made_as_small_as_can_be() -> None:
    extractor = Forgetful(shipped_extractor().library)
    case = fuzz.Case("text.txt", ("总结\n" * 50 + "会员76名，占3%。").encode())
    assert fuzz.smaller(case, lambda smaller: fuzz.failure(smaller, extractor) is not None).data == b"76"


def test_a_case_without_end_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    if not hasattr(fuzz.signal, "setitimer"):
        pytest.skip("no timer on this system")

    class Endless(Extractor):
        def trace(self, document: Document) -> Tracing:
            for _ in count():
                pass
            raise AssertionError

    monkeypatch.setattr(fuzz, "SLOW", 0.2)
    wrong = fuzz.failure(fuzz.Case("text.txt", b"1"), Endless(shipped_extractor().library))
    assert wrong is not None and wrong.kind == "Hang"


def test_the_command_replays_a_file_and_runs_for_a_time(tmp_path: Path) -> None:
    (tmp_path / "12345678-text.txt").write_text("新增会员8500名。", encoding="utf-8")
    run = [sys.executable, str(Path(fuzz.__file__))]
    replayed = subprocess.run([*run, "--replay", str(tmp_path / "12345678-text.txt")], capture_output=True, text=True, check=True)
    assert replayed.stdout == "all promises kept\n"
    ran = subprocess.run([*run, "--seconds", "1", "--seed", "7"], capture_output=True, text=True, check=True, cwd=tmp_path)
    assert ran.stdout.startswith("--seed 7\n")
    assert "0 kinds of failure" in ran.stdout
