"""A briefing's Markdown as blocks of runs: what Word and PDF are both made from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.token import Token

BlockKind = Literal["heading", "paragraph", "bullet", "number", "source"]

_MARK = re.compile(r"\[(\d+)\]")


@dataclass(frozen=True, slots=True)
class Run:
    """Text of one look. ``mark`` is the number that "[3]" stands for; in a source it is what the
    marks elsewhere lead to."""

    text: str
    bold: bool = False
    italic: bool = False
    url: str | None = None
    mark: int | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, a paragraph or an item of a list; a source is an item that begins with marks.
    ``level`` is a heading's, ``number`` an item's of a numbered list."""

    kind: BlockKind
    runs: tuple[Run, ...]
    level: int = 0
    number: int = 0

    @property
    def marks(self) -> tuple[Run, ...]:
        """The marks that the block begins with."""
        first = next(
            (i for i, run in enumerate(self.runs) if run.mark is None and run.text.strip()), 0
        )
        return tuple(run for run in self.runs[:first] if run.mark is not None)


def _marked(run: Run) -> Iterator[Run]:
    """A run with the marks in it apart; none begins a line away from what it follows."""
    at = 0
    for match in _MARK.finditer(run.text):
        if match.start() > at:
            before = run.text[at : match.start()]
            yield replace(run, text=re.sub(" $", "\u00a0", before))
        yield replace(run, text=match.group(), mark=int(match[1]))
        at = match.end()
    if at < len(run.text):
        yield replace(run, text=run.text[at:])


def _runs(tokens: Sequence[Token]) -> Iterator[Run]:
    look = Run("")
    for token in tokens:
        match token.type:
            case "strong_open" | "strong_close":
                look = replace(look, bold=token.nesting == 1)
            case "em_open" | "em_close":
                look = replace(look, italic=token.nesting == 1)
            case "link_open":
                look = replace(look, url=str(token.attrs["href"]))
            case "link_close":
                look = replace(look, url=None)
            case "softbreak":
                yield replace(look, text=" ")
            case "hardbreak":
                yield replace(look, text="\n")
            case "text":
                yield from _marked(replace(look, text=token.content))
            case _:
                # What was escaped ("text_special") is a quote's own: "[1]" in it is no mark.
                yield replace(look, text=token.content)


def blocks(markdown: str) -> list[Block]:
    """The blocks of a text in CommonMark."""
    found: list[Block] = []
    numbers: list[int] = []
    opened: Token | None = None
    listed = False
    for token in MarkdownIt("commonmark", {"html": False}).disable("text_join").parse(markdown):
        match token.type:
            case "heading_open" | "paragraph_open":
                opened = token
            case "bullet_list_open":
                numbers.append(0)
            case "ordered_list_open":
                numbers.append(int(token.attrs.get("start", 1)))
            case "bullet_list_close" | "ordered_list_close":
                numbers.pop()
            case "list_item_open":
                listed = True
            case "inline" if opened is not None:
                runs = tuple(run for run in _runs(token.children or []) if run.text)
                if opened.type == "heading_open":
                    found.append(Block("heading", runs, level=int(opened.tag[1:])))
                elif not (listed and numbers):
                    found.append(Block("paragraph", runs))
                elif numbers[-1]:
                    found.append(Block("number", runs, number=numbers[-1]))
                    numbers[-1] += 1
                else:
                    item = Block("bullet", runs)
                    found.append(replace(item, kind="source") if item.marks else item)
                listed = False
    return found
