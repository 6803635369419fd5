"""Parquet, for pandas and DuckDB: real types, written in groups of rows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from ureport import __version__
from ureport.errors import OutputError
from ureport.exporters.columns import as_text, clean
from ureport.exporters.exact import EXACT, fits
from ureport.exporters.extras import need
from ureport.exporters.figures import Figures
from ureport.exporters.tables import Style, Table
from ureport.exporters.target import Target

_ROWS = 20_000
"""So many rows are held and written together."""


class ParquetWriter:
    """Writes one file of typed columns. A number is a double, or in the column beside it the text of its digits."""

    def __init__(self, target: Target, table: Table, style: Style) -> None:
        self.target = target
        arrow = need("pyarrow", "parquet")
        text = arrow.string()
        types = {"text": text, "number": arrow.float64(), "integer": arrow.int64(), "date": arrow.date32(), "list": arrow.list_(text)}
        self._columns: list[tuple[str, Callable[[Any], object]]] = []
        fields = []
        for column, header in zip(table.columns, style.headers(table.columns), strict=True):
            self._columns.append((column.name, _VALUES[column.kind]))
            fields.append((header, types[column.kind]))
            if column.kind == "number":
                self._columns.append((column.name, _digits))
                fields.append((f"{header}{EXACT}", text))
        self._batch = arrow.record_batch
        self._schema = arrow.schema(fields, metadata={"ureport.version": __version__})
        self._values: list[list[object]] = [[] for _ in fields]
        with target.failing():
            self._writer = need("pyarrow.parquet", "parquet").ParquetWriter(target.stream, self._schema, compression="zstd", write_page_checksum=True)
        target.resources.callback(self._writer.close)

    def write(self, row: object) -> None:
        for values, (name, convert) in zip(self._values, self._columns, strict=True):
            try:
                values.append(convert(getattr(row, name)))
            except ValueError:
                raise OutputError(f"{name}: {getattr(row, name)!r} is no date", place=self.target.place, remedy="write jsonl, or mend the record") from None
        if len(self._values[0]) >= _ROWS:
            self._write_group()

    def close(self) -> None:
        self._write_group()
        with self.target.failing():
            self._writer.close()

    def _write_group(self) -> None:
        if self._values and self._values[0]:
            with self.target.failing():
                self._writer.write_batch(self._batch(self._values, schema=self._schema))
            for values in self._values:
                values.clear()


def _double(value: Any) -> float | None:
    number = value.number if isinstance(value, Figures) else value
    return float(number) if number is not None and fits(number) else None


def _digits(value: Any) -> str | None:
    """What the double beside it cannot hold: many digits, a range, or several figures."""
    return None if value is None or _double(value) is not None else as_text(value)


def _date(value: str) -> date | None:
    return date.fromisoformat(value) if value else None


_VALUES: dict[str, Callable[[Any], object]] = {
    "text": clean,
    "number": _double,
    "integer": lambda value: value,
    "date": _date,
    "list": lambda value: [clean(text) for text in value],
}
