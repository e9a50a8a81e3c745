"""Files as text. Nothing but decoding: the text is the file's own, character for character."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import UnreadableFile
from ingest.lines import plain_text
from ingest.pdf import pdf_text

TEXT_SUFFIXES = frozenset({".txt", ".text", ".md", ".markdown"})
SUFFIXES = TEXT_SUFFIXES | {".pdf"}
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_SINGLE_BYTE = ("cp1252", "cp850", "mac_roman")
_DANISH = re.compile(r"[æøåÆØÅéüöäÉ–’”“§]")
_UNLIKELY = re.compile(r"[^\s\w.,;:!?()\[\]/%&+*=\"'’”“–—§€°•…´`<>@#|-]|[\ufffd\x80-\x9f]")
_OTHER_FORMATS = {
    b"%PDF-": "PDF",
    b"PK\x03\x04": "Word, Excel eller zip",
    b"\xd0\xcf\x11\xe0": "Word eller Excel (ældre)",
    b"{\\rtf": "RTF",
}
_FEWEST_LETTERS = 40
_LARGEST = 20_000_000


@dataclass(frozen=True, slots=True)
class RawText:
    """A file's text with the SHA-256 of its bytes. Line ends are ``\\n``."""

    text: str
    sha256: str
    encoding: str


def _decode(data: bytes) -> tuple[str, str]:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return data.decode(encoding, errors="strict"), encoding
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    # An old single-byte encoding: the one in which the bytes give the most Danish letters and the
    # fewest signs that no minutes hold.
    return max(((data.decode(e, errors="replace"), e) for e in _SINGLE_BYTE), key=_danishness)


def _danishness(decoded: tuple[str, str]) -> int:
    text = decoded[0]
    return 2 * len(_DANISH.findall(text)) - 3 * len(_UNLIKELY.findall(text))


def read_text(path: Path) -> RawText:
    """The text of a text or Markdown file, or of a PDF.

    Raises:
        UnreadableFile: the file is missing, empty, too large, no text, of another format, or holds
            no words.
    """
    try:
        size = path.stat().st_size
        if size > _LARGEST:
            raise UnreadableFile(
                f"{path}: Filen er på {size // 1_000_000} MB og må højst være på "
                f"{_LARGEST // 1_000_000} MB. Del den op, og indlæs delene."
            )
        data = path.read_bytes()
    except FileNotFoundError:
        raise UnreadableFile(
            f"{path}: Filen eller mappen findes ikke. Kontrollér stien, og prøv igen."
        ) from None
    except OSError as error:
        raise UnreadableFile(
            f"{path}: Filen kan ikke læses ({error.strerror}). Kontrollér rettighederne til filen."
        ) from None
    if path.suffix.lower() not in SUFFIXES:
        raise UnreadableFile(
            f"{path}: Formatet {path.suffix or 'uden endelse'} kan ikke læses. "
            f"Gem filen som PDF, tekst (.txt) eller Markdown (.md)."
        )
    if path.suffix.lower() == ".pdf" and data.strip():
        text = pdf_text(data, str(path)).replace("\r\n", "\n").replace("\r", "\n")
        return RawText(text, hashlib.sha256(data).hexdigest(), "pdf")
    for signature, name in _OTHER_FORMATS.items():
        if data.startswith(signature):
            raise UnreadableFile(
                f"{path}: Filen er i formatet {name}, selv om den hedder {path.suffix}. "
                f"Giv den sit rette navn, eller gem den som tekst (.txt)."
            )
    if not data.strip():
        raise UnreadableFile(f"{path}: Filen er tom. Hent den igen fra kilden.")
    try:
        text, encoding = _decode(data)
    except UnicodeDecodeError:
        raise UnreadableFile(
            f"{path}: Tegnsættet kan ikke genkendes. Gem filen som UTF-8, og prøv igen."
        ) from None
    if "\x00" in text or len(_CONTROL.findall(text)) > 0.01 * len(text):
        raise UnreadableFile(
            f"{path}: Filen er ikke tekst, selv om den hedder {path.suffix}. "
            f"Kontrollér, at den ikke er omdøbt fra et andet format."
        )
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if sum(character.isalpha() for character in plain_text(text)) < _FEWEST_LETTERS:
        raise UnreadableFile(
            f"{path}: Filen indeholder ikke noget referat (næsten ingen ord). "
            f"Kontrollér, at det er den rigtige fil."
        )
    return RawText(text, hashlib.sha256(data).hexdigest(), encoding)
