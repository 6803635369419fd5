"""Rich Text: Chinese in every way it is written, tables, notes; what does not show is left out and told."""

from __future__ import annotations

import pytest

from making.breaking import broken
from ureport.errors import InputError
from ureport.model import Document
from ureport.readers.rtf import read

FONTS = rb"{\fonttbl{\f0\fnil\fcharset134 \'cb\'ce\'cc\'e5;}{\f1\fnil\fcharset0 Times;}{\f2\fcharset2 Symbol;}{\f3\fcharset136 x;}}"
HEAD = rb"{\rtf1\ansi\ansicpg936\deff0" + FONTS + rb"{\colortbl;\red0\green0\blue0;}{\stylesheet{\s0 Normal;}}{\info{\title 7}}"


def gb(text: str, codec: str = "gb18030") -> bytes:
    """Characters as RTF escapes them; ASCII as it is."""
    return b"".join(sign.encode() if sign.isascii() else b"".join(b"\\'%02x" % byte for byte in sign.encode(codec)) for sign in text)


def document(data: bytes) -> Document:
    (found,) = read(data, "report.rtf")
    return found


def shown(body: bytes) -> str:
    """The lines of a body that hold anything, between bars."""
    return "|".join(line for line in document(HEAD + rb"\pard\f0 " + body + rb"\par}").text.split("\n") if line)


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (gb("新增会员8500名。"), "新增会员8500名。"),
        # the second byte of a character as a letter, a brace, a backslash
        (rb"\'d4Z\'81\'5c", b"\xd4\x5a\x81\x5c".decode("gb18030")),
        (rb"\uc1\u26032?\u22686?8500", "新增8500"),
        (rb"\uc2\u26032\'d0\'c2\u22686\'d4\'f6 8500", "新增 8500"),
        (rb"\u26032 \u22686 8500", "新增8500"),
        (rb"\u-232 8 km", "８ km"),
        (rb"\uc0\u-28671 8500", "送8500"),
        (rb"{\uc0\u26032{\uc1\u22686?}8}5", "新增85"),
        (rb"\u-10179?\u-8704?8", "😀8"),
        # fonts: Traditional characters in one of their own, Chinese in a font that claims to be Western
        (rb"\f3 " + gb("會員", "big5") + rb"\f0 " + gb("会员"), "會員会员"),
        (rb"\f1 " + gb("会员8500名"), "会员8500名"),
        (rb"{\f2\'b3}95%", "≥95%"),
        # what shows and what does not
        (gb("新增") + rb"{\deleted 7400}{\revised 8500}" + gb("名"), "新增8500名"),
        (rb"{\v 999}" + gb("可见"), "可见"),
        (rb"{\v 999\v0 8}5", "85"),
        (rb"{\field{\*\fldinst = 12+13}{\fldrslt 25}}" + gb("家"), "25家"),
        (rb"{\pict\pngblip 89504e47}{\*\unknown 77}{\object{\*\objdata 0102}}" + gb("正文"), "正文"),
        (rb"{\pict\bin5 }}}}}}8500", "8500"),
        (rb"{\upr{12}{\*\ud{\u26032?}}}", "新"),
        # signs
        (rb"\ldblquote a\rdblquote\~b\_c\{d\}\\", "“a”\u00a0b-c{d}\\"),
        (gb("上") + rb"\line " + gb("下"), "上|下"),
        (rb"98%{\super 1}" + gb("稳"), "98%¹稳"),
        # list numbers
        (rb"{\listtext\f0 " + gb("一、") + rb"\tab}" + gb("组织"), "一、组织"),
        (rb"{\listtext\f1 1.\tab}1560" + gb("份"), "1. 1560份"),
        (rb"{\listtext\f2\'b7\tab}" + gb("甲"), "•甲"),
        (rb"{\*\pn\pnlvlbody}{\pntext 2)\tab}30", "2) 30"),
        # paragraphs
        (gb("甲") + rb"\par\pard\fi420 " + gb("乙") + rb"\par\pard " + gb("丙"), "甲|　　乙|丙"),
        (rb"\pard\tx8000\tldot\tx9000 " + gb("一、组织") + rb"\tab 3", "一、组织 …… 3"),
        # flows of their own
        (rb"98%{\super\chftn}{\footnote\pard\chftn  " + gb("按5万人计。") + rb"}" + gb("稳") + rb"\par " + gb("尾"), "98%¹稳|　　¹ 按5万人计。|尾"),
        (rb"{\header " + gb("页眉") + rb"\par}{\footerf - 3 -\par}{\headerf " + gb("页眉") + rb"\par}" + gb("正文"), "正文|页眉|- 3 -"),
        (rb"{\shp{\*\shpinst{\sp{\sn x}{\sv 5}}{\shptxt " + gb("框内") + rb"\par}}{\shprslt{\*\do{\dptxbxtext x}}}}" + gb("框外"), "框外|框内"),
    ],
)
def test_what_shows(body: bytes, text: str) -> None:
    assert shown(body) == text


