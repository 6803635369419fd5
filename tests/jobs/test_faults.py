"""A reader that hangs, dies or eats memory costs its file and no other. The faults are real: they happen in worker processes."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

import makers
from jobs.conftest import LIMITS, all_of, children, pooled, short
from ureport.errors import InputError
from ureport.jobs import Limits, pool
from ureport.model import Extraction
from ureport.pipeline import Extractor
from ureport.readers import find

pytestmark = [pytest.mark.usefixtures("faulty"), pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")]
QUICK = Limits(2, 2, 256 << 20)

FAULTS = [
    ("exit", LIMITS, "crash: its reader died (exit code 3)"),
    ("leave", LIMITS, "crash: its reader died (exit code 0)"),
    ("SIGSEGV", LIMITS, "crash: its reader died (signal 11, SIGSEGV)"),
    ("SIGABRT", LIMITS, "crash: its reader died (signal 6, SIGABRT)"),
    ("SIGKILL", LIMITS, "memory: its reader was killed (signal 9), as the system does when memory runs out"),
    ("memory", LIMITS, "memory: needed more than 256 MB of memory"),
    ("hang", QUICK, "timeout: took longer than 2 s"),
    ("deaf", QUICK, "timeout: took longer than 2 s"),
    ("bare", QUICK, "timeout: took longer than 2 s"),
    ("raise", LIMITS, "damaged: damaged: it cannot be read as faulty (RuntimeError: a fault of a library)"),
]


@pytest.mark.parametrize(("word", "limits", "message"), FAULTS)
def test_a_fault_costs_its_file_alone(tmp_path: Path, extractor: Extractor, word: str, limits: Limits, message: str) -> None:
    before = children()
    for number in range(6):
        (tmp_path / f"{number}.txt").write_text(f"新增会员850{number}名。", encoding="utf-8")
    (tmp_path / "2a.bad").write_text(f"!{word}")
    (tmp_path / "2b.bad").write_text("!fine")
    outcomes = all_of(extractor, tmp_path, limits=limits)
    assert [short(outcome) for outcome in outcomes] == ["0.txt", "1.txt", "2.txt", f"2a.bad {message}", "2b.bad", "3.txt", "4.txt", "5.txt"]
    assert all(outcome.remedy and outcome.place == str(tmp_path / "2a.bad") for outcome in outcomes if isinstance(outcome, InputError))
    assert children() == before


@pytest.mark.parametrize(("word", "limits", "message"), FAULTS)
def test_a_fault_in_an_archive_costs_its_member_alone(tmp_path: Path, extractor: Extractor, word: str, limits: Limits, message: str) -> None:
    inner = makers.zipped({"x.txt": "新增会员1名。", "y.bad": f"!{word}", "z.txt": "新增会员2名。"})
    members = {"a.txt": "新增会员3名。", "b.txt": "", "c.zip": inner, "d.txt": "新增会员3名。", "e.bad": f"!{word}"}
    (tmp_path / "a.zip").write_bytes(makers.zipped(members))
    outcomes = all_of(extractor, tmp_path / "a.zip", limits=limits)
    assert [short(outcome).removeprefix("a.zip!/") for outcome in outcomes] == [
        "a.txt",
        "b.txt empty: empty: no text in this file",
        "c.zip!/x.txt",
        f"y.bad {message}",
        "c.zip!/z.txt",
        "d.txt",
        f"e.bad {message}",
    ]
    failed = [outcome.place for outcome in outcomes if isinstance(outcome, InputError)]
    assert failed == [f"{tmp_path}/a.zip!/{name}" for name in ("b.txt", "c.zip!/y.bad", "e.bad")]
    assert [outcome.warnings for outcome in outcomes if isinstance(outcome, Extraction)][-1] == ("same as: a.zip!/a.txt",)


def test_an_archive_full_of_faults_is_given_up(tmp_path: Path, extractor: Extractor) -> None:
    (tmp_path / "a.zip").write_bytes(makers.zipped({f"{number:02}.bad": "!exit" for number in range(14)}))
    (tmp_path / "b.txt").write_text("8500名")
    outcomes = all_of(extractor, tmp_path)
    assert [short(outcome) for outcome in outcomes] == [
        *(f"{number:02}.bad crash: its reader died (exit code 3)" for number in range(pool._MOST_FAULTS)),
        f"a.zip crash: given up: {pool._MOST_FAULTS} files in it stopped their reader",
        "b.txt",
    ]


def test_the_time_of_a_file_begins_anew_with_each_file_in_it(tmp_path: Path, extractor: Extractor) -> None:
    (tmp_path / "a.zip").write_bytes(makers.zipped({f"{number}.bad": f"!sleep\n{number}名" for number in range(4)}))
    assert [short(outcome) for outcome in all_of(extractor, tmp_path, limits=Limits(1, 1.1))] == [f"a.zip!/{number}.bad" for number in range(4)]


def test_what_a_library_prints_is_no_data(tmp_path: Path, extractor: Extractor, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.bad").write_text("!print")
    assert [short(outcome) for outcome in all_of(extractor, tmp_path)] == ["a.bad"]
    assert capfd.readouterr() == ("", "")


def test_a_worker_whose_libraries_keep_memory_is_replaced_between_files(tmp_path: Path, extractor: Extractor) -> None:
    for number in range(9):
        (tmp_path / f"{number}.bad").write_text("!leak\n{pid}")
    outcomes = all_of(extractor, tmp_path, limits=Limits(1, 20, 200 << 20))
    processes = [outcome.document.text for outcome in outcomes if isinstance(outcome, Extraction)]
    assert len(processes) == 9
    assert len(set(processes)) == 3


def test_a_worker_serves_many_files(tmp_path: Path, extractor: Extractor) -> None:
    for number in range(30):
        (tmp_path / f"{number}.bad").write_text("!fine\n{pid}")
    outcomes = all_of(extractor, tmp_path)
    assert 1 <= len({outcome.document.text for outcome in outcomes if isinstance(outcome, Extraction)}) <= 2


def test_what_is_done_comes_before_the_rest_is_read(tmp_path: Path, extractor: Extractor) -> None:
    (tmp_path / "a.zip").write_bytes(makers.zipped({"1.txt": "8500名", "2.txt": "8600名", "3.bad": "!hang"}))
    began = time.monotonic()
    with pooled(extractor) as workers:
        outcomes = workers.outcomes(find([str(tmp_path / "a.zip")]))
        assert [short(next(outcomes)) for _ in range(2)] == ["a.zip!/1.txt", "a.zip!/2.txt"]
    assert time.monotonic() - began < LIMITS.seconds / 2


def test_a_slow_file_piles_up_no_results(tmp_path: Path, extractor: Extractor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "_HELD", 50_000)
    monkeypatch.setattr(pool, "_WINDOW", 40)
    (tmp_path / "000.bad").write_text("!sleep")
    for number in range(1, 100):
        (tmp_path / f"{number:03}.txt").write_text("新增会员8500名。" * 100, encoding="utf-8")
    looked: list[object] = []
    with pooled(extractor) as workers:
        files = (looked.append(file) or file for file in find([str(tmp_path)]))
        outcomes = workers.outcomes(files)
        first = next(outcomes)
        held, largest = workers._held, max(len(message) for turn in workers._turns if isinstance(turn, pool._Turn) for message in turn.ready)
        assert short(first) == "000.bad"
        assert len(looked) <= 41
        assert largest < held < 50_000 + largest
        assert len(list(outcomes)) == 99


def test_one_that_waits_its_turn_is_not_too_slow(tmp_path: Path, extractor: Extractor, monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker that is ahead and cannot send, since nothing more is held, is not taken for one that hangs."""
    monkeypatch.setattr(pool, "_HELD", 1)
    (tmp_path / "0.zip").write_bytes(makers.zipped({f"{number}.bad": f"!sleep\n{number}名" for number in range(4)}))
    (tmp_path / "1.bad").write_text("!fine\n" + " " * (1 << 20) + "8500")  # more than a pipe holds
    outcomes = all_of(extractor, tmp_path, limits=Limits(2, 1.1))
    assert [short(outcome) for outcome in outcomes] == [*(f"0.zip!/{number}.bad" for number in range(4)), "1.bad"]
