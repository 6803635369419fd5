"""File → what it gives: the extraction of each document in it, its errors, what was skipped. The same in every process."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from ureport.errors import InputError
from ureport.model import OTHER, Document, Extraction, Kept, Source
from ureport.pipeline import Extractor, Trace
from ureport.readers import Choice, Found, Skipped, Texts, read_found

Outcome = Extraction | Kept | Skipped | InputError


def outcomes(found: Found, choice: Choice, extractor: Extractor, *, after: int = 0) -> Iterator[Outcome]:
    """What a file gives, one document at a time; the first ``after`` outcomes are known already and left out."""
    for number, item in enumerate(read_found(found, choice)):
        if number >= after:
            yield extracted(item, extractor) if isinstance(item, Document) else item


def extracted(document: Document, extractor: Extractor, watch: Callable[[Trace], None] | None = None) -> Extraction | InputError:
    """The extraction of a document. A fault of ours in one text is its error: it must not cost the others."""
    try:
        return extractor.extract(document, watch) if watch else extractor.extract(document)
    except MemoryError:
        return InputError.out_of_memory().at(document.source)
    except Exception as error:
        cause, trace = f"{type(error).__name__}: {error}", traceback.format_exc().rstrip()
        remedy = "report it with this file; --verbose shows the trace"
        return InputError(f"internal fault ({cause})", place=document.source, remedy=remedy, kind="internal", trace=trace)


def flagged(found: Iterable[Outcome]) -> Iterator[Outcome]:
    """The outcomes in their order, with a flag on the document whose text came before."""
    texts = Texts()
    for outcome in found:
        if isinstance(outcome, Extraction):
            document = texts.flagged(outcome.document)
            if document is not outcome.document:
                more = document.flags[len(outcome.document.flags) :]
                outcome = replace(outcome, document=document, warnings=(*outcome.warnings, *more))
        elif isinstance(outcome, Kept):
            flags = texts.flags(outcome.text, outcome.row.source)
            outcome = replace(outcome, row=replace(outcome.row, warnings=(*outcome.row.warnings, *flags))) if flags else outcome
        yield outcome


def row_of(extraction: Extraction) -> Source:
    """The row of a file that was read."""
    document = extraction.document
    return Source(
        source=document.source,
        state="read",
        org=extraction.org,
        report_period=extraction.report_period,
        encoding=document.encoding,
        characters=len(document.text),
        numbers=len(extraction.audit),
        records=len(extraction.records),
        other=sum(record.metric == OTHER for record in extraction.records),
        warnings=extraction.warnings,
        sha256=document.sha256,
        path=document.path,
    )
