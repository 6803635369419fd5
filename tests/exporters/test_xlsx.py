"""A workbook as people open it: read back cell by cell, with openpyxl and, where it is installed, with LibreOffice."""

from __future__ import annotations

import csv
import hashlib
import os
import re
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from making import records
from ureport import load
from ureport.errors import OutputError
from ureport.exporters import RECORDS, REPORTS, Style, open_delivery, open_writer
from ureport.exporters.columns import Column
from ureport.exporters.xlsx import sheet as sheets
from ureport.model import MetricRecord, Source

openpyxl = pytest.importorskip("openpyxl")
Delivered = Callable[..., Path]
SHEETS = ["说明", "明细", "透视", "指标字典", "来源", "问题", "未计数字"]
HOSTILE = ["=1+1", '=cmd|"/c calc"!A1', "+1", "-5%", "@SUM(A1)", "＝1", "\t=1", "\r=1", "0012", "TRUE", "1e5", "2016-06", "<r>=1</r>", "https://x.cn", "#N/A"]
RECORD = replace(records.RECORD, sentence="新增会员8500名。")


def rows(path: Path, title: str) -> list[dict[str, Any]]:
    """The cells of a sheet by their headers; each is a cell of openpyxl."""
    header, *body = openpyxl.load_workbook(path)[title].iter_rows()
    return [{str(name.value): cell for name, cell in zip(header, row, strict=True)} for row in body]


def values(path: Path, title: str) -> list[dict[str, Any]]:
    return [{name: cell.value for name, cell in row.items() if cell.value is not None} for row in rows(path, title)]


def written(path: Path, *records: MetricRecord) -> Path:
    with open_delivery("xlsx", str(path)) as delivery:
        for record in records:
            delivery.write(RECORDS, record)
    return path


def xml(path: Path) -> str:
    """All sheets as they stand in the file."""
    with zipfile.ZipFile(path) as archive:
        return "".join(archive.read(name).decode() for name in archive.namelist() if "/worksheets/sheet" in name)


# what the sheets hold


def test_seven_sheets_with_a_frozen_header_and_a_filter(delivered: Delivered) -> None:
    book = openpyxl.load_workbook(delivered("xlsx"))
    assert book.sheetnames == SHEETS
    frozen = {sheet.title: (sheet.freeze_panes, sheet.auto_filter.ref) for sheet in book.worksheets[1:]}
    assert frozen["明细"] == ("D2", f"A1:Y{book['明细'].max_row}")
    assert frozen["透视"][0] == "C2"
    assert all(re.match("[A-Z]2$", pane) and filtered.startswith("A1:") for pane, filtered in frozen.values())
    assert [cell.value for cell in book["明细"][1]][:7] == ["填报单位", "所属期", "指标名称", "统计对象", "数值", "数值上限", "单位"]


def test_numbers_are_numbers_with_a_format_and_ids_are_text(delivered: Delivered) -> None:
    found = {(row["指标代码"].value, row["状态"].value, row["方面"].value): row for row in rows(delivered("xlsx"), "明细") if row["来源文件"].value == "a.txt"}
    members = found["member.new", "actual", "level"]
    assert (members["数值"].value, members["数值"].data_type, members["数值"].number_format) == (8500, "n", "#,##0")
    rate = found["bargaining.contract_rate", "actual", "level"]
    assert (rate["数值"].value, rate["数值"].number_format) == (98.5, '0.0"%"')
    assert (members["起始位置"].value, members["起始位置"].number_format) == (23, "0")
    for name in ("记录编号", "所属期", "期初", "原文数字", "来源文件"):
        assert (members[name].data_type, members[name].number_format) == ("s", "@"), name
    assert ("member.new", "target", "level") in found


def test_sources_lead_to_the_reports(delivered: Delivered, reports: Path) -> None:
    path = delivered("xlsx")
    for title in ("明细", "来源"):
        for row in rows(path, title):
            cell = row["来源文件"]
            if "读取" in row and row["读取"].value == "failed":
                assert cell.hyperlink is None
                continue
            target = cell.hyperlink.target.replace("\\", "/").replace("%20", " ")
            assert not os.path.isabs(target)
            assert (path.parent / target).resolve() == reports / cell.value


