"""Filters as users type them, on the command line and in addresses, read into ``Filters``."""

from __future__ import annotations

import calendar
import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar, get_args

from rapidfuzz import fuzz, process

from corpus.dates import MONTHS, find_dates
from corpus.errors import BadValue
from corpus.gazetteer import Gazetteer
from corpus.records import REGIONS, Filters, Region, SectionKind
from ingest.splitting.labels import section_label
from search_api.archive import Archive
from search_api.wording import listed

_T = TypeVar("_T")
_SECTIONS: dict[SectionKind, str] = {
    "title": "titel",
    "summary": "resumé",
    "background": "baggrund",
    "case": "sagsfremstilling",
    "recommendation": "indstilling",
    "decision": "beslutning",
    "attachments": "bilag",
}
_YEAR = re.compile(r"[12]\d{3}")
_MONTH = re.compile(rf"([12]\d{{3}})-(0?[1-9]|1[0-2])|({'|'.join(MONTHS)}) ([12]\d{{3}})")
_MOST_COMMAS = 2
_SUGGESTIONS = 5
_ALIKE = 60


def read_filters(
    archive: Archive,
    regions: Sequence[str] = (),
    forums: Sequence[str] = (),
    date_from: str | None = None,
    date_to: str | None = None,
    entities: Sequence[str] = (),
    sections: Sequence[str] = (),
    without: Sequence[str] = (),
) -> Filters:
    """The filters that these values mean; each value may hold several, with commas between.

    Regions and forums go by any name in the gazetteer, forums also by the name stored with a
    document; entities by id or any name; sections by kind or Danish label. Case does not matter.
    A year or a month means its first day in ``date_from``, its last in ``date_to``.

    Raises ``BadValue`` naming the value that is not understood, and what can be written instead.
    """
    gazetteer = archive.gazetteer
    first = _date("fra", date_from, last=False)
    last = _date("til", date_to, last=True)
    if first and last and first > last:
        raise BadValue(
            f"Perioden begynder efter sin slutning: »{date_from}« er senere end »{date_to}«."
        )
    return Filters(
        regions=_each(regions, lambda value: _region(gazetteer, value), _unknown_region),
        forums=_each(
            forums,
            lambda value: _forum(archive, value),
            lambda value: _unknown_forum(archive, value),
        ),
        date_from=first,
        date_to=last,
        entities=_each(
            entities,
            lambda value: _entity(archive, value),
            lambda value: _unknown_entity(gazetteer, value),
        ),
        sections=_each(sections, _section, _unknown_section),
        without=tuple(dict.fromkeys(without)),
    )


def _each(
    values: Iterable[str],
    read: Callable[[str], _T | None],
    unknown: Callable[[str], BadValue],
) -> tuple[_T, ...]:
    """What the values mean, once each. Names may hold commas: the longest that is known counts."""
    meant: dict[_T, None] = {}
    for value in values:
        parts = value.split(",")
        while parts:
            for length in range(min(len(parts), _MOST_COMMAS + 1), 0, -1):
                one = read(",".join(parts[:length]))
                if one is not None:
                    meant[one] = None
                    break
            else:
                if parts[0].strip():
                    raise unknown(parts[0].strip())
            del parts[:length]
    return tuple(meant)


def _folded(text: str) -> str:
    # An å typed on a Mac may be an a with a ring put over it.
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def _region(gazetteer: Gazetteer, value: str) -> Region | None:
    wanted = _folded(value)
    for entity in gazetteer.by_kind("region"):
        if wanted in map(_folded, entity.names):
            return entity.region
    return None


def _unknown_region(value: str) -> BadValue:
    return BadValue(f"Regionen »{value}« findes ikke. Vælg mellem {listed(REGIONS, 'og')}.")


def _forum(archive: Archive, value: str) -> str | None:
    """The name that the forum's documents are stored under."""
    known = archive.gazetteer.forum(_folded(value))
    if known is not None:
        return known.name
    wanted = _folded(value)
    return next((name for name in archive.catalogue.forums() if _folded(name) == wanted), None)


def _unknown_forum(archive: Archive, value: str) -> BadValue:
    stored = archive.catalogue.forums()
    held = f" Samlingen har referater fra {listed(stored, 'og')}." if stored else ""
    return BadValue(f"Forummet »{value}« kendes ikke.{held}")


def _entity(archive: Archive, value: str) -> str | None:
    wanted = _folded(value)
    if archive.entity(wanted) is not None:
        return wanted
    for entity in archive.gazetteer.entities.values():
        if wanted in map(_folded, entity.names):
            return entity.entity_id
    # The tagger knows inflections too, and "Kommune" after a municipality's name.
    mentions = archive.tagger.tag(wanted, lowercase=True)
    whole = [m.entity_id for m in mentions if (m.start, m.end) == (0, len(wanted))]
    return whole[0] if whole else None


def _unknown_entity(gazetteer: Gazetteer, value: str) -> BadValue:
    names = {_folded(name): name for e in gazetteer.entities.values() for name in e.names}
    alike = process.extract(
        _folded(value), names.keys(), scorer=fuzz.ratio, limit=_SUGGESTIONS, score_cutoff=_ALIKE
    )
    meant = f" Mentes der {listed([names[name] for name, *_ in alike], 'eller')}?" if alike else ""
    return BadValue(
        f"»{value}« findes ikke i navnelisten.{meant} Se dem, som referaterne nævner, med "
        "»tvaersnit entities« eller på /api/v1/entities."
    )


def _section(value: str) -> SectionKind | None:
    wanted = _folded(value)
    for kind in get_args(SectionKind):
        if wanted in (kind, _SECTIONS[kind]):
            return kind  # type: ignore[no-any-return]
    label = section_label(wanted, wanted)
    return label.kind if label is not None else None


def _unknown_section(value: str) -> BadValue:
    return BadValue(
        f"Afsnittet »{value}« findes ikke. Vælg mellem {listed(list(_SECTIONS.values()), 'og')}."
    )


def _date(end: str, value: str | None, *, last: bool) -> dt.date | None:
    text = _folded(value or "").removeprefix("den ")
    if not text:
        return None
    found = find_dates(text)
    if len(found) == 1 and (found[0].start, found[0].end) == (0, len(text)):
        return found[0].date
    if _YEAR.fullmatch(text):
        return dt.date(int(text), 12, 31) if last else dt.date(int(text), 1, 1)
    written = _MONTH.fullmatch(text)
    if written is not None:
        year = int(written[1] or written[4])
        month = int(written[2]) if written[2] else MONTHS.index(written[3]) + 1
        return dt.date(year, month, calendar.monthrange(year, month)[1] if last else 1)
    raise BadValue(
        f"Datoen »{value}« ({end}) kan ikke læses. Skriv for eksempel 2020-08-14, 14.8.2020, "
        "14. august 2020, 2020-08 eller 2020."
    )
