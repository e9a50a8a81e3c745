"""What the user says of a file where its text does not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import get_args

from corpus.records import (
    ACCESS_LEVELS,
    REGIONS,
    AccessLevel,
    DocumentKind,
    Region,
    Status,
)


@dataclass(frozen=True, slots=True)
class Told:
    """What is said of a file; it wins over what the file says itself."""

    region: Region | None = None
    forum: str | None = None
    date: dt.date | None = None
    access: AccessLevel | None = None
    kind: DocumentKind | None = None
    status: Status | None = None
    title: str | None = None
    place: str | None = None

    def stored(self) -> dict[str, str]:
        """What is said, as the catalogue keeps it."""
        said = {
            "region": self.region,
            "forum": self.forum,
            "date": self.date.isoformat() if self.date else None,
            "access": self.access,
            "kind": self.kind,
            "status": self.status,
            "title": self.title,
            "place": self.place,
        }
        return {name: value for name, value in said.items() if value is not None}

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
        )
