"""A run over a folder of reports, delivered in any format."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ureport import Extractor
from ureport.exporters import FORMATS, Style, open_delivery
from ureport.exporters.tables import USUAL
from ureport.readers import read_all
from ureport.run import Run
from ureport.selection import Selection

HUZHOU = """湖州市总工会2016年工作总结

全年新增会员8500名，发放慰问款物近3500万元。参观的有37至40人。
=1+1，=新建工会12家。集体合同签订率达98.5%，比上年提高3个百分点。
2017年力争新增会员9000名。
"""
HUZHOU_AGAIN = "湖州市总工会2016年工作汇报\n\n全年新增会员8700名，新建工会12家，受益职工700余人次。\n"
NO_UNION = "2016年工作总结\n\n全年新增会员15名。\n"

Delivered = Callable[..., Path]


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    """A folder of four reports, one of them broken, and a picture."""
    folder = tmp_path / "reports"
    (folder / "县 一").mkdir(parents=True)
    (folder / "a.txt").write_text(HUZHOU, encoding="utf-8")
    (folder / "县 一/b.txt").write_bytes(HUZHOU_AGAIN.encode("gb18030"))
    (folder / "c.txt").write_text(NO_UNION, encoding="utf-8")
    (folder / "d.txt").write_bytes(bytes(range(1, 32)) * 60)
    (folder / "e.jpg").write_bytes(b"\xff\xd8")
    return folder


@pytest.fixture
def delivered(tmp_path: Path, reports: Path, extractor: Extractor) -> Delivered:
    """Format, style and selection → the file or folder with what the reports give."""

    def deliver(form: str, style: Style = USUAL, selection: Selection = Selection()) -> Path:  # noqa: B008
        output = tmp_path / f"out.{form}"
        known = FORMATS[form]
        assert known.whole or known.folder
        with open_delivery(form, f"{output}/" if known.folder else str(output), style) as delivery:
            Run(extractor).deliver(read_all([str(reports)]), selection, delivery)
        return output

    return deliver
