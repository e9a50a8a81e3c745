"""The links of a PDF page, tied to the words that they lie over."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pypdf import PageObject
from pypdf.generic import ArrayObject, DictionaryObject, PdfObject

from ingest.formats.pdf.fonts import entry
from ingest.formats.pdf.words import Turn, Word

_MOST_LINKS = 2_000


def tie_links(page: PageObject, words: Sequence[Word], turn: Turn) -> None:
    """Give the words of a page what the links over them lead to: addresses and other files."""
    annotations = entry(page, "/Annots")
    if not isinstance(annotations, ArrayObject):
        return
    for annotation in list(annotations)[:_MOST_LINKS]:
        described = annotation.get_object()
        target = _target(entry(described, "/A"))
        box = entry(described, "/Rect")
        if target is None or not isinstance(box, ArrayObject) or len(box) != 4:
            continue
        _tie(words, target, [float(side.get_object()) for side in box], turn)


def _tie(words: Iterable[Word], target: str, box: Sequence[float], turn: Turn) -> None:
    (xa, ya), (xb, yb) = turn.place(box[0], box[1]), turn.place(box[2], box[3])
    for word in words:
        x, y = (word.x0 + word.x1) / 2, word.y - 0.3 * word.size
        if min(xa, xb) <= x <= max(xa, xb) and min(ya, yb) <= y <= max(ya, yb):
            word.link = target


def _target(action: PdfObject | None) -> str | None:
    """Where a link's action leads, if out of the file."""
    address = _text(entry(action, "/URI"))
    named = entry(action, "/F")
    if isinstance(named, DictionaryObject):
        named = entry(named, "/UF") or entry(named, "/F")
    return address or _text(named) or None


def _text(value: PdfObject | None) -> str:
    if isinstance(value, bytes):
        return value.decode("utf-8", errors="replace")
    return str(value).strip() if isinstance(value, str) else ""
