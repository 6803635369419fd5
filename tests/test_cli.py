"""The command line as a user meets it: in process where that is enough, as a process where streams matter."""

from __future__ import annotations

import functools
import json
import os
import re
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import makers
from making.commands import Command, runner
from ureport import Document, __version__, extract, load, load_library
from ureport.readers import read_all

SOURCE = Path(__file__).parent.parent / "src"
REPORT = "湖州市总工会2016年工作总结\n\n全年新增会员8500名，发放慰问款物近3500万元。\n参观的有37人。\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in/县").mkdir(parents=True)
    (tmp_path / "in/a.txt").write_text(REPORT, encoding="utf-8")
    (tmp_path / "in/县/b.txt").write_bytes((REPORT + "\n").encode("gb18030"))
    return tmp_path / "in"


load_once = functools.cache(load_library)


@pytest.fixture
def ureport(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    monkeypatch.setattr("ureport.cli.session.load_library", lambda folders: load_once(tuple(folders)))

    return runner(capsys)


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


@pytest.mark.parametrize("name", ["x.csv", "x.jsonl", "x.xlsx", "x.parquet", "x.sqlite", "x/"])
def test_every_output_reads_back_as_the_same_records(ureport: Command, folder: Path, tmp_path: Path, name: str) -> None:
    for module in {"x.parquet": ["pyarrow"], "x.xlsx": ["xlsxwriter", "python_calamine"]}.get(name, []):
        pytest.importorskip(module)
    result = ureport("extract", folder, "-o", f"{tmp_path}/{name}")
    assert (result.code, result.out) == (0, "")
    assert "6 records" in result.err
    assert load(f"{tmp_path}/{name}") == extract(folder)


def test_an_existing_folder_becomes_a_package(ureport: Command, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "out.csv").mkdir()
    assert ureport("extract", folder, "-o", tmp_path / "out.csv").code == 0
    assert "datapackage.json" in os.listdir(tmp_path / "out.csv")
    assert ureport("diff", f"{tmp_path}/out.csv", f"{tmp_path}/out.csv").code == 0


def test_files_for_spreadsheets_and_for_pipes(ureport: Command, folder: Path, tmp_path: Path) -> None:
    (folder / "a.txt").write_text("湖州市总工会2016年工作总结\n\n=新增会员8500名。\n", encoding="utf-8")
    ureport("extract", folder / "a.txt", "-o", tmp_path / "x.csv", "--no-bom", "--columns", "sentence")
    assert (tmp_path / "x.csv").read_bytes() == "sentence\r\n'=新增会员8500名。\r\n".encode()
    assert ureport("extract", folder / "a.txt", "--raw", "--columns", "sentence").out == "sentence\r\n=新增会员8500名。\r\n"
    ureport("audit", folder / "a.txt", "-o", tmp_path / "y.csv", "--no-bom", "--raw", "--columns", "surface")
    assert (tmp_path / "y.csv").read_bytes() == "surface\r\n2016年\r\n8500名\r\n".encode()


def test_workbooks_have_chinese_headers_and_others_english_ones(ureport: Command, folder: Path, tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    for arguments, title, first in (
        (["extract", folder], "明细", "填报单位"),
        (["extract", folder, "--headers", "en"], "明细", "org"),
        (["audit", folder], "数字", "来源文件"),
        (["metrics"], "指标字典", "指标代码"),
    ):
        assert ureport(*arguments, "-o", tmp_path / "x.xlsx").code == 0
        assert openpyxl.load_workbook(tmp_path / "x.xlsx")[title]["A1"].value == first
    assert ureport("extract", folder, "-f", "jsonl").out.startswith('{"record_id"')


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
    (folder / "binary.txt").write_bytes(bytes(range(256)))
    (folder / "scan.jpg").write_bytes(b"\xff\xd8\xff\xe0")
    result = ureport("extract", folder, "--quiet")
    assert result.code == 1
    assert len(result.rows) == 6
    assert f"error: {folder}/empty.txt: empty" in result.err
    assert f"error: {folder}/binary.txt: binary" in result.err
    assert result.err.count("remedy: ") == 2
    assert "2 files read, 2 failed, skipped .jpg 1;" in ureport("extract", folder).err


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
        (["IN", "-o", "x.sqlite", "--columns", "value"], "leave out --columns and --headers"),
        (["IN", "-o", "x.sqlite", "--headers", "zh"], "leave out --columns and --headers"),
        (["IN", "-o", "x.xlsx", "--raw"], "--no-bom and --raw are for CSV"),
        (["IN", "-f", "jsonl", "--no-bom"], "--no-bom and --raw are for CSV"),
        (["IN", "-f", "package"], "-o DIR/"),
        (["IN", "-f", "csv", "-o", "x/"], "this is a folder, and csv is a file"),
        (["IN", "-f", "package", "-o", "-"], "-o DIR/"),
        (["IN", "--patterns", "gone"], "gone"),
        (["IN", "--extra-patterns", "gone"], "gone"),
        (["IN", "--max-file-size", "many"], "--max-file-size: 'many' is no size"),
        (["gone/*.txt"], "gone/*.txt: no file has such a name"),
        (["gone.zip!/a.txt"], "gone.zip!/a.txt: no such file or folder"),
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


@pytest.mark.parametrize("output", ["gone/x.csv", "in/a.txt/x.csv", "gone/x.xlsx", "gone/x.sqlite", "gone/x/", "file/"])
def test_an_output_that_cannot_be_written_ends_with_3(ureport: Command, folder: Path, tmp_path: Path, output: str) -> None:
    (tmp_path / "file").write_text("a file, no folder")
    result = ureport("extract", folder, "-o", f"{tmp_path}/{output}")
    assert result.code == 3
    assert "cannot be written" in result.err


def test_files_are_chosen_by_globs_and_size(ureport: Command, folder: Path) -> None:
    (folder / "c.csv").write_text(REPORT * 2, encoding="utf-8")
    assert {row["source"] for row in ureport("extract", folder, "--exclude", "县").rows} == {"a.txt"}
    assert {row["source"] for row in ureport("extract", folder, "--include", "b.*", "--include", "*.csv").rows} == {"县/b.txt", "c.csv"}
    assert {row["source"] for row in ureport("audit", f"{folder}/*.txt").rows} == {"a.txt"}
    result = ureport("audit", folder, "--max-file-size", "50")
    assert result.code == 1
    assert f"error: {folder}/a.txt: too large: more than 50 bytes\n  remedy: allow more with --max-file-size" in result.err


def test_the_output_of_the_last_run_is_no_report(ureport: Command, folder: Path) -> None:
    for _ in range(2):
        result = ureport("extract", folder, "--include", "*", "-o", folder / "x.csv")
        assert result.code == 0
    assert "skipped output 1;" in result.err


def test_flags_of_files_are_told_and_counted(ureport: Command, folder: Path) -> None:
    (folder / "c.txt").write_bytes(REPORT.encode() + b"\0\0")
    (folder / "d.txt").write_bytes(REPORT.encode("gb18030"))
    result = ureport("extract", folder)
    assert result.code == 0
    assert "warning: c.txt: nul bytes: 2\n" in result.err
    assert "warning: d.txt: same as: a.txt\n" in result.err
    assert result.err.endswith("; flagged: nul bytes 1, same as 1\n")
    assert ureport("extract", folder, "--quiet").err == ""


def test_archives_are_read(ureport: Command, folder: Path) -> None:
    (folder / "z.zip").write_bytes(makers.zipped({"报告.html": makers.page(makers.REPORT), "bad.txt": b"\1\2\3"}))
    result = ureport("extract", folder / "z.zip", "--columns", "source,surface")
    assert (result.code, result.out.splitlines()[1:]) == (1, ["z.zip!/报告.html,8500名", "z.zip!/报告.html,近3500万元"])
    assert f"error: {folder}/z.zip!/bad.txt: binary" in result.err
    assert "won by        member.new#" in ureport("explain", f"{folder}/z.zip!/报告.html", "--number", "8500名").out
    assert ureport("explain", folder / "z.zip").code == 0  # one report is in it


# text


FORMATS = ["txt utf-8", "txt gb18030", "txt utf-16", "txt utf-16-le", "md utf-8", "html gbk", "mht", "zip", "docx", "rtf"]


@pytest.mark.parametrize("form", FORMATS)
def test_offsets_and_lines_point_into_the_text_that_is_printed(folder: Path, form: str) -> None:
    suffix, _, encoding = form.partition(" ")
    if suffix in ("docx", "rtf"):
        pytest.importorskip(f"ureport.readers.{suffix}")
    report = REPORT.replace("\n", "\r\n").replace("8500", "８５００")
    data = {
        "html": lambda: makers.page(report, encoding),
        "mht": lambda: makers.saved_page(makers.page(report)),
        "zip": lambda: makers.zipped({"x.txt": report.encode("gbk")}),
        "docx": lambda: makers.docx(report),
        "rtf": lambda: makers.rtf(report),
    }.get(suffix, lambda: report.encode(encoding))()
    (folder / f"x.{suffix}").write_bytes(data)
    running = process("text", folder / f"x.{suffix}")
    printed, told = running.communicate()
    assert (running.returncode, told.decode()) == (0, "== x.zip!/x.txt ==\n" if suffix == "zip" else "")
    text = printed.decode()
    (document,) = (item for item in read_all([str(folder / f"x.{suffix}")]) if isinstance(item, Document))
    assert text == document.text
    out, _ = process("extract", folder / f"x.{suffix}", "--format", "jsonl").communicate()
    records = [json.loads(line) for line in out.splitlines()]
    assert [record["surface"] for record in records] == ["８５００名", "近3500万元", "37人"]
    for record in records:
        assert text[record["start"] : record["end"]] == record["surface"]
        assert record["surface"] in re.split("\r\n|\n", text)[record["line"] - 1]


def test_text_goes_to_a_file_as_it_is(ureport: Command, folder: Path) -> None:
    assert ureport("text", folder / "县/b.txt", "-o", folder / "x.text").out == ""
    assert (folder / "x.text").read_bytes() == (REPORT + "\n").encode()
    assert ureport("text", folder / "a.txt", "-o", folder / "a.txt").code == 2
    assert (folder / "a.txt").read_text(encoding="utf-8") == REPORT


def test_texts_of_an_archive_are_told_apart(ureport: Command, folder: Path) -> None:
    (folder / "z.zip").write_bytes(makers.zipped({"a.txt": "甲8500", "b.txt": "乙320\n", "c.txt": "", "d.txt": "丙"}))
    result = ureport("text", folder / "z.zip")
    assert (result.code, result.out) == (1, "甲8500\n乙320\n丙")
    told = ["== z.zip!/a.txt ==", "== z.zip!/b.txt ==", f"error: {folder}/z.zip!/c.txt: empty: no text in this file"]
    assert [line for line in result.err.splitlines() if "remedy" not in line] == [*told, "== z.zip!/d.txt =="]
    result = ureport("text", f"{folder}/z.zip!/b.txt")
    assert (result.code, result.out, result.err) == (0, "乙320\n", "")
    result = ureport("text", folder / "z.zip", "-o", folder / "x.text")
    assert (result.code, (folder / "x.text").exists()) == (2, False)
    assert f"name one of them: {folder}/z.zip!/a.txt" in result.err


@pytest.mark.parametrize(("name", "code"), [("gone.txt", 2), (".", 2), ("empty.txt", 1), ("a.zip!/x", 2)])
def test_what_has_no_text_is_told(ureport: Command, folder: Path, name: str, code: int) -> None:
    (folder / "empty.txt").write_bytes(b"")
    result = ureport("text", folder / name)
    assert (result.code, result.out) == (code, "")
    assert "remedy: " in result.err


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
        (tmp_path / f"in/{number}.txt").write_text(REPORT * 5 + str(number), encoding="utf-8")
    running = process("extract", tmp_path / "in", "-o", tmp_path / "x.csv")
    for _ in range(600):
        if any(part.stat().st_size for part in tmp_path.glob(".x.csv.*")):  # the records have begun to flow
            break
        time.sleep(0.05)
    running.send_signal(signal.SIGINT)
    _, err = running.communicate()
    assert (running.returncode, err) == (130, b"interrupted\n")
    assert os.listdir(tmp_path) == ["in"]


def test_a_terminal_gets_no_bytes_of_a_workbook(folder: Path) -> None:
    pty = pytest.importorskip("pty")
    main_end, child_end = pty.openpty()
    running = process("extract", folder, "-f", "xlsx", stdout=child_end)
    os.close(child_end)
    _, err = running.communicate()
    os.close(main_end)
    assert running.returncode == 2
    assert err.decode().startswith("error: xlsx is no text for a terminal\n  remedy: name a file: -o FILE")


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
    (folder / "a.txt").write_text(f"{REPORT}8500名\x1b[31m\n", encoding="utf-8")
    assert shown("text", folder / "a.txt").splitlines()[-1] == "8500名\ufffd[31m"
    (folder / "a.txt").write_text(REPORT, encoding="utf-8")
    plain = shown("audit", folder, "--format", "text", NO_COLOR="1")
    assert "[8500名|member.new]" in plain
    assert "\x1b[" not in plain