def test_a_row_for_each_file_with_counts_warnings_and_hash(delivered: Delivered, reports: Path) -> None:
    found = {row["来源文件"]: row for row in values(delivered("xlsx"), "来源")}
    assert set(found) == {"a.txt", "c.txt", "县 一/b.txt", f"{reports}/d.txt"}
    a = found["a.txt"]
    assert (a["填报单位"], a["报告期"], a["编码"], a["读取"]) == ("湖州市总工会", "2016", "utf-8", "read")
    assert a["SHA-256"] == hashlib.sha256((reports / "a.txt").read_bytes()).hexdigest()
    assert (a["字数"], a["数字"]) == (len((reports / "a.txt").read_text(encoding="utf-8")), 10)
    assert found["县 一/b.txt"]["编码"] == "gb18030"
    assert found[f"{reports}/d.txt"]["读取"] == "failed"


def test_problems_uncounted_numbers_and_metrics(delivered: Delivered, reports: Path) -> None:
    path = delivered("xlsx")
    found = {(row["级别"], row["类别"], row["来源文件"], "办法" in row) for row in values(path, "问题")}
    assert found == {("failed", "binary", f"{reports}/d.txt", True), ("skipped", ".jpg", f"{reports}/e.jpg", False)}
    uncounted = values(path, "未计数字")
    assert "2016年" in {row["原文数字"] for row in uncounted}
    assert "8500名" not in {row["原文数字"] for row in uncounted}
    read, records = (sum(row[name] for row in values(path, "来源")) for name in ("数字", "记录"))
    assert (len(uncounted), len(values(path, "明细"))) == (read - records, records)
    metrics = {row["指标代码"]: row for row in values(path, "指标字典")}
    assert (metrics["member.new"]["指标名称"], metrics["member.new"]["记录数"], metrics["member.total"]["记录数"]) == ("新增会员数", 4, 0)
    guide = [str(cell.value) for row in openpyxl.load_workbook(path)["说明"].iter_rows() for cell in row if cell.value is not None]
    assert guide[guide.index("已读文件") + 1] == "3"
    assert guide[guide.index("读取失败") + 1] == "1"


def test_the_pivot_shows_figures_that_differ_and_sums_none(delivered: Delivered) -> None:
    huzhou, unknown = rows(delivered("xlsx"), "透视")
    assert (huzhou["填报单位"].value, huzhou["所属期"].value, huzhou["来源文件"].value) == ("湖州市总工会", "2016", "a.txt; 县 一/b.txt")
    assert (unknown["填报单位"].value, unknown["来源文件"].value, unknown["新增会员数 (人)"].value) == (None, "c.txt", 15)
    conflict, agreed = huzhou["新增会员数 (人)"], huzhou["新建工会组织数 (家)"]
    assert (conflict.value, conflict.data_type) == ("8500 | 8700", "s")
    assert (agreed.value, agreed.data_type) == (12, "n")
    assert conflict.fill.fgColor.rgb != agreed.fill.fgColor.rgb
    nearly = huzhou["慰问金额 (元)"]
    assert (nearly.value, nearly.number_format) == (35_000_000, '"近"#,##0')
    assert not [name for name in huzhou if "other" in name or "其他" in name or "target" in name or "百分点" in name]


def test_a_row_of_many_figures_is_high_enough_to_show_them(tmp_path: Path) -> None:
    few, many = (replace(RECORD, period=period, period_start=f"{period}-01-01") for period in ("2015", "2016"))
    path = written(tmp_path / "x.xlsx", few, *(replace(many, value=Decimal(number)) for number in range(100000, 100008)))
    heights = openpyxl.load_workbook(path)["透视"].row_dimensions
    assert heights[2].height < 20 < 5 * 16 <= heights[3].height <= 409


def test_columns_and_headers_as_they_are_wanted(delivered: Delivered) -> None:
    columns = (Column("value", "数值", "number"), Column("source", "来源文件"))
    path = delivered("xlsx", Style(chinese=False, columns=columns))
    assert [cell.value for cell in openpyxl.load_workbook(path)["明细"][1]] == ["value", "source"]


