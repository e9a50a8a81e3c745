"""What all the processes of a service have in common, made before they part."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from pathlib import Path

from corpus.settings import Settings
from search_api.access.limits import RateLimit
from search_api.workers.board import Board

_WRONG_KEYS = 10
_WRONG_KEYS_A_MINUTE = 1


@dataclass(frozen=True, slots=True)
class Common:
    """Limits that hold for all together, the board of who they are, the name of this run, and,
    where there are several, the folder in which they count for ``/metrics``."""

    requests: RateLimit
    wrong_keys: RateLimit
    board: Board
    counts: Path | None = None
    run: str = field(default_factory=lambda: secrets.token_hex(8))


def common_to(settings: Settings, counts: Path | None = None) -> Common:
    """What ``settings.workers`` processes have in common."""
    return Common(
        requests=RateLimit(settings.rate_limit, burst=settings.rate_limit),
        wrong_keys=RateLimit(_WRONG_KEYS_A_MINUTE, burst=_WRONG_KEYS),
        board=Board(settings.workers),
        counts=counts,
    )
