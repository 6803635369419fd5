"""Lints of words: those that stand in no text as it is compared, that the tokenizer splits, and lists that nobody uses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ureport.checking.lints.registry import lint
from ureport.checking.material import Material
from ureport.codes import CODES
from ureport.errors import Fault
from ureport.folding import fold
from ureport.library.source import Source
from ureport.tokens import tokenizer

_LIST = re.compile("<([^<>]*)>")
_PIECE = re.compile(r"[^\s~()\[\]|{}<>…,;:、，。；：]+")
_MARKS = str.maketrans("", "", "“”‘’\"'《》〈〉")
_LONGEST = 5
"""The tokenizer knows words up to this length; longer ones are phrases."""


@lint("P109")
def unfolded_word(material: Material) -> Iterator[Fault]:
    """A word of a template or condition that folding changes: the text is folded before it is compared, the word never stands in it."""
    for path, source in material.sources.items():
        for index, entry in enumerate(source.data.get("pattern", ())):
            for key in ("template", "when", "unless"):
                for text in _texts(entry.get(key)):
                    for word in _PIECE.findall(_bare(text)):
                        meant = fold(word).translate(_MARKS)
                        if meant != word:
                            yield material.fault(
                                "P109", path, ("pattern", index, key), f"{word!r} stands in no text as it is compared", words=word, remedy=f"write {meant!r}"
                            )


@lint("P107")
def split_word(material: Material) -> Iterator[Fault]:
    """A word of a list that the tokenizer takes for several, so that a subject may end inside it."""
    cut = tokenizer(material.library.words)
    for name, words in material.library.lexicon.items():
        for word in words:
            if 2 <= len(word) <= _LONGEST and word.isalnum() and len(pieces := cut(word)) > 1:
                message = f"the tokenizer splits {word!r} of <{name}>: {' / '.join(pieces)}"
                yield _in_lexicon(material, "P107", name, message, word)


@lint("P111")
def unused_words(material: Material) -> Iterator[Fault]:
    """A word list that no template and no condition names."""
    used = {name for source in material.sources.values() for entry in source.data.get("pattern", ()) for name in _lists(entry)}
    own = {name for folder in material.folders for path in (folder / "lexicon").glob("words*.toml") for name in Source.of(path).keys}
    for name in material.library.lexicon:
        if name in own and name not in used:
            yield _in_lexicon(material, "P111", name, f"no pattern uses <{name}>", name)


def _in_lexicon(material: Material, code: str, name: str, message: str, word: str) -> Fault:
    """A fault at a word of a named list, in the lexicon file that defines it."""
    known = CODES[code]
    for folder in reversed(material.folders):
        for path in sorted((folder / "lexicon").glob("words*.toml")):
            source = Source.of(path)
            if name in source.keys:
                return source.fault(code, message, known.remedy, (name,), words=word, level=known.level)
    return Fault(str(material.folders[-1]), 1, 1, message, known.remedy, code=code, level=known.level)


def _texts(value: object) -> Iterator[str]:
    """The strings in the value of a key: a template, or the words of conditions by place."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for words in value.values():
            yield from words


def _lists(entry: dict[str, object]) -> Iterator[str]:
    for key in ("template", "when", "unless"):
        for text in _texts(entry.get(key)):
            yield from _LIST.findall(text)


def _bare(text: str) -> str:
    """An expression without its slot and lists."""
    return re.sub(r"\{[^{}]*\}|<[^<>]*>", " ", text)
