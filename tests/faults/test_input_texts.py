"""Texts that nobody writes: numbers without end, one sign two hundred thousand times. Nothing fails, nothing takes long, and the figures beside them stay."""

from __future__ import annotations

from pathlib import Path

import pytest

from making.folders import SOUND, Outcome, extracted, fill

LONG = 200_000
LINES = {
    "letter": "a", "han": "会", "digit": "1", "wan": "万", "pause": "、", "open": "（", "shut": "）", "bracket": "[", "stop": "。", "comma": "，",
    "quote": "“", "book": "《", "blank": " ", "wide-blank": "\u3000", "point": ".", "hash": "#", "pipe": "|", "separator": "\u2028", "paragraph": "\u2029",
    "next-line": "\x85", "mark": "\ufeff", "ten": "十", "zero": "〇", "year": "年", "many": "多", "percent": "%",
}  # fmt: skip
NUMBERS = {
    "digits": ("新增会员" + "1234567890" * 500 + "名", "1234567890" * 500),
    "decimals": ("新增会员0." + "1" * 5000 + "万名", "1111." + "1" * 4996),
    "groups": ("新增会员1" + ",234" * 1700 + "名", "1" + "234" * 1700),
    "financial": ("新增会员" + "壹贰叁肆伍陆柒捌玖拾" * 500 + "名", None),
    "mixed": ("新增会员" + "壹万贰亿叁百" * 900 + "名", None),
    "hundredths": ("建会率达到" + "百分之" * 5000 + "九十", None),
    "powers": ("新增会员9" + "亿" * 5000 + "名", None),
    "exponent": ("新增会员1e999999999名", None),
    "dates": ("9999年99月99日，0年0月0日，99999999999年，2016年13月45日", None),
}


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    """All of them in one folder; each holds the sound report too, in lines of its own."""
    files = {f"{name}.txt": f"{SOUND}{sign * LONG}\n{SOUND}".encode() for name, sign in LINES.items()}
    files |= {f"{name}.txt": f"{SOUND}{text}。\n".encode() for name, (text, _) in NUMBERS.items()}
    return extracted(fill(tmp_path_factory.mktemp("texts"), files))


def test_nothing_fails(outcome: Outcome) -> None:
    assert outcome.sound
    assert outcome.code == 0
    assert f"{len(LINES) + len(NUMBERS) + 1} files read, 0 failed" in outcome.err


@pytest.mark.parametrize("name", LINES)
def test_a_line_without_end_takes_nothing_from_its_neighbours(outcome: Outcome, name: str) -> None:
    found = outcome.of(f"{name}.txt")
    assert found[:2] == found[-2:] == ["8500", "1200"]
    assert len(found) == 4 or name == "digit"


@pytest.mark.parametrize("name", NUMBERS)
def test_a_number_without_end_is_exact_or_none(outcome: Outcome, name: str) -> None:
    found = outcome.of(f"{name}.txt")
    assert found[:2] == ["8500", "1200"]
    exact = NUMBERS[name][1]
    assert exact is None or found[2:] == [exact]


def test_the_digits_of_a_number_without_end_are_in_the_audit(tmp_path: Path) -> None:
    number = "12345" * 1000
    extracted(fill(tmp_path, {"a.txt": f"编号{number}号".encode()}))
    assert number in (tmp_path.parent / f"{tmp_path.name}.out" / "mentions.csv").read_text(encoding="utf-8")
