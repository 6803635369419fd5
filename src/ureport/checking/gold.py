"""Precision, recall and F1 by metric, on reports that people have labelled.

A gold file ``NAME.gold.jsonl`` holds an object a line for each number of the report NAME: ``start``, ``end``, ``role``, and for
facts ``metric`` with the other metrics that a reader may take it for in ``metric_alt``. Numbers whose role is vague or
threshold are neither asked for nor counted against anybody.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from ureport.checking.faults import fault_at, read_lines
from ureport.checking.report import Score
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


def score(folder: Path, records: Mapping[str, Sequence[MetricRecord]], faults: list[Fault], failed: Collection[str] = ()) -> tuple[Score, ...]:
    """The scores of the reports that have a gold file; what is wrong with a gold file is added to the faults.

    ``failed``: reports that could not be read, so that nothing can be said of their gold files.
    """
    labelled: Counter[str] = Counter()
    said: Counter[str] = Counter()
    right: Counter[str] = Counter()
    by_name: dict[str, list[str]] = {}
    for source in (*records, *failed):
        by_name.setdefault(PurePosixPath(source).with_suffix("").as_posix(), []).append(source)
    paths = sorted(folder.rglob(f"*{_SUFFIX}"))
    if not paths:
        faults.append(fault_at("P306", folder, f"no gold file NAME{_SUFFIX} in this folder"))
    for path in paths:
        sources = by_name.get(path.relative_to(folder).as_posix().removesuffix(_SUFFIX), [])
        if len(sources) != 1:
            faults.append(fault_at("P304", path, f"the gold file may be of {' or '.join(sources)}" if sources else "the gold file has no report"))
        elif sources[0] in records:
            _score(path, records[sources[0]], faults, (labelled, said, right))
    return tuple(Score(metric, labelled[metric], said[metric], right[metric]) for metric in sorted({*labelled, *said}))


def _score(path: Path, records: Sequence[MetricRecord], faults: list[Fault], counts: tuple[Counter[str], Counter[str], Counter[str]]) -> None:
    """Counts one report."""
    try:
        labels = read_gold(path)
    except InputError as error:
        faults.append(fault_at("P306", path, error.message, line=int(error.place.rpartition(":")[2])))
        return
    _count(labels, records, *counts)


def read_gold(path: Path) -> list[Label]:
    """The labels of a gold file; raises InputError with file:line."""
    labels = []
    for number, line in enumerate(read_lines(path), 1):
        if not line.strip():
            continue
        try:
            labels.append(_label(json.loads(line)))
        except (ValueError, TypeError, RecursionError) as error:
            place, remedy = f"{path}:{number}", "give start, end, role, and metric for a fact"
            raise InputError(f"this line is no label: {error}", place=place, remedy=remedy) from None
    return labels


def _label(entry: object) -> Label:
    """The label of an object; raises TypeError for what is none."""
    if not isinstance(entry, dict):
        raise TypeError("no object")
    start, end, role = (entry.get(name) for name in ("start", "end", "role"))
    others = entry.get("metric_alt") or []
    if not isinstance(others, list):
        raise TypeError("metric_alt must be a list of metrics")
    metrics = [entry.get("metric"), *others] if role == "fact" else []
    if type(start) is not int or type(end) is not int or not all(isinstance(word, str) for word in (role, *metrics)):
        raise TypeError("start and end must be whole numbers, role and metrics words")
    return Label(start, end, str(role), tuple(map(str, metrics)))


def _count(labels: Sequence[Label], records: Sequence[MetricRecord], labelled: Counter[str], said: Counter[str], right: Counter[str]) -> None:
    """Counts the figures of a report. One is counted under its label's metric, or under that of its alternatives that was said."""
    overlaps = _overlaps(labels, records)
    partner = _paired(overlaps)
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
    judged = {*partner.values(), *(j for _, i, j in overlaps if labels[i].role in _OPEN)}
    said.update(record.metric for number, record in enumerate(records) if number not in judged and record.metric != OTHER)


def _overlaps(labels: Sequence[Label], records: Sequence[MetricRecord]) -> list[tuple[int, int, int]]:
    """Overlap, label and record by number, of all that overlap; the largest first."""
    order = sorted(range(len(records)), key=lambda j: records[j].start)
    starts = [records[j].start for j in order]
    longest = max((record.end - record.start for record in records), default=0)
    found = []
    for i, label in enumerate(labels):
        for j in order[bisect_left(starts, label.start - longest) : bisect_left(starts, label.end)]:
            overlap = min(label.end, records[j].end) - max(label.start, records[j].start)
            if overlap > 0:
                found.append((overlap, i, j))
    return sorted(found, key=lambda item: (-item[0], item[1], item[2]))


def _paired(overlaps: Sequence[tuple[int, int, int]]) -> dict[int, int]:
    """Records by label, one to one, the largest overlap first."""
    partner: dict[int, int] = {}
    taken: set[int] = set()
    for _, i, j in overlaps:
        if i not in partner and j not in taken:
            partner[i] = j
            taken.add(j)
    return partner
