"""Scanned pages, drawn for tests with a typeface that is installed with the project."""

from __future__ import annotations

import io
import shutil
from collections.abc import Sequence
from functools import cache
from importlib import resources

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter, ImageFont

DPI = 200
_MARGIN, _LEADING = 60, 40

needs_tesseract = pytest.mark.skipif(
    shutil.which("tesseract") is None,
    reason="Tesseract er ikke installeret (apt install tesseract-ocr tesseract-ocr-dan)",
)


@cache
def typeface(size: int = 31) -> ImageFont.FreeTypeFont:
    """The typeface, ``size`` pixels large: 11 points at 200 dots an inch."""
    files = resources.files("font_source_sans_pro") / "files"
    with resources.as_file(files / "SourceSansPro-Regular.ttf") as path:
        return ImageFont.truetype(str(path), size)


def scan(lines: Sequence[str], width: int = 1200) -> Image.Image:
    """A page with ``lines``, as a good scanner gives it."""
    page = Image.new("L", (width, 2 * _MARGIN + _LEADING * len(lines)), 255)
    draw = ImageDraw.Draw(page)
    for n, line in enumerate(lines):
        draw.text((_MARGIN, _MARGIN + n * _LEADING), line, font=typeface(), fill=0)
    return page


def worn(page: Image.Image, blur: float = 0.6, noise: float = 18, ink: int = 0) -> Image.Image:
    """A page as a copy of a copy: blurred, grained, and with ``ink`` as its darkest grey."""
    greys = np.asarray(page.filter(ImageFilter.GaussianBlur(blur)), dtype=float)
    greys = ink + greys / 255 * (235 - ink)
    greys += np.random.default_rng(1).normal(0, noise, greys.shape)
    return Image.fromarray(np.clip(greys, 0, 255).astype(np.uint8))


def pdf_of(*pages: Image.Image) -> bytes:
    """Pages as a PDF of nothing but pictures."""
    return saved(*pages, kind="PDF", resolution=DPI)


def saved(*pages: Image.Image, kind: str, **options: object) -> bytes:
    """Pages as a file of a format of Pillow's."""
    written = io.BytesIO()
    more = {"save_all": True, "append_images": list(pages[1:])} if len(pages) > 1 else {}
    pages[0].save(written, kind, **more, **options)
    return written.getvalue()
