"""Versions of the same minutes: draft, approved and corrected ones, of which one answers."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from corpus.records import AccessLevel, Status
from ingest.ties.file_names import folded, stem

_ALIKE = 85
_SHARE = 0.6
_FEWEST_ITEMS = 2
_RANK: dict[Status | None, int] = {"corrected": 3, "approved": 2, None: 1, "draft": 0}
_VERSION = re.compile(r"\b(?:v|ver|version|udgave|rev)\.? ?(\d{1,2})\b")


@dataclass(frozen=True, slots=True)
class Minutes:
    """Minutes as versions of them are told from each other. ``titles`` are the items', ``length``
    is in characters, ``published`` the day that the text says it was published or approved."""

    document_id: str
    source: str
    forum: str | None
    date: dt.date | None
    access: AccessLevel
    status: Status | None
    titles: tuple[str, ...]
    length: int
    published: dt.date | None = None


def same_items(some: Sequence[str], others: Sequence[str]) -> bool:
    """Whether two documents hold mostly the same items, by their titles: three fifths of the
    fewer, and at least two."""
    fewer, more = sorted(([folded(t) for t in titles if t] for titles in (some, others)), key=len)
    if len(fewer) < _FEWEST_ITEMS or len(more) > 2 * len(fewer) + 1:
        return False
    left = list(more)
    shared = 0
    for title in fewer:
        alike = next((t for t in left if t == title), None) or next(
            (t for t in left if fuzz.token_sort_ratio(title, t) >= _ALIKE), None
        )
        if alike is not None:
            left.remove(alike)
            shared += 1
    return shared >= max(_FEWEST_ITEMS, _SHARE * len(fewer))


def superseded_minutes(minutes: Sequence[Minutes]) -> dict[str, str]:
    """The id of the version that answers, by that of each one that it answers for.

    Versions are of the same forum, date and access level, with mostly the same items. Corrected
    ones come before approved, before those that say nothing, before drafts; then the last published
    or numbered, then the longest.
    """
    by_meeting: dict[tuple[str, dt.date, AccessLevel], list[Minutes]] = {}
    for one in minutes:
        if one.forum and one.date:
            by_meeting.setdefault((one.forum, one.date, one.access), []).append(one)
    found: dict[str, str] = {}
    for some in by_meeting.values():
        left = sorted(some, key=_order)
        while left:
            answering = left.pop(0)
            same = [one for one in left if same_items(answering.titles, one.titles)]
            found |= {one.document_id: answering.document_id for one in same}
            left = [one for one in left if one not in same]
    return found


def _order(one: Minutes) -> tuple[int, int, int, int, str]:
    """Sorts the version that answers first."""
    name = folded(stem(one.source))
    version = _VERSION.search(name)
    return (
        -_RANK[one.status],
        -(one.published or dt.date.min).toordinal(),
        -int(version[1]) if version else 0,
        -one.length,
        one.document_id,
    )
