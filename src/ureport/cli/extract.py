"""``ureport extract``: records."""

from __future__ import annotations

from typing import Annotated

import typer

from ureport.cli.guard import guarded
from ureport.cli.options import Columns, Extra, Headers, Output, Paths, Patterns, Quiet, Verbose, format_option


@guarded
def extract(
    paths: Paths,
    format: Annotated[str | None, format_option("csv|jsonl|table")] = None,
    output: Output = None,
    metric: Annotated[list[str] | None, typer.Option(metavar="ID", help="Only this metric, or several: member.*; repeatable.", show_default=False)] = None,
    theme: Annotated[list[str] | None, typer.Option(metavar="THEME", help="Only this theme; repeatable.", show_default=False)] = None,
    status: Annotated[list[str] | None, typer.Option(metavar="STATUS", help="Only actual, target or baseline; repeatable.", show_default=False)] = None,
    columns: Columns = None,
    headers: Headers = "en",
    patterns: Patterns = None,
    extra_patterns: Extra = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> int:
    """One typed, traceable record for each statistic of the reports."""
    from ureport.cli.session import Session, open_library, open_output
    from ureport.exporters import BRIEF, RECORD_COLUMNS
    from ureport.readers import check_paths
    from ureport.selection import select

    check_paths(paths, output)
    writing = open_output(RECORD_COLUMNS, BRIEF, format, output, columns, headers)
    library = open_library(patterns, extra_patterns)
    selection = select(library, metric or (), theme or (), status or ())
    session = Session(paths, library, quiet=quiet, verbose=verbose, to_file=output is not None)
    with writing as writer:
        session.run.write_records(session.items(), selection, writer)
    return session.finish()
