"""``ureport metrics``: the catalogue."""

from __future__ import annotations

from typing import Annotated

import typer

from ureport.cli.guard import guarded, remembering
from ureport.cli.options import Columns, Extra, Headers, NoBom, Output, Patterns, Quiet, Raw, Verbose, format_option


@guarded
@remembering
def metrics(
    metric: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="member.new in full, or several: member.*; schema: the JSON Schema.", show_default=False)
    ] = None,
    on: Annotated[list[str] | None, typer.Option("--on", metavar="PATH", help="Count the records of these reports; repeatable.", show_default=False)] = None,
    format: Annotated[str | None, format_option("csv|jsonl|xlsx|parquet|table")] = None,
    output: Output = None,
    columns: Columns = None,
    headers: Headers = None,
    no_bom: NoBom = False,
    raw: Raw = False,
    patterns: Patterns = None,
    extra_patterns: Extra = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> int:
    """The catalogue: names, units, definitions and patterns of the metrics."""
    from ureport.catalogue import BRIEF, COLUMNS, choose, count_records, in_full, rows, schema
    from ureport.cli.screen import show
    from ureport.cli.session import Session, Shape, open_library, open_output
    from ureport.exporters import Target
    from ureport.readers import check_paths

    if metric == "schema":
        with Target(output) as target:
            target.write(schema())
        return 0
    check_paths(on or (), output)
    writing = open_output(COLUMNS, (*BRIEF, "records") if on else BRIEF, Shape(format, output, columns, headers, no_bom, raw), title="指标字典")
    library = open_library(patterns, extra_patterns, verbose=verbose)
    names = choose(library, metric)
    session = Session(on or (), library, quiet=quiet or not on, verbose=verbose, to_file=True)
    counts = count_records(session.run.extractions(session.items())) if on else None
    if metric in library.metrics and format is None and output is None:
        show(in_full(library, library.metrics[names[0]], None if counts is None else counts[names[0]]))
    else:
        with writing as writer:
            for row in rows(library, names, counts):
                writer.write(row)
    return session.finish()
