"""Calls to a Qdrant server: tried again where that may help, given up for a while where it does not
answer, and told of in Danish where they fail."""

from __future__ import annotations

import json
import random
import re
import threading
import time
import warnings
from collections.abc import Callable
from functools import cache
from typing import TypeVar
from urllib.parse import urlsplit

import httpx
from qdrant_client import QdrantClient
from qdrant_client.common.client_exceptions import ResourceExhaustedResponse
from qdrant_client.http.exceptions import ResponseHandlingException, UnexpectedResponse

from corpus.errors import BrokenIndex, IndexAway
from corpus.generations import broken
from corpus.settings import Settings

OLDEST = (1, 16)
"""The first version of the server that can be used: it keeps metadata of collections, and lets the
constant of the rank fusion be chosen."""

WRITING = 6
"""How many times as long a write may take as a question."""

TRIES = 8
"""How often a write is tried; with the waits between, for about half a minute."""

FIRST_WAIT, LONGEST_WAIT = 0.25, 16.0
"""Seconds before a second try, doubled at each further one, and the most."""

FAILURES, PAUSE = 3, 5.0
"""After so many failed questions in a row none is sent for so many seconds; then one is, to see."""

_FULL = (
    "no space left",
    "not enough space",
    "disk is full",
    "out of disk",
    "read-only file system",
)
_FAILED = (
    ResponseHandlingException,
    UnexpectedResponse,
    ResourceExhaustedResponse,
    json.JSONDecodeError,
)
_T = TypeVar("_T")


class CollectionGone(BrokenIndex):
    """A collection that is not there, or not any longer."""


class Server:
    """A Qdrant server. Safe to use from many threads."""

    def __init__(self, settings: Settings, *, patient: bool = False) -> None:
        """Of the server that is set, ``patient`` for one that writes rather than asks; nothing is
        sent yet."""
        assert settings.qdrant_url is not None
        key = settings.qdrant_api_key
        parts = urlsplit(settings.qdrant_url)
        # A name or password in the address is no business of the log's.
        self.url = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"
        self._patient = patient
        self._seconds = settings.qdrant_timeout * (WRITING if patient else 1)
        with warnings.catch_warnings():
            # Within a closed network a key may go without HTTPS; docs/operations.md tells.
            warnings.filterwarnings("ignore", message="Api key is used with an insecure")
            self._client = QdrantClient(
                url=settings.qdrant_url,
                api_key=key.get_secret_value() if key else None,
                timeout=self._seconds,
                check_compatibility=False,
            )
        self._breaker = _breaker_of(settings.qdrant_url)

    def ask(self, work: Callable[[QdrantClient], _T]) -> _T:
        """``work`` of the client, which may be done twice.

        A patient server is tried until it is done or has been away for about half a minute; of
        another, somebody waits for the answer: it is tried once more where the connection broke,
        and not at all while the server is known to be away.

        Raises ``IndexAway``, ``CollectionGone`` or ``BrokenIndex``.
        """
        if self._patient:
            return self._persist(work)
        self._breaker.enter()
        try:
            answer = self.ask_briefly(work)
        except IndexAway as error:
            self._breaker.leave(str(error))
            raise
        except BaseException:
            self._breaker.leave()
            raise
        self._breaker.leave()
        return answer

    def ask_briefly(self, work: Callable[[QdrantClient], _T]) -> _T:
        """As ``ask`` of one that is not patient, and whatever is known of the server."""
        try:
            return work(self._client)
        except _FAILED as error:
            if not _passing(error) or _is_timeout(error):
                raise self._told(error) from error
        time.sleep(random.uniform(0, FIRST_WAIT))
        try:
            return work(self._client)
        except _FAILED as error:
            raise self._told(error) from error

    def check_version(self) -> None:
        """Raises ``BrokenIndex`` where the server is too old, at once ``IndexAway`` where it is
        away."""
        ask = self.ask_briefly if self._patient else self.ask
        try:
            version = ask(lambda client: client.info()).version
        except CollectionGone as error:
            raise self._foreign() from error
        numbers = re.match(r"(\d+)\.(\d+)", version)
        if numbers is None or (int(numbers[1]), int(numbers[2])) < OLDEST:
            oldest = ".".join(map(str, OLDEST))
            raise BrokenIndex(
                f"Qdrant-serveren på {self.url} er version {version}; der kræves mindst {oldest}. "
                "Opgradér serveren."
            )

    def close(self) -> None:
        """Let go of the connections."""
        self._client.close()

    def _persist(self, work: Callable[[QdrantClient], _T]) -> _T:
        wait = FIRST_WAIT
        for left in reversed(range(TRIES)):
            try:
                return work(self._client)
            except _FAILED as error:
                if not left or not _passing(error):
                    raise self._told(error) from error
                asked = getattr(error, "retry_after_s", 0)
            # With chance in it, those that failed together do not come back together (Brooker,
            # Exponential Backoff and Jitter, 2015).
            time.sleep(min(max(asked, random.uniform(wait / 2, wait)), LONGEST_WAIT))
            wait = min(2 * wait, LONGEST_WAIT)
        raise AssertionError

    def _told(self, error: Exception) -> BrokenIndex:
        place = f"Qdrant-serveren på {self.url}"
        if isinstance(error, ResourceExhaustedResponse):
            return IndexAway(f"{place} har for travlt ({error}). Prøv igen om lidt.")
        if isinstance(error, UnexpectedResponse):
            return _told_by_status(place, error)
        if _is_timeout(error):
            return IndexAway(
                f"{place} nåede ikke at svare på {self._seconds} sekunder. Se, om den har for "
                "travlt, eller sæt TVAERSNIT_QDRANT_TIMEOUT højere."
            )
        if isinstance(error, ResponseHandlingException) and _is_transport(error):
            return IndexAway(
                f"{place} svarer ikke ({str(error.source)[:200]}). Se, om den kører, og om "
                "TVAERSNIT_QDRANT_URL er rigtig."
            )
        return self._foreign()

    def _foreign(self) -> IndexAway:
        return IndexAway(
            f"Det, der svarer på {self.url}, taler ikke som en Qdrant-server af en version, "
            "der kan bruges. Ret TVAERSNIT_QDRANT_URL, eller opgradér serveren."
        )


