"""``ureport extract``: records."""

from __future__ import annotations

from contextlib import nullcontext
from functools import partial
from typing import Annotated

import typer

from ureport.cli.guard import guarded, remembering
from ureport.cli.options import (
    USUAL_MAX_SIZE,
    Columns,
    Errors,
    Exclude,
    Extra,
    Headers,
    Include,
    Jobs,
    MaxSize,
    Metric,
    NoBom,
    Output,
    Paths,
    Patterns,
    Quiet,
    Raw,
    Strict,
    Timeout,
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
    jobs: Jobs = None,
    timeout: Timeout = None,
    incremental: Annotated[bool, typer.Option("--incremental", help="Go on from the result in -o FILE: unchanged files are not read again.")] = False,
    errors: Errors = None,
    strict: Strict = False,
    patterns: Patterns = None,
    extra_patterns: Extra = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> int:
    """One typed, traceable record for each statistic of the reports.

    xlsx, sqlite and package (-o DIR/) hold the files, problems, metrics and all other numbers too.
    """
    from ureport.cli.session import Session, Shape, choose_files, going_on, library_folders, open_library, open_whole
    from ureport.exporters import SIDE
    from ureport.readers import check_paths
    from ureport.selection import select

    check_paths(paths, output, errors, f"{output}{SIDE}" if incremental else None)
    choice = choose_files(include, exclude, max_file_size, output, errors)
    delivering = open_whole(Shape(format, output, columns, headers, no_bom, raw), keeps=incremental)
    library = open_library(patterns, extra_patterns, verbose=verbose)
    selection = select(library, metric or (), theme or (), status or ())
    session = Session(paths, library, choice, quiet=quiet, verbose=verbose, to_file=output is not None, strict=strict)
    folders = library_folders(patterns, extra_patterns)
    going = going_on(str(output), folders, selection, choice, quiet=quiet) if incremental else nullcontext()
    with going as increment, session.listed(errors), session.outcomes(folders, jobs, timeout, increment) as found, delivering as delivery:
        if increment:
            from ureport.exporters.state import FILES

            session.run.summary.kept = 0
            increment.sink = partial(delivery.write, FILES)
        session.run.deliver(found, selection, delivery)
        if increment:
            increment.write_made(delivery)
    return session.finish()
