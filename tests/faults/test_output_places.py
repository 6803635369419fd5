"""Outputs that cannot be written: the exit code, the place and the remedy; what stood there before stays, and nothing else is left."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from making.outputs import FILES, STREAMS, Ended, content, hidden, run, run_all
from making.records import RECORD
from ureport import load
from ureport.exporters import RECORD_COLUMNS, open_writer

ROOM = "make room there, or write to another folder"
RIGHTS = "check the rights of the folder and of the file"


def told(ended: Ended, place: object, cause: str, remedy: str) -> bool:
    """Whether a process said what is wrong, in one message and no more, and ended with 3."""
    return (ended.code, ended.err) == (3, f"error: {place}: cannot be written: {cause}\n  remedy: {remedy}\n")


# places where nothing can be written


@pytest.mark.parametrize(
    ("place", "cause", "remedy"),
    [
        ("gone/{}", "No such file or directory", "make the folder first, or check the spelling"),
        ("file/{}", "Not a directory", "a part of the path is a file: name a folder"),
        ("locked/{}", "Permission denied", RIGHTS),
        ("loop/{}", "Too many levels of symbolic links", "check the folder, its rights and the space left"),
        (f"{'长' * 90}{{}}", "File name too long", "check the folder, its rights and the space left"),
    ],
)
def test_a_place_where_nothing_can_be_is_told_before_anything_is_read(
    tmp_path: Path, reports: Path, small_library: Path, place: str, cause: str, remedy: str
) -> None:
    (tmp_path / "file").write_text("a file, no folder")
    (tmp_path / "locked").mkdir(mode=0o555)
    (tmp_path / "loop").symlink_to("loop")
    outputs = [f"{tmp_path}/{place.format(name)}" for name in (FILES.values() if "locked" in place else (FILES["csv"], FILES["package"]))]
    before = sorted(tmp_path.rglob("*"))
    for output, ended in zip(outputs, run_all([("extract", reports, "--patterns", small_library, "-o", o) for o in outputs], rights=False), strict=True):
        assert told(ended, output, cause, remedy), ended
        assert ended.out == b""
    assert sorted(tmp_path.rglob("*")) == before
    (tmp_path / "locked").chmod(0o755)


COMMANDS = {
    "audit": ("audit", "REPORTS", "--patterns", "LIBRARY"),
    "audit as text": ("audit", "REPORTS", "--patterns", "LIBRARY", "--format", "text"),
    "pivot": ("pivot", "RESULT"),
    "diff": ("diff", "RESULT", "OTHER", "--format", "jsonl"),
    "text": ("text", "REPORTS/a.txt"),
    "metrics": ("metrics", "--patterns", "LIBRARY"),
    "check": ("check", "LIBRARY"),
    "suggest": ("patterns", "suggest", "REPORTS", "--patterns", "LIBRARY"),
    "new": ("patterns", "new", "member.test", "--patterns", "LIBRARY"),
}


@pytest.fixture
def words(tmp_path: Path, reports: Path, small_library: Path) -> Callable[[str], list[str]]:
    """A command → its words."""
    for name, value in (("result", 1), ("other", 2)):
        with open_writer("jsonl", f"{tmp_path}/{name}.jsonl", RECORD_COLUMNS) as writer:
            writer.write(replace(RECORD, value=Decimal(value)))
    meant = {"REPORTS": str(reports), "LIBRARY": str(small_library), "RESULT": f"{tmp_path}/result.jsonl", "OTHER": f"{tmp_path}/other.jsonl"}

    def find(command: str) -> list[str]:
        return [str(meant.get(word, word.replace("REPORTS/", f"{reports}/"))) for word in COMMANDS[command]]

    return find


def test_every_command_that_writes_a_file_tells_the_same(tmp_path: Path, words: Callable[[str], list[str]]) -> None:
    (tmp_path / "locked").mkdir(mode=0o555)
    output = f"{tmp_path}/locked/x.csv"
    for command, ended in zip(COMMANDS, run_all([(*words(command), "-o", output) for command in COMMANDS], rights=False), strict=True):
        assert told(ended, output, "Permission denied", RIGHTS), (command, ended)
    (tmp_path / "locked").chmod(0o755)
    assert os.listdir(tmp_path / "locked") == []


def test_a_folder_is_no_file(tmp_path: Path, words: Callable[[str], list[str]]) -> None:
    (tmp_path / "folder.csv").mkdir()
    commands = ("audit", "audit as text", "pivot", "text")
    for command, ended in zip(commands, run_all([(*words(command), "-o", f"{tmp_path}/folder.csv") for command in commands]), strict=True):
        assert ended.code in (2, 3) and "folder" in ended.err and "remedy: " in ended.err and "Traceback" not in ended.err, (command, ended)
    assert os.listdir(tmp_path / "folder.csv") == []


# devices and streams


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full")
def test_a_full_device(reports: Path, small_library: Path) -> None:
    words = ("extract", reports, "--patterns", small_library, "--format")
    with open("/dev/full", "wb") as full:
        for ended in run_all([(*words, form) for form in STREAMS], stdout=full):
            assert told(ended, "standard output", "No space left on device", ROOM), ended
    for ended in run_all([(*words, form, "-o", "/dev/full") for form in STREAMS if form != "table"]):  # which is for the screen
        assert told(ended, "/dev/full", "No space left on device", ROOM), ended
    assert not os.path.isfile("/dev/full")


def test_standard_output_that_is_closed(reports: Path, small_library: Path) -> None:
    for form in ("csv", "sqlite"):
        ended = run("extract", reports, "--patterns", small_library, "--format", form, shell='exec "$@" >&-')
        assert told(ended, "standard output", "Bad file descriptor", "it is closed: name a file with -o FILE"), ended
    ended = run("extract", reports, "--patterns", small_library, shell='exec "$@" >&- 2>&-')
    assert (ended.code, ended.out, ended.err) == (3, b"", "")


def test_whoever_reads_the_beginning_only_gets_it_and_no_complaint(reports: Path, small_library: Path) -> None:
    commands = [("extract", reports, "--patterns", small_library, "--format", form) for form in STREAMS]
    commands += [("audit", reports, "--patterns", small_library, "--format", "csv"), ("text", reports / "a.txt")]  # type: ignore[list-item]
    for command, ended in zip(commands, run_all(commands, shell='set -o pipefail; "$@" | head -c 10'), strict=True):
        assert (ended.code, len(ended.out)) == (0, 10), (command, ended)
        assert "error" not in ended.err and "Traceback" not in ended.err and "Exception" not in ended.err, (command, ended)


def test_a_pipe_that_has_a_name_takes_every_format(tmp_path: Path, reports: Path, small_library: Path) -> None:
    forms = [form for form in STREAMS if form != "table"]
    for form in forms:
        os.mkfifo(tmp_path / f"pipe.{form}")
    readers = [subprocess.Popen(["sh", "-c", f"cat {tmp_path}/pipe.{form} > {tmp_path}/piped.{form}"]) for form in forms]
    ended = run_all([("extract", reports, "--patterns", small_library, "-o", f"{tmp_path}/{name}.{form}") for form in forms for name in ("pipe", "filed")])
    assert [each.code for each in ended] == [0] * len(ended)
    for form, reader in zip(forms, readers, strict=True):
        assert reader.wait(10) == 0
        assert load(tmp_path / f"piped.{form}") == load(tmp_path / f"filed.{form}")
        assert (tmp_path / f"pipe.{form}").is_fifo()


def test_the_streams_of_the_shell_have_names_too(tmp_path: Path, reports: Path, small_library: Path) -> None:
    words = ("extract", reports, "--patterns", small_library, "--format", "csv", "--no-bom")
    plain = run(*words).out
    assert run(*words, "-o", "/dev/stdout", shell='"$@" | cat').out == plain
    assert run(*words, shell=f'"$@" -o >(cat > {tmp_path}/x.csv); wait $!').code == 0
    assert (tmp_path / "x.csv").read_bytes() == plain


# no room


def small_files() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))


def test_a_file_that_grows_too_large_leaves_the_old_one(tmp_path: Path, reports: Path, small_library: Path) -> None:
    for name in FILES.values():
        folder = tmp_path / name if name.endswith("/") else tmp_path
        folder.mkdir(exist_ok=True)
        (folder / ("records.csv" if name.endswith("/") else name)).write_text("old")
    commands = [
        ("extract", reports, "--patterns", small_library, "-o", tmp_path / name if name[-1] != "/" else f"{tmp_path}/{name}") for name in FILES.values()
    ]
    for form, ended in zip(FILES, run_all(commands, ready=small_files), strict=True):
        assert ended.code == 3, (form, ended)
        assert "cannot be written: " in ended.err and "\n  remedy: " in ended.err and "Traceback" not in ended.err, (form, ended)
        assert "File too large" in ended.err or (form == "sqlite" and "disk I/O error" in ended.err), (form, ended)
    for name in FILES.values():
        assert set(content(tmp_path / name).values()) == {b"old"}
    assert hidden(tmp_path) == []


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk with room for 300 KB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if (
        os.geteuid()
        or not shutil.which("mount")
        or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=300k", "tmpfs", folder], capture_output=True).returncode
    ):
        pytest.skip("only root can mount a small disk")
    yield folder
    subprocess.run(["umount", folder], check=True)


@pytest.mark.parametrize("form", FILES)
def test_a_disk_that_fills_up_leaves_the_old_result(tmp_path: Path, disk: Path, reports: Path, small_library: Path, form: str) -> None:
    output = f"{disk}/{FILES[form]}"
    (tmp_path / "small.txt").write_text("2016年新增会员15名。")
    assert run("extract", tmp_path / "small.txt", "--patterns", small_library, "-o", output).code == 0
    old, left = content(Path(output)), disk / "filler"
    left.write_bytes(bytes(max(0, shutil.disk_usage(disk).free - 8192)))
    ended = run("extract", reports, "--patterns", small_library, "-o", output)
    place = disk / "r" if form == "package" else output
    assert ended.code == 3, ended
    assert ended.err.startswith(f"error: {place}"), ended
    assert ended.err.endswith(f": cannot be written: No space left on device\n  remedy: {ROOM}\n"), ended
    assert content(Path(output)) == old
    assert hidden(disk) == []


def test_temporary_files_that_find_no_room_say_where(tmp_path: Path, disk: Path, reports: Path, small_library: Path) -> None:
    ended = run("extract", reports, "--patterns", small_library, "-o", tmp_path / "r.xlsx", env={"TMPDIR": str(disk)})
    assert told(ended, disk, "No space left on device", "make room there, or name another folder for temporary files: TMPDIR"), ended
    assert os.listdir(tmp_path) == ["disk"] and os.listdir(disk) == []
