"""Templates: ``受理 … <劳动争议>[案件] … {件}`` → groups of words round a slot.

template = part (gap part)*            gap  = … (ordered) | ~ (near, any order)
part     = slot | piece+               slot = {} | {unit}
piece    = word | ( part | part … ) | [ part ] | < list >
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from ureport.library.expansion import Every, Words

MOST_WORDS = 10_000
"""So many words a part, a condition or a word list may stand for."""
_LONGEST = 200
"""More characters than any word of a report has."""
LIST = re.compile("<([^<>]*)>")
"""A word list in an expression."""
_DEEPEST = 20
"""More brackets within brackets nobody can read."""
_TOKEN = re.compile(r"\{([^{}]*)\}|<([^<>]*)>|(…+|\.\.\.)|([~()\[\]|])|([^\s~()\[\]|{}<>…]+)|(\s+)|(.)")


class TemplateFault(ValueError):
    """A template that cannot be read; ``at`` is the offset of the fault in it, ``code`` that of the diagnostic.

    For a word of a condition ``key`` is the key it stands under, ``words`` the word.
    """

    def __init__(self, message: str, at: int, remedy: str, *, code: str = "P005") -> None:
        super().__init__(message)
        self.at = at
        self.remedy = remedy
        self.code = code
        self.key = ""
        self.words = ""


@dataclass(frozen=True, slots=True)
class Template:
    """Groups of words in the order of the template; ``before`` of them stand before the slot."""

    groups: tuple[tuple[str, ...], ...]
    before: int
    unit: str
    ordered: bool
    tight: bool


_EVERY = Every()


def parse_template(text: str, lists: Mapping[str, tuple[str, ...]], words: Every = _EVERY) -> Template:
    """The template read; raises TemplateFault with offset and remedy. ``words`` says which words of an expression are wanted.

    >>> parse_template("(新增|发展)会员 … {人}", {}).groups
    (('发展会员', '新增会员'),)
    """
    return _Parser(text, lists, words).template()


def expand_words(text: str, lists: Mapping[str, tuple[str, ...]], words: Every = _EVERY) -> tuple[str, ...]:
    """The words of an expression without gap and slot, as conditions use them: ``[女]职工`` → 女职工, 职工."""
    parser = _Parser(text, lists, words)
    found = parser.alternatives(None)
    if parser.at < len(parser.tokens):
        raise TemplateFault("a condition holds words only, no slot and no gap", parser.offset(), "move the slot or gap to the template")
    return parser.cleaned(found, 0)


class _Parser:
    def __init__(self, text: str, lists: Mapping[str, tuple[str, ...]], words: Every) -> None:
        self.text = text
        self.lists = lists
        self.words = words
        self.tokens = [m for m in _TOKEN.finditer(text) if m.lastindex != 6]
        self.at = 0
        self.depth = 0

    def offset(self) -> int:
        return self.tokens[self.at].start() if self.at < len(self.tokens) else len(self.text)

    def cleaned(self, words: Words, at: int) -> tuple[str, ...]:
        """The words of a part, which must be some."""
        if "" in words and (self.words.all or len(words) == 1):
            raise TemplateFault("a part without any word", at, f"write at least one word that is not optional in {self.text!r}")
        return tuple(sorted(word for word in words if word))

    def check_number(self, words: int, at: int) -> None:
        """Raises a fault when there are too many words."""
        if self.words.all and words > MOST_WORDS:
            raise TemplateFault(f"more than {MOST_WORDS} words", at, "split the template in two")

    def peek(self, symbols: str) -> bool:
        return self.at < len(self.tokens) and self.tokens[self.at].group() in symbols and self.tokens[self.at].lastindex == 4

    def template(self) -> Template:
        groups: list[tuple[str, ...]] = []
        gaps: set[str] = set()
        unit: str | None = None
        before = 0
        tight = False
        gap_before = True
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            if token.lastindex == 7:
                raise TemplateFault(f"{token.group()!r} has no partner", token.start(), "close every bracket")
            if token.lastindex == 3 or token.group() == "~":
                gaps.add("~" if token.group() == "~" else "…")
                gap_before = True
                self.at += 1
            elif token.lastindex == 1:
                if unit is not None:
                    raise TemplateFault("a second slot", token.start(), "a template has one slot {}")
                unit, before, tight = token[1], len(groups), not gap_before
                gap_before = False
                self.at += 1
            else:
                words = self.concatenation()
                if self.at < len(self.tokens) and self.tokens[self.at] is token:
                    raise TemplateFault(f"{token.group()!r} has no partner", token.start(), "close every bracket; alternatives stand in round ones")
                groups.append(self.cleaned(words, token.start()))
                gap_before = False
        if unit is None:
            raise TemplateFault("no slot for the figure", len(self.text), "add {} or {unit}, e.g. … {人}")
        if not groups:
            raise TemplateFault("no word beside the slot", 0, "name the words that say what is counted")
        if len(gaps) > 1:
            raise TemplateFault("… and ~ in one template", 0, "use … for ordered words or ~ for any order, not both")
        return Template(tuple(groups), before, unit, "~" not in gaps, tight)

    def concatenation(self) -> Words:
        words, longest = self.words.nothing, 0
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            if token.lastindex == 5:
                piece: Words = (token.group(),)
                self.at += 1
            elif token.lastindex == 2:
                piece = self.word_list(token)
            elif token.group() in "([" and token.lastindex == 4:
                piece = self.bracket()
            else:
                break
            longest += max(map(len, piece))
            if longest > _LONGEST:
                raise TemplateFault(f"a word of more than {_LONGEST} characters", token.start(), "shorten it, or part it by a gap")
            self.check_number(len(words) * len(piece), token.start())
            words = self.words.joined(words, piece)
        return words

    def alternatives(self, closing: str | None) -> Words:
        options = [self.concatenation()]
        number = len(options[0])
        while self.peek("|"):
            self.at += 1
            options.append(self.concatenation())
            number += len(options[-1])
            self.check_number(number, self.offset())
        words = self.words.either(options)
        if closing is not None:
            if not self.peek(closing):
                raise TemplateFault(f"{closing!r} is missing", self.offset(), "close every bracket; no gap or slot inside one")
            self.at += 1
        return words

    def bracket(self) -> Words:
        opening = self.tokens[self.at].group()
        if self.depth == _DEEPEST:
            raise TemplateFault(f"more than {_DEEPEST} brackets within one another", self.offset(), "write a word list, or several templates")
        self.at += 1
        self.depth += 1
        found = self.alternatives(")") if opening == "(" else self.words.either((self.alternatives("]"), ("",)))
        self.depth -= 1
        return found

    def word_list(self, token: re.Match[str]) -> Words:
        self.at += 1
        if token[2] not in self.lists:
            near = [f"<{name}>" for name in sorted(self.lists, key=lambda name: -len(set(name) & set(token[2])))[:3] if set(name) & set(token[2])]
            meant = f"did you mean {' or '.join(near)}? Or " if near else ""
            raise TemplateFault(f"no word list <{token[2]}>", token.start(), f"{meant}define it in lexicon/words.toml", code="P006")
        return self.words.listed(self.lists[token[2]])
