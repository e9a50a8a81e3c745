"""How RTF's paragraphs look, and what the style sheet says of it."""

from __future__ import annotations

import re
from dataclasses import dataclass

_SHEET = re.compile(r"\{\\stylesheet\b")
_BRACE = re.compile(r"[{}]")
_NUMBER = re.compile(r"\\s(\d{1,5})\b")
_OUTLINE = re.compile(r"\\outlinelevel(\d)")
_NAME = re.compile(r"(?:^|[ }])([^\\{};]+);\s*\}?\Z")
_HEADING = re.compile(r"(?:heading|overskrift)\s*([1-9])\Z", re.IGNORECASE)
_TITLE = re.compile(r"(?:title|titel)\Z", re.IGNORECASE)
_BODY_TEXT = 9


@dataclass(frozen=True, slots=True)
class Look:
    """How a paragraph looks: its heading's level from 1, whether it stands in a table, its level in
    a list, the space around it in twentieths of a point, whether all of its letters are bold, and
    the size of the largest in half points."""

    level: int = 0
    title: bool = False
    in_table: bool = False
    new_page: bool = False
    depth: int = 0
    before: int = 0
    after: int = 0
    bold: bool = True
    size: int = 0


def style_looks(text: str) -> dict[int, Look]:
    """Which of a file's paragraph styles, by number, mark headings and the title."""
    sheet = _SHEET.search(text)
    found: dict[int, Look] = {}
    if not sheet:
        return found
    depth, start = 1, sheet.end()
    for brace in _BRACE.finditer(text, sheet.end()):
        if brace[0] == "{":
            depth += 1
            start = brace.end() if depth == 2 else start
        else:
            depth -= 1
            if depth == 1:
                _add(text[start : brace.start()], found)
            if depth == 0:
                break
    return found


def _add(style: str, found: dict[int, Look]) -> None:
    number = _NUMBER.search(style)
    named = _NAME.search(style[-200:])
    name = named[1].strip() if named else ""
    outline, heading = _OUTLINE.search(style), _HEADING.match(name)
    if _TITLE.match(name):
        look = Look(level=1, title=True)
    elif outline:
        look = Look(level=0 if int(outline[1]) >= _BODY_TEXT else int(outline[1]) + 1)
    elif heading:
        look = Look(level=int(heading[1]))
    else:
        return
    found[int(number[1]) if number else 0] = look
