"""What OpenDocument's styles say of paragraphs and letters, their inheritance followed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from lxml.etree import _Element

_OASIS = "urn:oasis:names:tc:opendocument:xmlns"
OFFICE = f"{{{_OASIS}:office:1.0}}"
TEXT = f"{{{_OASIS}:text:1.0}}"
TABLE = f"{{{_OASIS}:table:1.0}}"
DRAW = f"{{{_OASIS}:drawing:1.0}}"
STYLE = f"{{{_OASIS}:style:1.0}}"
FO = f"{{{_OASIS}:xsl-fo-compatible:1.0}}"
_PARAGRAPH = f"{STYLE}paragraph-properties"
_LETTERS = f"{STYLE}text-properties"
_LENGTH = re.compile(r"(-?\d{1,6}(?:\.\d{1,9})?)(pt|cm|mm|in|px|pc)\Z")
_TWENTIETHS = {"pt": 20.0, "cm": 567.0, "mm": 56.7, "in": 1440.0, "px": 15.0, "pc": 240.0}
_LONGEST_CHAIN = 40
_TITLE = re.compile(r"(?:title|titel)\Z", re.IGNORECASE)
_BOLD = re.compile(r"bold|[6-9]00\Z")


def whole_number(text: str | None, smallest: int, largest: int) -> int | None:
    """A whole number of an attribute, held within bounds; ``None`` where there is none."""
    if not re.fullmatch(r"-?\d{1,18}", text or ""):
        return None
    return min(max(int(text or ""), smallest), largest)


def _length(text: str | None) -> int | None:
    """A length such as "0.212cm" in twentieths of a point."""
    match = _LENGTH.match(text or "")
    return round(float(match[1]) * _TWENTIETHS[match[2]]) if match else None


@dataclass(frozen=True, slots=True)
class Look:
    """What a style says of a paragraph or of letters; ``None`` where it does not say.

    ``size`` is in half points, ``before`` and ``after`` in twentieths of one.
    """

    name: str = ""
    title: bool = False
    hidden: bool | None = None
    bold: bool | None = None
    size: int | None = None
    before: int = 0
    after: int = 0
    contextual: bool = False
    new_page: bool = False
    new_page_after: bool = False
    master_page: str | None = None
    list_style: str | None = None


class Styles:
    """The styles of a document's ``styles.xml`` and ``content.xml``, by family and name."""

    def __init__(self, roots: list[_Element]) -> None:
        self._by_name: dict[tuple[str, str], _Element] = {}
        self._default: dict[str, _Element] = {}
        for root in roots:
            for style in root.iter(f"{STYLE}style"):
                family = style.get(f"{STYLE}family") or ""
                self._by_name[family, style.get(f"{STYLE}name") or ""] = style
            for style in root.iter(f"{STYLE}default-style"):
                self._default[style.get(f"{STYLE}family") or ""] = style
        self.look = cache(self._look)

    def _chain(self, family: str, name: str) -> Iterator[_Element]:
        seen: set[str] = set()
        while name not in seen and len(seen) < _LONGEST_CHAIN:
            style = self._by_name.get((family, name))
            if style is None:
                break
            seen.add(name)
            yield style
            name = style.get(f"{STYLE}parent-style-name") or ""
        if family in self._default:
            yield self._default[family]

    def _look(self, family: str, name: str) -> Look:
        """What the style of a name says; ``family`` is "paragraph", "text" or "section"."""
        chain = list(self._chain(family, name))

        def said(properties: str, attribute: str) -> str | None:
            found = (p.get(attribute) for s in chain if (p := s.find(properties)) is not None)
            return next((one for one in found if one is not None), None)

        def own(attribute: str) -> str | None:
            return next((one for s in chain if (one := s.get(attribute)) is not None), None)

        display = said(_LETTERS, f"{TEXT}display")
        weight = said(_LETTERS, f"{FO}font-weight")
        size = _length(said(_LETTERS, f"{FO}font-size"))
        shown = (s.get(f"{STYLE}display-name") or s.get(f"{STYLE}name") or "" for s in chain)
        return Look(
            name=name,
            title=any(map(_TITLE.match, shown)),
            hidden=None if display is None else display == "none",
            bold=None if weight is None else bool(_BOLD.match(weight)),
            size=None if size is None else round(size / 10),
            before=_length(said(_PARAGRAPH, f"{FO}margin-top")) or 0,
            after=_length(said(_PARAGRAPH, f"{FO}margin-bottom")) or 0,
            contextual=said(_PARAGRAPH, f"{STYLE}contextual-spacing") == "true",
            new_page=said(_PARAGRAPH, f"{FO}break-before") == "page",
            new_page_after=said(_PARAGRAPH, f"{FO}break-after") == "page",
            master_page=own(f"{STYLE}master-page-name") or None,
            list_style=own(f"{STYLE}list-style-name"),
        )
