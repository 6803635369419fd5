"""Hidden places of outputs: who holds them, and who may take them away."""

from __future__ import annotations

import errno
import fcntl
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from ureport.exporters import Target
from ureport.exporters.stage import stage_file, stage_folder, sweep


def test_a_place_is_swept_when_nobody_holds_it_any_more(tmp_path: Path) -> None:
    stage, stream = stage_file(tmp_path / "r.csv")
    folder = stage_folder(tmp_path, "r.csv")
    (folder.path / "records.csv").write_text("half")
    for _ in range(2):
        sweep(tmp_path, "r.csv")
        assert stage.path.exists() and folder.path.exists()
    stream.close()
    stage.release()
    folder.release()
    sweep(tmp_path, "r.csv.gz")
    assert stage.path.exists()
    sweep(tmp_path, "r.csv")
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize(
    "name", [".r.csv.part", ".r.csv.12.part", ".r.csv.0123456789abcdeg.part", ".r.csv.0123456789abcdef.par", "r.csv.0123456789abcdef.part"]
)
def test_files_of_other_names_stay(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("mine")
    sweep(tmp_path, "r.csv")
    assert os.listdir(tmp_path) == [name]


def test_a_link_or_a_pipe_of_such_a_name_stays(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("mine")
    (tmp_path / ".r.csv.0123456789abcdef.part").symlink_to("mine")
    os.mkfifo(tmp_path / ".r.csv.0123456789abcdee.part")
    sweep(tmp_path, "r.csv")
    assert len(os.listdir(tmp_path)) == 3


@pytest.mark.parametrize("name", ["x" * 255, "长" * 85])
def test_a_name_of_the_greatest_length(tmp_path: Path, name: str) -> None:
    with Target(str(tmp_path / name)) as target:
        target.write("whole")
    assert os.listdir(tmp_path) == [name]


def test_where_there_are_no_locks_nothing_is_swept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", refuse)
    (tmp_path / ".r.csv.0123456789abcdef.part").write_text("of a run on another computer")
    with Target(str(tmp_path / "r.csv")) as target:
        target.write("whole")
    assert sorted(os.listdir(tmp_path)) == [".r.csv.0123456789abcdef.part", "r.csv"]


def test_a_place_that_is_swept_before_it_is_held_is_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    flock: Callable[[int, int], None] = fcntl.flock
    gone = []

    def slow(descriptor: int, operation: int) -> None:
        if not gone:
            (path,) = tmp_path.iterdir()
            path.unlink()
            gone.append(path)
        flock(descriptor, operation)

    monkeypatch.setattr(fcntl, "flock", slow)
    with Target(str(tmp_path / "r.csv")) as target:
        target.write("whole")
    assert gone and (tmp_path / "r.csv").read_text() == "whole"
    assert os.listdir(tmp_path) == ["r.csv"]


def test_a_child_process_holds_nothing(tmp_path: Path) -> None:
    stage, stream = stage_file(tmp_path / "r.csv")
    ready, go = os.pipe(), os.pipe()
    child = os.fork()
    if not child:
        os.write(ready[1], b"x")
        os.read(go[0], 1)
        os._exit(0)
    os.read(ready[0], 1)
    stream.close()
    stage.release()
    sweep(tmp_path, "r.csv")
    assert os.listdir(tmp_path) == []
    os.write(go[1], b"x")
    os.waitpid(child, 0)


def test_what_is_written_is_on_the_disk_before_it_has_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    sync, rename = os.fsync, os.replace
    monkeypatch.setattr(os, "fsync", lambda descriptor: (done.append(f"{os.fstat(descriptor).st_size} bytes"), sync(descriptor)))
    monkeypatch.setattr(os, "replace", lambda old, new: (done.append("named"), rename(old, new)))
    with Target(str(tmp_path / "r.csv")) as target:
        target.write("whole")
    assert done == ["5 bytes", "named"]


def test_a_new_file_takes_no_name_that_another_has_taken_meanwhile(tmp_path: Path) -> None:
    from ureport.errors import UsageError

    with pytest.raises(UsageError, match="there already"), Target(str(tmp_path / "r.csv"), new=True) as target:
        target.write("new")
        (tmp_path / "r.csv").write_text("of another run")
    assert (tmp_path / "r.csv").read_text() == "of another run"
    assert os.listdir(tmp_path) == ["r.csv"]


def test_an_interruption_while_a_folder_is_replaced_waits_until_it_is_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from ureport.exporters import open_delivery

    folder = tmp_path / "r"
    with open_delivery("package", f"{folder}/"):
        pass
    for file in folder.iterdir():
        file.write_text("old")
    replace, interrupted = Path.replace, []

    def once(path: Path, target: Path) -> Path:
        if path.name == "metrics.csv" and not interrupted:
            interrupted.append(path)
            raise KeyboardInterrupt
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", once)
    with pytest.raises(KeyboardInterrupt), open_delivery("package", f"{folder}/"):
        pass
    assert interrupted and len(list(folder.iterdir())) == 6
    assert all(file.read_text() != "old" for file in folder.iterdir())
