"""Golden files: the records that the reports of a folder are expected to give, kept beside them in ``expected/``.

``samples/a/b.txt`` has its records in ``samples/expected/a/b.jsonl``, as ``ureport extract --format jsonl`` writes them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from ureport.checking.examples import Won
from ureport.codes import CODES
from ureport.diff import Change, compare
from ureport.errors import Fault, InputError
from ureport.exporters import RECORD_COLUMNS, open_writer
from ureport.model import OTHER, Document, MetricRecord
from ureport.pairing import pair
from ureport.pipeline import Extractor
from ureport.readers import read_all
from ureport.results import read_results

EXPECTED = "expected"
ALL = "*"
"""Accept every metric."""


@dataclass(slots=True)
class GoldenCheck:
    """What the reports of a folder gave, by report, and the files that could not be read."""

    faults: list[Fault] = field(default_factory=list)
    records: dict[str, tuple[MetricRecord, ...]] = field(default_factory=dict)
    expected: dict[str, tuple[MetricRecord, ...]] = field(default_factory=dict)
    """What the golden files hold, by report."""


def golden_file(samples: Path, source: str) -> Path:
    """The golden file of a report."""
    return samples / EXPECTED / PurePosixPath(source).with_suffix(".jsonl")


def check_golden(samples: Path, extractor: Extractor, won: Won) -> GoldenCheck:
    """The reports of a folder extracted, and their golden files read. Nothing that is broken hides the rest."""
    result = GoldenCheck()
    for item in read_all([str(samples)]):
        if isinstance(item, InputError):
            result.faults.append(_fault("P306", item.place or str(samples), f"report: {item.message}", item.remedy))
        elif isinstance(item, Document) and not item.source.startswith(f"{EXPECTED}/"):
            tracing = extractor.trace(item)
            won.add(tracing)
            result.records[item.source] = tracing.extraction.records
    _read_expected(samples, result)
    return result


def differences(samples: Path, extractor: Extractor, result: GoldenCheck) -> tuple[list[Change], list[Fault]]:
    """What the records have that the golden files have not, and the other way round; the faults of golden files that lack or are gone."""
    changes: list[Change] = []
    faults: list[Fault] = []
    for source, records in result.records.items():
        if source in result.expected:
            changes += compare(result.expected[source], records).changes
        elif not golden_file(samples, source).is_file():
            faults.append(_fault("P305", str(samples / source), "the report has no golden file"))
    return changes, [*faults, *_gone(samples, extractor, result)]


def accept(samples: Path, result: GoldenCheck, metric: str) -> list[Path]:
    """Writes the new state of every golden file that a metric (or ALL) changes; gives the files. Records of other metrics stay."""
    written = []
    for source, records in result.records.items():
        path = golden_file(samples, source)
        old = result.expected.get(source)
        kept = records if metric == ALL else _merged(old or (), records, metric)
        if old != kept and (metric == ALL or old is not None or kept):
            path.parent.mkdir(parents=True, exist_ok=True)
            others = [r for other, found in result.expected.items() if other != source and golden_file(samples, other) == path for r in found]
            with open_writer("jsonl", str(path), RECORD_COLUMNS) as writer:
                for record in (*kept, *others):
                    writer.write(record)
            result.expected[source] = kept
            written.append(path)
    return written


def _merged(old: Sequence[MetricRecord], new: Sequence[MetricRecord], metric: str) -> tuple[MetricRecord, ...]:
    """The old records, with the new state of those that have, or had, a metric."""
    found = pair(old, new)
    kept = [p.new if metric in (p.old.metric, p.new.metric) else p.old for p in found.pairs]
    kept += [record for record in found.old if record.metric != metric]
    kept += [record for record in found.new if record.metric == metric]
    return tuple(sorted(kept, key=lambda record: (record.start, record.end)))


def _read_expected(samples: Path, result: GoldenCheck) -> None:
    """Reads every golden file; one that has no report, or cannot be read, is a fault."""
    folder = samples / EXPECTED
    wanted = {golden_file(samples, source) for source in result.records}
    for path in sorted(folder.rglob("*.jsonl")):
        if path.relative_to(folder).parts[0] == WORDINGS:
            continue
        if path not in wanted:
            result.faults.append(_fault("P304", str(path), "the golden file has no report"))
            continue
        try:
            found = read_results(path).records
        except InputError as error:
            result.faults.append(_placed("P306", error))
            continue
        by_source: dict[str, list[MetricRecord]] = {source: [] for source in result.records if golden_file(samples, source) == path}
        for record in found:
            by_source.setdefault(record.source, []).append(record)
        for source, records in by_source.items():
            if source in result.records:
                result.expected[source] = tuple(records)
            else:
                result.faults.append(_fault("P304", str(path), f"the golden file holds records of {source}, which is no report here"))


WORDINGS = "wordings"
"""The folder of the expected wordings, below EXPECTED."""


def _gone(samples: Path, extractor: Extractor, result: GoldenCheck) -> Iterator[Fault]:
    """A fault for each metric of the golden files that the library does not hold."""
    known: Mapping[str, object] = extractor.library.metrics
    seen: set[tuple[Path, str]] = set()
    for source, records in result.expected.items():
        path = golden_file(samples, source)
        for number, record in enumerate(records, 1):
            if record.metric not in known and record.metric != OTHER and (path, record.metric) not in seen:
                seen.add((path, record.metric))
                yield _fault("P307", str(path), f"the library holds no metric {record.metric!r}", line=number)


def _fault(code: str, path: str, message: str, remedy: str = "", *, line: int = 1) -> Fault:
    return Fault(path, line, 1, message, remedy or CODES[code].remedy, code=code, level=CODES[code].level)


def _placed(code: str, error: InputError) -> Fault:
    """The fault of a golden file that cannot be read, at its line when the error names one."""
    path, _, line = error.place.rpartition(":")
    numbered = line.isdecimal() and bool(path)
    return _fault(code, path if numbered else error.place, error.message, error.remedy, line=int(line) if numbered else 1)
