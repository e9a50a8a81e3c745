"""Whether the data folder has what it should beside catalogue and index, and no leftovers."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from corpus import generations
from corpus.errors import IngestUnderWay, TvaersnitError
from corpus.ingest_lock import lock_ingest
from corpus.records import Document
from corpus.settings import Settings
from ingest.batch.versions import uploads_in
from ingest.reader import digest
from ingest.verification.check import Check

_SPARE = 16_000_000
"""Bytes that an ingest needs beside room for one more generation of the index."""
_BEING_RECEIVED = 3600


def wrong_in_uploads(data: Path, document: Document, paths: Sequence[str]) -> Iterator[str]:
    """The uploaded files that a document was read from, and that are gone or have changed."""
    uploads = uploads_in(data)
    for path in map(Path, paths):
        if not path.is_relative_to(uploads):
            continue
        # A file inside another one lies no deeper than the other.
        uploaded = uploads.joinpath(*path.relative_to(uploads).parts[:3])
        if not uploaded.is_file():
            yield f"{uploaded} mangler"
        elif uploaded == path and digest(path, path.name) != document.sha256:
            yield f"{path} er ændret siden indlæsningen"


def disk(settings: Settings) -> Check:
    """Whether there is room for another ingest, which writes the index anew beside the old."""
    free = shutil.disk_usage(settings.data).free
    needed = _SPARE + _occupied(settings.data / "index")
    found = f"{_megabytes(free)} ledig, {_megabytes(needed)} skal bruges til næste indlæsning"
    advice = f"Skaf plads på den disk, som {settings.data} ligger på."
    return Check("disk", free >= needed, found, "" if free >= needed else advice)


def _occupied(root: Path) -> int:
    """Bytes on disk of the current generation; its files are mostly holes."""
    try:
        folder = generations.current(root)
    except TvaersnitError:
        return 0
    total = 0
    for path in folder.rglob("*"):
        with suppress(OSError):
            total += path.stat().st_blocks * 512
    return total


def _megabytes(amount: int) -> str:
    return f"{-(-amount // 1_000_000):,} MB".replace(",", ".")


def leftovers(settings: Settings) -> list[Path]:
    """What ingests, and uploads, that were cut off have left; nothing that anyone still uses."""
    data, root = settings.data, settings.data / "index"
    found: list[Path] = []
    with suppress(IngestUnderWay):
        lock = lock_ingest(settings)
        try:
            found += [*data.glob("spool-*"), *root.glob("gen-*.part"), *root.glob("CURRENT.new")]
            found += _old_generations(root)
        finally:
            lock.release()
    for folder in uploads_in(data).glob(".*"):
        with suppress(OSError):
            if time.time() - folder.stat().st_mtime > _BEING_RECEIVED:
                found.append(folder)
    return sorted(found)


def _old_generations(root: Path) -> Iterator[Path]:
    try:
        keep = generations.current(root)
    except TvaersnitError:
        return
    for folder in root.glob("gen-*"):
        if folder != keep and not folder.suffix:
            with suppress(OSError):
                generations.Lock(folder / "READERS", shared=False).release()
                yield folder


def sweep(settings: Settings) -> int:
    """Remove the leftovers; how many there were. Raises ``IngestUnderWay``."""
    found = leftovers(settings)
    lock = lock_ingest(settings)
    try:
        for path in found:
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)
    finally:
        lock.release()
    return len(found)
