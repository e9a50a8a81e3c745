"""The fonts of a PDF: what the codes of a string say, and how wide they are drawn."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from pypdf.generic import DictionaryObject, IndirectObject, PdfObject
from pypdf.generic._font import Font as PdfFont

UNREADABLE = "\ufffd"
_BOLD = re.compile(r"bold|black|heavy|demi|fett|,b\b|-bd\b", re.IGNORECASE)
_SYMBOL = re.compile(r"symbol|dingbat|wingding|webding", re.IGNORECASE)
_LIGATURES = {chr(code): unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)}
_SPACES = frozenset("\t\u00a0\u1680\u202f\u205f\u3000") | {chr(c) for c in range(0x2000, 0x200B)}
_FORCE_BOLD = 1 << 18
_COMPOSITE = "/Type0"


@dataclass(frozen=True, slots=True)
class Font:
    """``glyphs`` gives each code its text and its width as a share of the font's size."""

    glyphs: Glyphs
    wide: bool
    bold: bool
    symbol: bool


class Glyphs(dict[int, tuple[str, float]]):
    """Text and width by code, found when a code is first met."""

    def __init__(self, font: PdfFont, wide: bool, unit: float) -> None:
        super().__init__()
        self._font, self._wide, self._unit = font, wide, unit

    def __missing__(self, code: int) -> tuple[str, float]:
        font, character = self._font, chr(code)
        width = font.character_widths.get(character, font.character_widths["default"])
        glyph = (self._text(code, character), float(width) * self._unit)
        self[code] = glyph
        return glyph

    def _text(self, code: int, character: str) -> str:
        font = self._font
        if isinstance(font.encoding, dict) and not self._wide:
            character = font.encoding.get(code, character)
        elif not font.character_map:
            return UNREADABLE  # Numbers of glyphs, and nothing that says what they show.
        text = font.character_map.get(character)
        if text is None:
            text = UNREADABLE if self._wide or len(character) > 1 else character
        if text in _SPACES:
            return " "
        return _LIGATURES.get(text, text)


_NO_FONT = PdfFont("", encoding={}, character_widths={"default": 500})


@dataclass(slots=True)
class Fonts:
    """The fonts of a document, each read once."""

    _read: dict[tuple[int, int], tuple[Font, DictionaryObject]] = field(default_factory=dict)
    _unknown: Font = field(
        default_factory=lambda: Font(Glyphs(_NO_FONT, False, 0.001), False, False, False)
    )

    def of(self, resources: object, name: str) -> Font:
        """The font that a page calls ``name``; one of common widths where there is none."""
        fonts = entry(resources, "/Font")
        described = entry(fonts, name)
        if not isinstance(fonts, DictionaryObject) or not isinstance(described, DictionaryObject):
            return self._unknown
        reference = fonts.raw_get(name)
        key = (
            (reference.idnum, reference.generation)
            if isinstance(reference, IndirectObject)
            else (-1, id(described))
        )
        if key not in self._read:
            self._read[key] = (_font(described), described)
        return self._read[key][0]


def entry(holder: object, name: str) -> PdfObject | None:
    """What a dictionary of the file holds under ``name``, wherever in the file it stands."""
    held = holder.get(name) if isinstance(holder, DictionaryObject) else None
    return held.get_object() if held is not None else None


def _font(described: DictionaryObject) -> Font:
    try:
        font = PdfFont.from_font_resource(described)
    except Exception:  # A broken font: its text is read as if by the common encoding.
        font = PdfFont("", encoding={}, character_widths={"default": 500})
    wide = described.get("/Subtype") == _COMPOSITE
    unit = 0.001
    if described.get("/Subtype") == "/Type3":
        matrix = entry(described, "/FontMatrix")
        unit = abs(float(matrix[0])) if isinstance(matrix, list) and matrix else unit
    name = font.name.rpartition("+")[2]
    bold = bool(_BOLD.search(name)) or bool(int(font.font_descriptor.flags) & _FORCE_BOLD)
    return Font(Glyphs(font, wide, unit), wide, bold, bool(_SYMBOL.search(name)))
