"""Golden files: the records that the reports of a folder are expected to give, kept beside them in ``expected/``.

``samples/a/b.txt`` has its records in ``samples/expected/a/b.jsonl``, as ``ureport extract --format jsonl`` writes them. Two
reports of one name, ``b.txt`` and ``b.md``, share the file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePath, PurePosixPath

from ureport.checking.examples import Won
from ureport.checking.faults import fault_at
from ureport.checking.guard import guarded
from ureport.codes import CODES
from ureport.diff import Change, compare
from ureport.errors import Fault, InputError, OutputError
from ureport.exporters import RECORD_COLUMNS, open_writer
from ureport.library.source import Source
from ureport.model import OTHER, Document, MetricRecord
from ureport.pairing import pair
from ureport.pipeline import Extractor
from ureport.readers import read_all
from ureport.results import read_results

EXPECTED = "expected"
WORDINGS = "wordings"
"""The folder of the expected wordings, below EXPECTED."""
ALL = "*"
"""Accept every metric."""

Records = dict[str, tuple[MetricRecord, ...]]
"""Records by report."""


@dataclass(slots=True)
class Reports:
    """What the reports of a folder gave: the records of each, the reports and folders that could not be read, and the faults of these."""

    records: Records = field(default_factory=dict)
    failed: set[str] = field(default_factory=set)
    faults: list[Fault] = field(default_factory=list)


@dataclass(slots=True)
class Golden:
    """What the golden files hold: records by report, those of what is no report by file, the files that cannot be read, and the faults."""

    expected: Records = field(default_factory=dict)
    others: dict[Path, Records] = field(default_factory=dict)
    unread: set[Path] = field(default_factory=set)
    faults: list[Fault] = field(default_factory=list)


def golden_file(samples: Path, source: str) -> Path:
    """The golden file of a report."""
    return samples / EXPECTED / PurePosixPath(source).with_suffix(".jsonl")


def extract_reports(samples: Path, extractor: Extractor, won: Won) -> Reports:
    """The reports of a folder extracted. One that cannot be read is a fault, and hides no other."""
    result = Reports()
    for item in read_all([str(samples)]):
        if isinstance(item, InputError):
            result.faults.append(fault_at("P306", item.place or samples, f"report: {item.message}", item.remedy))
        elif isinstance(item, Document) and not item.source.startswith(f"{EXPECTED}/"):
            result.faults += guarded(f"the report {item.source}", str(samples / item.source), _extract, item, extractor, won, result.records)
    if not result.records and not result.faults:
        result.faults.append(fault_at("P306", samples, "report: no report found in this folder", "name a folder with reports in it"))
    result.faults = [replace(fault, report=_below(samples, fault.path)) for fault in result.faults]
    result.failed = {fault.report for fault in result.faults if fault.report}
    return result


def _extract(document: Document, extractor: Extractor, won: Won, records: Records) -> tuple[()]:
    tracing = extractor.trace(document)
    won.add(tracing)
    records[document.source] = tracing.extraction.records
    return ()


def read_golden(samples: Path, reports: Reports) -> Golden:
    """Every golden file of a folder; one that has no report, or cannot be read, is a fault."""
    result = Golden()
    sources: dict[Path, list[str]] = {}
    for source in (*reports.records, *sorted(reports.failed)):
        sources.setdefault(golden_file(samples, source), []).append(source)
    for path in sorted((samples / EXPECTED).rglob("*.jsonl")):
        if path in sources:
            _read(path, sources[path], reports, result)
        elif not any(path.is_relative_to(samples / EXPECTED / folder) for folder in reports.failed):
            result.faults.append(fault_at("P304", path, "the golden file has no report"))
    return result


def _read(path: Path, sources: Sequence[str], reports: Reports, result: Golden) -> None:
    """Reads the golden file of some reports."""
    try:
        found = read_results(path).records
    except InputError as error:
        result.unread.add(path)
        result.faults.append(_unreadable(path, error, sources[0]))
        return
    by_source: dict[str, list[MetricRecord]] = {source: [] for source in sources if source in reports.records}
    for record in found:
        by_source.setdefault(record.source, []).append(record)
    for source, records in by_source.items():
        if source in sources and source in reports.records:
            result.expected[source] = tuple(records)
            continue
        result.others.setdefault(path, {})[source] = tuple(records)
        if source not in reports.failed:
            message = f"the golden file holds records of {source}, which is none of its reports"
            result.faults.append(_at("P304", path, message, f'"{source}"', sources[0]))


def differences(samples: Path, extractor: Extractor, reports: Reports, golden: Golden) -> tuple[list[Change], list[Fault]]:
    """What the records have that the golden files have not, and the other way round; the faults of golden files that lack or are gone."""
    changes: list[Change] = []
    faults: list[Fault] = []
    for source, records in reports.records.items():
        if source in golden.expected:
            changes += compare(golden.expected[source], records).changes
        elif not golden_file(samples, source).is_file():
            faults.append(fault_at("P305", samples / source, "the report has no golden file", report=source))
    return changes, [*faults, *_gone(samples, extractor, golden)]


def accept(samples: Path, reports: Reports, golden: Golden, metric: str) -> list[Path]:
    """Writes the new state of every golden file that a metric (or ALL) changes; gives the files.

    The records of other metrics stay, and so do those of reports that cannot be read. A golden file that cannot be read is made
    anew for ALL only.
    """
    paths: dict[Path, list[str]] = {}
    for source in reports.records:
        paths.setdefault(golden_file(samples, source), []).append(source)
    written = []
    for path, sources in paths.items():
        old = {source: golden.expected[source] for source in sources if source in golden.expected}
        others = golden.others.get(path, {})
        if metric == ALL:
            new = {source: reports.records[source] for source in sources}
            others = {source: records for source, records in others.items() if source in reports.failed}
        else:
            new = {source: _merged(old.get(source, ()), reports.records[source], metric) for source in sources}
        touched = new != old if metric == ALL else any(records != old.get(source, ()) for source, records in new.items())
        if (touched or others != golden.others.get(path, {})) and (metric == ALL or path not in golden.unread):
            _write(path, (*new.values(), *others.values()))
            written.append(path)
    return written


def make_folder(path: Path) -> None:
    """Makes the folder of a file that is to be written; raises OutputError."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"cannot be written: {error.strerror}", place=str(path), remedy="check the folder and its rights") from None


