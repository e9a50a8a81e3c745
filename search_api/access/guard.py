"""The guard at the door: every request passes here before anything else sees it."""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import quote, urlencode

from anyio import CapacityLimiter, to_thread
from fastapi import Request, Response
from fastapi.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from corpus.errors import Forbidden, NotLoggedIn, TvaersnitError
from corpus.settings import Settings
from search_api.access.body import MEGABYTE, answer_within
from search_api.access.caller import EVERYONE, Caller
from search_api.access.keys import KeyStore
from search_api.access.limits import RateLimit, address_of
from search_api.access.origin import check_host, check_origin
from search_api.access.refusal import answer_to
from search_api.access.sessions import Sessions, token_in
from search_api.pages.errors import wants_page

LOGIN = "/log-ind"
# Whether the process lives does not hang on the keys' database.
_HEALTH = "/health"
_FOR_ALL = ("/ready",)
# Open to all too; whoever is logged in is known there.
_ALSO_FOR_STRANGERS = (LOGIN, "/hjaelp")
_FOR_ADMINS = ("/metrics",)
_FOR_PROGRAMS = ("/api/", "/mcp", "/metrics", "/openapi.json")
_AT_ONCE = 4
_UPLOADS = ("/api/v1/documents", "/upload")


class Guard:
    """Finds out who asks, and lets them in, or not.

    Access control is on from the moment that the first key is made; until then everybody is
    ``EVERYONE``, and only calls by one of the names in ``hosts`` are let in, where there are any.
    Whatever comes further has ``request.state.caller``, except the few addresses that are open to
    all, where it may be missing.
    """

    def __init__(
        self,
        app: ASGIApp,
        settings: Settings,
        keys: KeyStore,
        sessions: Sessions,
        rate: RateLimit,
        hosts: Collection[str] = (),
    ) -> None:
        self._app = app
        self._keys = keys
        self._sessions = sessions
        self._hosts = hosts
        self._upload_limit = settings.upload_limit_mb * MEGABYTE
        self._rate = rate
        # The keys' database may be slow to answer, or away, which must not hold up all others.
        self._threads = CapacityLimiter(_AT_ONCE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        try:
            if scope["path"] != _HEALTH:
                await to_thread.run_sync(self._admit, request, limiter=self._threads)
        except TvaersnitError as error:
            refusal = _way_to_login(request, error) or await answer_to(request, error)
            await refusal(scope, receive, send)
        else:
            await answer_within(self._most_bytes(request), self._app, scope, receive, send)

    def _admit(self, request: Request) -> None:
        """Set ``request.state.caller``, or raise what the request is refused with.

        The path is the scope's own, which is what is routed by; that of ``request.url`` can be made
        another by a made-up ``Host``.
        """
        path = request.scope["path"]
        if not self._keys.any:
            if self._hosts:
                check_host(request, self._hosts)
            if _bearer(request) is None:
                check_origin(request)
            request.state.caller = EVERYONE
            return
        if path in _FOR_ALL or path.startswith("/static/"):
            return
        try:
            caller = self._caller(request)
        except NotLoggedIn:
            self._rate.take(address_of(request))
            if path not in _ALSO_FOR_STRANGERS:
                raise
            check_origin(request)
            return
        request.state.caller = caller
        assert caller.key_id is not None
        self._rate.take(caller.key_id)
        if path in _FOR_ADMINS and not caller.may("admin"):
            raise Forbidden("Det kræver en nøgle med rollen administrator (admin).")

    def _caller(self, request: Request) -> Caller:
        secret = _bearer(request)
        if secret is not None:
            return self._keys.with_secret(secret).caller
        token = token_in(request)
        if token is None:
            raise NotLoggedIn(
                "Der skal en adgangsnøgle til. Send den med som »Authorization: Bearer NØGLE«, "
                "eller log ind på /log-ind."
            )
        caller = self._sessions.key(token).caller
        check_origin(request)
        return caller

    def _most_bytes(self, request: Request) -> int:
        caller: Caller | None = getattr(request.state, "caller", None)
        uploads = request.scope["path"] in _UPLOADS and caller is not None and caller.may("editor")
        return self._upload_limit if uploads else MEGABYTE


def _bearer(request: Request) -> str | None:
    """The secret that a program shows. Another scheme is somebody else's, such as a proxy's."""
    scheme, _, secret = request.headers.get("authorization", "").partition(" ")
    return secret.strip() if scheme.lower() == "bearer" else None


def _way_to_login(request: Request, error: TvaersnitError) -> Response | None:
    """For a person who is not logged in, the way to the login page and back; else ``None``."""
    path: str = request.scope["path"]
    reading = request.method in ("GET", "HEAD")
    by_program = path.startswith(_FOR_PROGRAMS) and not (reading and wants_page(request))
    if not isinstance(error, NotLoggedIn) or by_program or _bearer(request) is not None:
        return None
    query = request.scope["query_string"].decode("latin-1")
    wanted = quote(path) + (f"?{query}" if query else "") if reading else "/"
    return RedirectResponse(f"{LOGIN}?{urlencode({'naeste': wanted})}", status_code=303)
