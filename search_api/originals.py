"""The file that a document was read from."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from corpus.errors import Forbidden, NotFound, UnreadableFile
from corpus.settings import Settings
from ingest.personal import mask
from ingest.reader import read_file
from ingest.versions import uploads_in
from search_api.access.caller import Caller
from search_api.archive import Archive


def original_of(settings: Settings, archive: Archive, document_id: str) -> Path:
    """The file that a document was read from, as it was then.

    Raises ``NotFound`` for a document that is not shown, or whose file is gone or has changed.
    """
    document = archive.document(document_id)
    for path in _places(settings, archive.catalogue.paths_of(document_id)):
        if path.is_file():
            status = path.stat()
            if _sha256(path, status.st_mtime_ns, status.st_size) == document.sha256:
                return path
    raise NotFound(
        f"Den oprindelige fil til »{document.source}« findes ikke mere, eller den er ændret siden "
        "indlæsningen. Dokumentets tekst kan stadig læses."
    )


def check_original(settings: Settings, caller: Caller, path: Path) -> None:
    """Raises ``Forbidden`` where a file holds personal data and the caller is no editor."""
    if caller.may("editor"):
        return
    try:
        text = read_file(path).text
    except UnreadableFile:
        text = None  # Read by an earlier edition: what is in it cannot be told.
    if text is None or mask(text, settings.show_contacts).text != text:
        raise Forbidden(
            "Den oprindelige fil rummer personoplysninger, som er skjult i tjenesten. Den kan kun "
            "hentes af redaktører."
        )


def _places(settings: Settings, paths: list[str]) -> Iterator[Path]:
    """Where a file may lie; uploads come along when the data folder is moved."""
    for path in map(Path, paths):
        yield path
        if path.parts[-4:-3] == ("uploads",):
            yield uploads_in(settings.data).joinpath(*path.parts[-3:])


@lru_cache(maxsize=1000)
def _sha256(path: Path, modified: int, size: int) -> str:
    """The digest of a file as it was last written; a large one is not read for every look at it."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
