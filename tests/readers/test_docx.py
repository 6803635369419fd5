"""Word documents: everything that shows is read once, in its order; what does not show is not, and is told."""

from __future__ import annotations

import io
import zipfile

import pytest

from making import word
from making.breaking import broken, tried
from making.ole import ole
from making.packages import zipped
from making.word import SET_IN, cell, docx, field, item, note_mark, paragraph, run, table, text_box
from ureport.errors import InputError
from ureport.model import Document
from ureport.readers.docx import read


def document(data: bytes) -> Document:
    (found,) = read(data, "report.docx")
    return found


def lines(*body: str, **parts: object) -> list[str]:
    """The lines of a document that hold anything."""
    return [line for line in document(docx(*body, **parts)).text.split("\n") if line]  # type: ignore[arg-type]


def changed(data: bytes, name: str, content: str) -> bytes:
    """The package with one part replaced."""
    archive = zipfile.ZipFile(io.BytesIO(data))
    return zipped({**{member: archive.read(member) for member in archive.namelist()}, name: content})


SHAPE = "<w:r><w:drawing><a:graphic><a:graphicData><a:p><a:r><a:t>框内12家</a:t></a:r></a:p></a:graphicData></a:graphic></w:drawing></w:r>"
SUPER, HIDDEN = '<w:vertAlign w:val="superscript"/>', "<w:vanish/>"


@pytest.mark.parametrize(
    ("content", "shown"),
    [
        (run("新增会员") + run("8500") + run("名"), "新增会员8500名"),
        # tracked changes: what was put in or moved here shows, what was taken out or moved away does not
        (run("会员") + f"<w:ins>{run('8500')}</w:ins><w:del><w:r><w:delText>7400</w:delText></w:r></w:del>" + run("名"), "会员8500名"),
        (f"<w:moveFrom>{run('移走333人')}</w:moveFrom><w:moveTo>{run('移来444人')}</w:moveTo>", "移来444人"),
        (f"<w:ins><w:del>{run('先加后删5人')}</w:del>{run('留下6人')}</w:ins>", "留下6人"),
        # wrappers, known and unknown
        (f"<w:sdt><w:sdtPr><w:t>属性9</w:t></w:sdtPr><w:sdtContent>{run('工会126家')}</w:sdtContent></w:sdt>", "工会126家"),
        (
            f"<w:hyperlink>{run('工会12家')}</w:hyperlink><w:smartTag>{run('会员30人')}</w:smartTag><w:newer>{run('图书40册')}</w:newer>",
            "工会12家会员30人图书40册",
        ),
        # fields show their result
        (field("= 12+13", "25") + run("家"), "25家"),
        ('<w:fldSimple w:instr="DATE">' + run("2020年") + "</w:fldSimple>" + run("底"), "2020年底"),
        ('<w:r><w:fldChar w:fldCharType="begin"/></w:r>' + run("没有结束的域"), ""),
        # breaks, tabs, signs
        (run("上") + "<w:r><w:br/></w:r>" + run("下"), "上|下"),
        (run("甲") + "<w:r><w:tab/></w:r>" + run("12"), "甲\t12"),
        ('<w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r>' + run("95%"), "≥95%"),
        (run("\uf0b3", '<w:rFonts w:ascii="Symbol" w:hAnsi="Symbol"/>') + run("95%"), "≥95%"),
        ("<w:r><w:t>2018</w:t><w:noBreakHyphen/><w:t>2020</w:t></w:r>", "2018-2020"),
        # raised digits stay apart
        (run("入会率98%") + run("1", SUPER), "入会率98%¹"),
        (run("面积10m") + run("2", SUPER), "面积10m²"),
        (run("这一整句都在上面8500名", SUPER), "这一整句都在上面8500名"),
        # formulas
        ("<m:oMath><m:f><m:num><m:r><m:t>12</m:t></m:r></m:num><m:den><m:r><m:t>100</m:t></m:r></m:den></m:f></m:oMath>", "12/100"),
        ("<m:oMath><m:sSup><m:e><m:r><m:t>10</m:t></m:r></m:e><m:sup><m:r><m:t>4</m:t></m:r></m:sup></m:sSup></m:oMath>", "10^4"),
        # text boxes once, behind their paragraph
        (text_box("会员777名。") + run("框外888名。"), "框外888名。|会员777名。"),
        (SHAPE + run("框外"), "框外|框内12家"),
        # the pronunciation above characters is not in their line
        (f"<w:r><w:ruby><w:rt>{run('gong')}</w:rt><w:rubyBase>{run('工')}</w:rubyBase></w:ruby></w:r>" + run("会"), "工会"),
    ],
)
def test_what_a_paragraph_shows(content: str, shown: str) -> None:
    assert lines(paragraph(content), paragraph("完。")) == [*filter(None, shown.split("|")), "完。"]


