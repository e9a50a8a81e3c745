"""What the user says of a file where its text does not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import get_args

from corpus.records import (
    ACCESS_LEVELS,
    REGIONS,
    AccessLevel,
    DocumentKind,
    Region,
    Status,
)
from ingest.head.certainty import TOLD


@dataclass(frozen=True, slots=True)
class Told:
    """What is said of a file; it wins over what the file says itself. ``None`` says nothing, and an
    empty tuple that there was nobody."""

    region: Region | None = None
    forum: str | None = None
    date: dt.date | None = None
    access: AccessLevel | None = None
    kind: DocumentKind | None = None
    status: Status | None = None
    title: str | None = None
    place: str | None = None
    participants: tuple[str, ...] | None = None
    apologies: tuple[str, ...] | None = None
    minute_taker: str | None = None

    def stored(self) -> dict[str, str]:
        """What is said, as the catalogue keeps it; the people of a list each on a line."""
        said: dict[str, str] = {}
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, dt.date):
                said[field.name] = value.isoformat()
            elif isinstance(value, tuple):
                said[field.name] = "\n".join(value)
            elif value is not None:
                said[field.name] = value
        return said

    def over(self, stored: Mapping[str, str]) -> Told:
        """This, and where it says nothing, what was said before."""
        said = {**stored, **self.stored()}
        date = said.get("date")
        return Told(
            region=next((one for one in REGIONS if one == said.get("region")), None),
            forum=said.get("forum"),
            date=dt.date.fromisoformat(date) if date else None,
            access=next((one for one in ACCESS_LEVELS if one == said.get("access")), None),
            kind=next((one for one in get_args(DocumentKind) if one == said.get("kind")), None),
            status=next((one for one in get_args(Status) if one == said.get("status")), None),
            title=said.get("title"),
            place=said.get("place"),
            participants=_people(said.get("participants")),
            apologies=_people(said.get("apologies")),
            minute_taker=said.get("minute_taker"),
        )

    def certainty(self) -> dict[str, float]:
        """How sure the fields of the head are that are said here: wholly."""
        facts = ("region", "forum", "date", "place", "participants", "apologies", "minute_taker")
        return {name: TOLD for name in facts if getattr(self, name) is not None}


def _people(text: str | None) -> tuple[str, ...] | None:
    return None if text is None else tuple(text.split("\n")) if text else ()
