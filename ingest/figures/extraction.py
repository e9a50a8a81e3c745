"""All figures of a document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.figure import Figure
from corpus.records import Document, Item, Mention, Section, Span
from ingest.figures.cells import read_cell
from ingest.figures.drafts import Draft
from ingest.figures.grid import Cell
from ingest.figures.periods import Period, find_periods, nearest_period
from ingest.figures.places import Places
from ingest.figures.prose import SentenceReader
from ingest.figures.tables import find_tables
from models.sentences import split_sentences

_LONGEST_SENTENCE = 2000
# Sections that name the item and its papers, and tell nothing.
_SILENT = ("title", "attachments")
# What is named by these may hold a number that counts nothing ("De 2 Gårde", "DK2020").
_NAMES = frozenset(
    "institution project agreement forum organisation authority law date deadline place".split()
)


def find_figures(document: Document, mentions: Sequence[Mention]) -> tuple[Figure, ...]:
    """The figures that a document's items tell, in order: amounts, counts, percentages and rates
    of running text and of tables.

    ``mentions`` are the document's own. A number whose unit the text does not tell is left out;
    a document in English has none, since its words are read as Danish.
    """
    if document.language == "en":
        return ()
    text = document.text
    names = [Span(m.start, m.end) for m in mentions if m.kind in _NAMES]
    names.sort(key=lambda span: span.start)
    places = Places(text, mentions)
    figures: list[Figure] = []
    for item in document.items:
        for section in item.sections:
            if section.kind not in _SILENT:
                figures += _in_section(document, item, section, names, places)
    assert all(0 <= f.start < f.end <= len(text) for f in figures)
    return tuple(figures)


def _in_section(
    document: Document, item: Item, section: Section, names: list[Span], places: Places
) -> list[Figure]:
    text = document.text
    found: list[Figure] = []
    inside = [n for n in names if n.start < section.end and section.start < n.end]
    reader = SentenceReader(text, inside)
    at = section.start
    for table in find_tables(text, section.start, section.end):
        found += _in_prose(document, item, reader, places, at, table.span.start)
        above: dict[Span | None, Draft] = {}
        for cell in table.cells:
            for draft in read_cell(text, cell, above.get(cell.column)):
                above[cell.column] = draft
                found.append(_of_cell(document, item, draft, cell, places))
        for span in sorted(table.texts, key=lambda span: span.start):
            found += _in_prose(document, item, reader, places, span.start, span.end, True)
        at = max(at, table.span.end)
    found += _in_prose(document, item, reader, places, at, section.end)
    return sorted(found, key=lambda figure: figure.start)


def _in_prose(
    document: Document,
    item: Item,
    reader: SentenceReader,
    places: Places,
    start: int,
    end: int,
    from_table: bool = False,
) -> list[Figure]:
    text = document.text
    found: list[Figure] = []
    if start >= end:
        return found
    title = next((Span(s.start, s.end) for s in item.sections if s.kind == "title"), None)
    for sentence in _parts(text, start, end):
        periods = find_periods(text, sentence.start, sentence.end)
        when = [Span(period.start, period.end) for period in periods]
        drafts = reader.read(sentence.start, sentence.end, when)
        whole = Span(sentence.start, sentence.end)
        for draft in drafts:
            money = draft.kind != "count"
            period = nearest_period(text, periods, draft.start, draft.end, draft.known, money)
            place = places.near(whole, draft.start, draft.end, draft.counted, title)
            if place is None and not places.within(whole):
                place = _place_before(found, draft, whole)
            found.append(_figure(document, item, draft, whole, from_table, period, place))
    return found


def _place_before(found: list[Figure], draft: Draft, sentence: Span) -> str | None:
    """Where those are who were counted before, and of whom a sentence goes on to tell ("Syv af dem
    har en dom")."""
    counted = draft.counted
    if counted is None or counted.start >= sentence.start:
        return None
    return next(
        (
            figure.place
            for figure in reversed(found)
            if figure.counted and figure.counted.start <= counted.start < figure.counted.end
        ),
        None,
    )


def _parts(text: str, start: int, end: int) -> Iterator[Span]:
    """The sentences of ``text[start:end]``; one that is too long to be a sentence (a table whose
    lines were lost) in parts, cut between words."""
    for sentence in split_sentences(text, start, end):
        at = sentence.start
        while sentence.end - at > _LONGEST_SENTENCE:
            cut = text.rfind(" ", at, at + _LONGEST_SENTENCE)
            cut = cut if cut > at else at + _LONGEST_SENTENCE
            yield Span(at, cut)
            at = cut
        yield Span(at, sentence.end)


def _of_cell(document: Document, item: Item, draft: Draft, cell: Cell, places: Places) -> Figure:
    text = document.text
    period = None
    if cell.listed:
        draft = replace(draft, counted=draft.counted or cell.row, row=None)
    for head in (cell.column, cell.group, cell.row, cell.corner, cell.title):
        if head is not None and (periods := find_periods(text, head.start, head.end)):
            period = periods[0]
            break
    place = places.of_row(cell.row, cell.column, cell.group, cell.corner, cell.title)
    return _figure(document, item, draft, cell.line, not cell.listed, period, place)


def _figure(
    document: Document,
    item: Item,
    draft: Draft,
    sentence: Span,
    from_table: bool,
    period: Period | None,
    place: str | None,
) -> Figure:
    return Figure(
        figure_id=f"{item.item_id}:figure{draft.start}-{draft.end}",
        document_id=document.document_id,
        item_id=item.item_id,
        start=draft.start,
        end=draft.end,
        kind=draft.kind,
        value=draft.value,
        high=draft.high,
        precision=draft.precision,
        unit=draft.unit,
        counted=draft.counted,
        sentence=sentence,
        from_table=from_table,
        row=draft.row,
        column=draft.column,
        period=Span(period.start, period.end) if period else None,
        date_from=period.date_from if period else None,
        date_to=period.date_to if period else None,
        place=place,
    )