@pytest.mark.parametrize(
    ("content", "flag"),
    [
        (f"<w:del>{run('7400')}</w:del>", "tracked changes: deleted text left out"),
        (run("999人", HIDDEN), "hidden text left out"),
        ('<w:r><w:commentReference w:id="1"/></w:r>', "comments left out"),
        ("<w:r><w:drawing><c:chart/></w:drawing></w:r>", "chart left out"),
        ("<w:r><w:object><w:OLEObject/></w:object></w:r>", "embedded object left out"),
    ],
)
def test_what_is_left_out_is_told(content: str, flag: str) -> None:
    found = document(docx(paragraph(content + run("可见。"))))
    assert (found.text, found.flags) == ("可见。\n", (flag,))


def test_what_is_there_is_not_told() -> None:
    body = paragraph(f"<w:ins>{run('新增')}</w:ins>" + run("人", '<w:vanish w:val="0"/>')) + "<w:p><w:del/></w:p>"
    assert document(docx(body)).flags == ()


def test_a_deleted_end_joins_two_paragraphs() -> None:
    gone = "<w:rPr><w:del/></w:rPr>"
    assert lines(paragraph("新增会员85", gone), paragraph("00名。")) == ["新增会员8500名。"]
    assert lines(paragraph("没有下文。", gone)) == ["没有下文。"]
    assert lines(paragraph("表前。", gone), table(("甲", "1"), ("乙", "2"))) == ["表前。", "| 甲 | 1 |", "| 乙 | 2 |"]


def test_list_numbers_show_as_in_word() -> None:
    body = [item("组织", 1), item("建会", 1, 1), item("阵地", 1, 1), item("帮扶", 1), item("入户", 1, 1)]
    assert lines(*body) == ["一、组织", "（一）建会", "（二）阵地", "二、帮扶", "（一）入户"]
    # a number of a list never runs into the digits of its text; list 3 begins list 2 anew
    assert lines(item("1560份", 2), item("12家", 2, 1), item("30人", 2), item("8人", 3)) == ["1. 1560份", "1.1 12家", "2. 30人", "1. 8人"]


def test_list_numbers_come_from_styles_too() -> None:
    styles = """<w:style w:type="paragraph" w:styleId="base"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
    <w:style w:type="paragraph" w:styleId="head"><w:basedOn w:val="base"/></w:style>"""
    head, plain = '<w:pStyle w:val="head"/>', '<w:pStyle w:val="head"/><w:numPr><w:numId w:val="0"/></w:numPr>'
    assert lines(paragraph("组织", head), paragraph("不编号", plain), paragraph("帮扶", head), styles=styles) == ["一、组织", "不编号", "二、帮扶"]


def test_a_paragraph_that_is_set_in_shows_it() -> None:
    usual = f'<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:pPr>{SET_IN}</w:pPr></w:style>'
    assert lines(paragraph("全年。", SET_IN), paragraph("标题")) == ["　　全年。", "标题"]
    assert lines(paragraph("全年。"), paragraph("标题", '<w:ind w:firstLineChars="0" w:firstLine="420"/>'), styles=usual) == ["　　全年。", "标题"]
    assert lines(paragraph("　　全年。", SET_IN)) == ["　　全年。"]


def test_a_table_of_contents_is_no_table() -> None:
    styles = '<w:style w:type="paragraph" w:styleId="10"><w:name w:val="toc 1"/></w:style>'
    entry = paragraph(run("一、组织建设") + "<w:r><w:tab/></w:r>" + run("3"), '<w:pStyle w:val="10"/>')
    assert lines(entry, styles=styles) == ["一、组织建设 …… 3"]


def test_notes_stand_behind_their_paragraph_and_count_through_the_document() -> None:
    body = [paragraph(run("入会率98%") + note_mark(1) + run("。")), paragraph(run("会员8500名") + note_mark(1, "endnote") + run("。")), paragraph("尾段。")]
    assert lines(*body, notes=["按年末5.1万人计算。"], ends=["含市直。"]) == [
        "入会率98%¹。",
        "　　¹ 按年末5.1万人计算。",
        "会员8500名²。",
        "　　² 含市直。",
        "尾段。",
    ]


def test_a_note_that_refers_to_itself_is_read_once() -> None:
    data = docx(paragraph(run("甲") + note_mark(1)), notes=["注"])
    notes = word.part("footnotes", f'<w:footnote w:id="1">{paragraph(run("注文") + note_mark(1))}</w:footnote>')
    assert document(changed(data, "word/footnotes.xml", notes)).text == "甲¹\n　　¹ 注文\n"


def test_headers_and_footers_stand_once_behind_the_text() -> None:
    assert lines(paragraph("正文。"), header="内部资料", footer=run("- ") + field("PAGE", "1") + run(" -")) == ["正文。", "- 1 -", "内部资料"]


def test_a_table_with_merged_cells() -> None:
    across, down, goes_on = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    head = (cell("单位", down), cell("2019年", across))
    names = (cell("", goes_on), cell(paragraph("会员") + paragraph("（人）")), "工会|家")
    rows = table(head, names, (cell("甲市", down), "320", "15"), (cell("", goes_on), "330", "16"))
    assert lines(rows) == ["| 单位 | 2019年 | 2019年 |", "| 单位 | 会员（人） | 工会¦家 |", "| 甲市 | 320 | 15 |", "|  | 330 | 16 |"]


