"""The parts of an item: A) and B), or 4.1 and 4.2, each with a title of its own."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from ingest.splitting.candidates import clean_title, is_sentence, label_follows
from ingest.splitting.lines import Line
from ingest.splitting.numbering import point_number

_LETTERS = "ABCDEFGH"
_LETTERED = re.compile(r"^(?:punkt\s*)?(?:\d{1,2}\s?)?([A-H])[).:]\s+(\S.*)$")
_LONGEST_TITLE = 220
_FEWEST_PARTS = 2


class Part(NamedTuple):
    """A part that opens on ``line``; ``name`` is what its number has after the item's."""

    line: int
    name: str
    title: str


def find_parts(
    lines: Sequence[Line], first: int, end: int, number: int, listed: Mapping[str, str]
) -> list[Part]:
    """The parts of item ``number``, whose text is ``lines[first:end]``.

    ``listed`` holds the titles of the parts that the agenda names ("4.1").
    """
    return _lettered(lines, first, end) or _pointed(lines, first, end, number, listed)


def _lettered(lines: Sequence[Line], first: int, end: int) -> list[Part]:
    """Headings A), B) … in order, each with labelled sections of its own."""
    found: list[Part] = []
    for position in range(first, end):
        match = _LETTERED.match(lines[position].plain)
        if (
            match
            and match.group(1) == _LETTERS[len(found) : len(found) + 1]
            and label_follows(lines, position, 3)
        ):
            found.append(Part(position, match.group(1), clean_title(match.group(2))))
    if len(found) < _FEWEST_PARTS or not all(_labelled(lines, found, end)):
        return []
    return found


def _pointed(
    lines: Sequence[Line], first: int, end: int, number: int, listed: Mapping[str, str]
) -> list[Part]:
    """Headings 4.1, 4.2 … in order. Below a label of the item's own they are headings of its text,
    unless each has a label of its own or the agenda names them."""
    found: list[Part] = []
    for position in range(first, end):
        point = point_number(lines[position].plain)
        if (
            point
            and (point.number, point.point) == (number, len(found) + 1)
            and point.rest[:1].isupper()
            and len(point.rest) <= _LONGEST_TITLE
            and not is_sentence(point.rest)
        ):
            found.append(Part(position, f".{point.point}", clean_title(point.rest)))
    if not found:
        return []
    if all(f"{number}{part.name}" in listed for part in found):
        return found
    labelled = all(_labelled(lines, found, end))
    below_label = any(line.label for line in lines[first : found[0].line])
    enough = len(found) >= _FEWEST_PARTS
    return found if (enough or labelled) and (labelled or not below_label) else []


def _labelled(lines: Sequence[Line], parts: Sequence[Part], end: int) -> list[bool]:
    bounds = [*(part.line for part in parts), end]
    return [any(line.label for line in lines[at:after]) for at, after in pairwise(bounds)]
