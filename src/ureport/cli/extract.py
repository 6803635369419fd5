"""``ureport extract``: records."""

from __future__ import annotations

from typing import Annotated

import typer

from ureport.cli.guard import guarded, remembering
from ureport.cli.options import (
    USUAL_MAX_SIZE,
    Columns,
    Exclude,
    Extra,
    Headers,
    Include,
    MaxSize,
    Metric,
    NoBom,
    Output,
    Paths,
    Patterns,
    Quiet,
    Raw,
    Verbose,
    format_option,
)


@guarded
@remembering
def extract(
    paths: Paths,
    format: Annotated[str | None, format_option("csv|jsonl|xlsx|parquet|sqlite|package|table")] = None,
    output: Output = None,
    metric: Metric = None,
    theme: Annotated[list[str] | None, typer.Option(metavar="THEME", help="Only this theme; repeatable.", show_default=False)] = None,
    status: Annotated[list[str] | None, typer.Option(metavar="STATUS", help="Only actual, target or baseline; repeatable.", show_default=False)] = None,
    columns: Columns = None,
    headers: Headers = None,
    no_bom: NoBom = False,
    raw: Raw = False,
    include: Include = None,
    exclude: Exclude = None,
    max_file_size: MaxSize = USUAL_MAX_SIZE,
    patterns: Patterns = None,
    extra_patterns: Extra = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> int:
    """One typed, traceable record for each statistic of the reports.

    xlsx, sqlite and package (-o DIR/) hold the files, problems, metrics and all other numbers too.
    """
    from ureport.cli.session import Session, Shape, choose_files, open_library, open_whole
    from ureport.readers import check_paths
    from ureport.selection import select

    check_paths(paths, output)
    choice = choose_files(include, exclude, max_file_size, output)
    delivering = open_whole(Shape(format, output, columns, headers, no_bom, raw))
    library = open_library(patterns, extra_patterns, verbose=verbose)
    selection = select(library, metric or (), theme or (), status or ())
    session = Session(paths, library, choice, quiet=quiet, verbose=verbose, to_file=output is not None)
    with delivering as delivery:
        session.run.deliver(session.items(), selection, delivery)
    return session.finish()
