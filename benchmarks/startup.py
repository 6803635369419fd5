"""What it costs to start: ``ureport --version`` and ``ureport extract`` of one small report against a bare typer program.

usage: python benchmarks/startup.py [--rounds 30] [--imports]

All three run as a user starts them, one after the other in each round, with the same interpreter. Compared are the medians of the
CPU seconds (user and system) of the processes. The cache is warm, and one of its own: that of the user is left alone.
``--imports`` shows the modules that take longest instead.
"""

from __future__ import annotations

import argparse
import os
import re
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BYTES = 5_000
MOST = {"ureport --version": 1.5, "ureport extract": 3.0}
"""How many times as long as the bare program each may take."""

BARE = """
from typing import Annotated

import typer

app = typer.Typer(add_completion=False)


def show(asked: bool) -> None:
    if asked:
        print("bare 1.0")
        raise typer.Exit()


@app.command()
def main(version: Annotated[bool, typer.Option("--version", callback=show, is_eager=True)] = False) -> None:
    pass


app()
"""
OWN = """
import sys

from ureport.__main__ import run

sys.exit(run())
"""


def report() -> str:
    """A report of some 5 KB: the first samples, one after the other."""
    lines: list[str] = []
    for path in sorted((ROOT / "samples").glob("*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines(keepends=True):
            lines.append(line)
            if len("".join(lines).encode()) >= BYTES:
                return "".join(lines)
    raise ValueError("the samples are too short")


def cpu_seconds(command: Sequence[str]) -> float:
    """User and system seconds of one process, its output thrown away through a pipe."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert process.stdout is not None
    process.stdout.read()
    process.stdout.close()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"exit code {process.returncode}: {' '.join(command)}")
    return usage.ru_utime + usage.ru_stime


def slowest_imports(command: Sequence[str], most: int = 40) -> None:
    """The modules by the time of their own, in milliseconds."""
    process = subprocess.run([command[0], "-X", "importtime", *command[1:]], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=True)
    found = re.findall(r"^import time:\s*(\d+) \|\s*\d+ \|\s*(\S+)$", process.stderr, re.MULTILINE)
    for own, name in sorted(((int(own), name) for own, name in found), reverse=True)[:most]:
        print(f"{own / 1000:8.1f} ms  {name}")
    print(f"{sum(int(own) for own, _ in found) / 1000:8.1f} ms  all {len(found)} modules")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--imports", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for script, text in (("bare.py", BARE), ("ureport.py.txt", OWN), ("report.txt", report())):
            (folder / script).write_text(text, encoding="utf-8")
        os.environ["UREPORT_CACHE"] = str(folder / "cache")
        # as in an installation, where the bytecode is written once
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ["PYTHONPYCACHEPREFIX"] = str(folder / "bytecode")
        own = [sys.executable, str(folder / "ureport.py.txt")]
        commands = {
            "bare --version": [sys.executable, str(folder / "bare.py"), "--version"],
            "ureport --version": [*own, "--version"],
            "ureport extract": [*own, "extract", str(folder / "report.txt"), "--format", "csv", "--quiet"],
        }
        for command in commands.values():  # the first runs write the bytecode and the cache
            cpu_seconds(command)
            cpu_seconds(command)
        if options.imports:
            slowest_imports(commands["ureport extract"])
            return
        seconds: dict[str, list[float]] = {label: [] for label in commands}
        for _ in range(options.rounds):
            for label, command in commands.items():
                seconds[label].append(cpu_seconds(command))
    medians = {label: statistics.median(found) for label, found in seconds.items()}
    for label, median in medians.items():
        wanted = f"  (at most {MOST[label]})" if label in MOST else ""
        print(f"{label:18} {1000 * median:7.1f} ms   x {median / medians['bare --version']:.2f}{wanted}")


if __name__ == "__main__":
    main()
