"""What holds for any text: nothing raises, no number is lost, spans are those of the text, nothing disappears on the way."""

from __future__ import annotations

import re

from hypothesis import assume, given
from hypothesis import strategies as st

import invariants
from making.library import shipped_extractor
from making.reports import UNITS, formal, in_words
from making.strategies import clauses, texts
from ureport import Document
from ureport.layout import read_layout
from ureport.mentions import find

EXTRACTOR = shipped_extractor()
A_UNIT = st.sampled_from([unit for unit in UNITS if unit])
FORMS = st.one_of(
    st.integers(0, 10**12).map(str),
    st.integers(1_000, 10**12).map("{:,}".format),
    st.integers(0, 10**6).map(lambda n: str(n).translate({48 + d: 0xFF10 + d for d in range(10)})),
    st.decimals(0, 10**6, places=2).map(str),
    st.integers(11, 99_999_999).map(in_words),
    st.integers(11, 99_999_999).map(formal),
    st.integers(10, 9_999).map(lambda n: "".join("零一二三四五六七八九"[int(d)] for d in str(n))),
    st.integers(1, 99).map(lambda n: f"{n}万{n}千"),
    st.integers(2, 99).map(lambda n: f"百分之{in_words(n)}"),
    st.text("二三四五六七八", min_size=4, max_size=6).map("{}百".format),
    st.sampled_from(["三四十", "十七八", "一半", "过半数", "几十万", "数百", "廿五", "两万五", "三点五", "三分之一", "3成", "上千"]),
)
"""A number in every form that the audit promises to tell."""


@given(texts)
def test_every_extraction_keeps_what_is_promised(text: str) -> None:
    invariants.check(EXTRACTOR, Document("any.txt", text))


@given(texts)
def test_folding_loses_no_character(text: str) -> None:
    invariants.folding_keeps_each_character(text)


@given(texts)
def test_the_layout_holds_the_whole_text_in_order(text: str) -> None:
    layout = read_layout(Document("any.txt", text), EXTRACTOR.library.vocabulary)
    invariants.layout_is_in_order(layout)
    invariants.reading_loses_nothing(text, layout.reading)


@given(texts)
def test_find_never_raises_and_its_spans_are_of_the_text(text: str) -> None:
    at = 0
    for mention in find(text):
        assert mention.start >= at
        assert text[mention.start : mention.end] == mention.surface != ""
        at = mention.end


@given(clauses(), FORMS, A_UNIT, clauses())
def test_a_number_of_any_form_is_told_wherever_it_stands(before: str, number: str, unit: str, after: str) -> None:
    """Digits or words, every character of the number lies in exactly one entry, unless an idiom holds it (一一落实)."""
    text = f"{before}。会员{number}{unit}，{after}"
    assume(not any(idiom in f"会员{number}{unit}，" for idiom in EXTRACTOR.library.vocabulary.idioms))
    start = len(before) + 3
    told = [sum(entry.start <= at < entry.end for entry in EXTRACTOR.extract(Document("any.txt", text)).audit) for at in range(start, start + len(number))]
    assert told == [1] * len(number)


@given(FORMS, A_UNIT, st.integers(0, 30), st.sampled_from(["\n", "\r\n", "\r", "\u2028"]))
def test_a_number_broken_by_a_line_end_is_told_whole(number: str, unit: str, at: int, end: str) -> None:
    """A line of a sentence that goes on: the parts of the number stand in entries, none is lost with the line break."""
    at = min(at, len(number))
    text = f"全年全市各级工会组织共计新增会员{number[:at]}{end}{number[at:]}{unit}，其中农民工占多数，比上年有所增长。"
    covered = {i for entry in EXTRACTOR.extract(Document("any.txt", text)).audit for i in range(entry.start, entry.end)}
    first = text.index(number[:at] + end)
    lost = [i for i in range(first, first + len(number) + len(end)) if i not in covered and not re.match(r"[\s,.]", text[i])]
    assert [text[i] for i in lost if text[i].isdecimal()] == []
    if number[:at].strip(",.") and number.isdecimal():
        assert lost == []
