"""ZIP archives: names, order, nesting, damage, bombs."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterator

import pytest

import makers
from ureport.errors import InputError
from ureport.model import Document
from ureport.readers import archive
from ureport.readers.archive import read
from ureport.readers.folder import Skipped


def seen(data: bytes) -> list[str]:
    """Each item in short: the source of a document, the first words of an error or a skip and its place."""
    return list(_seen(data))


def _seen(data: bytes) -> Iterator[str]:
    try:
        for item in read(data, "a.zip"):
            if isinstance(item, Document):
                yield item.source
            elif isinstance(item, Skipped):
                yield f"skipped {item.reason}: {item.place}"
            else:
                assert item.remedy
                yield f"error {item.message.split(':')[0].split(' (')[0]}: {item.place}"
    except InputError as error:
        assert error.remedy
        yield f"error {error.message.split(':')[0].split(' (')[0]}"


def test_members_come_by_name() -> None:
    data = makers.zipped({"b.txt": "8500", "县/a.txt": "320", "a.txt": makers.REPORT, "空/": ""})
    assert seen(data) == ["a.zip!/a.txt", "a.zip!/b.txt", "a.zip!/县/a.txt"]
    assert [item.text for item in read(data, "a.zip") if isinstance(item, Document)] == [makers.REPORT, "8500", "320"]


def test_members_are_unpacked_one_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    unpacked: list[str] = []
    real = archive._unpacked
    monkeypatch.setattr(archive, "_unpacked", lambda a, member, budget: unpacked.append(member.filename) or real(a, member, budget))
    items = read(makers.zipped({"a.txt": "8500", "b.txt": "320"}), "a.zip")
    next(items)
    assert unpacked == ["a.txt"]


def test_hidden_and_unknown_members_and_links_are_left_out() -> None:
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = 0o120777 << 16
    buffer = io.BytesIO(makers.zipped({"a.txt": "8500", ".x.txt": "1", "__MACOSX/._a.txt": "1", "~$b.docx": "1", "c.jpg": "1", "README": "1"}))
    with zipfile.ZipFile(buffer, "a") as opened:
        opened.writestr(link, "/etc/passwd")
    assert seen(buffer.getvalue()) == [
        "skipped no suffix: a.zip!/README",
        "a.zip!/a.txt",
        "skipped .jpg: a.zip!/c.jpg",
        "skipped link: a.zip!/link.txt",
    ]


@pytest.mark.parametrize(
    ("names", "encoding", "expected"),
    [
        (["湖州市总工会/年度总结.txt", "要点.txt"], "gbk", ["湖州市总工会/年度总结.txt", "要点.txt"]),
        (["縣總工會/年度總結.txt", "工作要點.txt"], "cp950", ["工作要點.txt", "縣總工會/年度總結.txt"]),
        (["總結乗数.txt"], "gbk", ["總結乗数.txt"]),
        (["a.txt"], "ascii", ["a.txt"]),
    ],
)
def test_names_in_the_encoding_of_old_packers(names: list[str], encoding: str, expected: list[str]) -> None:
    data = makers.with_raw_names(makers.zipped(dict.fromkeys(names, "8500")), encoding)
    assert seen(data) == [f"a.zip!/{name}" for name in expected]


def test_names_in_utf8_that_are_not_marked() -> None:
    name = "年度总结.txt"
    data = makers.zipped({"x" * len(name.encode()): "8500"}).replace(b"x" * len(name.encode()), name.encode())
    assert seen(data) == ["a.zip!/年度总结.txt"]


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("../../etc/a.txt", "etc/a.txt"),
        ("/etc/a.txt", "etc/a.txt"),
        ("C:\\报告\\a.txt", "报告/a.txt"),
        ("a/./b//c.txt", "a/b/c.txt"),
        ("x\x1b[31m.txt", "x\ufffd[31m.txt"),
    ],
)
def test_names_that_lead_elsewhere_are_made_safe(name: str, source: str) -> None:
    assert seen(makers.zipped({name: "8500"})) == [f"a.zip!/{source}"]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_members_of_one_name_have_sources_of_their_own() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as opened:
        for name, content in (("a.txt", "8500"), ("a.txt", "320"), ("../a.txt", "12")):
            opened.writestr(name, content)
    assert [(item.source, item.text) for item in read(buffer.getvalue(), "a.zip") if isinstance(item, Document)] == [
        ("a.zip!/a (2).txt", "320"),
        ("a.zip!/a (3).txt", "12"),
        ("a.zip!/a.txt", "8500"),
    ]


def test_two_levels_are_opened() -> None:
    inner = makers.zipped({"c.txt": "8500"})
    middle = makers.zipped({"b.zip": inner, "b.txt": "320"})
    data = makers.zipped({"m.zip": middle, "a.txt": "12"})
    assert seen(data) == ["a.zip!/a.txt", "a.zip!/m.zip!/b.txt", "error an archive in an archive in an archive: a.zip!/m.zip!/b.zip"]


def test_an_archive_is_known_by_its_bytes_and_an_office_file_is_none() -> None:
    assert seen(makers.zipped({"b.txt": makers.zipped({"c.txt": "8500"})})) == ["a.zip!/b.txt!/c.txt"]
    assert seen(makers.zipped({"b.txt": makers.zipped({"ppt/x": "", "[Content_Types].xml": ""})})) == ["error slides: a.zip!/b.txt"]


def test_a_bad_member_costs_no_other() -> None:
    data = makers.zipped({"a.txt": "8500", "b.txt": makers.REPORT * 20, "c.txt": "", "d.doc": b"\x01\x02\x03\x04", "e.txt": "320"})
    at = data.index(b"b.txt") + 40
    broken = data[:at] + bytes(20) + data[at + 20 :]
    assert seen(broken) == [
        "a.zip!/a.txt",
        "error damaged in the archive: a.zip!/b.txt",
        "error empty: a.zip!/c.txt",
        "error damaged: a.zip!/d.doc",
        "a.zip!/e.txt",
    ]


def test_encrypted_members_are_told() -> None:
    assert seen(makers.zipped({"a.txt": "8500", "b.txt": "320"}, locked=True)) == ["error encrypted: a.zip!/a.txt", "error encrypted: a.zip!/b.txt"]


def test_an_unknown_way_of_packing_is_told() -> None:
    data = bytearray(makers.zipped({"a.txt": "8500"}))
    for magic, offset in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        struct.pack_into("<H", data, data.index(magic) + offset, 99)
    assert seen(bytes(data)) == ["error packed in a way that is not known here: a.zip!/a.txt"]


@pytest.mark.parametrize("data", [b"PK\x03\x04", b"PK\x05\x06" + bytes(5), b"PK\x03\x04" + bytes(500)])
def test_a_broken_archive(data: bytes) -> None:
    assert seen(data) == ["error damaged"]


def test_a_truncated_archive() -> None:
    data = makers.zipped({"a.txt": makers.REPORT, "b.txt": makers.REPORT})
    assert seen(data[: len(data) // 2]) == ["error damaged"]


@pytest.mark.parametrize("members", [{}, {"x.jpg": b"1"}, {".hidden.txt": b"1"}])
def test_an_archive_without_a_report(members: dict[str, bytes]) -> None:
    assert seen(makers.zipped(members))[-1] == "error no report found in this archive"


# bombs


def test_a_member_that_swells_too_much_is_not_unpacked() -> None:
    data = makers.zipped({"a.txt": b" " * (8 << 20), "b.txt": "8500"})
    assert len(data) < 20_000
    assert seen(data) == ["error too large for its 8,158 bytes: a.zip!/a.txt", "a.zip!/b.txt"]


def test_sizes_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    data = makers.zipped({"a.txt": "8" * 100, "b.txt": "5" * 300, "c.txt": "0" * 150})
    monkeypatch.setattr(archive, "MAX_MEMBER", 200)
    assert seen(data) == ["a.zip!/a.txt", "error too large: a.zip!/b.txt", "a.zip!/c.txt"]
    monkeypatch.setattr(archive, "_Budget", lambda: archive_budget(bytes=200))
    assert seen(data) == ["a.zip!/a.txt", "error too large: a.zip!/b.txt", "error too large: a.zip!/c.txt"]


def test_the_number_of_members_is_bounded_over_all_levels(monkeypatch: pytest.MonkeyPatch) -> None:
    inner = makers.zipped({f"{n}.txt": "8500" for n in range(5)})
    monkeypatch.setattr(archive, "_Budget", lambda: archive_budget(members=8))
    assert seen(makers.zipped({"x.zip": inner, "y.zip": inner})) == [*(f"a.zip!/x.zip!/{n}.txt" for n in range(5)), "error too many files in it: a.zip!/y.zip"]


def test_a_size_that_lies_does_not_swell_the_memory() -> None:
    data = bytearray(makers.zipped({"a.txt": b"8" * (50 << 20)}))
    for magic, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<I", data, data.index(magic) + offset, 10)
    assert seen(bytes(data)) == ["error damaged in the archive: a.zip!/a.txt"]


archive_budget = archive._Budget