def row(*cells: bytes, right: tuple[int, ...] = (), marks: tuple[bytes, ...] = ()) -> bytes:
    """A row of a table, with the right edges of its cells and what is said of each."""
    edges = right or tuple(1000 * number for number in range(1, len(cells) + 1))
    marks = marks or (b"",) * len(cells)
    definition = b"".join(mark + b"\\cellx%d" % edge for mark, edge in zip(marks, edges, strict=True))
    return rb"\trowd" + definition + rb"\pard\intbl " + b"".join(cell + rb"\cell " for cell in cells) + rb"\row "


@pytest.mark.parametrize(
    ("table", "text"),
    [
        (row(gb("单位"), gb("会员(人)")) + row(gb("甲市"), b"320"), "| 单位 | 会员(人) |,| 甲市 | 320 |"),
        (row(gb("单位"), gb("会员") + rb"\par " + gb("(人)")) + row(gb("甲市"), b""), "| 单位 | 会员(人) |,| 甲市 |  |"),
        # a cell as wide as two; one merged with its neighbour; one that goes on the cell above
        (row(gb("单位"), gb("人数"), right=(1000, 3000)) + row(gb("甲"), b"1", b"2"), "| 单位 | 人数 | 人数 |,| 甲 | 1 | 2 |"),
        (row(gb("单位"), gb("人数"), b"", marks=(b"", b"\\clmgf", b"\\clmrg")) + row(gb("甲"), b"1", b"2"), "| 单位 | 人数 | 人数 |,| 甲 | 1 | 2 |"),
        (
            row(gb("单位"), gb("人数"), right=(1000, 3000)) + row(b"", gb("男"), gb("女"), marks=(b"\\clvmrg", b"", b"")) + row(gb("甲"), b"1", b"2"),
            "| 单位 | 人数 | 人数 |,| 单位 | 男 | 女 |,| 甲 | 1 | 2 |",
        ),
        # a table within a cell follows the one it stands in
        (
            rb"\trowd\cellx1000\cellx2000\pard\intbl "
            + gb("甲")
            + rb"\cell\pard\intbl\itap2 "
            + gb("嵌")
            + rb"\nestcell 5\nestcell{\*\nesttableprops\trowd\cellx1400"
            rb"\cellx1800\nestrow}{\nonesttables\par}\pard\intbl\itap1 15\cell\row " + row(gb("乙"), b"16"),
            "| 甲 | 15 |,| 乙 | 16 |,| 嵌 | 5 |",
        ),
    ],
)
def test_tables(table: bytes, text: str) -> None:
    found = [line for line in document(HEAD + table + rb"\pard " + gb("表后") + rb"\par}").text.split("\n") if line]
    assert found == [*text.split(","), "表后"]


@pytest.mark.parametrize(
    ("body", "flag"),
    [
        (rb"{\deleted 7400}x", "tracked changes: deleted text left out"),
        (rb"{\v 999}x", "hidden text left out"),
        (rb"{\*\annotation 5}x", "comments left out"),
        (rb"{\pict 00}x", "needs_ocr: pictures, and hardly any text"),
    ],
)
def test_what_is_left_out_is_told(body: bytes, flag: str) -> None:
    assert document(HEAD + body + b"}").flags == (flag,)
    assert document(HEAD + b"{\\deleted }{\\v }x}").flags == ()


def test_a_file_that_breaks_off_is_read_as_far_as_it_goes() -> None:
    whole = HEAD + rb"\pard\f0 " + gb("新增会员8500名。") + rb"\par}"
    found = document(whole[:-13])
    assert (found.text, found.flags) == ("新增会员8500名\n", ("truncated: the file ends in the middle",))
    assert document(whole).flags == ()


def test_other_encodings_of_the_file() -> None:
    assert document(rb"{\rtf1\ansi\ansicpg950 " + gb("會員", "big5") + b"}").text == "會員\n"
    assert document("{\\rtf1 新增8500名}".encode()).text == "新增8500名\n"
    assert document(b"\xef\xbb\xbf{\\rtf1\\ansicpg99999 caf\\'e9}").text == "café\n"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "damaged: this is no RTF"),
        (b"plain", "damaged: this is no RTF"),
        (b"{\\rtf1 " + b"{" * 50_000 + b"8500", "damaged: groups nested"),
        (HEAD + b"}", "empty"),
        (HEAD + b"{\\pict 00ff}}", "needs_ocr"),
    ],
    ids=lambda value: value if isinstance(value, str) else "file",
)
def test_what_cannot_be_read_is_told(data: bytes, message: str) -> None:
    with pytest.raises(InputError, match=message) as error:
        document(data)
    assert error.value.remedy


def test_a_damaged_file_is_an_error_and_never_a_crash() -> None:
    body = (
        row(gb("单位"), gb("会员"))
        + row(gb("甲市"), b"320")
        + rb"\pard 98%{\footnote\chftn "
        + gb("注")
        + rb"}{\listtext 1.\tab}{\header x}\uc2\u26032 ab\bin9999999999 \par}"
    )
    for data in broken(HEAD + body, 300):
        try:
            assert document(data).text.strip()
        except InputError as error:
            assert error.message
