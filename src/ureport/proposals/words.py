"""What stands beside a figure, as words. Light words, names of places and organisations, times and digits are left out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from ureport.tokens import Tokenize
from ureport.vocabulary import Vocabulary

Words = tuple[str, ...]
"""Words in the order of the text; an empty one stands where something was left out."""

Weak = Callable[[str], bool]
"""Says of a word that alone it does not tell what is counted (职工, 活动)."""

_RUN = re.compile("[A-Za-z\u4e00-\u9fff]+")
_FUNCTION = frozenset(
    "的了和与及等在对给为有将被把从由以共已其各并还又也都就使向于至到是该此每再先后约近超达多来去之而但且请让做得地着过不未无没个名次另余仅均则各按因"
)
_TIME = re.compile(r"[〇零一二三四五六七八九十]*(?:年|月|日|季度|年度|以来|期间|[春夏秋冬]季)|每[年月日周天人户]|月均|人均|户均")
_JOINING = frozenset(["同时", "此外", "另外", "还有", "以及", "并且", "同比", "环比", "其他", "其它", "等等", "进行", "予以", "给予", "所有", "尚有", "设有"])
_REACHING = re.compile(".{1,2}[到至]|[定变成作增升]为")
_ORGANISATION = re.compile(r".*(?:总工会|工会联合会|工会委员会|有限公司|集团公司|集团|公司)")
_PLACE = re.compile(r".{1,4}(?:自治区|自治州|省|市|县|区|州|旗|镇|乡|街道)")
_NO_PLACE = re.compile(r".*(?:[社园校小景厂灾片矿山辖库牧老林地]区|[城超门集上夜]市|乡镇|市镇|区县|市县)")
# what is compared with, and the verb that follows a rate: 比上年, 录入率|达
_COMPARED = re.compile(
    "(?<![同环])[比较](?:[上去前]年|年初)?(?:同期)?(?=[增上提下减降多少高低翻])|[比较][上去前]年(?:同期|末|底)?|[上去前]年(?:同期|末|底)?|(?<=率)[达为是到超约近]+"
)
_LONGEST = 8
_MOST = 3
_STEM = re.compile(r"(?P<whole>(?P<stem>[\u4e00-\u9fff]{2,6}?)(?:自治区|自治州|省|市|县|区|州|旗|镇|乡|街道))")


class Reader:
    """Cuts text into the words that tell what is counted."""

    def __init__(self, vocabulary: Vocabulary, known: frozenset[str], tokenize: Tokenize) -> None:
        self.vocabulary = vocabulary
        self.known = known
        self.tokenize = tokenize
        self.places = frozenset(name for key in ("cities", "provinces") for name in vocabulary.organisation.get(key, ()))

    def words(self, text: str, org: str = "") -> Words:
        """The words of a text; ``org`` is the reporting organisation, whose name tells nothing.

        >>> reader.words("云溪市累计开展志愿服务活动", "云溪市总工会")
        ('志愿服务', '活动')
        """
        if org:
            text = _names(org).sub(" ", text)
        text = _COMPARED.sub(" ", text)
        found: list[str] = []
        for run in _RUN.findall(text):
            for word in ("", *map(self._kept, self.tokenize(run))):
                if word or (found and found[-1]):
                    found.append(word)
        return tuple(found[:-1] if found and not found[-1] else found)

    def _kept(self, word: str) -> str:
        """The word, or nothing when it does not tell what is counted."""
        if word in self.vocabulary.light or word in _FUNCTION or word in _JOINING or (len(word) > 1 and word in self.vocabulary.units):
            return ""
        if _TIME.fullmatch(word) or _REACHING.fullmatch(word) or _ORGANISATION.fullmatch(word):
            return ""
        if word in self.known or len(word) == 1:
            return word
        named = word in self.places or (_PLACE.fullmatch(word) and not _NO_PLACE.fullmatch(word))
        return "" if named else word


@lru_cache(maxsize=64)
def _names(org: str) -> re.Pattern[str]:
    """An expression for the name of an organisation and of its place, the longest first."""
    place = _STEM.match(org)
    return re.compile("|".join(map(re.escape, dict.fromkeys((org, *((place["whole"], place["stem"]) if place else ()))))))


def terms(words: Words, weak: Weak) -> Iterator[tuple[str, int]]:
    """The words and their compounds of up to three that follow each other (营业收入), each with the number of its last word.

    No weak word is a term or begins one. What 率 or another single character follows is no whole word (录入|率, 歌咏|会).
    """
    for first, beginning in enumerate(words):
        term = ""
        for last in range(first, min(first + _MOST, len(words))):
            word = words[last]
            if not word or len(term) + len(word) > _LONGEST or weak(beginning):
                break
            term += word
            following = words[last + 1] if last + 1 < len(words) else ""
            if len(term) > 1 and len(following) != 1 and not following.startswith("率"):
                yield term, last


def parts(word: str) -> Iterator[str]:
    """What a word may hold: 义务植树 holds 植树. Parts of a rate end in 率 as it does."""
    for length in range(2, len(word)):
        for start in range(len(word) - length + 1):
            if not word.startswith("率", start + length):
                yield word[start : start + length]
