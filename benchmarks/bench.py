"""Throughput of the whole extraction against plain ``jieba.lcut`` over the same texts, in one run and one process.

usage: python benchmarks/bench.py [--megabytes 10] [--rounds 3]

Two corpora are made from samples/ (figures varied, the same on every run): ``dense`` is the samples as they are, one
figure in a dozen characters; ``report`` adds passages without figures until 15 of 100 clauses hold one, as in full
reports. A round extracts the corpus (decode, all stages, JSONL written) and then cuts it with jieba, whose dictionary
is loaded before. The medians of the CPU seconds are compared. ``writing alone`` is the floor: what it takes to make these
records of values that are known already, and to write them.
"""

from __future__ import annotations

import argparse
import gc
import logging
import random
import re
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from ureport.exporters import RECORD_COLUMNS, open_writer
from ureport.library import load_library
from ureport.model import Document, MetricRecord
from ureport.pipeline import Extractor
from ureport.resources import shipped_library

ROOT = Path(__file__).resolve().parent.parent
FIGURE = re.compile(r"[0-9]")
CLAUSE = re.compile(r"[^，。；：！？\n]+")
SHARE_WITH_FIGURES = 0.15
FLOOR = 10_000
"""So many records are made and written once more."""


def varied(text: str, chance: random.Random) -> str:
    """The text with other digits, so that no two copies are alike."""
    return re.sub(r"(?<![0-9])[1-9](?=[0-9])", lambda m: str(chance.randint(1, 9)), text)


def corpus(size: int, *, share: float | None) -> Iterator[bytes]:
    """Encoded reports of about ``size`` bytes in all; with ``share``, so many of their clauses hold a figure."""
    chance = random.Random(20)
    samples = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "samples").glob("*.txt"))]
    narrative = (ROOT / "benchmarks" / "narrative.txt").read_text(encoding="utf-8").splitlines()
    made = 0
    while made < size:
        for sample in samples:
            text = varied(sample, chance)
            if share is not None:
                text = thinned(text, narrative, share, chance)
            data = text.encode()
            made += len(data)
            yield data


def thinned(text: str, narrative: list[str], share: float, chance: random.Random) -> str:
    """The text with narrative lines between its own until only ``share`` of its clauses hold a figure."""
    clauses = CLAUSE.findall(text)
    holding = sum(1 for clause in clauses if FIGURE.search(clause))
    wanted = int(holding / share) - len(clauses)
    lines = text.split("\n")
    while wanted > 0:
        line = chance.choice(narrative)
        lines.insert(chance.randrange(len(lines) // 2, len(lines) + 1), "　　" + line)
        wanted -= len(CLAUSE.findall(line))
    return "\n".join(lines)


def seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megabytes", type=float, default=10.0)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    extractor = Extractor(load_library([shipped_library()]))
    gc.freeze()  # as the command does: the library is not walked by the collector again and again
    import jieba

    jieba.setLogLevel(logging.ERROR)
    jieba.initialize()
    for name, share in (("dense", None), ("report", SHARE_WITH_FIGURES)):
        texts = list(corpus(int(options.megabytes * 1e6), share=share))
        report(name, texts, extractor, jieba.lcut, options.rounds)


def report(name: str, texts: list[bytes], extractor: Extractor, lcut: Callable[[str], object], rounds: int) -> None:
    """One line of results for a corpus."""
    records = 0
    kept: list[MetricRecord] = []

    def extract() -> None:
        nonlocal records
        records = 0
        with tempfile.TemporaryDirectory() as folder, open_writer("jsonl", f"{folder}/records.jsonl", RECORD_COLUMNS) as writer:
            for number, data in enumerate(texts):
                extraction = extractor.extract(Document(f"{number}.txt", data.decode()))
                for record in extraction.records:
                    writer.write(record)
                records += len(extraction.records)
                if len(kept) < FLOOR:
                    kept.extend(extraction.records)

    def cut() -> None:
        for data in texts:
            lcut(data.decode())

    size = sum(map(len, texts)) / 1e6
    ours, theirs = zip(*((seconds(extract), seconds(cut)) for _ in range(rounds)), strict=True)
    a, b = statistics.median(ours), statistics.median(theirs)
    floor = writing(kept) * records / len(kept)
    print(
        f"{name:7} {size:5.2f} MB  {records:6} records  ureport {size / a:5.2f} MB/s, {a / records * 1e6:3.0f} µs a record  "
        f"jieba.lcut {size / b:5.2f} MB/s  ratio {b / a:4.2f}  (writing alone {b / floor:5.2f})"
    )


def writing(records: list[MetricRecord]) -> float:
    """CPU seconds to make the records once more, of the same values, and to write them."""
    values = [[getattr(record, column.name) for column in RECORD_COLUMNS] for record in records]
    names = [column.name for column in RECORD_COLUMNS]

    def make() -> None:
        with tempfile.TemporaryDirectory() as folder, open_writer("jsonl", f"{folder}/records.jsonl", RECORD_COLUMNS) as writer:
            for row in values:
                writer.write(MetricRecord(**dict(zip(names, row, strict=True))))

    return min(seconds(make) for _ in range(3))


if __name__ == "__main__":
    main()
