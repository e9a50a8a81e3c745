"""Files inside other files: unpacked from ZIP archives and mails, within limits."""

from __future__ import annotations

import io
import re
import stat
import zipfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import IO

from corpus.errors import UnreadableFile
from ingest.formats.archive.names import is_junk, name_of, numbered, safe_name
from ingest.formats.broken import broken
from ingest.formats.mail.message import Part, attachments, message_of, payload
from ingest.formats.sniff import message_format

MOST_BYTES, MOST_BYTES_EACH = 500_000_000, 100_000_000
MOST_FILES = 5_000
# Deflate packs at most 1:1032; no text of minutes comes near.
_DENSEST = 200
_DENSE_MATTERS = 10_000_000
_LONGEST_LIST = 5_000_000
_CHUNK = 262_144
_DEEPEST = 2
_ENCRYPTED = 0x1
_UNIX = 3
_SHORTEST_HEADER = 30
_LONGEST_TAIL = 66_000
_PACKED_SO = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ZIP = b"PK"
_OPENING = 8192
_OFFICE = frozenset({"[Content_Types].xml", "mimetype"})
_SUFFIX = re.compile(r"\.[a-z0-9]{1,8}")

_TOO_LARGE = (
    f"Filen fylder mere end {MOST_BYTES_EACH // 1_000_000} MB, når den pakkes ud. Del den op, og "
    "indlæs delene."
)
_TOO_LARGE_TOGETHER = (
    f"Filerne fylder mere end {MOST_BYTES // 1_000_000} MB, når de pakkes ud; denne og de følgende "
    "er ikke læst. Del arkivet op, og indlæs delene."
)
_TOO_DENSE = (
    "Filen er pakket så tæt, at den ligner et forsøg på at fylde disken. Pak den selv ud, og "
    "indlæs den for sig."
)
_TOO_DEEP = (
    "Filen ligger i en fil i en fil i en fil; kun to lag pakkes ud. Pak den selv ud, og indlæs den "
    "for sig."
)
_TOO_MANY = (
    f"Der er mere end {MOST_FILES} filer; resten er ikke læst. Del arkivet op, og indlæs delene."
)
_LOCKED = "Filen er låst med en adgangskode. Gem den uden, og prøv igen."
_BROKEN = "Filen er beskadiget og kan ikke pakkes ud. Hent den igen fra kilden."
_LINK = "Det er en genvej (symbolsk link), ikke en fil. Gem selve filen i arkivet, og prøv igen."
_OUTSIDE = "Filens sti peger ud af arkivet. Pak arkivet selv ud, og indlæs filen for sig."
_PACKED_OTHERWISE = (
    "Filen er pakket på en måde, der ikke kan læses. Pak arkivet selv ud, og indlæs filerne."
)


@dataclass(frozen=True, slots=True)
class Unpacked:
    """A file inside another: ``name`` is its path in there, as it is shown to users, ``path`` where
    its bytes lie; ``message`` says in Danish why it is refused, where it was not unpacked."""

    name: str
    path: Path | None = None
    message: str = ""


class _Refused(Exception):
    """Why a file is not unpacked, in Danish."""


@dataclass(slots=True)
class _Folder:
    """Where files are unpacked to, how many there are, and how many bytes may still come."""

    into: Path
    left: int
    files: list[Unpacked] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)
    written: int = 0

    def refuse(self, name: str, message: str) -> None:
        self.files.append(Unpacked(self._own(name), message=message))

    def keep(self, name: str, path: Path) -> str:
        """Adds a file; gives the name that it got."""
        own = self._own(name)
        self.files.append(Unpacked(own, path))
        return own

    def is_full(self) -> bool:
        """Whether no more files are taken, which is told once."""
        if len(self.files) == MOST_FILES:
            self.refuse("øvrige filer", _TOO_MANY)
        return len(self.files) > MOST_FILES

    def _own(self, name: str) -> str:
        """A name that no other file in the folder has."""
        own, n = name, 1
        while own.casefold() in self.taken:
            n += 1
            own = numbered(name, n)
        self.taken.add(own.casefold())
        return own

    def write(self, name: str, opened: IO[bytes], packed: int) -> Path:
        """Copies a file of ``packed`` bytes here, counting what comes out; raises ``_Refused``."""
        self.written += 1
        suffix = Path(name).suffix.lower()
        path = self.into / f"{self.written:05}{suffix if _SUFFIX.fullmatch(suffix) else ''}"
        size = 0
        try:
            with path.open("wb") as file:
                while chunk := opened.read(_CHUNK):
                    size += len(chunk)
                    self.left -= len(chunk)
                    if self.left < 0:
                        raise _Refused(_TOO_LARGE_TOGETHER)
                    if size > MOST_BYTES_EACH:
                        raise _Refused(_TOO_LARGE)
                    if size > _DENSE_MATTERS and size > _DENSEST * packed:
                        raise _Refused(_TOO_DENSE)
                    file.write(chunk)
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        return path


def unpack(path: Path, into: Path, name: str) -> list[Unpacked]:
    """The files inside a ZIP archive, a mail or a saved page, written to the folder ``into``.

    An archive or a mail inside is unpacked too; what is inside of that is refused if it is another
    archive. Files that systems leave behind are passed over. ``name`` is what messages call the
    whole.

    Raises ``UnreadableFile`` where the whole is broken, or made to do harm.
    """
    into.mkdir(parents=True, exist_ok=True)
    folder = _Folder(into, MOST_BYTES)
    _unpack(path, "", 1, folder, name)
    return folder.files


