"""Generations: the index folders of the data folder, of which one is current at a time.

    index/CURRENT            names the current generation; replaced atomically
    index/WRITER             locked while a process writes
    index/gen-000007/        a whole generation: manifest.json, READERS, shard/
    index/gen-000008.part/   one being written; nothing reads it, a crash leaves it to be swept

A reader holds a shared lock on its generation's READERS file; only a generation that is neither
current nor locked is removed. Locks are the kernel's (flock): a killed process leaves none.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import shutil
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TypeVar

from corpus.errors import (
    BrokenIndex,
    EmptyCorpus,
    EncoderMismatch,
    IngestUnderWay,
    TvaersnitError,
)
from corpus.machine import TO_WRITE, fault, faults_told, require_room, taken

FORMAT = 2
"""Raised whenever the payload, the sparse vectors or the layout change."""

_NAME = re.compile(r"gen-(\d{6,})")
_T = TypeVar("_T")
REBUILD = "Kør »tvaersnit reindex«, så bygges det op igen fra kataloget."


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation is. ``files`` holds the size in bytes of each file of the shard, so that
    a damaged folder is known before the engine opens it: the engine would take what it cannot
    read for empty, and go on."""

    format: int
    encoder: str
    dimension: int
    points: int
    files: dict[str, int]


class Lock:
    """An flock on ``path``, held until ``release``."""

    def __init__(self, path: Path, *, shared: bool) -> None:
        """Raises ``BlockingIOError`` where another holds it."""
        self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
            fcntl.flock(self._descriptor, kind | fcntl.LOCK_NB)
        except OSError:
            os.close(self._descriptor)
            raise

    def release(self) -> None:
        os.close(self._descriptor)


def lock_writing(root: Path) -> Lock:
    """The right to write the index below ``root``; raises ``IngestUnderWay`` where taken."""
    return lock_or_say(root / "WRITER", root.parent)


