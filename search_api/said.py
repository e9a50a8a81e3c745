"""What people say of minutes, as they type it: a region, a forum, a date."""

from __future__ import annotations

import datetime as dt

from corpus.dates import find_dates
from corpus.errors import BadValue
from corpus.gazetteer import load_gazetteer
from corpus.records import REGIONS, Region


def read_region(text: str) -> Region:
    """A region by its name, with or without "Region"; raises ``BadValue``."""
    for region in REGIONS:
        if region.casefold() == text.casefold().strip().removeprefix("region ").strip():
            return region
    raise BadValue(f"Regionen »{text}« findes ikke. Vælg {', '.join(REGIONS)}.")


def read_forum(text: str) -> str | None:
    """The name of a forum by any of its names, or one that is not known yet; ``None`` for none."""
    name = " ".join(text.split())
    known = load_gazetteer().forum(name) if name else None
    return known.name if known else name or None


def read_date(text: str) -> dt.date:
    """A date written in any Danish way; raises ``BadValue``."""
    text = text.strip()
    found = find_dates(text)
    if len(found) != 1 or (found[0].start, found[0].end) != (0, len(text)):
        raise BadValue(
            f"Datoen »{text[:40]}« kan ikke læses. Skriv for eksempel 2020-08-14, 14.8.2020 eller "
            "14. august 2020."
        )
    return found[0].date
