"""Tables whose cells a converter joined by spaces: heads over lines that end in as many numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from corpus.records import Span
from ingest.figures.grid import (
    UNIT,
    VALUE,
    Cell,
    Table,
    caption,
    counts_no_years,
    is_row,
    is_value,
    is_years,
    said,
    title,
    trimmed,
)

_YEARS = re.compile(
    r"^(?P<corner>.*?)(?P<years>"
    r"(?:(?:^|\s+)(?:[RBFO]|R |B |BO |Regnskab |Budget )?(?:19|20)\d\d\*?){2,})\s*$"
)
_YEAR = re.compile(r"(?:(?:R|B|BO|F|Regnskab|Budget) ?)?(?:19|20)\d\d")
_VALUE = re.compile(rf"(?<!\S)(?:(?:{VALUE}){UNIT}\*?|[-–])(?!\S)", re.IGNORECASE)
_ENDS_IN_NUMBER = re.compile(r"(?:\d\W*(?:pct\.?|kr\.?)?|\s[-–])\s*$")
_SENTENCE_END = re.compile(r"[.!?:;,]\s*$")
_CAPITALISED = re.compile(r"(?:^|\s)(?=[A-ZÆØÅ])")
_APART = re.compile(r"(?:^\s*|\s{2,})(?=\S)")
# What the heads of minutes' tables begin with.
_TELLING = re.compile(
    r"(?:^|(?<!antal)\s)(?=(?:antal|heraf|hvoraf|belægning\w*|(?:døgn)?takst\w*|\w*pris|\w*ventetid|andel|budget|"
    r"regnskab|forbrug|afvigelse|overslag|\w*udgift\w*|\w*indtægt\w*|ændring|stigning|pladser|borgere|"
    r"i alt|total|netto|køb|salg)\b)",
    re.IGNORECASE,
)
_LONGEST_HEAD = 300
_LONGEST_WORDED_HEAD = 120


def flat_table(text: str, lines: Sequence[Span], at: int) -> tuple[Table, int] | None:
    """A table whose cells were joined by spaces, and how many lines it takes: a line of column
    heads over lines that end in as many numbers."""
    head = said(text, lines[at])
    if len(head) > _LONGEST_HEAD or at + 1 >= len(lines) or is_row(text, lines[at + 1]):
        return None
    if not _ENDS_IN_NUMBER.search(said(text, lines[at + 1])):
        return None
    columns = _year_heads(text, lines[at]) or _worded_heads(text, lines[at], lines[at + 1])
    if columns is None:
        return None
    corner, heads = columns
    above = caption(text, lines, at)
    name = title(text, above)
    found: list[Cell] = []
    used = 1
    for line in lines[at + 1 :]:
        if text.count("\n", lines[at + used - 1].end, line.start) > 2:
            break
        values = _last_values(text, line, len(heads))
        if values is None:
            break
        label = trimmed(text, line.start, values[0].start)
        row = label if label.start < label.end else None
        used += 1
        if row is not None and is_value(said(text, row)) and not is_years(said(text, row)):
            break
        for value, column in zip(values, heads, strict=True):
            if re.search(r"\d", said(text, value)) and not (
                is_years(said(text, value)) and counts_no_years(text, column)
            ):
                found.append(Cell(value, row, column, corner, above, line, name))
    if used < 2 or not found:
        return None
    return Table(Span(lines[at].start, lines[at + used - 1].end), tuple(found), ()), used


def _year_heads(text: str, line: Span) -> tuple[Span | None, list[Span]] | None:
    match = _YEARS.match(said(text, line))
    if match is None:
        return None
    first = line.start + match.start("years")
    years = [Span(first + m.start(), first + m.end()) for m in _YEAR.finditer(match["years"])]
    corner = trimmed(text, line.start, line.start + match.end("corner"))
    return (corner if corner.start < corner.end else None), years


def _worded_heads(text: str, line: Span, below: Span) -> tuple[Span | None, list[Span]] | None:
    """Column heads that stand apart, begin with capitals ("Afsnit Pladser Belægning 2020") or
    with what tables tell ("kommune antal pladser belægning i %"), where the line below has a name
    and as many values."""
    head = said(text, line)
    if _SENTENCE_END.search(head) or len(head) > _LONGEST_WORDED_HEAD:
        return None
    values = list(_VALUE.finditer(text, below.start, below.end))
    if len(values) < 2 or _last_values(text, below, len(values)) is None:
        return None
    first = len(head) - len(head.lstrip())
    for begins in (_APART, _CAPITALISED, _TELLING):
        starts = [match.end() for match in begins.finditer(head)]
        if first not in starts:
            starts.insert(0, first)
        parts = [
            trimmed(text, line.start + a, line.start + b)
            for a, b in zip(starts, [*starts[1:], len(head)], strict=True)
        ]
        if len(parts) == len(values) + 1 and len(parts) > 2:
            return parts[0], parts[1:]
        if len(parts) == len(values) > 2 and _TELLING.match(head, first):
            return None, parts
    return None


def _last_values(text: str, line: Span, many: int) -> list[Span] | None:
    """The last ``many`` numbers of a line that ends in them, or ``None``."""
    values = [Span(m.start(), m.end()) for m in _VALUE.finditer(text, line.start, line.end)]
    values = values[-many:]
    if len(values) < many or text[values[-1].end : line.end].strip():
        return None
    if any(text[a.end : b.start].strip() for a, b in pairwise(values)):
        return None
    return values
