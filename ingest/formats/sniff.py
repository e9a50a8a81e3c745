"""What kind of file some bytes are, whatever the file is called."""

from __future__ import annotations

import io
import re
import zipfile

from corpus.errors import UnreadableFile

_TEXT_SUFFIXES = frozenset({".txt", ".text", ".md", ".markdown"})
_PAGE_SUFFIXES = frozenset({".html", ".htm", ".xhtml"})
_MAIL_SUFFIXES = frozenset({".eml", ".mhtml", ".mht"})
# Files with these names are text where nothing in them says otherwise.
_MISNAMED = frozenset(".pdf .doc .docx .docm .odt .rtf .pptx .pptm .xlsx .xlsm .zip .msg".split())
_WORD = ".docx eller PDF"
_PICTURES = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*")
_OTHERS: dict[bytes, tuple[str, str]] = {
    b"GIF8": ("et billede (GIF)", "PDF"),
    b"BM": ("et billede (BMP)", "PDF"),
    b"RIFF": ("et billede, en lyd eller en film", "PDF"),
    b"ID3": ("en lyd (MP3)", "tekst"),
    b"\x00\x00\x00\x1cftyp": ("en film eller et billede (MP4, HEIC)", "PDF"),
    b"\x00\x00\x00\x18ftyp": ("en film eller et billede (MP4, HEIC)", "PDF"),
    b"\x00\x00\x00 ftyp": ("en film eller et billede (MP4, HEIC)", "PDF"),
    b"Rar!": ("et RAR-arkiv", ".zip"),
    b"7z\xbc\xaf": ("et 7z-arkiv", ".zip"),
    b"\x1f\x8b": ("en pakket fil (gzip)", ".zip"),
    b"BZh": ("en pakket fil (bzip2)", ".zip"),
    b"\xfd7zXZ": ("en pakket fil (xz)", ".zip"),
    b"MZ": ("et program", "PDF"),
    b"\x7fELF": ("et program", "PDF"),
    b"%!PS": ("PostScript", "PDF"),
    b"\xffWPC": ("et WordPerfect-dokument", _WORD),
    b"x\x9f>\x22": ("en vedhæftning fra Outlook (winmail.dat)", _WORD),
}
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
# Streams in the container that Office's old formats share, by what they tell.
_OLD_KINDS: tuple[tuple[str, str, str], ...] = (
    ("WordDocument", "et ældre Word-dokument (.doc)", _WORD),
    ("Workbook", "et ældre Excel-regneark (.xls)", ".xlsx eller PDF"),
    ("PowerPoint Document", "en ældre PowerPoint-præsentation (.ppt)", ".pptx eller PDF"),
    ("__substg1.0_", "en mail fra Outlook (.msg)", ".eml, MHTML eller PDF"),
)
_OLD_KIND = ("", "et ældre Office-format (.doc, .xls, .ppt eller .msg)", _WORD)
_MARKUP = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*)*"
    rb"<(?:!doctype\s+html|html|head|body|frameset)\b",
    re.IGNORECASE | re.DOTALL,
)
_FRAGMENT = re.compile(
    rb"\s*(?:<!--.{0,2000}?-->\s*)*<(?:meta|title|base|link|style|script|table|div|center|p|h[1-6]|"
    rb"font|span|ul|ol|section|article|main|form)\b[^<]*>",
    re.IGNORECASE | re.DOTALL,
)
_TAG = re.compile(rb"<(?:!doctype|/?[a-z][a-z0-9]*[\s/>])", re.IGNORECASE)
_XML = re.compile(rb"\s*<\?xml\b")
_XML_KINDS: tuple[tuple[bytes, str, str], ...] = (
    (b'progid="Word.Document"', "et Word-dokument som XML", _WORD),
    (b"schemas.microsoft.com/office/2006/xmlPackage", "et Word-dokument som XML", _WORD),
    (b"office:document", "et LibreOffice-dokument som XML", ".odt eller PDF"),
    (b"<svg", "en tegning (SVG)", "PDF"),
)
_HEADER = re.compile(rb"[A-Za-z][A-Za-z0-9-]{0,60}:[^\n]*(?:\n[ \t][^\n]*)*(?:\n|$)")
# What only a mail has: nobody writes these above minutes.
_MAIL_HEADER = re.compile(
    rb"^(?:return-path|received|message-id|mime-version|content-type|delivered-to|dkim-signature|"
    rb"x-[a-z0-9-]+|reply-to|thread-topic|authentication-results|arc-seal):",
    re.IGNORECASE | re.MULTILINE,
)
_SENDER = re.compile(rb"^(?:from|subject|date):", re.IGNORECASE | re.MULTILINE)
_SENT = re.compile(rb"^(?:to|received|return-path|delivered-to):", re.IGNORECASE | re.MULTILINE)
_RELATED = re.compile(rb"^content-type:\s*multipart/related", re.IGNORECASE | re.MULTILINE)
_SNAPSHOT = re.compile(rb"^(?:snapshot-content-location:|from: <saved by)", re.I | re.MULTILINE)
_OPENING = 8192
_LOOKED_AT = 65_536
_CONTROL = re.compile(rb"[\x01-\x08\x0e-\x1f\x7f]")
_PDF = re.compile(rb"%PDF-\d")
_JUNK_BEFORE_PDF = 1024


