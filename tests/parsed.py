"""Minutes parsed for a test, and the proof that none of their lines is lost or in two places."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from corpus.records import Document, Item
from ingest.extract import Extract
from ingest.head.told import Told
from ingest.parse import parse_document
from ingest.reader import read_file
from models.tagger import Tagger

SAMPLES = Path(__file__).parents[1] / "corpus" / "samples"
MINUTES = Path(__file__).resolve().parents[2] / "shared" / "minutes"
_ONLY_TAGS = re.compile(r"\s*(?:</?[a-z]+[^<>]*>\s*)+")


@cache
def _tagger() -> Tagger:
    return Tagger()


def parse(text: str, told: Told | None = None, source: str = "t.txt") -> Document:
    return parse_extract(Extract(text, "txt"), told, source)


def parse_extract(extract: Extract, told: Told | None = None, source: str = "t.txt") -> Document:
    return parse_document(
        extract, source=source, sha256="0" * 64, document_id="d", tagger=_tagger(), told=told
    ).document


@cache
def parse_file(path: Path) -> Document:
    return parse_extract(read_file(path))


def real(number: str) -> Document:
    """One of the five real minutes, by the number that its name starts with."""
    return parse_file(next(MINUTES.glob(f"{number}_*.txt")))


def numbers(document: Document) -> list[str | None]:
    """The items' numbers, those reported as missing in brackets."""
    return [f"({i.number})" if i.missing else i.number for i in document.items]


def titles(document: Document) -> list[str]:
    return [item.title for item in document.items if not item.missing]


def item(document: Document, number: str) -> Item:
    return next(item for item in document.items if item.number == number)


def kinds(some: Item) -> list[str]:
    """The sections in order of first appearance, the title left out."""
    return list(dict.fromkeys(s.kind for s in some.sections if s.kind != "title"))


def section(document: Document, number: str, kind: str) -> str:
    """The text of an item's sections of one kind, white space folded."""
    found = [s for s in item(document, number).sections if s.kind == kind]
    return " ".join(" ".join(document.text[s.start : s.end].split()) for s in found)


def assert_partition(document: Document) -> None:
    """Every line with a letter or digit lies whole in the head, the agenda or one section."""
    text = document.text
    places = [(s.start, s.end) for s in (*document.head, *document.agenda)]
    for some in document.items:
        assert (some.start == some.end) == some.missing
        for s in some.sections:
            assert some.start <= s.label_start <= s.start <= s.end <= some.end <= len(text)
            places.append((s.label_start, s.end))
    at = 0
    for line in text.split("\n"):
        if any(map(str.isalnum, line)) and not _ONLY_TAGS.fullmatch(line):
            holding = [place for place in places if place[0] <= at and at + len(line) <= place[1]]
            touching = [place for place in places if place[0] < at + len(line) and at < place[1]]
            assert len(holding) == len(touching) == 1, (at, len(holding), len(touching))
        at += len(line) + 1


def assert_words_kept(document: Document) -> None:
    """Every word lies whole in the head, the agenda or one section, also where a line holds more
    than one of them."""
    text = document.text
    places = [(s.start, s.end) for s in (*document.head, *document.agenda)]
    places += [(s.label_start, s.end) for some in document.items for s in some.sections]
    for word in re.finditer(r"\w+", text):
        holding = [p for p in places if p[0] <= word.start() and word.end() <= p[1]]
        assert len(holding) == 1, (word.group(), word.start(), len(holding))


ItemTold = tuple[str | None, str, bool, tuple[str, ...], str]


def told_items(document: Document) -> list[ItemTold]:
    """What each item is: number, title, whether it is missing, its kinds of sections, and what was
    decided, white space folded."""
    return [
        (
            some.number,
            some.title,
            some.missing,
            tuple(kinds(some)),
            " ".join(
                " ".join(document.text[s.start : s.end].split())
                for s in some.sections
                if s.kind == "decision"
            ),
        )
        for some in document.items
    ]
