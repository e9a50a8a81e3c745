"""How far two documents of the same minutes are split alike, whatever files they came in."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from rapidfuzz import fuzz

from corpus.records import Document, Item
from ingest.splitting.lines import plain_text

_ALIKE = 95.0
_MARKS = re.compile(r"^[\s\-–—•*#>]+|[\s*_:|.]+$")


@dataclass(frozen=True, slots=True)
class Agreement:
    """Of ``items`` in the reference, how many are found with the same number, title, sections and
    decisions; ``differing`` tells of the others."""

    items: int
    agreeing: int
    differing: tuple[str, ...]

    @property
    def share(self) -> float:
        return self.agreeing / self.items if self.items else 1.0


def _folded(text: str) -> str:
    """Letters and digits in their order; layout, bullets, hyphens and markup apart."""
    plain = plain_text(unicodedata.normalize("NFKC", text))
    return re.sub(r"[\W_]+", "", plain).casefold()


def _title(item: Item) -> str:
    return " ".join(_MARKS.sub("", plain_text(item.title)).split()).casefold()


def _kinds(item: Item) -> list[str]:
    return list(dict.fromkeys(s.kind for s in item.sections if s.kind != "title"))


def _decided(document: Document, item: Item) -> str:
    return _folded(
        " ".join(
            line
            for s in item.sections
            if s.kind == "decision"
            for line in map(plain_text, document.text[s.start : s.end].split("\n"))
        )
    )


def _difference(reference: Document, item: Item, other: Document, found: Item) -> str:
    if item.missing != found.missing:
        return "missing in one"
    if fuzz.ratio(_title(item), _title(found)) < _ALIKE:
        return f"title {found.title[:60]!r}"
    if _kinds(item) != _kinds(found):
        return f"sections {_kinds(found)} for {_kinds(item)}"
    if fuzz.ratio(_decided(reference, item), _decided(other, found)) < _ALIKE:
        return "decision"
    return ""


def agreement(reference: Document, other: Document) -> Agreement:
    """Compare each item of ``reference`` with that of the same number, or, where items have none,
    of the same title."""
    differing: list[str] = []
    left = list(other.items)
    for item in reference.items:
        found = next(
            (
                one
                for one in left
                if one.number == item.number
                and (item.number is not None or fuzz.ratio(_title(item), _title(one)) >= _ALIKE)
            ),
            None,
        )
        if found is None:
            differing.append(f"{item.number or item.title[:40]}: not found")
            continue
        left.remove(found)
        why = _difference(reference, item, other, found)
        if why:
            differing.append(f"{item.number or item.title[:40]}: {why}")
    extra = len(left)
    if extra:
        differing.append(f"{extra} more")
    items = max(len(reference.items), len(other.items))
    agreeing = len(reference.items) - sum(1 for one in differing if not one.endswith(" more"))
    return Agreement(items, agreeing, tuple(differing))
