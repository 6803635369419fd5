"""One pass over the folded text: where a number begins, the first rule that knows it decides its role."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from ureport.alternatives import alternatives
from ureport.folding import fold
from ureport.mentions import forms
from ureport.mentions.grammar import Grammar, grammar
from ureport.mentions.quantity import Quantity, read_quantity
from ureport.mentions.roles import fact_or_not
from ureport.mentions.times import BARE_YEAR, TIME
from ureport.model import Mention, Role, Span
from ureport.vocabulary import Vocabulary, default_vocabulary


class _Fixed(NamedTuple):
    """Fixed names and idioms of the vocabulary, found in one pass."""

    automaton: AhoCorasick
    names: int

    def spans(self, text: str) -> tuple[list[int], list[tuple[int, bool]]]:
        """Starts of the non-overlapping words, and (end, is a name) of each."""
        starts, ends = [], []
        for index, start, end in self.automaton.find_matches_as_indexes(text):
            starts.append(start)
            ends.append((end, index < self.names))
        return starts, ends


@lru_cache(maxsize=4)
def _fixed(vocabulary: Vocabulary) -> _Fixed:
    words = [*vocabulary.names, *vocabulary.idioms] or ["\0"]
    return _Fixed(AhoCorasick(words, matchkind=MatchKind.LeftmostLongest), len(vocabulary.names))


def find(text: str, vocabulary: Vocabulary | None = None) -> list[Mention]:
    """Every number of a text, in order; offsets are those of ``text``. Never raises, whatever the text.

    >>> [m.surface for m in find("走访慰问困难职工250余户")]
    ['250余户']
    """
    vocabulary = vocabulary or default_vocabulary()
    folded = fold(text)
    furniture_in = alternatives(vocabulary.furniture)
    furniture: list[Span] = []
    at = 0
    for line in folded.split("\n"):
        if len(line) <= vocabulary.furniture_longest and furniture_in.found_in(line):
            furniture.append((at, at + len(line)))
        at += len(line) + 1
    return [m._replace(surface=text[m.start : m.end]) for m in scan(folded, vocabulary, furniture)]


def scan(text: str, vocabulary: Vocabulary, furniture: Sequence[Span] = ()) -> list[Mention]:
    """Every number of a folded text, in order, with its role. ``furniture`` are spans of page furniture."""
    found = list(_Scanner(text, vocabulary, furniture).mentions())
    shared: list[Mention] = []
    for i, mention in enumerate(found):
        following = found[i + 1] if i + 1 < len(found) else None
        shared.append(_with_shared_unit(text, mention, shared[-1] if shared else None, following))
    return shared


def _with_shared_unit(text: str, mention: Mention, previous: Mention | None, following: Mention | None) -> Mention:
    """An elided unit is that of the next figure (5万和2万元), or that of the one before in a series (甲区48座、乙县19、丙县37)."""
    given = mention.unit and "unit from context" not in mention.flags
    if mention.role is not Role.FACT or given:
        return mention
    if following and following.unit and following.start - mention.end == 1 and text[mention.end] in "和、及与或":
        return mention._replace(unit=following.unit, units=following.units, flags=("elided unit",))
    in_series = previous and previous.unit and not mention.unit and forms.SERIES.fullmatch(text, previous.end, mention.start)
    if previous and in_series and text[mention.end : mention.end + 1] in forms.ENDING:
        return mention._replace(unit=previous.unit, units=previous.units, flags=("elided unit",))
    return mention


class _Scanner:
    """The state of one pass: the text, and what is known of it before the numbers are read."""

    def __init__(self, text: str, vocabulary: Vocabulary, furniture: Sequence[Span]) -> None:
        self.text = text
        self.vocabulary = vocabulary
        self.grammar: Grammar = grammar(vocabulary)
        self.fixed_starts, self.fixed_ends = _fixed(vocabulary).spans(text)
        quoted = [m.span() for m in forms.QUOTED.finditer(text)]
        self.quote_starts = [start for start, _ in quoted]
        self.quote_ends = [end for _, end in quoted]
        self.furniture_starts = [start for start, _ in furniture]
        self.furniture_ends = [end for _, end in furniture]

    def mentions(self) -> Iterator[Mention]:
        consumed = 0
        for start, end in self._cores():
            at = max(start, consumed)
            while at < end:
                mention = self._read(at, end)
                if mention is None:
                    # a digit is never passed over
                    stop = self._after_idiom(at, end)
                    if self.text[at].isascii() and self.text[at].isdigit():
                        stop = max(stop, end)
                        mention = Mention(at, end, Role.VAGUE, "a number that no rule reads")
                    else:
                        at = stop
                        continue
                if mention.start < consumed:
                    mention = mention._replace(start=consumed)
                yield mention
                at = consumed = max(mention.end, at + 1)

    def _cores(self) -> Iterable[Span]:
        """Where a number may stand, in order."""
        text, find = self.text, self.grammar.core.finditer
        cores = (core.span() for run in self.grammar.runs.finditer(text) for core in find(text, *run.span()))
        enclosed = [m.span() for m in forms.ENCLOSED.finditer(text)]
        return sorted([*cores, *enclosed]) if enclosed else cores

    def _after_idiom(self, at: int, end: int) -> int:
        found = bisect_right(self.fixed_starts, at) - 1
        return self.fixed_ends[found][0] if found >= 0 and self.fixed_ends[found][0] > at else end

    def _enclosed(self, at: int) -> bool:
        """True inside furniture or quotation marks, where a number may be something else."""
        furniture = self._inside(self.furniture_starts, self.furniture_ends, at)
        return furniture is not None or self._inside(self.quote_starts, self.quote_ends, at) is not None

    def _inside(self, starts: list[int], ends: list[int], at: int) -> Span | None:
        found = bisect_right(starts, at) - 1
        return (starts[found], ends[found]) if found >= 0 and ends[found] > at else None

    def _read(self, at: int, end: int) -> Mention | None:
        text = self.text
        fixed = bisect_right(self.fixed_starts, at) - 1
        if fixed >= 0:
            stop, is_name = self.fixed_ends[fixed]
            if stop > at:
                return Mention(self.fixed_starts[fixed], stop, Role.NAME, "fixed name") if is_name else None
        digit = text[at].isascii()
        before = text[at - 1] if at else "\n"
        if before >= "\u4e00" and before not in forms.RANKING and forms.PLAIN.match(text, at) and not self._enclosed(at):
            return self._quantity(at, end, digit)
        if not digit and forms.ENCLOSED.match(text, at):
            return Mention(at, at + 1, Role.ORDER, "enclosed number")
        if before == "前" and (rank := forms.RANK.match(text, at)):
            return Mention(at - 1, rank.end(), Role.ORDER, "rank")
        if before == "第":
            found = forms.ORDINAL.match(text, at)
            return Mention(at - 1, found.end() if found else end, Role.ORDER, "ordinal: 第 in front")
        if before in "表图件" and forms.LABEL.search(text, max(0, at - 3), at):
            return Mention(at, end, Role.ORDER, "number of a table, figure or annex")
        if digit:
            code = self._code(at)
            if code:
                return code
        listed = self._list_number(at)
        if listed:
            return listed
        boiler = self._inside(self.furniture_starts, self.furniture_ends, at)
        time = TIME.match(text, at)
        if time and not self._counted_days(time):
            first = at - 1 if before in "上下前近半全" and time.end() - at <= 4 else at
            return Mention(first, time.end(), Role.TIME, "date, period or duration")
        if boiler:
            return Mention(at, self._plain_end(at, end), Role.BOILER, "page furniture")
        named = self.vocabulary.name_patterns.match(text, at)
        if named and named.end() > at:
            return Mention(at, named.end(), Role.NAME, "fixed name")
        quoted = self._quoted(at, digit)
        if quoted:
            return quoted
        grade = forms.GRADE.match(text, at)
        if grade:
            return Mention(at, grade.end(), Role.ORDER, "grade or rank")
        if digit and (score := forms.SCORE.match(text, at)):
            return Mention(at, score.end(), Role.NAME, "score, ratio or formula")
        return self._quantity(at, end, digit)

    def _quantity(self, at: int, end: int, digit: bool) -> Mention | None:
        quantity = read_quantity(self.text, at, self.grammar, self.vocabulary)
        if quantity is None:
            # 三四五百人: words that no rule reads are told all the same, as digits are
            unread = not digit and end - at > 1 and forms.NUMBER_WORDS.fullmatch(self.text, at, end)
            return Mention(at, end, Role.VAGUE, "a number that no rule reads") if unread else None
        if not quantity.unit.name and digit and (year := BARE_YEAR.match(self.text, at)):
            return Mention(at, year.end(), Role.TIME, "bare year")
        return fact_or_not(self.text, quantity, self.grammar, self.vocabulary)

    def _counted_days(self, time: re.Match[str]) -> bool:
        """十日游, 三天两夜 are durations all the same; 半 alone is none."""
        return time.group() in ("半",)

    def _plain_end(self, at: int, end: int) -> int:
        quantity: Quantity | None = read_quantity(self.text, at, self.grammar, self.vocabulary)
        return quantity.end if quantity else end

    def _code(self, at: int) -> Mention | None:
        text = self.text
        start = at - 1 if at and text[at - 1] in "〔[【(" else at
        code = forms.CODE.match(text, start)
        if code:
            return Mention(start, code.end(), Role.ID, "document number, telephone or code")
        left = forms.WORD_LEFT.search(text, max(0, at - 40), at) if at and text[at - 1].isascii() and text[at - 1] not in " ()\n,:;\"'" else None
        address = forms.ADDRESS.match(text, left.start() if left else at)
        if address and address.end() > at and not TIME.match(text, at):
            return Mention(address.start(), address.end(), Role.ID, "address or dotted code")
        if left and not _is_misread(text, left.start(), at):
            word = re.compile(r"[0-9A-Za-z_./+-]*").match(text, at)
            return Mention(left.start(), word.end() if word else at + 1, Role.NAME if text[left.start()].isupper() else Role.ID, "number in a word of letters")
        right = forms.WORD_RIGHT.match(text, at)
        if right and not re.match(r"[0-9]+[OolI]+[0-9]*(?![A-Za-z])|[0-9.]+(?:m2|m²|kg|km|cm|mm|ml|[%‰])", right.group()):
            return Mention(at, right.end(), Role.NAME, "number in a word of letters")
        return None

    def _list_number(self, at: int) -> Mention | None:
        text = self.text
        line = at
        while line and text[line - 1] in " (#*[【-·◆●■□★▲—":
            line -= 1
        if line == 0 or text[line - 1] == "\n":
            found = forms.LIST_START.match(text, at if at == line or text[at - 1] not in "([" else at - 1)
            if found is None and (inside := forms.LIST_INSIDE.match(text, at)) and inside.group()[-1] in "是要则":
                return Mention(at, inside.end() - 1, Role.ORDER, "list number")
            if found and not TIME.match(text, at):
                return Mention(at, at + len(re.match(rf"[0-9.]*[0-9]|{forms.CN}+", text[at : at + 8]).group()), Role.ORDER, "list number")  # type: ignore[union-attr]
        elif text[at - 1] in ",。;:.!?、 (”)其" or text[at - 1] in "\n":
            found = forms.LIST_INSIDE.match(text, at)
            if found and not (found.group()[-1] in "、)." and text[at - 1] in "、") and not (text[found.end() - 1] == ")" and text[at - 1] != "("):
                if found.group()[-1] == "." and text[at - 1] == ".":
                    return None
                return Mention(at, found.end() - 1, Role.ORDER, "list number")
        return None

    def _quoted(self, at: int, digit: bool) -> Mention | None:
        span = self._inside(self.quote_starts, self.quote_ends, at)
        if span is None:
            return None
        inner = self.text[span[0] + 1 : span[1] - 1]
        if self.text[span[0]] == "《" or not digit or len(inner) <= 8:
            return Mention(span[0] + 1, span[1] - 1, Role.NAME, "inside a quoted name")
        return None


def _is_misread(text: str, start: int, at: int) -> bool:
    """A single O, o, l or I before digits is a misread digit: l2家."""
    return (at - start == 1 and text[start] in "OolI" and not text[max(0, start - 1) : start].isalpha()) or False
