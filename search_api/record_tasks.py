"""What the records say that somebody is to do."""

from __future__ import annotations

import re

from corpus.findings import Task
from corpus.records import Span
from search_api.archive import Archive
from search_api.record_asking import RecordsAsked


def acting(archive: Archive, asked: RecordsAsked) -> list[Task]:
    """The follow-ups that are for the one asked about."""
    ids = {mention.entity_id for mention in asked.acting}
    naming = frozenset(archive.catalogue.tasks(asked.filters, naming=sorted(ids)) if ids else ())
    known = [entity for entity in map(archive.gazetteer.get, ids) if entity is not None]
    names = [
        re.compile(rf"(?<!\w){re.escape(name)}s?(?!\w)", re.IGNORECASE)
        for entity in known
        for name in entity.names
    ]
    words = asked.actor_words

    def is_told(text: str) -> bool:
        if words:
            # "sekretariatet" is the "Rammeaftalesekretariatet" too.
            said = tuple(text.casefold().split())
            return all(any(other.endswith(word) for other in said) for word in words)
        return any(name.search(text) for name in names)

    def is_named(task: Task, who: Span) -> bool:
        mentions = archive.mentions(task.document_id, who.start, who.end)
        return bool(ids & {mention.entity_id for mention in mentions})

    whose = [(task, task.who) for task in archive.catalogue.tasks(asked.filters) if task.who]
    texts = archive.catalogue.texts_at([(task.document_id, who) for task, who in whose])
    return [
        task
        for (task, who), text in zip(whose, texts, strict=True)
        if is_told(text) or (task in naming and is_named(task, who))
    ]
