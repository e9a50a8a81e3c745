"""Items as chunks to embed: passages that search finds, windows that answers are chosen from."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise, takewhile

from corpus.catalogue import Role
from corpus.records import Chunk, Document, Item, Lead, Section, SectionKind
from models.sentences import Sentence, split_sentences

LONGEST_PASSAGE = 1200
LONGEST_WINDOW = 480
SENTENCES_PER_WINDOW = 3
LONGEST_WHOLE = 700
_SHORTEST_BEFORE_HEADING = 400
_WORDS_OF_SUBHEADING = 2


Chunked = Mapping[Role, Sequence[tuple[Chunk, str]]]
"""A document's chunks with the hashes of what the encoder reads of them."""


def chunked(document: Document) -> Chunked:
    """All chunks of a document."""
    return {
        "passage": [(chunk, content_hash(chunk)) for chunk in passages(document)],
        "window": [(chunk, content_hash(chunk)) for chunk in windows(document)],
    }


def content_hash(chunk: Chunk) -> str:
    """The SHA-256 of what the encoder reads of a chunk; vectors are kept by it."""
    return hashlib.sha256(chunk.encoded_text.encode()).hexdigest()


def headline(item: Item) -> str:
    """What is put before a chunk's text: the item's title, under the title it is a part of."""
    if item.number is not None and item.path:
        return f"{item.path[-1]} – {item.title}"
    return item.title


def _sentences(document: Document, section: Section) -> list[Sentence]:
    return split_sentences(document.text, section.start, section.end)


def _chunk(
    document: Document,
    item: Item,
    kind: SectionKind,
    role: str,
    start: int,
    end: int,
    heading: str = "",
    lead: Lead | None = None,
) -> Chunk:
    title = headline(item)
    return Chunk(
        chunk_id=f"{item.item_id}:{role}{start}-{end}",
        document_id=document.document_id,
        item_id=item.item_id,
        section=kind,
        start=start,
        end=end,
        headline=f"{title} – {heading}" if heading else title,
        text=document.text[start:end],
        lead=lead,
    )


