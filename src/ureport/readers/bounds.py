"""What the parts of one file may come to together: a few kilobytes can name any number of cells, places and characters."""

from __future__ import annotations

from ureport.readers.faults import too_large


class Budget:
    """Counts what a file holds of something; ``what`` names it for people."""

    def __init__(self, most: int, what: str) -> None:
        self._most = self._left = most
        self._what = what

    def take(self, count: int = 1) -> None:
        """Raises InputError when the file holds more than it may."""
        self._left -= count
        if self._left < 0:
            raise too_large(f"more than {self._most:,} {self._what}")


MAX_PLACES = 4_000_000


def places() -> Budget:
    """The places, empty ones too, that the tables of a file may have."""
    return Budget(MAX_PLACES, "places in its tables")
