"""Uploaded files: each lies at a path of its own, so that what it is a version of is told by its
content, or by its name and the meeting that it is of."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path

from corpus.catalogue import Catalogue
from corpus.records import AccessLevel, Document


def uploads_in(data: Path) -> Path:
    """The folder of the uploaded files in the data folder ``data``."""
    # Spelled as the catalogue spells the paths of files.
    return Path(os.path.abspath(data)) / "uploads"


def places_of(
    catalogue: Catalogue,
    uploads: Path,
    read: Mapping[Path, str],
    access: AccessLevel,
    parsed: Callable[[Path], Document],
) -> dict[Path, Path]:
    """Where what is known of each file is noted: at its own path, or for a new upload of level
    ``access``, at that of the stored file that it is the same as or a new version of.

    The same are files with the same bytes and level. A version has the name, forum, date and level
    of one other upload, and only one; ``parsed`` is asked for what a file would be stored as.
    """
    places = {path: path for path in read}
    new = [
        path
        for path in read
        if path.is_relative_to(uploads) and catalogue.document_at(str(path)) is None
    ]
    taken: dict[Path, str] = {}
    for path in new:
        same = catalogue.path_with(read[path], access)
        if same is not None:
            places[path] = Path(same)
            taken[places[path]] = read[path]
    stored = [Path(path) for path in catalogue.paths_below(uploads)]
    for path in new:
        named_so = [other for other in stored if other.name == path.name]
        if places[path] != path or not named_so:
            continue
        try:
            document = parsed(path)
        except Exception:  # Refused when it is parsed to be stored.
            continue
        earlier = _earlier(catalogue, named_so, document)
        if earlier and taken.setdefault(earlier, read[path]) == read[path]:
            places[path] = earlier
    return places


def _earlier(catalogue: Catalogue, paths: list[Path], document: Document) -> Path | None:
    """The one of ``paths`` that holds minutes of the same meeting as ``document``."""
    if document.forum is None or document.date is None:
        return None
    meeting = document.forum, document.date, document.access
    found: dict[str, Path] = {}
    for path in paths:
        known = catalogue.document_at(str(path))
        stored = catalogue.document(known[0]) if known else None
        if stored and (stored.forum, stored.date, stored.access) == meeting:
            found[stored.document_id] = path
    return next(iter(found.values())) if len(found) == 1 else None
