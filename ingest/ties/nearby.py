"""Which files lie near which: in the same folder or one below it, in the same ZIP archive or mail,
or uploaded together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath

_UPLOADED = re.compile(r"^(.*/uploads/[0-9a-f]{16})/\d+/")
_FOR_ATTACHMENTS = re.compile(r"bilag", re.IGNORECASE)
_FOR_MINUTES = re.compile(r"referat|dagsorden|mødemateriale", re.IGNORECASE)
_DEEPEST = 2
BESIDE = 3
"""How far a folder for attachments is that lies beside the minutes' own."""


def folder_of(place: str) -> PurePosixPath:
    """The folder of a file; files of one upload are in one."""
    return PurePosixPath(_UPLOADED.sub(r"\1/", place)).parent


def is_uploaded(place: str) -> bool:
    """Whether a file was uploaded to the service."""
    return bool(_UPLOADED.match(place))


class Folders:
    """The folders of some files, by what is in them."""

    def __init__(self, places: Iterable[tuple[str, int]]) -> None:
        """``places`` are the files' places, each with the number that its file is known by."""
        self._files: dict[PurePosixPath, list[int]] = {}
        self._below: dict[PurePosixPath, set[PurePosixPath]] = {}
        for place, file in places:
            folder = folder_of(place)
            self._files.setdefault(folder, []).append(file)
            while folder.parent != folder and folder not in self._below.get(folder.parent, ()):
                self._below.setdefault(folder.parent, set()).add(folder)
                folder = folder.parent

    def files_in(self, folder: PurePosixPath) -> list[int]:
        """The files right in a folder."""
        return self._files.get(folder, [])

    def near(self, places: Iterable[str]) -> Mapping[PurePosixPath, int]:
        """The folders near a document with these places, each with its distance: the levels below
        the document's own, or ``BESIDE``."""
        found: dict[PurePosixPath, int] = {}
        for place in places:
            # A mail's files lie below the mail.
            for own in (folder_of(place), folder_of(f"{place}/x")):
                self._add_below(own, 0, found)
            own = folder_of(place)
            for beside in self._below.get(own.parent, ()):
                if _FOR_MINUTES.search(own.name) and _FOR_ATTACHMENTS.search(beside.name):
                    found.setdefault(beside, BESIDE)
        return found

    def _add_below(
        self, folder: PurePosixPath, distance: int, found: dict[PurePosixPath, int]
    ) -> None:
        if folder in self._files:
            found[folder] = min(distance, found.get(folder, distance))
        if distance < _DEEPEST:
            for below in self._below.get(folder, ()):
                self._add_below(below, distance + 1, found)
