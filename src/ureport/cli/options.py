"""The options that several commands share."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

Language = Literal["en", "zh"]

Paths = Annotated[list[str], typer.Argument(metavar="PATH", help="Reports, folders or globs of them; a.zip!/b.docx; - is standard input.", show_default=False)]
Include = Annotated[list[str] | None, typer.Option("--include", metavar="GLOB", help="Only files of this name or path; repeatable.", show_default=False)]
Exclude = Annotated[list[str] | None, typer.Option("--exclude", metavar="GLOB", help="No files of this name or path; repeatable.", show_default=False)]
MaxSize = Annotated[str, typer.Option("--max-file-size", metavar="SIZE", help="Larger files fail: 500K, 100M, 2G.")]
USUAL_MAX_SIZE = "100M"
Output = Annotated[str | None, typer.Option("--output", "-o", metavar="FILE", help="Write to FILE; its suffix picks the format.", show_default=False)]
Metric = Annotated[list[str] | None, typer.Option(metavar="ID", help="Only this metric, or several: member.*; repeatable.", show_default=False)]
Columns = Annotated[str | None, typer.Option(metavar="a,b,c", help="The columns wanted, in this order.", show_default=False)]
Headers = Annotated[str | None, typer.Option(metavar="zh|en", help="The language of the column headers; else zh in xlsx, en elsewhere.", show_default=False)]
NoBom = Annotated[bool, typer.Option("--no-bom", help="CSV files without a byte order mark.")]
Raw = Annotated[bool, typer.Option("--raw", help="CSV for pipes: no apostrophe before texts that a spreadsheet would run.")]
Patterns = Annotated[str | None, typer.Option("--patterns", metavar="DIR", help="Use this pattern library instead of the shipped one.", show_default=False)]
Extra = Annotated[list[str] | None, typer.Option("--extra-patterns", metavar="DIR", help="Add this pattern library.", show_default=False)]
Jobs = Annotated[int | None, typer.Option("--jobs", "-j", metavar="N", min=1, help="Worker processes; else as many as there are cores.", show_default=False)]
Timeout = Annotated[
    float | None,
    typer.Option("--timeout", metavar="SECONDS", min=1, help="A report that takes longer fails; else after 120 s.", show_default=False),
]
Errors = Annotated[str | None, typer.Option("--errors", metavar="FILE", help="Write a JSON line for each file that failed to FILE.", show_default=False)]
Strict = Annotated[bool, typer.Option("--strict", help="Stop at the first file that fails, and write no output.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Only errors on stderr: no summary, no progress.")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="A line on stderr for each file.")]


def format_option(names: str) -> object:
    """The ``--format`` option of a command that knows these formats."""
    return typer.Option(
        "--format", "-f", metavar=names, help="The output format; else by -o, else a table on a terminal and CSV in a pipe.", show_default=False
    )