# what could do harm


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_becomes_a_formula_a_number_or_a_link(tmp_path: Path, text: str) -> None:
    record = replace(RECORD, **dict.fromkeys(("source", "org", "metric_name", "unit", "period", "sentence", "record_id"), text))
    path = tmp_path / "x.xlsx"
    with open_delivery("xlsx", str(path)) as delivery:
        delivery.write(REPORTS, Source(text, "read", path=str(tmp_path / "a.txt")))
        delivery.write(RECORDS, record)
    assert not re.search(r"<f[ >]", xml(path))
    with zipfile.ZipFile(path) as archive:
        assert all(b"<f>" not in archive.read(name) for name in archive.namelist() if "worksheets" in name)
    for title in SHEETS:
        for row in openpyxl.load_workbook(path)[title].iter_rows():
            assert {cell.data_type for cell in row} <= {"s", "n", "inlineStr"}
    (row,) = rows(path, "明细")
    assert row["原句"].data_type == "s"
    if text[0] in "=+-@＝\t\r":  # the sign by which Excel keeps it text when the cell is edited
        assert row["原句"].quotePrefix
    assert [record.sentence for record in load(path)] == [text]


def test_headers_of_hostile_metrics_are_text(tmp_path: Path) -> None:
    path = written(tmp_path / "x.xlsx", replace(RECORD, metric_name="=1+1", unit=""), replace(RECORD, metric="x", metric_name="<r>x</r>", unit=""))
    header = next(openpyxl.load_workbook(path)["透视"].iter_rows())
    assert [(cell.value, cell.data_type) for cell in header[-2:]] == [("=1+1", "s"), ("<r>x</r>", "s")]
    assert not re.search(r"<f[ >]", xml(path))


@pytest.mark.parametrize("digits", ["9" * 16, str(2**53 + 1), "0." + "3" * 40])
def test_a_number_that_a_cell_cannot_hold_is_marked_text(tmp_path: Path, digits: str) -> None:
    path = written(tmp_path / "x.xlsx", replace(RECORD, value=Decimal(digits)))
    (row,) = rows(path, "明细")
    assert (row["数值"].value, row["数值"].data_type) == (digits, "s")
    assert row["数值"].fill.fgColor.rgb == "FFFFF2CC"
    assert "本文件有 1 个" in xml(path)


@pytest.mark.parametrize("text", ["长" * 40_000, "😀" * 20_000])
def test_a_text_that_a_cell_cannot_hold_is_cut_and_says_so(tmp_path: Path, text: str) -> None:
    path = written(tmp_path / "x.xlsx", replace(RECORD, sentence=text))
    (row,) = rows(path, "明细")
    shown = row["原句"].value
    assert len(shown.encode("utf-16-le")) // 2 <= 32_767
    assert shown.endswith(f"…〔截断，全文 {len(text):,} 字〕")
    assert text.startswith(shown.split("…")[0])


def test_a_text_of_the_greatest_length_is_whole(tmp_path: Path) -> None:
    text = "长" * 32_767
    assert load(written(tmp_path / "x.xlsx", replace(RECORD, sentence=text)))[0].sentence == text


def test_a_full_sheet_goes_on_in_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "ROWS", 4)
    records = [replace(RECORD, start=number, end=number + 1) for number in range(8)]
    path = written(tmp_path / "x.xlsx", *records)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == [*SHEETS, "明细2", "明细3"]
    assert [book[title].max_row for title in ("明细", "明细2", "明细3")] == [4, 4, 3]
    assert book["明细3"].auto_filter.ref == "A1:Y3"
    assert load(path) == records
    book.move_sheet("明细3", -10)
    book.save(path)
    assert load(path) == records


def test_links_after_the_last_one_are_plain_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "LINKS", 2)
    path = tmp_path / "x.xlsx"
    with open_delivery("xlsx", str(path)) as delivery:
        delivery.write(REPORTS, Source(RECORD.source, "read", path=str(tmp_path / "a.txt")))
        for _ in range(3):
            delivery.write(RECORDS, RECORD)
    assert [bool(row["来源文件"].hyperlink) for row in rows(path, "明细")] == [True, True, False]
    assert [row["来源文件"].value for row in rows(path, "明细")] == [RECORD.source] * 3


