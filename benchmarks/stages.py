"""Where the time of an extraction goes: CPU seconds by stage, as the Markdown table of docs/performance.md.

usage: python benchmarks/stages.py [--megabytes 2] [--dense]

Each stage function is wrapped by a clock that stops while an inner stage runs, so that the parts add up to the whole
(the clocks themselves cost some 5%). The corpus is that of bench.py.
"""

from __future__ import annotations

import argparse
import gc
import importlib
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from typing import Any

from bench import SHARE_WITH_FIGURES, corpus

from ureport.exporters import RECORD_COLUMNS, Writer, open_writer
from ureport.library import load_library
from ureport.model import Document, MetricRecord
from ureport.pipeline import Extractor
from ureport.resources import shipped_library

STAGES = {
    "folding": ["ureport.layout.build:fold"],
    "layout: lines, paragraphs, headings, sentences": ["ureport.pipeline.work:read_layout", "ureport.pipeline.prose:split_sentences"],
    "mentions: numbers, units, roles": ["ureport.pipeline.work:scan"],
    "organisation and period of the report": ["ureport.pipeline.extractor:read_reports"],
    "words of the library round the figures": ["ureport.pipeline.work:Occurrences", "ureport.pipeline.prose:Frame"],
    "matching: the winner among the patterns": ["ureport.matching.rank:Matcher.match"],
    "context: status, aspect, period": [f"ureport.pipeline.prose:judge_{field}" for field in ("status", "aspect", "period")],
    "subjects": ["ureport.pipeline.prose:subject_of"],
    "records": ["ureport.pipeline.extractor:to_record"],
    "audit": ["ureport.pipeline.extractor:audit"],
}
REST, WRITING = "what holds the stages together", "writing JSON Lines"


class Clocks:
    """One clock a stage; the clock of an outer stage stands still while an inner one runs."""

    def __init__(self) -> None:
        self.spent: dict[str, int] = defaultdict(int)
        self._running = [REST]
        self._since = time.process_time_ns()

    def _turn(self) -> None:
        now = time.process_time_ns()
        self.spent[self._running[-1]] += now - self._since
        self._since = now

    def wrapped(self, stage: str, work: Callable[..., Any]) -> Callable[..., Any]:
        def run(*args: Any, **kwargs: Any) -> Any:
            self._turn()
            self._running.append(stage)
            try:
                result = work(*args, **kwargs)
                return list(result) if hasattr(result, "__next__") else result
            finally:
                self._turn()
                self._running.pop()

        return run

    def start(self) -> None:
        self.spent.clear()
        self._since = time.process_time_ns()

    def stop(self) -> None:
        self._turn()


def install(clocks: Clocks) -> None:
    """Puts a clock round every stage function where the pipeline looks it up."""
    for stage, places in STAGES.items():
        for place in places:
            module, _, name = place.partition(":")
            holder: Any = importlib.import_module(module)
            *path, last = name.split(".")
            for part in path:
                holder = getattr(holder, part)
            setattr(holder, last, clocks.wrapped(stage, getattr(holder, last)))


def write_all(records: list[MetricRecord], writer: Writer) -> None:
    for record in records:
        writer.write(record)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megabytes", type=float, default=2.0)
    parser.add_argument("--dense", action="store_true", help="the samples as they are, without passages that hold no figure")
    options = parser.parse_args()
    extractor = Extractor(load_library([shipped_library()]))
    gc.freeze()
    documents = [Document("a.txt", data.decode()) for data in corpus(int(options.megabytes * 1e6), share=None if options.dense else SHARE_WITH_FIGURES)]
    extractor.extract(documents[0])
    clocks = Clocks()
    install(clocks)
    clocks.start()
    records = [record for document in documents for record in extractor.extract(document).records]
    with tempfile.TemporaryDirectory() as folder, open_writer("jsonl", f"{folder}/records.jsonl", RECORD_COLUMNS) as writer:
        clocks.wrapped(WRITING, write_all)(records, writer)
    clocks.stop()
    show(clocks.spent, len(records))


def show(spent: dict[str, int], records: int) -> None:
    """The table: microseconds a record, and the share of the whole."""
    whole = sum(spent.values())
    print("| stage | µs a record | share |\n| --- | ---: | ---: |")
    for stage in (*STAGES, REST, WRITING):
        print(f"| {stage} | {spent[stage] / records / 1000:.1f} | {spent[stage] / whole:.0%} |")
    print(f"| all | {whole / records / 1000:.1f} | 100% |")


if __name__ == "__main__":
    main()