def test_what_stands_in_tables() -> None:
    inner = table(("嵌套", "55"), ("又", "66"))
    wrapped = f"<w:sdt><w:sdtContent>{cell('控件')}</w:sdtContent></w:sdt>"
    assert lines(table(("甲", cell(inner + paragraph("15"))), ("乙", "16"))) == ["| 甲 | 15 |", "| 乙 | 16 |", "| 嵌套 | 55 |", "| 又 | 66 |"]
    assert lines(table((cell("甲"), wrapped + "<w:tc/>"), ("乙", "16"))) == ["| 甲 | 控件 |", "| 乙 | 16 |"]
    assert lines(table((cell(paragraph(run("甲") + note_mark(1))), "1"), ("乙", "2")), notes=["注。"]) == ["| 甲¹ | 1 |", "| 乙 | 2 |", "　　¹ 注。"]
    # a table of one cell is a frame
    assert lines(table((cell(paragraph("第一段。") + inner),))) == ["第一段。", "| 嵌套 | 55 |", "| 又 | 66 |"]
    gone = table(("甲", "1"), ("乙", "2")).replace("<w:tr>", "<w:tr><w:trPr><w:del/></w:trPr>", 1)
    assert lines(gone) == ["| 乙 | 2 |"]


def test_the_strict_variant_of_the_format_is_read() -> None:
    data = docx(paragraph("新增8500名。"))
    archive = zipfile.ZipFile(io.BytesIO(data))
    parts = {
        name: archive.read(name).decode().replace("http://schemas.openxmlformats.org/wordprocessingml/2006/main", word.STRICT) for name in archive.namelist()
    }
    assert document(zipped(parts)).text == "新增8500名。\n"


def test_every_run_of_a_long_document_appears_once() -> None:
    words = [f"第{number}段有{number * 7}人" for number in range(500)]
    body = [paragraph(run(text)) if number % 3 else table((text, "甲"), ("乙", "丙")) for number, text in enumerate(words)]
    text = document(docx(*body)).text
    assert [text.count(f"{word}\n") + text.count(f"{word} |") for word in words] == [1] * 500


ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
EXTERNAL = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
WHOLE = docx(paragraph("新增8500名。"))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "damaged"),
        (b"PK\x03\x04 and no more", "damaged"),
        (zipped({"a.txt": "x"}), "damaged: its part word/document.xml is missing"),
        (changed(WHOLE, "word/document.xml", "<a/>"), "damaged: this is no Word document"),
        (changed(WHOLE, "word/document.xml", "<document><body>"), "damaged"),
        (changed(WHOLE, "word/document.xml", ENTITIES + "<document><body><p>&b;</p></body></document>"), "damaged: a document type declaration"),
        (changed(WHOLE, "word/styles.xml", EXTERNAL + "<styles>&a;</styles>"), "damaged: a document type declaration"),
        (changed(WHOLE, "word/document.xml", "<document><body>" + "<sdt>" * 50_000), "damaged: elements nested"),
        (changed(WHOLE, "word/document.xml", "<document><body>" + " " * 50_000_000), "too large"),
        (ole({"EncryptedPackage": b"x"}), "encrypted"),
        (docx(paragraph("")), "empty"),
        (docx(paragraph("<w:r><w:drawing><a:blip/></w:drawing></w:r>")), "needs_ocr"),
    ],
    ids=lambda value: value if isinstance(value, str) else "file",
)
def test_what_cannot_be_read_is_told(data: bytes, message: str) -> None:
    with pytest.raises(InputError, match=message) as error:
        document(data)
    assert error.value.remedy


def test_a_damaged_file_is_an_error_and_never_a_crash() -> None:
    whole = docx(item("组织", 1), paragraph(run("98%") + note_mark(1) + text_box("框")), table(("甲", "1"), ("乙", "2")), notes=["注"], header="眉")
    archive = zipfile.ZipFile(io.BytesIO(whole))
    parts = {name: archive.read(name) for name in archive.namelist()}
    for data in broken(whole):
        tried(read, data)
    for name, content in parts.items():
        for damaged in broken(content, 25):
            tried(read, zipped({**parts, name: damaged}))


@pytest.mark.parametrize(
    "inner", ["<w:tbl><w:tr><w:tc>", "<w:sdt><w:sdtContent>", "<w:p><w:r><w:txbxContent>", "<w:p><w:ins>", "<mc:AlternateContent><mc:Choice>"]
)
def test_deep_nesting_within_the_bounds_is_read(inner: str) -> None:
    depth = 190 // inner.count("<")
    closing = "".join(f"</{name}>" for name in reversed(inner.replace("<", " ").replace(">", " ").split()))
    assert "8500名" in document(docx(inner * depth + paragraph("8500名") + closing * depth)).text
