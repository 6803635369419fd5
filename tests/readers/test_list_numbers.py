"""List numbers in words and signs, as Word writes them."""

from __future__ import annotations

import pytest

from ureport.readers.word.marks import bullet, list_label
from ureport.readers.word.numbering import written


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("decimal", {1: "1", 12: "12"}),
        ("decimalZero", {3: "03", 12: "12"}),
        ("decimalFullWidth", {12: "１２"}),
        ("decimalEnclosedCircle", {1: "①", 20: "⑳", 21: "21"}),
        ("decimalEnclosedCircleChinese", {3: "③"}),
        ("decimalEnclosedParen", {2: "⑵"}),
        ("decimalEnclosedFullstop", {2: "⒉"}),
        ("chineseCounting", {1: "一", 10: "十", 11: "十一", 20: "二十", 21: "二十一", 105: "一百零五"}),
        ("chineseCountingThousand", {110: "一百一十", 1001: "一千零一", 10001: "一万零一"}),
        ("japaneseCounting", {12: "十二"}),
        ("ideographDigital", {12: "一二", 20: "二〇"}),
        ("chineseLegalSimplified", {12: "拾贰", 103: "壹佰零叁"}),
        ("ideographTraditional", {1: "甲", 10: "癸", 11: "11"}),
        ("ideographZodiac", {12: "亥"}),
        ("lowerLetter", {1: "a", 26: "z", 27: "aa"}),
        ("upperLetter", {2: "B"}),
        ("lowerRoman", {4: "iv", 9: "ix", 1990: "mcmxc"}),
        ("upperRoman", {14: "XIV"}),
        ("none", {5: ""}),
        ("of another day", {5: "5"}),
        ("chineseCounting ", {0: "0", -1: "-1", 10**9: "1000000000"}),
    ],
)
def test_forms(form: str, expected: dict[int, str]) -> None:
    assert {value: written(value, form) for value in expected} == expected


@pytest.mark.parametrize(
    ("text", "label"), [("1.", "1. "), ("1．", "1． "), ("2)", "2) "), ("1.1", "1.1 "), ("一、", "一、"), ("（一）", "（一）"), ("①", "①")]
)
def test_a_label_never_runs_into_the_digits_of_its_text(text: str, label: str) -> None:
    assert list_label(text) == label


@pytest.mark.parametrize(("sign", "shown"), [("\uf06c", "●"), ("\uf0d8", "→"), ("\uf123", "●"), ("·", "·"), ("", "●")])
def test_bullets(sign: str, shown: str) -> None:
    assert bullet(sign) == shown
