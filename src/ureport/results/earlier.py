"""An earlier result that another run goes on from: what it was made from, and the rows that each document gave."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import fields
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

from ureport.errors import UsageError
from ureport.exporters.state import RESULT, FileState
from ureport.exporters.tables import SIDE
from ureport.model import AuditEntry, MetricRecord
from ureport.results.record import NEEDED, to_record
from ureport.results.sqlite import Database, is_database
from ureport.results.text import json_rows

Rows = tuple[tuple[MetricRecord, ...], tuple[AuditEntry, ...]]
"""What a document gave: the records that were written, and the entries of its audit where the format has them."""
Files = dict[tuple[str, str], list[tuple[FileState, int, int]]]
"""The documents of each file by its source and member; with each the number of records, and of mentions, before its own."""
_FIELDS = {field.name for field in fields(FileState)}


class Unusable(Exception):
    """Why nothing can be taken over from a result; all files are to be read."""


class Earlier(Protocol):
    """An earlier result, open for reading."""

    made: Mapping[str, str]
    files: Files

    def rows(self, state: FileState, records: int, mentions: int) -> Rows:
        """The rows of a document, of which so many stand before."""
        ...

    def close(self) -> None: ...


def open_earlier(path: Path) -> Earlier | None:
    """The result of an earlier run, None when there is none. Raises Unusable when nothing can be taken over from it,
    UsageError when it is something else that nobody would want to lose.
    """
    if not path.exists() or (not path.stat().st_size and not Path(f"{path}{SIDE}").exists()):
        return None
    try:
        with path.open("rb") as file:
            head = file.read(16)
        return EarlierDatabase(path) if is_database(head) else EarlierLines(path)
    except OSError as error:
        raise Unusable(f"it cannot be read: {error.strerror}") from None


class EarlierDatabase:
    """A result in SQLite."""

    def __init__(self, path: Path) -> None:
        self._base = Database(path)
        try:
            fault = self._base.fault()
            if fault:
                raise Unusable(fault)
            if not self._base.is_ours():
                raise _foreign(path)
            made, rows = self._base.state()
            if not made:
                raise Unusable("it was written without --incremental, or has been changed since")
            self.made: Mapping[str, str] = made
            self.files = _by_file(FileState(**row) for row in rows)
        except BaseException:
            self._base.close()
            raise

    def rows(self, state: FileState, records: int, mentions: int) -> Rows:
        return self._base.rows(records, state.written, mentions, state.noted)

    def close(self) -> None:
        self._base.close()


class EarlierLines:
    """A result in JSON Lines, with the file beside it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = path.open("rb")
        try:
            made, self.files = self._state()
            self.made: Mapping[str, str] = made
            self._starts = self._places()
        except BaseException:
            self._file.close()
            raise

    def rows(self, state: FileState, records: int, mentions: int) -> Rows:
        if not state.written:
            return (), ()
        self._file.seek(self._starts[records])
        data = b"".join(islice(self._file, state.written))
        shared: dict[str, str] = {}
        with closing(json_rows(data, str(self._path))) as rows:
            return tuple(to_record(row, at, shared) for at, row in rows), ()

    def close(self) -> None:
        self._file.close()

    def _state(self) -> tuple[dict[str, str], Files]:
        try:
            line = next(self._file, b"")
            if line and not set(NEEDED) <= json.loads(line).keys():
                raise _foreign(self._path)
        except (ValueError, AttributeError, RecursionError):
            raise _foreign(self._path) from None
        try:
            rows = [json.loads(line) for line in Path(f"{self._path}{SIDE}").read_bytes().splitlines()]
            made = {row["name"]: row["value"] for row in rows if "name" in row}
            files = _by_file(_state(row) for row in rows if "name" not in row)
        except FileNotFoundError:
            raise Unusable("it was written without --incremental") from None
        except (ValueError, TypeError, KeyError):
            raise Unusable(f"{self._path.name}{SIDE} is broken") from None
        return made, files

    def _places(self) -> dict[int, int]:
        """Where in the file the records of each document begin, by the number of those before. Raises Unusable for a file that has changed."""
        wanted = {before for documents in self.files.values() for _, before, _ in documents}
        found, digest, at = {}, sha256(), 0
        self._file.seek(0)
        for number, line in enumerate(self._file):
            if number in wanted:
                found[number] = at
            digest.update(line)
            at += len(line)
        if digest.hexdigest() != self.made.get(RESULT):
            raise Unusable(f"it is not the one that {self._path.name}{SIDE} belongs to")
        return found


def _state(row: dict[str, Any]) -> FileState:
    if row.keys() != _FIELDS:
        raise KeyError
    return FileState(**row | {"flags": tuple(row["flags"]), "roles": tuple(row["roles"])})


def _by_file(states: Iterable[FileState]) -> Files:
    found: Files = {}
    records = mentions = 0
    for state in states:
        found.setdefault((state.file, state.member), []).append((state, records, mentions))
        records += state.written
        mentions += state.noted
    return found


def _foreign(path: Path) -> UsageError:
    return UsageError("this is no result that ureport has written", place=str(path), remedy="name another file with -o; without --incremental it is replaced")
