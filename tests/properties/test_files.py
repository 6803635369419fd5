"""What holds for any bytes: every reader gives documents or an InputError, and what holds for a text holds for what it reads."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import fuzz
import invariants
from making.files import FILES
from making.library import shipped_extractor
from making.mutants import mutant
from ureport import Document
from ureport.errors import InputError
from ureport.readers.formats import FORMATS, read, read_as
from ureport.readers.sniff import Sample

TEXT = "湖州市总工会2016年工作总结\n一、组织建设\n　　全年新增会员8500名，\n发放慰问款3500万元。\n县|人数\n城东|35\n"
READERS = [form for form in FORMATS if form.suffixes and form.name != "doc"]


@pytest.mark.parametrize("name", FILES)
def test_the_files_from_which_the_mutants_are_made_are_sound(name: str) -> None:
    """Else the mutants would only try how an unknown file is refused."""
    documents = [item for item in read(FILES[name](TEXT), name) if isinstance(item, Document)]
    assert documents
    if name != "big5.txt":
        assert any(r.metric == "member.new" for document in documents for r in shipped_extractor().extract(document).records)


@settings(max_examples=60)
@pytest.mark.parametrize("form", READERS, ids=[f"{form.name}-{number}" for number, form in enumerate(READERS)])
@given(st.binary(max_size=300), st.sampled_from(["", "PK\x03\x04", "%PDF-1.4\n", "{\\rtf1", "<html>", "MIME-Version: 1.0\r\n"]))
def test_a_reader_takes_any_bytes(form, data: bytes, head: str) -> None:  # type: ignore[no-untyped-def]
    try:
        items = list(read_as(form, head.encode("latin-1") + data, f"x{form.suffixes[0]}"))
    except InputError as error:
        assert error.message and error.remedy
        return
    for item in items:
        if isinstance(item, Document):
            invariants.check(shipped_extractor(), item)


@given(st.binary(max_size=300), st.sampled_from([".txt", ".docx", ".pdf", ".xls", ".zip", ".html", ".mht", "", ".exe"]))
def test_a_format_is_chosen_for_any_bytes(data: bytes, suffix: str) -> None:
    assert any(form.sniff(Sample(data, suffix)) in (True, False) for form in FORMATS)
    fuzz_case = fuzz.Case(f"x{suffix}", data)
    assert fuzz.failure(fuzz_case, shipped_extractor()) is None


@pytest.mark.parametrize("name", FILES)
@settings(max_examples=25)
@given(st.integers(0, 2**32))
def test_a_damaged_file_keeps_what_is_promised(name: str, number: int) -> None:
    data = mutant(FILES[name](TEXT), name.rpartition(".")[2], random.Random(number))
    wrong = fuzz.failure(fuzz.Case(name, data), shipped_extractor())
    assert wrong is None, wrong.trace
