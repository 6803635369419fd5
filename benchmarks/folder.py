"""``ureport extract`` as a process over folders of 100, 1,000 and 10,000 reports, with one worker and with two.

usage: python benchmarks/folder.py [--files 100 1000] [--jobs 1 2] [--format csv]

The reports are made from samples/ (figures varied, the same on every run): text, now and then a web page, a Word file, an archive
of three. Prints for each run the wall time, the CPU time of all processes and of the parent alone, the throughput, the largest resident
memory of the parent and of any worker, and whether the output has the same bytes as the first. Memory must not grow with the number of files.

CPU time tells more than wall time where other programs run: a run can take no less than the larger of the parent's and a worker's.
"""

from __future__ import annotations

import argparse
import hashlib
import html
import io
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
from dataclasses import dataclass
from pathlib import Path

from bench import ROOT, varied

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
_STEP = 0.02


def make(folder: Path, files: int) -> int:
    """Fills a folder with so many files, and gives their bytes."""
    chance = random.Random(20)
    samples = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "samples").glob("*.txt"))]
    for number in range(files):
        text = varied(samples[number % len(samples)], chance)
        kind = {3: "html", 5: "docx", 7: "zip"}.get(number % 20, "txt")
        data = {"html": page, "docx": docx, "zip": archive}.get(kind, str.encode)(text)
        path = folder / f"{number // 1000:02}" / f"{number:05}.{kind}"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
    return sum(path.stat().st_size for path in folder.rglob("*.*"))


def page(text: str) -> bytes:
    body = "".join(f"<p>{html.escape(line)}</p>\n" for line in text.splitlines())
    return f"<!DOCTYPE html><html><head><meta charset=gbk></head><body>{body}</body></html>".encode("gb18030")


def docx(text: str) -> bytes:
    body = "".join(f"<w:p><w:r><w:t>{html.escape(line)}</w:t></w:r></w:p>" for line in text.splitlines())
    return zipped(
        {
            "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
            "_rels/.rels": f'<Relationships xmlns="{RELATIONS}"><Relationship Id="r" Type="{OFFICE}" Target="word/document.xml"/></Relationships>',
            "word/document.xml": f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>',
        }
    )


def archive(text: str) -> bytes:
    third = len(text) // 3
    return zipped({f"{number}.txt": text[number * third : (number + 1) * third] for number in range(3)})


def zipped(members: dict[str, str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for name, text in members.items():
            made.writestr(zipfile.ZipInfo(name), text)
    return buffer.getvalue()


@dataclass
class Watch:
    """Looks at a process and its children until it ends: the largest resident memory of either (bytes), the CPU seconds of the parent."""

    pid: int
    parent: int = 0
    worker: int = 0
    cpu: float = 0.0

    def run(self) -> None:
        while self.look():
            time.sleep(_STEP)

    def look(self) -> bool:
        for path in Path("/proc").glob("[0-9]*"):
            try:
                state, above, *fields = (path / "stat").read_text().rpartition(")")[2].split()
                peak = next(int(line.split()[1]) << 10 for line in (path / "status").read_text().splitlines() if line.startswith("VmHWM"))
            except (OSError, StopIteration, ValueError):
                continue
            if int(path.name) == self.pid and state != "Z":
                self.parent = max(self.parent, peak)
                self.cpu = (int(fields[9]) + int(fields[10])) / os.sysconf("SC_CLK_TCK")
            elif int(above) == self.pid:
                self.worker = max(self.worker, peak)
        return Path(f"/proc/{self.pid}/stat").exists() and Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"


def run(folder: Path, output: Path, jobs: int, size: int, files: int) -> str:
    """One run of the command and its line of figures; gives the hash of the output."""
    command = [sys.executable, "-m", "ureport", "extract", str(folder), "--jobs", str(jobs), "--quiet", "-o", str(output)]
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    began = time.monotonic()
    process = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
    watch = Watch(process.pid)
    watcher = threading.Thread(target=watch.run)
    watcher.start()
    watcher.join()
    _, status, used = os.wait4(process.pid, 0)
    wall, cpu = time.monotonic() - began, used.ru_utime + used.ru_stime
    process.returncode = os.waitstatus_to_exitcode(status)
    digest = hashlib.sha256(output.read_bytes()).hexdigest()
    print(
        f"{files:6,} files {size / 1e6:5.2f} MB  --jobs {jobs}  wall {wall:6.2f} s  cpu {cpu:6.2f} s, parent {watch.cpu:5.2f} s  {size / wall / 1e6:.2f} MB/s  "
        f"peak: parent {watch.parent / 2**20:5.0f} MB, worker {watch.worker / 2**20:5.0f} MB  exit {process.returncode}  sha256 {digest[:12]}",
        flush=True,
    )
    return digest


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, nargs="+", default=[100, 1_000, 10_000])
    parser.add_argument("--jobs", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--format", default="csv", help="the suffix of the output")
    options = parser.parse_args()
    same = True
    for files in options.files:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name) / "reports"
            folder.mkdir()
            size = make(folder, files)
            digests = {run(folder, Path(name) / f"{jobs}.{options.format}", jobs, size, files) for jobs in options.jobs}
            same = same and len(digests) == 1
    print("the same bytes whatever the jobs" if same else "THE OUTPUTS DIFFER")
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
