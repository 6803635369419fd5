"""PDF: the text as it shows, lines and tables in the order of reading; a scan is told and no empty success."""

from __future__ import annotations

import sys
import time
import zlib
from collections.abc import Callable

import pytest

from making.breaking import broken
from making.pdf import pdf, picture, rule, ruled_table, show
from ureport.errors import InputError
from ureport.model import Document, Layout
from ureport.readers.pdf import read

LONG = "这一行的文字写得比较长，一直写到这一行的末尾处"


def document(data: bytes) -> Document:
    (found,) = read(data, "report.pdf")
    return found


def lines(*pages: str, rotate: int = 0) -> list[str]:
    return [line for line in document(pdf(*pages, rotate=rotate)).text.split("\n") if line]


def written(*texts: str, left: float = 90, top: float = 700, pitch: float = 20) -> str:
    """Lines one below the other."""
    return "".join(show(left, top - pitch * number, text) for number, text in enumerate(texts))


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (written("全年新增会员8500名，新建", "工会126家。"), ["全年新增会员8500名，新建", "工会126家。"]),
        # drawn from below, and in pieces out of order: places count, not the order of the file
        (show(90, 600, "第二行") + show(126, 700, "会员") + show(90, 700, "全市的"), ["全市的会员", "第二行"]),
        # spaced letters and digits
        (show(90, 700, "新增会员3500名", spacing=6), ["新增会员3500名"]),
        (show(90, 700, "新增会员3 5 0 0名"), ["新增会员3500名"]),
        (show(90, 700, "3 980 4 215"), ["3 980 4 215"]),
        (show(90, 700, "共12") + show(120, 700, "15"), ["共12 15"]),
        # raised and lowered
        (show(90, 700, "入会率98%") + show(146, 705, "1", size=7) + show(150, 700, "，稳"), ["入会率98%¹，稳"]),
        (show(90, 700, "氧化CO") + show(126, 697, "2", size=7), ["氧化CO₂"]),
        # drawn twice to look bold
        (show(90, 700, "新增8500名") + show(90.5, 700, "新增8500名"), ["新增8500名"]),
        (show(90, 700, "11家"), ["11家"]),
        # radicals that fonts name instead of characters
        (show(90, 700, "⼯会⼈数12家"), ["工会人数12家"]),
        # a first line that is set in, a title in the middle
        (written("　", top=740) + show(220, 720, "标题") + show(114, 700, LONG) + show(90, 680, "家。"), ["标题", f"　　{LONG}", "家。"]),
        (show(90, 700, "1.") + show(120, 700, "1560份合同"), ["1. 1560份合同"]),
        # slantwise text stands behind
        (show(0, 0, "内部资料", matrix="0.7 0.7 -0.7 0.7 200 300") + show(90, 700, "新增8500名"), ["新增8500名", "内部资料"]),
        # text that is turned as a whole
        (show(0, 0, "新增8500名", matrix="0 1 -1 0 300 100") + show(0, 0, "新建12家", matrix="0 1 -1 0 330 100"), ["新增8500名", "新建12家"]),
        (show(0, 0, "新增8500名", matrix="0 -1 1 0 330 700") + show(0, 0, "新建12家", matrix="0 -1 1 0 300 700"), ["新增8500名", "新建12家"]),
    ],
)
def test_lines(page: str, expected: list[str]) -> None:
    assert lines(page) == expected


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_a_page_that_is_turned(rotate: int) -> None:
    assert lines(written("新增8500名", "新建12家"), rotate=rotate) == ["新增8500名", "新建12家"]


ROWS = [("县区", "会员(人)", "工会(家)"), ("城东区", "816", ""), ("桂湖区", "1,694", "35")]
PIPES = ["| 县区 | 会员(人) | 工会(家) |", "| 城东区 | 816 |  |", "| 桂湖区 | 1,694 | 35 |"]


def test_a_table_with_ruled_lines() -> None:
    page = show(90, 730, "表1 情况：") + ruled_table(ROWS) + show(90, 560, "以上。")
    assert lines(page) == ["表1 情况：", *PIPES, "以上。"]


def test_a_table_whose_columns_only_gaps_show() -> None:
    words = "".join(show(x, 700 - 20 * r, word) for r, row in enumerate(ROWS) for x, word in zip((90, 250, 400), row, strict=True) if word)
    assert lines(words) == PIPES