def format_of(data: bytes, suffix: str, name: str) -> str:
    """The format of ``data``: a key of the readers, or "zip".

    ``suffix`` counts only where the bytes leave it open (all that is text). Raises
    ``UnreadableFile`` for a format that cannot be read.
    """
    opening = _opening(data)
    if _PDF.search(data, 0, _JUNK_BEFORE_PDF + 6):
        return "pdf"
    if opening.lstrip().startswith(b"{\\rtf"):
        return "rtf"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zipped(data, name)
    if data.startswith(_PICTURES):
        return "image"
    _refuse_others(data, opening, name)
    kind = _message(opening, suffix) or _page(opening, suffix)
    if kind:
        return kind
    if suffix in _TEXT_SUFFIXES:
        return "txt"
    if suffix in _MISNAMED | _PAGE_SUFFIXES | _MAIL_SUFFIXES and _is_text(data):
        _refuse_xml(opening, name)
        return "txt"
    if suffix in _MISNAMED | _PAGE_SUFFIXES | _MAIL_SUFFIXES:
        raise UnreadableFile(
            f"{name}: Filen er ikke en rigtig {suffix[1:].upper()}-fil; den er beskadiget eller "
            "omdøbt. Hent den igen fra kilden."
        )
    _refuse_xml(opening, name)
    raise UnreadableFile(
        f"{name}: Formatet {suffix or 'uden endelse'} kan ikke læses. Gem filen som PDF, Word "
        "(.docx), HTML, tekst (.txt) eller Markdown (.md)."
    )


def _opening(data: bytes) -> bytes:
    """The first bytes, as UTF-8 where they are text of two bytes a letter."""
    opening = data[:_OPENING]
    if opening.startswith((b"\xff\xfe", b"\xfe\xff")):
        opening = opening.decode("utf-16", errors="ignore").encode("utf-8", errors="ignore")
    elif opening.startswith((b"<\x00", b"\x00<")):
        encoding = "utf-16-le" if opening[1] == 0 else "utf-16-be"
        opening = opening.decode(encoding, errors="ignore").encode("utf-8", errors="ignore")
    return opening.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n").replace(b"\r", b"\n")


