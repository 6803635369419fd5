"""Changes against golden files as diagnostics, each at the pattern that decided."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from ureport.checking.faults import fault_at
from ureport.checking.material import Material
from ureport.diff import Change
from ureport.errors import Fault

_CODES = {"lost": "P301", "gained": "P302", "changed": "P303"}


def change_faults(changes: Iterable[Change], material: Material, samples: Path) -> Iterator[Fault]:
    """A fault for each change: at the line of the pattern that claimed the record, or at the report when there is none."""
    for change in changes:
        code = change_code(change)
        message = f"{change.kind}: {change.surface} ({change.source}:{change.line}) {change.metric}"
        detail = (f"in: {change.sentence}", *(f"{d.field}: {d.old or '(none)'} → {d.new or '(none)'}" for d in change.fields))
        name = next((d.new for d in change.fields if d.field == "pattern" and d.new), change.pattern)
        pattern = material.patterns.get(change.pattern) or material.patterns.get(name)
        if pattern is not None:
            yield replace(material.at_pattern(code, pattern, message, detail=detail), metric=change.metric, report=change.source)
        else:
            yield fault_at(code, samples / change.source, message, line=max(1, change.line), detail=detail, metric=change.metric, report=change.source)


def change_code(change: Change) -> str:
    """The code of a change: P301 lost, P302 gained, P303 changed."""
    return _CODES[change.kind]
