"""A run that goes on from its last result: files whose bytes are the same are neither read nor extracted, and their rows are taken over.

It sits where files are found, before any worker has to do with them. What else a result depends on (``made``) must be the same too,
else all files are read. The flags that depend on other files (``same as``) are none of what is kept: they are found anew.
"""

from __future__ import annotations

import json
import platform
import shutil
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from importlib import metadata
from pathlib import Path

from ureport import __version__
from ureport.errors import InputError
from ureport.exporters import Delivery
from ureport.exporters.state import MADE, FileState, Made
from ureport.library.fingerprint import fingerprint
from ureport.matching.timed import SLOW
from ureport.model import Extraction, Kept, Source
from ureport.outcomes import Outcome, row_of
from ureport.readers import INSIDE, Choice, Found, Skipped, Texts, hash_of, place_of
from ureport.results.earlier import Earlier, Unusable, open_earlier
from ureport.selection import Selection

_LAYOUT = "1"
_OF_ROW = ("org", "report_period", "encoding", "characters", "numbers", "records", "other")
"""What a state and the row of its file have alike."""
_CHANGED = {
    "layout": "another version of ureport",
    "version": "another version of ureport",
    "library": "another pattern library",
    "options": "other options",
    "readers": "another Python, or other packages that read files",
}
_PACKAGES = ("pypdfium2", "xlrd", "python-calamine", "jieba", "regex", "OpenCC", "ahocorasick_rs")
_CONVERTERS = ("soffice", "libreoffice", "antiword")


def made_from(folders: Sequence[Path], selection: Selection, choice: Choice) -> dict[str, str]:
    """All that a result depends on besides the files, by name."""
    options = [sorted(selection.metrics), sorted(selection.themes), sorted(selection.statuses), choice.max_size]
    readers = [platform.python_version(), *map(_version_of, _PACKAGES), *(shutil.which(name) is not None for name in _CONVERTERS)]
    return {
        "layout": _LAYOUT,
        "version": __version__,
        "library": fingerprint(folders),
        "options": json.dumps(options),
        "readers": json.dumps(readers),
    }


def earlier_result(output: str, made: dict[str, str], tell: Callable[[str], None]) -> Earlier | None:
    """The result that a run goes on from; None, and a line that says why, when all files are to be read.

    Raises UsageError for a file that is no result.
    """
    try:
        earlier = open_earlier(Path(output))
    except Unusable as cause:
        tell(f"{output}: {cause}: all files are read")
        return None
    changed = [told for name, told in _CHANGED.items() if earlier is not None and earlier.made.get(name) != made[name]]
    if not changed:
        return earlier
    if earlier is not None:
        earlier.close()
    tell(f"{output}: it was made with {changed[0]}: all files are read")
    return None


