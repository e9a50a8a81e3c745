"""Items as chunks to embed: passages that search finds, windows that answers are chosen from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from corpus.records import Chunk, Document, Item, Section, SectionKind
from models.sentences import Sentence, split_sentences

LONGEST_PASSAGE = 1200
LONGEST_WINDOW = 480
SENTENCES_PER_WINDOW = 3
LONGEST_LIST = 700


def headline(item: Item) -> str:
    """What is put before a chunk's text: the item's title, under the title it is a part of."""
    if item.number is not None and item.path:
        return f"{item.path[-1]} – {item.title}"
    return item.title


def _sentences(document: Document, section: Section) -> list[Sentence]:
    return split_sentences(document.text, section.start, section.end)


def _chunk(document: Document, item: Item, kind: SectionKind, prefix: str, start: int,
           end: int) -> Chunk:
    return Chunk(
        chunk_id=f"{item.item_id}:{prefix}{start}-{end}",
        document_id=document.document_id,
        item_id=item.item_id,
        section=kind,
        start=start,
        end=end,
        headline=headline(item),
        text=document.text[start:end],
    )


def _packed(sentences: Sequence[Sentence]) -> Iterator[tuple[int, int]]:
    """Runs of whole sentences of at most ``LONGEST_PASSAGE`` characters, of even length."""
    if not sentences:
        return
    total = sentences[-1].end - sentences[0].start
    target = total / -(-total // LONGEST_PASSAGE)
    start, end = sentences[0].start, sentences[0].end
    for sentence in sentences[1:]:
        grown = sentence.end - start
        if grown > LONGEST_PASSAGE or grown - target > target - (end - start):
            yield start, end
            start = sentence.start
        end = sentence.end
    yield start, end


def passages(document: Document) -> Iterator[Chunk]:
    """What search finds: each section of each item, long ones in parts, never across sections."""
    for item in document.items:
        if item.missing:
            continue
        body = [section for section in item.sections if section.kind != "title"]
        for section in body:
            for start, end in _packed(_sentences(document, section)):
                yield _chunk(document, item, section.kind, "", start, end)
        if not body and not any(part.path[-1:] == (item.title,) for part in document.items):
            title = item.sections[0]
            yield _chunk(document, item, "title", "", title.start, title.end)


def _lists(document: Document, sentences: Sequence[Sentence]) -> Iterator[tuple[int, int]]:
    """Each list with the line that leads in to it, where the whole is short enough to quote."""
    for i, lead in enumerate(sentences):
        if lead.kind == "row":
            continue
        last = i
        while last + 1 < len(sentences) and sentences[last + 1].kind == "item":
            last += 1
        opens_list = lead.kind == "sentence" and document.text[lead.start : lead.end].endswith(":")
        if last - i >= 2 and opens_list and sentences[last].end - lead.start <= LONGEST_LIST:
            yield lead.start, sentences[last].end


def windows(document: Document) -> Iterator[Chunk]:
    """What answers are chosen from: one to three neighbouring sentences inside one section, and
    whole lists with their lead-in. Attachments are names, not statements, and give none."""
    for item in document.items:
        for section in item.sections:
            if section.kind in ("title", "attachments"):
                continue
            sentences = _sentences(document, section)
            spans: dict[tuple[int, int], None] = {}
            for first in range(len(sentences)):
                for last in range(first, min(first + SENTENCES_PER_WINDOW, len(sentences))):
                    start, end = sentences[first].start, sentences[last].end
                    if last == first or end - start <= LONGEST_WINDOW:
                        spans[start, end] = None
            spans |= dict.fromkeys(_lists(document, sentences))
            for start, end in spans:
                yield _chunk(document, item, section.kind, "w", start, end)
