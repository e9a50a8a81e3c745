"""Running heads, feet and page numbers of a PDF: what stands in the same place on many pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ingest.formats.pdf.lines import Band
from ingest.formats.pdf.words import Word

# How many lines from the top and the foot of a page may be its own, and within which share of it.
_DEEPEST = 6
_ZONE = 0.2
_SAME_PLACE = 3.0
_SHARE = 0.3
_FEWEST = 3
_APART = 1.6
_PAGE = r"(?:s\.|sd\.|side|page|pag\.|p\.|sidan|seite)"
_PAGE_NUMBER = re.compile(
    rf"[-–—|·(\s]*(?:{_PAGE}\s*(?:nr\.?\s*)?:?\s*\d{{1,5}}"
    r"(?:\s*(?:af|of|av|/|-)\s*(?:i alt\s*)?\d{1,5})?"
    r"|\d{1,5}\s*(?:af|of|av|/)\s*\d{1,5})(?:\s*(?:sider?|pages?))?[-–—|·)\s]*",
    re.IGNORECASE,
)
_BARE_NUMBER = re.compile(r"[-–—|·\s]*(\d{1,4})[-–—|·\s]*")
_DIGITS = re.compile(r"\d+")
# Headings of items that stand at the top of their pages differ in nothing but the number.
_ITEM = re.compile(r"\s*(?:dagsordenspunkt|punkt|pkt|ad|sag|bilag|§)\b", re.IGNORECASE)

Key = tuple[bool, int, str]
"""Whether at the foot, how far from the edge, and the text, numbers left out or not."""


@dataclass(slots=True)
class Running:
    """What runs through a document's pages, found in one batch of them after the other."""

    _established: set[Key] = field(default_factory=set)
    _alike: Counter[Key] = field(default_factory=Counter)
    _offsets: Counter[tuple[Key, int]] = field(default_factory=Counter)
    _marked: Counter[str] = field(default_factory=Counter)
    _beside: set[str] = field(default_factory=set)
    _pages: int = 0

    def see(self, pages: Sequence[tuple[int, list[Band], float]]) -> None:
        """Count what stands at the edges of a batch of pages: (number from 0, lines, height)."""
        for counter in (self._alike, self._offsets):
            counter.clear()
        self._pages = len(pages)
        for number, rows, height in pages:
            seen: set[Key] = set()
            for foot, _, row in _edges(rows, height):
                text = _text(row)
                place = _place(row, foot, height)
                seen |= {(foot, place, text), (foot, place, _without_numbers(text))}
                key = (foot, place, _without_numbers(text))
                for offset in {int(digits) - number for digits in _DIGITS.findall(text[:200])}:
                    self._offsets[key, offset] += 1
            self._alike.update(seen)
            self._marked.update({_without_numbers(_text(row)) for row in rows if _marked(row)})

    def without(self, number: int, rows: list[Band], height: float) -> list[Band]:
        """A page's lines without those that run through the document."""
        kept = [row for row in rows if not (_marked(row) and self._is_furniture(row))]
        gone: set[int] = set()
        inside: set[bool] = set()
        for foot, beside, row in _edges(kept, height):
            if foot not in inside and self._runs(foot, number, row, beside, height):
                gone.add(id(row))
            else:
                inside.add(foot)
        return [row for row in kept if id(row) not in gone]

    def first_time(self, words: Sequence[Word]) -> bool:
        """Whether words across a page, such as a stamp, have not stood on a page before it."""
        text = _without_numbers(" ".join(word.text for word in words))
        known = text in self._beside
        self._beside.add(text)
        return not known

    def _is_furniture(self, row: Band) -> bool:
        text = _text(row)
        return self._marked[_without_numbers(text)] > 1 or bool(
            _PAGE_NUMBER.fullmatch(text) or _BARE_NUMBER.fullmatch(text)
        )

    def _runs(self, foot: bool, number: int, row: Band, beside: Band | None, height: float) -> bool:
        text, place = _text(row), _place(row, foot, height)
        bare = _without_numbers(text)
        apart = beside is None or abs(row.y - beside.y) > _APART * max(row.size, beside.size)
        if _PAGE_NUMBER.fullmatch(text):
            return apart or self._times(foot, place, bare) > 1
        counting = max(
            (
                self._offsets[(foot, place + d, bare), int(digits) - number]
                for digits in _DIGITS.findall(text[:200])
                for d in (-1, 0, 1)
            ),
            default=0,
        )
        if _BARE_NUMBER.fullmatch(text):
            return counting > 1 or (self._pages == 1 and foot and apart and text == str(number + 1))
        times = self._times(foot, place, text)
        if not _ITEM.match(text):
            times = max(times, counting)
        found = (
            times >= max(_FEWEST, _SHARE * self._pages)
            or (times > 1 and times >= self._pages - 1 and apart)
            or any((foot, place + d, text) in self._established for d in (-1, 0, 1))
        )
        if found:
            self._established.add((foot, place, text))
        return found

    def _times(self, foot: bool, place: int, text: str) -> int:
        return max(self._alike[foot, place + d, text] for d in (-1, 0, 1))


def _edges(rows: Sequence[Band], height: float) -> Iterator[tuple[bool, Band | None, Band]]:
    """The lines at a page's top and foot, the outermost first, each with the next one inwards."""
    for foot, ordered in ((False, list(rows)), (True, list(reversed(rows)))):
        for i, row in enumerate(ordered[:_DEEPEST]):
            if not (row.y > (1 - _ZONE) * height if foot else row.y < _ZONE * height):
                break
            yield foot, ordered[i + 1] if i + 1 < len(ordered) else None, row


def _place(row: Band, foot: bool, height: float) -> int:
    return round((height - row.y if foot else row.y) / _SAME_PLACE)


def _text(row: Band) -> str:
    return " ".join(word.text for word in row.words)


def _without_numbers(text: str) -> str:
    return _DIGITS.sub("0", text.casefold())


def _marked(row: Band) -> bool:
    """Whether the file itself marks the whole line as a page's head or foot."""
    return all(word.running for word in row.words)
