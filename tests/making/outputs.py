"""The real program as a process of its own, with outputs that go wrong."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

SOURCE = Path(__file__).parent.parent.parent / "src"
FILES = {"csv": "r.csv", "jsonl": "r.jsonl", "xlsx": "r.xlsx", "parquet": "r.parquet", "sqlite": "r.sqlite", "package": "r/"}
"""The output of each format that has one."""
STREAMS = ("csv", "jsonl", "xlsx", "parquet", "sqlite", "table")
"""The formats that standard output takes."""
LONGEST = 60
_DROP, _OVERRIDE, _READ_SEARCH = 24, 1, 2

Process = subprocess.Popen[bytes]


@dataclass(frozen=True)
class Ended:
    """What a process left: exit code, data, messages."""

    code: int
    out: bytes
    err: str


def start(*arguments: object, shell: str = "", rights: bool = True, **options: object) -> Process:
    """The program, started; ``shell`` is a command line that begins it as ``"$@"``; without ``rights`` it is bound by those of files, also as root."""
    program = [sys.executable, "-m", "ureport", *map(os.fspath, map(str, arguments))]
    command = ["bash", "-c", shell, "bash", *program] if shell else program
    streams: dict[str, object] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    environment = {**os.environ, "PYTHONPATH": str(SOURCE), **options.pop("env", {})}  # type: ignore[dict-item]
    ready = options.pop("ready", None)

    def prepare() -> None:
        if not rights and os.geteuid() == 0:
            library = ctypes.CDLL(None)
            for capability in (_OVERRIDE, _READ_SEARCH):
                library.prctl(_DROP, capability, 0, 0, 0)
        if callable(ready):
            ready()

    return subprocess.Popen(command, env=environment, preexec_fn=prepare, **{**streams, **options})  # type: ignore[call-overload,no-any-return]


def end(process: Process, data: bytes = b"") -> Ended:
    """What became of it."""
    try:
        out, err = process.communicate(data, timeout=LONGEST)
    finally:
        process.kill()
    return Ended(process.returncode, out or b"", (err or b"").decode())


def run(*arguments: object, **options: object) -> Ended:
    """The program, from start to end."""
    return end(start(*arguments, **options))  # type: ignore[arg-type]


def run_all(commands: Sequence[Sequence[object]], **options: object) -> list[Ended]:
    """Several at once."""
    return [end(process) for process in [start(*command, **options) for command in commands]]  # type: ignore[arg-type]


def wait_until(seen: Callable[[], object]) -> None:
    """Waits for something that another process does."""
    last = time.monotonic() + LONGEST
    while not seen():
        assert time.monotonic() < last, "nothing has happened"
        time.sleep(0.01)


def content(path: Path) -> dict[str, bytes]:
    """The bytes of a file, or of the files of a folder, by their names; nothing where nothing is."""
    if path.is_dir():
        return {file.name: file.read_bytes() for file in path.iterdir() if file.is_file()}
    return {path.name: path.read_bytes()} if path.exists() else {}


def hidden(folder: Path) -> list[Path]:
    """What lies hidden in a folder and in those below: outputs that are not whole."""
    return sorted(path for path in folder.rglob(".*"))
