"""RTF made ready for striprtf: its groups sorted out, so that only what is shown is left.

striprtf turns codes into characters; it knows nothing of paragraphs, tables or links, and shows
text that was deleted. So one pass over the source keeps the text and the codes of characters and
fonts, and writes marks where the structure is; how each paragraph looks is told beside it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial

from striprtf.striprtf import destinations

from ingest.formats.manuscript import LINK_END, PAGE, link_start
from ingest.formats.rtf.styles import Look, style_looks

END, CELL, ROW, LINE = "\ue010", "\ue011", "\ue012", "\ue013"
"""The marks of ends: of a paragraph, a cell, a row and a line; the first two have a ``Look``."""
LABEL, NOTE, BOX, HEADER, RUNNING = "\ue014", "\ue015", "\ue016", "\ue017", "\ue018"
CLOSE = "\ue019"
"""The marks around what stands in a paragraph and is not of its text; each ends at ``CLOSE``."""

_TOKEN = re.compile(
    r"\\([a-zA-Z]{1,32})(-?\d{1,10})?[ ]?|\\'[0-9a-fA-F]{2}|\\[^a-zA-Z]|[{}]|[\r\n]+|[^\\{}\r\n]+"
    r"|\\",
    re.DOTALL,
)
_REGIONS = {
    "listtext": LABEL,
    "pntext": LABEL,
    "footnote": NOTE,
    "shptxt": BOX,
    "dptxbxtext": BOX,
    "headerf": HEADER,
    "header": RUNNING,
    "headerr": RUNNING,
}
# Groups around text that is to be read, though striprtf leaves all that is in them out.
_OPEN = frozenset("shp shpinst shpgrp do object result fldinst nesttableprops".split())
_LEFT_OUT = (destinations | {"nonshppict"}) - _OPEN - _REGIONS.keys()
_CHARACTERS = frozenset(
    "tab emdash endash emspace enspace qmspace bullet lquote rquote ldblquote rdblquote".split()
)
_CODE_PAGES = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850"}
_HYPERLINK = re.compile(r"\s*HYPERLINK\s+(?:\"([^\"]*)\"|([^\s\"\\]\S*))", re.IGNORECASE)
_OF_THE_PAGE = re.compile(r"\s*(?:PAGE|NUMPAGES|SECTIONPAGES)\b", re.IGNORECASE)
_SAME_PAGE = re.compile(r"\\sbk(?:none|col)\b")
_SECTION_LOOKS = 600
_DEEPEST_REGION = 8
_BODY_TEXT = 9
# A character that is cleaned away, for one that cannot be: what stands in for it is still skipped.
_NOTHING = 0x200B


@dataclass(frozen=True, slots=True)
class RtfSource:
    """Source that striprtf reads; the looks of its paragraphs and cells, in order; the code page
    that holds where none is named; whether it holds tracked changes."""

    text: str
    looks: tuple[Look, ...]
    code_page: str
    changed: bool


@dataclass(slots=True)
class _State:
    """What a group takes over from the one around it, and what is its own."""

    skipped: bool = False
    verbatim: bool = False
    in_code: bool = False
    hidden: bool = False
    deleted: bool = False
    bold: bool = False
    size: int = 24
    look: Look = Look()
    regions: int = 0
    starred: bool = False
    first: bool = True
    closing: str = ""
    letters_around: tuple[bool, int] | None = None


@dataclass(slots=True)
class _Field:
    depth: int
    code: list[str] = field(default_factory=list)


def rtf_source(text: str) -> RtfSource:
    """``text`` is an RTF file's bytes as Latin-1."""
    reading = _Reading(text)
    reading.run()
    return RtfSource("".join(reading.out), tuple(reading.looks), reading.code_page, reading.changed)


def _marked(text: str) -> str:
    """Marks as RTF that reads as them wherever it stands."""
    codes = memoryview(text.encode("utf-16-le", "replace")).cast("H")
    signed = (code - 0x10000 if code > 0x7FFF else code for code in codes)
    return "{\\uc1" + "".join(f"\\u{code}?" for code in signed) + "}"


def _is_character(number: int) -> bool:
    """Whether a code is a character that a file may use; those of marks are not its own."""
    return -0x8000 <= number <= 0xFFFF and not 0xE000 <= number % 0x10000 < 0xE100


