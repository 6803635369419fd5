"""Mention × Library → Match: which pattern claims a figure, on what evidence."""

from __future__ import annotations

from ureport.matching.occurrences import Occurrences
from ureport.matching.rank import Attempt, Matcher
from ureport.matching.surroundings import Surroundings

__all__ = ["Attempt", "Matcher", "Occurrences", "Surroundings"]
