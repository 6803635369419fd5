"""A folder of reports of which one is sound and the others are at fault, and what the command makes of it."""

from __future__ import annotations

import csv
import os
import resource
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

SOUND = "湖州市总工会2016年工作总结\n2016年，新增会员8500名，慰问困难职工1200户。\n"
NAME = "zz-sound.txt"
FIGURES = ["8500", "1200"]
SECONDS = 100
MEMORY = 1 << 31
"""Bytes of addresses that the command may use: far more than it needs, far less than a bomb wants."""
SRC = Path(__file__).parents[2] / "src"


@dataclass(frozen=True)
class Outcome:
    """What a run over a folder gave: exit code, messages, and the rows of its tables."""

    code: int
    err: str
    records: list[dict[str, str]]
    problems: list[dict[str, str]]

    def of(self, name: str) -> list[str]:
        """Figures of the records of a file."""
        return [row["value"] for row in self.records if row["source"] == name]

    def problem(self, name: str) -> dict[str, str]:
        """The one problem of a file, or of a file in it."""
        (found,) = (row for row in self.problems if row["source"].rpartition("/")[2] == name)
        return found

    @property
    def sound(self) -> bool:
        """True when the sound report lost nothing, and nothing ended in a fault of the program."""
        return self.of(NAME) == FIGURES and "internal fault" not in self.err and "Traceback" not in self.err


def fill(folder: Path, files: Mapping[str, bytes]) -> Path:
    """The folder with the files in it, and the sound report."""
    for name, data in {**files, NAME: SOUND.encode()}.items():
        (folder / name).write_bytes(data)
    return folder


def extracted(folder: Path, *options: str) -> Outcome:
    """Runs ``ureport extract`` as a process of its own, bounded in time and memory, and reads its data package back."""
    out = folder.parent / f"{folder.name}.out"
    command = [sys.executable, "-c", "import sys; from ureport.cli import main; sys.exit(main())", "extract", str(folder), "-o", f"{out}/", *options]
    done = subprocess.run(
        command,
        capture_output=True,
        timeout=SECONDS,
        env={**os.environ, "PYTHONPATH": str(SRC), "PYTHONUTF8": "1"},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY)),
    )
    return Outcome(done.returncode, done.stderr.decode(), _rows(out / "records.csv"), _rows(out / "problems.csv"))


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
