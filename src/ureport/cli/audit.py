"""``ureport audit``: the fate of every number."""

from __future__ import annotations

from typing import Annotated

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
def audit(
    paths: Paths,
    format: Annotated[str | None, format_option("csv|jsonl|xlsx|parquet|table|text")] = None,
    output: Output = None,
    columns: Columns = None,
    headers: Headers = None,
    no_bom: NoBom = False,
    raw: Raw = False,
    include: Include = None,
    exclude: Exclude = None,
    max_file_size: MaxSize = USUAL_MAX_SIZE,
    jobs: Jobs = None,
    timeout: Timeout = None,
    errors: Errors = None,
    strict: Strict = False,
    patterns: Patterns = None,
    extra_patterns: Extra = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> int:
    """Every number of the reports with its role, the reason, and the record it became.

    --format text prints the reports with each number in the colour of its fate.
    """
    from ureport.audit import view
    from ureport.cli.screen import coloured, show
    from ureport.cli.session import Session, Shape, choose_files, library_folders, open_library, open_output
    from ureport.exporters import AUDIT_COLUMNS, STDOUT, Target
    from ureport.readers import check_paths

    check_paths(paths, output, errors)
    choice = choose_files(include, exclude, max_file_size, output, errors)
    as_text = format == "text"
    shape = Shape(None, None, columns, headers) if as_text else Shape(format, output, columns, headers, no_bom, raw)
    writing = open_output(AUDIT_COLUMNS, (), shape, title="数字")
    library = open_library(patterns, extra_patterns, verbose=verbose)
    session = Session(paths, library, choice, quiet=quiet, verbose=verbose, to_file=output is not None, strict=strict)
    folders = library_folders(patterns, extra_patterns)
    with session.listed(errors), session.outcomes(folders, jobs, timeout) as found:
        if not as_text:
            with writing as writer:
                session.run.write_audit(found, writer)
        elif output in (None, STDOUT):
            show(view(session.run.extractions(found), marks=not coloured()))
        else:
            with Target(output) as target:
                for words, _ in view(session.run.extractions(found), marks=True):
                    target.write(words)
    return session.finish()
