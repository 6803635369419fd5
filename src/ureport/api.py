"""The Python entry: a path or a text → its records."""

from __future__ import annotations

import os
import re
import warnings
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import overload

from ureport.errors import InputError, UsageError
from ureport.library import load_library
from ureport.model import Document, MetricRecord
from ureport.pipeline import Extractor
from ureport.readers import Item, check_paths, read_all
from ureport.readers.formats import SUFFIXES
from ureport.resources import shipped_library

_LINE = re.compile(r"[\n\r]")
_SENTENCE = re.compile("[，。；：！？、]")
_TEXT = "text"
"""The source of records of a text that has no name."""


@overload
def extract(path: str | os.PathLike[str], /, *, extractor: Extractor | None = None) -> list[MetricRecord]: ...
@overload
def extract(*, text: str, extractor: Extractor | None = None) -> list[MetricRecord]: ...
def extract(path_or_text: str | os.PathLike[str] | None = None, /, *, text: str | None = None, extractor: Extractor | None = None) -> list[MetricRecord]:
    """The records of a report, of a folder of reports, or of a text, in their order.

    ``text=`` is a text and a Path is a path, always. A plain str is a text when it holds a line break or one of ，。；：！？、,
    else a path; where it could be either, a UsageError says so. The shipped library is used unless an extractor is given.

    A file that cannot be read raises its InputError; in a folder, or among several, it is a warning and the others are read.

    >>> [(r.metric, r.value) for r in extract("2016年，新增会员8500名。")]
    [('member.new', Decimal('8500'))]
    """
    if (path_or_text is None) == (text is None):
        raise UsageError("extract takes a path or a text", remedy='extract("reports/"), or extract(text="…")')
    if path_or_text is not None and isinstance(path_or_text, str) and _is_text(path_or_text):
        text = path_or_text
    extractor = extractor or _shipped()
    if text is not None:
        return list(extractor.extract(Document(_TEXT, text)).records)
    path = os.fspath(path_or_text or "")
    try:
        check_paths([path])
    except UsageError as error:
        raise UsageError(error.message, place=error.place, remedy=f"{error.remedy}; a text is given as extract(text=…)") from None
    return [record for document in _documents(read_all([path])) for record in extractor.extract(document).records]


def _is_text(words: str) -> bool:
    """Whether a str is a text, by its signs alone; raises UsageError when it may be the path of a file too."""
    if _LINE.search(words):
        return True
    if not _SENTENCE.search(words):
        return False
    if Path(words).suffix.lower() in SUFFIXES or os.path.exists(words):
        raise UsageError("this may be a text or a path", place=words, remedy="say extract(text=…) or extract(Path(…))")
    return True


def _documents(items: Iterable[Item]) -> Iterator[Document]:
    """The documents; what failed is a warning when there are others, else it is raised."""
    failed: list[InputError] = []
    read = 0
    for item in items:
        if isinstance(item, Document):
            read += 1
            yield item
        elif isinstance(item, InputError):
            failed.append(item)
    if failed and not read:
        raise failed[0]
    for error in failed:
        warnings.warn(str(error), RuntimeWarning, stacklevel=3)


@cache
def _shipped() -> Extractor:
    """The extractor of the shipped library, made once."""
    return Extractor(load_library([shipped_library()]))
