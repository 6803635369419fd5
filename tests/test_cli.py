"""The command line as a user meets it: in process where that is enough, as a process where streams matter."""

from __future__ import annotations

import csv
import functools
import io
import json
import os
import re
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from ureport import __version__, load_library
from ureport.cli import main

SOURCE = Path(__file__).parent.parent / "src"
REPORT = "湖州市总工会2016年工作总结\n\n全年新增会员8500名，发放慰问款物近3500万元。\n参观的有37人。\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in/县").mkdir(parents=True)
    (tmp_path / "in/a.txt").write_text(REPORT, encoding="utf-8")
    (tmp_path / "in/县/b.txt").write_bytes(REPORT.encode("gb18030"))
    return tmp_path / "in"


class Result:
    """What a command did: exit code, data and messages."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err

    @property
    def rows(self) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(self.out, newline="")))


Command = Callable[..., Result]
load_once = functools.cache(load_library)


@pytest.fixture
def ureport(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    monkeypatch.setattr("ureport.cli.session.load_library", lambda folders: load_once(tuple(folders)))

    def run(*arguments: object) -> Result:
        code = main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return Result(code, captured.out, captured.err)

    return run


def process(*arguments: object, **options: object) -> subprocess.Popen[bytes]:
    environment = os.environ | {"PYTHONPATH": str(SOURCE)}
    command = [sys.executable, "-m", "ureport", *map(str, arguments)]
    return subprocess.Popen(command, env=environment, **({"stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | options))  # type: ignore[call-overload,no-any-return]


# extract


def test_extract_writes_csv_into_a_pipe_and_a_summary_beside_it(ureport: Command, folder: Path) -> None:
    result = ureport("extract", folder)
    assert result.code == 0
    assert [(row["source"], row["metric"], row["value"], row["unit"]) for row in result.rows][:2] == [
        ("a.txt", "member.new", "8500", "人"),
        ("a.txt", "aid.visit_funds", "35000000", "元"),
    ]
    assert {row["source"] for row in result.rows} == {"a.txt", "县/b.txt"}
    assert re.fullmatch(r"2 files read, 0 failed; 6 records, 2 of them other; \d+ numbers are none: .*time .*\n", result.err)


def test_extract_formats(ureport: Command, folder: Path, tmp_path: Path) -> None:
    assert json.loads(ureport("extract", folder, "--format", "jsonl").out.splitlines()[0])["value"] == 8500
    assert "新增会员数" in ureport("extract", folder, "-f", "table").out
    assert ureport("extract", folder, "-o", tmp_path / "x.jsonl").out == ""
    assert len((tmp_path / "x.jsonl").read_text(encoding="utf-8").splitlines()) == 6
    ureport("extract", folder, "-o", tmp_path / "x.csv", "--headers", "zh")
    assert (tmp_path / "x.csv").read_bytes().startswith("\ufeff记录编号,来源文件".encode())
    assert ureport("extract", folder, "-o", "-").out.startswith("record_id,")


def test_extract_filters_and_columns(ureport: Command, folder: Path) -> None:
    result = ureport("extract", folder / "a.txt", "--metric", "member.*", "--metric", "other", "--columns", "metric,value")
    assert result.out.splitlines() == ["metric,value", "member.new,8500", "other,37"]
    assert "3 records, 1 of them other, 2 written" in result.err
    assert len(ureport("extract", folder, "--theme", "aid").rows) == 2
    assert ureport("extract", folder, "--status", "target").rows == []


def test_the_same_run_gives_the_same_bytes(ureport: Command, folder: Path) -> None:
    assert ureport("extract", folder).out == ureport("extract", folder).out


def test_ids_are_unique_across_folders(ureport: Command, folder: Path) -> None:
    (folder / "县/a.txt").write_text(REPORT, encoding="utf-8")
    ids = [row["record_id"] for row in ureport("extract", folder / "县", folder).rows]
    assert len(ids) == len(set(ids)) == 9


def test_quiet_and_verbose(ureport: Command, folder: Path) -> None:
    assert ureport("extract", folder, "--quiet").err == ""
    assert "县/b.txt: 湖州市总工会, 2016; 3 records from " in ureport("extract", folder, "--verbose").err


def test_a_bad_file_is_told_and_the_others_are_extracted(ureport: Command, folder: Path) -> None:
    (folder / "empty.txt").write_bytes(b"")
    (folder / "binary.txt").write_bytes(bytes(1000))
    (folder / "scan.pdf").write_bytes(b"%PDF")
    result = ureport("extract", folder, "--quiet")
    assert result.code == 1
    assert len(result.rows) == 6
    assert f"error: {folder}/empty.txt: empty" in result.err
    assert f"error: {folder}/binary.txt: binary" in result.err
    assert result.err.count("remedy: ") == 2
    assert "2 files read, 2 failed, skipped .pdf 1;" in ureport("extract", folder).err


def test_an_empty_folder(ureport: Command, tmp_path: Path) -> None:
    result = ureport("extract", tmp_path)
    assert result.code == 1
    assert f"error: {tmp_path}: no report found in this folder\n  remedy: " in result.err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["gone"], "gone: no such file or folder"),
        (["IN", "--metric", "membr.new"], "did you mean member.new"),
        (["IN", "--theme", "memer"], "did you mean member?"),
        (["IN", "--status", "actaul"], "did you mean actual?"),
        (["IN", "--columns", "valeu"], "did you mean value"),
        (["IN", "--format", "jsnl"], "did you mean jsonl?"),
        (["IN", "--headers", "cn"], "did you mean en?"),
        (["IN", "-o", "x.xls"], ".csv or .jsonl"),
        (["IN", "--patterns", "gone"], "gone"),
        (["IN", "--extra-patterns", "gone"], "gone"),
        (["IN", "--bogus"], "No such option"),
        ([], "Missing argument"),
    ],
)
def test_wrong_usage_ends_with_2_before_anything_is_written(ureport: Command, folder: Path, arguments: list[str], message: str) -> None:
    result = ureport("extract", *[str(folder) if argument == "IN" else argument for argument in arguments])
    assert (result.code, result.out) == (2, "")
    assert message in result.err
    assert "Traceback" not in result.err


def test_a_broken_pattern_file_ends_with_2_and_its_place(ureport: Command, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "extra/member").mkdir(parents=True)
    (tmp_path / "extra/member/x.toml").write_text('name = "x\n', encoding="utf-8")
    result = ureport("extract", folder, "--extra-patterns", tmp_path / "extra")
    assert (result.code, result.out) == (2, "")
    assert re.search(r"member/x\.toml:1:\d+: error\[P002\]: .*\n.*\n.*\^\n +remedy: ", result.err)


@pytest.mark.parametrize("output", ["gone/x.csv", "folder.csv"])
def test_an_output_that_cannot_be_written_ends_with_3(ureport: Command, folder: Path, tmp_path: Path, output: str) -> None:
    (tmp_path / "folder.csv").mkdir()
    result = ureport("extract", folder, "-o", tmp_path / output)
    assert result.code == 3
    assert "cannot be written" in result.err


# audit, explain, metrics


def test_audit_holds_every_number(ureport: Command, folder: Path) -> None:
    rows = ureport("audit", folder / "a.txt").rows
    assert [row["surface"] for row in rows] == ["2016年", "8500名", "近3500万元", "37人"]
    assert [bool(row["record_id"]) for row in rows] == [False, True, True, True]
    assert json.loads(ureport("audit", folder / "a.txt", "--format", "jsonl").out.splitlines()[0])["role"] == "time"


def test_audit_as_text_has_marks_in_a_pipe(ureport: Command, folder: Path) -> None:
    result = ureport("audit", folder / "a.txt", "--format", "text")
    assert result.code == 0
    assert "全年新增会员[8500名|member.new]，" in result.out
    assert "== legend ==" in result.out
    assert "\x1b" not in result.out


def test_explain(ureport: Command, folder: Path) -> None:
    result = ureport("explain", folder / "a.txt", "--number", "8500名")
    assert result.code == 0
    assert "won by        member.new#" in result.out
    assert ureport("explain", folder / "a.txt", "--line", "99").code == 2
    assert ureport("explain", folder).code == 2
    assert ureport("explain", folder / "a.txt", "--line", "x").code == 2
    (folder / "empty.txt").write_bytes(b"")
    assert ureport("explain", folder / "empty.txt").code == 1


def test_metrics(ureport: Command, folder: Path) -> None:
    assert len(ureport("metrics").rows) >= 122
    assert "member.new#1" in ureport("metrics", "member.new").out
    assert {row["theme"] for row in ureport("metrics", "member.*").rows} == {"member"}
    assert ureport("metrics", "membr.new").code == 2
    assert json.loads(ureport("metrics", "schema").out)["type"] == "object"
    counted = {row["id"]: row["records"] for row in ureport("metrics", "--on", folder).rows}
    assert (counted["member.new"], counted["other"], counted["member.total"]) == ("2", "2", "0")
    assert "records 2" in ureport("metrics", "member.new", "--on", folder).out


# streams


def test_help_and_version_load_nothing_heavy() -> None:
    for arguments in (["--help"], ["--version"], []):
        code = (
            "import sys; from ureport.cli import main; main(sys.argv[1:]);"
            "print(sorted({m.split('.')[0] for m in sys.modules} & {'pandas', 'jieba', 'pydantic', 'regex', 'rich', 'opencc'}),"
            "'ureport.pipeline' in sys.modules)"
        )
        done = subprocess.run([sys.executable, "-c", code, *arguments], env=os.environ | {"PYTHONPATH": str(SOURCE)}, capture_output=True, text=True)
        assert done.stdout.splitlines()[-1] == "[] False", arguments


def test_extract_does_not_load_pandas_or_rich_for_csv(folder: Path) -> None:
    code = "import sys; from ureport.cli import main; main(sys.argv[1:]); print(sorted({'pandas', 'rich'} & set(sys.modules)))"
    command = [sys.executable, "-c", code, "extract", str(folder), "--quiet"]
    done = subprocess.run(command, env=os.environ | {"PYTHONPATH": str(SOURCE)}, capture_output=True, text=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_version(ureport: Command) -> None:
    assert ureport("--version").out == f"ureport {__version__}\n"


def test_standard_input_and_utf8_whatever_the_locale(folder: Path) -> None:
    running = process("extract", "-", "--columns", "source,subject", stdin=subprocess.PIPE)
    out, _ = running.communicate((folder / "a.txt").read_bytes())
    assert out.decode().splitlines()[1] == "stdin,新增会员"
    environment = os.environ | {"PYTHONPATH": str(SOURCE), "PYTHONIOENCODING": "ascii", "LC_ALL": "C"}
    done = subprocess.run([sys.executable, "-m", "ureport", "explain", str(folder / "a.txt")], env=environment, capture_output=True)
    assert done.returncode == 0
    assert "新增会员" in done.stdout.decode()


@pytest.mark.parametrize("command", [("extract",), ("extract", "--format", "table"), ("audit", "--format", "text"), ("explain",), ("metrics",)])
def test_a_closed_pipe_ends_quietly(folder: Path, command: tuple[str, ...]) -> None:
    paths = {"explain": [folder / "a.txt"], "metrics": []}.get(command[0], [folder])
    read, write = os.pipe()
    os.close(read)
    running = process(*command, *paths, stdout=write)
    os.close(write)
    _, err = running.communicate()
    assert (running.returncode, err) == (0, b"")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full")
def test_a_full_disk_ends_with_3(folder: Path) -> None:
    with open("/dev/full", "wb") as full:
        running = process("extract", folder, stdout=full)
        _, err = running.communicate()
    assert running.returncode == 3
    assert err.decode().splitlines()[0] == "error: standard output: cannot be written: No space left on device"


@pytest.mark.parametrize(("closed", "code", "out"), [(">&-", 3, b""), ("2>&-", 0, b"value")])
def test_streams_that_are_closed_from_the_start(folder: Path, closed: str, code: int, out: bytes) -> None:
    command = f"{shlex.quote(sys.executable)} -m ureport extract {shlex.quote(str(folder))} --columns value {closed}"
    done = subprocess.run(["sh", "-c", command], env=os.environ | {"PYTHONPATH": str(SOURCE)}, capture_output=True)
    assert (done.returncode, done.stdout[: len(out) or None]) == (code, out)
    assert b"files read" not in done.stdout
    assert (b"cannot be written" in done.stderr) is (code == 3)


def test_ctrl_c_ends_with_130_and_leaves_no_half_file(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for number in range(3000):
        (tmp_path / f"in/{number}.txt").write_text(REPORT * 5, encoding="utf-8")
    running = process("extract", tmp_path / "in", "-o", tmp_path / "x.csv")
    for _ in range(600):
        if any(part.stat().st_size for part in tmp_path.glob(".x.csv.*")):  # the records have begun to flow
            break
        time.sleep(0.05)
    running.send_signal(signal.SIGINT)
    _, err = running.communicate()
    assert (running.returncode, err) == (130, b"interrupted\n")
    assert os.listdir(tmp_path) == ["in"]


def test_a_terminal_gets_a_table_and_colours_unless_no_color(folder: Path) -> None:
    pty = pytest.importorskip("pty")

    def shown(*arguments: object, **variables: str) -> str:
        main_end, child_end = pty.openpty()
        environment = {k: v for k, v in os.environ.items() if k != "NO_COLOR"} | {"PYTHONPATH": str(SOURCE), "TERM": "xterm", "COLUMNS": "120"} | variables
        running = subprocess.Popen([sys.executable, "-m", "ureport", *map(str, arguments)], env=environment, stdout=child_end, stderr=subprocess.DEVNULL)
        os.close(child_end)
        data = b""
        while True:
            try:
                chunk = os.read(main_end, 65536)
            except OSError:  # the other end is closed
                break
            if not chunk:
                break
            data += chunk
        os.close(main_end)
        assert running.wait() == 0
        return data.decode()

    assert "│" in shown("extract", folder)
    assert "\x1b[" in shown("audit", folder, "--format", "text")
    assert "\x1b[" not in shown("extract", folder, NO_COLOR="1")
    plain = shown("audit", folder, "--format", "text", NO_COLOR="1")
    assert "[8500名|member.new]" in plain
    assert "\x1b[" not in plain
