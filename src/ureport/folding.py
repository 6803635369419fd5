"""Folding: one spelling for each character, each character folded to exactly one, so that offsets stay.

Full-width letters, digits and signs become half-width ones, all decimal digits of Unicode become ASCII,
Traditional Chinese becomes Simplified (character by character, with OpenCC's table).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_SIGNS = {ord(a): b for a, b in zip("　\u00a0\u2002\u2003\u2009「」『』〝〞＂＇﹁﹂﹃﹄﹪٪", "     “”“”“”\"'“”“”%%", strict=True)}
_TABLE: dict[int, int | str] = {**_WIDE, **_SIGNS, ord("兩"): "两", ord("○"): "〇", ord("〡"): "一"}
_OTHER_DIGIT = re.compile(r"(?![0-9])\d")
# characters that only Traditional texts use, frequent enough that any such text holds one
_TRADITIONAL = re.compile(
    "[會國員職業產個萬億條幹黨團實協議場為與這總數質們點後書請學來報導開關區縣鎮鄉鐵電發達處諮詢勞動爭議辦權組織這個對經過還進運農機構單當從將於無應時間問題義務實際標準總結報紙續線給統計訓練課題選舉轉變讓認證調資訊費貧困難題風險餘館體驗養診]"
)


def fold(text: str) -> str:
    """The text in one spelling, as long as before: ``fold("會員８５００名，") == "会员8500名,"``."""
    folded = text if text.isascii() else text.translate(_TABLE)
    if _OTHER_DIGIT.search(folded):
        folded = _OTHER_DIGIT.sub(lambda m: str(unicodedata.decimal(m.group())), folded)
    return simplify(folded) if _TRADITIONAL.search(folded) else folded


def simplify(text: str) -> str:
    """Traditional characters replaced by Simplified ones, one for one."""
    return text.translate({ord(c): _simplified(c) for c in set(text) if c > "\u2e80"})


@lru_cache(maxsize=30_000)
def _simplified(character: str) -> str:
    if "\ud800" <= character <= "\udfff":
        return character
    simple = _converter().convert(character)
    return simple if len(simple) == 1 else character


@lru_cache(maxsize=1)
def _converter():  # type: ignore[no-untyped-def]
    from opencc import OpenCC  # loaded only for texts in Traditional Chinese

    return OpenCC("t2s")
