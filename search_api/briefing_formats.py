"""The formats that a briefing is written in."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from corpus.errors import BadValue
from search_api.briefing_docx import to_docx
from search_api.briefing_markdown import to_markdown
from search_api.briefing_pdf import to_pdf
from search_api.replies import Briefing

MEDIA_TYPES: Final = {
    "md": "text/markdown; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


def written(
    briefing: Briefing, kind: str, template: Path | None, address: str | None = None
) -> bytes:
    """The briefing as a file of ``kind`` (``md``, ``docx`` or ``pdf``). ``address`` is where the
    service answers, for links to the sources.

    Raises ``BadValue`` for another kind, ``TvaersnitError`` for a template that does not work.
    """
    if kind == "md":
        return to_markdown(briefing, template, address).encode("utf-8")
    if kind == "docx":
        return to_docx(briefing, template, address)
    if kind == "pdf":
        return to_pdf(briefing, template, address)
    raise BadValue(f"Notatet kan gemmes som .md, .docx eller .pdf, ikke som »{kind}«.")
