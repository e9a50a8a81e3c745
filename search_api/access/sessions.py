"""Sessions: how a browser that has shown a key once is known again."""

from __future__ import annotations

import secrets
import time

from fastapi import Request, Response

from corpus.errors import NotLoggedIn
from search_api.access.keys import Key, KeyStore, hashed
from search_api.access.limits import RateLimit

LASTS = 12 * 3600
_SEEN_TOLD_EVERY = 60
_TOKEN_BYTES = 32
_COOKIE = "tvaersnit"


class Sessions:
    """The sessions kept beside the keys, each for as long as it is used and its key counts.

    Only a hash of a session's token is stored, as of a key's secret.
    """

    def __init__(self, keys: KeyStore, wrong_keys: RateLimit) -> None:
        """``wrong_keys`` limits how many wrong keys an address may show."""
        self._keys = keys
        self._file = keys.file
        self._wrong_keys = wrong_keys

    def log_in(self, secret: str, address: str) -> str:
        """Begin a session with the key that somebody at ``address`` shows; gives its token.

        Raises ``NotLoggedIn``, or ``TooMany`` after several wrong keys.
        """
        self._wrong_keys.check(address)
        try:
            key = self._keys.with_secret(secret)
        except NotLoggedIn:
            self._wrong_keys.take(address)
            raise
        now = int(time.time())
        token = secrets.token_urlsafe(_TOKEN_BYTES)
        self._file.execute("DELETE FROM sessions WHERE seen <= ?", now - LASTS)
        self._file.execute("INSERT INTO sessions VALUES (?, ?, ?)", hashed(token), key.key_id, now)
        return token

    def key(self, token: str) -> Key:
        """The key that the session was begun with; raises ``NotLoggedIn`` where it has ended."""
        now = int(time.time())
        found = self._file.execute(
            "SELECT key_id, seen FROM sessions WHERE token_hash = ? AND seen > ?",
            hashed(token),
            now - LASTS,
        )
        if not found:
            raise NotLoggedIn("Du er ikke logget ind længere. Log ind igen med din adgangsnøgle.")
        if now - found[0]["seen"] >= _SEEN_TOLD_EVERY:
            self._file.note("UPDATE sessions SET seen = ? WHERE token_hash = ?", now, hashed(token))
        return self._keys.with_id(found[0]["key_id"])

    def end(self, token: str) -> None:
        """Forget a session, if it is there."""
        self._file.execute("DELETE FROM sessions WHERE token_hash = ?", hashed(token))


def token_in(request: Request) -> str | None:
    """The session's token that a browser sends along, if any."""
    return request.cookies.get(_cookie_name(request))


def give_token(request: Request, response: Response, token: str) -> None:
    """Let the browser keep ``token`` until it closes, out of reach of scripts and other sites."""
    response.set_cookie(
        _cookie_name(request), token, secure=_by_https(request), httponly=True, samesite="lax"
    )


def take_token(request: Request, response: Response) -> None:
    """Let the browser drop its token."""
    response.delete_cookie(
        _cookie_name(request), secure=_by_https(request), httponly=True, samesite="lax"
    )


def _by_https(request: Request) -> bool:
    scheme: str = request.scope["scheme"]
    return scheme == "https"


def _cookie_name(request: Request) -> str:
    # Browsers take a __Host- cookie only from this very host and only by https.
    return f"__Host-{_COOKIE}" if _by_https(request) else _COOKIE
