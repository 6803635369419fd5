"""Small questions to the elements of a Word document."""

from __future__ import annotations

from xml.etree.ElementTree import Element

MAX_COLUMNS = 1024


def is_on(properties: Element | None, name: str) -> bool:
    """True when a property such as ``vanish`` is set; ``<w:vanish w:val="0"/>`` takes it back."""
    found = properties.find(name) if properties is not None else None
    return found is not None and found.get("val", "1") not in ("0", "false", "off")


def number(element: Element | None, name: str, default: int = 0) -> int:
    """An attribute as a whole number; the default when it is missing or none."""
    try:
        return int(element.get(name, default) if element is not None else default)
    except ValueError:
        return default


def choice(element: Element) -> Element:
    """One of the forms in which Word writes the same thing: the first that holds text, else the last."""
    forms = [child for child in element if child.tag in ("Choice", "Fallback")]
    return next((form for form in forms if any(e.tag in ("t", "blip", "imagedata") for e in form.iter())), forms[-1] if forms else Element("none"))


def goes_on(merge: Element | None) -> bool:
    """True for a cell that only goes on the one above or on its left."""
    return merge is not None and merge.get("val", "continue") == "continue"


def columns(element: Element | None, default: int) -> int:
    """How many columns a cell spans, or are left out."""
    return min(max(number(element, "val", default), default), MAX_COLUMNS)
