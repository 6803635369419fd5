"""The test of the check itself: a word that is deleted or altered in any metric file or word list must be noticed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).parent.parent.parent / "benchmarks" / "mutations.py"


def test_a_check_notices_at_least_95_of_100_mutations() -> None:
    """One mutation in each file; the script ends with 1 when fewer are noticed, or when a file was passed over."""
    done = subprocess.run([sys.executable, str(SCRIPT), "--seed", "1", "--least", "0.95"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
