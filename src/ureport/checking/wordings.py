"""Wordings: the shortest texts made from the patterns, so that every word of the library stands in one.

A wording is one figure with the words of one pattern round it: ``新增会员{370名}``. What claims it, and with what weight, is
kept in a golden file; a word that is deleted or altered then loses its wordings, whether or not a report of the samples
uses it. A heading stands before ``：``, other clauses are parted by ``，``.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ureport.library import Library, Pattern
from ureport.library.expansion import Few, paired
from ureport.library.template import LIST, expand_words, parse_template
from ureport.matching import Matcher, Occurrences, Surroundings
from ureport.matching.surroundings import HEADING, HEADING_WEIGHT, TITLE, TITLE_WEIGHT, Frame
from ureport.model import Mention, Role, Sentence, Span

LISTS = "lexicon"
"""The group of the wordings that are made for the words of word lists."""
_NUMBER = {"%": "37"}
_USUAL = "370"
_FEW = Few()
_HOLE = "\ufffc"
_FIGURE = re.compile(r"\{([0-9]+)([^{}]*)\}")
_PLACES = {"clause": "{word}{text}", "sentence": "{word}，{text}", "any": "{word}，{text}", "heading": "{word}：{text}", "title": "《{word}》{text}"}
_ORDER = tuple(_PLACES)
_PARTS = re.compile(r"(?:《(?P<title>[^》]*)》)?(?:(?P<heading>[^：]*)：)?(?P<text>.*)")


@dataclass(frozen=True, slots=True)
class Wording:
    """A text made from a pattern; ``group`` is the metric that it belongs to, or LISTS. ``refused`` ones hold a word of ``unless``."""

    group: str
    text: str
    pattern: Pattern
    refused: bool = False


@dataclass(frozen=True, slots=True)
class Claim:
    """What claims a wording: the pattern by name (empty for none) and its weight.

    ``maker`` is the pattern that the wording was made from, ``own`` its weight there, which need not be the greatest; 0 when it
    does not fit, as with a word of ``unless``. ``tied`` are patterns that claim it as well as the winner.
    """

    pattern: str = ""
    weight: float = 0.0
    maker: str = ""
    own: float = 0.0
    tied: tuple[str, ...] = ()

    @property
    def metric(self) -> str:
        return self.pattern.partition("#")[0]

    def same(self, other: Claim) -> bool:
        """True when both say the same of a text. Numbers of patterns change when one is put in above, so they do not count."""
        return (self.metric, _rounded(self.weight), _rounded(self.own)) == (other.metric, _rounded(other.weight), _rounded(other.own))


def _rounded(weight: float) -> float:
    return round(weight, 3)


def wordings(library: Library, entries: Mapping[str, Sequence[Mapping[str, object]]], metrics: Collection[str] | None = None) -> Iterator[Wording]:
    """The wordings of all patterns, or those of some metrics. ``entries``: the ``[[pattern]]`` tables as written, by file."""
    surfaces = _surfaces(library)
    used: dict[str, Pattern] = {}
    for pattern in library.patterns:
        if pattern.regex is not None:
            continue
        for name in LIST.findall(pattern.template):
            used.setdefault(name, pattern)
        if metrics is None or pattern.metric in metrics:
            yield from of_pattern(pattern, library, entries[pattern.path][pattern.index], surfaces)
    if metrics is None:
        for name, pattern in used.items():
            yield from _of_list(name, pattern, library, surfaces)


def of_pattern(
    pattern: Pattern, library: Library, entry: Mapping[str, object], surfaces: Mapping[str, str] | None = None, few: Few = _FEW
) -> Iterator[Wording]:
    """The wordings of a pattern: each word of its template with a word of every ``when``, then each word of the conditions."""
    found = list(_bodies(pattern, library.lexicon, surfaces or _surfaces(library), few))
    when, unless = (_conditions(entry, key, library.lexicon) for key in ("when", "unless"))
    firsts = [(place, words[0]) for place, words in when.items()]
    free = _free(found, [word for words in (*unless.values(), *when.values()) for word in words])
    allowed = _free(found, [word for words in unless.values() for word in words])
    for body in found:
        yield Wording(pattern.metric, _placed(body, firsts), pattern)
    for place, words in when.items():
        for word in words[1:]:
            others = [first for first in firsts if first[0] != place]
            yield Wording(pattern.metric, _placed(free, [*others, (place, word)]), pattern)
    for place, words in unless.items():
        for word in words:
            yield Wording(pattern.metric, _placed(allowed, [*firsts, (place, word)]), pattern, refused=True)


def _free(texts: Sequence[str], words: Sequence[str]) -> str:
    """The longest text that holds none of the words of conditions, so that only a word put to it decides; else the longest."""
    return max((text for text in texts if not any(word in text for word in words)), key=len, default=max(texts, key=len))


def _of_list(name: str, pattern: Pattern, library: Library, surfaces: Mapping[str, str]) -> Iterator[Wording]:
    """Every word of a list, in a pattern that uses it; the other lists of the pattern give one word."""
    body = next((text for text in _bodies(pattern, {**library.lexicon, name: (_HOLE,)}, surfaces) if _HOLE in text), "")
    for word in library.lexicon[name] if body else ():
        yield Wording(LISTS, body.replace(_HOLE, word), pattern)


def _bodies(pattern: Pattern, lists: Mapping[str, tuple[str, ...]], surfaces: Mapping[str, str], few: Few = _FEW) -> Iterator[str]:
    """Texts with the words of a template round the figure, so that each word stands in one."""
    template = parse_template(pattern.template, lists, few)
    rows: list[tuple[str, ...]] = [(word,) for word in template.groups[0]]
    for group in template.groups[1:]:
        by_key = {"|".join(row): row for row in rows}
        rows = [(*by_key[key], word) for key, word in paired(list(by_key), group)]
    unit = pattern.units[0]
    figure = f"{{{_NUMBER.get(unit, _USUAL)}{surfaces.get(unit, unit)}}}"
    for row in rows:
        yield "".join((*row[: template.before], figure, *row[template.before :]))


def _conditions(entry: Mapping[str, object], key: str, lists: Mapping[str, tuple[str, ...]]) -> dict[str, list[str]]:
    """The words of ``when`` or ``unless`` by place."""
    found = entry.get(key, {})
    assert isinstance(found, dict)
    return {place: [word for words in expressions for word in expand_words(words, lists, _FEW)] for place, expressions in found.items()}


def _placed(text: str, words: Iterable[tuple[str, str]]) -> str:
    """A text with words in places of conditions; those of the figure's own clause inmost."""
    for place, word in sorted(words, key=lambda pair: _ORDER.index(pair[0])):
        text = _PLACES[place].format(word=word, text=text)
    return text


