"""Where a request comes from: refuses what another site makes a browser send."""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import urlsplit

from fastapi import Request

from corpus.errors import Forbidden, Misdirected

LOOPBACK = ("127.0.0.1", "::1", "localhost")
_SAFE = ("GET", "HEAD", "OPTIONS")


def check_origin(request: Request) -> None:
    """Raise ``Forbidden`` where a page of another site makes the browser change something here.

    Browsers say so in Sec-Fetch-Site, and those that do not, or a page by plain http, in Origin or
    Referer. What has none of them is no browser, and nobody's cookies go along with it.
    """
    if request.method in _SAFE:
        return
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        same = site in ("same-origin", "none")
    else:
        source = request.headers.get("origin") or request.headers.get("referer")
        same = source is None or _place(source) == request.headers.get("host", "").lower()
    if not same:
        raise Forbidden(
            "Forespørgslen kommer fra en anden hjemmeside og er afvist. Åbn Tværsnit selv, og prøv "
            "igen derfra."
        )


def check_host(request: Request, hosts: Collection[str]) -> None:
    """Raise ``Misdirected`` where the service is called by a name that is not one of ``hosts``.

    A site whose name is made to lead to this machine would else be let in by the visitor's browser
    (DNS rebinding).
    """
    if _name(request.headers.get("host", "")) not in hosts:
        raise Misdirected(
            "Tjenesten svarer kun på denne maskines egne adresser, for eksempel http://127.0.0.1, "
            "så længe der ikke er lavet adgangsnøgler."
        )


def _place(address: str) -> str:
    """Host and port of an origin, as a ``Host`` header writes them; empty for ``null``."""
    try:
        return urlsplit(address).netloc.lower()
    except ValueError:
        return ""


def _name(host: str) -> str:
    """The host without its port: ``[::1]:8000`` gives ``::1``."""
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""