def lock_or_say(path: Path, data: Path) -> Lock:
    """The exclusive lock on ``path`` in the data folder ``data``; raises ``IngestUnderWay`` where
    taken."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return Lock(path, shared=False)
    except BlockingIOError as error:
        raise IngestUnderWay(
            f"Der indlæses allerede referater i {data}. Vent, til det er færdigt, og prøv igen."
        ) from error
    except OSError as error:
        raise TvaersnitError(
            f"Der kan ikke skrives i {path.parent} (systemet melder »{error.strerror}«). "
            "Ret adgangen, eller vælg en anden mappe med --data eller TVAERSNIT_DATA."
        ) from error


def stamp(root: Path) -> tuple[int, int] | None:
    """Changes when another generation becomes current; a single ``stat``."""
    try:
        status = os.stat(root / "CURRENT")
    except FileNotFoundError:
        return None
    return status.st_ino, status.st_mtime_ns


def current(root: Path) -> Path:
    """The folder of the current generation. Raises ``EmptyCorpus`` or ``BrokenIndex``."""
    try:
        name = (root / "CURRENT").read_text(encoding="utf-8").strip()
    except FileNotFoundError as error:
        raise empty() from error
    except (OSError, UnicodeDecodeError) as error:
        raise broken(root, "filen CURRENT kan ikke læses") from error
    if not _NAME.fullmatch(name):
        raise broken(root, "filen CURRENT er beskadiget")
    if not (root / name).is_dir():
        raise broken(root, f"mappen {name} mangler")
    return root / name


def lock_current(root: Path) -> tuple[Path, Lock]:
    """The current generation, locked against removal."""
    while True:
        folder = current(root)
        try:
            lock = Lock(folder / "READERS", shared=True)
        except BlockingIOError:
            continue  # It is being removed, so another has become current.
        except FileNotFoundError:
            continue
        except OSError as error:
            raise broken(folder, f"systemet melder »{error.strerror}«") from error
        if current(root) == folder:
            return folder, lock
        lock.release()


def read_manifest(folder: Path, encoder: str, dimension: int) -> Manifest:
    """The manifest of the generation in ``folder``, its files found whole.

    Raises ``BrokenIndex``, or ``EncoderMismatch`` where it was made by another encoder.
    """
    try:
        manifest = Manifest(**json.loads((folder / "manifest.json").read_bytes()))
    except (OSError, ValueError, TypeError) as error:
        raise broken(folder, "manifest.json mangler eller er beskadiget") from error
    if manifest.format != FORMAT:
        raise broken(folder, "det er lavet af en anden udgave af Tværsnit")
    check_encoder(manifest.encoder, manifest.dimension, encoder, dimension)
    for name, size in manifest.files.items():
        try:
            found = os.stat(folder / "shard" / name).st_size
        except OSError as error:
            raise broken(folder, f"filen {name} mangler") from error
        if found != size:
            raise broken(folder, f"filen {name} er beskadiget")
    return manifest


def check_encoder(made_by: str, made_dimension: int, encoder: str, dimension: int) -> None:
    """Raises ``EncoderMismatch`` unless the two are one."""
    if (made_by, made_dimension) != (encoder, dimension):
        raise EncoderMismatch(
            f"Indekset er lavet med encoderen {made_by}, men {encoder} er valgt. Kør »tvaersnit "
            "reindex« for at lave det om, eller sæt TVAERSNIT_ENCODER tilbage."
        )


def begin(
    root: Path, copy_from: Path | None, copy_file: Callable[[str, str], object] = shutil.copyfile
) -> Path:
    """An unfinished generation, with the shard of ``copy_from`` where one is given, each file of
    it by ``copy_file(source, target)``.

    To be called under ``lock_writing``, which makes every older unfinished one a leftover. Raises
    ``MachineFault`` where there is no room for another.
    """
    numbers = [0]
    for entry in root.iterdir():
        if match := _NAME.match(entry.name):
            if entry.suffix:
                shutil.rmtree(entry, ignore_errors=True)
            else:
                numbers.append(int(match[1]))
    part = root / f"gen-{max(numbers) + 1:06d}.part"
    require_room(root, TO_WRITE + (taken(copy_from) if copy_from else 0))
    try:
        with faults_told(root):
            if copy_from is None:
                (part / "shard").mkdir(parents=True)
            else:
                shutil.copytree(
                    copy_from / "shard",
                    part / "shard",
                    # A reader's engine may just be replacing its settings through such a folder.
                    ignore=shutil.ignore_patterns(".atomicwrite*"),
                    copy_function=copy_file,
                )
    except BaseException:
        discard(part)
        raise
    return part


def publish(root: Path, part: Path, encoder: str, dimension: int, points: int) -> str:
    """Make the closed shard in ``part`` the current generation; returns its name."""
    shard = part / "shard"
    files = {
        str(path.relative_to(shard)): path.stat().st_size
        for path in sorted(shard.rglob("*"))
        if path.is_file()
    }
    manifest = Manifest(FORMAT, encoder, dimension, points, files)
    _write_durably(part / "manifest.json", json.dumps(asdict(manifest), indent=1))
    (part / "READERS").touch()
    folder = part.with_suffix("")
    part.rename(folder)
    pointer = root / "CURRENT.new"
    _write_durably(pointer, f"{folder.name}\n")
    os.replace(pointer, root / "CURRENT")
    _sync(root)
    sweep(root)
    return folder.name


def discard(part: Path) -> None:
    """Remove an unfinished generation."""
    shutil.rmtree(part, ignore_errors=True)


def sweep(root: Path) -> None:
    """Remove every generation that is neither current nor read by any process."""
    keep = current(root)
    for folder in root.iterdir():
        if folder == keep or not _NAME.fullmatch(folder.name):
            continue
        try:
            lock = Lock(folder / "READERS", shared=False)
        except OSError:
            continue
        shutil.rmtree(folder, ignore_errors=True)
        lock.release()


def empty() -> EmptyCorpus:
    """The error of a corpus with nothing in it."""
    return EmptyCorpus(
        "Der er ingen referater at søge i endnu. Indlæs nogle med »tvaersnit ingest MAPPE«."
    )


def broken(place: Path | str, reason: str) -> BrokenIndex:
    """The error of an index that cannot be used. ``reason`` is Danish, without a full stop."""
    return BrokenIndex(f"Indekset i {place} kan ikke bruges: {reason}. {REBUILD}")


def guarded(place: Path | str, work: Callable[[], _T]) -> _T:
    """``work()``, with whatever the engine raises turned into ``BrokenIndex``."""
    try:
        return work()
    except TvaersnitError:
        raise
    except Exception as error:  # The engine raises bare Exception.
        if told := fault(place, error):
            raise told from error
        raise broken(place, f"motoren melder »{str(error)[:200]}«") from error


def _write_durably(path: Path, text: str) -> None:
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    os.fsync(descriptor)
    os.close(descriptor)
