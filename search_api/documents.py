"""Documents, items and entities as they are listed and read: records turned into replies."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import get_args

from corpus.errors import BadValue, NotFound
from corpus.overview import Listed
from corpus.records import TIMES_AND_AMOUNTS, Document, DocumentKind, EntityKind, Filters, Item
from ingest.batch.missing import missing_facts
from ingest.personal import mask
from ingest.ties.same_minutes import same_items
from search_api.archive import Archive, of_one_state
from search_api.attached import attachment_ref
from search_api.document_replies import (
    AttachedView,
    DocumentList,
    DocumentText,
    DocumentView,
    ItemText,
    ItemView,
    SectionView,
    VersionView,
)
from search_api.replies import EntityCount, EntityList
from search_api.search import entity_refs


def item_view(item: Item) -> ItemView:
    """An item with the sections it falls into."""
    return ItemView(
        item_id=item.item_id,
        number=item.number,
        title=item.title,
        path=list(item.path),
        sections=[
            SectionView(kind=s.kind, label=s.label, start=s.start, end=s.end) for s in item.sections
        ],
        missing=item.missing,
    )


@of_one_state
def document_view(archive: Archive, document: Document) -> DocumentView:
    """A document with its items and what it is tied to, without its text."""
    answering = _known(archive, [document.superseded_by] if document.superseded_by else [])
    return DocumentView(
        document_id=document.document_id,
        source=document.source,
        sources=_sources(archive, document),
        title=document.title,
        kind=document.kind,
        region=document.region,
        forum=document.forum,
        date=document.date,
        place=document.place,
        participants=list(document.participants),
        structure=document.structure,
        items=[item_view(item) for item in document.items],
        apologies=list(document.apologies),
        minute_taker=document.minute_taker,
        status=document.status,
        language=document.language,
        certainty=dict(document.certainty),
        missing_facts=list(missing_facts(document)),
        inherited=list(document.inherited),
        notes=list(document.notes),
        attachment=attachment_ref(document),
        attachments=attached_views(archive, document.document_id),
        superseded_by=_version_view(answering[0]) if answering else None,
        replaces=[
            _version_view(one)
            for one in _known(archive, archive.catalogue.replaced_by(document.document_id))
        ],
        same_meeting=[_version_view(one) for one in _of_same_meeting(archive, document)],
    )


def _sources(archive: Archive, document: Document) -> list[str]:
    """The document's files, each with the folder, or the archive, that it lies in; one that lies in
    one place by its name alone."""
    paths = [Path(path) for path in archive.catalogue.paths_of(document.document_id)]
    if len(paths) < 2:
        return [document.source]
    return sorted(mask(f"{path.parent.name}/{path.name}").text for path in paths)


@of_one_state
def attached_views(archive: Archive, document_id: str) -> list[AttachedView]:
    """The attachments to a document, in the order of its items."""
    found: list[AttachedView] = []
    for one in _known(archive, archive.catalogue.attachments_of(document_id)):
        tie = attachment_ref(one)
        if tie is not None:
            found.append(
                AttachedView(
                    document_id=one.document_id,
                    source=one.source,
                    title=one.title,
                    item_id=tie.item_id,
                    number=tie.number,
                    label=tie.label,
                    certainty=tie.certainty,
                    by=tie.by,
                )
            )
    return found


def _version_view(document: Document) -> VersionView:
    return VersionView(
        document_id=document.document_id,
        source=document.source,
        title=document.title,
        kind=document.kind,
        status=document.status,
    )


def _of_same_meeting(archive: Archive, document: Document) -> list[Document]:
    """The agenda that minutes are of, or the minutes of an agenda: those with the same items."""
    if document.attachment is not None or document.superseded_by is not None:
        return []
    titles = [item.title for item in document.items]
    return [
        one
        for one in _known(archive, archive.catalogue.same_meeting(document.document_id))
        if one.attachment is None and same_items(titles, [item.title for item in one.items])
    ]


def _known(archive: Archive, document_ids: Iterable[str]) -> list[Document]:
    """The documents that are still there: an ingest may take one away at any time."""
    found: list[Document] = []
    for document_id in document_ids:
        with suppress(NotFound):
            found.append(archive.document(document_id))
    return found


@of_one_state
def list_documents(
    archive: Archive,
    filters: Filters | None = None,
    *,
    kind: DocumentKind | None = None,
    words: str = "",
    alone: bool = False,
    newest_first: bool = False,
    offset: int = 0,
    limit: int | None = None,
) -> DocumentList:
    """Documents by date, then source; ``total`` also counts those that are not given.

    ``filters`` narrows by region, forum and dates; ``words`` all stand in the title, the forum's
    name or the file's; ``alone`` leaves out attachments and versions that another answers for.
    """
    found = archive.catalogue.listed(filters, kind, alone)
    if wanted := words.casefold().split():
        found = [one for one in found if _named(one, wanted)]
    if newest_first:
        found.reverse()
    some = found[offset:] if limit is None else found[offset : offset + limit]
    known = _known(archive, (one.document_id for one in some))
    return DocumentList(documents=[document_view(archive, one) for one in known], total=len(found))


def _named(one: Listed, words: Sequence[str]) -> bool:
    named = f"{one.title} {one.forum or ''} {one.source}".casefold()
    return all(word in named for word in words)


def document_text(archive: Archive, document_id: str) -> DocumentText:
    """A document with the whole of its text. Raises ``NotFound``."""
    document = archive.catalogue.document(document_id)
    return DocumentText(**dict(document_view(archive, document)), text=document.text)


@of_one_state
def item_text(
    archive: Archive, item_id: str, start: int | None = None, end: int | None = None
) -> ItemText:
    """An item with its text, and the quote from ``start`` to ``end`` where they are given.

    Both count in the document's text, as in a citation.

    Raises:
        NotFound: no such item.
        BadValue: the two are no span of the item.
    """
    document, item = archive.catalogue.item(item_id)
    quote = None
    if start is not None or end is not None:
        if start is None or end is None:
            raise BadValue("»start« og »end« skal angives sammen.")
        if not item.start <= start < end <= item.end:
            raise BadValue(
                f"Tegnene {start} til {end} står ikke i punktet, der rummer tegnene {item.start} "
                f"til {item.end}. »start« skal være mindre end »end«."
            )
        quote = document.text[start:end]
    return ItemText(
        document_id=document.document_id,
        source=document.source,
        region=document.region,
        forum=document.forum,
        date=document.date,
        item=item_view(item),
        start=item.start,
        end=item.end,
        text=document.text[item.start : item.end],
        quote=quote,
        entities=entity_refs(archive, archive.mentions(document.document_id, item.start, item.end)),
        attachment=attachment_ref(document),
    )


@of_one_state
def list_entities(
    archive: Archive, kind: EntityKind | None = None, most: int | None = None
) -> EntityList:
    """Who and what the documents speak of, the most mentioned first, at most so many; dates,
    deadlines and amounts only when they are asked for."""
    counted: list[EntityCount] = []
    kinds = [one for one in get_args(EntityKind) if one not in TIMES_AND_AMOUNTS]
    counts = archive.catalogue.entity_counts([kind] if kind else kinds)
    for entity_id, _, mentions, documents in counts:
        if len(counted) == most:
            break
        entity = archive.entity(entity_id)
        if entity is not None:
            counted.append(
                EntityCount(
                    entity_id=entity_id,
                    kind=entity.kind,
                    name=entity.name,
                    mentions=mentions,
                    documents=documents,
                )
            )
    return EntityList(entities=counted)
