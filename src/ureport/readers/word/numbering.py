"""List numbers of a Word document, as they show: 一、（一） 1. 1.2 ① ●. They stand in no run of the text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from ureport.readers.word.elements import number
from ureport.readers.word.marks import bullet, list_label
from ureport.readers.word.styles import Styles

_DIGITS = "〇一二三四五六七八九"
_FINANCE = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_LARGEST = 30_000
_LETTERS = 30
"""The most that a label by letters repeats its letter: item 27 is aa, as in Word."""
_LONGEST = 100
"""Characters of the text of a label; that of a list has no more than ten."""
_LEVELS = 9
_PLACE = re.compile("%([1-9])")


@dataclass(slots=True)
class _Level:
    start: int = 1
    form: str = "decimal"
    text: str = ""
    restart: bool = True
    legal: bool = False
    style: str = ""


@dataclass(slots=True)
class _List:
    levels: dict[int, _Level]
    counts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """Counts the items of the lists of a document while its paragraphs go by."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._styles = styles
        self._lists: dict[str, tuple[_List, dict[int, int]]] = {}
        """Each list number: the list it counts in, and the starts of its own that it has not yet used."""
        if root is None:
            return
        abstract = {e.get("abstractNumId", ""): _List(_levels(e)) for e in root.iterfind("abstractNum")}
        for element in root.iterfind("num"):
            base = element.find("abstractNumId")
            known = abstract.get(base.get("val", "") if base is not None else "")
            if known is None:
                continue
            levels, starts = dict(known.levels), dict[int, int]()
            for override in element.iterfind("lvlOverride"):
                level = number(override, "ilvl")
                levels.update(_levels(override))
                if (start := override.find("startOverride")) is not None:
                    starts[level] = number(start, "val", 1)
            self._lists[element.get("numId", "")] = _List(levels, known.counts), starts

    def label(self, properties: Element | None) -> str:
        """The number of the paragraph with these properties, counted; empty when it is in no list.

        The lists that share a definition share its counts, as in Word.
        """
        found = self._place(properties)
        if found is None:
            return ""
        (known, starts), at = found
        level = known.levels.get(at)
        if level is None:
            return ""
        if at in starts:
            known.counts[at] = starts.pop(at)
        else:
            known.counts[at] = known.counts[at] + 1 if at in known.counts else level.start
        for deeper in range(at + 1, _LEVELS):
            if known.levels.get(deeper, level).restart:
                known.counts.pop(deeper, None)
        return _shown(known, level)

    def _place(self, properties: Element | None) -> tuple[tuple[_List, dict[int, int]], int] | None:
        """The list and the level of a paragraph, from its own properties or from its styles."""
        own = properties.find("numPr") if properties is not None else None
        at = None if own is None or own.find("ilvl") is None else number(own.find("ilvl"), "val")
        chain = self._styles.of_paragraph(properties)
        places = [(own, ""), *((style.find("pPr/numPr"), style.get("styleId", "")) for style in chain)]
        for place, style in places:
            named = place.find("numId") if place is not None else None
            if place is None or named is None:
                continue
            found = self._lists.get(named.get("val", ""))
            if found is None:
                return None
            if at is None:
                bound = next((n for n, level in found[0].levels.items() if style and level.style == style), None)
                at = bound if bound is not None else number(place.find("ilvl"), "val")
            return found, at
        return None


def _levels(parent: Element) -> dict[int, _Level]:
    levels: dict[int, _Level] = {}
    for element in parent.iterfind("lvl"):
        # newer forms stand beside the old one that programs of before understand
        form = element.find("numFmt") if element.find("numFmt") is not None else element.find("AlternateContent/Choice/numFmt")
        text, style = element.find("lvlText"), element.find("pStyle")
        levels[number(element, "ilvl")] = _Level(
            number(element.find("start"), "val"),
            form.get("val", "decimal") if form is not None else "decimal",
            text.get("val", "")[:_LONGEST] if text is not None else "",
            number(element.find("lvlRestart"), "val", 1) != 0,
            element.find("isLgl") is not None,
            style.get("val", "") if style is not None else "",
        )
    return levels


def _shown(known: _List, level: _Level) -> str:
    if level.form == "bullet":
        return bullet(level.text[:1])

    def count(found: re.Match[str]) -> str:
        place = int(found[1]) - 1
        inner = known.levels.get(place, level)
        value = known.counts.get(place, inner.start)
        return written(value, "decimal" if level.legal else inner.form)

    return list_label(_PLACE.sub(count, level.text))


def written(value: int, form: str) -> str:
    """A list number in the form that Word names: ``written(12, "chineseCounting") == "十二"``."""
    if form == "none":
        return ""
    if not 0 < value <= _LARGEST:
        return str(value)
    if form in ("upperRoman", "lowerRoman"):
        roman = _roman(value)
        return roman.upper() if form == "upperRoman" else roman
    if form in ("upperLetter", "lowerLetter"):
        if value > 26 * _LETTERS:
            return str(value)
        letters = chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1)
        return letters.upper() if form == "upperLetter" else letters
    if form in ("ideographTraditional", "ideographZodiac"):
        signs = _STEMS if form == "ideographTraditional" else _BRANCHES
        return signs[value - 1] if value <= len(signs) else str(value)
    if form in ("chineseLegalSimplified", "ideographLegalTraditional"):
        return _chinese(value, _FINANCE, "拾佰仟")
    if form in ("ideographDigital", "japaneseDigitalTenThousand"):
        return "".join(_DIGITS[int(digit)] for digit in str(value))
    if "Counting" in form or "counting" in form:
        return _chinese(value, _DIGITS, "十百千").replace("〇", "零")
    if form.startswith("decimalEnclosedCircle") and value <= 20:
        return chr(ord("①") + value - 1)
    if form == "decimalEnclosedParen" and value <= 20:
        return chr(ord("⑴") + value - 1)
    if form == "decimalEnclosedFullstop" and value <= 20:
        return chr(ord("⒈") + value - 1)
    if form in ("decimalFullWidth", "decimalFullWidth2"):
        return "".join(chr(ord(digit) + 0xFEE0) for digit in str(value))
    return f"{value:02}" if form == "decimalZero" else str(value)


def _roman(value: int) -> str:
    text = ""
    for amount, letters in _ROMAN:
        text += letters * (value // amount)
        value %= amount
    return text


def _chinese(value: int, digits: str, places: str) -> str:
    """A number in words up to 99,999: 十二, 二十, 一百零三."""
    text, zero = "", False
    figures = str(value)
    for position, figure in enumerate(figures):
        power = len(figures) - position - 1
        if figure == "0":
            zero = bool(text)
            continue
        text += (digits[0] if zero else "") + digits[int(figure)] + ("万" if power == 4 else places[power - 1] if power else "")
        zero = False
    return text[1:] if text.startswith(digits[1] + places[0]) and value < 20 else text
