"""Paths → Document. One file a format; ``formats`` registers them.

Nothing that goes wrong with one file stops the others: its error comes out in the place of its document.
"""

from __future__ import annotations

import glob
import os
import stat
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from hashlib import blake2b, file_digest, sha256
from itertools import chain, count
from pathlib import Path

from ureport.errors import InputError, UsageError
from ureport.model import Document
from ureport.readers.choice import Choice, in_words, parse_size
from ureport.readers.folder import INSIDE, Found, Skipped, expanded, numbered, shown, walk
from ureport.readers.formats import FORMATS, READING, SUFFIXES, TEXT, Format, Item, Reader, choose, read, suffix_of
from ureport.readers.sniff import Sample

__all__ = [
    "FORMATS",
    "INSIDE",
    "READING",
    "STDIN",
    "Choice",
    "Format",
    "Found",
    "Item",
    "Reader",
    "Skipped",
    "Texts",
    "check_file",
    "check_paths",
    "count_files",
    "find",
    "hash_of",
    "is_part",
    "is_small_text",
    "parse_size",
    "place_of",
    "read_all",
    "read_found",
    "read_one",
    "taken",
]

STDIN = "-"
STDIN_SOURCE = "stdin"
SAME = "same as"
"""The flag of a document whose text came before: ``same as: 2016/a.txt``."""
_EVERYTHING = Choice()


def check_paths(paths: Sequence[str], *outputs: str | None) -> None:
    """Raises UsageError for a path that does not exist, and for an output that is a report to be read, before anything is read."""
    written = [output for output in outputs if output]
    for path in paths:
        if path != STDIN and not _exists(path):
            if os.path.islink(path):
                raise UsageError("this link leads nowhere", place=shown(path), remedy="mend it, or name the file itself")
            is_glob = glob.has_magic(path)
            raise UsageError("no file has such a name" if is_glob else "no such file or folder", place=shown(path), remedy="check the spelling of the path")
        for each in _expanded(path) if written else ():
            for output in written:
                if _is_input(Path(output), Path(each)):
                    raise UsageError("the output is one of the reports to be read", place=shown(output), remedy="write to another file")


def check_file(path: str) -> None:
    """Raises UsageError for a folder where one file is asked for."""
    if path != STDIN and os.path.isdir(path):
        raise UsageError("this is a folder", place=shown(path), remedy="name one of its files")


def _is_input(output: Path, path: Path) -> bool:
    if not os.path.isfile(output):
        return False
    real = Path(os.path.realpath(output))  # a link is written through
    if os.path.isdir(path):
        return real.suffix.lower() in SUFFIXES and Path(os.path.realpath(path)) in real.parents
    archive, _ = _within(str(path)) or (path, "")
    return os.path.exists(archive) and real.samefile(archive)


def _exists(path: str) -> bool:
    try:
        os.stat(path)
    except PermissionError:  # it may exist, but not for us: reading it will say so
        return True
    except OSError:
        return bool(_within(path)) or any(each != path for each in _expanded(path))
    return True


def _within(path: str) -> tuple[str, str] | None:
    """The archive and the member that a path such as ``a.zip!/b.docx`` names."""
    archive, inside, member = path.partition(INSIDE)
    return (archive, member) if inside and member and not os.path.lexists(path) and os.path.isfile(archive) else None


def _expanded(path: str) -> Iterator[str]:
    """The paths that a glob names, by name, where the shell has not seen to it; else the path."""
    found = expanded(path) if path != STDIN and glob.has_magic(path) and not os.path.lexists(path) else []
    yield from found or [path]


def find(paths: Sequence[str], choice: Choice = _EVERYTHING) -> Iterator[Found | Skipped | InputError]:
    """The files that the paths name or hold, in a fixed order, each once and with a source of its own. Only one folder's names are in memory."""
    sources: dict[str, Path] = {}
    seen: set[tuple[Path, str]] = set()
    several = len(paths) > 1 or any(glob.has_magic(path) for path in paths)
    for item in _found(paths, choice):
        if several and isinstance(item, Found):
            real = (Path(os.path.realpath(item.path)), item.member)
            if real in seen or (real[0], "") in seen:
                yield Skipped(shown(item.path), "named twice")
                continue
            seen.add(real)
            full = shown(item.path.as_posix())
            names = chain((item.source, full), (numbered(full, number) for number in count(2)))
            item = item._replace(source=next(name for name in names if sources.setdefault(name, real[0]) == real[0]))
        yield item


