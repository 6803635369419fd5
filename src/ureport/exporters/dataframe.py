"""Records → pandas: one row a record, the columns of every output."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import TYPE_CHECKING

from ureport.exporters.columns import RECORD_COLUMNS
from ureport.model import MetricRecord

if TYPE_CHECKING:
    import pandas as pd


def to_dataframe(records: Iterable[MetricRecord]) -> pd.DataFrame:
    """A data frame of records; numbers are floats, dates stay ISO text, flags are joined by ``; ``.

    >>> to_dataframe(extraction.records)[["metric", "value", "unit"]]
    """
    import pandas as pd

    names = [column.name for column in RECORD_COLUMNS]
    rows = []
    for record in records:
        row = asdict(record)
        row["value"] = float(record.value)
        row["value_high"] = None if record.value_high is None else float(record.value_high)
        row["flags"] = "; ".join(record.flags)
        rows.append(row)
    frame = pd.DataFrame(rows, columns=names)
    return frame.astype({"value": "float64", "value_high": "float64"})
