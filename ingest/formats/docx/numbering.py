"""The numbers that Word computes for its lists and does not store.

Implements ECMA-376, Part 1, 17.9 (numbering), and where it is silent does what Word does: lists
of one abstract definition count on in one another unless a list overrides where it starts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from lxml.etree import _Element

from ingest.formats.docx.styles import VAL, ParagraphStyle, Styles, W, child, number, switch, value
from ingest.formats.list_numbers import in_format
from ingest.formats.manuscript import text_of

_LEVELS = 9
_PLACEHOLDER = re.compile(r"%([1-9])")
_DASHES = "-–—"


@dataclass(frozen=True, slots=True)
class _Level:
    """One level of a list. ``restarts_after`` is the level (from 1) that makes it start again, 0
    for none, ``None`` for any above it."""

    text: str = ""
    format: str = "decimal"
    start: int = 1
    bullet: bool = False
    legal: bool = False
    restarts_after: int | None = None


@dataclass(frozen=True, slots=True)
class _List:
    """A list: the abstract definition it counts in, its levels, and where it starts anew."""

    counts_in: str
    levels: tuple[_Level, ...]
    starts: dict[int, int]
    by_style: dict[str, int]


@dataclass(frozen=True, slots=True)
class Mark:
    """What stands before an item of a list ("2.1", "b)", "-"), and the level it is on, from 0."""

    text: str
    level: int


class Numbering:
    """Counts through a document's lists; ``root`` is ``w:numbering``, ``None`` for no lists."""

    def __init__(self, root: _Element | None, styles: Styles) -> None:
        self._lists = _lists(root, styles)
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[tuple[str, int]] = set()

    def mark(self, properties: _Element | None, style: ParagraphStyle) -> Mark | None:
        """Counts the next paragraph and returns its mark; ``None`` for one that is in no list.

        ``properties`` is its ``w:pPr``. Every paragraph of the document is to be given once, in
        order.
        """
        own = child(properties, "numPr")
        list_id = value(own, "numId") or style.list_id
        found = self._lists.get(list_id or "")
        if found is None or list_id is None:
            return None
        level = number(value(own, "ilvl"))
        if level is None:
            level = self._style_level(found, style) if value(own, "numId") is None else 0
        level = min(max(level, 0), _LEVELS - 1)
        counts = self._count(list_id, found, level)
        shape = found.levels[level]
        if shape.bullet:
            return Mark("-", level)
        text = _shown(found.levels, level, counts)
        return Mark(text, level) if text else None

    def _style_level(self, found: _List, style: ParagraphStyle) -> int:
        tied = (found.by_style[name] for name in style.names if name in found.by_style)
        return next(tied, style.list_level or 0)

    def _count(self, list_id: str, found: _List, level: int) -> list[int | None]:
        counts = self._counts.setdefault(found.counts_in, [None] * _LEVELS)
        current = counts[level]
        if (list_id, level) not in self._begun and level in found.starts:
            counts[level] = found.starts[level]
        else:
            counts[level] = found.levels[level].start if current is None else current + 1
        self._begun.add((list_id, level))
        for above in range(level):
            if counts[above] is None:
                counts[above] = found.starts.get(above, found.levels[above].start)
                self._begun.add((list_id, above))
        for below in range(level + 1, _LEVELS):
            after = found.levels[below].restarts_after
            if after is None or level < after:
                counts[below] = None
                self._begun.discard((list_id, below))
        return counts


def _shown(levels: tuple[_Level, ...], level: int, counts: list[int | None]) -> str:
    legal = levels[level].legal

    def counted(match: re.Match[str]) -> str:
        at = int(match[1]) - 1
        shape = levels[at]
        count = counts[at]
        if shape.format == "none" or count is None or at > level:
            return ""
        return in_format(count, "decimal" if legal else shape.format)

    return " ".join(_PLACEHOLDER.sub(counted, levels[level].text).split())


def _lists(root: _Element | None, styles: Styles) -> dict[str, _List]:
    if root is None:
        return {}
    abstract = {a.get(f"{W}abstractNumId") or "": a for a in root.iterfind(f"{W}abstractNum")}
    numbers = {n.get(f"{W}numId") or "": n for n in root.iterfind(f"{W}num")}
    found: dict[str, _List] = {}
    for list_id, num in numbers.items():
        if list_id == "0":
            continue  # It takes a paragraph out of the list that its style puts it in.
        abstract_id = value(num, "abstractNumId") or ""
        definition = abstract.get(abstract_id)
        linked = value(definition, "numStyleLink")
        if linked is not None:
            # The list is defined where the style that it names is.
            through = numbers.get(styles.paragraph(linked).list_id or "")
            abstract_id = value(through, "abstractNumId") or abstract_id
            definition = abstract.get(abstract_id)
        if definition is None:
            continue
        found[list_id] = _list(abstract_id, definition, num)
    return found


def _list(abstract_id: str, definition: _Element, num: _Element) -> _List:
    levels = [_Level(text="")] * _LEVELS
    by_style: dict[str, int] = {}
    starts: dict[int, int] = {}

    def define(at: int, lvl: _Element) -> None:
        levels[at] = _level(lvl)
        style = value(lvl, "pStyle")
        if style is not None:
            by_style[style] = at

    for lvl in definition.iterfind(f"{W}lvl"):
        at = number(lvl.get(f"{W}ilvl"))
        if at is not None and 0 <= at < _LEVELS:
            define(at, lvl)
    for override in num.iterfind(f"{W}lvlOverride"):
        at = number(override.get(f"{W}ilvl"))
        if at is None or not 0 <= at < _LEVELS:
            continue
        lvl = child(override, "lvl")
        if lvl is not None:
            define(at, lvl)
        start = number(value(override, "startOverride"))
        if start is not None:
            starts[at] = start
    return _List(abstract_id, tuple(levels), starts, by_style)


def _level(lvl: _Element) -> _Level:
    # A custom format stands in a choice for new Words, its fallback after it.
    formats = list(lvl.iter(f"{W}numFmt"))
    custom = next((f.get(f"{W}format") for f in formats if f.get(f"{W}format")), None)
    kind = formats[-1].get(VAL) or "decimal" if formats else "decimal"
    text = text_of(value(lvl, "lvlText") or "")
    picture = child(lvl, "lvlPicBulletId") is not None
    level = _Level(
        text=text,
        format=custom or kind,
        start=number(value(lvl, "start")) or 0,
        bullet=picture or kind == "bullet",
        legal=bool(switch(lvl, "isLgl")),
        restarts_after=number(value(lvl, "lvlRestart")),
    )
    if kind == "none" and not picture and text.strip() and text.strip() in _DASHES:
        return replace(level, bullet=True)
    return level