def read_all(paths: Sequence[str], choice: Choice = _EVERYTHING) -> Iterator[Item]:
    """The documents of files and folders, one at a time, with the errors and what was skipped."""
    texts = Texts()
    for found in find(paths, choice):
        for item in read_found(found, choice) if isinstance(found, Found) else [found]:
            yield texts.flagged(item) if isinstance(item, Document) else item


class Texts:
    """The texts that have been read, by their hash, so that one that comes again is known."""

    def __init__(self) -> None:
        self._first: dict[str, str] = {}

    def flagged(self, document: Document) -> Document:
        """The document, with a flag when one before it had the same text."""
        flags = self.flags(self.digest(document), document.source)
        return replace(document, flags=(*document.flags, *flags)) if flags else document

    def flags(self, digest: str, source: str) -> tuple[str, ...]:
        """The flag of a document by the hash of its text, when one before it had the same."""
        before = self._first.setdefault(digest, source)
        return () if before == source else (f"{SAME}: {before}",)

    @staticmethod
    def digest(document: Document) -> str:
        """The hash of a text."""
        return blake2b(document.text.encode("utf-8", "replace"), digest_size=16).hexdigest()


def read_one(path: str, choice: Choice = _EVERYTHING) -> Document:
    """The document of one file; raises its error when it has none, and UsageError when it has several."""
    check_file(path)
    documents: list[Document] = []
    errors: list[InputError] = []
    for item in read_all([path], choice):
        if isinstance(item, Document):
            documents.append(item)
        elif isinstance(item, InputError):
            errors.append(item)
        if len(documents) > 1:
            inside = documents[0].source.partition(INSIDE)[2]
            remedy = f"name one of them: {shown(path)}{INSIDE}{inside}" if inside else "name a file with one report"
            raise UsageError("there are several reports in this file", place=shown(path), remedy=remedy)
    if documents:
        return documents[0]
    raise (
        errors[0]
        if errors
        else InputError("no report found in this file", place=shown(path), remedy=f"name a file of one of these: {_suffixes()}", kind="missing")
    )


def is_part(document: Document, path: str) -> bool:
    """True for a document that is one of several in the file of this path."""
    return INSIDE in document.source and not path.endswith(document.source)


def count_files(paths: Sequence[str], choice: Choice = _EVERYTHING) -> int:
    """How many files there are to read."""
    return sum(isinstance(item, Found) for item in _found(paths, choice))


def _found(paths: Sequence[str], choice: Choice) -> Iterator[Found | Skipped | InputError]:
    for path in [each for named in paths for each in _expanded(named)]:
        inside = _within(path)
        if path == STDIN:
            yield Found(Path(path), STDIN_SOURCE)
        elif os.path.isdir(path):
            yield from _in_folder(Path(path), choice)
        else:
            archive, member = inside or (path, "")
            found = Found(Path(archive), shown(Path(archive).name), member)
            reason = choice.skips(found.path, found.source)
            yield Skipped(shown(path), reason) if reason else found


def _in_folder(folder: Path, choice: Choice) -> Iterator[Found | Skipped | InputError]:
    silent = True
    for item in walk(folder, choice):
        if isinstance(item, Found) and not choice.include and suffix_of(item.source) not in SUFFIXES:
            item = Skipped(shown(item.path), suffix_of(item.source) or "no suffix")
        silent = silent and isinstance(item, Skipped)
        yield item
    if silent:
        yield InputError("no report found in this folder", place=shown(folder), remedy=f"name a folder with {_suffixes()} files in it", kind="missing")


