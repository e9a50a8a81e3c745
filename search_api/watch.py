"""Folders watched: what changes in them, told once it is written to the end."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from watchfiles import watch

from corpus.errors import TvaersnitError
from ingest.batch.files import find_files

_GATHERED_FOR = 1600
"""Milliseconds in which changes that follow each other are told together."""
_STILL_FOR = 1.0
"""Seconds in which a file must not have grown."""
_LOOK_EVERY = 500


@dataclass(frozen=True, slots=True)
class Changed:
    """Files and folders that are new or changed, and folders that something is gone from."""

    paths: tuple[Path, ...]
    emptied: tuple[Path, ...] = ()


def changes(paths: Sequence[Path], stop: threading.Event) -> Iterator[Changed]:
    """First ``paths`` themselves, once they are watched; then what changes in them, as it does,
    until ``stop`` is set. Hidden files are left out.

    A file that is being written is told of when it has stopped growing.

    Raises ``TvaersnitError`` for a path that does not exist, or where the system cannot watch so
    many folders.
    """
    watched = [path.absolute() for path in paths]
    for path in watched:
        if not path.exists():
            raise TvaersnitError(
                f"{path}: Filen eller mappen findes ikke. Kontrollér stien, og prøv igen."
            )
    pending: dict[Path, _Look] = {}
    try:
        for number, some in enumerate(
            watch(
                # A file is watched by its folder: programs save by putting a new one in its place.
                *{path if path.is_dir() else path.parent for path in watched},
                watch_filter=lambda change, path: _shown(Path(path), watched),
                debounce=_GATHERED_FOR,
                rust_timeout=_LOOK_EVERY,
                yield_on_timeout=True,
                stop_event=stop,
            )
        ):
            if number == 0:
                yield Changed(tuple(watched))
            for _, changed in some:
                pending.setdefault(Path(changed), _Look())
            settled = [path for path, look in pending.items() if look.settled(path)]
            for path in settled:
                del pending[path]
            if settled:
                yield _told(settled, watched)
    except OSError as error:
        raise TvaersnitError(
            f"Mapperne kan ikke overvåges ({error.strerror or error}). Overvåg færre mapper, eller "
            "sæt miljøvariablen WATCHFILES_FORCE_POLLING til true."
        ) from error


class _Look:
    """What a file or folder looked like, and since when."""

    def __init__(self) -> None:
        self._state: object = None
        self._since = 0.0

    def settled(self, path: Path) -> bool:
        """Whether it has looked the same for a while; what is gone is so at once."""
        state = _state(path)
        if state is None:
            return True
        if state != self._state:
            self._state, self._since = state, time.monotonic()
        return time.monotonic() - self._since >= _STILL_FOR


def _state(path: Path) -> tuple[tuple[int, int], ...] | None:
    """Sizes and times of a file, or of all below a folder; ``None`` for what is gone."""
    try:
        below = sorted(path.rglob("*")) if path.is_dir() else []
        stats = [one.stat() for one in (path, *below)]
    except OSError:
        return None if not path.exists() else ((0, time.monotonic_ns()),)
    return tuple((stat.st_size, stat.st_mtime_ns) for stat in stats)


def _shown(path: Path, watched: Sequence[Path]) -> bool:
    return path in watched or any(
        path.is_relative_to(folder)
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
        for folder in watched
    )


def _told(settled: Sequence[Path], watched: Sequence[Path]) -> Changed:
    there = {path for path in settled if path.exists()}
    left = (_left(path, watched) for path in settled if path not in there)
    return Changed(tuple(sorted(there)), tuple(sorted({folder for folder in left if folder})))


def _left(path: Path, watched: Sequence[Path]) -> Path | None:
    """The innermost folder above ``path`` that still holds files, not above what is watched."""
    for folder in path.parents:
        if not any(folder.is_relative_to(one) for one in watched):
            return None
        if folder.is_dir() and find_files([folder]):
            return folder
    return None
