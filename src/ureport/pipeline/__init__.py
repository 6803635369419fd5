"""Document → Extraction: the one place that knows the order of the stages.

``extractor`` runs them; ``work`` holds one document on its way, ``report`` what holds for a report as a whole,
``prose`` and ``cells`` decide the figures of sentences and tables, ``carry`` hands subjects on, ``fates`` is the audit.
"""

from __future__ import annotations

from ureport.pipeline.extractor import Extractor
from ureport.pipeline.figures import Trace, Tracing

__all__ = ["Extractor", "Trace", "Tracing"]