class Increment:
    """Between the files that are found and what becomes of them: lets through what is to be read, and notes what came of all.

    ``sink`` takes a row for each document, in the order of the output.
    """

    def __init__(self, earlier: Earlier | None, selection: Selection, choice: Choice, made: dict[str, str]) -> None:
        self.made = made
        self.sink: Callable[[FileState], None] = _nowhere
        self._earlier = earlier
        self._selection = selection
        self._choice = choice
        self._reading: deque[Found] = deque()
        self._passing: dict[int, tuple[object, FileState | None]] = {}
        """What takes no part in the reading, by its identity: the states of what is kept, None for what was no file from the beginning."""

    def files(self, found: Iterable[Found | Skipped | InputError]) -> Iterator[Found | Kept | Skipped | InputError]:
        """The files, and in the place of those that have not changed what they gave."""
        for file in found:
            known = self._unchanged(file) if isinstance(file, Found) else None
            if known is not None:
                yield from known
            else:
                if isinstance(file, Found):
                    self._reading.append(file)
                else:
                    self._passing[id(file)] = file, None
                yield file

    def noted(self, outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
        """What the files give; of each document its state goes to the sink when its file is at an end."""
        gathered: list[FileState] = []
        failed = False
        file: tuple[str, str] | None = None
        for outcome in outcomes:
            passing, state = self._passing.pop(id(outcome), (None, None))
            owner = None if passing is not None else self._owner(outcome)
            name = (state.file, state.member) if state else (owner.source, owner.member) if owner else None
            if name != file or name is None:
                self._give(gathered, failed)
                gathered, failed, file = [], False, name
            if state is not None:
                gathered.append(state)
            elif isinstance(outcome, InputError):
                failed = True
            elif owner is not None and isinstance(outcome, (Extraction, Skipped)):
                gathered.append(self._state(owner, outcome))
            yield outcome
        self._give(gathered, failed)

    def write_made(self, delivery: Delivery) -> None:
        """Writes what the result was made from."""
        for name, value in self.made.items():
            delivery.write(MADE, Made(name, value))

    def _unchanged(self, file: Found) -> list[Kept | Skipped] | None:
        """What a file gave in the earlier run, None when it is to be read."""
        documents = self._earlier.files.get((file.source, file.member)) if self._earlier else None
        if not documents or not documents[0][0].sha256 or documents[0][0].sha256 != hash_of(file, self._choice):
            return None
        kept: list[Kept | Skipped] = []
        for state, records, mentions in documents:
            assert self._earlier
            rows = partial(self._earlier.rows, state, records, mentions)
            each = Skipped(place_of(file) + state.inside, state.reason) if state.reason else _kept(state, rows)
            self._passing[id(each)] = each, state
            kept.append(each)
        return kept

    def _owner(self, outcome: Outcome) -> Found | None:
        """The file that gave something, which is the first or one of the next that are being read; None when it cannot be said."""
        name = outcome.document.source if isinstance(outcome, Extraction) else getattr(outcome, "place", "")
        owner = next((file for file in self._reading if _within(name, file)), None)
        while owner is not None and self._reading[0] is not owner:
            self._reading.popleft()
        return owner

    def _state(self, file: Found, outcome: Extraction | Skipped) -> FileState:
        if isinstance(outcome, Skipped):
            return FileState(file.source, file.member, "", outcome.place.removeprefix(place_of(file)), outcome.reason)
        document, row = outcome.document, row_of(outcome)
        unwanted = {record.record_id for record in outcome.records if not self._selection.keeps(record)}
        return FileState(
            file=file.source,
            member=file.member,
            # what an expression had no time for may be found another time
            sha256="" if any(warning.startswith(SLOW) for warning in outcome.warnings) else document.sha256,
            inside=document.source.removeprefix(file.source),
            text=Texts.digest(document),
            flags=row.warnings,
            **{name: getattr(row, name) for name in _OF_ROW},
            roles=tuple(f"{role} {number}" for role, number in Counter(entry.role for entry in outcome.audit if not entry.record_id).items()),
            written=sum(self._selection.keeps(record) for record in outcome.records),
            noted=sum(entry.record_id not in unwanted for entry in outcome.audit),
        )

    def _give(self, gathered: Sequence[FileState], failed: bool) -> None:
        """The states of a file; one that failed has no hash there, and is read again."""
        digest = "" if failed else next((state.sha256 for state in gathered if state.sha256), "")
        for state in gathered:
            self.sink(replace(state, sha256=digest))


def _kept(state: FileState, rows: Callable[[], object]) -> Kept:
    row = Source(
        source=state.file + state.inside,
        state="read",
        **{name: getattr(state, name) for name in _OF_ROW},
        warnings=state.flags,
        sha256=state.sha256,
    )
    roles = {role: int(number) for role, _, number in (each.rpartition(" ") for each in state.roles)}
    return Kept(row, state.text, roles, rows)  # type: ignore[arg-type]


def _within(name: str, file: Found) -> bool:
    return any(name == base or name.startswith(base + INSIDE) for base in (file.source, place_of(file)))


def _version_of(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""


def _nowhere(_: FileState) -> None:
    pass
