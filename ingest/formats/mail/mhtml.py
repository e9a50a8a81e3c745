"""Pages saved with all their parts in one file (MHTML)."""

from __future__ import annotations

from corpus.errors import UnreadableFile
from ingest.extract import Extract
from ingest.formats.broken import broken
from ingest.formats.html.counts import NUMBERED, is_telling
from ingest.formats.mail.message import (
    Part,
    header,
    joined,
    leaves,
    letters,
    message_of,
    page_part,
    plain_part,
)

_FEWEST_LETTERS = 40
_MOST_LINKED = 0.7


def read_mhtml(data: bytes, name: str) -> Extract:
    """The text of a saved page, and of the frames in it that hold minutes.

    Raises ``UnreadableFile`` for one without a page in it.
    """
    with broken(name, "Filen"):
        message = message_of(data)
        start = str(message.get_param("start", "") or "").strip()
        pages = [
            part
            for part, _ in leaves(message)
            if _type(part) in ("text/html", "application/xhtml+xml")
        ]
        pages.sort(key=lambda part: not start or header(part, "content-id") != start)
        some: list[Extract | None] = [page_part(part, name) for part in pages]
        if not some:
            some += map(plain_part, (p for p, _ in leaves(message) if _type(p) == "text/plain"))
        page, *frames = some or [None]
        if page and letters(page) >= _FEWEST_LETTERS:
            kept = [frame for frame in frames if frame and _is_minutes(frame)]
        else:  # A page that is but a frame around others.
            kept = [frame for frame in frames if frame and not _is_menu(frame)]
        extract = joined([page, *kept] if page else kept, "mhtml")
    if not letters(extract):
        raise UnreadableFile(
            f"{name}: Filen rummer ingen side med tekst. Åbn siden i en browser, og gem den som "
            "PDF."
        )
    return extract


def _type(part: Part) -> str:
    return part.get_content_type()


def _is_menu(frame: Extract) -> bool:
    linked = sum(link.end - link.start for link in frame.links)
    return linked > _MOST_LINKED * len(frame.text) and not _is_minutes(frame)


def _is_minutes(frame: Extract) -> bool:
    lines = [line.strip("# ") for line in frame.text.split("\n")]
    return (
        any(is_telling(line) for line in lines) or sum(bool(NUMBERED.match(x)) for x in lines) > 1
    )
