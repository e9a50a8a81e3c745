"""What is told of items beside their text, as rows: who and what they speak of, and their titles'
words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from corpus.records import Item, Mention
from corpus.titles import mentions_within, title_of


def item_entity_rows(
    document_id: str, items: Sequence[Item], mentions: Sequence[Mention]
) -> Iterator[dict[str, Any]]:
    """The rows of ``item_entities`` of a document; ``mentions`` are all of it, by place."""
    for position, item in enumerate(items):
        if item.missing:
            continue
        inside = mentions_within(mentions, item.start, item.end)
        telling = [(s.start, s.end) for s in item.sections if s.kind in ("title", "decision")]
        decides = any(section.kind == "decision" for section in item.sections)
        deciding = {
            mention.entity_id
            for mention in (inside if decides else ())
            if any(start <= mention.start < end for start, end in telling)
        }
        for entity_id in sorted({mention.entity_id for mention in inside}):
            yield {
                "document_id": document_id,
                "position": position,
                "entity_id": entity_id,
                "deciding": int(entity_id in deciding),
            }


def title_word_rows(
    document_id: str,
    region: str | None,
    date: str | None,
    kind: str,
    items: Sequence[Item],
    mentions: Sequence[Mention],
) -> Iterator[dict[str, Any]]:
    """The rows of ``title_words`` of a document; none for a report, or without region or date."""
    if region is None or date is None or kind == "rapport":
        return
    for position, item in enumerate(items):
        title = title_of(item, mentions)
        if title is None:
            continue
        for named, some in enumerate((title.words, title.names)):
            for word in sorted(some):
                yield {
                    "document_id": document_id,
                    "position": position,
                    "word": word,
                    "named": named,
                    "words": len(title.words),
                    "region": region,
                    "date": date,
                }
