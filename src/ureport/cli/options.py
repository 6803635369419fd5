"""The options that several commands share."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

Language = Literal["en", "zh"]

Paths = Annotated[list[str], typer.Argument(metavar="PATH", help="Reports, or folders of reports; - is standard input.", show_default=False)]
Output = Annotated[str | None, typer.Option("--output", "-o", metavar="FILE", help="Write to FILE; its suffix picks the format.", show_default=False)]
Columns = Annotated[str | None, typer.Option(metavar="a,b,c", help="The columns wanted, in this order.", show_default=False)]
Headers = Annotated[str, typer.Option(metavar="zh|en", help="The language of the column headers.")]
Patterns = Annotated[str | None, typer.Option("--patterns", metavar="DIR", help="Use this pattern library instead of the shipped one.", show_default=False)]
Extra = Annotated[list[str] | None, typer.Option("--extra-patterns", metavar="DIR", help="Add this pattern library.", show_default=False)]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Only errors on stderr: no summary, no progress.")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="A line on stderr for each file.")]


def format_option(names: str) -> object:
    """The ``--format`` option of a command that knows these formats."""
    return typer.Option(
        "--format", "-f", metavar=names, help="The output format; else by -o, else a table on a terminal and CSV in a pipe.", show_default=False
    )
