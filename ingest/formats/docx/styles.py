"""What Word's styles say of a paragraph, their inheritance followed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from lxml.etree import _Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VAL = f"{W}val"
_HEADING = re.compile(r"(?:heading|overskrift)\s*([1-9])\Z", re.IGNORECASE)
# Word's own styles for lists in lists, each with a list of one level to itself.
_INNER_LIST = re.compile(r"list (?:bullet|number) ([2-5])\Z", re.IGNORECASE)
_TITLE = re.compile(r"(?:title|titel)\Z", re.IGNORECASE)
_BODY_TEXT = 9
_LONGEST_CHAIN = 40
_SIZE = 20
_OFF = frozenset({"0", "false", "off"})


def value(element: _Element | None, path: str) -> str | None:
    """The ``w:val`` of the child at ``path`` ("pPr/numPr/ilvl"); ``None`` where there is none."""
    found = child(element, path)
    return None if found is None else found.get(VAL)


def child(element: _Element | None, path: str) -> _Element | None:
    """The first element at ``path`` below ``element``."""
    for step in path.split("/"):
        if element is None:
            return None
        element = element.find(W + step)
    return element


def number(text: str | None) -> int | None:
    """A whole number as it stands in an attribute, a unit after it left out; ``None`` for none."""
    match = re.match(r"-?\d{1,9}", text or "")
    return int(match[0]) if match else None


def switch(element: _Element | None, path: str) -> bool | None:
    """Whether a property such as ``w:vanish`` is on; ``None`` where it is not spoken of."""
    found = child(element, path)
    return None if found is None else (found.get(VAL) or "true") not in _OFF


@dataclass(frozen=True, slots=True)
class ParagraphStyle:
    """``level`` is a heading's from 1, 0 for none; ``names`` the style's id and those of the styles
    it is based on; ``size`` is in half points, ``before`` and ``after`` in twentieths of one."""

    level: int = 0
    title: bool = False
    names: tuple[str, ...] = ()
    list_id: str | None = None
    list_level: int | None = None
    list_depth: int = 0
    hidden: bool = False
    bold: bool = False
    size: int = 0
    before: int = 0
    after: int = 0
    contextual: bool = False


class Styles:
    """The styles of a document, by id. ``root`` is ``w:styles``, ``None`` where there are none."""

    def __init__(self, root: _Element | None) -> None:
        found = () if root is None else root.iterfind(f"{W}style")
        self._by_id = {style.get(f"{W}styleId") or "": style for style in found}
        self._defaults = child(root, "docDefaults")
        self._default = next(
            (
                style_id
                for style_id, style in self._by_id.items()
                if style.get(f"{W}type") == "paragraph"
                and (style.get(f"{W}default") or "0") not in _OFF
            ),
            "",
        )
        self.paragraph = cache(self._paragraph)
        self._usual_size = number(value(self._defaults, "rPrDefault/rPr/sz")) or _SIZE
        self.says = cache(self._says)
        self.size = cache(self._size)

    def _chain(self, style_id: str) -> Iterator[tuple[str, _Element]]:
        seen: set[str] = set()
        while style_id in self._by_id and style_id not in seen and len(seen) < _LONGEST_CHAIN:
            seen.add(style_id)
            yield style_id, self._by_id[style_id]
            style_id = value(self._by_id[style_id], "basedOn") or ""

    def _says(self, style_id: str, path: str) -> bool | None:
        """Whether a style switches a property such as "rPr/vanish" on; ``None`` where it does not
        say."""
        said = (switch(style, path) for _, style in self._chain(style_id))
        return next((one for one in said if one is not None), None)

    def _size(self, style_id: str) -> int | None:
        """The size of a style's letters, in half points; ``None`` where it does not say."""
        sizes = (number(value(style, "rPr/sz")) for _, style in self._chain(style_id))
        return next((size for size in sizes if size), None)

    def _paragraph(self, style_id: str | None) -> ParagraphStyle:
        """What the style of that id says; ``None`` stands for a paragraph that names no style."""
        style_id = self._default if style_id is None else style_id
        chain = list(self._chain(style_id))
        level, title = self._level(style_id, chain)
        names = [value(style, "name") or "" for _, style in chain]
        list_id = next((i for _, s in chain if (i := value(s, "pPr/numPr/numId"))), None)
        list_level = next((i for _, s in chain if (i := value(s, "pPr/numPr/ilvl"))), None)
        return ParagraphStyle(
            level=level,
            title=title,
            names=tuple(name for name, _ in chain),
            list_id=list_id,
            list_level=number(list_level),
            list_depth=next((int(m[1]) - 1 for name in names if (m := _INNER_LIST.match(name))), 0),
            hidden=bool(self.says(style_id, "rPr/vanish")),
            bold=bool(self.says(style_id, "rPr/b")),
            size=self.size(style_id) or self._usual_size,
            before=self._space(chain, "before"),
            after=self._space(chain, "after"),
            contextual=bool(self.says(style_id, "pPr/contextualSpacing")),
        )

    def _level(self, style_id: str, chain: list[tuple[str, _Element]]) -> tuple[int, bool]:
        """A heading's level and whether the style is the document title's: what is nearest in the
        inheritance counts, the outline level before the name."""
        for name, style in chain or [(style_id, None)]:
            outline = number(value(style, "pPr/outlineLvl"))
            called = value(style, "name") or name
            if outline is not None and outline >= _BODY_TEXT:
                return 0, False
            if _TITLE.match(called):
                return 1, True
            heading = _HEADING.match(called)
            if outline is not None or heading:
                return (
                    int(heading[1]) if outline is None and heading else (outline or 0) + 1
                ), False
        return 0, False

    def _space(self, chain: list[tuple[str, _Element]], side: str) -> int:
        spacings = [child(style, "pPr/spacing") for _, style in chain]
        spacings.append(child(self._defaults, "pPrDefault/pPr/spacing"))
        said = (number(s.get(W + side)) for s in spacings if s is not None)
        return next((space for space in said if space is not None), 0)
