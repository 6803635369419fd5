"""What any report gives reads back equal from every format. That any record does is in tests/test_results.py."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from making.library import shipped_extractor
from making.strategies import reports
from ureport import Document, MetricRecord
from ureport.exporters import FORMATS, open_delivery
from ureport.results import load
from ureport.run import Run
from ureport.selection import Selection

FIGURES = "\n=新增会员8500名，增长12.5%。\n'+三四十人\t@1。\n| 区 | 人数(万人) |\n| -甲 | 1.2345678901234567890123 |\n"


def held(value: object, form: str) -> object:
    """A value as a format can hold it: halves of surrogate pairs are replaced everywhere, and in XLSX what is no character."""
    if isinstance(value, tuple):
        return tuple(held(each, form) for each in value)
    if not isinstance(value, str):
        return value
    text = value.encode("utf-8", "replace").decode()
    return text.replace("\ufffe", "�").replace("\uffff", "�") if form == "xlsx" else text


@pytest.mark.parametrize("form", ["csv", "jsonl", "sqlite", "xlsx", "parquet", "package"])
@settings(max_examples=15)
@given(texts=st.lists(reports(), min_size=1, max_size=3))
def test_a_run_reads_back_equal(form: str, texts: list[str]) -> None:
    documents = [Document(f"{number}.txt", text + FIGURES) for number, text in enumerate(texts)]
    records = [record for document in documents for record in shipped_extractor().extract(document).records]
    names = MetricRecord.__dataclass_fields__
    with TemporaryDirectory() as folder:
        path = Path(folder, f"out.{form}")
        with open_delivery(form, f"{path}/" if FORMATS[form].folder else str(path)) as delivery:
            Run(shipped_extractor()).deliver(documents, Selection(), delivery)
        found = load(path)
    assert len(found) == len(records) > 0
    for before, after in zip(records, found, strict=True):
        assert {name: held(getattr(before, name), form) for name in names} == {name: getattr(after, name) for name in names}
