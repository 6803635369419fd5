"""``ureport diff``: what became of the records."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING, Annotated

import typer

from ureport.cli.guard import FAILED, guarded, tell
from ureport.cli.options import Metric, Output, Quiet

if TYPE_CHECKING:
    from ureport.diff import Change, Comparison
    from ureport.run import Run

_SIDE = "A result file (.csv, .jsonl; - is standard input), or a library: its folder, a checkout, a git revision."
_FORMATS = ("text", "jsonl", "csv")

Old = Annotated[str, typer.Argument(metavar="OLD", help=_SIDE, show_default=False)]
New = Annotated[str, typer.Argument(metavar="NEW", help="The same, as it is now.", show_default=False)]
On = Annotated[list[str] | None, typer.Option("--on", metavar="PATH", help="The reports for two libraries; repeatable.", show_default=False)]
All = Annotated[bool, typer.Option("--all", help="Every change, not only the first ten of many alike.")]
Form = Annotated[str | None, typer.Option("--format", "-f", metavar="text|jsonl|csv", help="The output format; else by -o, else text.", show_default=False)]


@guarded
def diff(old: Old, new: New, on: On = None, metric: Metric = None, all: All = False, format: Form = None, output: Output = None, quiet: Quiet = False) -> int:
    """What is lost, gained or changed between two results, or between what two libraries make of the same reports.

    Exit codes: 0 no difference, 1 differences, or a report that cannot be read, 2 usage or a library at fault, 3 output not written.
    """
    from ureport.changes_view import told

    form = _format(format, output)
    comparisons, run = _sides(old, new, on or (), metric or (), output, quiet=quiet, shown_at_the_end=form == "text")
    counts: Counter[str] = Counter()

    def counted() -> Iterator[Change]:
        for comparison in comparisons:
            counts["the same"] += comparison.same
            for change in comparison.changes:
                counts[change.kind] += 1
                yield change

    _write(counted(), form, output, every=all)
    failed = run.summary.failed if run else 0
    if not quiet:
        tell(told(counts) + (f"; {run.summary.files:,} reports read, {failed:,} failed" if run else ""))
    return FAILED if failed or counts.total() > counts["the same"] else 0


def _sides(
    old: str, new: str, on: Sequence[str], metric: Sequence[str], output: str | None, *, quiet: bool, shown_at_the_end: bool
) -> tuple[Iterable[Comparison], Run | None]:
    """The comparisons as they come, and for two libraries the run that reads the reports."""
    from ureport.cli.result import read_result
    from ureport.comparing import are_results, compare_libraries, compare_results, load_side, metric_ids
    from ureport.readers import check_paths
    from ureport.selection import choose_ids

    if are_results(old, new, on=bool(on)):
        before, now = read_result(old, output), read_result(new, output)
        return [compare_results(before, now, metrics=choose_ids(metric_ids(before, now), metric) if metric else None)], None
    from ureport.cli.session import Session

    check_paths(on, output)
    first, second = load_side(old, new), load_side(new, old)
    gc.freeze()  # as in open_library
    metrics = choose_ids(metric_ids(first, second), metric) if metric else None
    session = Session(on, first, quiet=quiet, to_file=output is not None or shown_at_the_end)
    return compare_libraries(session.run, second, session.items(), metrics=metrics), session.run


def _format(name: str | None, output: str | None) -> str:
    from ureport.exporters import STDOUT
    from ureport.selection import choose_format, known

    if name is not None:
        return known("format", name, _FORMATS)
    if output in (None, STDOUT) or PurePath(output).suffix.lower() == ".txt":
        return "text"
    return choose_format(None, output, usual="text")


def _write(changes: Iterable[Change], form: str, output: str | None, *, every: bool) -> None:
    from ureport.changes_view import ROW_COLUMNS, change_lines, change_object, change_rows
    from ureport.exporters import STDOUT, Target, open_writer

    if form == "csv":
        with open_writer("csv", output, ROW_COLUMNS) as writer:
            for change in changes:
                for row in change_rows(change):
                    writer.write(row)
    elif form == "text" and output in (None, STDOUT):
        from ureport.cli.screen import show

        show(change_lines(changes, every=every))
    else:
        with Target(output) as target:
            for line in map(change_object, changes) if form == "jsonl" else (text for text, _ in change_lines(changes, every=every)):
                target.write(line)
