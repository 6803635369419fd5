"""Precision, recall and F1 by metric, on reports that people have labelled.

A gold file ``NAME.gold.jsonl`` holds an object a line for each number of the report NAME: ``start``, ``end``, ``role``, and for
facts ``metric`` with the other metrics that a reader may take it for in ``metric_alt``. Numbers whose role is vague or
threshold are neither asked for nor counted against anybody.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from ureport.checking.report import Score
from ureport.codes import CODES
from ureport.errors import Fault, InputError
from ureport.model import OTHER, MetricRecord

_SUFFIX = ".gold.jsonl"
_OPEN = frozenset({"vague", "threshold"})


@dataclass(frozen=True, slots=True)
class Label:
    """A number of a gold file: its span, its role, and the metrics that are right for it."""

    start: int
    end: int
    role: str
    metrics: tuple[str, ...] = ()


def score(folder: Path, records: Mapping[str, Sequence[MetricRecord]], faults: list[Fault]) -> tuple[Score, ...]:
    """The scores of the reports that have a gold file; what is wrong with a gold file is added to the faults."""
    labelled: Counter[str] = Counter()
    said: Counter[str] = Counter()
    right: Counter[str] = Counter()
    by_name = {PurePosixPath(source).with_suffix("").as_posix(): found for source, found in records.items()}
    for path in sorted(folder.rglob(f"*{_SUFFIX}")):
        name = path.relative_to(folder).as_posix().removesuffix(_SUFFIX)
        if name not in by_name:
            faults.append(_fault("P304", path, 1, "the gold file has no report"))
            continue
        try:
            labels = read_gold(path)
        except InputError as error:
            faults.append(_fault("P306", path, int(error.place.rpartition(":")[2]), error.message))
            continue
        _count(labels, by_name[name], labelled, said, right)
    return tuple(Score(metric, labelled[metric], said[metric], right[metric]) for metric in sorted({*labelled, *said}))


def read_gold(path: Path) -> list[Label]:
    """The labels of a gold file; raises InputError with file:line."""
    labels = []
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"cannot be read: {error}", place=f"{path}:1") from None
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            entry = json.loads(line)
            metrics = (entry["metric"], *entry.get("metric_alt", ())) if entry["role"] == "fact" else ()
            labels.append(Label(int(entry["start"]), int(entry["end"]), entry["role"], metrics))
        except (ValueError, KeyError, TypeError) as error:
            raise InputError(
                f"no label: {type(error).__name__} {error}", place=f"{path}:{number}", remedy="give start, end, role, and metric for a fact"
            ) from None
    return labels


def _count(labels: Sequence[Label], records: Sequence[MetricRecord], labelled: Counter[str], said: Counter[str], right: Counter[str]) -> None:
    """Counts one report. A figure is counted under its label's metric, or under that of its alternatives that was said."""
    partner = _paired(labels, records)
    for number, label in enumerate(labels):
        record = records[partner[number]] if number in partner else None
        if label.role != "fact":
            if record is not None and label.role not in _OPEN and record.metric != OTHER:
                said[record.metric] += 1
            continue
        hit = record is not None and record.metric in label.metrics
        metric = record.metric if record is not None and hit else label.metrics[0]
        if metric != OTHER:
            labelled[metric] += 1
        if record is not None and record.metric != OTHER:
            said[record.metric] += 1
            right[record.metric] += hit
    for number, record in enumerate(records):
        if number not in partner.values() and record.metric != OTHER and not any(_overlap(label, record) for label in labels if label.role in _OPEN):
            said[record.metric] += 1


def _paired(labels: Sequence[Label], records: Sequence[MetricRecord]) -> dict[int, int]:
    """Labels and records by number, one to one, the largest overlap first."""
    overlaps = sorted((-_overlap(label, record), i, j) for i, label in enumerate(labels) for j, record in _near(records, label) if _overlap(label, record))
    partner: dict[int, int] = {}
    taken: set[int] = set()
    for _, i, j in overlaps:
        if i not in partner and j not in taken:
            partner[i] = j
            taken.add(j)
    return partner


def _near(records: Sequence[MetricRecord], label: Label) -> Iterable[tuple[int, MetricRecord]]:
    return ((j, record) for j, record in enumerate(records) if record.start < label.end and label.start < record.end)


def _overlap(label: Label, record: MetricRecord) -> int:
    return max(0, min(label.end, record.end) - max(label.start, record.start))


def _fault(code: str, path: Path, line: int, message: str) -> Fault:
    return Fault(str(path), line, 1, message, CODES[code].remedy, code=code, level=CODES[code].level)
