"""Presentations as text: a slide is a page."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator

from lxml.etree import _Element
from pptx import Presentation
from pptx.chart.chart import Chart
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.oxml import parse_xml
from pptx.shapes.base import BaseShape
from pptx.shapes.graphfrm import GraphicFrame
from pptx.shapes.group import GroupShape
from pptx.slide import Slide
from pptx.table import Table as SlideTable

from ingest.extract import Extract
from ingest.formats.blocks import Block, Cell, Paragraph, Table, write_blocks
from ingest.formats.broken import broken
from ingest.formats.manuscript import PAGE, Manuscript, linked, text_of
from ingest.formats.ooxml import slim_package
from ingest.formats.pptx.lists import A, Lists, level_of
from ingest.formats.xlsx.values import shown

_R_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
_DIAGRAM_DATA = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}dm"
_RUNNING = (PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER, PP_PLACEHOLDER.DATE)
_TITLES = (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE, PP_PLACEHOLDER.VERTICAL_TITLE)
# Shapes whose tops differ by less than this share of the slide's height stand beside each other.
_SAME_LINE = 0.05


def read_pptx(data: bytes, name: str) -> Extract:
    """The text of a presentation (.pptx, .pptm): each slide's title as a heading, then its shapes
    from the top left, tables and charts as rows, and the speaker's notes below.

    Raises:
        UnreadableFile: it is broken or too large.
    """
    with broken(name, "PowerPoint-filen"):
        package, macros = slim_package(data, name)
        presentation = Presentation(io.BytesIO(package))
        line = int((presentation.slide_height or 0) * _SAME_LINE) or 1
        manuscript = Manuscript()
        notes: list[str] = []
        spoken = False
        for number, slide in enumerate(presentation.slides, start=1):
            manuscript.gap()
            manuscript.line(PAGE)
            blocks, unread = _slide(slide, line)
            write_blocks(manuscript, blocks)
            if unread:
                notes.append(f"Et diagram på slide {number} er ikke læst.")
            if slide._element.get("show") in ("0", "false"):
                notes.append(f"Slide {number} er skjult i præsentationen, men er læst med.")
            said = _notes(slide)
            spoken = spoken or bool(said)
            manuscript.gap()
            write_blocks(manuscript, said)
        if spoken:
            notes.append("Talernoterne er læst med; de står under teksten fra deres slide.")
        if macros:
            notes.append("Filen rummer makroer. De er hverken kørt eller læst.")
        return manuscript.extract("pptx", notes, empty_pages=True)


def _slide(slide: Slide, line: int) -> tuple[list[Block], bool]:
    """A slide's blocks, and whether a chart or a diagram could not be read."""
    blocks: list[Block] = []
    unread = False
    for shape in _in_order(slide.shapes, line):
        if shape.is_placeholder and shape.placeholder_format.type in _RUNNING:
            continue
        if isinstance(shape, GraphicFrame):
            try:
                blocks += _graphic(shape)
            except Exception:  # The rest of the slide can be read without it.
                unread = True
        elif shape.has_text_frame:
            blocks += _text(shape)
    return blocks, unread


def _in_order(shapes: Iterable[BaseShape], line: int) -> Iterator[BaseShape]:
    """The title, then shapes by where they stand; the shapes of a group stay together."""

    def place(shape: BaseShape) -> tuple[bool, int, int]:
        return not _is_title(shape), (shape.top or 0) // line, shape.left or 0

    for shape in sorted(shapes, key=place):
        if isinstance(shape, GroupShape):
            yield from _in_order(shape.shapes, line)
        else:
            yield shape


def _is_title(shape: BaseShape) -> bool:
    return shape.is_placeholder and shape.placeholder_format.type in _TITLES


def _text(shape: BaseShape) -> list[Block]:
    paragraphs = list(shape._element.iterfind(f".//{A}p"))
    texts = [_paragraph_text(paragraph, shape) for paragraph in paragraphs]
    if _is_title(shape):
        return [Paragraph(" ".join(" ".join(texts).split("\n")), level=2)]
    lists = Lists(shape)
    blocks: list[Block] = []
    for paragraph, text in zip(paragraphs, texts, strict=True):
        mark = lists.mark(paragraph) if text.strip() else ""
        depth = level_of(paragraph) if mark else 0
        blocks.append(Paragraph(text, mark=mark, depth=depth, apart=not blocks))
    return blocks


def _paragraph_text(paragraph: _Element, shape: BaseShape) -> str:
    pieces: list[str] = []
    for element in paragraph:
        if element.tag == f"{A}br":
            pieces.append("\n")
        elif element.tag == f"{A}r" or (
            element.tag == f"{A}fld" and element.get("type") != "slidenum"
        ):
            text = text_of(element.findtext(f"{A}t") or "")
            click = element.find(f"{A}rPr/{A}hlinkClick")
            target = None if click is None else _target(shape, click.get(_R_ID) or "")
            pieces.append(linked(text, target) if target else text)
    return "".join(pieces)


def _target(shape: BaseShape, relationship_id: str) -> str | None:
    relationship = shape.part.rels.get(relationship_id)
    if relationship is None or not relationship.is_external:
        return None
    return str(relationship.target_ref)


def _graphic(frame: GraphicFrame) -> list[Block]:
    if frame.has_table:
        return [_table(frame.table)]
    if frame.has_chart:
        return _chart(frame.chart)
    found = frame._element.find(f".//{_DIAGRAM}relIds")
    if found is None:
        return []
    data = parse_xml(frame.part.related_part(found.get(_DIAGRAM_DATA)).blob)
    points = (point.iterfind(f".//{A}t") for point in data.iter(f"{_DIAGRAM}pt"))
    texts = (text_of("".join(t.text or "" for t in point)) for point in points)
    return [Paragraph(text, mark="-") for text in texts if text.strip()]


def _table(table: SlideTable) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for row in table.rows:
        cells: list[Cell] = []
        for cell in row.cells:
            if cell.is_spanned:
                cells.append(Cell())
                continue
            texts = (text_of(paragraph.text) for paragraph in cell.text_frame.paragraphs)
            cells.append(Cell(tuple(Paragraph(text) for text in texts)))
        rows.append(tuple(cells))
    return Table(tuple(rows))


def _chart(chart: Chart) -> list[Block]:
    """A chart's title, and its figures as a table."""
    blocks: list[Block] = []
    if chart.has_title and chart.chart_title.has_text_frame:
        blocks.append(Paragraph(text_of(chart.chart_title.text_frame.text)))
    for plot in chart.plots:
        series = list(plot.series)
        heads = ["", *(text_of(str(one.name)) for one in series)]
        values = [list(one.values) for one in series]
        rows = [heads]
        for at, category in enumerate(plot.categories):
            figures = (v[at] if at < len(v) else None for v in values)
            rows.append([text_of(str(category)), *(shown(figure, "General") for figure in figures)])
        cells = (tuple(Cell((Paragraph(text),)) for text in row) for row in rows)
        blocks.append(Table(tuple(cells)))
    return blocks


def _notes(slide: Slide) -> list[Block]:
    """What the speaker's notes say, without the slide's picture and number."""
    if not slide.has_notes_slide:
        return []
    frame = slide.notes_slide.notes_text_frame
    texts = [text_of(p.text) for p in frame.paragraphs] if frame is not None else []
    return [Paragraph(text) for text in texts] if any(text.strip() for text in texts) else []
