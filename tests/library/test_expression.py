"""Raw expressions: which cannot take long, and that both engines read those alike."""

from __future__ import annotations

import re
import time

import pytest
import regex
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ureport.library.expression import Expression, is_tame

TAME = (
    "",
    "会员",
    "会|员",
    "(?:累计|共有)(?:达|为)?家[,。;]?$",
    r"(?:厂务|校务)\([^()0-9]{1,6}\)(?:务)?公开[^,;。0-9]{0,16}率",
    "[a-z]{2}",
    r"\.",
    ".会{3}",
    "(?:a|b|)c",
    "(?:甲|乙|丙|丁|戊|己|庚|辛|壬|癸)" * 9,  # at each place one of them can match
)
WILD = (
    *("a+", "a*", "a{2,}", "a+?", "a??", "(?:ab)+", "(?:ab){2}", "(?:a|b){0,3}", "(?:(?:a?){9}){9}", "a?" * 30, "(?:a|a)" * 30, "a{0,99}" * 4),
    *(".{0,45}" * 3, ".{99}" * 5 + "x", "(?:新增|新建|新办){1}" * 9, "(?:a|.)" * 12, "(?:|a)" * 12),
    *("(a)", "(?i)a", "(?P<n>a)", "(?=a)b", r"\d", r"\x41", r"\p{Han}", "[[a]", "[a&&b]", "[a--b]", r"[\d]", "[a", "(?:a", "a)", "{", "a{3,1}", "a{100}", "?a"),
)


@pytest.mark.parametrize("pattern", TAME)
def test_tame_expressions(pattern: str) -> None:
    assert is_tame(pattern)
    assert re.compile(pattern)


@pytest.mark.parametrize("pattern", WILD)
def test_wild_expressions(pattern: str) -> None:
    assert not is_tame(pattern)


@given(st.text("ab(?:|)[^]{1,2}?.$\\", max_size=14), st.text("ab,.(", max_size=20))
@settings(max_examples=500)
def test_both_engines_read_tame_expressions_alike(pattern: str, text: str) -> None:
    assume(is_tame(pattern))
    one, other = re.search(pattern, text), regex.search(pattern, text)
    assert (one and one.span()) == (other and other.span())


@pytest.mark.parametrize("pattern", ["会员[^,]{1,4}家", "会员[^,]+家"])
def test_search(pattern: str) -> None:
    found = Expression(pattern).search("新会员单位8家", timeout=1)
    assert found is not None
    assert found.span() == (1, 7)
    assert Expression(pattern).search("新会员,8家", timeout=1) is None


def test_a_wild_expression_ends_in_time() -> None:
    started = time.monotonic()
    with pytest.raises(TimeoutError):
        Expression("(?:会|会员|员)+入").search("会员" * 40 + "x入", timeout=0.05)
    assert time.monotonic() - started < 5


@pytest.mark.parametrize(("pattern", "said"), [("(会", "missing )"), ("会[", "unterminated"), ("会员", ""), ("会+员", "")])
def test_fault(pattern: str, said: str) -> None:
    assert said in Expression(pattern).fault()
    assert bool(Expression(pattern).fault()) is bool(said)
