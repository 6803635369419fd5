"""``python -m ureport`` is ``ureport``."""

from __future__ import annotations

import sys

from ureport.cli import main

if __name__ == "__main__":
    sys.exit(main())
