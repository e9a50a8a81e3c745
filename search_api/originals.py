"""The file that a document was read from."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from corpus.catalogue import Catalogue
from corpus.errors import Forbidden, NotFound
from corpus.records import Document
from corpus.settings import Settings
from ingest.batch.pool import unpack_files
from ingest.batch.versions import uploads_in
from ingest.personal import MASK, mask
from search_api.access.caller import Caller
from search_api.archive import Archive

_SHOWN = {
    "text/plain": (".txt", ".text", ".md", ".markdown"),
    "application/pdf": (".pdf",),
    "image/png": (".png",),
    "image/jpeg": (".jpg", ".jpeg"),
}
_OFFICE = "application/vnd.openxmlformats-officedocument"
_SAVED = {
    f"{_OFFICE}.wordprocessingml.document": (".docx",),
    f"{_OFFICE}.presentationml.presentation": (".pptx",),
    f"{_OFFICE}.spreadsheetml.sheet": (".xlsx",),
    "application/vnd.ms-word.document.macroEnabled.12": (".docm",),
    "application/vnd.ms-powerpoint.presentation.macroEnabled.12": (".pptm",),
    "application/vnd.ms-excel.sheet.macroEnabled.12": (".xlsm",),
    "application/vnd.oasis.opendocument.text": (".odt",),
    "application/rtf": (".rtf",),
    "text/html": (".html", ".htm", ".xhtml"),
    "message/rfc822": (".eml", ".mhtml", ".mht"),
    "image/tiff": (".tif", ".tiff"),
}
ANY_TYPE = "application/octet-stream"
SHOWN_IN_BROWSERS = frozenset(_SHOWN)
"""The media types that a browser shows without running anything in them."""
_TYPES = {suffix: kind for kind, suffixes in (_SHOWN | _SAVED).items() for suffix in suffixes}
MEDIA_TYPES = (*_SHOWN, *_SAVED, ANY_TYPE)


@dataclass(frozen=True, slots=True)
class Original:
    """A file that lies at ``path`` until ``close``; ``place`` is what the catalogue knows it by."""

    path: Path
    place: Path
    unpacked: TemporaryDirectory[str] | None = None

    @property
    def media_type(self) -> str:
        return _TYPES.get(self.place.suffix.lower(), ANY_TYPE)

    def close(self) -> None:
        """Remove what was unpacked for it."""
        if self.unpacked is not None:
            self.unpacked.cleanup()


def has_original(settings: Settings, archive: Archive, document: Document) -> bool:
    """Whether a document's file is still there, unchanged; of one inside another, whether that
    other is."""
    places = _places(settings, archive.catalogue.paths_of(document.document_id))
    return any(_is_unchanged(path, document) or _around(path) for _, path in places)


def original_of(settings: Settings, archive: Archive, document_id: str) -> Original:
    """The file that a document was read from, as it was then; unpacked where it is inside another.

    Raises ``NotFound`` for a document that is not shown, or whose file is gone or has changed.
    """
    document = archive.document(document_id)
    places = list(_places(settings, archive.catalogue.paths_of(document_id)))
    for place, path in places:
        if _is_unchanged(path, document):
            return Original(path, place)
    for place, path in places:
        container = _around(path)
        if container is not None:
            folder = TemporaryDirectory(prefix="tvaersnit-")
            unpacked = _unpacked(container, path, folder.name)
            if unpacked is not None and _is_unchanged(unpacked, document):
                return Original(unpacked, place, folder)
            folder.cleanup()
    raise NotFound(
        f"Den oprindelige fil til »{document.source}« findes ikke mere, eller den er ændret siden "
        "indlæsningen. Dokumentets tekst kan stadig læses."
    )


def check_original(
    settings: Settings, archive: Archive, caller: Caller, document_id: str, original: Original
) -> None:
    """Raises ``Forbidden`` where a file holds what the caller may not see: personal data, or what
    could not be read, for all but editors; in a mail, attachments of another level."""
    stored = [archive.document(document_id)]
    inside = set(archive.catalogue.paths_below(original.place))
    if _all_below(settings, original.place) - inside:
        raise Forbidden("Den oprindelige fil kan ikke hentes med din adgang. Læs teksten her.")
    if caller.may("editor"):
        return
    for path in inside:
        known = archive.catalogue.document_at(path)
        stored += [archive.document(known[0])] if known else []
    if any(_hides(document, settings.show_contacts) for document in stored):
        raise Forbidden(
            "Den oprindelige fil rummer personoplysninger, som er skjult i tjenesten. Den kan kun "
            "hentes af redaktører."
        )
    if not all(page.read for document in stored for page in document.pages):
        raise Forbidden(
            "Den oprindelige fil har sider, der ikke kunne læses, og som kan rumme "
            "personoplysninger. Den kan kun hentes af redaktører."
        )


def _hides(document: Document, show_contacts: bool) -> bool:
    """Whether anything in a document's file is masked, or would be now."""
    text = document.text
    return 2 * MASK in text or mask(text, show_contacts).text != text


def _all_below(settings: Settings, place: Path) -> set[str]:
    """Every stored file inside another one, whatever its level."""
    catalogue = Catalogue(settings)
    try:
        return set(catalogue.paths_below(place))
    finally:
        catalogue.close()


def _places(settings: Settings, paths: list[str]) -> Iterator[tuple[Path, Path]]:
    """What a file is known by, and where it may lie; uploads come along when the data folder is
    moved."""
    for place in map(Path, paths):
        yield place, place
        if "uploads" in place.parts:
            below = place.parts[place.parts.index("uploads") + 1 :]
            yield place, uploads_in(settings.data).joinpath(*below)


def _around(path: Path) -> Path | None:
    """The file that another is inside of."""
    return next((above for above in path.parents if above.is_file()), None)


def _unpacked(container: Path, path: Path, folder: str) -> Path | None:
    """A file inside another, written to ``folder``."""
    files = unpack_files(container, Path(folder), str(container))
    wanted = path.relative_to(container)
    unpacked = [] if isinstance(files, str) else files
    return next((one.path for one in unpacked if Path(one.name) == wanted), None)


def _is_unchanged(path: Path, document: Document) -> bool:
    with suppress(OSError):
        status = path.stat()
        if path.is_file():
            return _sha256(path, status.st_mtime_ns, status.st_size) == document.sha256
    return False


@lru_cache(maxsize=1000)
def _sha256(path: Path, modified: int, size: int) -> str:
    """The digest of a file as it was last written; a large one is not read for every look at it."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
