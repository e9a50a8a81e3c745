"""Lines that may open an agenda item, with the evidence for and against."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise
from typing import Literal

from corpus.dates import MONTHS
from ingest.labels import section_label
from ingest.lines import Line

Style = Literal["word", "number"]

_WORD = re.compile(
    r"^(?:dagsordenspunkt|punkt|pkt\.?|ad(?:\s+pkt\.?|\s+punkt)?|sag(?:\s*nr\.?)?|§)\s*(\d{1,3})(?!\d|/)\s*"
    r"(?:[.:)\t]|[-–—](?=\s))?\s*(.*)$",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"^(\d{1,3})\s*[.):]\s*(?=[^\d\s])(.*)$|^(\d{1,3})\s*[.):]?()$|^(\d{1,3})\t+(\S.*)$"
)
_PART = re.compile(r"^(?:punkt\s*)?(?:\d{1,2}\s?)?([A-H])[).:]\s+(\S.*)$")
_PAGE_LEADER = re.compile(r"(?:[.…\s]{3,}|\s*\t\s*)\d{1,3}$|\s*\(side \d{1,3}\)$", re.IGNORECASE)
# "4. marts 2024 mødes …" and "2. halvår" open a sentence, never an item.
_ORDINAL = re.compile(rf"(?:{'|'.join(MONTHS)}|kvartal|halvår|mio|mia|behandling)\b")
_ABBREVIATED = re.compile(r"\b(?:evt|mv|m\.v|m\.m|mm|nr|osv)\.$", re.IGNORECASE)
_LOOKAHEAD = 8
_FEWEST_MARKED = 2
_UNMARKED_COST = 3.0
_LISTED_COST = 6.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A line that reads like "7. Særlige pladser" or "Punkt 7. …".

    ``evidence`` is a log-odds-like score from the line's surroundings alone.
    """

    line: int
    number: int
    title: str
    style: Style
    evidence: float


def clean_title(title: str) -> str:
    """A title without a table of contents' dots and page number and without a closing colon."""
    bare = _PAGE_LEADER.sub("", title.strip()).strip()
    return re.sub(r"\s+", " ", bare).rstrip(" :*_").strip()


def part_heading(plain: str) -> tuple[str, str] | None:
    """``("A", title)`` for a line that opens part A) of an item."""
    match = _PART.match(plain)
    return (match.group(1), clean_title(match.group(2))) if match else None


def _numbered(line: Line) -> tuple[int, str, Style] | None:
    text = line.plain if not line.table else re.sub(r" *\t *", "\t", line.raw.strip())
    word = _WORD.match(text)
    if word:
        return int(word.group(1)), clean_title(word.group(2)), "word"
    number = _NUMBER.match(text)
    if number and not _ORDINAL.match(number.group(2) or number.group(6) or ""):
        digits = number.group(1) or number.group(3) or number.group(5)
        title = number.group(2) or number.group(6) or ""
        return int(digits), clean_title(title), "number"
    return None


def _neighbour(lines: Sequence[Line], position: int, step: int) -> Line | None:
    position += step
    while 0 <= position < len(lines):
        if not lines[position].blank:
            return lines[position]
        position += step
    return None


def label_follows(lines: Sequence[Line], position: int, within: int = _LOOKAHEAD) -> bool:
    """Whether a section's label stands among the next ``within`` lines that are not blank."""
    below = (line for line in lines[position + 1 :] if not line.blank)
    return any(section_label(line.raw, line.plain) for line in islice(below, within))


def _capital(title: str) -> bool:
    return title[0].isupper() or title[0] in "\"“”'’(§«»"


def _is_sentence(title: str) -> bool:
    return title.endswith((".", ";", ",")) and not _ABBREVIATED.search(title)


def _evidence(lines: Sequence[Line], position: int, title: str, style: Style) -> float:
    line = lines[position]
    score = 2.0 if style == "word" else 0.0
    before = lines[position - 1] if position else None
    after = lines[position + 1] if position + 1 < len(lines) else None
    score += 1.0 if before is None or before.blank else -1.0
    # A run of numbered lines without a blank between them is a list.
    for beside in (before, after):
        if beside is not None and not beside.blank and _numbered(beside):
            score -= 2.0
    if line.level:
        score += 1.5
    if line.raw[:1] in " \t":
        score -= 1.5
    if not title:
        follower = _neighbour(lines, position, 1)
        score -= 1.0 if follower is not None and len(follower.plain) < 150 else 4.0
    elif not _capital(title):
        score -= 2.0
    if len(title) > 220:
        score -= 3.0
    if _is_sentence(title):
        score -= 1.5
    if title and not _capital(title) and style == "number" and not line.level:
        pass  # The middle of a sentence, whatever stands below it.
    elif label_follows(lines, position, 1):
        score += 3.5
    elif label_follows(lines, position, 4):
        score += 3.0
    elif label_follows(lines, position):
        score += 1.0
    return score


def find_candidates(lines: Sequence[Line]) -> list[Candidate]:
    """Every line that may open an item, in document order.

    Where some are marked as headings, those that are not need more to speak for them.
    """
    found: list[Candidate] = []
    for line in lines:
        if line.blank or (line.bullet and not line.level):
            continue
        numbered = _numbered(line)
        if numbered and 0 < numbered[0] < 200:
            number, title, style = numbered
            found.append(
                Candidate(
                    line.number, number, title, style, _evidence(lines, line.number, title, style)
                )
            )
    marked = sum(1 for c in found if lines[c.line].level) >= _FEWEST_MARKED
    cost = [_UNMARKED_COST * (marked and not lines[c.line].level) for c in found]
    for i, (before, after) in enumerate(pairwise(found), start=1):
        cost[i] += _LISTED_COST * _listed(lines, before, after)
    return [replace(c, evidence=c.evidence - less) for c, less in zip(found, cost, strict=True)]


def _listed(lines: Sequence[Line], before: Candidate, after: Candidate) -> bool:
    """Whether ``after`` goes on with a list: the next number, on the next line or as a sentence
    after a sentence, and no section's label between the two."""
    if after.number != before.number + 1 or lines[after.line].level:
        return False
    if after.line == before.line + 1:
        return True
    between = lines[before.line + 1 : after.line]
    return (
        _is_sentence(before.title)
        and _is_sentence(after.title)
        and not any(section_label(line.raw, line.plain) for line in between)
    )
