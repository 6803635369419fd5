"""Bytes of a text file → Document, by example."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ureport.errors import InputError
from ureport.readers.text import BAD_BYTES, decode, read

REPORT = "湖州市总工会２０１６年工作总结\r\n新增会员８５００名，发放慰问款物近3500万元。\n"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (REPORT.encode(), "utf-8"),
        (codecs.BOM_UTF8 + REPORT.encode(), "utf-8"),
        (REPORT.encode("gb18030"), "gb18030"),
        (REPORT.encode("gbk"), "gb18030"),
        (codecs.BOM_UTF16_LE + REPORT.encode("utf-16-le"), "utf-16-le"),
        (codecs.BOM_UTF16_BE + REPORT.encode("utf-16-be"), "utf-16-be"),
        (codecs.BOM_UTF32_LE + REPORT.encode("utf-32-le"), "utf-32-le"),
    ],
)
def test_the_text_is_the_same_in_every_encoding_and_no_line_end_changes(data: bytes, encoding: str) -> None:
    assert decode(data) == (REPORT, encoding, ())


def test_plain_ascii_is_utf8() -> None:
    assert decode(b"8500\n") == ("8500\n", "utf-8", ())


def test_a_slip_in_utf8_is_replaced_and_flagged_not_read_as_gb18030() -> None:
    data = REPORT.encode()[:-4] + b"\xff\n"
    text, encoding, flags = decode(data)
    assert (encoding, flags) == ("utf-8", (BAD_BYTES,))
    assert text == REPORT[:-2] + "\ufffd\n"


def test_a_slip_in_gb18030_is_replaced_and_flagged() -> None:
    text, encoding, flags = decode(REPORT.encode("gb18030") + b"\xff\n")
    assert (encoding, flags) == ("gb18030", (BAD_BYTES,))
    assert text.startswith(REPORT)


def test_replacement_characters_that_the_file_itself_holds_are_no_bad_bytes() -> None:
    assert decode("会\ufffd\ufffd员".encode()) == ("会\ufffd\ufffd员", "utf-8", ())


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "empty"),
        (b" \r\n\t\n", "empty"),
        ("　\n".encode(), "empty"),
        (codecs.BOM_UTF8, "empty"),
        (b"PK\x03\x04\x14\x00\x08\x00", "binary"),
        (bytes(range(256)), "binary"),
        (REPORT.encode("utf-16-le"), "binary"),
        (b"\x01\x02\x03 8500", "binary"),
        ("会員の数は8500名です。組合は活動しています。".encode("shift-jis"), "mis-encoded"),
        ("工會新增會員與職工服務、勞動關係協調".encode("big5"), "mis-encoded"),
        (codecs.BOM_UTF16_LE + b"\x00\xd8" * 30, "mis-encoded"),
    ],
)
def test_what_is_no_text_is_said_with_a_remedy(data: bytes, word: str) -> None:
    with pytest.raises(InputError, match=word) as caught:
        list(read(data, "x.txt"))
    assert caught.value.remedy


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1))
def test_any_text_in_utf8_with_a_mark_comes_back_as_it_was(text: str) -> None:
    assert decode(codecs.BOM_UTF8 + text.encode())[0] == text


@given(st.binary())
def test_no_bytes_crash(data: bytes) -> None:
    try:
        (document,) = read(data, "x.txt")
    except InputError:
        return
    document.text.encode()  # what was read can be written
