"""Which elements of a page are headings, whatever they are, and which need one."""

from __future__ import annotations

import re

from ingest.formats.html.counts import NUMBERED
from ingest.formats.html.tree import HEADINGS, Element

_FOLDING_HEAD = re.compile(
    r"(?:accordion|panel|collapsible|toggle|card|foldout)[-_]*(?:item[-_]*)?"
    r"(?:header|heading|title|button|trigger)"
)
_ITEM_WORDS = frozenset("item agenda agendaitem punkt dagsorden dagsordenspunkt sag".split())
_HEAD_WORDS = frozenset("head header heading title titel caption toggle trigger button".split())
_ITEM_TITLE = re.compile(rf"(?i:{NUMBERED.pattern})|\d{{1,3}}\s+[A-ZÆØÅ]")
LONGEST_HEADING = 250
_ATTACHMENTS = re.compile(r"\bbilag|\battachments?\b|\bvedhæft|\bvedhaeft", re.IGNORECASE)
_NAMED = 100
_NO_HEADS = frozenset("li td th dt dd".split())


def heading_level(element: Element) -> int:
    """A heading's level from 1; 0 for what is none."""
    if element.tag in HEADINGS:
        return int(element.tag[1])
    if not element.has.characters or element.has.characters > LONGEST_HEADING:
        return 0
    if "MsoTitle" in element.get("class"):
        return 1
    if element.get("role") == "heading":
        return max(1, min(element.number("aria-level") or 2, 6))
    if element.has.headings or element.tag in _NO_HEADS:
        return 0
    names = element.get("class").lower().split()
    if element.folds or any(_FOLDING_HEAD.fullmatch(name) for name in names):
        return 2 if NUMBERED.match(element.text()) else 3
    itemised = element.words & _ITEM_WORDS and element.words & _HEAD_WORDS
    return 2 if itemised and _ITEM_TITLE.match(element.text()) else 0


def lacks_label(element: Element) -> bool:
    """Whether an element lists attachments by its name, and no text that is shown says so."""
    names = " ".join(map(element.get, ("class", "id", "aria-label", "title")))
    if not element.has.linked or not _ATTACHMENTS.search(names.replace("-", " ").replace("_", " ")):
        return False
    above = element.previous.text() if element.previous is not None else ""
    return not _ATTACHMENTS.search(f"{above[-_NAMED:]} {element.text()[:_NAMED]}")
