"""Changes against golden files as diagnostics, each at the pattern that decided."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from ureport.checking.material import Material
from ureport.codes import CODES
from ureport.diff import Change
from ureport.errors import Fault

_CODES = {"lost": "P301", "gained": "P302", "changed": "P303"}


def change_faults(changes: Iterable[Change], material: Material, samples: Path | None) -> Iterator[Fault]:
    """A fault for each change: at the line of the pattern that claimed the record, or at the report when there is none."""
    patterns = {pattern.name: pattern for pattern in material.library.patterns}
    for change in changes:
        code = _CODES[change.kind]
        message = f"{change.kind}: {change.surface} ({change.source}:{change.line}) {change.metric}"
        detail = (f"in: {change.sentence}", *(f"{d.field}: {d.old or '(none)'} → {d.new or '(none)'}" for d in change.fields))
        name = next((d.new for d in change.fields if d.field == "pattern" and d.new), change.pattern)
        pattern = patterns.get(change.pattern) or patterns.get(name)
        if pattern is not None:
            loc = ("pattern", pattern.index, "template" if pattern.regex is None else "regex")
            yield material.fault(code, pattern.path, loc, message, words=pattern.template, detail=detail, metric=change.metric)
        else:
            path = str(samples / change.source) if samples else change.source
            yield Fault(path, change.line, 1, message, CODES[code].remedy, code=code, level=CODES[code].level, detail=detail, metric=change.metric)
