"""Tesseract: the words on a picture and where they stand."""

from __future__ import annotations

import io
import os
import re
import subprocess
from dataclasses import dataclass, replace
from functools import cache
from shutil import which
from xml.etree import ElementTree

from PIL import Image

from corpus.errors import TvaersnitError, UnreadableFile

LANGUAGE = "dan"
_SECONDS = 60
_XHTML = "{http://www.w3.org/1999/xhtml}"
_BOX = re.compile(r"bbox (-?\d+) (-?\d+) (-?\d+) (-?\d+)")
_BASELINE = re.compile(r"baseline (-?[\d.]+) (-?[\d.]+)")
_SIZE = re.compile(r"x_size ([\d.]+)")
_CONFIDENCE = re.compile(r"x_wconf (\d+)")
_TURN = re.compile(r"^Rotate: (\d+)", re.MULTILINE)
_TURN_CONFIDENCE = re.compile(r"^Orientation confidence: ([\d.]+)", re.MULTILINE)
_SURE_OF_TURN = 1.0
_STEEPEST = 0.2


class OcrMissing(TvaersnitError):
    """Text recognition that is not installed."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it was recognised, its certainty 0–1 and its box in pixels, from the top left."""

    text: str
    confidence: float
    left: int
    top: int
    right: int
    bottom: int


@dataclass(frozen=True, slots=True)
class Line:
    """Words that stand on one line, and the height in pixels that their letters stand on.

    ``size`` is how tall the letters are, ascenders and descenders included. A line that is not
    ``level`` runs up or down the page.
    """

    words: tuple[Word, ...]
    baseline: float
    size: float
    level: bool = True

    @property
    def box(self) -> tuple[int, int, int, int]:
        """Left, top, right and bottom of the words together."""
        words = self.words
        return (
            min(word.left for word in words),
            min(word.top for word in words),
            max(word.right for word in words),
            max(word.bottom for word in words),
        )

    def moved(self, right: int, down: int) -> Line:
        """The line on a larger picture, of which this one is a piece."""
        words = tuple(
            replace(
                word,
                left=word.left + right,
                top=word.top + down,
                right=word.right + right,
                bottom=word.bottom + down,
            )
            for word in self.words
        )
        return replace(self, words=words, baseline=self.baseline + down)


def require_tesseract() -> None:
    """Raises ``OcrMissing`` where Tesseract or its Danish is not installed."""
    if not reads(LANGUAGE):
        raise OcrMissing(
            "Skannede sider kan ikke læses, for tekstgenkendelse på dansk er ikke installeret. "
            "Installér Tesseract (i Debian og Ubuntu: apt install tesseract-ocr "
            "tesseract-ocr-dan), og indlæs filen igen."
        )


def reads(language: str) -> bool:
    """Whether the data of a language, or of "osd", which tells how a page lies, is installed."""
    command = which("tesseract")
    return command is not None and language in _languages(command)


@cache
def _languages(command: str) -> frozenset[str]:
    """The languages that a command can read; none where it does not answer."""
    try:
        listed = subprocess.run(
            [command, "--list-langs"], capture_output=True, timeout=_SECONDS, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return frozenset()
    return frozenset(listed.stdout.decode(errors="replace").split())


def read_lines(
    picture: Image.Image, dpi: int, name: str, language: str = LANGUAGE, one_block: bool = False
) -> list[Line]:
    """The lines on a picture in the order that Tesseract reads them.

    ``one_block`` is for a picture that holds nothing but lines below each other. Raises
    ``UnreadableFile`` where it fails or takes more than a minute.
    """
    mode = "6" if one_block else "3"
    page = _run(picture, name, "--psm", mode, "--dpi", str(dpi), "-l", language, "hocr")
    spans = ElementTree.fromstring(page).iter(f"{_XHTML}span")
    lines = (_line(span) for span in spans if span.get("class") != "ocrx_word")
    return [line for line in lines if line.words]


def turn(picture: Image.Image, dpi: int, name: str) -> int:
    """How many degrees a picture is to be turned, clockwise, for its text to be upright: 0, 90, 180
    or 270; 0 where that cannot be told."""
    if not reads("osd"):
        return 0
    try:
        told = _run(picture, name, "--psm", "0", "--dpi", str(dpi)).decode()
    except UnreadableFile:  # Too little text to tell by.
        return 0
    found, sure = _TURN.search(told), _TURN_CONFIDENCE.search(told)
    return int(found[1]) if found and sure and float(sure[1]) >= _SURE_OF_TURN else 0


def _run(picture: Image.Image, name: str, *arguments: str) -> bytes:
    written = io.BytesIO()
    picture.save(written, "PPM")
    try:
        done = subprocess.run(
            ["tesseract", "stdin", "stdout", *arguments],
            input=written.getvalue(),
            capture_output=True,
            timeout=_SECONDS,
            # Pages are read beside each other; threads inside one only slow them down.
            env=os.environ | {"OMP_THREAD_LIMIT": "1"},
            check=True,
        )
    except subprocess.TimeoutExpired:
        raise UnreadableFile(
            f"{name}: Tekstgenkendelsen af en side tog over et minut og blev afbrudt. "
            "Skan siden igen, og prøv igen."
        ) from None
    except (OSError, subprocess.SubprocessError) as error:
        raise UnreadableFile(
            f"{name}: Tekstgenkendelsen af en side mislykkedes. Skan siden igen, og prøv igen."
        ) from error
    return done.stdout


def _line(span: ElementTree.Element) -> Line:
    told = span.get("title", "")
    left, top, right, bottom = _box(told)
    base, size = _BASELINE.search(told), _SIZE.search(told)
    slope, offset = (float(base[1]), float(base[2])) if base else (0.0, 0.0)
    words = tuple(_word(word) for word in span if "".join(word.itertext()).strip())
    return Line(
        words,
        bottom + offset + slope * (right - left) / 2,
        float(size[1]) if size else float(bottom - top),
        abs(slope) < _STEEPEST if base else right - left >= bottom - top,
    )


def _word(span: ElementTree.Element) -> Word:
    told = span.get("title", "")
    sure = _CONFIDENCE.search(told)
    return Word("".join(span.itertext()).strip(), int(sure[1]) / 100 if sure else 0.0, *_box(told))


def _box(told: str) -> tuple[int, int, int, int]:
    found = _BOX.search(told)
    return tuple(map(int, found.groups())) if found else (0, 0, 0, 0)  # type: ignore[return-value]
