"""Folder → Library. All faults of all files are gathered and raised at once, each with its place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

import regex
from ahocorasick_rs import AhoCorasick, MatchKind
from pydantic import ValidationError

from ureport.errors import Fault, LibraryError
from ureport.library.schema import MetricModel
from ureport.library.template import TemplateFault, expand_words, parse_template
from ureport.library.types import FIGURE, GENERIC, LIGHT, PLACES, RATE_FACTOR, Condition, Example, Library, Metric, Pattern
from ureport.resources import shipped_library
from ureport.vocabulary import Vocabulary, load_vocabulary, read_toml

# a slot, not a quantifier such as {2} or {1,3}
_SLOT = re.compile(r"\{([^{}0-9,]*)\}")
NOT_THEMES = frozenset({"units", "lexicon", "nursery"})


def load_library(folders: Sequence[Path]) -> Library:
    """The library of one or more folders; a metric of a later folder adds its patterns to one of the same id.

    Raises LibraryError with every fault of every file.
    """
    for folder in folders:
        if not folder.is_dir():
            raise LibraryError((Fault(str(folder), 1, 1, "no such folder", "name the folder that holds THEME/METRIC.toml"),))
    # a folder of metrics alone speaks with the shipped words and units
    worded = folders if (folders[0] / "qualifiers.toml").is_file() else [shipped_library(), *folders]
    vocabulary = load_vocabulary(worded)
    lists, opaque = _read_words(worded)
    compiler = _Compiler(lists)
    for folder in folders:
        for path in metric_files(folder):
            compiler.add(folder, path)
    if compiler.faults:
        raise LibraryError(tuple(compiler.faults))
    if not compiler.metrics:
        raise LibraryError((Fault(str(folders[0]), 1, 1, "no metric file", "put THEME/METRIC.toml files there"),))
    return compiler.finish(vocabulary, opaque)


def metric_files(folder: Path) -> Iterator[Path]:
    """The metric files of a library folder, in the order of their ids."""
    for path in sorted(folder.glob("*/*.toml")):
        if path.parent.name not in NOT_THEMES:
            yield path


def _read_words(folders: Iterable[Path]) -> tuple[dict[str, tuple[str, ...]], tuple[str, ...]]:
    lists: dict[str, tuple[str, ...]] = {}
    opaque: list[str] = []
    faults: list[Fault] = []
    for folder in folders:
        for path in sorted((folder / "lexicon").glob("words*.toml")):
            for name, words in read_toml(path).items():
                try:
                    lists[name] = tuple(w for word in _strings(words) for w in expand_words(word, {}))
                except TemplateFault as fault:
                    line, column, source = locate(path.read_text(encoding="utf-8"), (f'"{name}"',))
                    faults.append(Fault(str(path), line, column, f"{name}: {fault}", fault.remedy, source))
        for path in sorted((folder / "lexicon").glob("opaque*.toml")):
            opaque += read_toml(path).get("opaque", [])
    if faults:
        raise LibraryError(tuple(faults))
    return lists, tuple(dict.fromkeys(opaque))


def _strings(words: object) -> list[str]:
    if isinstance(words, list) and all(isinstance(word, str) for word in words):
        return words
    raise TemplateFault("not a list of words", 0, 'write ["word", "word"]')


class _Compiler:
    """Gathers metrics, interns groups of words, and remembers every fault."""

    def __init__(self, lists: dict[str, tuple[str, ...]]) -> None:
        self.lists = lists
        self.metrics: dict[str, Metric] = {}
        self.groups: dict[tuple[str, ...], int] = {}
        self.faults: list[Fault] = []

    def add(self, folder: Path, path: Path) -> None:
        try:
            data = read_toml(path)
        except LibraryError as error:
            self.faults += error.faults
            return
        problems = _validate(data)
        for loc, message in problems:
            line, column, source = locate(path.read_text(encoding="utf-8"), loc)
            self.faults.append(Fault(str(path), line, column, message, "see docs/pattern-format.md for the keys", source))
        if problems:
            return
        identity = f"{path.parent.name}.{path.stem}"
        before = self.metrics.get(identity)
        patterns = tuple(self._patterns(data, identity, path, len(before.patterns) if before else 0))
        metric = Metric(
            identity,
            data["name"],
            path.parent.name,
            data["kind"],
            tuple(data["units"]),
            data["definition"],
            (*(before.patterns if before else ()), *patterns),
            (*(before.examples if before else ()), *_examples(data)),
            path.relative_to(folder).as_posix(),
            tuple(data.get("siblings", before.siblings if before else ())),
        )
        self.metrics[identity] = metric

    def _patterns(self, data: dict[str, Any], identity: str, path: Path, offset: int) -> Iterator[Pattern]:
        for index, entry in enumerate(data.get("pattern", ())):
            try:
                yield self._pattern(entry, data, identity, offset + index + 1)
            except TemplateFault as fault:
                key = fault.key or ("template" if "template" in entry else "regex")
                line, column, source = locate(path.read_text(encoding="utf-8"), ("pattern", index, key))
                place = source.find(entry[key]) if isinstance(entry.get(key), str) else -1
                if place >= 0:
                    column = place + 1 + fault.at
                self.faults.append(Fault(str(path), line, column, str(fault), fault.remedy, source))

    def _pattern(self, entry: dict[str, Any], data: dict[str, Any], identity: str, number: int) -> Pattern:
        if "regex" in entry:
            return self._raw(entry, data, identity, number)
        template = parse_template(entry["template"], self.lists)
        groups = tuple(self._group(words) for words in template.groups)
        most = sum(max(map(len, words)) for words in template.groups) * (RATE_FACTOR if data["kind"] == "rate" else 1.0)
        return Pattern(
            template=entry["template"],
            ordered=template.ordered,
            groups=groups,
            before=template.before,
            tight=template.tight,
            units=_units(template.unit, data, entry["template"].find("{" + template.unit)),
            need=_mask(groups),
            most=most,
            **self._common(entry, data, identity, number),
        )

    def _common(self, entry: dict[str, Any], data: dict[str, Any], identity: str, number: int) -> dict[str, Any]:
        """The fields that a template and a raw expression share."""
        return {
            "name": f"{identity}#{number}",
            "metric": identity,
            "conditions": self._conditions(entry),
            "status": entry.get("status"),
            "aspect": entry.get("aspect"),
            "priority": entry.get("priority", 0),
            "rate": data["kind"] == "rate",
        }

    def _conditions(self, entry: dict[str, Any]) -> tuple[Condition, ...]:
        return tuple(
            Condition(place, self._group(self._condition_words(words, key)), wanted)
            for key, wanted in (("when", True), ("unless", False))
            for place, words in entry.get(key, {}).items()
            if place in PLACES
        )

    def _condition_words(self, words: list[str], key: str) -> tuple[str, ...]:
        try:
            return tuple(sorted({w for word in words for w in expand_words(word, self.lists)}))
        except TemplateFault as fault:
            fault.key = key
            raise

    def _raw(self, entry: dict[str, Any], data: dict[str, Any], identity: str, number: int) -> Pattern:
        """A pattern with a raw expression; its slot {} or {unit} becomes FIGURE."""
        source: str = entry["regex"]
        slots = list(_SLOT.finditer(source))
        if len(slots) != 1:
            raise TemplateFault(
                f"{len(slots)} slots in a regex", slots[1].start() if slots else len(source), "write {} or {unit} once, where the figure stands"
            )
        units = _units(slots[0][1], data, slots[0].start())
        try:
            compiled = regex.compile(source[: slots[0].start()] + FIGURE + source[slots[0].end() :])
        except regex.error as error:
            raise TemplateFault(f"not a regular expression: {error}", 0, "mend it, or use a template") from None
        return Pattern(
            template=source,
            ordered=True,
            groups=(),
            before=0,
            tight=False,
            units=units,
            need=0,
            most=float("inf"),
            regex=compiled,
            **self._common(entry, data, identity, number),
        )

    def _group(self, words: tuple[str, ...]) -> int:
        return self.groups.setdefault(words, len(self.groups))

    def finish(self, vocabulary: Vocabulary, opaque: tuple[str, ...]) -> Library:
        """Builds the index: words → groups, and patterns by their rarest group."""
        groups = tuple(self.groups)
        by_word: dict[str, list[int]] = {}
        for words, number in self.groups.items():
            for word in words:
                by_word.setdefault(word, []).append(number)
        plain = tuple(by_word)
        hidden = tuple(word for word in opaque if word not in by_word)
        words = (*plain, *hidden)
        patterns = tuple(p for identity in sorted(self.metrics) for p in self.metrics[identity].patterns)
        frequency = Counter(group for pattern in patterns for group in pattern.groups)
        numbers = {word: number for number, word in enumerate(words)}
        by_anchor: dict[int, list[Pattern]] = {}
        for pattern in patterns:
            if pattern.regex is not None:
                continue
            rarest = min(pattern.groups, key=lambda g: (frequency[g], -min(map(len, groups[g]))))
            for word in groups[rarest]:
                by_anchor.setdefault(numbers[word], []).append(pattern)
        kinds = tuple(LIGHT * (word in vocabulary.light) | GENERIC * (word in vocabulary.generic) for word in words)
        return Library(
            vocabulary,
            MappingProxyType(dict(sorted(self.metrics.items()))),
            patterns,
            words,
            tuple(_mask(by_word.get(word, ())) for word in words),
            len(plain),
            AhoCorasick(list(words), matchkind=MatchKind.Standard),
            groups,
            tuple(frozenset(numbers[word] for word in group) for group in groups),
            MappingProxyType({word: tuple(found) for word, found in by_anchor.items()}),
            kinds,
            tuple(p for p in patterns if p.regex is not None),
            MappingProxyType(self.lists),
        )


def _units(unit: str, data: dict[str, Any], at: int) -> tuple[str, ...]:
    """The units that a pattern takes: that of its slot, which stands ``at`` in its text, or all of the file."""
    if unit and unit not in data["units"]:
        raise TemplateFault(f"unit {unit!r} is none of the file's units", at, f"use {{}} or add it to units = {data['units']}")
    return (unit,) if unit else tuple(data["units"])


def _mask(groups: Iterable[int]) -> int:
    mask = 0
    for group in groups:
        mask |= 1 << group
    return mask


def _validate(data: dict[str, Any]) -> list[tuple[tuple[str | int, ...], str]]:
    try:
        MetricModel.model_validate(data)
    except ValidationError as error:
        return [(item["loc"], f"{'.'.join(map(str, item['loc']))}: {item['msg']}") for item in error.errors()]
    return []


def _examples(data: dict[str, Any]) -> Iterator[Example]:
    for entry in data.get("example", ()):
        expected = {k: v for k, v in entry.items() if k not in ("text", "figure", "nth")}
        yield Example(entry["text"], entry["figure"], entry.get("nth", 1), MappingProxyType(expected))
    for entry in data.get("counterexample", ()):
        expected = {"metric": entry["metric"]} if "metric" in entry else {}
        yield Example(entry["text"], entry["figure"], entry.get("nth", 1), MappingProxyType(expected), True, entry["why"])


def locate(text: str, loc: Sequence[str | int]) -> tuple[int, int, str]:
    """Line, column (from 1) and source line of a key path such as ``("pattern", 2, "template")`` in a TOML text."""
    lines = text.splitlines() or [""]
    at = 0
    if len(loc) >= 2 and isinstance(loc[1], int):
        heads = [i for i, line in enumerate(lines) if re.match(rf"\[\[{re.escape(str(loc[0]))}\]\]", line.strip())]
        at = heads[loc[1]] if loc[1] < len(heads) else 0
        loc = loc[2:]
    for key in loc[:1]:
        for i in range(at, len(lines)):
            if i > at and lines[i].startswith("[["):
                break
            found = re.match(rf"\s*{re.escape(str(key))}\b", lines[i])
            if found:
                return i + 1, found.end() - len(str(key)) + 1, lines[i]
    return at + 1, 1, lines[at]
