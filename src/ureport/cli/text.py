"""``ureport text``: the text that is read."""

from __future__ import annotations

from typing import Annotated

import typer

from ureport.cli.guard import FAILED, guarded, tell
from ureport.cli.options import USUAL_MAX_SIZE, MaxSize


@guarded
def text(
    file: Annotated[str, typer.Argument(metavar="FILE", help="One report, or one in an archive: a.zip!/b.docx; - is standard input.", show_default=False)],
    output: Annotated[str | None, typer.Option("--output", "-o", metavar="FILE", help="Write to FILE.", show_default=False)] = None,
    max_file_size: MaxSize = USUAL_MAX_SIZE,
) -> int:
    """The text of a report as it is read: offsets and line numbers of records point into it.

    Of an archive all texts are printed, each with its name on stderr before it.
    """
    from ureport.cli.screen import printable
    from ureport.cli.session import choose_files
    from ureport.errors import InputError
    from ureport.exporters import STDOUT, Target
    from ureport.model import Document
    from ureport.readers import check_file, check_paths, is_part, read_all, read_one

    check_paths([file], output)
    choice = choose_files(None, None, max_file_size, output)
    if output not in (None, STDOUT):
        document = read_one(file, choice)
        with Target(output) as target:
            target.write(document.text)
        return 0
    check_file(file)
    failed, last = False, ""
    with Target(None) as target:
        for item in read_all([file], choice):
            if isinstance(item, InputError):
                tell(f"error: {item}")
                failed = True
            elif isinstance(item, Document):
                if is_part(item, file):
                    target.write("" if last.endswith("\n") or not last else "\n")
                    target.flush()
                    tell(f"== {item.source} ==")
                last = printable(item.text) if target.isatty() else item.text
                target.write(last)
    return FAILED if failed else 0
