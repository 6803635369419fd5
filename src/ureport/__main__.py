"""``python -m ureport`` is ``ureport``."""

from __future__ import annotations

import gc
import sys


def run() -> int:
    """The program as a process: runs the command line and gives its exit code."""
    try:
        from ureport.cli import main
    except KeyboardInterrupt:  # while it is loaded
        print("interrupted", file=sys.stderr)
        return 130
    # what a start makes stays to the end, and at the end nobody need look for what could be freed
    gc.set_threshold(100_000)
    code = main()
    gc.freeze()
    return code


if __name__ == "__main__":
    sys.exit(run())
