"""``ureport metrics``: the catalogue."""

from __future__ import annotations

from typing import Annotated

import typer

from ureport.cli.guard import guarded
from ureport.cli.options import Columns, Extra, Headers, Output, Patterns, Quiet, Verbose, format_option


@guarded
def metrics(
    metric: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="member.new in full, or several: member.*; schema: the JSON Schema.", show_default=False)
    ] = None,
    on: Annotated[list[str] | None, typer.Option("--on", metavar="PATH", help="Count the records of these reports; repeatable.", show_default=False)] = None,
    format: Annotated[str | None, format_option("csv|jsonl|table")] = None,
    output: Output = None,
    columns: Columns = None,
    headers: Headers = "en",
    patterns: Patterns = None,
    extra_patterns: Extra = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> int:
    """The catalogue: names, units, definitions and patterns of the metrics."""
    from ureport.catalogue import BRIEF, COLUMNS, count_records, in_full, rows, schema
    from ureport.cli.screen import show
    from ureport.cli.session import Session, open_library, open_output
    from ureport.readers import check_paths

    if metric == "schema":
        show([(schema(), "")])
        return 0
    check_paths(on or ())
    library = open_library(patterns, extra_patterns)
    counted = ("records",) if on else ()
    open_writer = open_output(COLUMNS, (*BRIEF, *counted), format, output, columns, headers)
    session = Session(on or (), library, quiet=quiet or not on, verbose=verbose, to_file=True)
    listed = list(rows(library, metric))
    counts = count_records(session.run.extractions(session.items())) if on else None
    if metric in library.metrics and format is None and output is None:
        show(in_full(library, library.metrics[metric], counts and counts[metric]))
    else:
        with open_writer as writer:
            for row in rows(library, metric, counts):
                writer.write(row)
    return session.finish()
