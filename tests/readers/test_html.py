"""Web pages → text: nothing that a person sees is lost, blocks are lines, tables are pipe rows."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

import makers
from ureport.errors import InputError
from ureport.readers.html import read, to_text


def lines(source: str) -> list[str]:
    return to_text(source)[0].splitlines()


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<h1>总结</h1><p>新增会员<b>8500</b>名<div>完</div>尾", ["总结", "新增会员8500名", "完", "尾"]),
        ("一<br>二<br/>三<hr>四", ["一", "二", "三", "四"]),
        ("<ul><li>甲<li>乙</ul><dl><dt>丙<dd>丁</dl>", ["甲", "乙", "丙", "丁"]),
        ("<ol><li>甲<li>二、乙<li><p>丙</p><p>丁</p></ol>", ["1. 甲", "二、乙", "3. 丙", "丁"]),
        ("<ol start=5><li>甲<ul><li>乙</ul><li>丙</ol><li>丁", ["5. 甲", "乙", "6. 丙", "丁"]),
        ("<select><option>2015<option>2016</select><textarea>甲 <b>\n乙</textarea>", ["2015", "2016", "甲 <b>", "乙"]),
        ("<pre>甲  320\n  乙  450\r\n</pre>丙  丁", ["甲  320", "  乙  450", "丙 丁"]),
        ("新增会\n  员8500\n名", ["新增会员8500 名"]),  # a line of the source is none of the page
        ("<p>&nbsp;&nbsp;&nbsp;&nbsp;甲</p><p>　　乙</p>", ["\xa0\xa0\xa0\xa0甲", "　　乙"]),
        ("&#20250;&#x5458;&amp;&lt;8500&gt;&nbsp;&copy&bogus;&#99999999999;", ["会员&<8500>\xa0©&bogus;\ufffd"]),
        ("<span>85</span><span lang=EN-US>00<o:p></o:p></span>名", ["8500名"]),  # as Word writes it
        ("<a>首页</a><a>1</a><span><a>2</a></span>，<a>3</a>名", ["首页 1 2，3名"]),  # links stand apart
        ("8500<sup>1</sup>名，30m<sup>2</sup>，x<sup>[1]</sup>", ["8500¹名，30m²，x[1]"]),  # no part of the number before it
        ("<p>甲<script>var 乙=1;</script>丙<style>丁{}</style>戊<!-- 己 -->", ["甲丙戊"]),
        ("<noscript>甲</noscript><div style='display:none'>乙</div><template>丙</template><svg><text>丁</text></svg>", ["甲", "乙", "丙", "丁"]),
        ("<![CDATA[甲]]><?php 乙 ?><!DOCTYPE 丙>丁<![if !supportLists]>戊<![endif]>", ["甲丁戊"]),
        ("<frameset><noframes><body>甲</body></noframes></frameset>", ["甲"]),
        ("<ucapcontent>甲</ucapcontent><my-box>乙</my-box>", ["甲", "乙"]),
    ],
)
def test_blocks_are_lines_in_the_order_of_reading(source: str, expected: list[str]) -> None:
    assert lines(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<title>2016年总结</title><p>正文", ["2016年总结", "正文"]),
        ("<title>2016年总结</title><h1>2016年总结</h1>", ["2016年总结"]),
        ("<title>2016年总结-湖州工会网</title><p>湖州工会网<h1>2016年总结</h1>", ["湖州工会网", "2016年总结"]),
        ("<title>2016年总结_第2页</title><h1>2016年总结</h1>", ["2016年总结_第2页", "2016年总结"]),
        ("<title> 2016年\n 总结 </title><body><svg><title>图</title></svg>", ["2016年 总结", "图"]),
        ("<title>2016年总结<meta charset=utf-8><body>正文", ["2016年总结", "正文"]),  # never closed
        ("<title></title>正文", ["正文"]),
    ],
)
def test_the_title_comes_first_unless_the_page_says_it(source: str, expected: list[str]) -> None:
    assert lines(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<table><tr><td>单位<td>会员<tr><td>甲市<td>320</table>", ["| 单位 | 会员 |", "| 甲市 | 320 |"]),
        (
            "<table><caption>表1</caption><thead><tr><th>单位</th><th>会员<br>人数</th></tr></thead><tbody><tr><td>甲|市</td><td><p>320</p></td></tr></tbody></table>",
            ["表1", "| 单位 | 会员人数 |", "| 甲¦市 | 320 |"],
        ),
        (  # the words of merged headers are repeated
            "<table><tr><th rowspan=2>区县<th colspan=2>2016年<tr><th>会员<th>工会<tr><td rowspan=2>甲市<td>320<td rowspan=2>12<tr><td>330</table>",
            ["| 区县 | 2016年 | 2016年 |", "| 区县 | 会员 | 工会 |", "| 甲市 | 320 | 12 |", "|  | 330 |  |"],
        ),
        (  # a row of one cell is a line above and below, and within the table a row
            "<table><tr><td colspan=2>单位：万元<tr><td>甲<td>1<tr><td colspan=2>其他<tr><td>乙<td>2<tr><td colspan=2>注：无</table>",
            ["单位：万元", "| 甲 | 1 |", "| 其他 |  |", "| 乙 | 2 |", "注：无"],
        ),
        ("<table><tr><td>甲<td>&nbsp;<td>1<td><tr><td><td><td><tr><td>乙<td><td>2<td></table>", ["| 甲 | 1 |", "| 乙 | 2 |"]),
        ("<table><tr><td>发布时间：2016年<td>来源：工会</table>", ["发布时间：2016年", "来源：工会"]),  # no table
        ("<table><tr><td><table><tr><td>栏目</table><td><p>甲<p>乙</table>丙", ["栏目", "甲", "乙", "丙"]),  # arranges the page
        (
            "<table><tr><td>导航<td>" + "正文。" * 300 + "<tr><td>左<td>右</table>",
            ["导航", "正文。" * 300, "左", "右"],
        ),
        (
            "<table><tr><td>头<tr><td><table><tr><td>甲<td>1<tr><td>乙<td>2</table><tr><td>尾</table>",
            ["头", "| 甲 | 1 |", "| 乙 | 2 |", "尾"],
        ),
        ("<table>上<tr>中<td>甲</td>下<td>1<tr><td>乙<td>2</table>", ["上", "中", "| 甲下 | 1 |", "| 乙 | 2 |"]),  # text beside the cells
        ("<td>甲</td><td>1</td></table></tr>乙", ["甲", "1", "乙"]),
        ("<table><tr><td>甲<td>1<tr><td>乙<td>2", ["| 甲 | 1 |", "| 乙 | 2 |"]),
    ],
)
def test_tables(source: str, expected: list[str]) -> None:
    assert lines(source) == expected


@pytest.mark.parametrize(
    "source",
    [
        "<p title=it's>M1</p><p title=\"a>b\">M2</p><a href='x' 'y'>M3</a><p class=\"unclosed>M4</p><p>M5 \"</p><p>M6</p>",
        "<p>增长<5%M1</p><p>a < b M2</p><p>M3<会员>M4</p><p>M5</ p>M6<3>M7</p>",
        "M1<!-- unclosed M2 <p>M3",
        "M1<!--> M2<!---> M3<!-- x --!>M4",
        "M1<script>M2",
        "M1<style>M2<p>M3<script src=x>M4</body>",
        "<a href=1>M1<a href=2>M2<div>M3</a>M4</div><b><p>M5</b>M6</p>",
        "<head><title>M1</title>M2<p>M3</head><body>M4</body></html>M5<div>M6</div>",
        "<xmp>M1 <b></xmp><plaintext>M2<textarea>M3",
        "<iframe>M1</iframe><object>M2</object><ruby>M3<rt>M4</rt></ruby><marquee>M5</marquee>",
        "M1<![foo bar]>M2<st1:chmetcnv SourceValue='2'>M3</st1:chmetcnv>",
        "<" * 50 + "M1" + "&" * 50 + "M2",
    ],
)
def test_no_text_is_lost_however_broken_the_markup(source: str) -> None:
    text, _ = to_text(source)
    assert re.findall(r"M\d", text) == sorted(set(re.findall(r"M\d", source)))


@pytest.mark.parametrize(
    ("source", "text", "cut"),
    [
        ("<p>甲<p>乙<a href='http://exam", "甲\n乙\n", True),
        ("<p>甲</p", "甲\n", True),
        ("<p>甲<!DOCT", "甲\n", True),
        ("<p>甲", "甲\n", False),
        ("<p>甲<5", "甲<5\n", False),
        ("<p>甲 < 乙", "甲 < 乙\n", False),
        ("<p>甲&am", "甲&am\n", False),
    ],
)
def test_a_source_that_breaks_off_within_a_tag_is_known(source: str, text: str, cut: bool) -> None:
    assert to_text(source) == (text, cut)


@pytest.mark.parametrize(
    "source",
    [
        "<div>" * 50_000 + "M1",
        "<b>" * 50_000 + "M1" + "<p>" * 200,
        "<table><tr><td>" * 50_000 + "M1",
        "<table>" * 50_000 + "</table>" * 50_000 + "M1",
        "<table><tr>" + "<td colspan=99999 rowspan=99999>甲" * 2000 + "<tr><td>乙<td>丙" * 2000 + "</table>M1",
        "<table><tr><td>甲" + "<tr>乙" * 50_000 + "M1",
        "<pre>" * 50_000 + "</b>" * 50_000 + "M1",
        "<ol>" * 50_000 + "<li>M1",
        "<pre>" * 50_000 + "M1",
        "<!--" * 50_000 + "M1",
        '<a b="' * 20_000 + ">M1",
        '<a b="<' * 10_000 + '">M1',
        "<title>" * 50_000 + "</title>M1",
        "&" * 100_000 + "M1",
        "&#" + "9" * 100_000 + ";M1",
        "<script>" * 50_000 + "M1",
        "<" * 100_000 + " M1",
    ],
    ids=lambda source: source[:20],
)
def test_no_page_takes_long_or_deep(source: str) -> None:
    begin = time.perf_counter()
    text, _ = to_text(source)
    assert "M1" in text
    assert time.perf_counter() - begin < 5  # some tenths of a second; quadratic time would be minutes


TAGS = (
    *("<table>", "</table>", "<tr>", "<td>", "<td colspan=2>", "<p>", "</p>", "<br>", "<b>", "</b>", "<li>", "<ol>", "</ol>", "<a href='x'>", "</a>", "<pre>"),
    *("<sup>", "</sup>", "<!-- x -->", "<h1>", '<span title="a">', "<script>x</script>", *(f"M{number}," for number in range(9))),
)


@given(st.lists(st.sampled_from(TAGS), max_size=60))
def test_marks_between_any_tags_are_kept_in_number(parts: list[str]) -> None:
    source = "".join(parts)
    assert sorted(re.findall(r"M\d", to_text(source)[0])) == sorted(re.findall(r"M\d", source))


@pytest.mark.parametrize("charset", ["utf-8", "gb2312", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("say", [True, False])
def test_the_charset_is_that_of_the_bytes(charset: str, say: bool) -> None:
    (document,) = read(makers.page(makers.REPORT, charset, say=say), "a.html")
    assert (document.text, document.flags) == (makers.REPORT, ())


def test_a_page_that_lies_about_its_charset_is_read_all_the_same() -> None:
    data = makers.page(makers.REPORT, "gbk").replace(b"charset=gbk", b"charset=utf-8")
    assert [(d.text, d.encoding) for d in read(data, "a.html")] == [(makers.REPORT, "gb18030")]
    data = makers.page("會員8500名", "cp950").replace(b"charset=cp950", b"charset=big5")
    assert [(d.text, d.encoding) for d in read(data, "a.html")] == [("會員8500名\n", "cp950")]


def test_damage_is_flagged() -> None:
    data = makers.page(makers.REPORT, "utf-8")
    assert [d.flags for d in read(data[: data.index(b"</p>") + 2], "a.html")] == [("truncated",)]
    assert [d.flags for d in read(data.replace(b"8500", b"8500\xff"), "a.html")] == [("bad bytes: 1",)]


@pytest.mark.parametrize("data", [b"<html></html>", b"<html><script>var x = 8500;</script><img src=scan.png>", b"<p>&nbsp;</p>"])
def test_a_page_without_text_is_an_error(data: bytes) -> None:
    with pytest.raises(InputError, match="empty") as caught:
        list(read(data, "a.html"))
    assert caught.value.remedy
