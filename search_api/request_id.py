"""The id of the request that is being answered: in its log lines, its answer and its problem."""

from __future__ import annotations

import re
import uuid
from contextvars import ContextVar

HEADER = "X-Request-ID"

current: ContextVar[str | None] = ContextVar("request_id", default=None)
"""The id of the request that this code runs for; ``None`` outside of requests."""

_PLAIN = re.compile(r"[A-Za-z0-9._-]{1,64}")


def accepted(sent: str | None) -> str:
    """The id that the sender gave, where it is short and plain enough for a log; else a new one."""
    return sent if sent and _PLAIN.fullmatch(sent) else uuid.uuid4().hex
