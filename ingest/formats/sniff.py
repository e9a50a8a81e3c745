"""What kind of file some bytes are, whatever the file is called."""

from __future__ import annotations

import io
import re
import zipfile

from corpus.errors import UnreadableFile

_TEXT_SUFFIXES = frozenset({".txt", ".text", ".md", ".markdown"})
_OTHERS = {
    b"\xd0\xcf\x11\xe0": (
        "et ældre Office-format (.doc, .xls, .ppt eller .msg)",
        ".docx eller PDF",
    ),
    b"\x89PNG": ("et billede (PNG)", "PDF"),
    b"\xff\xd8\xff": ("et billede (JPEG)", "PDF"),
    b"II*\x00": ("et billede (TIFF)", "PDF"),
    b"MM\x00*": ("et billede (TIFF)", "PDF"),
    b"GIF8": ("et billede (GIF)", "PDF"),
    b"Rar!": ("et RAR-arkiv", ".zip"),
    b"7z\xbc\xaf": ("et 7z-arkiv", ".zip"),
    b"\x1f\x8b": ("en pakket fil (gzip)", ".zip"),
}
_MARKUP = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_MAIL = re.compile(rb"(?:[A-Za-z][A-Za-z0-9-]{0,40}:[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*){3,}")
_MHTML = re.compile(rb"content-type:\s*multipart/related", re.IGNORECASE)
_OPENING = 4096


def format_of(data: bytes, suffix: str, name: str) -> str:
    """The format of ``data``: a key of the readers, or "zip".

    ``suffix`` counts only where the bytes leave it open (all that is text). Raises
    ``UnreadableFile`` for a format that cannot be read.
    """
    opening = data[:_OPENING]
    if b"%PDF-" in opening[:1024]:
        return "pdf"
    if opening.startswith(b"{\\rtf"):
        return "rtf"
    if opening.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zipped(data, name)
    for signature, (what, instead) in _OTHERS.items():
        if opening.startswith(signature):
            raise UnreadableFile(
                f"{name}: Filen er {what}, og det kan ikke læses. Gem den som {instead}, "
                "og prøv igen."
            )
    bare = opening.removeprefix(b"\xef\xbb\xbf")
    if suffix in (".mhtml", ".mht", ".eml") or (suffix not in _TEXT_SUFFIXES and _MAIL.match(bare)):
        return "mhtml" if _MHTML.search(opening) and suffix != ".eml" else "eml"
    if suffix in (".html", ".htm", ".xhtml") or _MARKUP.match(bare):
        return "html"
    if suffix in _TEXT_SUFFIXES:
        return "txt"
    if suffix in (".pdf", ".docx", ".docm", ".odt", ".rtf", ".pptx", ".xlsx", ".xlsm", ".zip"):
        raise UnreadableFile(
            f"{name}: Filen er ikke en rigtig {suffix[1:].upper()}-fil; den er beskadiget eller "
            "omdøbt. Hent den igen fra kilden."
        )
    raise UnreadableFile(
        f"{name}: Formatet {suffix or 'uden endelse'} kan ikke læses. Gem filen som PDF, Word "
        "(.docx), HTML, tekst (.txt) eller Markdown (.md)."
    )


def _zipped(data: bytes, name: str) -> str:
    """Which of the formats that are ZIP files this is."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                kind = archive.read("mimetype")
                if kind.startswith(b"application/vnd.oasis.opendocument.text"):
                    return "odt"
    except Exception as error:  # The library raises anything that a broken file can bring about.
        raise UnreadableFile(
            f"{name}: Filen er beskadiget og kan ikke pakkes ud. Hent den igen fra kilden."
        ) from error
    for part, kind_ in (("word/", "docx"), ("ppt/", "pptx"), ("xl/", "xlsx")):
        if "[Content_Types].xml" in names and any(one.startswith(part) for one in names):
            return kind_
    return "zip"
