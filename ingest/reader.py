"""Files as text: which reader a file is given to, told by what is in it, not by its name."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from io import BufferedReader
from pathlib import Path
from typing import cast

from corpus.errors import UnreadableFile
from ingest.extract import Extract
from ingest.formats.sniff import format_of
from ingest.lines import plain_text

Reader = Callable[[bytes, str], Extract]

# Each reader's module is loaded when its first file comes.
_READERS: dict[str, tuple[str, str]] = {
    "txt": ("text", "read_plain"),
    "pdf": ("pdf", "read_pdf"),
    "docx": ("docx", "read_docx"),
    "odt": ("odt", "read_odt"),
    "rtf": ("rtf", "read_rtf"),
    "html": ("html", "read_html"),
    "mhtml": ("mhtml", "read_mhtml"),
    "eml": ("eml", "read_eml"),
    "pptx": ("pptx", "read_pptx"),
    "xlsx": ("xlsx", "read_xlsx"),
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
    try:
        size = path.stat().st_size
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
    return extract
