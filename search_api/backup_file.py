"""A backup as a file: a compressed tar archive of parts, and last what all of them should be."""

from __future__ import annotations

import datetime as dt
import gzip
import hashlib
import io
import os
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import IO, BinaryIO, Self

from pydantic import BaseModel, ConfigDict, ValidationError

from corpus.errors import TvaersnitError

FORMAT = 2
"""Raised whenever a backup is written otherwise."""

_MANIFEST = "manifest.json"
_BLOCK = 1 << 20


class Part(BaseModel):
    """A file in the archive: its size in bytes and its checksum."""

    model_config = ConfigDict(frozen=True)

    name: str
    size: int
    sha256: str


class Manifest(BaseModel):
    """What a backup is of. ``schema_version`` is that of the catalogue's tables, ``data`` the
    folder that it was taken of, ``rows`` the number of rows by table."""

    model_config = ConfigDict(frozen=True)

    format: int
    program: str
    created: dt.datetime
    schema_version: str
    data: str
    rows: dict[str, int]
    parts: tuple[Part, ...]


class BackupWriter:
    """Writes beside ``path``; there is no file of that name before all of it is on disk.

    A context: leaving it without ``finish`` leaves nothing. Raises ``OSError``.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._unfinished = path.with_name(f".{path.name}.part")
        # It holds what not everybody may read.
        descriptor = os.open(self._unfinished, os.O_CREAT | os.O_TRUNC | os.O_RDWR, 0o600)
        self._file = os.fdopen(descriptor, "wb")
        self._tar = tarfile.TarFile.gzopen(path.name, mode="w", fileobj=self._file, compresslevel=1)
        self._parts: list[Part] = []

    def add(self, name: str, content: bytes) -> None:
        self.copy(name, io.BytesIO(content), len(content))

    def copy(self, name: str, source: BinaryIO, size: int) -> None:
        """Add what ``source`` holds from where it stands, ``size`` bytes."""
        hashed = _Hashing(source)
        entry = tarfile.TarInfo(name)
        entry.size, entry.mode = size, 0o600
        self._tar.addfile(entry, hashed)
        self._parts.append(Part(name=name, size=size, sha256=hashed.sha256.hexdigest()))

    def finish(self, program: str, schema_version: str, data: Path, rows: dict[str, int]) -> None:
        """Write the manifest, and give the file its name."""
        manifest = Manifest(
            format=FORMAT,
            program=program,
            created=dt.datetime.now(dt.UTC).replace(microsecond=0),
            schema_version=schema_version,
            data=str(data),
            rows=rows,
            parts=tuple(self._parts),
        )
        content = manifest.model_dump_json(indent=1).encode()
        entry = tarfile.TarInfo(_MANIFEST)
        entry.size, entry.mode = len(content), 0o600
        self._tar.addfile(entry, io.BytesIO(content))
        self._tar.close()
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        os.replace(self._unfinished, self._path)
        folder = os.open(self._path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._unfinished.unlink(missing_ok=True)
        # On a full disk even what is left to write cannot be.
        with suppress(OSError):
            self._file.close()


def read_manifest(path: Path) -> Manifest:
    """What a backup is of, every byte of it compared with its checksum.

    Raises ``TvaersnitError`` for a file that is no backup, or is not whole.
    """
    found: dict[str, tuple[int, str]] = {}
    manifest = b""
    with reading(path):
        for name, file in _entries(path):
            hashed, size = hashlib.sha256(), 0
            while block := file.read(_BLOCK):
                hashed.update(block)
                size += len(block)
                if name == _MANIFEST:
                    manifest += block
            if name != _MANIFEST:
                found[name] = size, hashed.hexdigest()
    try:
        told = Manifest.model_validate_json(manifest)
    except ValidationError as error:
        raise _damaged(path) from error
    if told.format != FORMAT:
        raise TvaersnitError(
            f"{path}: Sikkerhedskopien er lavet af en anden udgave af Tværsnit ({told.program}). "
            "Gendan den med den udgave."
        )
    if found != {part.name: (part.size, part.sha256) for part in told.parts}:
        raise _damaged(path)
    if any(not _is_safe(part.name) for part in told.parts):
        raise _damaged(path)
    return told


def parts_of(path: Path) -> Iterator[tuple[str, IO[bytes]]]:
    """The parts of a backup, by name, in the order they were written; each is to be read before the
    next is asked for. To be used inside ``reading``."""
    return ((name, file) for name, file in _entries(path) if name != _MANIFEST)


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Whatever goes wrong with reading the file is a ``TvaersnitError``."""
    try:
        yield
    except FileNotFoundError as error:
        raise TvaersnitError(f"{path} findes ikke. Angiv en sikkerhedskopi.") from error
    except (tarfile.TarError, zlib.error, EOFError) as error:
        raise _damaged(path) from error
    except OSError as error:
        # A compressed file that is not whole is an OSError too, without a number.
        if error.errno is None:
            raise _damaged(path) from error
        raise TvaersnitError(f"{path} kan ikke læses ({error.strerror}).") from error


def _entries(path: Path) -> Iterator[tuple[str, IO[bytes]]]:
    with gzip.open(path) as stream:
        with tarfile.open(fileobj=stream, mode="r|") as tar:
            for entry in tar:
                file = tar.extractfile(entry)
                if file is None:
                    raise tarfile.ReadError
                yield entry.name, file
        # To its very end, so that its own checksum is compared too.
        while stream.read(_BLOCK):
            pass


def _is_safe(name: str) -> bool:
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts


def _damaged(path: Path) -> TvaersnitError:
    return TvaersnitError(
        f"{path}: Filen er ikke en hel sikkerhedskopi; den er afkortet eller ændret. Intet er "
        "gendannet. Brug en anden sikkerhedskopi."
    )


class _Hashing(io.RawIOBase):
    """Reads on, and hashes what is read."""

    def __init__(self, source: BinaryIO) -> None:
        self._source = source
        self.sha256 = hashlib.sha256()

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        block = self._source.read(size)
        self.sha256.update(block)
        return block
