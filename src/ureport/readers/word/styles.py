"""Styles of a Word document: what a paragraph or a run takes from the style it names, and from those that one is based on."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from ureport.readers.word.elements import is_on, number

_LONGEST = 32
"""Styles based on one another in a circle end here."""


class Styles:
    """The styles of a document by their id."""

    def __init__(self, root: Element | None = None) -> None:
        self._styles: dict[str, Element] = {}
        self._usual = ""
        for style in root.iterfind("style") if root is not None else ():
            name = style.get("styleId", "")
            self._styles[name] = style
            if style.get("type") == "paragraph" and style.get("default") in ("1", "true", "on"):
                self._usual = name

    def of_paragraph(self, properties: Element | None) -> list[Element]:
        """The style of a paragraph and those it is based on, nearest first."""
        return list(self._chain(_named(properties, "pStyle") or self._usual))

    def contents(self, properties: Element | None) -> bool:
        """True for a line of a table of contents, which ends with the number of a page."""
        return any(_value(style.find("name")).lower().startswith("toc ") for style in self.of_paragraph(properties)[:1])

    def indented(self, properties: Element | None) -> bool:
        """True when the first line of a paragraph stands in from the others."""
        for place in (properties, *(style.find("pPr") for style in self.of_paragraph(properties))):
            indent = place.find("ind") if place is not None else None
            for name in ("firstLineChars", "firstLine"):
                if indent is not None and indent.get(name) is not None:
                    return number(indent, name) > 0
        return False

    def hidden(self, run: Element | None) -> bool:
        """True for a run that is not shown."""
        if run is not None and run.find("vanish") is not None:
            return is_on(run, "vanish")
        return any(is_on(style.find("rPr"), "vanish") for style in self._chain(_named(run, "rStyle")))

    def raised(self, run: Element | None) -> str:
        """``superscript``, ``subscript`` or neither."""
        for place in (run, *(style.find("rPr") for style in self._chain(_named(run, "rStyle")))):
            align = place.find("vertAlign") if place is not None else None
            if align is not None:
                return _value(align)
        return ""

    def _chain(self, name: str) -> Iterator[Element]:
        for _ in range(_LONGEST):
            style = self._styles.get(name)
            if style is None:
                return
            yield style
            name = _value(style.find("basedOn"))


def _named(properties: Element | None, name: str) -> str:
    return _value(properties.find(name)) if properties is not None else ""


def _value(element: Element | None) -> str:
    return element.get("val", "") if element is not None else ""
