"""The numbers of OpenDocument's lists, which are computed and not stored."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml.etree import _Element

from ingest.formats.list_numbers import in_format
from ingest.formats.manuscript import text_of
from ingest.formats.odt.styles import STYLE, TEXT, whole_number

LEVELS = 10
_LARGEST = 1_000_000
_XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
_FORMATS = {"i": "lowerRoman", "I": "upperRoman", "a": "lowerLetter", "A": "upperLetter"}
_TEMPLATE = re.compile(r"%(\d{1,2})%")
_TEMPLATES = (
    f"{STYLE}num-list-format",
    "{urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0}num-list-format",
)


@dataclass(frozen=True, slots=True)
class _Level:
    """``template`` is the number as it is shown, with "%2%" for that of level 2."""

    template: str = ""
    format: str = ""
    start: int = 1
    bullet: bool = False


@dataclass(slots=True)
class Counts:
    """How far a list has come on each of its levels."""

    at: list[int | None] = field(default_factory=lambda: [None] * LEVELS)


class Lists:
    """Counts through a document's lists. ``roots`` hold the list styles."""

    def __init__(self, roots: list[_Element]) -> None:
        self._styles: dict[str, list[_Level]] = {}
        self._outline = [_Level()] * LEVELS
        for root in roots:
            for style in root.iter(f"{TEXT}list-style"):
                self._styles[style.get(f"{STYLE}name") or ""] = _levels(style)
            for style in root.iter(f"{TEXT}outline-style"):
                self._outline = _levels(style)
        self._by_id: dict[str, Counts] = {}
        self._by_style: dict[str, Counts] = {}
        self._headings = Counts()

    def open(self, element: _Element, style: str) -> Counts:
        """The counts of a ``text:list`` that stands in no other: new ones, or those of the list
        that it continues."""
        continued = element.get(f"{TEXT}continue-list")
        counts = self._by_id.get(continued or "")
        if counts is None and element.get(f"{TEXT}continue-numbering") == "true":
            counts = self._by_style.get(style)
        if counts is None:
            counts = Counts()
        if identifier := element.get(_XML_ID):
            self._by_id[identifier] = counts
        self._by_style[style] = counts
        return counts

    def mark(self, counts: Counts, style: str, level: int, start: int | None) -> str:
        """Counts the next item on a level (from 0) and returns its number, or "-", or ""."""
        return _mark(counts, self._styles.get(style, [_Level()] * LEVELS), level, start)

    def heading_mark(self, level: int, start: int | None) -> str:
        """Counts the next heading that stands in no list."""
        return _mark(self._headings, self._outline, level, start)


def _mark(counts: Counts, levels: list[_Level], level: int, start: int | None) -> str:
    current = counts.at[level]
    if start is not None:
        counts.at[level] = start
    else:
        counts.at[level] = levels[level].start if current is None else current + 1
    for above in range(level):
        if counts.at[above] is None:
            counts.at[above] = levels[above].start
    counts.at[level + 1 :] = [None] * (LEVELS - level - 1)
    shape = levels[level]
    if shape.bullet:
        return "-"

    def counted(match: re.Match[str]) -> str:
        at = int(match[1]) - 1
        count = counts.at[at] if 0 <= at <= level else None
        return (
            in_format(count, levels[at].format) if count is not None and levels[at].format else ""
        )

    return " ".join(text_of(_TEMPLATE.sub(counted, shape.template)).split()) if shape.format else ""


def _levels(style: _Element) -> list[_Level]:
    levels = [_Level()] * LEVELS
    for element in style:
        at = whole_number(element.get(f"{TEXT}level"), 1, LEVELS)
        if at is None:
            continue
        if element.tag in (f"{TEXT}list-level-style-bullet", f"{TEXT}list-level-style-image"):
            levels[at - 1] = _Level(bullet=True)
        else:
            levels[at - 1] = _numbered(element, at)
    return levels


def _numbered(element: _Element, at: int) -> _Level:
    kind = element.get(f"{STYLE}num-format") or ""
    template = next((t for name in _TEMPLATES if (t := element.get(name)) is not None), None)
    if template is None:
        # Without one, as many levels as are to be shown stand with full stops between them.
        shown = whole_number(element.get(f"{TEXT}display-levels"), 1, at) or 1
        numbers = ".".join(f"%{level}%" for level in range(at - shown + 1, at + 1))
        prefix, suffix = (element.get(f"{STYLE}num-{end}") or "" for end in ("prefix", "suffix"))
        template = f"{prefix}{numbers}{suffix}"
    start = whole_number(element.get(f"{TEXT}start-value"), 0, _LARGEST)
    return _Level(template, _FORMATS.get(kind, kind), 1 if start is None else start)
