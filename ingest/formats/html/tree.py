"""A page as a tree of elements, and what is in each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from selectolax.lexbor import LexborHTMLParser, LexborNode

from ingest.formats.html.source import BOLD

HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
_BLOCKS = HEADINGS | frozenset(
    "address article aside blockquote body caption center details dialog dir div dl fieldset "
    "figcaption figure footer form header hgroup hr html legend main menu nav ol option p pre "
    "search section summary table ul".split()
)
_NO_TARGET = re.compile(r"\s*(?:#|javascript:|mailto:|tel:|data:|about:|$)", re.IGNORECASE)
_LONGEST_TARGET = 2000
_MOST_SPANNED = 1000
_EMPTY_LINES = 0.15
_NO_WORDS: frozenset[str] = frozenset()
_WORD = re.compile(r"[A-ZÆØÅ]?[a-zæøå]+|[A-ZÆØÅ]+(?![a-zæøå])|\d+")


@dataclass(slots=True)
class Counts:
    """What is in an element, all the way down: letters, those of them in links, characters that
    are no space, labels of an item's sections, fields of a meeting's head, links to files, texts
    that begin as an item's heading, elements said to hold the page's content, headings, and other
    pieces of page (tables, articles, what folds out)."""

    letters: int = 0
    linked: int = 0
    characters: int = 0
    labels: int = 0
    fields: int = 0
    files: int = 0
    numbered: int = 0
    mains: int = 0
    headings: int = 0
    pieces: int = 0

    def add(self, other: Counts) -> None:
        self.letters += other.letters
        self.linked += other.linked
        self.characters += other.characters
        self.labels += other.labels
        self.fields += other.fields
        self.files += other.files
        self.numbered += other.numbered
        self.mains += other.mains
        self.headings += other.headings
        self.pieces += other.pieces


class Element:
    """An element and its children: elements, and runs of text.

    ``previous`` is the element before it in its parent, ``touching`` whether nothing stands between
    the two. ``has`` is filled in by ``html_counts.measure``.
    """

    def __init__(self, tag: str, attributes: Mapping[str, str], parent: Element | None) -> None:
        self.tag = tag
        self.attributes = attributes
        self.parent = parent
        self.children: list[Element | str] = []
        self.previous: Element | None = None
        self.touching = False
        self.has = Counts()
        self._last: Element | None = None
        self._styled = "style" in attributes

    def append(self, child: Element | str) -> None:
        """Adds a child after the others."""
        if isinstance(child, Element):
            child.touching = bool(self.children) and self.children[-1] is self._last
            child.previous = self._last
            self._last = child
        self.children.append(child)

    def remove(self) -> None:
        """Takes it out of the tree."""
        if self.parent is not None:
            self.parent.children = [one for one in self.parent.children if one is not self]

    def get(self, name: str) -> str:
        """An attribute's value; "" where it is not set."""
        return self.attributes.get(name, "")

    def number(self, name: str) -> int | None:
        """An attribute that is a whole number."""
        found = re.match(r"\s*(-?\d{1,6})", self.get(name))
        return int(found[1]) if found else None

    def span(self, name: str) -> int:
        """How many columns or rows a cell takes up."""
        return max(1, min(self.number(name) or 1, _MOST_SPANNED))

    @property
    def style(self) -> str:
        return re.sub(r"\s+", "", self.attributes["style"]).lower() if self._styled else ""

    @property
    def words(self) -> frozenset[str]:
        """The words that its class is made of: "c-mainNav__list" has "c", "main", "nav", "list"."""
        if "class" not in self.attributes:
            return _NO_WORDS
        return frozenset(word.lower() for word in _WORD.findall(self.attributes["class"]))

    @property
    def folds(self) -> bool:
        """Whether it is what is clicked to fold a part of the page out."""
        if self.tag == "summary" or not self.attributes:
            return self.tag == "summary"
        clicked = self.tag in ("button", "a", "span") or self.get("role") in ("button", "tab")
        return (
            clicked and ("aria-expanded" in self.attributes or bool(self.get("aria-controls")))
        ) or "collapse" in (self.get("data-toggle"), self.get("data-bs-toggle"))

    @property
    def target(self) -> str:
        """Where it links to, as it is written; "" for what leads to no file or page."""
        if self.tag != "a" or _NO_TARGET.match(self.get("href")):
            return ""
        return self.get("href").strip()[:_LONGEST_TARGET]

    @property
    def is_block(self) -> bool:
        """Whether it begins on a line of its own; a portal's own elements ("app-agenda") do."""
        return self.tag in _BLOCKS or "-" in self.tag or "display:block" in self.style

    @property
    def is_bold(self) -> bool:
        return self.tag == BOLD or "font-weight:bold" in self.style

    @property
    def is_word_list(self) -> bool:
        """Whether it is an item of a list as Word writes one: a paragraph."""
        return "MsoList" in self.get("class") or "mso-list:l" in self.style

    @property
    def keeps_lines(self) -> bool:
        """Whether line ends in its text are shown."""
        return self.tag == "pre" or (
            self._styled
            and "white-space:pre" in self.style
            and (self.is_block or self.tag in ("td", "th", "li"))
        )

    @property
    def is_blank(self) -> bool:
        """Whether it is an empty line, written as one."""
        return not self.has.characters and any(
            one.tag == "br" or any("\u00a0" in c for c in one.children if isinstance(c, str))
            for one in self.elements()
        )

    @cached_property
    def has_lines(self) -> bool:
        """Whether the paragraphs in it are its lines, since empty ones part them."""
        some = [c for c in self.children if isinstance(c, Element) and c.tag in ("p", "div")]
        empty = sum(one.is_blank for one in some)
        return empty > 0 and empty >= _EMPTY_LINES * len(some)

    @property
    def is_line(self) -> bool:
        """Whether it is but a line of its parent."""
        return self.tag in ("p", "div") and self.parent is not None and self.parent.has_lines

    def elements(self) -> Iterator[Element]:
        """It and every element in it, in document order."""
        waiting = [self]
        while waiting:
            element = waiting.pop()
            yield element
            waiting += [c for c in reversed(element.children) if isinstance(c, Element)]

    def text(self) -> str:
        """All text in it, white space folded."""
        pieces: list[str] = []
        waiting: list[Element | str] = [self]
        while waiting:
            one = waiting.pop()
            if isinstance(one, str):
                pieces.append(one)
            else:
                waiting += reversed(one.children)
        return " ".join(" ".join(pieces).split())


def parse(markup: str) -> Element:
    """The tree of a page's ``html`` element."""
    root: LexborNode | None = LexborHTMLParser(markup).root
    top = Element("html", {}, None)
    waiting: list[tuple[LexborNode | None, Element]] = [(root and root.first_child, top)]
    while waiting:
        node, parent = waiting.pop()
        if node is None:
            continue
        waiting.append((node.next, parent))
        if node.is_text_node:
            text = node.text_content or ""
            if parent.children and isinstance(parent.children[-1], str):
                text = str(parent.children.pop()) + text
            parent.append(text)
        elif node.is_element_node:
            attributes = {key: value or "" for key, value in node.attrs.items()}
            element = Element((node.tag or "").lower(), attributes, parent)
            parent.append(element)
            waiting.append((node.first_child, element))
    return top
