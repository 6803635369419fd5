"""A number is worth what it says, in every form in which it may be written."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from making.library import shipped_extractor
from making.reports import WIDE, formal, in_words
from ureport import Document
from ureport.numerals import parse_arabic, parse_chinese, parse_mixed, parse_range

NUMBERS = st.integers(1, 99_999_999)
LARGE = st.integers(0, 10**15)


@given(NUMBERS)
def test_in_words(number: int) -> None:
    assert parse_chinese(in_words(number)) == parse_chinese(formal(number)) == number


@given(NUMBERS)
def test_as_it_is_spoken(number: int) -> None:
    """十二 for 一十二, 两千 for 二千, and without the last 千, 百 or 十: 三千五."""
    words = in_words(number)
    assert parse_chinese(words.removeprefix("一") if words.startswith("一十") else words) == number
    assert parse_chinese(words.replace("二千", "两千").replace("二万", "两万")) == number


@given(st.integers(1, 9), st.integers(1, 9), st.sampled_from("万千百"))
def test_the_last_multiplier_may_be_left_out(first: int, second: int, multiplier: str) -> None:
    worth = {"万": 10_000, "千": 1_000, "百": 100}[multiplier]
    words = f"{in_words(first)}{multiplier}{in_words(second)}"
    assert parse_chinese(words) == first * worth + second * worth // 10


@given(st.integers(10, 10**12 - 1), st.sampled_from(["", "万", "亿"]))
def test_digit_by_digit(number: int, multiplier: str) -> None:
    words = "".join("〇一二三四五六七八九"[int(digit)] for digit in str(number))
    assert parse_chinese(words + multiplier) == number * {"": 1, "万": 10_000, "亿": 100_000_000}[multiplier]


@given(NUMBERS, st.text("零一二三四五六七八九", min_size=1, max_size=8))
def test_with_a_point(number: int, fraction: str) -> None:
    digits = "".join(str("零一二三四五六七八九".index(c)) for c in fraction)
    assert parse_chinese(f"{in_words(number)}点{fraction}") == Decimal(f"{number}.{digits}")


@given(LARGE, st.decimals(0, 1, places=4))
def test_in_digits(number: int, part: Decimal) -> None:
    value = number + part
    assert parse_arabic(f"{value:f}") == parse_arabic(f"{value:,f}") == parse_arabic(f"{value:,f}".replace(",", " ")) == value


@given(st.integers(1, 9_999), st.integers(1, 9), st.integers(1, 9))
def test_digits_between_multipliers(large: int, thousands: int, hundreds: int) -> None:
    assert parse_mixed(f"{large}亿{thousands}千{hundreds}百万") == large * 10**8 + thousands * 10**7 + hundreds * 10**6


@given(st.integers(1, 8), st.sampled_from(["", "十", "百", "千", "万"]))
def test_two_neighbours(low: int, multiplier: str) -> None:
    worth = parse_chinese(f"一{multiplier}")
    assert parse_range(f"{in_words(low)}{in_words(low + 1)}{multiplier}") == (low * worth, (low + 1) * worth)


@given(st.one_of(st.text(max_size=12), st.text("零〇一二两三十百千万亿廿半几点壹", max_size=12), st.text("0123456789,. O", max_size=12)))
def test_what_is_no_numeral_is_refused_with_a_value_error_only(text: str) -> None:
    for parse in (parse_arabic, parse_chinese, parse_range):
        try:
            value = parse(text)
        except ValueError:
            continue
        low, high = value if isinstance(value, tuple) else (value, value)
        assert value is None or (low is not None and high is not None and 0 <= low <= high)


@given(LARGE, st.sampled_from(["人", "元", "家", "%"]))
def test_in_a_report(number: int, unit: str) -> None:
    for shown in (str(number), f"{number:,}", str(number).translate(WIDE)):
        (record,) = [r for r in shipped_extractor().extract(Document("a.txt", f"合计{shown}{unit}。")).records if r.unit == unit]
        assert record.value == number


@given(st.integers(1, 9_999), st.integers(0, 99), st.sampled_from([("万", 10_000), ("亿", 10**8), ("百万", 10**6), ("千", 1_000)]))
def test_scaled_in_a_report(whole: int, part: int, scale: tuple[str, int]) -> None:
    name, worth = scale
    (record,) = shipped_extractor().extract(Document("a.txt", f"投入资金{whole}.{part:02d}{name}元。")).records
    assert record.value == Decimal(f"{whole}.{part:02d}") * worth
