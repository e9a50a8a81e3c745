"""Damage to files: bytes changed, ends cut off."""

from __future__ import annotations

import random
from pathlib import Path

_LOOKED_AT = 1 << 20


def flip(path: Path, chance: random.Random, times: int = 6) -> None:
    """Change some bytes of a file, of those near its beginning that say anything."""
    with path.open("r+b") as file:
        data = file.read(_LOOKED_AT)
        telling = [at for at, byte in enumerate(data) if byte]
        for at in chance.sample(telling, min(times, len(telling))):
            file.seek(at)
            file.write(bytes([data[at] ^ chance.randrange(1, 256)]))


def cut(path: Path, share: float) -> None:
    """Keep but the first ``share`` of a file."""
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.truncate(int(size * share))
