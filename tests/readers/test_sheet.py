"""Spreadsheets: every sheet a heading and its tables, numbers as the cells show them, in each format alike."""

from __future__ import annotations

import io
import sys
import time
import zipfile
from collections.abc import Callable

import pytest

from making.breaking import broken, tried
from making.ole import ole
from making.packages import HEAD, relations, zipped
from making.sheets import Rows, Value, letters, ods, xls, xlsx
from ureport.errors import InputError
from ureport.model import Document
from ureport.readers.sheet import read

Make = Callable[[dict[str, Rows]], bytes]
FORMATS = pytest.mark.parametrize("make", [xlsx, ods, xls])


def document(data: bytes) -> Document:
    (found,) = read(data, "report.xlsx")
    return found


def lines(data: bytes) -> list[str]:
    return [line for line in document(data).text.split("\n") if line]


@FORMATS
def test_sheets_are_headings_and_tables(make: Make) -> None:
    rows: Rows = [("单位", "入会率", "会员"), ("甲市", (0.926, "0.0%"), (8500.0, "#,##0")), ("乙市", (0.9, "0%"), 0.1 + 0.2)]
    assert document(make({"2019年": rows, "空表": [], "说明": [("含市直12家。",)]})).text == (
        "2019年\n\n| 单位 | 入会率 | 会员 |\n| 甲市 | 92.6% | 8,500 |\n| 乙市 | 90% | 0.3 |\n\n说明\n\n含市直12家。\n"
    )


@FORMATS
def test_captions_notes_and_gaps(make: Make) -> None:
    head: list[tuple[Value, ...]] = [
        ("表1 情况", None, None),
        (None, None, "单位：人"),
        (None,),
        ("区", None, "会员"),
        ("甲", None, 320.0),
        (None,),
        ("乙", None, 15.0),
    ]
    tail: list[tuple[Value, ...]] = [("注：含市直。",), (None,), ("指标", "2019年"), ("工会", 12.0)]
    assert lines(make({"表": [*head, *tail]})) == [
        *("表", "表1 情况", "单位：人", "| 区 | 会员 |", "| 甲 | 320 |", "| 乙 | 15 |", "注：含市直。"),
        *("| 指标 | 2019年 |", "| 工会 | 12 |"),
    ]


@FORMATS
def test_hidden_sheets_are_left_out_and_named(make: Callable[..., bytes]) -> None:
    found = document(make({"情况": [("甲", 1.0)], "底稿": [("隐藏", 999.0)]}, hidden=["底稿"]))
    assert (found.text, found.flags) == ("情况\n\n| 甲 | 1 |\n", ("hidden sheets left out: 底稿",))
    assert document(make({"情况": [("甲", 1.0)]})).flags == ()


MERGED: Rows = [("区", "2019年", None, "备注"), (None, "会员", "工会", None), ("甲", 320.0, 15.0, "好"), ("乙", 330.0, None, "好")]
MERGED_LINES = ["表", "| 区 | 2019年 | 2019年 | 备注 |", "| 区 | 会员 | 工会 | 备注 |", "| 甲 | 320 | 15 | 好 |", "| 乙 | 330 |  | 好 |"]


