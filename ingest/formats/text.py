"""Text and Markdown files: nothing but decoding, the text is the file's own."""

from __future__ import annotations

import re

from corpus.errors import UnreadableFile
from corpus.records import Page
from ingest.extract import Extract, clean

_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_SINGLE_BYTE = ("cp1252", "cp850", "mac_roman")
_DANISH = re.compile(r"[æøåÆØÅéüöäÉ–’”“§]")
_UNLIKELY = re.compile(r"[^\s\w.,;:!?()\[\]/%&+*=\"'’”“–—§€°•…´`<>@#|-]|[\ufffd\x80-\x9f]")


def decode(data: bytes) -> str:
    """Bytes of an unknown encoding as text; raises ``UnicodeDecodeError``."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return data.decode(encoding, errors="strict")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    # An old single-byte encoding: the one in which the bytes give the most Danish letters and the
    # fewest signs that no minutes hold.
    return max((data.decode(e, errors="replace") for e in _SINGLE_BYTE), key=_danishness)


def _danishness(text: str) -> int:
    return 2 * len(_DANISH.findall(text)) - 3 * len(_UNLIKELY.findall(text))


def read_plain(data: bytes, name: str) -> Extract:
    """The text of a text or Markdown file; a form feed starts a page.

    Raises ``UnreadableFile`` for bytes that are no text.
    """
    try:
        text = decode(data)
    except UnicodeDecodeError:
        raise UnreadableFile(
            f"{name}: Tegnsættet kan ikke genkendes. Gem filen som UTF-8, og prøv igen."
        ) from None
    if "\x00" in text or len(_CONTROL.findall(text)) > 0.01 * len(text):
        raise UnreadableFile(
            f"{name}: Filen er ikke tekst. Kontrollér, at den ikke er omdøbt fra et andet format."
        )
    starts, read = [], ""
    for page in text.split("\f"):
        starts.append(Page(len(read)))
        read += clean(page) + "\n"
    return Extract(read.removesuffix("\n"), "txt", tuple(starts))
