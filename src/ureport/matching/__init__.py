"""Mention × Library → Match: which pattern claims a figure, on what evidence."""

from __future__ import annotations

from ureport.matching.occurrences import Occurrences
from ureport.matching.rank import Attempt, Matcher
from ureport.matching.surroundings import Surroundings
from ureport.matching.units import RATIO_UNITS

__all__ = ["RATIO_UNITS", "Attempt", "Matcher", "Occurrences", "Surroundings"]
