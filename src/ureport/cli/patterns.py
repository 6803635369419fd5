"""``ureport patterns``: help with writing the pattern library."""

from __future__ import annotations

from typing import Annotated

import typer

from ureport.cli.command import Command, Group
from ureport.cli.guard import guarded, tell
from ureport.cli.options import Extra, Paths, Patterns, Quiet, Verbose

patterns = typer.Typer(
    name="patterns", cls=Group, no_args_is_help=True, rich_markup_mode=None, help="Drafts of metrics, and proposals of what to add to the library."
)


@patterns.command(cls=Command)
@guarded
def new(
    metric: Annotated[str, typer.Argument(metavar="THEME.METRIC", help="The id of the metric: social.volunteers.", show_default=False)],
    name: Annotated[str | None, typer.Option(metavar="中文名", help="Its Chinese name.", show_default=False)] = None,
    unit: Annotated[str | None, typer.Option(metavar="人", help="Its canonical unit; else 人, % or 元 by the kind.", show_default=False)] = None,
    kind: Annotated[str | None, typer.Option(metavar="count|rate|money", help="Its kind; else by the unit.", show_default=False)] = None,
    definition: Annotated[str | None, typer.Option(metavar="TEXT", help="What it counts, in a line.", show_default=False)] = None,
    extend: Annotated[bool, typer.Option("--extend", help="Add wordings to a metric that the library holds.")] = False,
    output: Annotated[
        str | None, typer.Option("--output", "-o", metavar="FILE", help="Write to FILE, - prints; else to patterns/nursery/ or nursery/.", show_default=False)
    ] = None,
    patterns: Patterns = None,
    extra_patterns: Extra = None,
    quiet: Quiet = False,
) -> int:
    """A draft of a metric file that loads from the start, to be filled in."""
    from ureport.cli.session import open_library
    from ureport.drafts import blank_draft, draft_text, extension, place_of, schema_of, told, write_new
    from ureport.errors import UsageError
    from ureport.exporters import STDOUT, Target

    library = open_library(patterns, extra_patterns, cached=False)
    if extend and any((name, unit, kind, definition)):
        raise UsageError("--extend takes name, kind and units from the metric", remedy="leave out --name, --unit, --kind and --definition")
    draft = extension(metric, library) if extend else blank_draft(metric, library, title=name, kind=kind, unit=unit, definition=definition)
    prints = output == STDOUT
    path, place = place_of(draft, None if prints else output)
    text = draft_text(draft, schema_of(path), place)
    if prints:
        with Target(None) as target:
            target.write(text)
    else:
        write_new([(path, text)])
    if not quiet:
        tell(told(draft, library, None if prints else path, place))
    return 0


@patterns.command(cls=Command)
@guarded
def suggest(
    paths: Paths,
    top: Annotated[int, typer.Option(metavar="N", min=1, help="So many proposals, the most frequent.")] = 20,
    least: Annotated[int, typer.Option("--min", metavar="COUNT", min=1, help="Only what so many records have in common.")] = 2,
    format: Annotated[str, typer.Option("--format", "-f", metavar="text|jsonl|toml", help="toml writes a draft for each proposal.")] = "text",
    output: Annotated[
        str | None, typer.Option("--output", "-o", metavar="FILE|DIR", help="Write to FILE; the drafts of toml go to the folder DIR.", show_default=False)
    ] = None,
    patterns: Patterns = None,
    extra_patterns: Extra = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> int:
    """Metrics and wordings that the figures of the reports ask for: those that no pattern claims, put together by their words."""
    from pathlib import Path

    from ureport.cli.screen import show
    from ureport.cli.session import Session, library_folders, open_library
    from ureport.drafts import next_steps, write_new
    from ureport.errors import UsageError
    from ureport.exporters import STDOUT, Target
    from ureport.pieces import plain_text
    from ureport.proposals import Tally, propose, tried
    from ureport.proposals.show import files, rows, text
    from ureport.readers import check_paths
    from ureport.selection import known

    known("format", format, ("text", "jsonl", "toml"))
    if format == "toml" and output in (None, STDOUT):
        raise UsageError("toml writes one file for each proposal", remedy="name a folder with -o DIR: patterns/nursery")
    check_paths(paths, output)
    library = open_library(patterns, extra_patterns, cached=False)
    session = Session(paths, library, quiet=quiet, verbose=verbose, to_file=output is not None)
    tally = Tally(session.run.extractor)
    session.run.watch = tally.watch
    for _ in session.run.extractions(session.items()):
        pass
    proposals, taken = propose(tally, library, top=top, least=least)
    trials = tried(proposals, session.run.extractor, library_folders(patterns, extra_patterns), tally.weak)
    if format == "toml":
        write_new(files(trials, Path(str(output))))
    elif format == "text" and output in (None, STDOUT):
        show(text(trials))
    else:
        with Target(output) as target:
            target.write(plain_text(text(trials)) if format == "text" else "".join(rows(trials)))
    code = session.finish()
    if not quiet:
        tell(tally.summary(len(trials), sum(p.records + p.change for p in proposals), taken))
        if format == "toml" and trials:
            theme = trials[0].id.partition(".")[0]
            tell("\n".join((f"drafts in {Path(str(output)) / theme}", *next_steps(f"{theme}.*", str(output)))))
    return code
