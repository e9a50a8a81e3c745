"""Lists of names with a number each, whose unit stands in the line above: "Anlæg: 14,2"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.records import Span
from ingest.figures.grid import VALUE, Cell, Table, caption, said, title
from ingest.figures.units import unit_in_head

_LISTED = re.compile(
    rf"\s*(?:[-–•*○▪]\s*)?(?P<name>[A-Za-zÆØÅæøå][^:\n\t|]{{1,60}}):\s+(?P<value>{VALUE})\s*[.,;]?\s*"
)
_TELLS = re.compile(
    r"\bantal(?:let)?\b|\b(?:fordeling|fordelt|fordeles|fordeler|oversigt|opgørelse)|"
    r"\bt?kr\b|\bkroner\b|%|\bpct\b|\bprocent\b",
    re.IGNORECASE,
)
_LONGEST_LEAD = 160
_LEAST_LINES = 2


def listed_values(text: str, lines: Sequence[Span], at: int) -> tuple[Table, int] | None:
    """The numbers of a list below a line that tells what they are in, and how many lines it takes.
    Its cells have no column."""
    if at == 0 or _LISTED.fullmatch(said(text, lines[at])) is None:
        return None
    above = caption(text, lines, at)
    if above is None or above.end - above.start > _LONGEST_LEAD:
        return None
    if not _TELLS.search(said(text, above)):
        return None
    money = unit_in_head(said(text, above)) is not None
    found: list[Cell] = []
    for line in lines[at:]:
        match = _LISTED.fullmatch(text, line.start, line.end)
        if match is None:
            break
        name, value = Span(*match.span("name")), Span(*match.span("value"))
        unit_above = title(text, above) if money else None
        found.append(Cell(value, name, None, None, above, line, unit_above, listed=True))
    if len(found) < _LEAST_LINES:
        return None
    span = Span(lines[at].start, lines[at + len(found) - 1].end)
    return Table(span, tuple(found), ()), len(found)
