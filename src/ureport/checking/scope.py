"""What a check is about: the folder of the library, its samples, and the metrics that a change touches."""

from __future__ import annotations

from pathlib import Path

from ureport.errors import UsageError
from ureport.library.load import NOT_THEMES, NURSERY, PATTERNS, holds_metrics, library_folder
from ureport.library.source import metric_id
from ureport.resources import shipped_library
from ureport.revisions import changed_files

_SAMPLES = "samples"


def chosen_library(name: str | None) -> Path:
    """The folder named, or the ``patterns`` in it; without a name ./patterns, else the shipped library."""
    here = Path(PATTERNS)
    if name is None:
        return here if holds_metrics(here) else shipped_library()
    folder = Path(name)
    if not folder.is_dir():
        raise UsageError("no such folder", place=name, remedy="name the folder that holds THEME/METRIC.toml")
    return library_folder(folder) or folder


def samples_beside(library: Path) -> Path | None:
    """The folder ``samples`` beside a library, when there is one."""
    folder = library.resolve().parent / _SAMPLES
    if not folder.is_dir():
        return None
    return library.parent / _SAMPLES if (library.parent / _SAMPLES).is_dir() else folder


def changed_metrics(library: Path, since: str) -> frozenset[str] | None:
    """The metrics whose files differ from a git revision; None (all) when a file that all share does, or when one is gone."""
    touched = set()
    for path in changed_files(library, since):
        theme, *below = path.relative_to(library).parts
        if path.suffix != ".toml" or theme == NURSERY:
            continue
        if theme in (*NOT_THEMES, "qualifiers.toml") or (len(below) == 1 and not path.exists()):
            return None
        if len(below) == 1:
            touched.add(metric_id(path))
    return frozenset(touched)