def test_merged_cells_and_broken_words_in_them() -> None:
    across = [(90, 490, 700), (190, 490, 670), (90, 490, 630), (90, 490, 600)]
    down = [(90, 600, 700), (190, 600, 700), (340, 600, 670), (490, 600, 700)]
    drawn = "".join(rule(a, y, b, y) for a, b, y in across) + "".join(rule(x, a, x, b) for x, a, b in down)
    words = show(100, 650, "单位") + show(300, 680, "2019年") + show(195, 655, "基层工会会员人数（万") + show(195, 640, "人）") + show(350, 650, "工会")
    assert lines(drawn + words + show(100, 610, "甲市") + show(200, 610, "12.4") + show(350, 610, "15")) == [
        *("| 单位 | 2019年 | 2019年 |", "| 单位 | 基层工会会员人数（万人） | 工会 |", "| 甲市 | 12.4 | 15 |"),
    ]


def test_a_frame_and_underlines_are_no_table() -> None:
    frame = rule(80, 720, 500, 720) + rule(80, 600, 500, 600) + rule(80, 600, 80, 720) + rule(500, 600, 500, 720)
    assert lines(frame + rule(90, 698, 200, 698) + written("新增8500名", "新建12家")) == ["新增8500名", "新建12家"]


def test_two_columns_of_text_are_read_one_after_the_other() -> None:
    left, right = [f"左栏第{n}行{LONG[:12]}" for n in range(4)], [f"右栏第{n}行{LONG[:12]}" for n in range(4)]
    assert lines(written(*left, left=60) + written(*right, left=320)) == left + right


def test_page_numbers_and_running_heads_stand_behind_the_text(lay_out: Callable[[str], Layout]) -> None:
    body = (LONG + "共新增会员85", "00名，" + LONG, LONG + "。")
    pages = [show(90, 790, "云溪市总工会工作简报") + written(*texts) + show(290, 40, f"— {n} —") for n, texts in enumerate([body[:1] * 3, body[1:]], 1)]
    found = lines(*pages)
    assert found[-3:] == ["— 1 —", "云溪市总工会工作简报", "— 2 —"]
    # so that a figure that the page breaks is whole
    text = document(pdf(*pages)).text
    reading = lay_out(text).reading.text
    assert "新增会员8500名" in reading


def test_a_bare_page_number_and_a_number_that_is_none() -> None:
    assert lines(written("全市共有职工", "35万人，其中女", "职工12") + show(290, 40, "3")) == ["全市共有职工", "35万人，其中女", "职工12", "3"]
    assert lines(written("全市共有职工", "35万人，其中女", "职工", "12")) == ["全市共有职工", "35万人，其中女", "职工", "12"]


def test_the_unit_above_a_table_on_every_page_stays_there() -> None:
    page = show(300, 730, "单位：万元") + ruled_table(ROWS) + show(290, 40, "1")
    assert lines(page, page) == ["单位：万元", *PIPES, "单位：万元", *PIPES, "1"]


def test_footnotes_stand_behind_the_paragraph_that_the_page_breaks() -> None:
    note = show(90, 80, "1", size=6) + show(95, 77, "按年末5.1万人计算。", size=9)
    assert lines(written(LONG, LONG, LONG) + note, written("会员。", LONG)) == [LONG * 3 + "会员。", "　　¹ 按年末5.1万人计算。", LONG]
    ruled = rule(90, 100, 200, 100) + show(90, 80, "① 含市直。")
    assert lines(written(*[LONG] * 4) + ruled, written("会员。", LONG)) == [LONG * 4 + "会员。", "　　① 含市直。", LONG]


ENDED = LONG[:-1] + "。"


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        # lines up to the margin go on; without three of them nobody knows where it is
        (written(LONG, LONG, LONG, "一家。"), [LONG * 3 + "一家。"]),
        (written(LONG, LONG, "一家。"), [LONG, LONG, "一家。"]),
        (written(LONG, LONG, LONG + "85", "00名。"), [LONG * 3 + "8500名。"]),
        # a sentence that ends at the margin goes on only where paragraphs show their beginning
        (written(LONG, LONG, ENDED, "一家。"), [LONG * 2 + ENDED, "一家。"]),
        (written(LONG, LONG, ENDED[:-1] + "；", "一家。"), [LONG * 2 + ENDED[:-1] + "；一家。"]),
        ("".join(written(LONG[2:], ENDED, "一家。", left=x, top=700 - 60 * n) for n in range(3) for x in [90]), [LONG[2:], ENDED, "一家。"] * 3),
        (
            "".join(show(114, 700 - 60 * n, LONG[2:]) + written(ENDED, "一家。", top=680 - 60 * n) for n in range(3)),
            [f"　　{LONG[2:]}{ENDED}一家。"] * 3,
        ),
        # what begins anew does not go on
        *((written(LONG, LONG, LONG, f"{mark}工作"), [LONG * 3, f"{mark}工作"]) for mark in ("一、", "（一）", "1.", "2）", "①", "●", "第二章 ", "表1 ")),
        (written(LONG, LONG, LONG) + show(120, 640, "设在里面"), [LONG * 3, "　　设在里面"]),
        (written(LONG, LONG, LONG) + show(200, 640, "居中的标题"), [LONG * 3, "居中的标题"]),
        (written(LONG, LONG, LONG) + show(90, 640, "小字", size=9), [LONG * 3, "小字"]),
        (written(*[LONG[:-4] + f"……{n}" for n in range(1, 5)]), [LONG[:-4] + f"……{n}" for n in range(1, 5)]),
        (written(*["短的一行"] * 4), ["短的一行"] * 4),
        (written(*[LONG + "in"] * 3, "all"), [(LONG + "in") * 3 + " all"]),
    ],
)
def test_paragraphs(page: str, expected: list[str]) -> None:
    assert lines(page) == expected


