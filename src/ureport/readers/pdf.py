"""PDF with a text layer, by PDFium: lines put together from the places of the glyphs, tables from their ruled lines.

pypdf and pdfminer.six give quotation marks and list numbers in other places than they show, and tables without their columns.
A page that shows pictures and no text is a scan: its text must be recognised first (needs_ocr).
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from typing import Any

from ureport.model import Document
from ureport.readers.extras import need
from ureport.readers.faults import damaged, encrypted, is_stamp, no_text, too_large
from ureport.readers.pages.glyphs import Page, read_page
from ureport.readers.pages.order import to_blocks
from ureport.readers.pages.streams import check_streams
from ureport.readers.rows import to_text

MAX_PAGES = 3_000
MAX_GLYPHS = 2_000_000
SECONDS = 180
"""A file whose pages take longer is given up."""
FORMS = "fields and notes over the pages left out"
_SHOWN = 10
"""Numbers of pages in a flag; more are counted."""


def read(data: bytes, source: str) -> Iterator[Document]:
    """The one document of a PDF file; raises InputError for what is damaged, behind a password, too large, or a scan."""
    pdfium = need("pypdfium2", "pdf")
    pages = _pages(pdfium, data)
    scans = [number for number, page in enumerate(pages, 1) if _is_scan(page)]
    text = to_text(list(to_blocks(pages)))
    if not text.strip() or (scans and len(scans) == len(pages)):
        raise no_text(pictures=bool(scans))
    flags = [f"needs_ocr: no text on page {_listed(scans)}"] if scans else []
    if unread := [number for number, page in enumerate(pages, 1) if page.damaged]:
        flags.append(f"damaged: nothing read of page {_listed(unread)}")
    if any(page.forms for page in pages):
        flags.append(FORMS)
    yield Document(source, text, "utf-8", tuple(flags))


def _pages(pdfium: Any, data: bytes) -> list[Page]:
    check_streams(data)
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        raise encrypted() if "password" in str(error).lower() else damaged("this is no whole PDF file") from error
    try:
        if len(document) > MAX_PAGES:
            raise too_large(f"{len(document):,} pages")
        return _read(pdfium, document)
    finally:
        document.close()


def _read(pdfium: Any, document: Any) -> list[Page]:
    pages: list[Page] = []
    glyphs, began = 0, time.monotonic()
    for number in range(len(document)):
        try:
            pages.append(read_page(pdfium, document, number))
        except pdfium.PdfiumError:  # the other pages can still be read
            pages.append(Page(damaged=True))
        glyphs += len(pages[-1].glyphs)
        if glyphs > MAX_GLYPHS:
            raise too_large(f"more than {MAX_GLYPHS:,} characters")
        if time.monotonic() - began > SECONDS:
            raise too_large(f"its pages took more than {SECONDS} s")
    if all(page.damaged for page in pages):
        raise damaged("none of its pages can be read")
    return pages


def _is_scan(page: Page) -> bool:
    """True for a page that shows its text in a picture, or in a font that does not say which characters it shows."""
    count = len(page.glyphs)
    return (page.pictured > 0.5 and is_stamp(count)) or (page.pictured > 0 and not count) or page.unknown * 2 > count + page.unknown > 0


def _listed(numbers: Sequence[int]) -> str:
    shown = ", ".join(map(str, numbers[:_SHOWN]))
    return f"{shown} and {len(numbers) - _SHOWN} more" if len(numbers) > _SHOWN else shown
