"""Uploaded files on disk: ``uploads/<job>/<number>/<name>`` in the data folder, and
``uploads/.<job>/…`` while they are coming."""

from __future__ import annotations

import re
import shutil
import time
import unicodedata
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from corpus.errors import TvaersnitError
from corpus.machine import fault
from ingest.batch.versions import uploads_in

_LONGEST_NAME = 200
_LONGEST_SUFFIX = 20
_NO_NAME = "unavngivet"
BEING_RECEIVED = 3600
"""Seconds in which files may still be coming, to another service on the same data folder."""


def safe_name(name: str) -> str:
    """The last part of a name that a client gave, fit to be a file's: visible, printable, not too
    long. Its letters are kept."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    printable = "".join(c for c in re.sub(r"\s+", " ", last) if c.isprintable())
    name = printable.lstrip(". ").rstrip() or _NO_NAME
    stem, suffix = Path(name).stem, Path(name).suffix
    if len(suffix.encode()) > _LONGEST_SUFFIX:
        stem, suffix = name, ""
    room = _LONGEST_NAME - len(suffix.encode())
    return stem.encode()[:room].decode(errors="ignore") + suffix


def receive(data: Path, job_id: str, files: Sequence[tuple[str, BinaryIO]]) -> None:
    """Write named files into a job's folder.

    All of them or, where one cannot be written, none; raises ``TvaersnitError``.
    """
    folder = uploads_in(data) / job_id
    coming = folder.with_name(f".{job_id}")
    try:
        for number, (name, content) in enumerate(files, start=1):
            path = coming / str(number) / safe_name(name)
            path.parent.mkdir(parents=True)
            with path.open("xb") as target:
                shutil.copyfileobj(content, target)
        coming.rename(folder)
    except BaseException as error:
        shutil.rmtree(coming, ignore_errors=True)
        if isinstance(error, OSError):
            raise fault(folder.parent, error) or TvaersnitError(
                f"De uploadede filer kan ikke gemmes i {folder.parent} ({error.strerror}). "
                "Skaf plads på disken, eller ret adgangen til mappen."
            ) from error
        raise


def files_of(data: Path, job_id: str) -> list[Path]:
    """The files of a job that are on disk, in the order in which they were uploaded."""
    folder = uploads_in(data) / job_id
    return sorted(folder.glob("*/*"), key=lambda path: int(path.parent.name))


def uploaded_file(data: Path, place: Path) -> Path:
    """The uploaded file that a place is, or is inside of."""
    uploads = uploads_in(data)
    return uploads.joinpath(*place.relative_to(uploads).parts[:3])


def remove(paths: Iterable[Path]) -> None:
    """Remove uploaded files, and the folders that are empty without them."""
    for path in paths:
        path.unlink(missing_ok=True)
        for folder in (path.parent, path.parent.parent):
            with suppress(OSError):  # It holds others, or is gone.
                folder.rmdir()


def remove_cut_off(data: Path) -> None:
    """Remove what was being received when a service ended."""
    for folder in uploads_in(data).glob(".*"):
        with suppress(OSError):  # Another service removes it too, or it has come in.
            if time.time() - folder.stat().st_mtime > BEING_RECEIVED:
                shutil.rmtree(folder)
