"""Uploaded files: each lies at a path of its own, so that what it is a version of is told by its
content, or by its name and the meeting that it is of."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path

from corpus.catalogue import Catalogue
from corpus.records import AccessLevel
from ingest.report import Facts


def uploads_in(data: Path) -> Path:
    """The folder of the uploaded files in the data folder ``data``."""
    # Spelled as the catalogue spells the paths of files.
    return Path(os.path.abspath(data)) / "uploads"


def places_of(
    catalogue: Catalogue,
    uploads: Path,
    digests: Mapping[Path, str],
    access: AccessLevel,
    read: Callable[[list[Path]], Mapping[Path, Facts]],
) -> dict[Path, Path]:
    """Where what is known of each file is noted: at its own path, or for a new upload of level
    ``access``, at that of the stored file that it is the same as or a new version of.

    The same are files with the same bytes and level. A version has the name, forum, date and level
    of one other upload, and only one; ``read`` is asked for what some files would be stored as, and
    leaves out those that it cannot read.
    """
    places = {path: path for path in digests}
    new = [
        path
        for path in digests
        if path.is_relative_to(uploads) and catalogue.document_at(str(path)) is None
    ]
    taken: dict[str, str] = {}
    for path in new:
        same = catalogue.path_with(digests[path], access)
        if same is not None:
            places[path] = Path(same)
            taken[same] = digests[path]
    stored = [Path(path) for path in catalogue.paths_below(uploads)]
    named_so = {
        path: [other for other in stored if other.name == path.name]
        for path in new
        if places[path] == path
    }
    for path, facts in read([path for path, others in named_so.items() if others]).items():
        earlier = _earlier(catalogue, named_so[path], facts)
        if earlier and taken.setdefault(str(earlier), digests[path]) == digests[path]:
            places[path] = earlier
    return places


def _earlier(catalogue: Catalogue, paths: list[Path], facts: Facts) -> Path | None:
    """The one of ``paths`` that holds minutes of the same meeting."""
    if facts.forum is None or facts.date is None:
        return None
    meeting = facts.forum, facts.date, facts.access
    found: dict[str, Path] = {}
    for path in paths:
        known = catalogue.document_at(str(path))
        stored = catalogue.document(known[0]) if known else None
        if stored and (stored.forum, stored.date, stored.access) == meeting:
            found[stored.document_id] = path
    return next(iter(found.values())) if len(found) == 1 else None
