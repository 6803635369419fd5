"""The forms in which numbers stand that count nothing: codes, ordinals, list numbers, grades, scores, quotations."""

from __future__ import annotations

import re

from ureport.numerals import CHARACTERS

CN = f"[{CHARACTERS}]"
NUMBER_WORDS = re.compile(f"{CN}+")
CODE = re.compile(
    r"[〔\[【(](?:19|20)[0-9]{2}[〕\]】)] ?(?:第)?[0-9]+号?"
    r"|(?:0[0-9]{2,3}-?)[0-9]{7,8}(?![0-9])|1[3-9][0-9]{9}(?![0-9])|[0-9]{3,4}-[0-9]{3,4}-[0-9]{3,4}|0[0-9]{2,3}-[0-9]{3,8}"
    r"|[0-9]{7,}(?= ?号|[^\u4e00-\u9fff0-9.,%]|$)|[0-9]+(?:-[0-9]+)*号(?!召|称)|(?:19|20)[0-9]{2}[卷版]"
)
WORD_LEFT = re.compile(r"[A-Za-z][A-Za-z0-9_./+-]*[-./+]?$")
WORD_RIGHT = re.compile(r"[0-9]+(?:\.[0-9]+)*[-+/]?[A-Za-z][A-Za-z0-9]*(?![0-9])")
ADDRESS = re.compile(r"(?:https?://|www\.)[!-~]+|[A-Za-z0-9_.+-]+@[A-Za-z0-9.-]+|[0-9]+(?:\.[0-9]+){2,}(?![0-9])")
ORDINAL = re.compile(
    rf"(?:[0-9]+|{CN}+|几)(?:、(?:[0-9]+|{CN}+))*(?:届(?:[0-9]+|{CN}+)次|届|次|批|期|名|个|家|位|条|款|项|章|节|轮|季度|年度|年|代|线|类|等奖|等|级|版|场|集|局|站|职|书记|道|种|号|产业|份)?"
)
# the common case, decided at once: digits with a measure word of people, things or money behind a Chinese character
PLAIN = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?[万亿]?[余多]?[万亿]?(?:[名人户件份元篇册张场项条%]|家(?!园)|个(?![半月年小星季学百点工多]))(?![A-Za-z])")
RANKING = frozenset("第前表图件附")
RANK = re.compile(rf"(?:[0-9]{{1,2}}|{CN}{{1,2}})(?:名|位|强|列)")
GRADE = re.compile(rf"(?:[0-9]|{CN})(?:等功|等奖|等|级(?!以上奖)|星级|星|档|流|线城市|把手|年级|甲|本院校|期工程|楼|室|栋|幢|路(?!途)|环(?!节|境|保|卫))")
_MARK, _TITLE_AHEAD = r"[)\]]\.?", r"(?= (?=[^\W\d]{2}))"
LIST_START = re.compile(
    rf"[0-9]{{1,2}}(?:\.[0-9]{{1,2}})+(?= )"
    rf"|[(\[]?(?:[0-9]{{1,2}}(?:\.[0-9]{{1,2}})*(?:{_MARK}|[、.:,](?![0-9])|{_TITLE_AHEAD})|{CN}{{1,3}}(?:{_MARK}|[、.:,]|{_TITLE_AHEAD}))"
)
LIST_INSIDE = re.compile(rf"(?:[0-9]{{1,2}}[)、.](?![0-9])|{CN}{{1,2}}[)、](?!{CN})|{CN}(?:是|要(?!点)|则))")
SCORE = re.compile(r"[0-9]+(?:[:比][0-9]+|(?:[xX×*+][0-9A-Za-zN]+)+)")
QUOTED = re.compile("“[^“”\n]{1,16}”|\"[^\"\n]{1,14}\"|'[^'\n]{1,14}'|《[^《》\n]{1,40}》")
ENCLOSED = re.compile("[①-⓿❶-➓㈠-㈩㊀-㊉²³¹⁰-₉½¼¾⅓⅔]")
SERIES = re.compile(r"[、,;] ?[\u4e00-\u9fff]{2,6}")
ENDING = frozenset("、,;。\n") | {""}
LABEL = re.compile(r"(?:^|[^\u4e00-\u9fff发制])(?:图|表|附表|附图|附件)$|附[件表图]$|[见如下]表$")
