"""What ties documents to each other, seen anew after every ingest."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Collection, Sequence

from corpus.catalogue import Catalogue
from corpus.dates import find_dates
from corpus.ties import Filed, Outline
from ingest.ties.attachment_lists import Listed, listed_attachments
from ingest.ties.attachments import tie_attachments
from ingest.ties.groups import groups
from ingest.ties.papers import Paper
from ingest.ties.same_minutes import Minutes, superseded_minutes

_OPENING = 3000
_PUBLISHED = re.compile(
    r"\b(?:udgivet|publiceret|offentliggjort|godkendt|korrigeret|revideret|rettet)"
    r"(?: på mødet)?(?: den)?[ :]+",
    re.IGNORECASE,
)


def refresh_ties(
    catalogue: Catalogue, before: Sequence[Filed] = (), changed: Collection[str] = ()
) -> set[str]:
    """See anew which documents are attachments to which items, and which minutes are versions of
    the same. To be called in the transaction that documents are put in or taken out by.

    With ``before``, what was filed before that, only those are seen again that may be tied to one
    of ``changed``, or to one that is filed otherwise since.

    Returns: the documents whose points must be written anew, or taken out.
    """
    filed = catalogue.filed()
    known = {one.document_id for one in filed}
    seen = _affected(filed, before, set(changed)) & known if before else known
    outlines = catalogue.outlines(seen)
    superseded = superseded_minutes(_minutes(catalogue, outlines))
    papers = [_paper(catalogue, one, superseded.get(one.document_id)) for one in outlines]
    return catalogue.put_ties(tie_attachments(papers), superseded, seen)


def _affected(filed: Sequence[Filed], before: Sequence[Filed], changed: set[str]) -> set[str]:
    """What may be tied, or have been, to one that was changed, is new, or is filed otherwise."""
    then = {one.document_id: one for one in before}
    changed |= {one.document_id for one in filed if then.get(one.document_id) != one}
    changed |= then.keys() - {one.document_id for one in filed}
    as_before = [one for one in before if one.document_id in changed]
    return {
        one.document_id
        for group in groups([*filed, *as_before])
        if any(one.document_id in changed for one in group)
        for one in group
    }


def _minutes(catalogue: Catalogue, outlines: list[Outline]) -> list[Minutes]:
    """The minutes; what their text says of its publication is read only where several are of one
    meeting."""
    some = [one for one in outlines if one.kind == "referat" and one.forum and one.date]
    meetings = Counter((one.forum, one.date, one.access) for one in some)
    texts = {
        one.document_id: catalogue.text_of(one.document_id)
        for one in some
        if meetings[one.forum, one.date, one.access] > 1
    }
    return [
        Minutes(
            one.document_id,
            one.source,
            one.forum,
            one.date,
            one.access,
            one.status,
            tuple(item.title for item in one.items),
            len(texts[one.document_id]),
            _published(texts[one.document_id]),
        )
        for one in some
        if one.document_id in texts
    ]


def _published(text: str) -> dt.date | None:
    """The last day that the opening of a text says it was published, approved or corrected."""
    opening = text[:_OPENING]
    said = {match.end() for match in _PUBLISHED.finditer(opening)}
    return max((found.date for found in find_dates(opening) if found.start in said), default=None)


def _paper(catalogue: Catalogue, one: Outline, superseded_by: str | None) -> Paper:
    return Paper(
        document_id=one.document_id,
        places=one.paths,
        title=one.title,
        kind=one.kind,
        region=one.region,
        forum=one.forum,
        date=one.date,
        access=one.access,
        titles=tuple(item.title for item in one.items),
        item_ids={item.number: item.item_id for item in one.items if item.number},
        listed=_listed(catalogue, one),
        superseded_by=superseded_by,
    )


def _listed(catalogue: Catalogue, one: Outline) -> tuple[Listed, ...]:
    """What a document's items list, then what the rest of it links to."""
    if one.kind == "rapport" or not (one.links or any(item.lists for item in one.items)):
        return ()
    text = catalogue.text_of(one.document_id)
    found: list[Listed] = []
    for item in one.items:
        found += listed_attachments(text, item.item_id, item.number, item.lists, one.links)
    lists = [section for item in one.items for section in item.lists]
    for link in one.links:
        if not any(section.start <= link.start < section.end for section in lists):
            inside = [item for item in one.items if item.start <= link.start < item.end]
            item_id = inside[0].item_id if inside else None
            number = inside[0].number if inside else None
            name = " ".join(text[link.start : link.end].split())
            found.append(Listed(item_id, number, 0, None, name, (link.target,)))
    return tuple(found)