class _Breaker:
    """Lets no question through to a server that has failed several in a row, but for one from time
    to time (Nygard, Release It!, 2007: the circuit breaker)."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._failures = 0
        self._until = 0.0
        self._error = ""

    def enter(self) -> None:
        """Raises ``IndexAway`` where none is let through."""
        with self._lock:
            if self._failures < FAILURES:
                return
            left = self._until - time.monotonic()
            if left > 0:
                raise IndexAway(f"{self._error} Der spørges igen om {left:.0f} sekunder.")
            # This one sees how it is; the others wait for it.
            self._until = time.monotonic() + PAUSE

    def leave(self, error: str = "") -> None:
        """Told of how a question went that was let through: the ``error``, if it failed."""
        with self._lock:
            if not error:
                self._failures = 0
                return
            self._failures += 1
            self._error = error
            self._until = time.monotonic() + PAUSE


@cache
def _breaker_of(url: str) -> _Breaker:
    """One for each server, whoever asks it in this process."""
    return _Breaker()


def _passing(error: Exception) -> bool:
    """Whether it may go well the next time."""
    if isinstance(error, UnexpectedResponse):
        status = error.status_code or 0
        return (status == 429 or status >= 500) and not _is_full(error)
    return isinstance(error, ResourceExhaustedResponse) or _is_transport(error)


def _is_transport(error: Exception) -> bool:
    return isinstance(error, ResponseHandlingException) and isinstance(
        error.source, httpx.TransportError
    )


def _is_timeout(error: Exception) -> bool:
    return isinstance(error, ResponseHandlingException) and isinstance(
        error.source, httpx.TimeoutException
    )


def _is_full(error: UnexpectedResponse) -> bool:
    said = error.content.decode("utf-8", "replace").lower()
    return any(words in said for words in _FULL)


def _told_by_status(place: str, error: UnexpectedResponse) -> BrokenIndex:
    status, said = error.status_code or 0, _said(error)
    if status in (401, 403):
        return IndexAway(
            f"{place} afviser adgangsnøglen, eller den giver ikke lov til dette (»{said}«). Ret "
            "TVAERSNIT_QDRANT_API_KEY."
        )
    if _is_full(error):
        return IndexAway(
            f"{place} kan ikke skrive (den melder »{said}«). Skaf plads på dens disk, eller gør "
            "disken skrivbar, og prøv igen; intet er gået tabt."
        )
    if status == 404:
        return CollectionGone(str(broken(place, f"den melder »{said}«")))
    if status == 429 or status >= 500:
        return IndexAway(
            f"{place} melder fejl {status} (»{said}«). Prøv igen om lidt, og se i serverens egen "
            "log, hvis det bliver ved."
        )
    return broken(place, f"den melder »{said}«")


def _said(error: UnexpectedResponse) -> str:
    """What the server says is wrong, in few words."""
    try:
        said = error.structured()["status"]["error"]
    except (ValueError, KeyError, TypeError):
        said = error.content.decode("utf-8", "replace").strip() or error.reason_phrase
    return str(said)[:200]
