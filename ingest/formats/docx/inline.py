"""What stands inside Word's paragraphs: text, fields, links, notes and text boxes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from lxml.etree import _Element

from ingest.formats.docx.styles import ParagraphStyle, Styles, W, number, switch, value
from ingest.formats.manuscript import LINK_END, PAGE, link_start, text_of
from ingest.formats.symbols import symbol

R_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_CHOICE, _FALLBACK = f"{_MC}Choice", f"{_MC}Fallback"
ALTERNATIVES = f"{_MC}AlternateContent"
_BOX = f"{W}txbxContent"
GONE = frozenset({f"{W}del", f"{W}moveFrom"})
"""What is dropped when tracked changes are accepted."""
INSERTED = frozenset({f"{W}ins", f"{W}moveTo"})
_WRAPPERS = INSERTED | {f"{W}smartTag", f"{W}customXml", f"{W}dir", f"{W}bdo", f"{W}sdtContent"}
_CHARACTERS = {
    f"{W}tab": "\t",
    f"{W}ptab": "\t",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "-",
    f"{W}lastRenderedPageBreak": PAGE,
}
_DRAWINGS = frozenset({f"{W}drawing", f"{W}pict", f"{W}object"})
_NOTES = {f"{W}footnoteReference": "footnotes", f"{W}endnoteReference": "endnotes"}
# Fields whose result is of the page, not of the text.
_OF_THE_PAGE = frozenset({"PAGE", "NUMPAGES", "SECTIONPAGES", "SECTION"})
_HYPERLINK = re.compile(r"\s*HYPERLINK\s+(?:\"([^\"]*)\"|([^\s\"\\]\S*))", re.IGNORECASE)
_PROMPT = re.compile(r"placeholder|pladsholder", re.IGNORECASE)


@dataclass(slots=True)
class _Field:
    """A field that is open: its code is read first, then its result."""

    code: list[str] = field(default_factory=list)
    in_result: bool = False
    shown: bool = True
    target: str | None = None


@dataclass(slots=True)
class Inline:
    """A paragraph's marked text, the boxes (``w:txbxContent``) anchored in it, and the notes that
    it refers to (their kind, id and mark); whether all of its text is ``bold``, and the ``size`` of
    its largest letters, in half points."""

    text: str = ""
    boxes: list[_Element] = field(default_factory=list)
    notes: list[tuple[str, str, str]] = field(default_factory=list)
    bold: bool = True
    size: int = 0


def alternatives(element: _Element) -> Iterator[_Element]:
    """The versions of the content of a ``mc:AlternateContent``, the best first."""
    yield from element.iterfind(_CHOICE)
    yield from element.iterfind(_FALLBACK)


def prompts(control: _Element) -> bool:
    """Whether a content control (``w:sdt``) shows no more than its prompt to write something."""
    if not switch(control, "sdtPr/showingPlcHdr"):
        return False
    runs = list(control.iter(f"{W}r"))
    return all(_PROMPT.search(value(run, "rPr/rStyle") or "") for run in runs)


class InlineReader:
    """Reads the paragraphs of one story (body, header, notes) in order: fields run over several.

    ``target_of`` gives a relationship's target outside the file, ``mark_of`` the number of a note
    by its kind and id.
    """

    def __init__(
        self,
        styles: Styles,
        target_of: Callable[[str], str | None],
        mark_of: Callable[[str, str], str],
    ) -> None:
        self._styles = styles
        self._target_of = target_of
        self._mark_of = mark_of
        self._fields: list[_Field] = []
        self._pieces: list[str] = []
        self._inline = Inline()
        self._style = ParagraphStyle()

    def read(self, paragraph: _Element, style: ParagraphStyle) -> Inline:
        """What stands in a ``w:p`` of ``style``."""
        self._pieces, self._inline, self._style = [], Inline(), style
        self._pieces += (link_start(f.target) for f in self._fields if f.target)
        self._walk(paragraph)
        self._pieces += (LINK_END for f in self._fields if f.target)
        # A field that is never closed hides nothing in the paragraphs below.
        self._fields = [f for f in self._fields if f.in_result and f.shown]
        self._inline.text = "".join(self._pieces)
        return self._inline

    def _emit(self, text: str) -> None:
        if all(f.in_result and f.shown for f in self._fields):
            self._pieces.append(text)

    def _walk(self, parent: Iterable[_Element]) -> None:
        for element in parent:
            tag = element.tag
            if tag == f"{W}r":
                self._run(element)
            elif tag in _WRAPPERS:
                self._walk(element)
            elif tag == f"{W}hyperlink":
                self._link(element)
            elif tag == f"{W}fldSimple":
                self._fields.append(_Field([element.get(f"{W}instr") or ""]))
                self._separate()
                self._walk(element)
                self._end()
            elif tag == f"{W}sdt" and not prompts(element):
                self._walk(element)
            elif tag in (f"{_M}oMath", f"{_M}oMathPara"):
                self._emit(_formula(element))
            elif tag == ALTERNATIVES:
                self._walk(next(alternatives(element), element))

    def _link(self, element: _Element) -> None:
        target = self._target_of(element.get(R_ID) or "")
        anchor = element.get(f"{W}anchor")
        if target and anchor:
            target = f"{target}#{anchor}"
        if target:
            self._emit(link_start(target))
        self._walk(element)
        if target:
            self._emit(LINK_END)

    def _run(self, run: _Element) -> None:
        if self._on(run, "vanish", self._style.hidden):
            # A hidden field must still be opened and closed.
            for mark in run.iterfind(f"{W}fldChar"):
                self._field(mark)
            return
        before = len(self._pieces)
        for element in run:
            self._content(element)
        if "".join(self._pieces[before:]).strip():
            self._inline.bold &= self._on(run, "b", self._style.bold)
            self._inline.size = max(self._inline.size, self._size(run))

    def _on(self, run: _Element, name: str, in_paragraph: bool) -> bool:
        """Whether a run has a property such as ``w:vanish``."""
        own = switch(run, f"rPr/{name}")
        if own is None:
            own = self._styles.says(value(run, "rPr/rStyle") or "", f"rPr/{name}")
        return in_paragraph if own is None else own

    def _size(self, run: _Element) -> int:
        own = number(value(run, "rPr/sz"))
        return own or self._styles.size(value(run, "rPr/rStyle") or "") or self._style.size

    def _content(self, element: _Element) -> None:
        tag = element.tag
        if tag == f"{W}t":
            self._emit(text_of(element.text or "").replace("\n", " "))
        elif tag in _CHARACTERS:
            self._emit(_CHARACTERS[tag])
        elif tag == f"{W}br":
            kind = element.get(f"{W}type")
            self._emit(PAGE if kind == "page" else "\n")
        elif tag == f"{W}sym":
            code = element.get(f"{W}char") or ""
            self._emit(symbol(int(code, 16)) if re.fullmatch("[0-9A-Fa-f]{1,6}", code) else "")
        elif tag == f"{W}fldChar":
            self._field(element)
        elif tag == f"{W}instrText":
            if self._fields and not self._fields[-1].in_result:
                self._fields[-1].code.append(element.text or "")
        elif tag in _NOTES:
            self._note(_NOTES[tag], element)
        elif tag in _DRAWINGS:
            self._inline.boxes += text_boxes(element)
        elif tag == ALTERNATIVES:
            self._alternatives(element)
        elif tag == f"{W}ruby":
            for written in element.iterfind(f"{W}rubyBase"):
                self._walk(written)

    def _alternatives(self, element: _Element) -> None:
        boxes = list(text_boxes(element))
        if boxes:
            self._inline.boxes += boxes
            return
        for inner in next(alternatives(element), ()):
            self._content(inner)

    def _note(self, kind: str, element: _Element) -> None:
        note_id = element.get(f"{W}id") or ""
        own_mark = element.get(f"{W}customMarkFollows") in ("1", "true", "on")
        mark = "" if own_mark else self._mark_of(kind, note_id)
        self._emit(mark)
        self._inline.notes.append((kind, note_id, mark))

    def _field(self, element: _Element) -> None:
        kind = element.get(f"{W}fldCharType")
        if kind == "begin":
            self._fields.append(_Field())
        elif kind == "separate":
            self._separate()
        elif kind == "end":
            self._end()

    def _separate(self) -> None:
        if not self._fields or self._fields[-1].in_result:
            return
        opened = self._fields[-1]
        code = "".join(opened.code)
        opened.in_result = True
        name = code.split()[0].upper() if code.split() else ""
        opened.shown = name not in _OF_THE_PAGE
        link = _HYPERLINK.match(code)
        if link and all(f.in_result and f.shown for f in self._fields):
            opened.target = text_of(link[1] or link[2] or "").strip() or None
            if opened.target:
                self._pieces.append(link_start(opened.target))

    def _end(self) -> None:
        if self._fields:
            closed = self._fields.pop()
            if closed.target:
                self._pieces.append(LINK_END)


def text_boxes(element: _Element) -> Iterator[_Element]:
    """The text boxes in a drawing, each in one of the versions that the file holds of it."""
    if element.tag == _BOX:
        yield element
    elif element.tag == ALTERNATIVES:
        for version in alternatives(element):
            found = [box for inner in version for box in text_boxes(inner)]
            if found:
                yield from found
                return
    else:
        for inner in element:
            yield from text_boxes(inner)


def _formula(element: _Element) -> str:
    """An equation's characters in the order they are written, a fraction with a stroke."""
    if element.tag == f"{_M}t":
        return text_of(element.text or "")
    if element.tag == f"{_M}f":
        return "/".join(_formula(part) for part in element if part.tag in (f"{_M}num", f"{_M}den"))
    return "".join(_formula(part) for part in element)
