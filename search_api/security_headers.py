"""What browsers are told to keep to: own scripts and styles only, no frames, nothing guessed, and
what may be kept for how long."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_CONTENT = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
_UNUSED = ("camera", "display-capture", "geolocation", "microphone", "payment", "usb")
_ALWAYS = {
    "Content-Security-Policy": _CONTENT,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in _UNUSED),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_HTTPS_ONLY = "max-age=31536000"
_STATIC = "/static/"
_SECRET = ("/log-ind", "/log-ud", "/noegler", "/api/v1/keys")
_FOR_EVER = "public, max-age=31536000, immutable"
_FOR_AN_HOUR = "public, max-age=3600"


class SecurityHeaders:
    """Pure ASGI middleware that puts the headers on every answer; what an answer has set itself
    stands."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        path, query = scope["path"], scope["query_string"]
        https = scope["scheme"] == "https"

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _ALWAYS.items():
                    headers.setdefault(name, value)
                if https:
                    headers.setdefault("Strict-Transport-Security", _HTTPS_ONLY)
                headers.setdefault("Cache-Control", _kept(path, query, message["status"]))
            await send(message)

        await self.app(scope, receive, sending)


def _kept(path: str, query: bytes, status: int) -> str:
    """How long browsers may keep an answer, and that no proxy may keep what is for one reader."""
    if path.startswith(_STATIC) and status in (200, 206, 304):
        return _FOR_EVER if query.startswith(b"v=") else _FOR_AN_HOUR
    return "no-store" if path.startswith(_SECRET) else "private, no-cache"
