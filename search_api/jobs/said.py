"""What an editor says of the files that are uploaded."""

from __future__ import annotations

import datetime as dt

from corpus.dates import find_dates
from corpus.errors import BadValue, Forbidden
from corpus.gazetteer import load_gazetteer
from corpus.records import AccessLevel, Region, readable
from ingest.told import Told
from search_api.access.caller import Caller

LONGEST_FORUM = 120


def read_said(
    caller: Caller,
    access: AccessLevel,
    region: Region | None = None,
    forum: str | None = None,
    date: str | None = None,
) -> Told:
    """What is said of uploaded files, where it may be. A forum goes by any of its names, or by one
    that is not known yet; a date is written in any Danish way.

    Raises ``BadValue``, or ``Forbidden`` for a level above the caller's clearance.
    """
    if access not in readable(caller.clearance):
        raise Forbidden(
            "Du kan ikke uploade til et adgangsniveau, som du ikke selv kan læse. Vælg et lavere."
        )
    forum = " ".join((forum or "").split()) or None
    known = load_gazetteer().forum(forum) if forum else None
    # What is public is so without being said, and so the same as what was taken in before.
    told_access = None if access == "public" else access
    return Told(region, known.name if known else forum, _read_date(date), told_access)


def _read_date(text: str | None) -> dt.date | None:
    text = (text or "").strip()
    if not text:
        return None
    found = find_dates(text)
    if len(found) != 1 or (found[0].start, found[0].end) != (0, len(text)):
        raise BadValue(
            f"Datoen »{text[:40]}« kan ikke læses. Skriv for eksempel 2020-08-14, 14.8.2020 eller "
            "14. august 2020."
        )
    return found[0].date
