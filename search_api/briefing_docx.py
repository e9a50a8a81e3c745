"""A briefing as a Word document, in Word's own styles."""

from __future__ import annotations

from pathlib import Path

from docx.text.paragraph import Paragraph

from search_api.briefing_blocks import Block, Run, blocks
from search_api.briefing_markdown import to_markdown
from search_api.replies import Briefing
from search_api.word_document import (
    SOURCE_STYLE,
    add_text,
    link_to_address,
    link_to_source,
    mark_source,
    new_document,
    saved,
)

_STYLES = {
    "paragraph": "Normal",
    "bullet": "List Bullet",
    "number": "List Number",
    "source": SOURCE_STYLE,
}


def _write(paragraph: Paragraph, run: Run, target: bool, known: frozenset[int]) -> None:
    """A run; a mark as the bookmark of its source, or as a link to it."""
    added = add_text(paragraph, run.text)
    added.bold, added.italic = run.bold or None, run.italic or None
    if run.mark is not None and target:
        mark_source(added, run.mark)
    elif run.mark is not None and run.mark in known:
        link_to_source(paragraph, added, run.mark)
    elif run.url:
        link_to_address(paragraph, added, run.url)


def _style(block: Block) -> str:
    if block.kind != "heading":
        return _STYLES[block.kind]
    return "Title" if block.level == 1 else f"Heading {min(block.level - 1, 3)}"


def to_docx(briefing: Briefing, template: Path | None = None, address: str | None = None) -> bytes:
    """The briefing as a .docx, laid out as ``to_markdown`` lays it out.

    Raises ``TvaersnitError`` where the template cannot be read or used.
    """
    document = new_document(briefing.title, briefing.question)
    laid_out = blocks(to_markdown(briefing, template, address))
    sources = [block for block in laid_out if block.kind == "source"]
    known = frozenset(run.mark for block in sources for run in block.marks if run.mark)
    for block in laid_out:
        paragraph = document.add_paragraph(style=_style(block))
        for run in block.runs:
            _write(paragraph, run, block.kind == "source" and run in block.marks, known)
    return saved(document)
