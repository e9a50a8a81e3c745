"""What the head of a document says of the meeting, and how sure that is."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from corpus.dates import find_dates, find_years
from corpus.gazetteer import Gazetteer
from corpus.records import REGIONS, Mention, Region, Span
from ingest.head.certainty import FILE_NAME, Found, both
from ingest.head.date import ABOUT_MEETING, meeting_date
from ingest.head.fields import Piece, read_pieces, values_of
from ingest.head.file_name import date_in, words_of
from ingest.head.forum import HeadNames, forum_and_region
from ingest.head.people import FOOT_LINES, read_people
from ingest.head.place import meeting_place
from ingest.splitting.lines import split_lines

_LONGEST_TITLE = 160
_LONGEST_HEAD = 20_000
_KIND_ALONE = re.compile(
    r"(?:udkast til )?\w*(?:referat|dagsorden|protokol)(?:et|en)?\W*", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Head:
    """What the head says; ``None`` or empty where it is silent.

    ``certainty`` tells how sure each field is that was found, 0–1, by its name in
    ``corpus.records.Document``. ``lines`` are the head's own lines, its agenda left out.
    """

    title: str
    forum: str | None
    date: dt.date | None
    place: str | None
    participants: tuple[str, ...]
    apologies: tuple[str, ...]
    minute_taker: str | None
    region: Region | None
    certainty: dict[str, float] = field(default_factory=dict)
    lines: tuple[str, ...] = ()


def read_head(
    spans: Sequence[Span],
    text: str,
    mentions: Sequence[Mention],
    gazetteer: Gazetteer,
    file_name: str,
) -> Head:
    """Read the head.

    Args:
        spans: where the head stands in the text, or a report's first lines.
        text: the whole document.
        mentions: entities of the document, sorted by place.
        gazetteer: where forums and municipalities are looked up.
        file_name: the document's own name, for what its head does not tell.
    """
    pieces = [piece for span in spans for piece in _pieces(text, span)]
    inside = [m for m in mentions if any(s.start <= m.start < s.end for s in spans)]
    rest = text[max((span.end for span in spans), default=0) :]
    names = HeadNames(pieces, inside, rest, file_name, gazetteer)
    forum, region = forum_and_region(names)
    date = _with_file_name(meeting_date(pieces, words_of(file_name)), file_name, text)
    place = meeting_place(pieces)
    towns = {entity.name for entity in gazetteer.by_kind("municipality")} | set(REGIONS)
    foot = [line.strip() for line in text[-2000:].split("\n") if line.strip()][-FOOT_LINES:]
    people = read_people(pieces, towns, foot)
    found: dict[str, Found[Any] | None] = {
        "region": region,
        "forum": forum,
        "date": date,
        "place": place,
        "participants": people.participants,
        "apologies": people.apologies,
        "minute_taker": people.minute_taker,
    }
    return Head(
        title=_title(pieces, _names(gazetteer, forum.value if forum else "")),
        forum=forum.value if forum else None,
        date=date.value if date else None,
        place=place.value if place else None,
        participants=people.participants.value if people.participants else (),
        apologies=people.apologies.value if people.apologies else (),
        minute_taker=people.minute_taker.value if people.minute_taker else None,
        region=region.value if region else None,
        certainty={name: one.certainty for name, one in found.items() if one is not None},
        lines=tuple(piece.text for piece in pieces if piece.field != "agenda"),
    )


def _pieces(text: str, span: Span) -> list[Piece]:
    lines = split_lines(text[span.start : min(span.end, span.start + _LONGEST_HEAD)])
    return [
        Piece(
            piece.start + span.start,
            piece.end + span.start,
            piece.text,
            piece.level,
            piece.field,
            piece.inline,
        )
        for piece in read_pieces(lines)
    ]


def _with_file_name(
    date: Found[dt.date] | None, file_name: str, text: str
) -> Found[dt.date] | None:
    """The head's date, and the file name's where there is none, or the surer for it."""
    named = date_in(file_name, find_years(text[:3000]))
    if date is None:
        return Found(named, FILE_NAME) if named else None
    if date.value == named:
        return Found(date.value, round(both(date.certainty, FILE_NAME), 2))
    return date


def _names(gazetteer: Gazetteer, forum: str) -> tuple[str, ...]:
    known = gazetteer.forum(forum)
    return known.names if known else (forum,) if forum else ()


def _title(pieces: Sequence[Piece], forum: Sequence[str]) -> str:
    """The line that names the document best: its first heading, else the line on the meeting.
    ``forum`` holds the names of the forum that met."""
    heading = next((piece.text for piece in pieces if piece.level), "")
    if heading and not _KIND_ALONE.fullmatch(heading):
        return heading
    best, best_score = "", 0
    for piece in pieces:
        if piece.field not in (None, "forum", "subject") or len(piece.text) > _LONGEST_TITLE:
            continue
        if "\t" in piece.text:
            continue
        score = bool(ABOUT_MEETING.search(piece.text)) + 2 * bool(find_dates(piece.text))
        score += 2 * any(name.casefold() in piece.text.casefold() for name in forum)
        if score > best_score:
            best, best_score = piece.text, score
    if best_score >= 2:
        return best
    labelled = values_of(pieces, "forum")
    return heading or (labelled[0] if labelled else best)
