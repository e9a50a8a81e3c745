"""The pages of a PDF, each as its words: those that the file holds, else those of its picture."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from pypdf import PageObject, PdfReader

from corpus.errors import UnreadableFile
from ingest.formats.ocr.recognition import OcrMissing, recognise
from ingest.formats.pdf.fonts import UNREADABLE, Fonts
from ingest.formats.pdf.links import tie_links
from ingest.formats.pdf.words import PageWords, Word, letters, read_words

Fault = Literal["no recognition", "not recognised", "broken"]

_FEWEST_LETTERS = 40
_MOST_UNREADABLE = 0.3
_MOSTLY_PICTURE = 0.5
_SOME_PICTURE = 0.05
_MANY_SHAPES = 200
_EDGE = 0.1


@dataclass(frozen=True, slots=True)
class PageRead:
    """A page, counted from 0. ``certainty`` is that of text recognition, ``None`` for text that
    the file holds; ``fault`` is why the page was not read."""

    number: int
    words: PageWords | None
    certainty: float | None = None
    fault: Fault | None = None


def pages_read(reader: PdfReader, count: int, data: bytes, name: str) -> Iterator[PageRead]:
    """The first ``count`` pages of the file ``data``, which ``reader`` reads.

    Raises ``UnreadableFile`` where every page is broken.
    """
    fonts, unbroken = Fonts(), 0
    for number in range(count):
        try:
            words = _drawn(reader.pages[number], fonts)
        except (MemoryError, RecursionError):
            raise
        except Exception:  # The library raises anything that a broken page can bring about.
            yield PageRead(number, None, fault="broken")
            continue
        unbroken += 1
        if _is_picture(words):
            yield _recognised(number, words, data, name)
        else:
            yield PageRead(number, words)
    if not unbroken:
        raise broken(name)


def broken(name: str) -> UnreadableFile:
    """The refusal of a file that is broken."""
    return UnreadableFile(
        f"{name}: PDF-filen er beskadiget og kan ikke læses. Hent den igen fra kilden."
    )


def _drawn(page: PageObject, fonts: Fonts) -> PageWords:
    words = read_words(page, fonts)
    tie_links(page, words.words, words.turn)
    return words


def _recognised(number: int, words: PageWords, data: bytes, name: str) -> PageRead:
    """A page that is a picture, with what text recognition makes of it."""
    try:
        found = recognise(data, number, name)
    except OcrMissing:
        return PageRead(number, words, fault="no recognition")
    except UnreadableFile:
        return PageRead(number, words, fault="not recognised")
    return PageRead(number, found.page, certainty=found.confidence)


def _is_picture(page: PageWords) -> bool:
    """Whether what is to be read on a page is in its pictures or the mere shapes of letters."""
    if _unreadable(page.words):
        return True
    low, high = _EDGE * page.height, (1 - _EDGE) * page.height
    count = letters([word for word in page.words if low < word.y < high])
    if not letters(page.words) and not page.aside:
        return page.pictured > _SOME_PICTURE or page.shapes > _MANY_SHAPES
    return count < _FEWEST_LETTERS and page.pictured > _MOSTLY_PICTURE


def _unreadable(words: Sequence[Word]) -> bool:
    signs = "".join(word.text for word in words)
    return signs.count(UNREADABLE) > _MOST_UNREADABLE * len(signs)