def _write(path: Path, records: Sequence[Sequence[MetricRecord]]) -> None:
    make_folder(path)
    with open_writer("jsonl", str(path), RECORD_COLUMNS) as writer:
        for of_source in records:
            for record in of_source:
                writer.write(record)


def _merged(old: Sequence[MetricRecord], new: Sequence[MetricRecord], metric: str) -> tuple[MetricRecord, ...]:
    """The old records, with the new state of those that have, or had, a metric.

    A figure of other words and another metric is another figure: where the report itself has changed, one metric takes none of the rest.
    """
    found = pair(old, new)
    gone, come, kept = list(found.old), list(found.new), []
    for p in found.pairs:
        if p.old.metric == p.new.metric or p.old.surface == p.new.surface:
            kept.append(p.new if metric in (p.old.metric, p.new.metric) else p.old)
        else:
            gone.append(p.old)
            come.append(p.new)
    kept += [record for record in gone if record.metric != metric]
    kept += [record for record in come if record.metric == metric]
    return tuple(old) if Counter(kept) == Counter(old) else tuple(sorted(kept, key=lambda record: (record.start, record.end)))


def _gone(samples: Path, extractor: Extractor, golden: Golden) -> Iterator[Fault]:
    """A fault for each metric of a golden file that the library does not hold."""
    known: Mapping[str, object] = extractor.library.metrics
    seen: set[tuple[Path, str]] = set()
    for source, records in golden.expected.items():
        path = golden_file(samples, source)
        for metric in dict.fromkeys(record.metric for record in records):
            if metric not in known and metric != OTHER and (path, metric) not in seen:
                seen.add((path, metric))
                yield _at("P307", path, f"the library holds no metric {metric!r}", f'"{metric}"', source)


def _below(samples: Path, place: str) -> str:
    """The name of a report, or of a folder of reports, by its path; empty for the samples themselves."""
    path = PurePath(place)
    return path.relative_to(samples).as_posix() if path != samples and path.is_relative_to(samples) else ""


def _at(code: str, path: Path, message: str, words: str, report: str) -> Fault:
    """A fault at the first place of a golden file that holds some words."""
    return replace(Source.of(path).fault(code, message, CODES[code].remedy, words=words, level=CODES[code].level), report=report)


def _unreadable(path: Path, error: InputError, report: str) -> Fault:
    """The fault of a golden file that cannot be read, at the line and column that the error names behind the path."""
    line, column = (int(part or 1) for part in (error.place.removeprefix(str(path)) + "::").split(":")[1:3])
    shown = dict(enumerate(Source.of(path).lines, 1)).get(line, "")
    return replace(fault_at("P306", path, error.message, line=line, report=report), column=column, source_line=shown)
