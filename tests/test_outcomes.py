"""What files give, once it is in order: a text that comes again is flagged, and keeps what else is said of it."""

from __future__ import annotations

import pytest

from ureport.model import Document, Extraction
from ureport.outcomes import flagged


def extraction(source: str, text: str, *warnings: str) -> Extraction:
    return Extraction(Document(source, text, flags=warnings[:1]), "", "", (), (), warnings)


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        (extraction("b.txt", "会员8名"), ("same as: a.txt",)),
        (extraction("b.txt", "会员9名"), ()),
        (extraction("b.txt", "会员8名", "truncated"), ("truncated", "same as: a.txt")),
        (extraction("b.txt", "会员8名", "truncated", "slow pattern: x#1"), ("truncated", "slow pattern: x#1", "same as: a.txt")),
    ],
)
def test_a_text_that_comes_again_keeps_its_warnings(second: Extraction, expected: tuple[str, ...]) -> None:
    _, found = flagged([extraction("a.txt", "会员8名"), second])
    assert isinstance(found, Extraction)
    assert found.warnings == expected
