"""Saved web pages: their parts, codings and charsets."""

from __future__ import annotations

import pytest

import makers
from ureport.errors import InputError
from ureport.readers.mhtml import read


@pytest.mark.parametrize("coding", ["quoted-printable", "base64"])
@pytest.mark.parametrize("charset", ["utf-8", "gb2312", "unicode-bogus"])
def test_codings_and_charsets(coding: str, charset: str) -> None:
    data = makers.saved_page(makers.page(makers.REPORT, "utf-8" if charset != "gb2312" else "gbk", say=False), coding=coding, charset=charset)
    assert [(d.source, d.text, d.flags) for d in read(data, "a.mht")] == [("a.mht", makers.REPORT, ())]


def test_the_page_comes_before_its_frames() -> None:
    first, second, empty = makers.page("甲8500名"), makers.page("乙320名"), b"<html></html>"
    assert [d.text for d in read(makers.saved_page(first, empty, second), "a.mht")] == ["甲8500名\n乙320名\n"]
    assert [d.text for d in read(makers.saved_page(first, second, start="<p1>"), "a.mht")] == ["乙320名\n甲8500名\n"]


def test_a_mail_of_plain_text() -> None:
    data = "MIME-Version: 1.0\nContent-Type: text/plain; charset=gbk\nContent-Transfer-Encoding: 8bit\n\n新增会员8500名\n".encode("gbk")
    assert [d.text for d in read(data, "a.mht")] == ["新增会员8500名\n"]


@pytest.mark.parametrize("keep", [0.5, 0.7, 0.9])
def test_a_truncated_file_is_read_as_far_as_it_goes(keep: float) -> None:
    data = makers.saved_page(makers.page(makers.REPORT * 50, "utf-8"), coding="base64")
    (document,) = read(data[: int(len(data) * keep)], "a.mht")
    assert document.text.startswith(makers.REPORT)


@pytest.mark.parametrize("pages", [(), (b"<html></html>",)])
def test_no_page_is_an_error(pages: tuple[bytes, ...]) -> None:
    with pytest.raises(InputError, match="empty"):
        list(read(makers.saved_page(*pages), "a.mht"))
