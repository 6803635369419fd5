"""The rows of Parquet files."""

from __future__ import annotations

import io

from ureport.errors import InputError
from ureport.exporters.extras import need
from ureport.results.record import AS_WRITTEN, Rows, header, typed

_ROWS = 20_000


def parquet_rows(data: bytes, place: str) -> Rows:
    """The rows; of a number its exact digits, where they stand beside it."""
    arrow, parquet = need("pyarrow", "parquet"), need("pyarrow.parquet", "parquet")
    try:
        file = parquet.ParquetFile(io.BytesIO(data), page_checksum_verification=True)
        found = file.schema_arrow.names
        names = [(title, name) for title, name in zip(found, header(found, place), strict=True) if name is not None]
        number = 0
        for batch in file.iter_batches(_ROWS):
            for values in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                number += 1
                row = dict(zip(found, values, strict=True))
                yield f"{place}: row {number}", {name: typed(name, row, title) for title, name in names}
    except (arrow.ArrowException, OSError, UnicodeDecodeError) as error:
        raise InputError(f"this is no whole Parquet file: {_first_line(error)}", place=place, remedy=AS_WRITTEN) from None


def _first_line(error: BaseException) -> str:
    return str(error).split("\n")[0]
