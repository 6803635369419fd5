"""The command with workers as a user meets it: interrupted, killed, with nobody to read its output, strict, with a list of errors."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

import makers
from jobs.conftest import children

TESTS = Path(__file__).parent.parent
REPORT = "湖州市总工会2016年工作总结\n全年新增会员8500名。\n"
needs_proc = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="no /proc to look for processes in")


def process(*arguments: object, **options: object) -> subprocess.Popen[bytes]:
    """``ureport`` with the format of files that are what they say."""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join((str(TESTS.parent / "src"), str(TESTS)))}
    command = [sys.executable, str(TESTS / "making/faulty.py"), *map(str, arguments)]
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen(command, env=environment, preexec_fn=_usual_signals, **(streams | options))  # type: ignore[call-overload,no-any-return]


def _usual_signals() -> None:
    """Whoever runs the tests may have signals ignored, as nohup has."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)


def until(true: Callable[[], object], seconds: float = 30) -> bool:
    """Waits until something is true."""
    end = time.monotonic() + seconds
    while not true() and time.monotonic() < end:
        time.sleep(0.02)
    return bool(true())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Some reports; the reader of the third hangs."""
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(30):
        (folder / f"{number:02}.txt").write_text(REPORT * (number + 1), encoding="utf-8")
    (folder / "02a.bad").write_text("!hang")
    return folder


def alive(process_number: int) -> bool:
    """True for a process that runs; a zombie that nobody has fetched does not."""
    try:
        return Path(f"/proc/{process_number}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def begun(tmp_path: Path) -> bool:
    """The workers have what they need, and one of them hangs."""
    return any(part.exists() for part in tmp_path.glob(".x.csv.*"))


@needs_proc
@pytest.mark.parametrize(
    ("number", "code", "told", "left"),
    [
        (signal.SIGINT, 130, b"interrupted\n", []),
        (signal.SIGTERM, 143, b"interrupted\n", []),
        (signal.SIGHUP, 129, b"interrupted\n", []),
        (signal.SIGKILL, -9, b"", [".part"]),
    ],
)
def test_whatever_ends_the_command_ends_its_workers(folder: Path, tmp_path: Path, number: signal.Signals, code: int, told: bytes, left: list[str]) -> None:
    (tmp_path / "x.csv").write_text("before")
    running = process("extract", folder, "-o", tmp_path / "x.csv", "--jobs", "3", "--quiet")
    assert until(lambda: begun(tmp_path) and len(children(running.pid)) == 3)
    workers = children(running.pid)
    time.sleep(0.2)
    began = time.monotonic()
    running.send_signal(number)
    _, err = running.communicate(timeout=60)
    assert (running.returncode, err) == (code, told)
    assert until(lambda: not any(alive(worker) for worker in workers), 5)
    assert time.monotonic() - began < 5
    assert (tmp_path / "x.csv").read_text() == "before"
    assert [path.suffix for path in tmp_path.glob(".x.csv*")] == left


@needs_proc
def test_ctrl_c_reaches_the_whole_group_as_from_a_terminal(folder: Path, tmp_path: Path) -> None:
    running = process("extract", folder, "-o", tmp_path / "x.csv", "--jobs", "3", start_new_session=True)
    assert until(lambda: begun(tmp_path) and len(children(running.pid)) == 3)
    workers = children(running.pid)
    os.killpg(running.pid, signal.SIGINT)
    assert running.communicate() == (b"", b"interrupted\n")
    assert running.returncode == 130
    assert not any(alive(worker) for worker in workers)
    assert os.listdir(tmp_path) == ["in"]


@needs_proc
@pytest.mark.parametrize("reads", [False, True])
def test_a_closed_pipe_ends_the_workers(folder: Path, tmp_path: Path, reads: bool) -> None:
    (folder / "02a.bad").unlink()
    for number in range(100):
        (folder / f"{number}x.txt").write_text(REPORT * 30, encoding="utf-8")
    running = process("extract", folder, "--jobs", "2", "--quiet")
    assert running.stdout and running.stderr
    if reads:
        assert running.stdout.readline().startswith(b"record_id,")
    running.stdout.close()
    assert (running.wait(), running.stderr.read()) == (0, b"")
    running.stderr.close()


def test_a_hanging_file_is_told_and_the_rest_goes_on(folder: Path, tmp_path: Path) -> None:
    (folder / "03a.zip").write_bytes(makers.zipped({"a.bad": "!SIGKILL", "b.txt": REPORT}))
    (folder / "04a.bad").write_text("!huge")
    (folder / "05a.docx").write_bytes(b"")
    running = process("extract", folder, "--timeout", "3", "--errors", tmp_path / "errors.jsonl", "-o", tmp_path / "x.jsonl")
    out, err = running.communicate()
    assert (running.returncode, out) == (1, b"")
    assert err.decode().splitlines()[-1].startswith("31 files read, 4 failed; ")
    assert f"error: {folder}/02a.bad: took longer than 3 s\n  remedy: allow more with --timeout, or leave it out\n" in err.decode()
    sources = {json.loads(line)["source"] for line in (tmp_path / "x.jsonl").read_text(encoding="utf-8").splitlines()}
    assert sources == {*(f"{number:02}.txt" for number in range(30)), "03a.zip!/b.txt"}
    errors = [json.loads(line) for line in (tmp_path / "errors.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [list(error) for error in errors] == [["kind", "source", "message", "remedy"]] * 4
    assert [(error["kind"], error["source"], error["message"]) for error in errors] == [
        ("timeout", f"{folder}/02a.bad", "took longer than 3 s"),
        ("memory", f"{folder}/03a.zip!/a.bad", "its reader was killed (signal 9), as the system does when memory runs out"),
        ("memory", f"{folder}/04a.bad", "needed more than 2 GB of memory"),
        ("empty", f"{folder}/05a.docx", "empty: no text in this file"),
    ]


@pytest.mark.parametrize("jobs", [1, 3])
@pytest.mark.parametrize("command", ["extract", "audit"])
def test_strict_stops_at_the_first_file_that_fails(folder: Path, tmp_path: Path, command: str, jobs: int) -> None:
    (folder / "02a.bad").write_text("!exit")
    (folder / "20a.bad").write_text("!exit")
    (tmp_path / "x.csv").write_text("before")
    running = process(command, folder, "--strict", "--jobs", jobs, "-o", tmp_path / "x.csv", "--errors", tmp_path / "errors.jsonl")
    _, err = running.communicate()
    assert running.returncode == 1
    told = err.decode().splitlines()
    assert told[0] == f"error: {folder}/02a.bad: its reader died (exit code 3)"
    assert told[1].startswith("  remedy: ")
    assert told[2:] == ["error: stopped at the first file that failed, as --strict asks; no output file was written"]
    assert (tmp_path / "x.csv").read_text() == "before"
    assert sorted(os.listdir(tmp_path)) == ["errors.jsonl", "in", "x.csv"]
    assert len((tmp_path / "errors.jsonl").read_text(encoding="utf-8").splitlines()) == 1


def test_strict_and_a_list_of_errors_when_nothing_fails(folder: Path, tmp_path: Path) -> None:
    (folder / "02a.bad").unlink()
    running = process("extract", folder, "--strict", "-o", tmp_path / "x.csv", "--errors", tmp_path / "errors.jsonl")
    assert (running.wait(), (tmp_path / "errors.jsonl").read_bytes()) == (0, b"")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--jobs", "0"], "Invalid value for '--jobs'"),
        (["--jobs", "many"], "Invalid value for '--jobs'"),
        (["--timeout", "0"], "Invalid value for '--timeout'"),
        (["--errors", "-"], "the output and the list of errors are the same"),
        (["--errors", "x.csv", "-o", "./x.csv"], "the output and the list of errors are the same"),
        (["--errors", "in/00.txt"], "the output is one of the reports to be read"),
    ],
)
def test_wrong_options_end_with_2(folder: Path, tmp_path: Path, arguments: list[str], message: str) -> None:
    running = process("extract", "in", *arguments, cwd=tmp_path)
    out, err = running.communicate()
    assert (running.returncode, out) == (2, b"")
    assert message in err.decode()


def test_the_list_of_errors_is_no_report(folder: Path, tmp_path: Path) -> None:
    (folder / "02a.bad").write_text("!exit")
    for _ in range(2):
        running = process("extract", folder, "--include", "*", "-o", tmp_path / "x.csv", "--errors", folder / "errors.jsonl")
        _, err = running.communicate()
    assert "30 files read, 1 failed, skipped output 1;" in err.decode()
