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


def note(data: Path, paths: Iterable[Path], job_id: str = "") -> Path:
    """Note uploaded files before what will leave them without a document; where it is noted.

    ``job_id`` names the job that does so, whose own files the note is of as well.
    """
    uploads = uploads_in(data)
    told = {"job": job_id, "paths": sorted(str(path.relative_to(uploads)) for path in paths)}
    place = data / "leaving" / f"{secrets.token_hex(8)}.json"
    place.parent.mkdir(parents=True, exist_ok=True)
    part = place.with_suffix(".part")
    with part.open("w", encoding="utf-8") as file:
        json.dump(told, file, ensure_ascii=False)
        file.flush()
        os.fsync(file.fileno())
    part.rename(place)
    return place


def leave(settings: Settings, place: Path) -> None:
    """Remove what is noted and no document is read from, and then the note."""
    told = json.loads(place.read_text(encoding="utf-8"))
    paths = {uploads_in(settings.data) / path for path in told["paths"]}
    if told["job"]:
        paths |= set(files_of(settings.data, told["job"]))
    remove(paths - referred_to(settings))
    place.unlink(missing_ok=True)


def leave_all(settings: Settings, state: Callable[[str], State | None]) -> None:
    """Do so for every note that a service has left, but for those of a job that is to be worked
    on. ``state`` tells that of a job, ``None`` of one that was never put in the queue."""
    for place in sorted((settings.data / "leaving").glob("*.json")):
        try:
            job_id = json.loads(place.read_text(encoding="utf-8"))["job"]
            now = time.time() - place.stat().st_mtime <= BEING_RECEIVED
        except FileNotFoundError:
            continue  # Another service has just seen to it.
        job = state(job_id) if job_id else "done"
        # One that is not known may be on its way, to another service.
        if job in ("done", "failed") or (job is None and not now):
            leave(settings, place)
