"""Texts for hypothesis."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from making.reports import Maker


@st.composite
def reports(draw: DrawFn) -> str:
    """Texts like those of union reports, and worse."""
    return Maker(lambda n: draw(st.integers(0, n - 1))).report()


@st.composite
def clauses(draw: DrawFn) -> str:
    return Maker(lambda n: draw(st.integers(0, n - 1))).clause()


anything = st.text(st.characters(codec=None), max_size=60)
"""Any characters at all, halves of surrogate pairs too."""
texts = st.one_of(reports(), anything, st.tuples(reports(), anything, reports()).map("".join))
