"""The unpacked encoder in the user's cache: sealed with checksums, so that damage is known."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

_SEAL = "checksums.json"


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
