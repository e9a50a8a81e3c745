"""Models unpacked in the user's cache: whole or not there, and sealed with checksums, so that
damage is known."""

from __future__ import annotations

import fcntl
import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path

from corpus.errors import TvaersnitError

_SEAL = "checksums.json"


def unpacked(folder: Path, write: Callable[[Path], None], what: str, megabytes: int) -> Path:
    """``folder``, where ``write`` has put a model; called with a folder to make if it is missing.

    The folder gets its name only when it is whole, and one process makes it at a time. Raises
    ``TvaersnitError`` where it cannot be made, told by ``what`` it is ("Encoderen") and how many
    ``megabytes`` it takes.
    """
    if is_sealed(folder):
        return folder
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with open(folder.with_suffix(".lock"), "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not is_sealed(folder):
                part = folder.with_suffix(".part")
                shutil.rmtree(part, ignore_errors=True)
                write(part)
                for path in part.rglob("*.safetensors"):
                    path.chmod(0o644)  # The library lets nobody else read what it writes.
                seal(part)
                shutil.rmtree(folder, ignore_errors=True)
                part.rename(folder)
    except OSError as error:
        raise TvaersnitError(
            f"{what} kan ikke pakkes ud i {folder.parent} (systemet melder »{error.strerror}«). "
            f"Der skal være skriveadgang og {megabytes} MB ledig plads; vælg eventuelt en anden "
            "mappe med TVAERSNIT_CACHE."
        ) from error
    return folder


def seal(folder: Path) -> None:
    """Note the checksum of every file of a model folder that has just been made."""
    (folder / _SEAL).write_text(json.dumps(_checksums(folder), indent=1), encoding="utf-8")


def is_sealed(folder: Path) -> bool:
    """Whether the model in ``folder`` was made whole."""
    return (folder / _SEAL).is_file()


def unseal(folder: Path) -> None:
    """Let the model be unpacked anew when it is next needed."""
    (folder / _SEAL).unlink(missing_ok=True)


def damaged(folder: Path) -> list[str]:
    """The files of a sealed model folder that are not as they were when it was made."""
    try:
        noted = json.loads((folder / _SEAL).read_bytes())
        found = _checksums(folder)
        return sorted(name for name in {*noted, *found} if noted.get(name) != found.get(name))
    except (OSError, ValueError, AttributeError):
        return [_SEAL]


def _checksums(folder: Path) -> dict[str, str]:
    sums = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name != _SEAL:
            with path.open("rb") as file:
                sums[str(path.relative_to(folder))] = hashlib.file_digest(
                    file, "sha256"
                ).hexdigest()
    return sums
