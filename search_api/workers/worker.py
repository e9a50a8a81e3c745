"""What a worker does: it answers, until it is told to stop or nobody looks after it any more."""

from __future__ import annotations

import os
import shutil
import socket
import threading
import time
from collections.abc import Collection, Sequence
from contextlib import suppress

import uvicorn

from corpus.settings import Settings
from models.loading import share_processors
from search_api.http import create_app
from search_api.listening import GRACE, server_of
from search_api.workers.joint import Common

_ENDED_WITHIN = 3 * GRACE
"""Seconds in which a worker ends by itself that nobody looks after."""


def answer(
    settings: Settings,
    hosts: Collection[str],
    common: Common,
    sockets: Sequence[socket.socket],
    lifeline: int,
) -> int:
    """Answer on ``sockets`` until told to stop, or until the other end of ``lifeline`` is closed.

    Returns an exit code; raises ``TvaersnitError`` where the data folder cannot be used.
    """
    share_processors(settings.workers)
    server = server_of(create_app(settings, hosts, common))
    threading.Thread(
        target=_end_when_alone, args=(server, common, lifeline), name="lifeline", daemon=True
    ).start()
    # Ctrl+C reaches the workers too; the server has then ended in good order.
    with suppress(KeyboardInterrupt):
        server.run(list(sockets))
    return 0


def _end_when_alone(server: uvicorn.Server, common: Common, lifeline: int) -> None:
    os.read(lifeline, 1)
    server.should_exit = True
    if common.counts is not None:
        shutil.rmtree(common.counts, ignore_errors=True)
    time.sleep(_ENDED_WITHIN)
    os._exit(1)