@pytest.mark.parametrize(
    ("name", "link"),
    [
        *[("a b[1].txt", "a%20b%5b1%5d.txt"), ("a", "a"), ("../总结.txt", "..\\总结.txt"), ("http/x.txt", "http\\x.txt")],
        # no link can hold these
        *[(name, None) for name in ("a#b.txt", "100%25.txt", "a\nb.txt", "a:b.txt", "a\\b.txt", "长" * 1001)],
    ],
)
def test_a_link_leads_to_the_file_or_there_is_none(tmp_path: Path, name: str, link: str | None) -> None:
    path = tmp_path / "x.xlsx"
    with open_delivery("xlsx", str(path)) as delivery:
        delivery.write(REPORTS, Source(name, "read", path=f"{tmp_path}/{name}"))
    (row,) = rows(path, "来源")
    assert (row["来源文件"].hyperlink and row["来源文件"].hyperlink.target) == link
    assert row["来源文件"].value


# the file


def test_the_same_rows_give_the_same_bytes(tmp_path: Path, delivered: Delivered) -> None:
    first = delivered("xlsx").read_bytes()
    assert delivered("xlsx").read_bytes() == first
    with zipfile.ZipFile(tmp_path / "out.xlsx") as archive:
        assert b">2000-01-01T00:00:00Z</dcterms:created>" in archive.read("docProps/core.xml")  # not the time of the run


def test_an_interrupted_workbook_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    waiting = tmp_path / "waiting"
    waiting.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(waiting))
    with pytest.raises(KeyboardInterrupt), open_delivery("xlsx", str(tmp_path / "x.xlsx")) as delivery:
        delivery.write(RECORDS, RECORD)
        assert os.listdir(waiting)
        raise KeyboardInterrupt
    assert os.listdir(tmp_path) == ["waiting"]
    assert os.listdir(waiting) == []


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full")
def test_a_full_disk_is_an_output_error() -> None:
    with pytest.raises(OutputError, match="No space"), open_delivery("xlsx", "/dev/full") as delivery:
        delivery.write(RECORDS, RECORD)


def test_standard_output_takes_a_workbook(tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    with open_delivery("xlsx", None) as delivery:
        delivery.write(REPORTS, Source(RECORD.source, "read", path=str(tmp_path / "a.txt")))
        delivery.write(RECORDS, RECORD)
    (tmp_path / "x.xlsx").write_bytes(capsysbinary.readouterr().out)
    assert load(tmp_path / "x.xlsx") == [RECORD]
    assert rows(tmp_path / "x.xlsx", "明细")[0]["来源文件"].hyperlink is None


def test_the_rows_of_one_table_are_one_sheet(tmp_path: Path) -> None:
    columns = (Column("surface", "原文数字"), Column("value", "数值", "number"))
    with open_writer("xlsx", str(tmp_path / "x.xlsx"), columns, Style(chinese=True), title="数字") as writer:
        writer.write(RECORD)
    assert openpyxl.load_workbook(tmp_path / "x.xlsx").sheetnames == ["数字"]
    assert values(tmp_path / "x.xlsx", "数字") == [{"原文数字": "8500名", "数值": 8500}]


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_libreoffice_opens_it_and_shows_the_same_cells(tmp_path: Path, delivered: Delivered) -> None:
    path = delivered("xlsx")
    every_sheet = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1"
    command = [
        "soffice",
        "--headless",
        f"-env:UserInstallation=file://{tmp_path}/profile",
        "--convert-to",
        every_sheet,
        "--outdir",
        str(tmp_path / "csv"),
        str(path),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    shown = {file.stem.removeprefix("out-"): list(csv.reader(file.open(encoding="utf-8", newline=""))) for file in (tmp_path / "csv").glob("*.csv")}
    assert set(shown) == set(SHEETS)
    header, *body = shown["明细"]
    assert len(body) == len(load(path))
    for line, record in zip(body, load(path), strict=True):
        cells = dict(zip(header, line, strict=True))
        assert (cells["原句"], cells["记录编号"], cells["期初"], Decimal(cells["数值"])) == (
            record.sentence,
            record.record_id,
            record.period_start,
            record.value,
        )
    header, *body = shown["透视"]
    assert dict(zip(header, body[0], strict=True))["新增会员数 (人)"] == "8500 | 8700"
