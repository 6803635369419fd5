"""``ureport pivot``: the wide table."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from ureport.cli.guard import guarded, tell
from ureport.cli.options import Headers, Metric, NoBom, Output, Quiet, Raw, format_option

_WIDE = 12
"""A table of more columns cannot be read on a screen."""

Result = Annotated[str, typer.Argument(metavar="RESULT", help="A result of ureport extract in any format; - is standard input.", show_default=False)]
Org = Annotated[list[str] | None, typer.Option(metavar="NAME", help="Only this organisation, or several: 湖州*; repeatable.", show_default=False)]
Status = Annotated[list[str] | None, typer.Option(metavar="STATUS", help="actual unless given; target, baseline or all; repeatable.", show_default=False)]
Aspect = Annotated[list[str] | None, typer.Option(metavar="ASPECT", help="level unless given; growth, share or all; repeatable.", show_default=False)]
Bound = Annotated[list[str] | None, typer.Option(metavar="BOUND", help="Only exact, over, nearly …; repeatable.", show_default=False)]


@guarded
def pivot(
    result: Result,
    metric: Metric = None,
    org: Org = None,
    status: Status = None,
    aspect: Aspect = None,
    bound: Bound = None,
    format: Annotated[str | None, format_option("csv|jsonl|xlsx|parquet|table")] = None,
    output: Output = None,
    headers: Headers = None,
    no_bom: NoBom = False,
    raw: Raw = False,
    quiet: Quiet = False,
) -> int:
    """A row for each organisation and period, a column for each metric and unit.

    Figures that differ stand side by side (12 | 15) and are never summed; other is left out unless --metric names it.
    """
    from ureport.cli.result import read_result
    from ureport.cli.session import Shape, open_output
    from ureport.exporters import STDOUT
    from ureport.pivoting import choose, spread

    choice = choose(status or ["actual"], aspect or ["level"], bound or ["all"])
    wide = spread(read_result(result, output), result, choice, metric or (), org or ())
    rows = conflicts = 0
    brief = ["org", "period", *(column.name for column in wide.metrics)]
    with open_output(wide.columns, brief, Shape(format, output, None, headers, no_bom, raw), title="透视") as writer:
        for row in wide.rows:
            writer.write(row)
            rows += 1
            conflicts += sum(cell.conflict for cell in row.cells.values())
    if not quiet:
        tell(f"rows {rows:,}, columns of metrics {len(wide.metrics):,}, cells with several figures {conflicts:,}")
        if output in (None, STDOUT) and sys.stdout.isatty() and len(wide.metrics) > _WIDE:
            tell("this is wide for a screen: choose with --metric and --org, or write a file with -o")
    return 0
