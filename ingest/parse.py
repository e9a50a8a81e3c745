"""A text as a document: head, agenda, items, sections, and the entities spoken of."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.gazetteer import load_gazetteer
from corpus.records import Document, Mention, Span
from ingest.extract import Extract
from ingest.head.head import read_head
from ingest.head.kind import document_kind
from ingest.head.labels import is_label
from ingest.head.language import language_of
from ingest.head.status import minutes_status
from ingest.head.told import Told
from ingest.splitting.items import Split, split_items
from ingest.splitting.layout import document_lines
from ingest.splitting.lines import Line
from models.tagger import Tagger

# Raised whenever splitting or tagging changes what is stored, so that files are read anew.
PARSER_VERSION = 9
_FEWEST_OPENING_LINES, _MOST_OPENING_LINES = 12, 60
_LONGEST_OPENING = 3000
_LONGEST_ENTRY = 200


@dataclass(frozen=True, slots=True)
class Parsed:
    """A document and the mentions in it, sorted by place."""

    document: Document
    mentions: tuple[Mention, ...]


def _head_spans(text: str, lines: list[Line], split: Split) -> tuple[Span, ...]:
    """The head, and in a document that is split by its headings, or not at all, also its first
    lines: to the first heading that is no label of the head's, but a dozen at least."""
    if split.structure in ("agenda", "numbering"):
        return _with_what_follows(text, split)
    opening: list[Line] = []
    headings = 0
    for line in lines:
        if line.blank:
            continue
        headings += line.level > 0 and not is_label(line.raw)
        if len(opening) >= (_FEWEST_OPENING_LINES if headings > 1 else _MOST_OPENING_LINES):
            break
        opening.append(line)
    if not opening:
        return split.head
    start, end = opening[0].start, opening[-1].end
    return (Span(start, min(end, start + _LONGEST_OPENING)),)


def _with_what_follows(text: str, split: Split) -> tuple[Span, ...]:
    """The head, and where it is run together with the agenda or the first item, the opening of
    that: it tells where the head's last field ends."""
    starts = [span.start for span in split.agenda]
    starts += [item.start for item in split.items if not item.missing]
    end = split.head[-1].end if split.head else 0
    follows = min((start for start in starts if start >= end), default=end)
    if follows == len(text) or "\n" in text[end:follows]:
        return split.head
    longest = _LONGEST_ENTRY if split.head else _LONGEST_OPENING
    line_end = text.find("\n", follows)
    stop = min(line_end if line_end >= 0 else len(text), follows + longest)
    first = split.head[-1].start if split.head else follows
    return (*split.head[:-1], Span(first, stop))


def parse_document(
    extract: Extract,
    *,
    source: str,
    sha256: str,
    document_id: str,
    tagger: Tagger,
    told: Told | None = None,
) -> Parsed:
    """Split and tag a file's text. ``told`` wins over what the text itself says."""
    told = told or Told()
    text = extract.text
    lines = document_lines(text)
    split = split_items(lines, document_id)
    mentions = tuple(tagger.tag(text))
    head = read_head(_head_spans(text, lines, split), text, mentions, load_gazetteer(), source)
    document = Document(
        document_id=document_id,
        source=source,
        sha256=sha256,
        text=text,
        title=told.title or head.title or source,
        kind=told.kind or document_kind(text, split, head, source),
        region=told.region or head.region,
        forum=told.forum or head.forum,
        date=told.date or head.date,
        place=told.place or head.place,
        participants=head.participants if told.participants is None else told.participants,
        structure=split.structure,
        head=split.head,
        agenda=split.agenda,
        items=split.items,
        pages=extract.pages,
        access=told.access or "public",
        links=extract.links,
        apologies=head.apologies if told.apologies is None else told.apologies,
        minute_taker=told.minute_taker or head.minute_taker,
        certainty=head.certainty | told.certainty(),
        status=told.status or minutes_status((head.title, *head.lines), text, source),
        language=language_of(text),
        notes=extract.notes,
    )
    return Parsed(document, mentions)
