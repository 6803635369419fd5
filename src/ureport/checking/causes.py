"""Faults that only follow from others: told beside their cause, they would hide it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from ureport.errors import Fault
from ureport.library.source import Source
from ureport.library.template import LIST


def first_causes(faults: Collection[Fault]) -> list[Fault]:
    """The faults of loading without the word lists that are unknown only because the file that defines them is at fault."""
    paths = {fault.path for fault in faults if Path(fault.path).parent.name == "lexicon"}
    texts = [Source.of(Path(path)).text for path in sorted(paths)]
    return [fault for fault in faults if fault.code != "P006" or not _defined(fault, texts)]


def _defined(fault: Fault, texts: Iterable[str]) -> bool:
    name = LIST.search(fault.message)
    return name is not None and any(re.search(rf"""^\s*["']?{re.escape(name[1])}["']?\s*=""", text, re.MULTILINE) for text in texts)


def without(metrics: Collection[str], faults: Iterable[Fault]) -> Iterator[Fault]:
    """The faults that name none of some metrics: those of files at fault, which may claim nothing.

    >>> faults = [Fault("a", 1, 1, "8名 is claimed by member.newest"), Fault("a", 1, 1, "wins over member.new#3")]
    >>> [fault.message for fault in without(["member.new"], faults)]
    ['8名 is claimed by member.newest']
    """
    naming = re.compile("|".join(rf"(?<![\w.]){re.escape(metric)}(?![\w.])" for metric in metrics) or "(?!)")
    return (fault for fault in faults if not any(map(naming.search, (fault.message, *fault.detail))))