def is_archive(path: Path) -> bool:
    """Whether a file is a ZIP archive, and not one of the formats that are ZIP files."""
    try:
        with path.open("rb") as file:
            if file.read(2) != _ZIP:
                return False
            if not _list_is_too_long(file):
                with zipfile.ZipFile(file) as archive:
                    return not _OFFICE & set(archive.namelist())
    except Exception:  # The library raises anything that a broken file can bring about.
        pass
    return path.suffix.lower() == ".zip" and path.is_file()


def is_mail(path: Path) -> bool:
    """Whether a file is a mail or a saved page, whatever it is called."""
    try:
        with path.open("rb") as file:
            return message_format(file.read(_OPENING), path.suffix.lower()) is not None
    except OSError:  # Told where it is read.
        return False


def _unpack(path: Path, above: str, level: int, folder: _Folder, name: str) -> None:
    with path.open("rb") as file:
        zipped = file.read(2) == _ZIP
    with broken(name, "ZIP-filen" if zipped else "Mailen"):
        if zipped:
            _unpack_zip(path, above, level, folder, name)
        else:
            _unpack_message(path, above, level, folder, name)


def _unpack_zip(path: Path, above: str, level: int, folder: _Folder, name: str) -> None:
    with path.open("rb") as file:
        if _list_is_too_long(file):
            raise UnreadableFile(
                f"{name}: ZIP-filens indholdsfortegnelse er for lang. Pak den selv ud, og indlæs "
                "filerne."
            )
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
            if _overlap(members):
                raise UnreadableFile(
                    f"{name}: ZIP-filen er lavet, så dens filer ligger oven i hinanden, og pakkes "
                    "ikke ud. Hent den igen fra kilden."
                )
            for member in members:
                shown = name_of(member)
                if member.is_dir() or shown.endswith(("/", "\\")) or is_junk(shown):
                    continue
                if folder.is_full():
                    return
                write = partial(_write_member, folder, archive, member)
                _add(shown, above, level, folder, write)


def _unpack_message(path: Path, above: str, level: int, folder: _Folder, name: str) -> None:
    if path.stat().st_size > MOST_BYTES_EACH:
        raise UnreadableFile(f"{name}: {_TOO_LARGE}")
    for attached in attachments(message_of(path.read_bytes())):
        if folder.is_full():
            return
        if not is_junk(attached.name):
            write = partial(_write_part, folder, attached.part)
            _add(attached.name, above, level, folder, write)


def _write_member(
    folder: _Folder, archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str
) -> Path:
    if member.flag_bits & _ENCRYPTED:
        raise _Refused(_LOCKED)
    kind = stat.S_IFMT(member.external_attr >> 16)
    if member.create_system == _UNIX and kind not in (0, stat.S_IFREG):
        raise _Refused(_LINK)
    if member.compress_type not in _PACKED_SO:
        raise _Refused(_PACKED_OTHERWISE)
    with archive.open(member) as opened:
        return folder.write(name, opened, member.compress_size)


def _write_part(folder: _Folder, part: Part, name: str) -> Path:
    data = payload(part)
    return folder.write(name, io.BytesIO(data), len(data))


def _add(shown: str, above: str, level: int, folder: _Folder, write: Callable[[str], Path]) -> None:
    """Unpacks one file, and what is in it; whatever is wrong with it is told, and no more."""
    own = safe_name(shown)
    if not own:
        folder.refuse(above + (safe_name(shown.replace("..", "")) or "fil uden navn"), _OUTSIDE)
        return
    name = above + own
    if level > _DEEPEST:
        folder.refuse(name, _TOO_DEEP)
        return
    try:
        path = write(name)
    except _Refused as why:
        folder.refuse(name, str(why))
        return
    except MemoryError:
        raise
    except Exception:  # The library raises anything that a broken file can bring about.
        folder.refuse(name, _BROKEN)
        return
    if is_archive(path):
        _open_archive(path, name, level, folder)
        return
    kept = folder.keep(name, path)
    with path.open("rb") as file:
        opening = file.read(_OPENING)
    if message_format(opening, path.suffix):
        # What is wrong with a mail is told where it is read.
        with suppress(UnreadableFile):
            _unpack(path, f"{kept}/", level + 1, folder, kept)


def _open_archive(path: Path, name: str, level: int, folder: _Folder) -> None:
    """Unpacks an archive in an archive, which is nothing to read itself."""
    if level < _DEEPEST:
        try:
            _unpack(path, f"{name}/", level + 1, folder, name)
        except UnreadableFile as why:
            folder.refuse(name, str(why).removeprefix(f"{name}: "))
    else:
        folder.refuse(name, _TOO_DEEP)
    path.unlink()


def _list_is_too_long(file: IO[bytes]) -> bool:
    """Whether an archive's list of members is so long that reading it would fill the memory."""
    size = file.seek(0, io.SEEK_END)
    file.seek(max(0, size - _LONGEST_TAIL))
    tail = file.read()
    file.seek(0)
    at = tail.rfind(b"PK\x05\x06")
    length = int.from_bytes(tail[at + 12 : at + 16], "little") if at >= 0 else 0
    if length == 0xFFFFFFFF:
        at = tail.rfind(b"PK\x06\x06")
        length = int.from_bytes(tail[at + 40 : at + 48], "little")
    return length > _LONGEST_LIST


def _overlap(members: Sequence[zipfile.ZipInfo]) -> bool:
    """Whether some members are written in the same place: few bytes that become many files."""
    ordered = sorted(members, key=lambda member: member.header_offset)
    return any(
        before.header_offset + _SHORTEST_HEADER + before.compress_size > after.header_offset
        for before, after in pairwise(ordered)
    )
