"""A backup of everything that is not made from something else, and restoring it."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Collection, Iterator
from contextlib import closing, contextmanager, nullcontext, suppress
from importlib.metadata import version
from itertools import chain
from pathlib import Path, PurePosixPath

from corpus import dump, service_dump
from corpus.catalogue import Catalogue
from corpus.errors import Conflict, TvaersnitError
from corpus.generations import Lock
from corpus.ingest_lock import lock_ingest
from corpus.migration import HEAD
from corpus.settings import Settings
from ingest.batch.versions import uploads_in
from search_api.backup_file import BackupWriter, Manifest, parts_of, read_manifest, reading
from search_api.service_files import SERVICE_FILES, move_files, put_in_file

# What is made from something else, or belongs to processes that are running.
_LEFT_OUT = ("catalogue.sqlite", "index", "INGEST", "JOBS")
_LEFT_OUT_PREFIXES = ("spool-", "backup-")
_JOURNALS = ("-wal", "-shm", "-journal")
_FOLDER = "data/"

Told = Callable[[int, int], None]


def backup(settings: Settings, path: Path, progress: Told = lambda done, total: None) -> Manifest:
    """Write all that there is in one file, as it was at one moment, while ingests and the service
    go on. The index is left out: it is made again from the catalogue, without encoding.

    ``progress`` is told how many rows of how many are written. Raises ``Conflict`` where there is a
    file already, ``TvaersnitError`` where it cannot be written; then none is left.
    """
    path = Path(os.path.abspath(path))
    if path.exists():
        raise Conflict(f"{path} findes allerede. Vælg et andet navn til sikkerhedskopien.")
    if not settings.data.is_dir():
        raise TvaersnitError(f"{settings.data} findes ikke. Angiv datamappen med --data.")
    try:
        with closing(Catalogue(settings)) as catalogue, BackupWriter(path) as writer:
            rows = _write(settings, catalogue, writer, progress)
            writer.finish(version("tvaersnit"), HEAD, settings.data, rows)
    except OSError as error:
        raise TvaersnitError(
            f"{path}: Sikkerhedskopien kan ikke skrives (systemet melder »{error.strerror}«). "
            "Skaf plads, eller vælg et andet sted; der er ikke efterladt nogen halv fil."
        ) from error
    return read_manifest(path)


def _write(
    settings: Settings, catalogue: Catalogue, writer: BackupWriter, progress: Told
) -> dict[str, int]:
    # Uploads are taken hold of before the catalogue is, and those that came meanwhile after: none
    # that it tells of can go before it is copied.
    shared = settings.catalogue_url is not None
    with _held_files(settings.data, without=SERVICE_FILES if shared else ()) as hold:
        hold()
        with catalogue.snapshot(), catalogue.streaming() as connection:
            folder = hold()
            rows, parts = dump.counts(catalogue), dump.dump(catalogue)
            if shared:
                rows |= service_dump.counts(connection)
                parts = chain(parts, service_dump.dump(connection))
            total, done = sum(rows.values()), 0
            progress(0, total)
            for part in parts:
                writer.add(part.name, part.content)
                done += part.rows
                progress(done, total)
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                name = f"{_FOLDER}{path.relative_to(folder).as_posix()}"
                if path.suffix == ".sqlite":
                    writer.add(name, _database(settings.data / path.relative_to(folder)))
                else:
                    with path.open("rb") as file:
                        writer.copy(name, file, os.fstat(file.fileno()).st_size)
    return rows


@contextmanager
def _held_files(data: Path, without: Collection[str]) -> Iterator[Callable[[], Path]]:
    """A function that holds on to the files of the data folder, in a folder that it returns;
    ``without`` those that are no longer used."""
    with tempfile.TemporaryDirectory(prefix="backup-", dir=data) as name:
        folder = Path(name)

        def hold() -> Path:
            for path in _files(data):
                held = folder / path.relative_to(data)
                if held.exists() or path.relative_to(data).as_posix() in without:
                    continue
                held.parent.mkdir(parents=True, exist_ok=True)
                with suppress(FileNotFoundError):
                    try:
                        os.link(path, held)
                    except FileNotFoundError:
                        raise
                    except OSError:
                        # Not every file system has links.
                        shutil.copy2(path, held)
            return folder

        yield hold


def _files(data: Path) -> Iterator[Path]:
    for top in sorted(data.iterdir()):
        if top.name in _LEFT_OUT or top.name.startswith((".", *_LEFT_OUT_PREFIXES)):
            continue
        if top.name.endswith(_JOURNALS):
            continue
        for path in [top] if top.is_file() else sorted(top.rglob("*")):
            hidden = any(part.startswith(".") for part in path.relative_to(data).parts[:-1])
            if path.is_file() and not path.is_symlink() and not hidden:
                yield path


def _database(path: Path) -> bytes:
    """An SQLite file as it is between two changes."""
    try:
        with (
            closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as db,
            closing(sqlite3.connect(":memory:")) as copy,
        ):
            db.backup(copy)
            return copy.serialize()
    except sqlite3.Error as error:
        raise TvaersnitError(
            f"{path}: Filen kan ikke læses ({error}). Kør »tvaersnit doctor«, og ret det, den "
            "finder, før sikkerhedskopien tages."
        ) from error


def restore(
    settings: Settings,
    path: Path,
    progress: Told = lambda done, total: None,
    *,
    replace: bool = False,
) -> tuple[Manifest, Path | None]:
    """Put what a backup holds into the data folder, and into the database that is set; the index
    is to be built from it afterwards.

    The whole file is compared with its checksums before anything is changed. ``progress`` is told
    how many rows of how many are in.

    Returns: what the backup is of, and where the folder that was there before lies now: with
    ``replace`` it is moved aside; without it must be empty or missing.

    Raises ``Conflict`` where something is in the way, ``TvaersnitError`` for a file that is no
    backup, is not whole, or is of another version.
    """
    manifest = read_manifest(path)
    if manifest.schema_version != HEAD:
        raise TvaersnitError(
            f"{path}: Sikkerhedskopien er lavet af en anden udgave af Tværsnit "
            f"({manifest.program}). Gendan den med den udgave, og opgradér så."
        )
    data = settings.data
    occupied = data.exists() and any(data.iterdir())
    if occupied and not replace:
        raise Conflict(
            f"Der er noget i {data} i forvejen. Angiv en tom mappe med --data, eller flyt den "
            "nuværende til side med --replace."
        )
    try:
        data.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=f".{data.name}-", dir=data.parent))
        coming = beside / data.name
        coming.mkdir()
    except OSError as error:
        raise _unwritable(data.parent, error) from error
    try:
        with _stopped(settings) if occupied else nullcontext():
            _put(settings, path, manifest, coming, progress)
            return manifest, _swap(coming, data)
    except OSError as error:
        raise _unwritable(data.parent, error) from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _put(settings: Settings, path: Path, manifest: Manifest, coming: Path, progress: Told) -> None:
    """Write the files into ``coming``, and the rows into the catalogue."""
    total, done = sum(manifest.rows.values()), 0
    shared = settings.catalogue_url is not None
    old, new = str(Path(manifest.data, "uploads")), str(uploads_in(settings.data))

    def path_of(stored: str) -> str:
        # Uploads lie in the data folder, wherever that is.
        return new + stored.removeprefix(old) if stored.startswith(f"{old}/") else stored

    def rows() -> Iterator[tuple[str, bytes]]:
        nonlocal done
        for name, file in parts_of(path):
            content = file.read()
            table = PurePosixPath(name).name.rpartition("-")[0]
            if name.startswith(dump.FOLDER):
                yield table, content
            elif name.startswith(service_dump.FOLDER):
                if shared:
                    service_dump.put(connection, table, content)
                else:
                    put_in_file(coming, table, content)
            else:
                _write_file(coming / PurePosixPath(name).relative_to(_FOLDER), content)
                continue
            done += content.count(b"\n") - 1
            progress(done, total)

    with (
        reading(path),
        closing(Catalogue(settings.model_copy(update={"data": coming}))) as catalogue,
        catalogue.transaction(),
        catalogue.connection() as connection,
    ):
        kept = service_dump.counts(connection) if shared else {}
        if shared and (catalogue.count("documents") or any(kept.values())):
            raise Conflict(
                "Der er dokumenter, nøgler, tilbagemeldinger eller jobs i databasen i forvejen. "
                "Opret en tom database med »createdb«, og angiv den med TVAERSNIT_CATALOGUE_URL."
            )
        try:
            dump.load(catalogue, rows(), path_of)
            if shared:
                move_files(coming, connection)
        except (ValueError, KeyError, TypeError) as error:
            raise TvaersnitError(
                f"{path}: Sikkerhedskopien rummer andet end ventet ({error}). Gendan den med den "
                f"udgave af Tværsnit, som har lavet den ({manifest.program})."
            ) from error


def _write_file(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as file:
        os.fchmod(file.fileno(), 0o600)
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


@contextmanager
def _stopped(settings: Settings) -> Iterator[None]:
    """Raises ``Conflict`` while an ingest or a service works in the data folder."""
    ingesting = lock_ingest(settings)
    try:
        try:
            working = Lock(settings.data / "JOBS", shared=False)
        except BlockingIOError as error:
            raise Conflict(
                f"Tjenesten kører på {settings.data}. Stop den, før der gendannes."
            ) from error
        try:
            yield
        finally:
            working.release()
    finally:
        ingesting.release()


def _swap(coming: Path, data: Path) -> Path | None:
    """Let ``coming`` be the data folder; where the one before is, if there was anything in it."""
    aside = None
    if data.exists() and any(data.iterdir()):
        moment = dt.datetime.now().strftime("%Y%m%d-%H%M%S")
        aside = data.with_name(f"{data.name}.gammel-{moment}")
        data.rename(aside)
    elif data.exists():
        data.rmdir()
    coming.rename(data)
    return aside


def _unwritable(folder: Path, error: OSError) -> TvaersnitError:
    return TvaersnitError(
        f"Der kan ikke gendannes i {folder} (systemet melder »{error.strerror}«). Skaf plads, "
        "eller ret adgangen, og prøv igen; intet er ændret."
    )
