"""A document's text as lines with their places, the unit that the splitter works on."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.splitting.labels import Label, section_label

# Only HTML's own tags: a placeholder such as "<Navn>" is text.
TAG_OR_EMPHASIS = (
    r"</?(?:a|b|blockquote|br|center|col|colgroup|div|em|font|h[1-6]|hr|i|img|li|ol|p|small|span|"
    r"strong|sub|sup|table|tbody|td|tfoot|th|thead|tr|u|ul)\b[^<>]*>|\*\*|__"
)
_LINK = r"\[([^\[\]]+)\]\((?:[^()]++|\([^()]*+\))*+\)"
_MARKUP = re.compile(rf"{TAG_OR_EMPHASIS}|{_LINK}", re.IGNORECASE)
_HASHES = re.compile(r"^(#{1,6})\s+")
_BULLET = re.compile(r"^\s*(?:[-–—•·○▪*o]|\([a-z0-9]{1,2}\)|[a-z]\))\s+")
_RULE = re.compile(r"^[\s\-=_|:*+]+$")


@dataclass(frozen=True, slots=True)
class Line:
    """One line; ``[start, end)`` is without the newline, ``plain`` without markup and margins.

    ``label`` is the section's label that it opens with.
    """

    number: int
    start: int
    end: int
    raw: str
    plain: str
    level: int
    label: Label | None = None

    @property
    def blank(self) -> bool:
        return not self.plain

    @property
    def label_alone(self) -> bool:
        return self.label is not None and self.label.text_offset >= len(self.raw)

    @property
    def bullet(self) -> bool:
        return bool(_BULLET.match(self.raw))

    @property
    def table(self) -> bool:
        return "\t" in self.raw.strip()


def plain_text(text: str) -> str:
    """``text`` without tags, emphasis marks, Markdown's heading marks and link targets."""
    bare = _HASHES.sub("", text.strip())
    return re.sub(r"\s+", " ", _MARKUP.sub(lambda m: m.group(1) or " ", bare)).strip()


def make_line(text: str, number: int, start: int, end: int) -> Line:
    """``text[start:end]`` as the line of that number."""
    raw = text[start:end]
    hashes = _HASHES.match(raw.strip())
    plain = "" if _RULE.match(raw) else plain_text(raw)
    label = section_label(raw, plain) if plain else None
    return Line(number, start, end, raw, plain, len(hashes.group(1)) if hashes else 0, label)


def split_lines(text: str) -> list[Line]:
    """Every line of ``text``, blank ones too; a heading's ``level`` is 1–6 in Markdown, else 0."""
    lines: list[Line] = []
    start = 0
    for number, raw in enumerate(text.split("\n")):
        lines.append(make_line(text, number, start, start + len(raw)))
        start += len(raw) + 1
    return lines