def read_found(found: Found, choice: Choice = _EVERYTHING) -> Iterator[Item]:
    """What a file holds, one document at a time, its errors with their place."""
    source, member = found.source, found.member
    place = place_of(found)
    wanted = f"{source}{INSIDE}{member}"
    silent = True
    try:
        data = _bytes(found, choice)
        path, digest = ("", "") if _is_stdin(found) else (str(found.path), sha256(data).hexdigest())
        for each in read(data, source):
            name = each.source if isinstance(each, Document) else each.place
            if member and name != wanted and not name.startswith(wanted + INSIDE):
                continue
            silent = False
            yield replace(each, path=path, sha256=digest) if isinstance(each, Document) else _placed(each, place_of(found, name))
        if member and silent:
            raise InputError(
                "no such file in the archive", place=f"{place}{INSIDE}{member}", remedy="ureport text shows the names of those in it", kind="missing"
            )
    except InputError as error:
        yield error.at(error.place or place)
    except OSError as error:
        yield _unreadable(error, place)
    except MemoryError:
        yield InputError.out_of_memory().at(place)


def taken(found: Found, choice: Choice) -> Found | InputError:
    """The file, with its bytes when it is standard input: that can be read only once, and by one process."""
    if not _is_stdin(found) or found.data is not None:
        return found
    try:
        return found._replace(data=_stdin(choice))
    except InputError as error:
        return error.at(place_of(found))
    except OSError as error:
        return _unreadable(error, place_of(found))


def hash_of(found: Found, choice: Choice) -> str:
    """The SHA-256 of the bytes of a file; empty for standard input, and for what cannot be read."""
    try:
        if _is_stdin(found):
            return ""
        _check_kind(found.path.stat(), choice)
        with open(found.path, "rb", opener=_opened) as file:
            return file_digest(file, "sha256").hexdigest()
    except (InputError, OSError):
        return ""


def place_of(found: Found, name: str = "") -> str:
    """Where a file is, for its errors; ``name`` is the source of what lies in it."""
    place = "standard input" if _is_stdin(found) else shown(found.path)
    return place + name.removeprefix(found.source)


def _is_stdin(found: Found) -> bool:
    return found.path == Path(STDIN)


def _unreadable(error: OSError, place: str) -> InputError:
    return InputError(f"cannot be read: {error.strerror}", place=place, remedy="check the file and its rights")


def is_small_text(found: Found, most: int) -> int | None:
    """The bytes of a file that is plain text by its name and by its bytes, and not more than ``most``; None for any other.

    Such a file needs none of the readers that may hang or die of what they are given.
    """
    suffix = suffix_of(found.source)
    try:
        if found.data is None and (suffix not in TEXT.suffixes or not stat.S_ISREG(found.path.stat().st_mode) or found.path.stat().st_size > most):
            return None
        data = found.data if found.data is not None else found.path.read_bytes()
    except OSError:
        return None
    return len(data) if len(data) <= most and choose(Sample(data, suffix)).name == TEXT.name else None


def _placed(item: InputError | Skipped, place: str) -> InputError | Skipped:
    return item.at(place) if isinstance(item, InputError) else Skipped(place, item.reason)


def _bytes(found: Found, choice: Choice) -> bytes:
    """What a file holds; raises InputError for what is no file, and for one that is too large."""
    if found.data is not None:
        return found.data
    if _is_stdin(found):
        return _stdin(choice)
    _check_kind(found.path.stat(), choice)
    with open(found.path, "rb", opener=_opened) as file:
        size = _check_kind(os.fstat(file.fileno()), choice)
        data = file.read(size + 1)
        if len(data) > size:  # it grows meanwhile
            data += file.read(choice.max_size + 1 - len(data))
            _check_size(len(data), choice)
    return data


def _opened(path: str, flags: int) -> int:
    """Opens a file; a pipe that has taken its place does not wait for its writer."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _check_kind(status: os.stat_result, choice: Choice) -> int:
    """The size of a file, in bytes."""
    if not stat.S_ISREG(status.st_mode):
        raise InputError("a pipe or device, no file", remedy=f"name {STDIN} to read from standard input")
    _check_size(status.st_size, choice)
    return status.st_size


def _stdin(choice: Choice) -> bytes:
    if sys.stdin is None:
        raise InputError("it is closed", remedy="pipe a report into it")
    data = sys.stdin.buffer.read(choice.max_size + 1)
    _check_size(len(data), choice)
    return data


def _check_size(size: int, choice: Choice) -> None:
    if size > choice.max_size:
        raise InputError(f"too large: more than {in_words(choice.max_size)}", remedy="allow more with --max-file-size, or leave it out", kind="too-large")


def _suffixes() -> str:
    return ", ".join(sorted(SUFFIXES))
