"""Files inside other files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Unpacked:
    name: str
    path: Path | None = None
    message: str = ""


def unpack(path: Path, into: Path, name: str) -> list[Unpacked]:
    return []
