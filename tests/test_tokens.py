"""The tokenizer: jieba with the words of the library alone."""

from __future__ import annotations

import io
import re
import sys
from pathlib import Path

import pytest

from ureport.library import Library
from ureport.tokens import tokenizer

SAMPLES = sorted((Path(__file__).parent.parent / "samples").glob("*.txt"))


@pytest.mark.parametrize(
    ("words", "text", "cut"),
    [
        (("境内外记者",), "境内外记者", ["境内外记者"]),
        (("会员", "工会会员"), "工会会员", ["工会会员"]),
        (("新增", "会员"), "新增会员", ["新增", "会员"]),
        (("超过五个字的词",), "超过五个字的词", None),
        ((), "会", ["会"]),
        (("a b",), "a b", ["a", " ", "b"]),
        (("会员",), "", []),
    ],
)
def test_words(words: tuple[str, ...], text: str, cut: list[str] | None) -> None:
    found = tokenizer(words)(text)
    assert "".join(found) == text
    assert found == cut if cut is not None else len(found) > 1


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_it_cuts_as_jieba_does_with_a_dictionary_of_the_same_words(path: Path, library: Library) -> None:
    """jieba's own way to read a dictionary keeps every beginning of every word; ours looks them up."""
    ours = tokenizer(library.numbers)
    import jieba

    theirs = jieba.Tokenizer()
    lines = (f"{word} {10 ** len(word)}" for word in library.words if 2 <= len(word) <= 5)
    theirs.FREQ, theirs.total = theirs.gen_pfdict(io.BytesIO("\n".join(lines).encode()))
    theirs.initialized = True
    for clause in re.split("[，。；\n]", path.read_text(encoding="utf-8")):
        assert ours(clause) == theirs.lcut(clause)


@pytest.mark.parametrize("present", [True, False])
def test_pkg_resources_is_left_as_it_was(present: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.split(".")[0] == "jieba"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.delitem(sys.modules, "pkg_resources", raising=False)
    if present:
        monkeypatch.setitem(sys.modules, "pkg_resources", sys)
    tokenizer(("会员",))
    assert sys.modules.get("pkg_resources") is (sys if present else None)
