"""``ureport cache``: what is kept between runs."""

from __future__ import annotations

import typer

from ureport.cli.command import Command, Group
from ureport.cli.guard import guarded, tell
from ureport.cli.options import Quiet

cache = typer.Typer(name="cache", cls=Group, no_args_is_help=True, rich_markup_mode=None, help="The compiled libraries that are kept between runs.")


@cache.command(cls=Command)
@guarded
def info() -> int:
    """Where the cache is, how many files it holds, and their size."""
    from ureport.cache import OFF, VARIABLE, usual_cache
    from ureport.exporters import Target
    from ureport.pieces import counted

    kept = usual_cache()
    with Target(None) as target:
        if kept.folder is None:
            target.write(f"off ({VARIABLE}={OFF}, or no folder for it)\n")
        else:
            sizes = [size for _, size in kept.entries()]
            target.write(f"{kept.folder}\n{counted(len(sizes), 'file')}, {sum(sizes):,} bytes\n")
    return 0


@cache.command(cls=Command)
@guarded
def clear(quiet: Quiet = False) -> int:
    """Removes all that is kept; the next run makes it anew."""
    from ureport.cache import usual_cache
    from ureport.pieces import counted

    removed = usual_cache().clear()
    if not quiet:
        tell(f"{counted(removed, 'file')} removed")
    return 0