def test_merged_cells() -> None:
    assert lines(xlsx({"表": MERGED}, merged=["A1:A2", "B1:C1", "D1:D2", "C3:C4"])) == MERGED_LINES
    assert lines(xls({"表": MERGED}, merged=[(0, 1, 0, 0), (0, 0, 1, 2), (0, 1, 3, 3), (2, 3, 2, 2)])) == MERGED_LINES
    spans = {"区": "rows", "2019年": "columns", "备注": "rows"}
    data = ods({"表": MERGED})
    content = zipfile.ZipFile(io.BytesIO(data)).read("content.xml").decode()
    for word, side in spans.items():
        content = content.replace(f'"string"><text:p>{word}<', f'"string" table:number-{side}-spanned="2"><text:p>{word}<')
    assert lines(zipped({"content.xml": content})) == MERGED_LINES


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ('<c r="B2" t="inlineStr"><is><r><t>会员</t></r><r><t>12名</t></r></is></c>', "会员12名"),
        ('<c r="B2" t="str"><f>A1&amp;"x"</f><v>算出来</v></c>', "算出来"),
        ('<c r="B2"><f>1+1</f><v>2</v></c>', "2"),
        ('<c r="B2" t="b"><v>1</v></c>', "TRUE"),
        ('<c r="B2" t="e"><v>#DIV/0!</v></c>', "#DIV/0!"),
        ('<c r="B2" t="d"><v>2019-12-31T00:00:00</v></c>', "2019-12-31"),
        ('<c r="B2" s="99"><v>7</v></c>', "7"),
        ('<c r="B2" s="x"><v>7.0</v></c>', "7"),
        ('<c r="B2"><v>no number</v></c>', "no number"),
        # places that are left out, and senseless ones
        ("<c><v>7</v></c>", "7"),
        ('<c r="" t="inlineStr"><is><t>甲</t><rPh><t>jia</t></rPh></is></c>', "甲jia"),
    ],
)
def test_cells_of_xlsx(cell: str, text: str) -> None:
    assert lines(xlsx({"表": []}, cells=f'<row r="2">{cell}</row>')) == ["表", text]


@pytest.mark.parametrize("cell", ['<c r="B2" t="s"><v>99</v></c>', '<c r="B2" t="s"><v>-1</v></c>', '<c r="B2"/>', "<c><v> </v></c>"])
def test_cells_without_anything(cell: str) -> None:
    with pytest.raises(InputError, match="empty"):
        document(xlsx({"表": []}, cells=f'<row r="2">{cell}</row>'))


def test_shared_texts_keep_their_parts_but_not_their_pronunciation() -> None:
    strings = f"{HEAD}<sst><si><r><t>会</t></r><r><t>员</t></r><rPh><t>huiyuan</t></rPh></si></sst>"
    assert lines(xlsx({"表": [("x",)]}, extra={"xl/sharedStrings.xml": strings})) == ["表", "会员"]


def test_text_boxes_over_a_sheet_of_xlsx() -> None:
    drawing = f"{HEAD}<wsDr><sp><txBody><p><r><t>框内</t></r><r><t>12家</t></r></p></txBody></sp><graphicFrame><chart/></graphicFrame></wsDr>"
    links = {"xl/worksheets/_rels/sheet1.xml.rels": relations(("d", "drawing", "../drawings/drawing1.xml"), ("c", "comments", "../comments1.xml"))}
    found = document(xlsx({"表": [("甲",)]}, extra={**links, "xl/drawings/drawing1.xml": drawing}))
    assert (found.text, found.flags) == ("表\n\n甲\n\n框内12家\n", ("chart left out", "comments left out"))


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ('<table:table-cell table:number-columns-repeated="3"><text:p>5</text:p></table:table-cell>', ["| 5 | 5 | 5 |"]),
        ('<table:table-cell><text:p>上<text:s text:c="2"/>中<text:tab/>下</text:p><text:p>尾</text:p></table:table-cell>', ["上  中 下", "尾"]),
        ('<table:table-cell office:value-type="percentage" office:value="0.98"/>', ["98%"]),
        ('<table:table-cell office:value-type="date" office:date-value="2019-12-31"/>', ["2019-12-31"]),
        ("<table:table-cell><office:annotation><text:p>批注</text:p></office:annotation><text:p>正文</text:p></table:table-cell>", ["正文"]),
        ("<table:table-cell><text:p>甲</text:p><draw:frame><draw:text-box><text:p>框</text:p></draw:text-box></draw:frame></table:table-cell>", ["甲", "框"]),
    ],
)
def test_cells_of_ods(row: str, expected: list[str]) -> None:
    data = zipfile.ZipFile(io.BytesIO(ods({"表": [("x",)]})))
    content = data.read("content.xml").decode()
    start, end = content.index("<table:table-cell"), content.index("</table:table-row>")
    assert lines(zipped({"content.xml": content[:start] + row + content[end:]})) == ["表", *expected]


