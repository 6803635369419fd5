"""A folder of CSV files with a ``datapackage.json`` that says what their columns are (Data Package, Table Schema)."""

from __future__ import annotations

import hashlib
import json
from typing import Any, get_args

from ureport.exporters.columns import Column
from ureport.exporters.csv import CsvWriter
from ureport.exporters.tables import MENTIONS, METRICS, RECORDS, REPORTS, TABLES, Style, Table
from ureport.exporters.target import LAST, Folder
from ureport.model import Aspect, Bound, Role, Status

_TYPES = {"text": "string", "number": "number", "integer": "integer", "date": "date", "list": "string"}
_KEYS = {RECORDS.name: "record_id", REPORTS.name: "source", METRICS.name: "id"}
_LINKS = ((RECORDS, "source", REPORTS), (RECORDS, "metric", METRICS), (MENTIONS, "source", REPORTS), (MENTIONS, "record_id", RECORDS))
"""Columns that hold the key of another table."""
_CHOICES: dict[str, tuple[str, ...]] = {"bound": get_args(Bound), "status": get_args(Status), "aspect": get_args(Aspect), "role": tuple(Role)}


class PackageDelivery:
    """Writes a CSV file for each table, and their description at the end."""

    def __init__(self, folder: Folder, style: Style) -> None:
        self.folder = folder
        self.style = style
        self.tables = [style.shaped(table) for table in TABLES]
        self.writers = {table.name: CsvWriter(folder.open(f"{table.name}.csv"), table, style) for table in self.tables}

    def write(self, table: Table, row: object) -> None:
        self.writers[table.name].write(row)

    def close(self) -> None:
        self.folder.close_files()
        resources = [self._resource(table) for table in self.tables]
        description = {"profile": "tabular-data-package", "name": "ureport", "title": "工会报告统计指标", "resources": resources}
        self.folder.open(LAST).write(json.dumps(description, ensure_ascii=False, indent=2) + "\n")

    def _resource(self, table: Table) -> dict[str, Any]:
        path = self.folder.stage / f"{table.name}.csv"
        with self.folder.failing(), path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            size = file.tell()
        return {
            "name": table.name,
            "title": table.title,
            "path": path.name,
            "profile": "tabular-data-resource",
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "bytes": size,
            "hash": f"sha256:{digest}",
            "schema": self._schema(table),
        }

    def _schema(self, table: Table) -> dict[str, Any]:
        headers = self._headers(table)
        schema: dict[str, Any] = {"fields": [_field(column, headers[column.name]) for column in table.columns], "missingValues": [""]}
        key = _KEYS.get(table.name)
        if key in headers:
            schema["primaryKey"] = [headers[key]]
        links = [self._link(headers[name], other) for home, name, other in _LINKS if home.name == table.name and name in headers]
        if any(links):
            schema["foreignKeys"] = [link for link in links if link]
        return schema

    def _link(self, header: str, other: Table) -> dict[str, Any] | None:
        """What a foreign key says; None when the columns wanted of the other table leave its key out."""
        key = self._headers(self.style.shaped(other)).get(_KEYS[other.name])
        return {"fields": [header], "reference": {"resource": other.name, "fields": [key]}} if key else None

    def _headers(self, table: Table) -> dict[str, str]:
        return dict(zip((column.name for column in table.columns), self.style.headers(table.columns), strict=True))


def _field(column: Column, header: str) -> dict[str, Any]:
    field: dict[str, Any] = {"name": header, "title": column.title, "type": _TYPES[column.kind], "description": column.note}
    if column.name in _CHOICES:
        field["constraints"] = {"enum": list(_CHOICES[column.name])}
    return field
