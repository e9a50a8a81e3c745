"""The words of a file's pages as its text: what all readers of pages have in common."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from corpus.records import Page
from ingest.extract import Extract
from ingest.formats.pdf.columns import Columns
from ingest.formats.pdf.headings import mark_headings
from ingest.formats.pdf.layout import LineEnds, lay_out
from ingest.formats.pdf.lines import Line, bands
from ingest.formats.pdf.measures import measure
from ingest.formats.pdf.notes import footnotes, with_notes
from ingest.formats.pdf.pages import Fault, PageRead
from ingest.formats.pdf.paragraphs import hyphens, paragraphs
from ingest.formats.pdf.running import Running
from ingest.formats.pdf.writing import Writer

# Pages are held as words only so many at a time: a word takes much room.
_BATCH = 40
_INSTALL = (
    "Installér Tesseract med dansk (i Debian og Ubuntu: apt install tesseract-ocr "
    "tesseract-ocr-dan), og indlæs filen igen."
)


def text_of(pages: Iterable[PageRead], kind: str) -> Extract:
    """The text of a file of the format ``kind``, with notes of the pages that were not read."""
    lines, told, spaced = _arranged(pages)
    measures = measure(lines, spaced)
    body, notes = footnotes(lines, measures)
    found = with_notes(paragraphs(body, measures), notes, measures)
    mark_headings(found, measures)
    writer = Writer(hyphens(found, measures), measures)
    for paragraph in found:
        writer.write(paragraph)
    starts = writer.starts(len(told))
    placed = tuple(
        Page(start, page.certainty, page.fault is None)
        for start, page in zip(starts, told, strict=True)
    )
    return Extract(writer.text, kind, placed, writer.links, _notes(told))


def _arranged(pages: Iterable[PageRead]) -> tuple[list[Line], list[PageRead], bool]:
    """The lines of all pages in reading order, the pages without their words, and whether a space
    at a line's end tells that the paragraph goes on."""
    lines: list[Line] = []
    told: list[PageRead] = []
    running, ends, columns = Running(), LineEnds(), Columns()
    coming = iter(pages)
    while batch := list(islice(coming, _BATCH)):
        drawn = [(page, page.words, bands(page.words.words)) for page in batch if page.words]
        running.see([(page.number, rows, words.height) for page, words, rows in drawn])
        kept = [
            (page, words, running.without(page.number, rows, words.height))
            for page, words, rows in drawn
        ]
        for page, words, rows in kept:
            if page.certainty is None:
                ends.see(rows, words.width)
        for page, words, rows in kept:
            if not running.first_time(words.aside):
                words.aside.clear()
            lines += lay_out(words, rows, page.number, ends.telling, columns)
        told += (PageRead(page.number, None, page.certainty, page.fault) for page in batch)
    return lines, told, ends.telling


def _notes(pages: Sequence[PageRead]) -> tuple[str, ...]:
    """What the editor is told of pages that were not read."""
    return tuple(_told(pages))


def _told(pages: Sequence[PageRead]) -> Iterator[str]:
    if missing := _faulty(pages, "no recognition"):
        what = "er et billede" if len(missing) == 1 else "er billeder"
        yield (
            f"{_named(missing)} {what} og er ikke læst, fordi tekstgenkendelse (Tesseract) ikke er "
            f"installeret. {_INSTALL}"
        )
    if failed := _faulty(pages, "not recognised"):
        yield (
            f"{_named(failed)} er skannet og kunne ikke læses af tekstgenkendelsen. Skan igen, og "
            "indlæs filen på ny."
        )
    if broken := _faulty(pages, "broken"):
        yield f"{_named(broken)} er beskadiget og kunne ikke læses. Hent filen igen fra kilden."


def _faulty(pages: Sequence[PageRead], fault: Fault) -> list[int]:
    return [page.number + 1 for page in pages if page.fault == fault]


def _named(numbers: Sequence[int]) -> str:
    """Pages for a reader: "Side 3", "Siderne 3-5, 7 og 9"."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    told: list[str] = []
    for run in runs:
        told += [f"{run[0]}-{run[-1]}"] if len(run) > 2 else map(str, run)
    listed = " og ".join([", ".join(told[:-1]), told[-1]]) if len(told) > 1 else told[0]
    return f"{'Side' if len(numbers) == 1 else 'Siderne'} {listed}"