def test_empty_rows_and_columns_without_end_cost_nothing() -> None:
    began = time.process_time()
    far = '<row r="1048576"><c r="XFD1048576"><v>7</v></c></row>'
    assert lines(xlsx({"表": [("甲", 1.0)]}, merged=["A1:XFD1048576"], cells=far)) == ["表", "| 甲 | 1 |  |", "|  |  | 7 |"]
    rows = '<table:table-row table:number-rows-repeated="1048576"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    content = zipfile.ZipFile(io.BytesIO(ods({"表": [("甲",)]}))).read("content.xml").decode().replace("<table:table-row>", rows + "<table:table-row>", 1)
    assert lines(zipped({"content.xml": content})) == ["表", "甲"]
    assert time.process_time() - began < 2


MANY = '<table:table-cell table:number-columns-repeated="9"><text:p>1</text:p></table:table-cell>'
FULL = f'<table:table><table:table-row table:number-rows-repeated="1048576">{MANY}</table:table-row></table:table>'
SCATTERED = "".join(f'<row r="{n}"><c r="{letters(n)}{n}"><v>7</v></c></row>' for n in range(1, 3000))
ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;">]>'


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "damaged"),
        (zipped({"a.txt": "x"}), "damaged: this is no spreadsheet"),
        (zipped({"_rels/.rels": relations(("a", "officeDocument", "word/document.xml")), "word/document.xml": "<document/>"}), "damaged: this is no workbook"),
        (zipped({"xl/workbook.bin": "x"}), "XLSB"),
        (zipped({"content.xml": ENTITIES + "<a>&b;</a>"}), "damaged: a document type"),
        (xlsx({"表": [("甲",)]}, extra={"xl/worksheets/sheet1.xml": ENTITIES + "<worksheet>&b;</worksheet>"}), "damaged: a document type"),
        (xlsx({"表": [("甲",)]}, extra={"xl/worksheets/sheet1.xml": "<worksheet>" + " " * 50_000_000}), "too large"),
        (ods({}, body=FULL), "too large: more than 500,000 cells"),
        (xlsx({"表": []}, cells=SCATTERED), "too large: a table of"),
        (xlsx({"表": [("甲", 1.0)] * 300}, merged=["A1:XFD1048576"] * 9000), "too large: merged cells"),
        (ole({"EncryptedPackage": b"x"}), "encrypted"),
        (xls({"表": [("甲",)]}, password=True), "encrypted"),
        (ole({"WordDocument": b"x"}), "damaged: this is no whole XLS"),
        (xlsx({"表": []}), "empty"),
        (xls({"表": []}), "empty"),
        (ods({"表": []}), "empty"),
    ],
    ids=lambda value: value if isinstance(value, str) else "file",
)
def test_what_cannot_be_read_is_told(data: bytes, message: str) -> None:
    began = time.monotonic()
    with pytest.raises(InputError, match=message) as error:
        document(data)
    assert error.value.remedy
    assert time.monotonic() - began < 10


def test_a_missing_package_is_named_with_its_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "xlrd", None)
    with pytest.raises(InputError, match="xlrd") as error:
        document(xls({"表": [("甲",)]}))
    assert error.value.remedy == "pip install 'ureport[sheets]'"
    assert lines(xlsx({"表": [("甲",)]})) == ["表", "甲"]


@FORMATS
def test_a_damaged_file_is_an_error_and_never_a_crash(make: Make) -> None:
    whole = make({"2019年": [("单位", "率"), ("甲市", (0.98, "0%")), ("乙市", 12.0)], "又": [("a", "b")]})
    for data in broken(whole, 120):
        tried(read, data)
    if whole.startswith(b"PK"):
        archive = zipfile.ZipFile(io.BytesIO(whole))
        parts = {name: archive.read(name) for name in archive.namelist()}
        for name, content in parts.items():
            for damaged in broken(content, 25):
                tried(read, zipped({**parts, name: damaged}))