def _is_text(data: bytes) -> bool:
    """Whether bytes are text in some encoding, not a broken file of another format."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    some = data[:_LOOKED_AT]
    return 0 not in some and len(_CONTROL.findall(some)) <= 0.01 * len(some)


def message_format(opening: bytes, suffix: str) -> str | None:
    """ "eml" or "mhtml", for a file that begins with ``opening`` as a mail or a saved page does."""
    return _message(_opening(opening), suffix)


def _message(opening: bytes, suffix: str) -> str | None:
    head = opening.lstrip()
    if head.startswith(b"From "):  # The line that parts mails in a mailbox.
        head = head.partition(b"\n")[2]
    at = 0
    while found := _HEADER.match(head, at):
        at = found.end()
    head = head[:at]
    if not _MAIL_HEADER.search(head) and not (
        suffix in _MAIL_SUFFIXES and len(set(map(bytes.lower, _SENDER.findall(head)))) > 1
    ):
        return None
    if suffix == ".eml":
        return "eml"
    page = _RELATED.search(head) and not _SENT.search(head)
    return "mhtml" if page or _SNAPSHOT.search(head) or suffix in (".mht", ".mhtml") else "eml"


def _page(opening: bytes, suffix: str) -> str | None:
    """ "html", for what is a web page."""
    if _MARKUP.match(opening):
        return "html"
    if suffix in _TEXT_SUFFIXES or _XML.match(opening):
        return None
    if suffix in _PAGE_SUFFIXES:
        return "html" if _TAG.search(opening) else None
    return "html" if _FRAGMENT.match(opening) else None


def _refuse_others(data: bytes, opening: bytes, name: str) -> None:
    """Raises ``UnreadableFile`` for what is known by its first bytes and is not read."""
    if data.startswith(_OLD_OFFICE):
        raise UnreadableFile(f"{name}: {_old_office(data)}")
    for signature, (what, instead) in _OTHERS.items():
        if data.startswith(signature) and not (len(signature) < 4 and _is_text(data)):
            _refuse(name, what, instead)


def _refuse_xml(opening: bytes, name: str) -> None:
    if not _XML.match(opening):
        return
    for sign, what, instead in _XML_KINDS:
        if sign in opening:
            _refuse(name, what, instead)
    _refuse(name, "XML", "PDF, Word (.docx) eller tekst (.txt)")


def _refuse(name: str, what: str, instead: str) -> None:
    raise UnreadableFile(
        f"{name}: Filen er {what}, og det kan ikke læses. Gem den som {instead}, og prøv igen."
    )


def _old_office(data: bytes) -> str:
    """What is said of a file in the container of Office's old formats."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return "Filen er låst med en adgangskode. Gem den uden, og prøv igen."
    found = (kind for kind in _OLD_KINDS if kind[0].encode("utf-16-le") in data)
    _, what, instead = next(
        found, ("", "et ældre Office-format (.doc, .xls, .ppt eller .msg)", _WORD)
    )
    return f"Filen er {what}, og det kan ikke læses. Gem den som {instead}, og prøv igen."


_OPEN_DOCUMENT = {
    b"spreadsheet": ("et regneark fra LibreOffice (.ods)", ".xlsx eller PDF"),
    b"presentation": ("en præsentation fra LibreOffice (.odp)", ".pptx eller PDF"),
    b"graphics": ("en tegning fra LibreOffice (.odg)", "PDF"),
}


def _zipped(data: bytes, name: str) -> str:
    """Which of the formats that are ZIP files this is."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = {one.replace("\\", "/") for one in archive.namelist()}
            mimetype = b""
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                mimetype = archive.read("mimetype")
    except Exception as error:  # The library raises anything that a broken file can bring about.
        raise UnreadableFile(
            f"{name}: Filen er beskadiget og kan ikke pakkes ud. Hent den igen fra kilden."
        ) from error
    if mimetype.startswith(b"application/vnd.oasis.opendocument.text"):
        return "odt"
    for sign, (what, instead) in _OPEN_DOCUMENT.items():
        if mimetype.startswith(b"application/vnd.oasis.opendocument." + sign):
            _refuse(name, what, instead)
    if mimetype.startswith(b"application/epub"):
        _refuse(name, "en e-bog (EPUB)", "PDF")
    if "xl/workbook.bin" in names:
        _refuse(name, "et binært regneark (.xlsb)", ".xlsx")
    if "[Content_Types].xml" in names:
        for part, kind in (("word/", "docx"), ("ppt/", "pptx"), ("xl/", "xlsx")):
            if any(one.startswith(part) for one in names):
                return kind
        _refuse(name, "et format fra Office, der ikke kendes", "PDF")
    return "zip"
