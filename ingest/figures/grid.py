"""A table's cells with their heads, and the lines that they stand on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.records import Span

VALUE = r"[-–−]?\d{1,3}(?:\.\d{3})+(?:,\d+)?|[-–−]?\d+(?:,\d+)?(?:\.\d{1,2}(?!\d))?"
UNIT = r"(?:\s?(?:%|pct\.?|procent|kr\.?|mio\.?(?:\s?kr\.?)?|mia\.?(?:\s?kr\.?)?|t\.?kr\.?))?"
# What may stand in a cell that holds a number and nothing else.
_CELL = re.compile(
    rf"\(?(?:ca\.?\s|kr\.?\s|[+<>~]\s?)?(?:{VALUE})(?:\s?[-–]\s?(?:{VALUE}))?{UNIT}(?:,-)?\)?"
    rf"\*{{0,3}}(?:\s?\((?:{VALUE}){UNIT}\))?",
    re.IGNORECASE,
)
_YEAR = re.compile(
    r"(?:[RBF]|BO)?\s?(?:19|20)\d\d(?:\s?[-–/]\s?(?:(?:19|20)?\d\d))?\*?(?:\s?\([^()]*\))?"
)
_LONGEST_TITLE = 150
_NO_TITLE = re.compile(r"(?<!kr)(?<!pct)\.$|[?!:]$")
_AMOUNTS = re.compile(
    r"kr|takst|pris|antal|beløb|udgift|indtægt|budget|regnskab|pladser|borgere|timer", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell with a number, the heads of its row and column; ``group`` is the head over several
    columns, ``corner`` the one above the row heads, ``caption`` the line above the table.
    ``listed`` tells that it is no table's cell, but stands in a list after the name in ``row``."""

    span: Span
    row: Span | None
    column: Span | None
    corner: Span | None
    caption: Span | None
    line: Span
    title: Span | None = None
    group: Span | None = None
    listed: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """The lines of a table, ``span``, its cells with numbers, and the cells with other text."""

    span: Span
    cells: tuple[Cell, ...]
    texts: tuple[Span, ...]


def lines(text: str, start: int, end: int) -> Iterator[Span]:
    """The lines of ``text[start:end]`` that are not blank."""
    at = start
    for line in text[start:end].split("\n"):
        if line.strip():
            yield Span(at, at + len(line))
        at += len(line) + 1


def is_row(text: str, line: Span) -> bool:
    """Whether a line holds cells."""
    raw = text[line.start : line.end]
    return "\t" in raw or raw.count("|") >= 2


def caption(text: str, lines: Sequence[Span], at: int) -> Span | None:
    """The line above a table, where it is short enough to be its title or leads in to it."""
    if at == 0:
        return None
    above = lines[at - 1]
    return trimmed(text, above.start, above.end) if not is_row(text, above) else None


def title(text: str, caption: Span | None) -> Span | None:
    """The caption where it is a title, no sentence that only leads in to the table."""
    if caption is None or _NO_TITLE.search(said(text, caption)):
        return None
    return caption if caption.end - caption.start <= _LONGEST_TITLE else None


def trimmed(text: str, start: int, end: int) -> Span:
    """The span without the white space, stars and underscores around it."""
    while start < end and (text[start].isspace() or text[start] in "*_"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in "_"):
        end -= 1
    return Span(start, end)


def said(text: str, span: Span) -> str:
    """What stands at a span."""
    return text[span.start : span.end]


def is_value(text: str) -> bool:
    """Whether a cell holds a number and nothing else."""
    return bool(_CELL.fullmatch(text.strip("* ")))


def is_years(text: str) -> bool:
    """Whether a cell holds a year or years."""
    return bool(_YEAR.fullmatch(text.strip("* ")))


def counts_no_years(text: str, column: Span | None) -> bool:
    """Whether four digits below a head may be years: not where the head tells an amount."""
    return column is None or not _AMOUNTS.search(said(text, column))
