"""A text file → Document, by example."""

from __future__ import annotations

import codecs

import pytest

from ureport.errors import InputError
from ureport.model import Document
from ureport.readers.text import read


def test_no_character_changes_line_ends_included() -> None:
    text = "湖州市总工会２０１６年工作总结\r\n\r新增会员８５００名。\n"
    assert list(read(text.encode("gb18030"), "a.txt")) == [Document("a.txt", text, "gb18030")]
    assert list(read(text.encode() + b"\0", "a.txt")) == [Document("a.txt", text + " ", "utf-8", ("nul bytes: 1",))]


@pytest.mark.parametrize("data", [b"", b" \r\n\t\n", "　\n".encode(), codecs.BOM_UTF8, bytes(100), codecs.BOM_UTF16_BE + bytes(20)])
def test_an_empty_file_is_said_with_a_remedy(data: bytes) -> None:
    with pytest.raises(InputError, match="empty") as caught:
        list(read(data, "x.txt"))
    assert caught.value.remedy
