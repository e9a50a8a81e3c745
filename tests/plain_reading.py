"""What later items and what goes together are, read out of every document there is: slow and plain,
to compare with what the catalogue is asked."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator

from corpus.dates import danish_date
from corpus.records import TIMES_AND_AMOUNTS, Document, Item
from corpus.titles import Title, title_of
from search_api.archive import Archive


def later_item(
    archive: Archive, document: Document, item: Item, expected: bool
) -> tuple[str, str] | None:
    """The document and the item that take up what ``item`` was about."""
    this = _title(archive, document, item)
    if this is None or document.region is None or document.date is None:
        return None
    said = re.compile(re.escape(danish_date(document.date)).replace(r"\ ", r"\s+"))
    years = _years(this)
    found: list[tuple[tuple[object, ...], str, str]] = []
    for other in _documents(archive):
        if other.attachment or other.kind == "rapport" or other.region != document.region:
            continue
        if other.date is None or other.date <= document.date:
            continue
        same_forum = other.forum == document.forum
        for one in other.items:
            title = _title(archive, other, one)
            if title is None:
                continue
            shared = this.words & title.words
            refers = said.search(other.text, one.start, one.end) and shared - years
            if refers or _same_matter(this, title, expected and same_forum):
                best = (not same_forum, other.kind != "referat", -_likeness(this, title))
                found.append(((other.date, *best, one.start), other.document_id, one.item_id))
    return min(found, key=lambda one: one[0])[1:] if found else None


def related(archive: Archive, entity_id: str) -> list[tuple[str, int]]:
    """The entities that stand with this one, the nearest first, with the items of both."""
    items = [
        {mention.entity_id for mention in archive.mentions(d.document_id, item.start, item.end)}
        for d in _documents(archive)
        for item in d.items
        if not item.missing
    ]
    alone = Counter(one for some in items for one in some)
    both = Counter(one for some in items if entity_id in some for one in some)
    weighed = []
    for other, n in both.items():
        entity = archive.entity(other)
        if other == entity_id or n < 2 or n == len(items) or entity is None:
            continue
        chance = alone[entity_id] * alone[other] / len(items)
        weight = math.log(n / chance) / -math.log(n / len(items))
        if weight > 1e-12 and entity.kind not in TIMES_AND_AMOUNTS:
            weighed.append((-round(weight, 12), -n, other))
    return [(other, -n) for _, n, other in sorted(weighed)[:12]]


def spoken_of(archive: Archive, entity_id: str) -> list[tuple[str, int, int]]:
    """The items that speak of an entity, the latest first: each with the first place where it does
    and how often."""
    found = []
    for d in _documents(archive):
        for item in d.items:
            places = [
                m.start
                for m in archive.mentions(d.document_id, item.start, item.end)
                if m.entity_id == entity_id
            ]
            if places:
                day = -(d.date.toordinal() if d.date else 1)
                found.append(((day, d.document_id, item.start), item.item_id, places))
    return [(item_id, places[0], len(places)) for _, item_id, places in sorted(found)]


def _documents(archive: Archive) -> Iterator[Document]:
    documents = map(archive.document, archive.catalogue.document_ids())
    return (document for document in documents if not document.superseded_by)


def _title(archive: Archive, document: Document, item: Item) -> Title | None:
    return title_of(item, archive.mentions(document.document_id, 0, len(document.text)))


def _years(title: Title) -> set[str]:
    return {word for word in title.words if word.isdecimal()}


def _same_matter(this: Title, other: Title, expected: bool) -> bool:
    if _years(this) and _years(other) and not _years(this) & _years(other):
        return False
    alike = _likeness(this, other)
    if this.names & other.names and alike >= 0.4:
        return True
    if expected:
        return alike >= 0.5
    held = this.words <= other.words or other.words <= this.words
    fewest = min(len(this.words), len(other.words))
    return fewest >= 2 and alike >= (0.5 if held else 0.75)


def _likeness(this: Title, other: Title) -> float:
    return 2 * len(this.words & other.words) / (len(this.words) + len(other.words))
