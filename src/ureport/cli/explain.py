"""``ureport explain``: why."""

from __future__ import annotations

from typing import Annotated

import typer

from ureport.cli.guard import guarded, remembering
from ureport.cli.options import Extra, Patterns


@guarded
@remembering
def explain(
    file: Annotated[str, typer.Argument(metavar="FILE", help="One report; - is standard input.", show_default=False)],
    line: Annotated[int | None, typer.Option(metavar="N", help="Only the numbers of this line.", show_default=False)] = None,
    number: Annotated[str | None, typer.Option(metavar="TEXT", help="Only numbers whose text holds this: 8500名.", show_default=False)] = None,
    patterns: Patterns = None,
    extra_patterns: Extra = None,
) -> int:
    """Why a figure became what it is: its context, the pattern that won, and what the others lacked."""
    from ureport.cli.screen import show
    from ureport.cli.session import open_library
    from ureport.explain import Question, explain
    from ureport.pipeline import Extractor
    from ureport.readers import check_paths, read_one

    check_paths([file])
    document = read_one(file)
    show(explain(Extractor(open_library(patterns, extra_patterns)), document, Question(line, number)))
    return 0
