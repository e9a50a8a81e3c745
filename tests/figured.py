"""Figures of texts written for a test, without files and taggers."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.figure import Figure
from corpus.records import Document, Item, Mention, Section, Span
from ingest.figures.extraction import find_figures


def document_of(text: str, title: str = "Sag") -> Document:
    """A document of one item: its title on a line, then ``text`` as its case."""
    whole = f"{title}\n{text}"
    start = len(title) + 1
    sections = (
        Section("title", "", 0, 0, len(title)),
        Section("case", "Sagsfremstilling", start, start, len(whole)),
    )
    item = Item("d:1", "1", title, (), 0, len(whole), sections)
    return Document(
        document_id="d",
        source="t.txt",
        sha256="0" * 64,
        text=whole,
        title="Referat",
        kind="referat",
        region=None,
        forum=None,
        date=None,
        place=None,
        participants=(),
        structure="numbering",
        head=(),
        agenda=(),
        items=(item,),
    )


def mentioned(text: str, *names: tuple[str, str]) -> list[Mention]:
    """A mention of each (name, entity id) wherever the name stands in ``text``."""
    found = []
    for name, entity_id in names:
        at = text.find(name)
        while at >= 0:
            kind = entity_id.split(":")[0]
            found.append(Mention(entity_id, kind, at, at + len(name), name))  # type: ignore[arg-type]
            at = text.find(name, at + 1)
    return sorted(found, key=lambda mention: mention.start)


def figures_of(text: str, *names: tuple[str, str], title: str = "Sag") -> tuple[Figure, ...]:
    """The figures of ``text``, in which each (name, entity id) is a mention."""
    document = document_of(text, title)
    return find_figures(document, mentioned(document.text, *names))


def words(text: str, span: Span | Figure | None, title: str = "Sag") -> str | None:
    """What stands at a span of ``document_of(text)``."""
    return None if span is None else document_of(text, title).text[span.start : span.end]


def told(text: str) -> list[tuple[str, float, str]]:
    """Each figure of ``text`` as its words, its value and its unit."""
    return [(words(text, f) or "", f.value, f.unit) for f in figures_of(text)]


def values(figures: Sequence[Figure]) -> list[float]:
    return [figure.value for figure in figures]
