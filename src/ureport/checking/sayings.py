"""Sayings: the shortest texts made from units, qualifiers, fixed names and idioms, and what the program reads in each.

They are to the words outside the metrics what wordings are to the patterns: ``办理近300件。`` is ``近300件 = 300 件 nearly other``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from ureport.checking.faults import fault_at, first_of, read_lines
from ureport.checking.golden import ALL, make_folder
from ureport.errors import Fault, InputError
from ureport.exporters import Target
from ureport.exporters.columns import plain
from ureport.library import Library
from ureport.model import Document, Extraction
from ureport.pipeline import Extractor

FILE = "vocabulary.tsv"


def sayings(library: Library) -> Iterator[str]:
    """A text for each word that decides how a number is read, or that hides words of patterns."""
    vocabulary = library.vocabulary
    for word in library.words[library.opaque_from :]:
        yield f"{word}300人。"
    for surface in vocabulary.units:
        yield f"全年办理35{surface}。"
    for noun in vocabulary.nouns:
        yield f"上千{noun}参加。"
    for word in vocabulary.implied:
        yield f"全年{word}412万。"
    for word in vocabulary.before:
        yield f"全年办理{word}300件。"
    for word in vocabulary.after:
        yield f"全年办理300件{word}。"
        yield f"全年办理300{word}件。"
    for word in vocabulary.near:
        yield f"{word}组织300场。"
    for word in vocabulary.power:
        yield f"{word}千人参加。"
    for name in vocabulary.names:
        yield f"开展{name}活动。"
    for idiom in vocabulary.idioms:
        yield f"工作{idiom}推进。"
    for unit in sorted(vocabulary.words["vague.units"] | vocabulary.words["vague.always"]):
        yield f"提出三{unit}要求。"


def read_sayings(extractor: Extractor, texts: Iterable[str]) -> dict[str, str]:
    """What the program makes of the numbers of each text, as one line: ``近300件 = 300 件 nearly other``, ``三八 = name``, or nothing."""
    return {text: _told(extractor.extract(Document("saying", text))) for text in texts}


def _told(extraction: Extraction) -> str:
    records = {record.record_id: record for record in extraction.records}
    parts = []
    for entry in extraction.audit:
        record = records.get(entry.record_id)
        read = f"{plain(record.value)} {record.unit} {record.bound} {record.metric}" if record else entry.role
        parts.append(f"{entry.surface} = {read}")
    return "; ".join(parts)


def check_sayings(folder: Path, extractor: Extractor, library: Path, accept: str) -> tuple[list[Fault], list[Fault], list[Path]]:
    """The sayings against their file: the faults before and after they were accepted, and the file when it was written anew.

    Without a file there is nothing to check, unless all is to be accepted.
    """
    path = folder / FILE
    if not path.is_file() and accept != ALL:
        return [], [], []
    own = list(dict.fromkeys(sayings(extractor.library)))
    expected, faults = _read(path)
    now = read_sayings(extractor, dict.fromkeys((*own, *expected)))
    before = faults + _differences(library, expected, now)
    if accept != ALL or not before:
        return before, before, []
    make_folder(path)
    with Target(str(path)) as target:
        for text in own:
            target.write(f"{text}\t{now[text]}\n")
    return before, [], [path]


def _differences(library: Path, expected: Mapping[str, str], now: Mapping[str, str]) -> list[Fault]:
    changed = [f"{text}  {old or 'nothing'} → {now[text] or 'nothing'}" for text, old in expected.items() if now[text] != old]
    new = [f"{text}  {told or 'nothing'}" for text, told in now.items() if text not in expected]
    return [
        *([_fault("P311", library, f"{len(changed)} saying(s) of units, qualifiers and names lost or changed", changed)] if changed else ()),
        *([_fault("P312", library, f"{len(new)} new saying(s) of units, qualifiers and names", new)] if new else ()),
    ]


def _fault(code: str, library: Path, message: str, lines: list[str]) -> Fault:
    """A fault at the words of a library as a whole; the lines say which words are meant."""
    place = library / "qualifiers.toml"
    return fault_at(code, place if place.is_file() else library, message, detail=first_of(lines))


def _read(path: Path) -> tuple[dict[str, str], list[Fault]]:
    found: dict[str, str] = {}
    faults: list[Fault] = []
    if not path.is_file():
        return found, faults
    try:
        lines = read_lines(path)
    except InputError as error:
        return found, [fault_at("P306", path, error.message)]
    for number, line in enumerate(lines if lines != [""] else [], 1):
        text, tab, told = line.partition("\t")
        if tab:
            found[text] = told
        else:
            faults.append(fault_at("P306", path, "not a text and what is read in it, parted by a tab", line=number))
    return found, faults
