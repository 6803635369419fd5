"""A folder of CSV files with its description."""

from __future__ import annotations

import csv
import hashlib
import json
import os
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from ureport import load
from ureport.errors import OutputError
from ureport.exporters import RECORDS, TABLES, Style, open_delivery
from ureport.exporters.columns import RECORD_COLUMNS
from ureport.selection import Selection

Delivered = Callable[..., Path]
FILES = {"datapackage.json", "records.csv", "reports.csv", "metrics.csv", "mentions.csv", "problems.csv"}


def described(folder: Path) -> dict[str, dict[str, Any]]:
    """The resources of a package by their names."""
    return {resource["name"]: resource for resource in json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))["resources"]}


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("style", [Style(), Style(chinese=True), Style(mark=False)])
def test_the_description_is_that_of_the_files(delivered: Delivered, style: Style) -> None:
    folder = delivered("package", style)
    assert set(os.listdir(folder)) == FILES
    resources = described(folder)
    assert list(resources) == [table.name for table in TABLES]
    for name, resource in resources.items():
        data = (folder / resource["path"]).read_bytes()
        assert (resource["bytes"], resource["hash"]) == (len(data), f"sha256:{hashlib.sha256(data).hexdigest()}")
        assert data.startswith(b"\xef\xbb\xbf") is style.mark
        with (folder / resource["path"]).open(encoding="utf-8-sig", newline="") as file:
            assert next(csv.reader(file)) == [field["name"] for field in resource["schema"]["fields"]], name


def test_every_cell_is_of_the_type_that_its_field_has(delivered: Delivered) -> None:
    folder = delivered("package")
    checks: dict[str, Callable[[str], object]] = {"string": str, "number": Decimal, "integer": int, "date": __import__("datetime").date.fromisoformat}
    seen = set()
    for name, resource in described(folder).items():
        for row in rows(folder, name):
            for field in resource["schema"]["fields"]:
                cell = row[field["name"]]
                if cell:
                    seen.add(field["type"])
                    checks[field["type"]](cell)
                    assert cell in field.get("constraints", {"enum": [cell]})["enum"], (field["name"], cell)
    assert seen == set(checks)


@pytest.mark.parametrize("selection", [Selection(), Selection(metrics=frozenset({"member.new"}))])
def test_keys_are_unique_and_lead_somewhere(delivered: Delivered, selection: Selection) -> None:
    folder = delivered("package", selection=selection)
    resources = described(folder)
    links = 0
    for name, resource in resources.items():
        for key in resource["schema"].get("primaryKey", ()):
            values = [row[key] for row in rows(folder, name)]
            assert len(set(values)) == len(values) and "" not in values
        for link in resource["schema"].get("foreignKeys", ()):
            other = link["reference"]
            known = {row[other["fields"][0]] for row in rows(folder, other["resource"])}
            assert {row[link["fields"][0]] for row in rows(folder, name)} - {""} <= known
            links += 1
    assert links == 4


def test_a_key_that_is_not_wanted_is_not_promised(delivered: Delivered) -> None:
    columns = tuple(column for column in RECORD_COLUMNS if column.name in ("source", "value", "start", "end", "metric"))
    resources = described(delivered("package", Style(columns=columns)))
    assert "primaryKey" not in resources["records"]["schema"]
    assert [link["fields"] for link in resources["mentions"]["schema"]["foreignKeys"]] == [["source"]]


def test_the_guard_is_on_unless_raw(delivered: Delivered) -> None:
    guarded = delivered("package")
    assert any(row["sentence"].startswith("'=") for row in rows(guarded, "records"))
    records = load(guarded)
    raw = delivered("package", Style(guard=False))
    assert any(row["sentence"].startswith("=") for row in rows(raw, "records"))
    assert load(raw) == records


@pytest.mark.parametrize("error", [KeyboardInterrupt, ValueError])
def test_a_half_written_folder_never_appears(tmp_path: Path, delivered: Delivered, error: type[BaseException]) -> None:
    (record, *_) = load(delivered("sqlite"))
    before = set(os.listdir(tmp_path))
    with pytest.raises(error), open_delivery("package", f"{tmp_path}/new/") as delivery:
        delivery.write(RECORDS, record)
        assert not (tmp_path / "new").exists()
        raise error
    assert set(os.listdir(tmp_path)) == before


def test_a_folder_that_exists_keeps_its_other_files(tmp_path: Path, delivered: Delivered) -> None:
    folder = delivered("package")
    (folder / "notes.txt").write_text("mine")
    (folder / "records.csv").write_text("old")
    records = load(delivered("sqlite"))
    with pytest.raises(ValueError), open_delivery("package", str(folder)) as delivery:
        delivery.write(RECORDS, records[0])
        raise ValueError
    assert (folder / "records.csv").read_text() == "old"
    with open_delivery("package", str(folder)) as delivery:
        for record in records:
            delivery.write(RECORDS, record)
    assert set(os.listdir(folder)) == {*FILES, "notes.txt"}
    assert (folder / "notes.txt").read_text() == "mine"
    assert load(folder) == records


def test_a_folder_that_was_replaced_by_halves_is_no_package(delivered: Delivered, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = delivered("package")
    replace = Path.replace

    def failing(path: Path, target: Path) -> Path:
        if path.name == "records.csv":
            raise OSError(28, "No space left on device")
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", failing)
    with pytest.raises(OutputError, match="No space"), open_delivery("package", str(folder)):
        pass
    assert set(os.listdir(folder)) == FILES - {"datapackage.json"}


@pytest.mark.parametrize("output", ["gone/x/", "file/", "file/x/"])
def test_a_folder_that_cannot_be_is_an_output_error(tmp_path: Path, output: str) -> None:
    (tmp_path / "file").write_text("a file")
    with pytest.raises(OutputError, match="cannot be written"), open_delivery("package", f"{tmp_path}/{output}"):
        pass
    assert os.listdir(tmp_path) == ["file"]
