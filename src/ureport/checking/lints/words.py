"""Lints of words: those that stand in no text as it is compared, that the tokenizer splits, and lists that nobody uses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ureport.checking.lints.registry import lint
from ureport.checking.material import Material
from ureport.codes import CODES
from ureport.errors import Fault
from ureport.folding import fold
from ureport.library.template import LIST
from ureport.tokens import tokenizer

_PIECE = re.compile(r"[^\s~()\[\]|{}<>…,;:、，。；：]+")
_MARKS = str.maketrans("", "", "“”‘’\"'《》〈〉")
_LONGEST = 5
"""The tokenizer knows words up to this length; longer ones are phrases."""


@lint("P109")
def unfolded_word(material: Material) -> Iterator[Fault]:
    """A word that folding changes: the text is folded before it is compared, the word never stands in it."""
    for path, source in material.sources.items():
        for index, entry in enumerate(source.data.get("pattern", ())):
            for key in ("template", "when", "unless"):
                for word, meant in _unfolded(_texts(entry.get(key))):
                    message = f"{word!r} stands in no text as it is compared"
                    yield material.fault("P109", path, ("pattern", index, key), message, words=word, remedy=f"write {meant!r}", metric=source.metric)
    for name in material.lists:
        for word, meant in _unfolded(material.library.lexicon[name]):
            yield _in_list(material, "P109", name, f"{word!r} of <{name}> stands in no text as it is compared", word, f"write {meant!r}")


@lint("P107")
def split_word(material: Material) -> Iterator[Fault]:
    """A word of a list that the tokenizer takes for several, so that a subject may end inside it."""
    cut = tokenizer(material.library.numbers)
    for name in material.lists:
        for word in material.library.lexicon[name]:
            if 2 <= len(word) <= _LONGEST and word.isalnum() and len(pieces := cut(word)) > 1:
                yield _in_list(material, "P107", name, f"the tokenizer splits {word!r} of <{name}>: {' / '.join(pieces)}", word)


@lint("P111")
def unused_words(material: Material) -> Iterator[Fault]:
    """A word list that no template and no condition names; a file that cannot be read might name it."""
    used = {name for source in material.sources.values() for entry in source.data.get("pattern", ()) for name in _lists(entry)}
    for name in material.lists if not material.broken else ():
        if name not in used:
            yield _in_list(material, "P111", name, f"no pattern uses <{name}>", name)


def _in_list(material: Material, code: str, name: str, message: str, word: str, remedy: str = "") -> Fault:
    """A fault at a word of a word list, in the lexicon file that defines it."""
    known = CODES[code]
    return material.lists[name].fault(code, message, remedy or known.remedy, (name,), words=word, level=known.level)


def _unfolded(texts: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The words of expressions that folding changes, each with what it becomes."""
    for text in texts:
        for word in _PIECE.findall(_bare(text)):
            meant = fold(word).translate(_MARKS)
            if meant != word:
                yield word, meant


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
            yield from LIST.findall(text)


def _bare(text: str) -> str:
    """An expression without its slot and lists."""
    return re.sub(r"\{[^{}]*\}|<[^<>]*>", " ", text)
