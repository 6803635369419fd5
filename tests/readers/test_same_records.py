"""The same report in every format gives the same records as its text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest

from making.pdf import pdf, ruled_table, show
from making.sheets import Rows, Value, ods, xls, xlsx
from making.word import SET_IN, cell, docx, item, note_mark, paragraph, run, table
from ureport import Extraction
from ureport.readers import docx as docx_reader
from ureport.readers import pdf as pdf_reader
from ureport.readers import rtf as rtf_reader
from ureport.readers import sheet as sheet_reader

Extract = Callable[[str], Extraction]
Record = tuple[object, ...]
TITLE = "苍岭市总工会2020年工作总结"
PROSE = "全年新建基层工会126家，发展会员1.84万人，职工入会率92.6%，比上年提高1.3个百分点。"
ITEMS = ["1560份集体合同签订到位，覆盖企业4100余家、职工21.3万人", "慰问困难职工1450户，发放慰问金174万元；金秋助学资助学生203名。"]
CAPTION = "表1 2020年各县（区）工会情况"
NAMES = ("县（区）", "组织建设", "", "维权帮扶", "")
HEADS = ("县（区）", "基层工会（个）", "职工入会率", "慰问困难职工（户）", "慰问金（万元）")
ROWS = [("城东区", "816", "92.6%", "410", "61.5"), ("石桥县", "1,578", "90.0%", "298", "44.7"), ("合计", "2,394", "91.4%", "708", "106.2")]
NOTE = "入会率按年末职工50.4万人计算。"
PIPES = "\n".join(f"| {' | '.join(row)} |" for row in (HEADS, *ROWS))
TEXT = f"{TITLE}\n一、组织建设\n　　{PROSE}\n　　¹ {NOTE}\n二、维权帮扶\n1. {ITEMS[0]}\n2. {ITEMS[1]}\n{CAPTION}\n{PIPES}\n"


def records(extraction: Extraction) -> Counter[Record]:
    """What counts of each record; every one points at its words."""
    text = extraction.document.text
    assert all(text[r.start : r.end] == r.surface for r in extraction.records)
    return Counter((r.metric, r.value, r.unit, r.bound, r.status, r.aspect, r.period, r.subject, r.surface.replace("\n", "")) for r in extraction.records)


def gb(text: str) -> str:
    return "".join(sign if sign.isascii() else "".join(f"\\'{byte:02x}" for byte in sign.encode("gb18030")) for sign in text)


def as_docx() -> str:
    across, down = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>'
    top = (cell(NAMES[0], down), cell(NAMES[1], across), cell(NAMES[3], across))
    rate = PROSE.index("，比上年")
    prose = paragraph(run(PROSE[:rate]) + note_mark(1) + run(PROSE[rate:]), SET_IN)
    body = [paragraph(TITLE), item("组织建设", 1), prose, item("维权帮扶", 1), *(item(text, 2) for text in ITEMS), paragraph(CAPTION)]
    grid = table(top, (cell("", "<w:vMerge/>"), *HEADS[1:]), *ROWS)
    (found,) = docx_reader.read(docx(*body, grid, notes=[NOTE], header="内部资料", footer="- 1 -"), "")
    return found.text


def as_rtf() -> str:
    edges = "".join(f"\\cellx{1000 * n}" for n in range(1, 6))
    top = r"\trowd\clvmgf\cellx1000\cellx3000\cellx5000\pard\intbl " + "".join(gb(NAMES[n]) + r"\cell " for n in (0, 1, 3)) + r"\row"
    second = (
        r"\trowd" + edges.replace("\\cellx1000", "\\clvmrg\\cellx1000") + r"\pard\intbl\cell " + "".join(gb(word) + r"\cell " for word in HEADS[1:]) + r"\row"
    )
    rows = "".join(r"\trowd" + edges + r"\pard\intbl " + "".join(gb(word) + r"\cell " for word in row) + r"\row" for row in ROWS)
    rate = PROSE.index("，比上年")
    note = r"{\super\chftn}{\footnote\pard\chftn  " + gb(NOTE) + "}"
    listed = "".join(rf"\pard{{\listtext {n}.\tab}}" + gb(text) + r"\par" for n, text in enumerate(ITEMS, 1))
    body = [
        gb(TITLE) + r"\par",
        r"{\listtext " + gb("一、") + r"\tab}" + gb("组织建设") + r"\par\pard\fi420 " + gb(PROSE[:rate]) + note + gb(PROSE[rate:]) + r"\par",
    ]
    body += [r"\pard{\listtext " + gb("二、") + r"\tab}" + gb("维权帮扶") + r"\par", listed, r"\pard " + gb(CAPTION) + r"\par", top, second, rows]
    (found,) = rtf_reader.read((r"{\rtf1\ansi\ansicpg936 " + "".join(body) + r"\pard\par}").encode("ascii"), "")
    return found.text


def as_pdf() -> str:
    """Two pages; the second sentence is broken by a page, its number and a footnote."""
    lines = [(230, TITLE), (90, "一、组织建设"), (114, PROSE[:26])]
    page = "".join(show(x, 760 - 20 * n, text) for n, (x, text) in enumerate(lines)) + show(90, 700, PROSE[26:33])
    page += show(90, 80, "1", size=6) + show(95, 77, NOTE, size=9) + show(290, 40, "- 1 -")
    rest = [
        (90, PROSE[33:]),
        (90, "二、维权帮扶"),
        (90, f"1. {ITEMS[0][:24]}"),
        (90, ITEMS[0][24:]),
        (90, f"2. {ITEMS[1][:30]}"),
        (90, ITEMS[1][30:]),
        (200, CAPTION),
    ]
    behind = "".join(show(x, 760 - 20 * n, text) for n, (x, text) in enumerate(rest)) + show(290, 40, "- 2 -")
    (found,) = pdf_reader.read(pdf(page, behind + ruled_table([HEADS, *ROWS], left=50, top=620)), "")
    return found.text


def numbers() -> list[tuple[Value, ...]]:
    """The rows of the table as spreadsheets hold them: numbers, and formats that show them."""
    formats = ("#,##0", "0.0%", "0", "0.0")
    return [
        (row[0], *((float(word.replace(",", "").rstrip("%")) / (100 if "%" in word else 1), code) for word, code in zip(row[1:], formats, strict=True)))
        for row in ROWS
    ]


def as_sheet(make: Callable[[dict[str, Rows]], bytes]) -> str:
    plain: list[tuple[Value, ...]] = [(row[0], *((value[0], value[1]) if isinstance(value, tuple) else value for value in row[1:])) for row in numbers()]
    (found,) = sheet_reader.read(make({"情况": [(TITLE,), (CAPTION,), HEADS, *plain]}), "")
    return found.text


@pytest.mark.parametrize("make", [as_docx, as_rtf, as_pdf])
def test_a_whole_report(make: Callable[[], str], extract: Extract) -> None:
    expected = records(extract(TEXT))
    assert len(expected) >= 20
    assert records(extract(make())) == expected


@pytest.mark.parametrize("make", [xlsx, ods, xls])
def test_a_table(make: Callable[[dict[str, Rows]], bytes], extract: Extract) -> None:
    expected = records(extract(f"{TITLE}\n{CAPTION}\n{PIPES}\n"))
    assert len(expected) == 12
    assert records(extract(as_sheet(make))) == expected