def _bounded(text: str, sentence: Sentence) -> Iterator[Sentence]:
    """A sentence longer than a passage (text without a full stop) in parts of like length, cut
    between words."""
    start = sentence.start
    while (left := sentence.end - start) > LONGEST_PASSAGE:
        parts = -(-left // LONGEST_PASSAGE)
        even, longest = start + -(-left // parts), start + LONGEST_PASSAGE
        gaps = [at for at in range(start + 1, longest + 1) if text[at].isspace()]
        cut = min(gaps, key=lambda at: abs(at - even), default=even)
        yield replace(sentence, start=start, end=start + len(text[start:cut].rstrip()))
        start = sentence.end - len(text[cut : sentence.end].lstrip())
    yield replace(sentence, start=start)


def _packed(text: str, sentences: Sequence[Sentence]) -> Iterator[tuple[int, int]]:
    """Runs of whole sentences of at most ``LONGEST_PASSAGE`` characters, of even length; a heading
    goes with what stands below it."""
    sentences = [part for sentence in sentences for part in _bounded(text, sentence)]
    if not sentences:
        return
    total = sentences[-1].end - sentences[0].start
    target = total / -(-total // LONGEST_PASSAGE)
    start, end = sentences[0].start, sentences[0].end
    for sentence in sentences[1:]:
        grown = sentence.end - start
        at_heading = sentence.kind == "heading" and end - start >= _SHORTEST_BEFORE_HEADING
        if at_heading or grown > LONGEST_PASSAGE or grown - target > target - (end - start):
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
            for start, end in _packed(document.text, _sentences(document, section)):
                yield _chunk(document, item, section.kind, "", start, end)
        if not body and not any(part.path[-1:] == (item.title,) for part in document.items):
            title = item.sections[0]
            yield _chunk(document, item, "title", "", title.start, title.end)


@dataclass(frozen=True, slots=True)
class _Window:
    """A span, and what is to be read before it."""

    start: int
    end: int
    lead: Lead | None = None


def _lead(document: Document, sentence: Sentence) -> Lead:
    return Lead(sentence.start, sentence.end, document.text[sentence.start : sentence.end])


def _leads_in(document: Document, sentence: Sentence, after: Sentence | None) -> bool:
    """Whether a line leads in to the list or table after it."""
    if after is None or after.kind == "sentence":
        return False
    return document.text[sentence.start : sentence.end].endswith((":", ","))


def _lists(document: Document, run: Sequence[Sentence]) -> Iterator[_Window]:
    """Each list or table with the line that leads in to it; of a list too long to be quoted whole,
    as much as may be, and every item with the line put before it."""
    for at, (first, after) in enumerate(pairwise(run), start=1):
        if first.kind != "sentence" or not _leads_in(document, first, after):
            continue
        some = list(takewhile(lambda s: s.kind != "sentence", run[at:]))
        fitting = [s for s in some if s.end - first.start <= LONGEST_WHOLE]
        yield _Window(first.start, fitting[-1].end if fitting else first.end)
        if len(fitting) < len(some):
            lead = _lead(document, first)
            yield from (_Window(s.start, s.end, lead) for s in some if s.kind == "item")


def _neighbours(
    document: Document, run: Sequence[Sentence], after: Sentence | None
) -> Iterator[_Window]:
    """One to three neighbouring sentences. A line that leads in to a list or a table is quoted
    with it (``_lists``) or not at all."""
    leads = [_leads_in(document, *pair) for pair in zip(run, [*run[1:], after], strict=True)]
    for first in range(len(run)):
        for last in range(first, min(first + SENTENCES_PER_WINDOW, len(run))):
            start, end = run[first].start, run[last].end
            short = last == first or end - start <= LONGEST_WINDOW
            if short and not any(leads[first : last + 1]):
                yield _Window(start, end)


def _tables(document: Document, rows: Sequence[Sentence]) -> Iterator[_Window]:
    """A short table whole, and each row with the column heads put before it."""
    first = rows[0]
    if rows[-1].end - first.start <= LONGEST_WHOLE:
        yield _Window(first.start, rows[-1].end)
    lead = _lead(document, first)
    yield from (_Window(row.start, row.end, lead) for row in rows[1:])


def _windows(document: Document, run: Sequence[Sentence]) -> Iterator[_Window]:
    """The windows of a run of sentences without a heading in it; of the same words, those with a
    lead first."""
    yield from _lists(document, run)
    groups = [(is_table, list(some)) for is_table, some in groupby(run, key=_is_row)]
    for (is_table, some), (_, following) in zip(groups, [*groups[1:], (False, [])], strict=True):
        if is_table:
            yield from _tables(document, some)
        else:
            yield from _neighbours(document, some, following[0] if following else None)


def _is_row(sentence: Sentence) -> bool:
    return sentence.kind == "row"


def _headings(above: tuple[str, ...], heading: str) -> tuple[str, ...]:
    """The headings in force below ``heading``: one of a word or two ("Tilbud") divides what stands
    under the longer one before it."""
    if len(heading.split()) > _WORDS_OF_SUBHEADING:
        return (heading,)
    return (*(long for long in above[:1] if len(long.split()) > _WORDS_OF_SUBHEADING), heading)


def windows(document: Document) -> Iterator[Chunk]:
    """What answers are chosen from: one to three neighbouring sentences inside one section and
    under one heading, lists with their lead-in, short tables whole and rows under their heads.
    Attachments are names, not statements, and give none."""
    for item in document.items:
        for section in item.sections:
            if section.kind in ("title", "attachments"):
                continue
            seen: set[tuple[int, int]] = set()
            headings: tuple[str, ...] = ()
            for is_heading, some in groupby(
                _sentences(document, section), key=lambda sentence: sentence.kind == "heading"
            ):
                run = list(some)
                if is_heading:
                    for sentence in run:
                        heading = document.text[sentence.start : sentence.end]
                        headings = _headings(headings, heading.rstrip(":"))
                    continue
                for window in _windows(document, run):
                    span = (window.start, window.end)
                    if span not in seen:
                        seen.add(span)
                        before = " ".join(window.lead.text.split()) if window.lead else ""
                        above = " – ".join(part for part in (*headings, before) if part)
                        yield _chunk(document, item, section.kind, "w", *span, above, window.lead)
