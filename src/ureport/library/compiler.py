"""Metric files → patterns and the index: the compiling half of loading. Faults are gathered, never raised."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from ureport.errors import Fault, LibraryError, first_of
from ureport.library.expression import Expression
from ureport.library.schema import Problem, problems
from ureport.library.source import Source, metric_id
from ureport.library.template import MOST_WORDS, TemplateFault, expand_words, parse_template
from ureport.library.types import FIGURE, GENERIC, LIGHT, PLACES, RATE_FACTOR, Condition, Example, Library, Metric, Pattern
from ureport.library.words import WordAutomaton
from ureport.toml import read_toml
from ureport.vocabulary import Vocabulary

# a slot, not a quantifier such as {2} or {1,3}
_SLOT = re.compile(r"\{([^{}0-9,]*)\}")
MOST_LIBRARY_WORDS = 500_000
"""Ten times those of the shipped library: more would fill the memory."""
_LONGEST_REGEX = 2_000
_ID_PART = re.compile("[a-z][a-z0-9_]*")


class Compiler:
    """Gathers metrics, interns groups of words, and remembers every fault."""

    def __init__(self, lists: Mapping[str, tuple[str, ...]]) -> None:
        self.lists = lists
        self.metrics: dict[str, Metric] = {}
        self.groups: dict[tuple[str, ...], int] = {}
        self.words = 0
        self.faults: list[Fault] = []

    def add(self, folder: Path, path: Path) -> Source:
        """Adds the metric of a file, and gives the file as read."""
        try:
            data = read_toml(path)
        except LibraryError as error:
            self.faults += error.faults
            return Source.of(path)
        identity = metric_id(path)
        found = [*_misplaced(path, data, identity), *problems(data)]
        if found:
            source = Source.of(path)
            self.faults += first_of(source.fault(p.code, p.message, p.remedy, p.loc) for p in found)
            return source
        before = self.metrics.get(identity)
        patterns: list[Pattern] = []
        self.faults += first_of(self._patterns(data, identity, path, len(before.patterns) if before else 0, patterns))
        self.metrics[identity] = Metric(
            identity,
            data["name"],
            path.parent.name,
            data["kind"],
            tuple(data["units"]),
            data["definition"],
            (*(before.patterns if before else ()), *patterns),
            (*(before.examples if before else ()), *_examples(data, path)),
            path.relative_to(folder).as_posix(),
            tuple(data.get("siblings", before.siblings if before else ())),
        )
        return Source(str(path), "", data)

    def _patterns(self, data: dict[str, Any], identity: str, path: Path, offset: int, into: list[Pattern]) -> Iterator[Fault]:
        """Adds the patterns of a file; what comes out are the faults of those that are wrong."""
        source: Source | None = None
        for index, entry in enumerate(data.get("pattern", ())):
            try:
                into.append(self._pattern(entry, data, identity, offset + index + 1, str(path), index))
            except TemplateFault as fault:
                key = fault.key or ("template" if "template" in entry else "regex")
                words = entry[key] if isinstance(entry.get(key), str) else fault.words
                source = source or Source.of(path, data)
                yield source.fault(fault.code, str(fault), fault.remedy, ("pattern", index, key), words=words, at=fault.at)

    def _pattern(self, entry: dict[str, Any], data: dict[str, Any], identity: str, number: int, path: str, index: int) -> Pattern:
        common = self._common(entry, data, identity, number) | {"path": path, "index": index}
        if "regex" in entry:
            return self._raw(entry, data, common)
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
            most=most,
            **common,
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
            found: set[str] = set()
            for word in words:
                found.update(self._expanded(word))
                if len(found) > MOST_WORDS:
                    raise TemplateFault(f"more than {MOST_WORDS} words in a condition", 0, "leave out those that never decide")
            return tuple(sorted(found))
        except TemplateFault as fault:
            fault.key = key
            raise

    def _expanded(self, word: str) -> tuple[str, ...]:
        try:
            return expand_words(word, self.lists)
        except TemplateFault as fault:
            fault.words = word
            raise

    def _raw(self, entry: dict[str, Any], data: dict[str, Any], common: dict[str, Any]) -> Pattern:
        """A pattern with a raw expression; its slot {} or {unit} becomes FIGURE."""
        source: str = entry["regex"]
        if len(source) > _LONGEST_REGEX:
            raise TemplateFault(f"a regex of more than {_LONGEST_REGEX} characters", 0, "write templates, or several patterns", code="P007")
        slots = list(_SLOT.finditer(source))
        if len(slots) != 1:
            at = slots[1].start() if slots else len(source)
            raise TemplateFault(f"{len(slots)} slots in a regex", at, "write {} or {unit} once, where the figure stands")
        units = _units(slots[0][1], data, slots[0].start())
        expression = Expression(source[: slots[0].start()] + FIGURE + source[slots[0].end() :])
        if wrong := expression.fault():
            raise TemplateFault(f"not a regular expression: {wrong}", 0, "mend it, or use a template", code="P007")
        return Pattern(
            template=source,
            ordered=True,
            groups=(),
            before=0,
            tight=False,
            units=units,
            most=float("inf"),
            regex=expression,
            **common,
        )

    def _group(self, words: tuple[str, ...]) -> int:
        if words not in self.groups:
            self.words += len(words)
            if self.words > MOST_LIBRARY_WORDS:
                raise TemplateFault(f"more than {MOST_LIBRARY_WORDS:,} words in the library", 0, "leave out alternatives that no report uses")
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
        common = {words: sum(len(by_word[word]) / 2 ** len(word) for word in words) for words in groups}
        by_rarest: dict[int, list[Pattern]] = {}
        for pattern in patterns:
            if pattern.regex is not None:
                continue
            # short words, and words of many groups, are met in many texts: a pattern is looked for where its rarest group stands
            rarest = min(pattern.groups, key=lambda g: common[groups[g]])
            by_rarest.setdefault(rarest, []).append(pattern)
        kinds = tuple(LIGHT * (word in vocabulary.light) | GENERIC * (word in vocabulary.generic) for word in words)
        return Library(
            vocabulary,
            MappingProxyType(dict(sorted(self.metrics.items()))),
            patterns,
            words,
            tuple(tuple(by_word.get(word, ())) for word in words),
            len(plain),
            WordAutomaton.of(words),
            groups,
            MappingProxyType({group: tuple(found) for group, found in by_rarest.items()}),
            kinds,
            tuple(p for p in patterns if p.regex is not None),
            MappingProxyType(self.lists),
        )


def _units(unit: str, data: dict[str, Any], at: int) -> tuple[str, ...]:
    """The units that a pattern takes: that of its slot, which stands ``at`` in its text, or all of the file."""
    if unit and unit not in data["units"]:
        raise TemplateFault(f"unit {unit!r} is none of the file's units", at, f"use {{}} or add it to units = {data['units']}", code="P008")
    return (unit,) if unit else tuple(data["units"])


def _misplaced(path: Path, data: Mapping[str, Any], identity: str) -> Iterator[Problem]:
    """The path is the id: a file of another name, or one that states another id, is a fault."""
    stated = data.get("id", identity)
    if stated != identity:
        yield Problem("P010", ("id",), f"the file states the id {stated!r}, its path says {identity!r}", f'write id = "{identity}", or move the file')
    elif not all(_ID_PART.fullmatch(part) for part in (path.parent.name, path.stem)):
        yield Problem("P010", (), f"{identity!r} is no id", "name folder and file in small letters, digits and _")


def _examples(data: dict[str, Any], path: Path) -> Iterator[Example]:
    for index, entry in enumerate(data.get("example", ())):
        expected = {k: v for k, v in entry.items() if k not in ("text", "figure", "nth")}
        yield Example(entry["text"], entry["figure"], entry.get("nth", 1), MappingProxyType(expected), path=str(path), index=index)
    for index, entry in enumerate(data.get("counterexample", ())):
        expected = {"metric": entry["metric"]} if "metric" in entry else {}
        yield Example(entry["text"], entry["figure"], entry.get("nth", 1), MappingProxyType(expected), True, entry["why"], str(path), index)
