"""What a file ``minutes.toml`` says of the minutes beside it.

    region = "Sjælland"
    forum = "Styregruppen for Rammeaftale Sjælland"

    [files."referat 12. maj.pdf"]
    date = 2023-05-12
    status = "godkendt"

It goes for its folder and the folders below, except where a folder has one of its own: then only
that one counts. A table under ``files`` goes for the one file, by its name or by its path from the
folder, and wins over the rest.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from corpus.errors import BadValue, UnreadableFile
from ingest.extract import clean_name
from ingest.head.said import read_access, read_date, read_forum, read_kind, read_region, read_status
from ingest.head.told import Told

MINUTES_TOML = "minutes.toml"
_FILES = "files"
_LARGEST = 1_000_000


@dataclass(frozen=True, slots=True)
class _Mistake:
    """What is wrong, in Danish, and the line where it stands; 0 where that is not known."""

    line: int
    message: str


@dataclass(frozen=True, slots=True)
class _Said:
    """What a ``minutes.toml`` says of its folder and of single files; a mistake concerns the files
    that the wrong part goes for."""

    folder: Told | _Mistake
    files: Mapping[str, Told | _Mistake]


def told_beside(
    path: Path, root: Path | None = None, unpacked: Mapping[Path, Path] | None = None
) -> Told:
    """What the nearest ``minutes.toml`` says of the file at ``path``: the one in its folder, or in
    a folder above, no higher than ``root``. ``unpacked`` holds where those inside archives lie.

    Raises:
        UnreadableFile: what is said of this file cannot be read; says where the mistake is.
    """
    for folder in path.parents:
        file = folder / MINUTES_TOML
        lies = (unpacked or {}).get(file, file)
        try:
            stat = lies.stat()
        except OSError:  # There is none, or what is above is no folder but an archive.
            stat = None
        if stat is not None and lies.is_file():
            return _of(path, _read(lies, stat.st_mtime_ns, stat.st_size), file)
        if folder == root:
            break
    return Told()


def _of(path: Path, said: _Said, file: Path) -> Told:
    below = _folded(path.relative_to(file.parent).as_posix())
    one = said.files.get(below) or said.files.get(_folded(path.name)) or Told()
    for part in (said.folder, one):
        if isinstance(part, _Mistake):
            where = f"{file}, linje {part.line}" if part.line else str(file)
            raise UnreadableFile(
                f"{path}: {part.message} Det står i {where}. Ret den fil, og indlæs igen."
            )
    assert isinstance(said.folder, Told) and isinstance(one, Told)
    return one.over(said.folder.stored())


@lru_cache(maxsize=64)
def _read(file: Path, changed: int, size: int) -> _Said:
    """A ``minutes.toml`` as it was ``changed``; read again when it changes."""
    if size > _LARGEST:
        return _Said(_Mistake(0, "Filen minutes.toml er for stor."), {})
    try:
        text = file.read_text(encoding="utf-8-sig")
    except OSError as error:
        return _Said(_Mistake(0, f"Filen minutes.toml kan ikke læses ({error.strerror})."), {})
    except UnicodeDecodeError:
        return _Said(_Mistake(0, "Filen minutes.toml er ikke gemt som UTF-8."), {})
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"\(at line (\d+)", str(error))
        at = int(line.group(1)) if line else text.count("\n") + 1
        return _Said(_Mistake(at, "Filen minutes.toml er ikke gyldig TOML."), {})
    files = table.pop(_FILES, {})
    if not isinstance(files, dict) or not all(isinstance(one, dict) for one in files.values()):
        message = f'»{_FILES}« skal være tabeller med filnavne: [files."referat.pdf"].'
        return _Said(_Mistake(_line_of(text, _FILES), message), {})
    return _Said(
        _told(table, text, 0),
        {_folded(name): _told(one, text, _offset_of(text, name)) for name, one in files.items()},
    )


def _told(table: Mapping[str, Any], text: str, start: int) -> Told | _Mistake:
    """One table as what is said; the keys are looked for in ``text`` from ``start`` on."""
    values: dict[str, Any] = {}
    for key, value in table.items():
        line = _line_of(text, key, start)
        if key not in _READERS:
            return _Mistake(
                line, f"Feltet »{key}« kendes ikke. Brug {', '.join(_READERS)} eller {_FILES}."
            )
        try:
            values[key] = _READERS[key](value)
        except BadValue as error:
            return _Mistake(line, str(error))
        except TypeError:
            return _Mistake(line, f"Feltet »{key}« skal {_FORMS.get(key, 'være en tekst')}.")
    return Told(**values)


def _offset_of(text: str, name: str) -> int:
    """Where the table of a file opens."""
    match = re.search(rf"^\s*\[\s*{_FILES}\s*\..*{re.escape(name)}", text, re.MULTILINE)
    return match.start() if match else 0


def _line_of(text: str, key: str, start: int = 0) -> int:
    pattern = re.compile(rf"""^\s*\[*\s*["']?{re.escape(key)}\b""", re.MULTILINE)
    match = pattern.search(text, start) or pattern.search(text)
    return text.count("\n", 0, match.end()) + 1 if match else 0


def _folded(name: str) -> str:
    """One spelling of a file's name: systems differ in how they write its letters."""
    return unicodedata.normalize("NFC", name.replace("\\", "/")).casefold()


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise TypeError
    return " ".join(clean_name(value).split())


def _date(value: object) -> dt.date:
    if isinstance(value, dt.datetime):
        return value.date()
    return value if isinstance(value, dt.date) else read_date(_text(value))


def _people(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise TypeError
    return tuple(_text(one) for one in value)


_READERS: dict[str, Callable[[object], object]] = {
    "region": lambda value: read_region(_text(value)),
    "forum": lambda value: read_forum(_text(value)),
    "date": _date,
    "place": _text,
    "title": _text,
    "kind": lambda value: read_kind(_text(value)),
    "status": lambda value: read_status(_text(value)),
    "access": lambda value: read_access(_text(value)),
    "participants": _people,
    "apologies": _people,
    "minute_taker": _text,
}
_FORMS = {
    "date": "være en dato, for eksempel 2020-08-14",
    "participants": "være en liste af navne",
    "apologies": "være en liste af navne",
}