SCAN = picture()


def test_scanned_pages_among_others_are_told() -> None:
    found = document(pdf(written("全年新增会员8500名。"), SCAN, SCAN + show(90, 20, "扫描全能王 创建")))
    assert (found.text, found.flags) == ("全年新增会员8500名。\n扫描全能王 创建\n", ("needs_ocr: no text on page 2, 3",))
    assert document(pdf(*[written("新增8500名。")], *[SCAN] * 12)).flags == ("needs_ocr: no text on page 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 and 2 more",)


def test_a_scan_with_its_text_behind_the_picture_is_read() -> None:
    found = document(pdf(SCAN + written(*[LONG] * 3)))
    assert found.flags == ()
    assert found.text.count(LONG) == 3


def test_a_small_picture_makes_no_scan() -> None:
    assert document(pdf(picture(100, 100) + written("新增8500名。"))).flags == ()


def test_a_file_that_opens_without_a_password_is_read() -> None:
    assert document(pdf(written("新增8500名。"), password="")).text == "新增8500名。\n"


def test_pages_in_a_circle_end() -> None:
    found = document(pdf(written("新增8500名。"), kids="6 0 R 2 0 R", count=2))
    assert (found.text, found.flags) == ("新增8500名。\n", ("damaged: nothing read of page 2",))


def test_a_false_count_of_pages_is_seen_through() -> None:
    assert document(pdf(written("新增8500名。"), count=10**9)).text == "新增8500名。\n"


def test_the_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ureport.readers.pdf.MAX_PAGES", 2)
    assert document(pdf(*[written("新增8500名。")] * 2))
    with pytest.raises(InputError, match="too large: 3 pages"):
        document(pdf(*[written("新增8500名。")] * 3))
    monkeypatch.setattr("ureport.readers.pdf.SECONDS", -1)
    with pytest.raises(InputError, match="too large: its pages took more than"):
        document(pdf(written("新增8500名。")))
    monkeypatch.setattr("ureport.readers.pages.glyphs.MAX_GLYPHS", 5)
    with pytest.raises(InputError, match="too large: a page of 8 characters"):
        document(pdf(written("新增8500名。")))


BOMB = zlib.compress(show(90, 700, "12").encode() * 2_000_000, 9)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "damaged"),
        (b"%PDF-1.4 and no more", "damaged"),
        (b"plain text", "damaged"),
        (pdf(SCAN), "needs_ocr"),
        (pdf(SCAN + show(90, 20, "扫描全能王 创建")), "needs_ocr"),
        (pdf(""), "empty"),
        (pdf(written("新增8500名。"), password="x"), "encrypted"),
        (pdf(kids="2 0 R", count=1), "damaged: none of its pages"),
        (pdf(BOMB, filters="/Filter/FlateDecode"), "too large: a part of it unpacks"),
    ],
    ids=lambda value: value if isinstance(value, str) else "file",
)
def test_what_cannot_be_read_is_told(data: bytes, message: str) -> None:
    began = time.monotonic()
    with pytest.raises(InputError, match=message) as error:
        document(data)
    assert error.value.remedy
    assert time.monotonic() - began < 20


def test_a_missing_package_is_named_with_its_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    with pytest.raises(InputError, match="pypdfium2") as error:
        document(pdf(written("新增8500名。")))
    assert error.value.remedy == "pip install 'ureport[pdf]'"


def test_a_broken_table_of_contents_of_the_file_is_mended() -> None:
    whole = pdf(written("新增8500名。"))
    assert document(whole.replace(b"startxref\n", b"startxref\n9")).text == "新增8500名。\n"


def test_a_damaged_file_is_an_error_and_never_a_crash() -> None:
    whole = pdf(show(90, 730, "表：") + ruled_table(ROWS) + show(0, 0, "斜", matrix="0.7 0.7 -0.7 0.7 200 300"), SCAN, written(LONG, LONG))
    for data in broken(whole, 300):
        try:
            assert document(data).text.strip()
        except InputError as error:
            assert error.message
