"""Uploaded files that are to leave the disk when no document is read from them any more.

They are noted first, in ``leaving/`` in the data folder: where a service is killed before it has
removed them, the next one does. Only what is noted is ever removed, so that a catalogue that was
lost, or restored from before, costs no file.
"""

from __future__ import annotations

import json
import os
import secrets
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from corpus.catalogue import Catalogue
from corpus.settings import Settings
from ingest.batch.versions import uploads_in
from search_api.jobs.job import State
from search_api.jobs.uploads import BEING_RECEIVED, files_of, remove, uploaded_file


def referred_to(settings: Settings) -> set[Path]:
    """The uploaded files that documents are read from."""
    catalogue = Catalogue(settings)
    paths = catalogue.paths_below(uploads_in(settings.data))
    catalogue.close()
    return {uploaded_file(settings.data, Path(path)) for path in paths}


@dataclass(frozen=True, slots=True)
class Note:
    """Uploaded files, and those of a job where it has an id; ``place`` is where it is noted."""

    place: Path
    paths: frozenset[Path]
    job_id: str = ""

    def withdraw(self) -> None:
        """Let the files be."""
        self.place.unlink(missing_ok=True)


def note(data: Path, paths: Iterable[Path], job_id: str = "") -> Note:
    """Note uploaded files before what will leave them without a document.

    ``job_id`` names the job that does so, whose own files the note is of as well.
    """
    noted = Note(data / "leaving" / f"{secrets.token_hex(8)}.json", frozenset(paths), job_id)
    uploads = uploads_in(data)
    told = {"job": job_id, "paths": sorted(str(p.relative_to(uploads)) for p in noted.paths)}
    noted.place.parent.mkdir(parents=True, exist_ok=True)
    part = noted.place.with_suffix(".part")
    with part.open("w", encoding="utf-8") as file:
        json.dump(told, file, ensure_ascii=False)
        file.flush()
        os.fsync(file.fileno())
    part.rename(noted.place)
    return noted


def leave(settings: Settings, noted: Note) -> None:
    """Remove what is noted and no document is read from, and then the note."""
    own = files_of(settings.data, noted.job_id) if noted.job_id else ()
    remove(noted.paths.union(own) - referred_to(settings))
    noted.withdraw()


def leave_all(settings: Settings, state: Callable[[str], State | None]) -> None:
    """Do so for every note that a service has left, but for those of a job that is to be worked
    on. ``state`` tells that of a job, ``None`` of one that was never put in the queue."""
    for part in (settings.data / "leaving").glob("*.part"):
        if _long_ago(part):
            part.unlink(missing_ok=True)
    for place in sorted((settings.data / "leaving").glob("*.json")):
        try:
            told = json.loads(place.read_text(encoding="utf-8"))
        except FileNotFoundError:
            continue  # Another service has just seen to it.
        paths = frozenset(uploads_in(settings.data) / path for path in told["paths"])
        noted = Note(place, paths, told["job"])
        job = state(noted.job_id) if noted.job_id else None
        if job in ("queued", "running"):
            continue
        # What is not done yet may be on its way, in another service.
        done = job is not None or (paths and paths.isdisjoint(referred_to(settings)))
        if done or _long_ago(place):
            leave(settings, noted)


def _long_ago(place: Path) -> bool:
    """Whether whoever wrote a note is done with it; so, too, where it is gone."""
    try:
        return time.time() - place.stat().st_mtime > BEING_RECEIVED
    except FileNotFoundError:
        return True
