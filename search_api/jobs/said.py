"""What an editor says of the files that are uploaded."""

from __future__ import annotations

from corpus.errors import Forbidden
from corpus.records import AccessLevel, Region, readable
from ingest.head.said import read_date, read_forum
from ingest.head.told import Told
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
    return Told(
        region=region,
        forum=read_forum(forum or ""),
        date=read_date(date) if date and date.strip() else None,
        # What is public is so without being said, and so the same as what was taken in before.
        access=None if access == "public" else access,
    )
