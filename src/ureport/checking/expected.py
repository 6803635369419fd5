"""Expected wordings: what claims each text made from the patterns, kept in ``expected/wordings/METRIC.tsv``.

A line is a wording, the pattern that claims it with its weight, and the pattern that it was made from with its own, parted by
tabs: ``新增会员{370名}	member.new#1	6	member.new#3	6``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ureport.checking.faults import fault_at, first_of, read_lines
from ureport.checking.golden import ALL, make_folder
from ureport.checking.material import Material
from ureport.checking.sayings import FILE as SAYINGS
from ureport.checking.wordings import LISTS, Claim, Claims, Wording
from ureport.errors import Fault, InputError, OutputError
from ureport.exporters import Target

_SUFFIX = ".tsv"
_NONE = "-"

Key = tuple[str, int]
"""A wording, and how many patterns of the group before made the same text."""
Changed = tuple[str, Claim, Claim]
"""A wording with what claimed it and what claims it now."""


@dataclass(slots=True)
class WordingCheck:
    """What the files of expected wordings say, by group, the lines that cannot be read, and the groups with such lines."""

    faults: list[Fault] = field(default_factory=list)
    expected: dict[str, dict[Key, Claim]] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)


def read_wordings(folder: Path, material: Material, groups: Collection[str] | None = None) -> WordingCheck:
    """The expected wordings of a folder, or those of some metrics and of metrics that the library does not hold."""
    result = WordingCheck()
    claims = Claims(material.library)
    for path in sorted(folder.glob(f"*{_SUFFIX}")):
        if path.name == SAYINGS:
            continue
        group = path.name.removesuffix(_SUFFIX)
        gone = group not in material.library.metrics and group != LISTS
        if groups is None or group in groups or gone:
            before = len(result.faults)
            result.expected[group] = _read(path, claims, result.faults)
            if len(result.faults) > before:
                result.unread.add(group)
            if gone:
                result.faults.append(fault_at("P307", path, f"the library holds no metric {group!r}"))
    return result


def differences(result: WordingCheck, material: Material, groups: Collection[str] | None = None) -> list[Fault]:
    """Every expected wording that is claimed otherwise now, and the wordings that are not among the expected ones."""
    faults: list[Fault] = []
    now = _by_group(material.claims)
    claims = Claims(material.library)
    for group, expected in result.expected.items():
        makers: dict[str, dict[str, Claim]] = {}
        for (text, _), (_, claim) in now.get(group, {}).items():
            makers.setdefault(text, {})[claim.maker] = claim
        moved = renumbered((old.maker, makers.get(text, ())) for (text, _), old in expected.items())
        pairs = []
        for (text, _), old in expected.items():
            maker = moved.get(old.maker, old.maker)
            known = makers.get(text, {}).get(maker)
            pairs.append((text, old, known or claims.claim(text, material.patterns.get(maker))))
        faults += _lost(material, group, changed(pairs))
    for group, found in now.items():
        if groups is None or group in groups:
            missing = [pair for key, pair in found.items() if key not in result.expected.get(group, {})]
            faults += _gained(material, group, missing)
    return faults


def changed(pairs: Sequence[Changed]) -> list[Changed]:
    """The wordings that are claimed otherwise than before: by another metric or pattern, or with another weight."""
    moved = renumbered((old.pattern, (new.pattern,)) for _, old, new in pairs if old.metric == new.metric)
    return [(text, old, new) for text, old, new in pairs if not old.same(new) or new.pattern != moved.get(old.pattern, old.pattern)]


def renumbered(pairs: Iterable[tuple[str, Collection[str]]]) -> dict[str, str]:
    """The new name of each pattern, from the names that its wordings have now. A pattern that is put in above renumbers those below.

    Each new name is that of one old pattern: of the one most of whose wordings have it, and of two, the one that has it already.

    >>> renumbered([("member.new#2", ["member.new#3"]), ("member.new#2", ["member.new#3"]), ("member.new#2", ["member.total#1"])])
    {'member.new#2': 'member.new#3'}
    """
    votes: Counter[tuple[str, str]] = Counter()
    for old, names in pairs:
        votes.update((old, name) for name in names)
    moved: dict[str, str] = {}
    taken: set[str] = set()
    for (old, new), _ in sorted(votes.items(), key=lambda vote: (-vote[1], vote[0][0] != vote[0][1], vote[0])):
        if old not in moved and new not in taken:
            moved[old] = new
            taken.add(new)
    return moved


def accept_wordings(folder: Path, result: WordingCheck, material: Material, metric: str) -> list[Path]:
    """Writes the new state of the wordings of a metric (or ALL); gives the files.

    Of the wordings of word lists a metric takes those that it makes or claims; with lines that cannot be read they wait for ALL.
    """
    now = {group: {key: claim for key, (_, claim) in found.items()} for group, found in _by_group(material.claims).items()}
    written = []
    for group in sorted({*now, *result.expected}) if metric == ALL else [metric, LISTS]:
        old, new = result.expected.get(group, {}), now.get(group, {})
        whole = metric in (ALL, group)
        kept = new if whole else _merged(old, new, metric)
        path, unread = folder / f"{group}{_SUFFIX}", group in result.unread
        if (kept != old or unread or path.is_file() is not bool(kept)) and (whole or not unread):
            written.append(_write(path, kept))
    return written


def _by_group(claims: Iterable[tuple[Wording, Claim]]) -> dict[str, dict[Key, tuple[Wording, Claim]]]:
    found: dict[str, dict[Key, tuple[Wording, Claim]]] = {}
    seen: Counter[tuple[str, str]] = Counter()
    for wording, claim in claims:
        found.setdefault(wording.group, {})[wording.text, seen[wording.group, wording.text]] = (wording, claim)
        seen[wording.group, wording.text] += 1
    return found


def _merged(old: Mapping[Key, Claim], new: Mapping[Key, Claim], metric: str) -> dict[Key, Claim]:
    """The old wordings, with the new state of those that a metric makes or claims, or claimed."""
    touched = {key for claims in (old, new) for key, claim in claims.items() if metric in (claim.metric, claim.maker.partition("#")[0])}
    return {key: (new if key in touched else old)[key] for key in {**old, **new} if key in (new if key in touched else old)}


def _write(path: Path, claims: Mapping[Key, Claim]) -> Path:
    """The file of a group; without any wording there is none."""
    if not claims:
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise OutputError(f"cannot be deleted: {error.strerror}", place=str(path), remedy="check the rights of its folder") from None
        return path
    make_folder(path)
    with Target(str(path)) as target:
        for (text, _), claim in claims.items():
            target.write(f"{text}\t{claim.pattern or _NONE}\t{claim.weight:g}\t{claim.maker}\t{claim.own:g}\n")
    return path


def _read(path: Path, claims: Claims, faults: list[Fault]) -> dict[Key, Claim]:
    """The lines of a file; one that is no wording is a fault, the others are read."""
    found: dict[Key, Claim] = {}
    seen: Counter[str] = Counter()
    try:
        lines = read_lines(path)
    except InputError as error:
        faults.append(fault_at("P306", path, error.message))
        return found
    for number, line in enumerate(lines if lines != [""] else [], 1):
        try:
            text, pattern, weight, maker, own = line.split("\t")
            claims.figure(text)
            found[text, seen[text]] = Claim("" if pattern == _NONE else pattern, float(weight), maker, float(own))
            seen[text] += 1
        except ValueError:
            faults.append(fault_at("P306", path, "not a wording and two patterns with their weights, parted by tabs", line=number))
    return found


def _lost(material: Material, group: str, found: Iterable[Changed]) -> list[Fault]:
    """One fault for all wordings that one pattern claimed before."""
    by_pattern: dict[str, list[str]] = {}
    for text, old, new in found:
        by_pattern.setdefault(old.maker, []).append(f"{text}  {_told(old)} → {_told(new)}")
    return [_fault(material, "P311", group, name, f"{len(lines)} wording(s) of {name} lost or changed", lines) for name, lines in by_pattern.items()]


def _gained(material: Material, group: str, found: Iterable[tuple[Wording, Claim]]) -> list[Fault]:
    by_pattern: dict[str, list[str]] = {}
    for wording, claim in found:
        by_pattern.setdefault(wording.pattern.name, []).append(f"{wording.text}  {_told(claim)}")
    return [_fault(material, "P312", group, name, f"{len(lines)} new wording(s) of {name}", lines) for name, lines in by_pattern.items()]


def _fault(material: Material, code: str, group: str, name: str, message: str, lines: Sequence[str]) -> Fault:
    """A fault at the pattern, or at the file of the metric when the pattern is gone."""
    detail = first_of(lines)
    if name in material.patterns:
        return material.at_pattern(code, material.patterns[name], message, detail=detail)
    metric = material.library.metrics.get(name.partition("#")[0] or group)
    if metric is not None:
        return material.fault(code, material.path_of(metric), (), message, detail=detail, metric=metric.id)
    return fault_at(code, material.folders[-1], message, detail=detail)


def _told(claim: Claim) -> str:
    """``member.new#1 6``, or ``member.new#1 6 (member.new#3 4)`` when the maker is another."""
    winner = f"{claim.pattern} {claim.weight:g}" if claim.pattern else "nothing"
    return winner if claim.maker in ("", claim.pattern) else f"{winner} ({claim.maker} {claim.own:g})"
