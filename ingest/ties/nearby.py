"""Which files lie near which: in the same folder or one below it, in the same ZIP archive or mail,
or uploaded together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

_UPLOADS = "/uploads/"
_UPLOADED = re.compile(r"^(.*/uploads/[0-9a-f]{16})/\d+/")
_FOR_ATTACHMENTS = re.compile(r"bilag", re.IGNORECASE)
_FOR_MINUTES = re.compile(r"referat|dagsorden|mødemateriale", re.IGNORECASE)
_DEEPEST = 2
BESIDE = 3
"""How far a folder for attachments is that lies beside the minutes' own."""


def folder_of(place: str) -> str:
    """The folder of a file; files of one upload are in one."""
    return _above(_together(place))


def _together(place: str) -> str:
    return _UPLOADED.sub(r"\1/", place) if _UPLOADS in place else place


def _above(folder: str) -> str:
    return folder.rpartition("/")[0]


def _name(folder: str) -> str:
    return folder.rpartition("/")[2]


def is_uploaded(place: str) -> bool:
    """Whether a file was uploaded to the service."""
    return bool(_UPLOADED.match(place))


class Folders:
    """The folders of some files, by what is in them."""

    def __init__(self, places: Iterable[tuple[str, int]]) -> None:
        """``places`` are the files' places, each with the number that its file is known by."""
        self._files: dict[str, list[int]] = {}
        self._below: dict[str, set[str]] = {}
        for place, file in places:
            folder = folder_of(place)
            self._files.setdefault(folder, []).append(file)
            while folder and folder not in self._below.get(_above(folder), ()):
                self._below.setdefault(_above(folder), set()).add(folder)
                folder = _above(folder)

    def files_in(self, folder: str) -> list[int]:
        """The files right in a folder."""
        return self._files.get(folder, [])

    def near(self, places: Iterable[str]) -> Mapping[str, int]:
        """The folders near a document with these places, each with its distance: the levels below
        the document's own, or ``BESIDE``."""
        found: dict[str, int] = {}
        for place in places:
            mail = _together(place)
            own = _above(mail)
            # A mail's files lie below the mail.
            for folder in (own, mail):
                self._add_below(folder, 0, found)
            for beside in self._below.get(_above(own), ()):
                if _FOR_MINUTES.search(_name(own)) and _FOR_ATTACHMENTS.search(_name(beside)):
                    found.setdefault(beside, BESIDE)
        return found

    def _add_below(self, folder: str, distance: int, found: dict[str, int]) -> None:
        if folder in self._files:
            found[folder] = min(distance, found.get(folder, distance))
        if distance < _DEEPEST:
            for below in self._below.get(folder, ()):
                self._add_below(below, distance + 1, found)
