"""Pages from templates: the environment that they are rendered in, and its Danish filters."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from fastapi import Request, Response
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from corpus.dates import danish_date
from search_api.access.caller import Caller
from search_api.citations import shown
from search_api.wording import UNCERTAIN, danish_number, inside, page_of

STATIC = Path(str(resources.files("search_api.pages") / "static"))
"""The folder that is served at ``/static``."""

_NO_BREAK = "\u00a0"


def counted(count: int, one: str, more: str) -> str:
    """``1 møde``, ``1.250 møder``; the two never part at the end of a line."""
    return f"{danish_number(count)}{_NO_BREAK}{one if count == 1 else more}"


def _date(date: dt.date | None, otherwise: str = "uden dato") -> str:
    return danish_date(date).replace(" ", _NO_BREAK) if date else otherwise


def time_element(date: dt.date | None) -> Markup:
    """A date as a ``<time>`` that programs can read too."""
    if date is None:
        return Markup("uden dato")
    return Markup('<time datetime="{}">{}</time>').format(date.isoformat(), _date(date))


def marked(text: str, marks: Sequence[tuple[int, int]]) -> Markup:
    """``text`` with ``<mark>`` around each of the character ranges ``marks``; the rest is escaped.

    Ranges that overlap are marked as one; what lies outside the text is left out.
    """
    joined: list[tuple[int, int]] = []
    for start, end in sorted((max(0, start), min(end, len(text))) for start, end in marks):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        elif start < end:
            joined.append((start, end))
    shown_text, at = Markup(""), 0
    for start, end in joined:
        shown_text += escape(text[at:start]) + Markup("<mark>{}</mark>").format(text[start:end])
        at = end
    return shown_text + escape(text[at:])


def region_class(region: str | None) -> str:
    """The class that gives a region's own colour as ``--region``: ``region-sjaelland``."""
    return f"region-{(region or 'ukendt').lower().replace('æ', 'ae')}"


@cache
def _edition() -> str:
    """A short name for the static files as they are, so that browsers fetch them again only when
    one has changed."""
    digest = hashlib.sha256()
    for path in sorted(STATIC.rglob("*")):
        if path.is_file():
            digest.update(path.name.encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def static_url(name: str) -> str:
    """The address of a static file."""
    return f"/static/{name}?v={_edition()}"


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("search_api.pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        danish_date=_date,
        time=time_element,
        number=danish_number,
        shown=shown,
        marked=marked,
        region_class=region_class,
        inside=inside,
        page_of=page_of,
    )
    environment.globals.update(static=static_url, counted=counted, uncertain_words=UNCERTAIN)
    return environment


_PAGES = _environment()


def render(request: Request, name: str, status_code: int = 200, **values: Any) -> Response:
    """The page of the template ``name``, with ``values`` to fill it.

    Every template also knows ``request``, and ``caller``: who asks, or ``None`` where nobody is
    logged in.
    """
    caller: Caller | None = getattr(request.state, "caller", None)
    page = _PAGES.get_template(name).render(request=request, caller=caller, **values)
    return HTMLResponse(page, status_code=status_code)
