"""A Word file's parts: the body and the first page's header as blocks, and what else it holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import partial

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.part import Part
from docx.oxml.parser import parse_xml
from lxml.etree import _Element

from ingest.formats.blocks import Block
from ingest.formats.docx.imports import imported_blocks
from ingest.formats.docx.inline import GONE, INSERTED, R_ID, InlineReader
from ingest.formats.docx.numbering import Numbering
from ingest.formats.docx.story import Story
from ingest.formats.docx.styles import Styles, W, child, number, switch, value
from ingest.formats.list_numbers import in_format
from ingest.formats.word_processed import COMMENTS, TRACKED_CHANGES, Header

_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart"
_PICTURES = (f"{W}drawing", f"{W}pict", f"{W}object")
_NOTES = {
    "footnotes": (RELATIONSHIP_TYPE.FOOTNOTES, "footnote", "decimal"),
    "endnotes": (RELATIONSHIP_TYPE.ENDNOTES, "endnote", "lowerRoman"),
}
_ON_THE_SAME_PAGE = ("continuous", "nextColumn")


class WordDocument:
    """A document from its main part."""

    def __init__(self, part: Part) -> None:
        self._part = part
        root = _root(part)
        body = child(root, "body")
        self._body = root if body is None else body
        self._styles = Styles(self._related(RELATIONSHIP_TYPE.STYLES))
        self._numbering = Numbering(self._related(RELATIONSHIP_TYPE.NUMBERING), self._styles)
        self._settings = self._related(RELATIONSHIP_TYPE.SETTINGS)
        self._notes_referred: Counter[str] = Counter()
        self._notes = {kind: self._notes_of(kind) for kind in _NOTES}
        self.imports_unread = False

    def body(self) -> list[Block]:
        """The blocks of the body, with its notes and text boxes in their places."""
        sections = [
            section
            for section in self._body.iter(f"{W}sectPr")
            if (above := section.getparent()) is not None and above.tag != f"{W}sectPrChange"
        ]
        breaks = [value(section, "type") not in _ON_THE_SAME_PAGE for section in sections[1:]]
        return self._story(self._part, breaks[::-1]).blocks(self._body)

    def first_header(self) -> Header:
        section = next(self._body.iter(f"{W}sectPr"), None)
        kind = "first" if switch(section, "titlePg") else "default"
        references = () if section is None else section.iterfind(f"{W}headerReference")
        for reference in references:
            part = self._part.related_parts.get(reference.get(R_ID) or "")
            if reference.get(f"{W}type") == kind and part is not None:
                return Header(self._story(part, []).blocks(_root(part)), kind == "default")
        return Header()

    def holds_changes(self) -> bool:
        """Whether changes are tracked that nobody has accepted."""
        return self._holds(*GONE, *INSERTED)

    def holds_charts(self) -> bool:
        return self._holds(_CHART)

    def holds_pictures(self) -> bool:
        return self._holds(*_PICTURES)

    def holds_comments(self) -> bool:
        return self._holds(f"{W}commentReference")

    def knows_pages(self) -> bool:
        """Whether the file tells where its pages started when it was last laid out."""
        return self._holds(f"{W}lastRenderedPageBreak")

    def _holds(self, *tags: str) -> bool:
        return next(self._body.iter(*tags), None) is not None

    def _related(self, kind: str) -> _Element | None:
        for relationship in self._part.rels.values():
            if relationship.reltype == kind and not relationship.is_external:
                return _root(relationship.target_part)
        return None

    def _story(self, part: Part, page_breaks: list[bool]) -> Story:
        def target_of(relationship_id: str) -> str | None:
            relationship = part.rels.get(relationship_id)
            external = relationship is not None and relationship.is_external
            return relationship.target_ref if relationship is not None and external else None

        reader = InlineReader(self._styles, target_of, self._mark_of)
        imported = partial(self._imported, part)
        return Story(self._styles, self._numbering, reader, self._note, imported, page_breaks)

    def _imported(self, part: Part, relationship_id: str) -> list[Block]:
        """The blocks of a part that Word takes in when it next saves the document."""
        relationship = part.rels.get(relationship_id)
        blocks = None
        if relationship is not None and not relationship.is_external:
            target = relationship.target_part
            blocks = imported_blocks(target.blob, target.content_type)
        self.imports_unread |= blocks is None
        return blocks or []

    def _notes_of(self, kind: str) -> tuple[Part | None, dict[str, _Element]]:
        relation, tag, _ = _NOTES[kind]
        for relationship in self._part.rels.values():
            if relationship.reltype == relation and not relationship.is_external:
                part = relationship.target_part
                found = _root(part).iterfind(W + tag)
                return part, {note.get(f"{W}id") or "": note for note in found}
        return None, {}

    def _mark_of(self, kind: str, note_id: str) -> str:
        if note_id not in self._notes[kind][1]:
            return ""
        _, tag, usual = _NOTES[kind]
        shape = child(self._settings, f"{tag}Pr")
        first = number(value(shape, "numStart"))
        self._notes_referred[kind] += 1
        count = self._notes_referred[kind] + (1 if first is None else first) - 1
        return f"[{in_format(count, value(shape, 'numFmt') or usual)}]"

    def _note(self, kind: str, note_id: str) -> list[Block]:
        part, notes = self._notes[kind]
        note = notes.pop(note_id, None)
        if part is None or note is None:
            return []
        return self._story(part, []).blocks(note)


def _root(part: Part) -> _Element:
    element: _Element | None = getattr(part, "element", None)
    return parse_xml(part.blob) if element is None else element


def notes_on(document: WordDocument, macros: bool) -> Iterator[str]:
    """What the editor is told, in Danish, of what a document holds beside its text."""
    if document.holds_changes():
        yield TRACKED_CHANGES
    if document.imports_unread:
        yield (
            "Dokumentet henter noget af sin tekst fra en indlejret fil, og den del er ikke læst. "
            "Åbn det i Word, gem det, og indlæs det igen."
        )
    if document.holds_charts():
        yield "Tallene i dokumentets diagrammer er ikke læst."
    if document.holds_comments():
        yield COMMENTS
    if macros:
        yield "Filen rummer makroer. De er hverken kørt eller læst."
