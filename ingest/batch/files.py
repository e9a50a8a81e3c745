"""Which files an ingest is to read."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ingest.head.minutes_toml import MINUTES_TOML


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read: ``place`` is what it is known by, ``path`` where its bytes lie.

    The two differ for a file inside another: the place of ``referat.docx`` in ``juni.zip`` is
    ``…/juni.zip/referat.docx``, its path is where it was unpacked to.
    """

    place: Path
    path: Path


def find_files(paths: Iterable[Path]) -> list[Path]:
    """The files named and, in folders, every file below that is not hidden; sorted, once each.
    ``minutes.toml`` is none of them: it tells of the others."""
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            below = sorted(
                file
                for file in path.rglob("*")
                if file.is_file()
                and not any(part.startswith(".") for part in file.relative_to(path).parts)
            )
            found |= dict.fromkeys(_absolute(file) for file in below)
        else:
            found[_absolute(path)] = None
    return [file for file in found if file.name != MINUTES_TOML]


def _absolute(path: Path) -> Path:
    """One name for a file, however it was written ("../referater/a.txt")."""
    return Path(os.path.abspath(path))
