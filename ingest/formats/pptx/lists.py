"""The bullets and numbers of a presentation's paragraphs, as its layouts and masters set them."""

from __future__ import annotations

from collections.abc import Iterator

from lxml.etree import _Element
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.shapes.base import BaseShape

from ingest.formats.list_numbers import in_format

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_LEVELS = 9
_TITLES = (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE, PP_PLACEHOLDER.VERTICAL_TITLE)
_FORMATS = {
    "arabic": "decimal",
    "alphaLc": "lowerLetter",
    "alphaUc": "upperLetter",
    "romanLc": "lowerRoman",
    "romanUc": "upperRoman",
}
_ENDS = {"Period": ("", "."), "ParenR": ("", ")"), "ParenBoth": ("(", ")"), "Plain": ("", "")}


def level_of(paragraph: _Element) -> int:
    """How far a paragraph (``a:p``) is indented, from 0."""
    properties = paragraph.find(f"{A}pPr")
    text = "0" if properties is None else properties.get("lvl") or "0"
    return min(int(text), _LEVELS - 1) if text.isdecimal() and len(text) < 4 else 0


class Lists:
    """Counts through the paragraphs of one shape's text."""

    def __init__(self, shape: BaseShape | None) -> None:
        self._styles = list(_styles(shape)) if shape is not None else []
        self._counts: dict[int, int] = {}

    def mark(self, paragraph: _Element) -> str:
        """What stands before the next paragraph: its number, "-" for a bullet, "" for neither."""
        level = level_of(paragraph)
        for below in [at for at in self._counts if at > level]:
            del self._counts[below]
        sign = self._sign(paragraph, level)
        if sign is None or sign.tag == f"{A}buNone":
            self._counts.pop(level, None)
            return ""
        if sign.tag != f"{A}buAutoNum":
            return "-"
        first = sign.get("startAt") or "1"
        start = int(first) if first.isdecimal() and len(first) < 6 else 1
        self._counts[level] = self._counts.get(level, start - 1) + 1
        return _numbered(sign.get("type") or "", self._counts[level])

    def _sign(self, paragraph: _Element, level: int) -> _Element | None:
        own = paragraph.find(f"{A}pPr")
        inherited = (style.find(f"{A}lvl{level + 1}pPr") for style in self._styles)
        for properties in (own, *inherited):
            for sign in () if properties is None else properties:
                if sign.tag in (f"{A}buNone", f"{A}buChar", f"{A}buAutoNum", f"{A}buBlip"):
                    return sign
        return None


def _styles(shape: BaseShape) -> Iterator[_Element]:
    """The list styles that hold for a shape's text, the nearest first."""
    here: BaseShape | None = shape
    while here is not None:
        yield from here._element.iterfind(f"{_P}txBody/{A}lstStyle")
        here = getattr(here, "_base_placeholder", None) if here.is_placeholder else None
    master = getattr(getattr(shape.part, "slide_layout", None), "slide_master", None)
    if master is None:
        return
    kind = "otherStyle"
    if shape.is_placeholder:
        kind = "titleStyle" if shape.placeholder_format.type in _TITLES else "bodyStyle"
    yield from master._element.iterfind(f"{_P}txStyles/{_P}{kind}")


def _numbered(kind: str, count: int) -> str:
    for name, number in _FORMATS.items():
        if kind.startswith(name):
            before, after = _ENDS.get(kind.removeprefix(name), ("", "."))
            return f"{before}{in_format(count, number)}{after}"
    return f"{count}."
