"""Pages saved with all their parts in one file (MHTML)."""

from __future__ import annotations

from dataclasses import replace

from corpus.errors import UnreadableFile
from ingest.extract import Extract
from ingest.formats.broken import broken
from ingest.formats.html_counts import NUMBERED, is_telling
from ingest.formats.mail import (
    header,
    joined,
    leaves,
    letters,
    message_of,
    page_part,
    plain_part,
)

_FEWEST_LETTERS = 200


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
            if part.get_content_type() in ("text/html", "application/xhtml+xml")
        ]
        pages.sort(key=lambda part: not start or header(part, "content-id") != start)
        extracts = [extract for part in pages if (extract := page_part(part, name))]
        if not pages:
            extracts = [
                plain_part(part)
                for part, _ in leaves(message)
                if part.get_content_type() == "text/plain"
            ]
    if not any(map(letters, extracts)):
        raise UnreadableFile(
            f"{name}: Filen rummer ingen side med tekst. Åbn siden i en browser, og gem den som "
            "PDF."
        )
    page, *others = extracts
    frames = [
        one
        for one in others
        if one.text not in page.text and (letters(page) < _FEWEST_LETTERS or _is_minutes(one))
    ]
    return replace(joined([page, *frames], "mhtml"), format="mhtml")


def _is_minutes(frame: Extract) -> bool:
    lines = [line.strip("# ") for line in frame.text.split("\n")]
    return (
        any(is_telling(line) for line in lines) or sum(bool(NUMBERED.match(x)) for x in lines) > 1
    )
