"""Pictures of pages (PNG, JPEG, TIFF with one page or more) as text."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator

import numpy as np
from PIL import Image, ImageOps, ImageSequence

from corpus.errors import UnreadableFile
from ingest.extract import Extract
from ingest.formats.ocr.recognition import LEAST_DPI, MOST_DPI, OcrMissing, recognise_picture
from ingest.formats.pdf.pages import PageRead
from ingest.formats.pdf.text import text_of

_SUFFIXES = {"PNG": "png", "JPEG": "jpg", "TIFF": "tif"}
_MOST_PIXELS = 80_000_000
_MOST_PAGES = 1_000
# What a picture says of its resolution counts where the page then is of a size that paper has.
_SMALLEST, _LARGEST = 3.0, 24.0
_LONG_SIDE = 11.7  # Of A4, in inches.


def read_image(data: bytes, name: str) -> Extract:
    """The text that is recognised on a picture of a page, or of several.

    Raises ``UnreadableFile`` for a file that is broken, too large, or that no text can be read
    from.
    """
    try:
        with (
            warnings.catch_warnings(action="error", category=Image.DecompressionBombWarning),
            Image.open(io.BytesIO(data), formats=tuple(_SUFFIXES)) as picture,
        ):
            if picture.format == "TIFF" and getattr(picture, "n_frames", 1) > _MOST_PAGES:
                raise UnreadableFile(
                    f"{name}: Billedet har over {_MOST_PAGES} sider. Del det op, og indlæs delene."
                )
            # A JPEG with more in it calls itself by another name.
            kind = _SUFFIXES.get(picture.format or "", "jpg")
            extract = text_of(_pages(picture, name), kind)
    except UnreadableFile:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_large(name) from None
    except Exception as error:  # The library raises anything that a broken file can bring about.
        raise UnreadableFile(
            f"{name}: Billedet er beskadiget og kan ikke læses. Hent det igen fra kilden."
        ) from error
    if any(map(str.isalpha, extract.text)):
        return extract
    advice = " ".join(extract.notes) or "Kontrollér, at det er den rigtige fil."
    raise UnreadableFile(f"{name}: Billedet rummer ingen tekst, der kan læses. {advice}")


def _too_large(name: str) -> UnreadableFile:
    return UnreadableFile(
        f"{name}: Billedet har over {_MOST_PIXELS // 1_000_000} millioner billedpunkter. Gem det i "
        "en lavere opløsning, fx 300 punkter pr. tomme, og prøv igen."
    )


def _pages(picture: Image.Image, name: str) -> Iterator[PageRead]:
    # Of other formats, what follows the first is no page but the same picture once more.
    frames = ImageSequence.Iterator(picture) if picture.format == "TIFF" else [picture]
    for number, frame in enumerate(frames):
        if frame.width * frame.height > _MOST_PIXELS:
            raise _too_large(name)
        try:
            read = recognise_picture(*_scaled(frame), name)
        except OcrMissing:
            yield PageRead(number, None, fault="no recognition")
        except UnreadableFile:
            yield PageRead(number, None, fault="not recognised")
        else:
            yield PageRead(number, read.page, certainty=read.confidence)


def _scaled(frame: Image.Image) -> tuple[Image.Image, int]:
    """A page in greys, the right way up, at a resolution fit for recognition."""
    grey = _grey(ImageOps.exif_transpose(frame))
    told = float(frame.info.get("dpi", (0, 0))[0] or 0)
    longest = max(grey.size)
    dpi = told if told and _SMALLEST < longest / told < _LARGEST else longest / _LONG_SIDE
    fit = min(max(dpi, LEAST_DPI), MOST_DPI)
    if abs(fit - dpi) >= 1:
        width, height = (max(1, round(side * fit / dpi)) for side in grey.size)
        grey = grey.resize((width, height), Image.Resampling.BICUBIC)
    return grey, round(fit)


def _grey(frame: Image.Image) -> Image.Image:
    if frame.mode.startswith("I;16"):
        return Image.fromarray((np.asarray(frame) >> 8).astype(np.uint8))
    if frame.has_transparency_data:  # What is left open is paper.
        opaque = frame.convert("RGBA")
        paper = Image.new("RGBA", opaque.size, "white")
        return Image.alpha_composite(paper, opaque).convert("L")
    return frame.convert("L")
