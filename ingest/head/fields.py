"""The labelled fields of a head, however they are set: "Sted: Virtuelt", a row of a table, a label
on a line of its own, several on one line, or the whole head run together into one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Literal

from corpus.dates import find_dates
from ingest.head.labels import (
    BULLET,
    FIELD_OF_LABEL,
    Field,
    bare_label,
    bullet_free,
    inner_labels,
    label_of,
    row_text,
)
from ingest.splitting.lines import Line

Opening = Literal["", "bare label", "title", "item"]
# Where the title, and where the first item, opens in a head that is run together.
_INNER_TITLE = re.compile(
    r"(?<=\s)(?:(?:endeligt|godkendt|foreløbigt|korrigeret|rettet|revideret|udkast til)\s+)?"
    r"(?:beslutnings|møde)?(?:referat|dagsorden)\s+(?:fra|af|for|til)\s+\w*møde",
    re.IGNORECASE,
)
_INNER_ITEM = re.compile(
    r"(?<=\s)(?:(?:DAGSORDEN|Dagsorden|PUNKTER|Punkter|INDHOLD|Indhold|Velkomst)\b:?\s+)?"
    r"(?:(?:Punkt|PUNKT|Pkt\.|Ad|Sag(?: nr\.)?|§)\s*1\s?[.:)]?|1\s?[.:)])\s+(?=[A-ZÆØÅ])"
)
_LONG_RUN = 300
_FEWEST_BARE_LINES = 2
_LISTS: tuple[Field, ...] = ("participants", "apologies", "agenda")
_SINGLE: tuple[Field, ...] = ("forum", "meeting", "date", "place", "minute taker", "chair")
_LONGEST_PERSON = 200
_NUMBERED = re.compile(r"\d{1,2}[.)]\s")
_TITLE_WORD = re.compile(r"\b\w*(?:referat|møde|dagsorden)\w*\b", re.IGNORECASE)
_ENDS_LIST = re.compile(
    r"(?:mødet|sagerne|dagsorden|referat(?:et)?|beslutningsreferat|side \d+|indkaldelse|velkomst|"
    r"kære|punkt|pkt|sag|sagsnr|dok\.?\s?nr|journal|bilag)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A line of the head, or what stands between two labels on it: ``[start, end)`` of the text.

    ``text`` is without markup; the cells of a table's row are parted by single tabs. ``field``
    tells what it is a value of, ``inline`` that it stands on its label's line. A label without a
    value has no piece of its own.
    """

    start: int
    end: int
    text: str
    level: int = 0
    field: Field | None = None
    inline: bool = False


@dataclass(frozen=True, slots=True)
class _Run:
    """A run of a line's characters, and what was seen where it opens: a label without a colon, the
    document's title, its first item."""

    start: int
    end: int
    raw: str
    opens: Opening


def read_pieces(lines: Sequence[Line]) -> list[Piece]:
    """The pieces of a head that ``lines`` make up, each with the field that it is a value of."""
    pieces: list[Piece] = []
    field: Field | None = None
    waiting, gap = False, False
    # A table that was set with spaces has several labels without colons.
    bare = {label for line in lines if (label := bare_label(row_text(line.raw)))}
    bare_lines = len(bare) >= _FEWEST_BARE_LINES
    for line in lines:
        if line.blank:
            gap = True
            continue
        for run in _runs(line):
            piece = Piece(run.start, run.end, row_text(run.raw), line.level)
            found = label_of(piece.text, run.opens == "bare label", bare_lines)
            if run.opens in ("title", "item"):
                field, waiting = ("agenda" if run.opens == "item" else None), False
                pieces.append(replace(piece, field=field))
                continue
            if found and FIELD_OF_LABEL[found[0]] == "agenda" and not pieces:
                found = None  # The title of an agenda, not the label of one.
            if found and (field, FIELD_OF_LABEL[found[0]]) == ("participants", "chair"):
                found = None  # A participant's office.
            if found:
                field, waiting = FIELD_OF_LABEL[found[0]], not found[1]
                if found[1]:
                    pieces.append(replace(piece, text=found[1], field=field, inline=True))
                continue
            if field is not None and _ends(field, piece, pieces[-1:], waiting, gap):
                field = None
            pieces.append(replace(piece, field=field))
            waiting = False
        gap = False
    return pieces


def values_of(pieces: Sequence[Piece], *fields: Field) -> list[str]:
    """The values of the fields, in order."""
    return [piece.text for piece in pieces if piece.field in fields]


def _runs(line: Line) -> Iterator[_Run]:
    """What stands between the labels of a line."""
    raw = line.raw
    cuts: dict[int, Opening] = {}
    if len(raw) >= _LONG_RUN:
        cuts |= {match.start(): "title" for match in islice(_INNER_TITLE.finditer(raw), 1)}
        cuts |= {match.start(): "item" for match in _INNER_ITEM.finditer(raw)}
    cuts |= {at: "bare label" if bare else "" for at, bare in inner_labels(raw).items()}
    at, opens = 0, cuts.pop(0, "")
    for cut in [*sorted(cuts), len(raw)]:
        if raw[at:cut].strip(" \t|;*"):
            yield _Run(line.start + at, line.start + cut, raw[at:cut].strip(" |;"), opens)
        at, opens = cut, cuts.get(cut, "")


def _ends(field: Field, piece: Piece, before: Sequence[Piece], waiting: bool, gap: bool) -> bool:
    """Whether a piece below a label, or below its values, is not one of its values."""
    if field == "agenda":
        return False
    if piece.level:
        return True
    if waiting:
        return False
    if field not in _LISTS:
        return gap or field in _SINGLE or bool(_TITLE_WORD.search(piece.text))
    inline = bool(before) and before[-1].inline
    return bool(
        _ENDS_LIST.match(bullet_free(piece.text))
        or (find_dates(piece.text) and "(" not in piece.text)
        or (gap and (inline or len(piece.text) > _LONGEST_PERSON))
        or (gap and before and _shape(piece.text) != _shape(before[-1].text))
        or (_NUMBERED.match(piece.text) and before and not _NUMBERED.match(before[-1].text))
    )


def _shape(text: str) -> tuple[bool, bool]:
    return bool(BULLET.match(text)), "\t" in text
