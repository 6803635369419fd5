"""Spellings of numbers and what they are worth."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ureport.numerals import parse_arabic, parse_chinese, parse_range


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", "0"),
        ("8500", "8500"),
        ("007", "7"),
        ("3.2", "3.2"),
        ("98.50", "98.5"),
        ("1,100", "1100"),
        ("12,345,678.9", "12345678.9"),
        ("3 556", "3556"),
        ("5. 2", "5.2"),
        ("5 .2", "5.2"),
    ],
)
def test_arabic(text: str, value: str) -> None:
    assert parse_arabic(text) == Decimal(value)


@pytest.mark.parametrize("text", ["", " ", ",", ".", "1.2.3", "12a", "-5", "1e5", "٣٤", "三", "③"])
def test_no_arabic_number(text: str) -> None:
    with pytest.raises(ValueError, match="not a number"):
        parse_arabic(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        # one character
        ("零", "0"),
        ("〇", "0"),
        ("一", "1"),
        ("两", "2"),
        ("十", "10"),
        ("百", "100"),
        ("万", "10000"),
        ("廿", "20"),
        ("卅", "30"),
        # positional
        ("十五", "15"),
        ("廿五", "25"),
        ("二十", "20"),
        ("九十八", "98"),
        ("一百零五", "105"),
        ("一百一十", "110"),
        ("三千四百", "3400"),
        ("三千零五十", "3050"),
        ("一万零五", "10005"),
        ("十二万", "120000"),
        ("三十六万五千", "365000"),
        ("一百二十三万四千五百六十七", "1234567"),
        ("两千零一万", "20010000"),
        ("一亿三千万", "130000000"),
        ("二十万亿", "20000000000000"),
        ("一亿零一", "100000001"),
        # the digit after a multiplier counts in the next lower place
        ("三百五", "350"),
        ("两千二", "2200"),
        ("两万五", "25000"),
        ("一亿二", "120000000"),
        # digits in a row before 万 and 亿
        ("二〇万", "200000"),
        ("一二〇万", "1200000"),
        ("一二三万五千", "1235000"),
        # financial spelling
        ("壹佰贰拾", "120"),
        ("叁仟伍佰", "3500"),
        ("柒拾捌万", "780000"),
        # digit by digit
        ("二〇一一", "2011"),
        ("二零一六", "2016"),
        ("一二三", "123"),
        # with a point
        ("三点五", "3.5"),
        ("十二点零八", "12.08"),
        ("零点五", "0.5"),
    ],
)
def test_chinese(text: str, value: str) -> None:
    assert parse_chinese(text) == Decimal(value)


@pytest.mark.parametrize("text", ["", "人", "三人", "三点", "三点十", "3", "十x", "三四五百", "三百二五万", "二五廿", "千二五", "一" * 5000 + "万"])
def test_no_chinese_numeral(text: str) -> None:
    with pytest.raises(ValueError, match="numeral"):
        parse_chinese(text)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("三四", 3, 4),
        ("两三", 2, 3),
        ("三五", 3, 5),
        ("七八十", 70, 80),
        ("三四百", 300, 400),
        ("五六千", 5000, 6000),
        ("十七八", 17, 18),
        ("二十三四", 23, 24),
        ("一二百万", 1_000_000, 2_000_000),
    ],
)
def test_two_neighbours_are_a_range(text: str, low: int, high: int) -> None:
    assert parse_range(text) == (Decimal(low), Decimal(high))


@pytest.mark.parametrize("text", ["", "三", "三十", "四三", "三七", "二〇一一", "一二三", "三百四十", "九十"])
def test_no_range(text: str) -> None:
    assert parse_range(text) is None
