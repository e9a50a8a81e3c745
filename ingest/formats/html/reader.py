"""Web pages as text: a portal's page without the portal, Word's page without its styles."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest

from corpus.dates import find_dates
from corpus.errors import UnreadableFile
from ingest.extract import Extract
from ingest.formats.blocks import Block, Paragraph, write_blocks
from ingest.formats.broken import broken
from ingest.formats.html.blocks import blocks_of
from ingest.formats.html.counts import NUMBERED, is_telling
from ingest.formats.html.page import content_of
from ingest.formats.html.source import decode_page, tame
from ingest.formats.html.tree import parse
from ingest.formats.manuscript import Manuscript, bare, paragraph_lines, text_of

MOST_TAGS = 1_000_000
_NUMBER_ALONE = re.compile(
    r"(?:(?:dagsordens)?punkt|pkt\.?|sag(?:\s*nr\.?)?)\s*\d{1,3}[A-H]?\s*[.:]?|\d{1,3}[.)]",
    re.IGNORECASE,
)
_FIELD = re.compile(
    r"(?:møde(?:dato|sted|forum|tidspunkt)?|dato|tid(?:spunkt)?|sted|udvalg|forum|organ|deltagere|"
    r"afbud|fraværende|referent)\s*[:\t]",
    re.IGNORECASE,
)
_FEWEST_LETTERS = 40
_LONGEST_HEADING = 120


def read_html(data: bytes, name: str) -> Extract:
    """The text of a web page.

    Raises ``UnreadableFile`` for one that is too large, or holds no text itself.
    """
    return read_page(decode_page(data), name)


def read_page(markup: str, name: str) -> Extract:
    """The text of a page's markup; raises ``UnreadableFile`` as ``read_html`` does."""
    tamed, tags = tame(markup)
    if tags > MOST_TAGS:
        raise UnreadableFile(
            f"{name}: Siden er for stor ({tags} elementer). Gem den som PDF, eller del den op."
        )
    with broken(name, "Siden"):
        root = parse(tamed)
        frames = [e.get("src") for e in root.elements() if e.tag == "frame" and e.get("src")]
        title = next((e.text() for e in root.elements() if e.tag == "title"), "")
        blocks = _whole_headings(blocks_of(content_of(root)))
        blocks = _titled(_head_first(_bold_headings(blocks)), title)
        manuscript = Manuscript()
        for block in blocks:
            _write(manuscript, block)
        extract = manuscript.extract("html")
    if sum(map(str.isalpha, extract.text)) < _FEWEST_LETTERS:
        _refuse(name, frames, "<script" in markup.lower())
    return extract


def _refuse(name: str, frames: Sequence[str], has_program: bool) -> None:
    if frames:
        raise UnreadableFile(
            f"{name}: Siden er kun en ramme om andre sider ({', '.join(frames[:5])}). "
            "Gem dem hver for sig, eller gem det hele som PDF eller MHTML."
        )
    if has_program:
        raise UnreadableFile(
            f"{name}: Siden rummer ingen tekst, kun et program, der henter den. Åbn den i en "
            "browser, og gem den som PDF eller MHTML."
        )


def _write(manuscript: Manuscript, block: Block) -> None:
    if isinstance(block, Paragraph):
        prefix = "  " * block.depth + "#" * block.level + " " * bool(block.level)
        if block.apart or block.level:
            manuscript.gap()
        mark = f"{block.mark} " if block.mark else ""
        manuscript.line(paragraph_lines(block.text)[0], prefix + mark)
        if block.level:
            manuscript.gap()
    else:
        write_blocks(manuscript, [block])


def _whole_headings(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, an item's number on a line of its own joined to the heading below it."""
    whole: list[Block] = []
    for block in blocks:
        above = whole[-1] if whole else None
        if (
            isinstance(block, Paragraph)
            and block.level
            and isinstance(above, Paragraph)
            and _NUMBER_ALONE.fullmatch(_shown(above))
            and not NUMBERED.match(_shown(block))
        ):
            whole[-1] = replace(block, text=f"{above.text.strip()} {block.text.lstrip()}")
        else:
            whole.append(block)
    return whole


def _bold_headings(blocks: list[Block]) -> list[Block]:
    """The blocks of a page that neither marks nor numbers its headings: its lines in bold type are
    those."""
    paragraphs = [block for block in blocks if isinstance(block, Paragraph)]
    numbered = [p for p in paragraphs if NUMBERED.match(_shown(p))]
    labelled = any(is_telling(_shown(p)) for p in paragraphs)
    if any(p.level for p in paragraphs) or any(p.bold or labelled for p in numbered):
        return blocks
    return [
        replace(block, level=2)
        if isinstance(block, Paragraph) and _is_bold_heading(block, following)
        else block
        for block, following in zip_longest(blocks, blocks[1:])
    ]


def _is_bold_heading(block: Paragraph, following: Block | None) -> bool:
    shown = _shown(block)
    return (
        block.bold
        and block.apart
        and not block.mark
        and not (isinstance(following, Paragraph) and following.bold and not following.apart)
        and len(shown) <= _LONGEST_HEADING
        and not shown.endswith((".", ":", ",", ";"))
        and "\t" not in shown
        and not is_telling(shown)
    )


def _shown(paragraph: Paragraph) -> str:
    return bare(paragraph.text).strip()


def _head_first(blocks: list[Block]) -> list[Block]:
    """The blocks of a page of one item: what it says of the meeting below the item's heading goes
    above it."""
    numbered = [
        n
        for n, block in enumerate(blocks)
        if isinstance(block, Paragraph) and block.level and NUMBERED.match(_shown(block))
    ]
    if len(numbered) != 1:
        return blocks
    at = numbered[0]
    end = at + 1
    while end < len(blocks) and _is_field(blocks[end]):
        end += 1
    return [*blocks[:at], *blocks[at + 1 : end], blocks[at], *blocks[end:]]


def _is_field(block: Block) -> bool:
    return isinstance(block, Paragraph) and not block.level and bool(_FIELD.match(_shown(block)))


def _titled(blocks: list[Block], title: str) -> list[Block]:
    """The blocks, the page's title above them where it alone tells the day of the meeting."""
    if not find_dates(title):
        return blocks
    for block in blocks:
        if not isinstance(block, Paragraph):
            continue
        shown = _shown(block)
        if find_dates(shown):
            return blocks
        if is_telling(shown):
            break
    return [Paragraph(text_of(title)), *blocks]
