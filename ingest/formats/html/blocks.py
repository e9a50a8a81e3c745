"""Elements of a page as blocks of text: headings, paragraphs, lists with their numbers, tables."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from ingest.formats.blocks import Block, Paragraph
from ingest.formats.html.counts import NUMBERED
from ingest.formats.html.heads import LONGEST_HEADING, heading_level, lacks_label
from ingest.formats.html.line import PageLine
from ingest.formats.html.lists import Definition, Numbering, definition_blocks, numbering_of
from ingest.formats.html.tables import PageCell, PageTable, table_blocks
from ingest.formats.html.tree import Element
from ingest.formats.manuscript import bare

_LISTS = frozenset("ul ol menu dir".split())
_LABELLED = frozenset("div section ul ol aside".split())
_CELLS = frozenset("td th dt dd".split())
_DEEPEST_LIST = 8
_OWN_BULLET = re.compile(r"[-–—•·▪○*]\s+")
_FIELD_LABEL = frozenset(
    "label number nummer nr num no index key date time term title titel punkt etiket felt "
    "heading".split()
)
_WORD_LEVEL = re.compile(r"mso-list:[^;]*?level(\d)")
# What Word shows as bullets are letters of its fonts Symbol, Wingdings and Courier.
_WORD_BULLET = re.compile(r"[·•§o▪–-]\s+")


def blocks_of(elements: Iterable[Element]) -> list[Block]:
    """The text of elements as blocks of marked text, in the order of the page."""
    walk = _Walk()
    for element in elements:
        walk.through(element)
    return walk.blocks


@dataclass(slots=True)
class _Sink:
    """Where blocks go: the page, or a cell. ``tight`` tells of each item of a list that is being
    read whether its paragraphs stand close."""

    blocks: list[Block] = field(default_factory=list)
    lists: list[Numbering] = field(default_factory=list)
    tight: list[bool] = field(default_factory=lambda: [False])


class _Walk:
    """Reads elements in the order of the page; what is open is kept in stacks, not in calls."""

    def __init__(self) -> None:
        self._sinks = [_Sink()]
        self._tables: list[PageTable] = []
        self._groups: list[list[Definition]] = []
        # The paragraph under way, and how it is going to stand.
        self._line = PageLine()
        self._apart = False
        self._mark = ""
        self._depth = 0
        self._level = 0
        # What it is in.
        self._heading: Element | None = None
        self._labelled: Element | None = None
        self._in_word_list = False
        self._kept_lines = 0

    @property
    def blocks(self) -> list[Block]:
        return self._sinks[0].blocks

    def through(self, root: Element) -> None:
        """Read an element and all in it."""
        waiting: list[tuple[Element | str, bool]] = [(root, False)]
        if root.tag in ("td", "th"):  # Without its table it is but a part of the page.
            waiting = [(child, False) for child in reversed(root.children)]
        while waiting:
            one, leaving = waiting.pop()
            if isinstance(one, str):
                self._text(one)
            elif leaving:
                self._leave(one)
            else:
                self._enter(one)
                waiting.append((one, True))
                waiting += [(child, False) for child in reversed(one.children)]
        self._boundary()

    def _text(self, text: str) -> None:
        if not self._kept_lines or self._heading is not None:
            self._line.add(text)
            return
        first, *lines = text.split("\n")
        self._line.add(first)
        for line in lines:
            self._break()
            self._line.add(line)

    def _break(self) -> None:
        """A line break: the second of two is a blank line."""
        if self._heading is not None:
            self._line.add(" ")
        elif not self._flush():
            self._apart = True

    def _flush(self) -> bool:
        """Ends the paragraph under way; tells whether there was any."""
        text, bold = self._line.take()
        shown = bare(text).strip()
        if not shown:
            return False
        mark = self._mark
        if self._in_word_list and (bullet := _WORD_BULLET.match(text)):
            text, mark = text[bullet.end() :], "-"
        elif mark and (NUMBERED.match(shown) or _OWN_BULLET.match(shown)):
            mark = ""  # The list's author wrote the number in the text.
        level = self._level if len(shown) <= LONGEST_HEADING else 0
        self._put(
            Paragraph(text, level=level, mark=mark, depth=self._depth, apart=self._apart, bold=bold)
        )
        self._mark, self._depth = "", 0
        return True

    def _put(self, block: Block) -> None:
        self._sinks[-1].blocks.append(block)
        self._apart = False

    def _boundary(self, apart: bool = True) -> None:
        """The edge of a block: the paragraph ends, and a blank line may follow."""
        if self._heading is not None:
            self._line.add(" ")
            return
        self._flush()
        self._apart = self._apart or (apart and not self._sinks[-1].tight[-1])

    def _enter(self, element: Element) -> None:
        self._kept_lines += element.keeps_lines
        self._line.bold += element.is_bold
        tag = element.tag
        if self._heading is None and tag in _LABELLED:
            self._put_label(element)
        if self._heading is not None:
            self._enter_inline(element)
        elif level := heading_level(element):
            self._boundary()
            self._apart = True
            self._heading, self._level = element, level
        elif tag in _LISTS:
            lists = self._sinks[-1].lists
            self._boundary(apart=not lists)
            lists.append(numbering_of(element))
        elif tag == "li":
            self._enter_item(element)
        elif tag == "table":
            self._boundary()
            self._put_mark()
            self._tables.append(PageTable())
        elif tag in ("thead", "tbody", "tfoot"):
            self._tables[-1].part = tag
        elif tag == "tr":
            self._tables[-1].add_row()
        elif tag in _CELLS:
            self._flush()
            self._put_mark()
            self._sinks.append(_Sink())
            self._apart = False
        elif tag == "dl":
            self._boundary()
            self._groups.append([])
        elif element.is_block:
            self._enter_block(element)
        else:
            self._enter_inline(element)

    def _put_label(self, element: Element) -> None:
        """Names a list of attachments that only the page's own names tell to be one."""
        if self._labelled is None and element.attributes and lacks_label(element):
            self._labelled = element
            self._boundary()
            self._put(Paragraph("Bilag", apart=True))

    def _leave(self, element: Element) -> None:
        self._kept_lines -= element.keeps_lines
        self._line.bold -= element.is_bold
        tag = element.tag
        if self._labelled is element:
            self._labelled = None
        if self._heading is element:
            self._flush()
            self._heading, self._level = None, 0
            self._apart = True
        elif self._heading is not None:
            self._leave_inline(element)
        elif tag in _LISTS:
            lists = self._sinks[-1].lists
            lists.pop()
            self._boundary(apart=not lists)
        elif tag == "li":
            self._flush()
            self._mark, self._depth = "", 0
            self._sinks[-1].tight.pop()
        elif tag == "table":
            self._boundary()
            self._put_all(table_blocks(self._tables.pop()))
        elif tag in _CELLS:
            self._leave_cell(element)
        elif tag == "dl":
            self._boundary()
            self._put_all(definition_blocks(self._groups.pop()))
        elif element.is_block:
            self._boundary(apart=not element.is_line)
            self._in_word_list, self._depth = False, 0
        else:
            self._leave_inline(element)

    def _put_all(self, blocks: list[Block]) -> None:
        if blocks and isinstance(blocks[0], Paragraph):
            blocks[0] = replace(blocks[0], apart=blocks[0].apart or self._apart)
        self._sinks[-1].blocks += blocks
        self._apart = True

    def _enter_inline(self, element: Element) -> None:
        if element.tag == "br":
            self._break()
        elif element.target and not self._line.target:
            if element.touching and element.previous and element.previous.target:
                self._break()  # A list of links that the page's styles put below one another.
            self._line.begin_link(element.target)
        elif element.is_block or element.tag in _CELLS:
            self._line.add(" ")
        elif "mso-tab-count" in element.style:
            self._line.add("\t")
        elif not self._line.spaced and _follows_label(element):
            self._line.add("\t" if self._heading is None else " ")

    def _leave_inline(self, element: Element) -> None:
        if element.target and element.target == self._line.target:
            self._line.end_link()
        elif element.is_block or element.tag in _CELLS:
            self._line.add(" ")

    def _enter_block(self, element: Element) -> None:
        if element.is_word_list:
            above = element.previous
            self._boundary(apart=above is None or not above.is_word_list)
            self._in_word_list = True
            level = _WORD_LEVEL.search(element.style)
            self._depth = int(level[1]) - 1 if level else 0
            return
        self._boundary(apart=not element.is_line)
        above = element.previous
        if element.is_line and (
            not element.has.characters or (above is not None and above.is_word_list)
        ):
            self._apart = True

    def _enter_item(self, element: Element) -> None:
        """An item that is a piece of page stands as one; another is a line with its number."""
        sink = self._sinks[-1]
        laid_out = bool(element.has.labels or element.has.headings or element.has.pieces)
        self._boundary(apart=laid_out)
        depth = sum(sink.tight)
        sink.tight.append(not laid_out)
        self._apart = self._apart or laid_out
        current = sink.lists[-1] if sink.lists else Numbering("-")
        self._mark = current.mark(element, laid_out)
        self._depth = 0 if laid_out else min(depth, _DEEPEST_LIST)

    def _put_mark(self) -> None:
        if self._mark not in ("", "-"):
            self._put(Paragraph(self._mark, apart=self._apart))
        self._mark, self._depth = "", 0

    def _leave_cell(self, element: Element) -> None:
        self._flush()
        blocks = self._sinks.pop().blocks
        if element.tag in ("td", "th"):
            self._tables[-1].add_cell(
                PageCell(blocks, element.span("colspan"), element.span("rowspan"))
            )
        elif self._groups:
            self._groups[-1].append(Definition(element.tag == "dt", blocks))
        else:
            self._put_all(blocks)
        self._apart = False


def _follows_label(element: Element) -> bool:
    """Whether an inline element is a value right after its label, with no space written between."""
    return (
        element.touching
        and bool(element.get("class"))
        and element.previous is not None
        and bool(element.previous.words & _FIELD_LABEL)
    )