class _Reading:
    """One pass over a file's tokens."""

    def __init__(self, text: str) -> None:
        self.out: list[str] = []
        self.looks: list[Look] = []
        self.code_page = "cp1252"
        self.changed = False
        self._text = text
        self._at = 0
        self._styles = style_looks(text)
        self._state = _State()
        self._stack: list[_State] = []
        self._fields: list[_Field] = []
        self._letters = True, 0
        self._words: dict[str, Callable[[int | None], None]] = {
            "par": lambda _: self._end(END),
            "sect": lambda _: self._section(),
            "cell": lambda _: self._end(CELL),
            "row": lambda _: self._mark(ROW),
            "nestcell": lambda _: self._put("\\tab "),
            "nestrow": lambda _: self._mark(LINE),
            "line": lambda _: self._mark(LINE),
            "page": lambda _: self._mark(PAGE),
            "pard": lambda _: self._look(Look()),
            "s": lambda n: self._look(self._styles.get(n or 0, Look()), styled=True),
            "outlinelevel": self._outline,
            "intbl": lambda _: self._set(in_table=True),
            "ilvl": lambda n: self._set(depth=min(max(n or 0, 0), _BODY_TEXT)),
            "sb": lambda n: self._set(before=n or 0),
            "sa": lambda n: self._set(after=n or 0),
            "pagebb": lambda n: self._set(new_page=n != 0),
            "plain": lambda _: self._plain(),
            "b": lambda n: setattr(self._state, "bold", n != 0),
            "fs": lambda n: setattr(self._state, "size", n or 24),
            "v": lambda n: setattr(self._state, "hidden", n != 0),
            "deleted": self._delete,
            "revised": lambda _: setattr(self, "changed", True),
            "bin": self._skip,
            **{word: partial(self._old_code_page, word) for word in _CODE_PAGES},
        }

    def run(self) -> None:
        while match := _TOKEN.match(self._text, self._at):
            self._at = match.end()
            token = match[0]
            if self._state.verbatim and token not in "{}":
                self._put(token)
            elif token == "{":
                self._open()
            elif token == "}":
                self._close()
            elif match[1]:
                self._word(match[1], None if match[2] is None else int(match[2]))
            elif token == "\\*":
                self._state.starred = True
            elif token[0] == "\\" and token[1:] in ("\n", "\r"):
                self._end(END)
            elif token[0] not in "\r\n":
                self._characters(token)

    def _open(self) -> None:
        self._stack.append(self._state)
        self._state = replace(
            self._state, starred=False, first=True, closing="", letters_around=None
        )
        self._put("{")

    def _close(self) -> None:
        self._put(self._state.closing + "}")
        self._letters = self._state.letters_around or self._letters
        if self._stack:
            self._state = self._stack.pop()
        while self._fields and self._fields[-1].depth > len(self._stack):
            self._fields.pop()

    def _put(self, source: str) -> None:
        if not self._state.skipped:
            self.out.append(source)

    def _mark(self, mark: str) -> None:
        if self._shown():
            self.out.append(_marked(mark))

    def _shown(self) -> bool:
        state = self._state
        return not (state.skipped or state.in_code or state.hidden or state.deleted)

    def _characters(self, token: str) -> None:
        self._state.first = False
        if self._state.in_code and self._fields:
            self._fields[-1].code.append(token[1:] if token[0] == "\\" else token)
        elif self._shown():
            self.out.append(token)
            if token.strip():
                bold, size = self._letters
                self._letters = bold and self._state.bold, max(size, self._state.size)

    def _word(self, word: str, number: int | None) -> None:
        if self._state.first:
            self._state.first = False
            self._destination(word)
        if word in self._words:
            self._words[word](number)
        elif word in _CHARACTERS:
            self._characters(f"\\{word} ")
        elif word == "u" and number is not None:
            self._characters(f"\\u{number if _is_character(number) else _NOTHING} ")
        elif word in ("f", "uc", "deff", "ansicpg") and 0 <= (number or 0) < 0x8000:
            self._put(f"\\{word}{number or 0} ")

    def _destination(self, word: str) -> None:
        """Settles what a group is by the word that it opens with."""
        state = self._state
        if word == "fonttbl":
            state.verbatim = not state.skipped
            self._put("\\fonttbl")
        elif word == "field":
            self._fields.append(_Field(len(self._stack)))
        elif word == "fldinst":
            state.in_code = True
        elif word == "fldrslt":
            self._result()
        elif word in _REGIONS and state.regions == _DEEPEST_REGION:
            state.skipped = True
        elif word in _REGIONS and not state.skipped:
            state.regions += 1
            self._mark(_REGIONS[word])
            state.closing = _marked(CLOSE) if self._shown() else ""
            state.letters_around = self._letters
            state.look = Look() if word != "listtext" else state.look
            self._letters = True, 0
        elif word in _LEFT_OUT or (state.starred and word not in _OPEN):
            state.skipped = True

    def _result(self) -> None:
        code = "".join(self._fields[-1].code) if self._fields else ""
        if _OF_THE_PAGE.match(code):
            self._state.skipped = True
        link = _HYPERLINK.match(code)
        if link and self._shown():
            self.out.append(_marked(link_start(link[1] or link[2] or "")))
            self._state.closing = _marked(LINK_END)

    def _end(self, mark: str) -> None:
        if self._shown():
            bold, size = self._letters
            self.looks.append(replace(self._state.look, bold=bold, size=size))
            self.out.append(_marked(mark))
            self._letters = True, 0

    def _section(self) -> None:
        self._end(END)
        if not _SAME_PAGE.search(self._text, self._at, self._at + _SECTION_LOOKS):
            self._mark(PAGE)

    def _look(self, look: Look, styled: bool = False) -> None:
        state = self._state
        if styled:
            look = replace(state.look, level=look.level, title=look.title)
        state.look = look

    def _set(self, **looks: int | bool) -> None:
        self._state.look = replace(self._state.look, **looks)  # type: ignore[arg-type]

    def _outline(self, number: int | None) -> None:
        self._set(level=0 if number is None or number >= _BODY_TEXT else number + 1)

    def _plain(self) -> None:
        state = self._state
        state.hidden = state.deleted = state.bold = False
        state.size = 24

    def _delete(self, number: int | None) -> None:
        self._state.deleted = number != 0
        self.changed = True

    def _skip(self, number: int | None) -> None:
        self._at += max(number or 0, 0)

    def _old_code_page(self, word: str, _: int | None) -> None:
        self.code_page = _CODE_PAGES[word]
