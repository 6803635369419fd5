"""``ureport check``: the gate for changes of a pattern library."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ureport.cli.command import Command
from ureport.cli.guard import guarded, silence, tell
from ureport.cli.options import Quiet

if TYPE_CHECKING:
    from pathlib import Path

_METRIC = re.compile(r"[a-z][a-z0-9_]*\.[a-z0-9_]+|other|\*")
_ACCEPT = "--accept"


class CheckCommand(Command):
    """Lets ``--accept`` stand alone: without a metric behind it, all are meant."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        following = [*args[1:], ""]
        completed = [f"{a}=*" if a == _ACCEPT and not _METRIC.fullmatch(following[i]) else a for i, a in enumerate(args)]
        return super().parse_args(ctx, completed)


COMMAND = CheckCommand


@guarded
def check(
    folder: Annotated[str | None, typer.Argument(metavar="[DIR]", help="The pattern library; ./patterns, or the shipped one.", show_default=False)] = None,
    samples: Annotated[
        str | None, typer.Option(metavar="DIR", help="Reports with expected/ beside them; else samples/ beside the library.", show_default=False)
    ] = None,
    gold: Annotated[str | None, typer.Option(metavar="DIR", help="Labelled NAME.gold.jsonl files: precision, recall, F1.", show_default=False)] = None,
    with_shipped: Annotated[bool, typer.Option("--with-shipped", help="Check DIR as an addition to the shipped library.")] = False,
    changed: Annotated[bool, typer.Option("--changed", help="Only the metric files that differ from git's --since.")] = False,
    since: Annotated[str, typer.Option(metavar="REV", help="The revision that --changed compares with.")] = "HEAD",
    select: Annotated[str | None, typer.Option(metavar="P1,P202", help="Only these codes, or those that begin so.", show_default=False)] = None,
    ignore: Annotated[str | None, typer.Option(metavar="P105", help="Not these codes.", show_default=False)] = None,
    accept: Annotated[
        str | None, typer.Option(_ACCEPT, metavar="[METRIC]", help="Take the new state as expected, of one metric or all.", show_default=False)
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Warnings are errors.")] = False,
    format: Annotated[str, typer.Option("--format", "-f", metavar="text|json|junit|github|sarif", help="How the result is written.")] = "text",
    output: Annotated[str | None, typer.Option("--output", "-o", metavar="FILE", help="Write the result to FILE.", show_default=False)] = None,
    quiet: Quiet = False,
) -> int:
    """The gate for changes of a pattern library: lint, every example alone, golden files; says what was gained, lost, changed.

    Exit codes: 0 clean, 1 examples fail or results changed, 2 the library itself is at fault.
    """
    import gc
    import time

    from ureport.checking.check import Plan, check
    from ureport.checking.codes import chosen_codes
    from ureport.checking.formats import FORMATS
    from ureport.checking.scope import changed_metrics, chosen_library, samples_beside
    from ureport.cli.screen import coloured, show
    from ureport.errors import UsageError
    from ureport.exporters import STDOUT, Target
    from ureport.pieces import plain_text
    from ureport.resources import shipped_library
    from ureport.selection import known

    started = time.perf_counter()
    known("format", format, FORMATS)
    library = chosen_library(folder)
    if with_shipped and library.samefile(shipped_library()):
        raise UsageError("the shipped library is no addition to itself", remedy="name the folder of the addition: ureport check DIR --with-shipped")
    own = samples_beside(library)
    reports = _folder("--samples", samples) or own
    plan = Plan(
        folders=(shipped_library(), library) if with_shipped else (library,),
        samples=reports,
        gold=_folder("--gold", gold),
        metrics=changed_metrics(library, since) if changed else None,
        select=chosen_codes(select),
        ignore=chosen_codes(ignore),
        accept=accept or "",
        own_samples=reports is not None and own is not None and reports.samefile(own),
        strict=strict,
    )
    if plan.accept and plan.samples is None:
        raise UsageError("there are no samples to accept", remedy="name their folder with --samples DIR")
    # one short pass over what stays in memory anyway: the collector would only walk it again and again
    gc.disable()
    try:
        report = check(plan)
    finally:
        gc.enable()
    pieces = FORMATS[format](report)
    if output in (None, STDOUT):
        try:
            show(pieces)
            sys.stdout.flush()
        except BrokenPipeError:  # whoever reads no further must not take a library at fault for a clean one
            silence(sys.stdout)
    else:
        with Target(output) as target:
            target.write(plain_text(pieces))
    if plan.accept and any(fault.code.startswith("P0") for fault in report.errors):
        tell("nothing was accepted: mend the faults of the library (P0xx) first")
    if not quiet and coloured():
        tell(f"checked in {time.perf_counter() - started:.1f} s")
    return report.exit_code


def _folder(option: str, name: str | None) -> Path | None:
    from pathlib import Path

    from ureport.errors import UsageError

    if name is None:
        return None
    if not Path(name).is_dir():
        raise UsageError("no such folder", place=f"{option} {name}", remedy="name a folder")
    return Path(name)
