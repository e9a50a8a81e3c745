"""Scanned pages read by text recognition: words with their places, as if the file had held them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image, ImageOps

from corpus.errors import UnreadableFile
from ingest.formats.ocr.engine import Line, OcrMissing, read_lines, require_tesseract, turn
from ingest.formats.ocr.image import Scan, prepared
from ingest.formats.ocr.numbers import parted_numbers
from ingest.formats.ocr.signs import with_signs
from ingest.formats.ocr.words import page_words, put_right
from ingest.formats.pdf.words import PageWords

__all__ = ["LEAST_DPI", "MOST_DPI", "OcrMissing", "Recognised", "recognise", "recognise_picture"]

LEAST_DPI, MOST_DPI = 200, 300
_MOST_PIXELS = 36_000_000
_WORTH_TURNING = 0.7
# Of words less certain than this two thirds are wrong, or what they stand for are no words.
_LEGIBLE = 0.35
_COVERS = 0.5
# As multiples of the letters' size.
_NARROW, _STACKED = 2.0, 2.5
_PAPER_AROUND = 20
_LEADERS = re.compile(r"…|\.\.\.")


@dataclass(frozen=True, slots=True)
class Recognised:
    """What was recognised on a page, words and rules in points as on a page with text.

    ``confidence`` is the mean certainty of the words, 0–1, weighted by their length; 1 for a blank
    page.
    """

    page: PageWords
    confidence: float


def recognise(data: bytes, page: int, name: str) -> Recognised:
    """Read the picture of a page, counted from 0, of a PDF file.

    Raises:
        OcrMissing: Tesseract or its Danish is not installed.
        UnreadableFile: the page cannot be drawn or takes too long, or next to nothing on it can be
            recognised.
    """
    require_tesseract()
    try:
        document = pypdfium2.PdfDocument(data)
        try:
            picture, dpi = _drawn(document[page])
        finally:
            document.close()
    except pypdfium2.PdfiumError as error:
        raise UnreadableFile(
            f"{name}: Side {page + 1} er beskadiget og kan ikke vises. Hent filen igen fra kilden."
        ) from error
    return recognise_picture(picture, dpi, name)


def recognise_picture(picture: Image.Image, dpi: int, name: str) -> Recognised:
    """Read a picture of a page, whichever way up it lies.

    Raises ``OcrMissing`` and ``UnreadableFile`` as ``recognise`` does.
    """
    require_tesseract()
    scan = prepared(picture, dpi)
    if scan.blank:
        return Recognised(page_words([], scan), 1.0)
    lines = read_lines(scan.picture, dpi, name)
    if _confidence(lines) < _WORTH_TURNING or 2 * _sure(lines) < _sure(lines, level=False):
        for angle in _turns(scan, lines, name):
            turned = prepared(picture.rotate(-angle, expand=True), dpi)
            again = read_lines(turned.picture, dpi, name)
            if _sure(again) > _sure(lines):
                scan, lines = turned, again
    confidence = _confidence(lines)
    if confidence < _LEGIBLE:
        raise UnreadableFile(
            f"{name}: En side er for utydelig til at blive læst, eller der er ingen tekst på den. "
            f"Skan den igen med mindst {LEAST_DPI} punkter pr. tomme, hvis der er."
        )
    lines = parted_numbers(_unstacked(lines, scan, name), scan.picture)
    lines = with_signs(lines, scan.picture, dpi, name)
    lines = put_right([line for line in lines if _is_legible(line)])
    return Recognised(page_words(lines, scan), confidence)


def _is_legible(line: Line) -> bool:
    """Whether a line is more than what specks and stamps are taken for."""
    return any(w.confidence >= _LEGIBLE or _LEADERS.search(w.text) for w in line.words)


def _unstacked(lines: Sequence[Line], scan: Scan, name: str) -> list[Line]:
    """The lines, those read once more in which a list's numbers below each other were taken for a
    word that runs down the page."""
    found: list[Line] = []
    size = median([line.size for line in lines if line.level] or [0.0])
    for line in lines:
        box = line.box
        if line.level or box[2] - box[0] > _NARROW * size or box[3] - box[1] < _STACKED * size:
            found.append(line)
            continue
        # The dots after the numbers may have been left out.
        wider = round(box[0] - size / 2), box[1], round(box[2] + size / 2), box[3]
        alone = ImageOps.expand(scan.picture.crop(wider), _PAPER_AROUND, 255)
        again = read_lines(alone, scan.dpi, name, one_block=True)
        if _confidence(again) > _confidence([line]):
            found += (one.moved(wider[0] - _PAPER_AROUND, box[1] - _PAPER_AROUND) for one in again)
        else:
            found.append(line)
    return found


def _turns(scan: Scan, lines: Sequence[Line], name: str) -> tuple[int, ...]:
    """How far, clockwise, a page may have to be turned for its text to be upright."""
    told = turn(scan.picture, scan.dpi, name)
    if told:
        return (told,)
    return (90, 270) if _sure(lines) < _sure(lines, level=False) else ()


def _drawn(page: pypdfium2.PdfPage) -> tuple[Image.Image, int]:
    """A page as a picture, at the resolution that it was scanned in."""
    width, height = page.get_size()
    native = 0.0
    for picture in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE]):
        left, bottom, right, top = picture.get_bounds()
        if (right - left) * (top - bottom) > _COVERS * width * height:
            across, _ = picture.get_px_size()
            native = max(native, across / max(1.0, right - left) * 72)
    dpi = min(MOST_DPI, max(LEAST_DPI, round(native)))
    while (width / 72 * dpi) * (height / 72 * dpi) > _MOST_PIXELS:
        dpi //= 2
    return page.render(scale=dpi / 72, grayscale=True).to_pil(), dpi


def _confidence(lines: Sequence[Line]) -> float:
    """The mean certainty of the words, longer ones counting more; dots that lead to a page number
    tell nothing."""
    words = [word for line in lines for word in line.words if not _LEADERS.search(word.text)]
    letters = sum(len(word.text) for word in words)
    return sum(len(word.text) * word.confidence for word in words) / letters if letters else 0.0


def _sure(lines: Sequence[Line], level: bool = True) -> float:
    """How many letters were recognised for certain in the lines that are level, or are not."""
    words = [word for line in lines if line.level is level for word in line.words]
    return sum(len(word.text) * word.confidence for word in words)
