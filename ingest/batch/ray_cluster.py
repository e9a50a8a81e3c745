"""The Ray cluster that is joined for as long as an ingest lasts."""

from __future__ import annotations

import logging
import os
import signal
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout

import ray

from corpus.errors import TvaersnitError

_OBJECT_STORE = 256_000_000
_SECONDS_TO_ANSWER = 5.0


@contextmanager
def joined(address: str | None) -> Iterator[None]:
    """The cluster at an address that ``ray.init`` knows. Without one: the cluster that this machine
    is part of, else one of this machine alone, which lasts as long.

    Raises ``TvaersnitError`` where it does not answer.
    """
    # It reports to nobody, and leaves the GPUs to who asked for them.
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    os.environ.setdefault("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0")
    address = address or os.environ.get("RAY_ADDRESS")
    # Ray ends the process on SIGTERM; what is to happen then is for the process itself to say.
    in_main = threading.current_thread() is threading.main_thread()
    on_sigterm = signal.getsignal(signal.SIGTERM) if in_main else None
    try:
        if address is None:
            try:
                _join("auto")
            except ConnectionError:
                _join("local")
        else:
            _join(address)
    # Ray raises anything, and ends the process where a cluster does not let it in.
    except (Exception, SystemExit) as error:
        raise TvaersnitError(
            f"Ray-klyngen på »{address or 'local'}« svarer ikke ({_first_line(error)}). Kontrollér "
            "med »ray status«, at den kører med samme udgaver af Ray og Python, og at "
            "TVAERSNIT_RAY_ADDRESS er rigtig, eller indlæs uden »--engine ray«."
        ) from error
    finally:
        if in_main:
            signal.signal(signal.SIGTERM, on_sigterm)
    try:
        # Where the reports of an ingest are read by programs, Ray would tell of its nodes.
        with open(os.devnull, "w") as nowhere, redirect_stdout(nowhere):
            yield
    finally:
        ray.shutdown()


def _join(address: str) -> None:
    _knock(address)
    ray.init(
        address=address,
        object_store_memory=_OBJECT_STORE if address == "local" else None,
        include_dashboard=False if address == "local" else None,
        log_to_driver=False,
        logging_level=logging.ERROR,
    )


def _knock(address: str) -> None:
    """Ray itself waits for minutes at a door that nobody opens."""
    host, colon, port = address.rpartition("://")[2].rpartition(":")
    if colon and port.isdecimal():
        socket.create_connection((host.strip("[]"), int(port)), _SECONDS_TO_ANSWER).close()


def _first_line(error: BaseException) -> str:
    return (str(error).strip() or type(error).__name__).partition("\n")[0][:200]
