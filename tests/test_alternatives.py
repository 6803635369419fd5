"""A list of expressions is found in the same texts, whether looked for by first characters or as one alternation."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ureport.alternatives import Alternatives, branches
from ureport.vocabulary import default_vocabulary


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("版权|字号", ["版权", "字号"]),
        ("点击(?:数|率)?:|[|]x|a\\|b", ["点击(?:数|率)?:", "[|]x", "a\\|b"]),
        ("[^]|]+|[]|]|c", ["[^]|]+", "[]|]", "c"]),
        ("(a|(b|c))|d", ["(a|(b|c))", "d"]),
        ("", [""]),
    ],
)
def test_branches(expression: str, expected: list[str]) -> None:
    assert list(branches(expression)) == expected


@pytest.mark.parametrize(
    ("expression", "text", "found"),
    [
        ("版权所有|字号", "本站 版权所有", True),
        ("版权所有|字号", "版权归本站", False),
        ("字?号|版权", "第3号", True),  # the first character may be missing
        ("字*体|版权", "全体职工", True),
        ("^首页|版权", "回到首页", False),
        ("^首页|版权", "首页 > 新闻", True),
        ("[Cc]opyright|版权", "Copyright 2016", True),
        ("(?!)", "版权", False),
        ("版.|权", "版", False),
        ("(?i)foo|copyright", "COPYRIGHT", True),  # flags and groups belong to the whole
        (r"(甲)x|版(b)\2", "版bb", True),
    ],
)
def test_found_in(expression: str, text: str, found: bool) -> None:
    assert Alternatives(re.compile(expression)).found_in(text) is found


@given(st.text(alphabet="点击阅读数:版权所有字号第共页 0123456789>新闻www.Copyright首会员名\n", max_size=60))
def test_furniture_is_found_as_by_one_alternation(text: str) -> None:
    furniture = default_vocabulary().furniture
    assert Alternatives(furniture).found_in(text) is bool(furniture.search(text))
