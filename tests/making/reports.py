"""Texts like those of union reports, and worse, made of choices.

The same maker serves the property tests, where hypothesis chooses, and the fuzz target, where a random number does: the first
choice of each list is the plainest, so that hypothesis shrinks towards ordinary text.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

Choose = Callable[[int], int]
"""A number from 0 to one below the argument."""

UNITS = ["名", "人", "家", "户", "元", "万元", "%", "‰", "个百分点", "倍", "人次", "件(次)", "场", "个", "亿元", "㎡", "余人", "多万元", ""]
WORDS = [
    *["新增会员", "签订集体合同", "走访慰问", "总工会", "增长", "其中", "分别", "由", "从", "到", "至", "占", "同比", "职工", "培训", "的", "参加"],
    *["约", "近", "超过", "余", "多", "以上", "左右", "不少于", "第", "届", "力争", "去年", "年", "月", "日", "上半年", "截至", "每人", "人均", "达到"],
    *[
        "總工會",
        "發展會員",
        "簽訂集體合同",
        "湖州市总工会",
        "工作总结",
        "一心一意",
        "三八",
        "五一",
        "十二五",
        "“两学一做”",
        "《一法两纲》",
        "浙总工发〔2016〕12号",
    ],
]
HEADINGS = [
    "一、组织建设",
    "（二）维权",
    "湖州市总工会2016年工作总结",
    "1.送温暖：",
    "第三章 财务",
    "2017年工作要点",
    "① 概况",
    "- 12 -",
    "第 3 页 共 9 页",
    "表1 各县（区）情况",
]
SIGNS = [*"，。；：、！？（）《》“”—-~～|\t \n\r　〔〕/.:'\"=+@％．－", "\r\n", "\n\n", "——", "……", "||", "…"]
ODD = [
    *"\0\x0b\x0c\x1b\x85\u2028\u2029\ufeff\u200b\u200d\u00ad\u202e\ufffe\uffff\u0301\u20dd\ufe0f",
    *["\ud800", "\udfff", "😀", "𠮷", "𝟚𝟘", "e\u0301", "5\u0301", "٣٤", "①③", "㈠", "²", "½", "〇", "<b>", "[red]", "\\u4e00", "{0}", "%s"],
]
CELLS = ["12", "1,578", "92.6%", "", "-", "城东区", "人数(万人)", "2015年", "合计", "其中:女", "序号", "增长%", "一百二十", "3.5万元", "备注"]
WIDE = str.maketrans("0123456789.,%", "０１２３４５６７８９．，％")
_NUMERALS = "零一二三四五六七八九"
_FORMAL = str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")


def in_words(number: int) -> str:
    """A number below 一亿 as it is written in full.

    >>> in_words(3050), in_words(12), in_words(100_001)
    ('三千零五十', '一十二', '一十万零一')
    """
    if number >= 10_000:
        rest = number % 10_000
        return in_words(number // 10_000) + "万" + (("零" if rest < 1000 else "") + in_words(rest) if rest else "")
    words, gap = "", False
    for power, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // power % 10
        if digit:
            words += ("零" if gap and words else "") + _NUMERALS[digit] + name
        gap = not digit
    return words


def formal(number: int) -> str:
    """The same in the characters of cheques: 叁仟零伍拾."""
    return in_words(number).translate(_FORMAL)


class Maker:
    """Makes texts; ``choose`` decides everything."""

    def __init__(self, choose: Choose) -> None:
        self.choose = choose

    def one(self, options: Sequence[str]) -> str:
        return options[self.choose(len(options))]

    def any(self, *makers: Callable[[], str]) -> str:
        return makers[self.choose(len(makers))]()

    def some(self, make: Callable[[], str], most: int, between: str = "") -> str:
        return between.join(make() for _ in range(self.choose(most + 1)))

    def digits(self) -> str:
        number = str(self.choose(10 ** (1 + self.choose(9))))
        return self.any(lambda: number, lambda: f"{int(number):,}", lambda: number.translate(WIDE), lambda: f"{number}.{self.choose(100)}")

    def odd_digits(self) -> str:
        number = str(self.choose(100_000))
        return self.one(
            [
                *[f"{number[:2]}\n{number[2:]}", f"{number[:1]} {number[1:]}", f"0{number}", f"{number}.", f"1O{number}", f"{number}.1.2", f"1e{number}"],
                *[number * 30, number * 999, f"-{number}", f"{number}-{number}0", f"{number}/9", f"{number}:1", f"{number}亿{number}万"],
                ",".join(number * 4),
            ]
        )

    def words(self) -> str:
        number = 1 + self.choose(10 ** (1 + self.choose(8)) - 1)
        return self.any(
            lambda: in_words(number),
            lambda: formal(number),
            lambda: "".join(_NUMERALS[int(d)] for d in str(number)),
            lambda: f"百分之{in_words(number % 1000 + 1)}",
            lambda: f"{in_words(number % 9 + 1)}成",
            lambda: self.one(["三四十", "十七八", "一半", "过半数", "几十万", "数百", "上千", "半", "翻一番", "廿五", "两万五", "三点五", "三分之一", "几"]),
        )

    def jumble(self) -> str:
        """Number words in an order that nobody writes."""
        return self.some(lambda: self.one([*"零一二两三十百千万亿半几数点成余多", "分之", "百分之"]), 8)

    def figure(self) -> str:
        before = self.one(["", "近", "约", "超过", "达", "共", "第"])
        number = self.any(self.digits, self.words, self.odd_digits, self.jumble)
        return before + number + self.one(["", "余", "多", "万", "亿", " "]) + self.one(UNITS)

    def clause(self) -> str:
        return self.some(lambda: self.any(lambda: self.one(WORDS), self.figure), 5)

    def sentence(self) -> str:
        return self.some(lambda: self.clause() + self.one(["，", "、", "；", "（", "）", "：", ",", "——"]), 3) + self.clause() + "。"

    def table(self) -> str:
        bar = self.one(["|", "\t", " | "])
        columns = 1 + self.choose(5)
        rows = (bar.join(self.any(lambda: self.one(CELLS), self.figure) for _ in range(columns)) for _ in range(1 + self.choose(5)))
        return "\n".join(bar.strip(" ") + row + bar.strip(" ") for row in rows)

    def noise(self) -> str:
        return self.some(lambda: self.any(lambda: self.one(SIGNS), lambda: self.one(ODD), lambda: self.one(WORDS), self.digits), 8)

    def line(self) -> str:
        indent = self.one(["", "　　", "  ", "\t", "\ufeff"])
        return indent + self.any(self.sentence, self.clause, lambda: self.one(HEADINGS), self.table, self.noise)

    def report(self) -> str:
        """Some lines of every kind, with one of the ways to end a line."""
        return self.some(self.line, 7, self.one(["\n", "\r\n", "\n\n", "\r", "\u2028", ""]))
