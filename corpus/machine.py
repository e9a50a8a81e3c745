"""The machine underneath: room on its disk, asked for before it is needed, and what it fails in,
told in Danish with what to do about it."""

from __future__ import annotations

import errno
import os
import re
import resource
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from corpus.errors import MachineFault, TvaersnitError

TO_READ = 4 << 20
"""Bytes that have to be free for an index to be opened: the engine notes things beside it as it
does, and is ended by the system (SIGBUS) where there is no room for that."""

TO_WRITE = 32 << 20
"""Bytes that have to be free, beside those that are known to be needed, while it is written."""

TO_MAP = 512 << 20
"""Bytes of addresses that have to be left for an index to be opened, where they are limited: the
engine's threads end without them, and whoever waits for these waits for ever."""

_MEGABYTE = 1_000_000
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_FAULTS = {
    **dict.fromkeys(
        _FULL,
        "Der er ikke mere plads på disken, eller en kvote er brugt op. Skaf plads, og prøv igen; "
        "intet er gået tabt.",
    ),
    errno.EROFS: "Disken kan kun læses. Se efter i systemets log, om den melder fejl, gør den "
    "skrivbar igen, og prøv så igen; intet er gået tabt.",
    errno.EIO: "Disken melder fejl. Se efter i systemets log, om den er ved at gå i stykker, og "
    "gendan datamappen fra en sikkerhedskopi, hvis den er.",
    errno.EACCES: "Der mangler adgang. Ret adgangen til mappen, eller kør det som den bruger, der "
    "ejer den.",
    errno.EPERM: "Der mangler adgang. Ret adgangen til mappen, eller kør det som den bruger, der "
    "ejer den.",
    errno.EMFILE: "For mange filer er åbne på én gang. Hæv grænsen (ulimit -n), og prøv igen.",
    errno.ENFILE: "For mange filer er åbne på én gang. Hæv systemets grænse, og prøv igen.",
    errno.ENOMEM: "Der er ikke hukommelse nok. Luk andre programmer, eller giv maskinen mere, og "
    "prøv igen.",
}

# As PyTorch, OpenVINO and the loader of libraries say it.
_NO_MEMORY = re.compile(
    r"can(?:'t|not) allocate memory|out of memory|bad_alloc|failed to map segment"
    r"|can't start new thread",
    re.IGNORECASE,
)

# https://www.sqlite.org/rescode.html
_OF_SQLITE = {
    sqlite3.SQLITE_FULL: errno.ENOSPC,
    sqlite3.SQLITE_READONLY: errno.EROFS,
    sqlite3.SQLITE_IOERR: errno.EIO,
    sqlite3.SQLITE_CANTOPEN: errno.EACCES,
    sqlite3.SQLITE_NOMEM: errno.ENOMEM,
}


def require_room(folder: Path, needed: int) -> None:
    """Raise ``MachineFault`` unless ``needed`` bytes are free on the disk that ``folder`` is on."""
    room = os.statvfs(folder)
    free = room.f_bavail * room.f_frsize
    if free < needed:
        raise MachineFault(
            f"{folder}: Der er kun {free // _MEGABYTE} MB ledig plads på disken, og der skal "
            f"bruges {-(-needed // _MEGABYTE)} MB. Skaf plads, og prøv igen; intet er gået tabt."
        )


def require_memory(folder: Path) -> None:
    """Raise ``MachineFault`` unless an index in ``folder`` can be opened within the limit on this
    process's memory, where it has one (``ulimit -v``)."""
    limit = resource.getrlimit(resource.RLIMIT_AS)[0]
    pages = Path("/proc/self/statm")
    if limit == resource.RLIM_INFINITY or not pages.exists():
        return
    if limit - int(pages.read_text().split()[0]) * resource.getpagesize() < TO_MAP:
        raise MachineFault(f"{folder}: {_FAULTS[errno.ENOMEM]}")


def taken(folder: Path) -> int:
    """Bytes that the files below ``folder`` take on the disk, holes not counted."""
    return sum(path.stat().st_blocks * 512 for path in folder.rglob("*") if path.is_file())


def fault(folder: Path | str, error: BaseException) -> MachineFault | None:
    """What the machine failed in while it worked on ``folder``, where that is what an error, or
    one behind it, came of; ``None`` for any other error."""
    seen: BaseException | None = error
    while seen is not None:
        if number := _number(seen):
            if isinstance(seen, sqlite3.Error):
                # It tells of a file that it cannot open or write, but not why.
                number = _refused(folder) or number
            return MachineFault(f"{folder}: {_FAULTS[number]}")
        seen = seen.__cause__ or seen.__context__
    return None


def _refused(folder: Path | str) -> int | None:
    """The system's number for why nothing can be written in ``folder``, of those told of."""
    if not any_room(folder):
        return errno.ENOSPC
    try:
        with tempfile.TemporaryFile(dir=folder):
            return None
    except OSError as error:
        return _number(error)


def any_room(folder: Path | str) -> bool:
    """Whether there is room for anything on the disk of ``folder``; SQLite tells of a full disk as
    of one that fails."""
    try:
        room = os.statvfs(folder)
    except OSError:
        return True
    return room.f_bavail * room.f_frsize >= _MEGABYTE


def is_full(error: BaseException) -> bool:
    """Whether an error came of a disk without room."""
    return _number(error) in _FULL


def _number(error: BaseException) -> int | None:
    """The system's number for what an error came of, of those that are told of."""
    if isinstance(error, OSError) and error.errno in _FAULTS:
        return error.errno
    if isinstance(error, sqlite3.Error):
        return _OF_SQLITE.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
    said = str(error)
    if isinstance(error, MemoryError) or _NO_MEMORY.search(said):
        return errno.ENOMEM
    # What copies a folder, and the index's engine, only quote the system.
    quoted = re.search(r"\(os error (\d+)\)|\[Errno (\d+)\]", said)
    number = int(quoted[1] or quoted[2]) if quoted else None
    return number if number in _FAULTS else None


@contextmanager
def faults_told(folder: Path) -> Iterator[None]:
    """Turn what the machine fails in while it works on ``folder`` into ``MachineFault``."""
    try:
        yield
    except TvaersnitError:
        raise
    except Exception as error:
        if told := fault(folder, error):
            raise told from error
        raise
