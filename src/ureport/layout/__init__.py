"""Document → Layout: furniture, headings, joined paragraphs, sentences, clauses and tables.

Everything is found in the folded text; the reading keeps the way back to every offset of the document.
"""

from __future__ import annotations

from ureport.layout.build import read_layout
from ureport.layout.sentences import find_lead, split_sentences

__all__ = ["find_lead", "read_layout", "split_sentences"]
