"""What people say of minutes, as they write it: a region, a forum, a date, a status."""

from __future__ import annotations

import datetime as dt
import unicodedata

from corpus.dates import find_dates
from corpus.errors import BadValue
from corpus.gazetteer import load_gazetteer
from corpus.records import REGIONS, AccessLevel, DocumentKind, Region, Status
from ingest.extract import clean_name

_KINDS: dict[str, DocumentKind] = {
    "referat": "referat",
    "dagsorden": "dagsorden",
    "rapport": "rapport",
}
_STATUSES: dict[str, Status] = {
    "udkast": "draft",
    "godkendt": "approved",
    "korrigeret": "corrected",
    "draft": "draft",
    "approved": "approved",
    "corrected": "corrected",
}
_LEVELS: dict[str, AccessLevel] = {
    "offentlig": "public",
    "offentligt": "public",
    "intern": "internal",
    "internt": "internal",
    "lukket": "closed",
    "public": "public",
    "internal": "internal",
    "closed": "closed",
}


def read_region(text: str) -> Region:
    """A region by its name, with or without "Region"; raises ``BadValue``."""
    for region in REGIONS:
        if region.casefold() == _plain(text).removeprefix("region ").strip():
            return region
    raise BadValue(f"Regionen »{text}« findes ikke. Vælg {', '.join(REGIONS)}.")


def read_forum(text: str) -> str | None:
    """The name of a forum by any of its names, or one that is not known yet; ``None`` for none."""
    name = " ".join(clean_name(text).split())
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


def read_kind(text: str) -> DocumentKind:
    """What kind of document it is; raises ``BadValue``."""
    kind = _KINDS.get(_plain(text))
    if kind is None:
        raise BadValue(f"Typen »{text}« findes ikke. Vælg {', '.join(_KINDS)}.")
    return kind


def read_status(text: str) -> Status:
    """The status of minutes; raises ``BadValue``."""
    status = _STATUSES.get(_plain(text))
    if status is None:
        raise BadValue(f"Statussen »{text}« findes ikke. Vælg udkast, godkendt eller korrigeret.")
    return status


def read_access(text: str) -> AccessLevel:
    """Who may read a document; raises ``BadValue``."""
    level = _LEVELS.get(_plain(text))
    if level is None:
        raise BadValue(
            f"Adgangsniveauet »{text}« findes ikke. Vælg offentlig, intern eller lukket."
        )
    return level


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold().strip()
