"""Lists of a page: the numbers that a browser shows, and terms with what is said of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.formats.blocks import Block, Paragraph
from ingest.formats.html.tree import Element
from ingest.formats.list_numbers import letters, roman
from ingest.formats.manuscript import bare
from ingest.splitting.labels import section_label

_STYLE = re.compile(r"list-style(?:-type)?:[^;]*?(none|(?:lower|upper)-(?:alpha|latin|roman))")
_KINDS = {
    "lower-alpha": "a",
    "lower-latin": "a",
    "upper-alpha": "A",
    "upper-latin": "A",
    "lower-roman": "i",
    "upper-roman": "I",
}
_LONGEST_FIELD = 300


@dataclass(slots=True)
class Numbering:
    """A list that is being read: what it counts by ("1", "a", "A", "i", "I", "-" for bullets, ""
    for nothing), and the number of its next item."""

    kind: str
    count: int = 1
    step: int = 1

    def mark(self, item: Element, laid_out: bool) -> str:
        """What stands before an item, no bullet where that is a piece of page; and counts on."""
        given = item.number("value")
        if given is not None and self.kind != "-":
            self.count = given
        count, self.count = self.count, self.count + self.step
        if not self.kind or "list-style-type:none" in item.style:
            return ""
        if self.kind == "-":
            return "" if laid_out else "-"
        if self.kind in "aA":
            text = letters(count)
        elif self.kind in "iI":
            text = roman(count)
        else:
            text = str(count)
        return f"{text.upper() if self.kind.isupper() else text}."


def numbering_of(element: Element) -> Numbering:
    """How a list numbers its items."""
    if element.tag != "ol":
        return Numbering("-")
    kind = element.get("type") if element.get("type") in ("a", "A", "i", "I") else "1"
    style = _STYLE.search(element.style)
    if style:
        kind = _KINDS.get(style[1], "")
    start = element.number("start")
    if "reversed" in element.attributes:
        items = sum(isinstance(c, Element) and c.tag == "li" for c in element.children)
        return Numbering(kind, items if start is None else start, -1)
    return Numbering(kind, 1 if start is None else start)


@dataclass(frozen=True, slots=True)
class Definition:
    """A term of a definition list, or what is said of one."""

    is_term: bool
    blocks: list[Block]


def definition_blocks(parts: Sequence[Definition]) -> list[Block]:
    """A definition list as blocks: a short pair is a line, the two parted by a tab."""
    blocks: list[Block] = []
    paired = False
    for n, part in enumerate(parts):
        if paired:
            paired = False
        elif pair := _pair(parts[n : n + 3]):
            blocks.append(pair)
            paired = True
        else:
            blocks += (
                replace(block, apart=True)
                if isinstance(block, Paragraph) and part.is_term
                else block
                for block in part.blocks
            )
    return blocks


def _pair(parts: Sequence[Definition]) -> Paragraph | None:
    """A term and the one short thing said of it, as a line."""
    if len(parts) < 2 or not parts[0].is_term or parts[1].is_term:
        return None
    if len(parts) > 2 and not parts[2].is_term:
        return None
    if len(parts[0].blocks) != 1 or len(parts[1].blocks) != 1:
        return None
    term, said = parts[0].blocks[0], parts[1].blocks[0]
    if not isinstance(term, Paragraph) or not isinstance(said, Paragraph):
        return None
    name = bare(term.text).strip()
    if section_label(name, name) or len(bare(said.text)) > _LONGEST_FIELD:
        return None
    between = " " if name.endswith(":") else "\t"
    return replace(term, text=f"{term.text.rstrip()}{between}{said.text.lstrip()}", apart=False)