def _surfaces(library: Library) -> dict[str, str]:
    """The measure word in which each unit is written: the first of base value."""
    found: dict[str, str] = {}
    for surface, unit in library.vocabulary.units.items():
        if unit.factor == 1 and not unit.plus:
            found.setdefault(unit.name, surface)
    return found


class Claims:
    """Tells what claims a wording."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.matcher = Matcher(library)

    def claim(self, wording: str, maker: Pattern | None) -> Claim:
        """The claim on a text as a golden file holds it; raises ValueError for one that holds no figure."""
        mention, around = self.surroundings(wording)
        match = self.matcher.match(mention, around)
        own = self.matcher.weight_of(maker, mention, around) if maker else 0.0
        name = maker.name if maker else ""
        return Claim(match.pattern, match.weight, name, own, match.tied) if match else Claim("", 0.0, name, own)

    def figure(self, wording: str) -> tuple[str, str, re.Match[str]]:
        """Title, heading and figure of a wording; raises ValueError for one that holds no figure."""
        parts = _PARTS.fullmatch(wording)
        found = _FIGURE.search(parts["text"]) if parts else None
        if parts is None or found is None:
            raise ValueError(f"no figure in the wording {wording!r}")
        return parts["title"] or "", parts["heading"] or "", found

    def surroundings(self, wording: str) -> tuple[Mention, Surroundings]:
        """The figure of a wording as a mention, with its surroundings."""
        title, heading, found = self.figure(wording)
        before, figure, after = found.string[: found.start()], found[1] + found[2], found.string[found.end() :]
        first = len(title) + len(heading)
        text = title + heading + (before + figure + after).replace("，", ",")
        start = first + len(before)
        span = (start, start + len(figure))
        sentence = Sentence(first, len(text), tuple(_clauses(text, first)))
        places = [
            (name, weight, Occurrences(self.library, text, *place))
            for name, weight, place in ((HEADING, HEADING_WEIGHT, (len(title), first)), (TITLE, TITLE_WEIGHT, (0, len(title))))
            if place[0] < place[1]
        ]
        frame = Frame(self.library, sentence, Occurrences(self.library, text, first, len(text)), places, [span])
        unit = self.library.vocabulary.units.get(found[2])
        names = unit.names if unit else (found[2],)
        return Mention(*span, Role.FACT, "", Decimal(found[1]), None, names[0], names), Surroundings(frame, text, span)


def _clauses(text: str, at: int) -> Iterable[Span]:
    """The clauses of a text from an offset on, each with the comma behind it."""
    for part in text[at:].split(","):
        yield at, min(len(text), at + len(part) + 1)
        at += len(part) + 1
