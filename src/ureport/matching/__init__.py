"""Mention × Library → Match: which pattern claims a figure, on what evidence."""

from __future__ import annotations

from ureport.matching.occurrences import Occurrences
from ureport.matching.rank import RATIO_UNITS, Attempt, Matcher
from ureport.matching.surroundings import Surroundings

__all__ = ["RATIO_UNITS", "Attempt", "Matcher", "Occurrences", "Surroundings"]
