"""What is taken out of a file, the same for every format.

The text keeps what the splitter reads structure from, and nothing else of the layout:

- a paragraph is one line, whatever lines it was set in; a blank line stands between blocks;
- a heading (by the format's own mark, or by its size) is ``# `` to ``###### `` and its text;
- a row of a table is one line, a tab between its cells, the column heads first;
- an item of a list is one line with the number or letter that a reader of the file sees ("3.",
  "b)"), or ``- ``, two spaces before it for each level that it is indented;
- running headers and footers, page numbers, menus and the like are not in it;
- line ends are ``\\n``; there are no other control characters than the tab.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.records import Link, Page

_LINE_END = re.compile(r"\r\n?|[\x0b\f\x85\u2028\u2029]")
_CONTROL = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u180e\u200b-\u200f\u2028-\u202e"
    r"\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e0fff]"
)


@dataclass(frozen=True, slots=True)
class Extract:
    """The text of a file, and where in it the pages start and the links stand.

    ``format`` is the file's kind as its usual suffix without the dot. ``notes`` tell the editor, in
    Danish sentences, what could not be read.
    """

    text: str
    format: str
    pages: tuple[Page, ...] = (Page(0),)
    links: tuple[Link, ...] = ()
    notes: tuple[str, ...] = ()


def clean(text: str) -> str:
    """``text`` from a file without control characters, marks of direction, what is no character at
    all, and what nobody sees: in that, numbers are hidden from their masking, and instructions to
    language models from readers. Every line end becomes ``\\n``."""
    return _CONTROL.sub("", _LINE_END.sub("\n", text))


def clean_name(name: str) -> str:
    """A file's name, or another that is said of it, as ``clean`` leaves it, on one line."""
    return re.sub(r"\s", " ", clean(name)).strip()
