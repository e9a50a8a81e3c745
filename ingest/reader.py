"""Files as text: which reader a file is given to, told by what is in it, not by its name."""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from importlib import import_module
from io import BufferedReader
from pathlib import Path
from typing import cast

from corpus.errors import UnreadableFile
from ingest.extract import Extract
from ingest.formats.sniff import format_of
from ingest.splitting.lines import plain_text

Reader = Callable[[bytes, str], Extract]

# Each reader's module is loaded when its first file comes.
_READERS: dict[str, tuple[str, str]] = {
    "txt": ("text", "read_plain"),
    "pdf": ("pdf.reader", "read_pdf"),
    "docx": ("docx.reader", "read_docx"),
    "odt": ("odt.reader", "read_odt"),
    "rtf": ("rtf.reader", "read_rtf"),
    "html": ("html.reader", "read_html"),
    "mhtml": ("mail.mhtml", "read_mhtml"),
    "eml": ("mail.eml", "read_eml"),
    "pptx": ("pptx.reader", "read_pptx"),
    "xlsx": ("xlsx.reader", "read_xlsx"),
    "image": ("ocr.picture_file", "read_image"),
}
_KINDS: dict[str, str] = {
    "txt": "ren tekst",
    "pdf": "en PDF-fil",
    "docx": "et Word-dokument (.docx)",
    "odt": "et LibreOffice-dokument (.odt)",
    "rtf": "et RTF-dokument",
    "html": "en webside (HTML)",
    "mhtml": "en gemt webside (MHTML)",
    "eml": "en mail",
    "pptx": "en PowerPoint-præsentation (.pptx)",
    "xlsx": "et Excel-regneark (.xlsx)",
    "image": "et billede",
}
_SUFFIXES: dict[str, tuple[str, ...]] = {
    "txt": (".txt", ".text", ".md", ".markdown"),
    "pdf": (".pdf",),
    "docx": (".docx", ".docm"),
    "odt": (".odt",),
    "rtf": (".rtf",),
    "html": (".html", ".htm", ".xhtml"),
    "mhtml": (".mhtml", ".mht"),
    "eml": (".eml",),
    "pptx": (".pptx", ".pptm"),
    "xlsx": (".xlsx", ".xlsm"),
    "image": (".png", ".jpg", ".jpeg", ".tif", ".tiff"),
    "zip": (".zip",),
}
SUFFIXES = frozenset(suffix for some in _SUFFIXES.values() for suffix in some)
LARGEST = 100_000_000
_FEWEST_LETTERS = 40


def load(path: Path, name: str) -> bytes:
    """A file's bytes; raises ``UnreadableFile`` where it is missing, closed, empty or too large."""
    with _opened(path, name) as file:
        data = file.read()
    if not data.strip():
        raise UnreadableFile(f"{name}: Filen er tom. Hent den igen fra kilden.")
    return data


def digest(path: Path, name: str) -> str:
    """The SHA-256 of a file's bytes; raises ``UnreadableFile`` as ``load`` does."""
    with _opened(path, name) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def _opened(path: Path, name: str) -> Iterator[BufferedReader]:
    if not _is_text(name):
        raise UnreadableFile(
            f"{name}: Filens navn rummer tegn, der ikke kan læses. Omdøb filen, og prøv igen."
        )
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise UnreadableFile(
                f"{name}: Det er ikke en almindelig fil. Angiv en fil eller en mappe med filer."
            )
        size = status.st_size
        if size > LARGEST:
            raise UnreadableFile(
                f"{name}: Filen er på {size // 1_000_000} MB og må højst være på "
                f"{LARGEST // 1_000_000} MB. Del den op, og indlæs delene."
            )
        with path.open("rb") as file:
            yield file
    except FileNotFoundError:
        raise UnreadableFile(
            f"{name}: Filen eller mappen findes ikke. Kontrollér stien, og prøv igen."
        ) from None
    except OSError as error:
        raise UnreadableFile(
            f"{name}: Filen kan ikke læses ({error.strerror}). Kontrollér rettighederne til filen."
        ) from None


def _is_text(name: str) -> bool:
    """Whether a name can be written down: on some systems it is any bytes."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def read_file(path: Path, name: str | None = None) -> Extract:
    """The text of a file of any format that can be read.

    ``name`` is what messages call it, where that is not its path.

    Raises:
        UnreadableFile: the file is missing, empty, too large, broken, locked, of a format that
            cannot be read, or holds no words.
    """
    name = name or str(path)
    data = load(path, name)
    kind = format_of(data, Path(name).suffix.lower(), name)
    if kind not in _READERS:
        raise UnreadableFile(
            f"{name}: Filen er pakket som et arkiv, men i et format, der ikke kan læses. Gem den "
            "som PDF eller Word (.docx), og prøv igen."
        )
    module, function = _READERS[kind]
    reader = cast(Reader, getattr(import_module(f"ingest.formats.{module}"), function))
    extract = reader(data, name)
    if all(page.read for page in extract.pages):
        letters = sum(character.isalpha() for character in plain_text(extract.text))
        if letters < _FEWEST_LETTERS:
            raise UnreadableFile(
                f"{name}: Filen indeholder ikke noget referat (næsten ingen ord). "
                "Kontrollér, at det er den rigtige fil."
            )
    suffix = Path(name).suffix.lower()
    if suffix in _SUFFIXES[kind]:
        return extract
    called = f"Filen hedder {suffix}" if suffix else "Filens navn har ingen endelse"
    return replace(
        extract, notes=(f"{called}, men er {_KINDS[kind]} og er læst som det.", *extract.notes)
    )
