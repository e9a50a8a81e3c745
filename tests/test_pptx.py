"""Presentations: a slide is a page, read as it is seen."""

from __future__ import annotations

import io

import pytest
from lxml import etree
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.presentation import Presentation as Slides
from pptx.slide import Slide
from pptx.util import Inches

from corpus.errors import UnreadableFile
from ingest.extract import Extract
from ingest.formats.pptx.reader import read_pptx

_TITLE_AND_TEXT, _TITLE_ONLY, _EMPTY = 1, 5, 6


def read(slides: Slides) -> Extract:
    written = io.BytesIO()
    slides.save(written)
    return read_pptx(written.getvalue(), "a.pptx")


def add(slides: Slides, layout: int, title: str = "") -> Slide:
    slide = slides.slides.add_slide(slides.slide_layouts[layout])
    if title:
        slide.shapes.title.text = title
    return slide


def say(slide: Slide, text: str, left: float, top: float) -> None:
    box = slide.shapes.add_textbox(Inches(left), Inches(top), Inches(3), Inches(1))
    box.text_frame.text = text


def test_a_slide_is_a_page_with_its_title_as_heading_and_its_list() -> None:
    slides = Presentation()
    frame = add(slides, _TITLE_AND_TEXT, "Dagsorden").placeholders[1].text_frame
    frame.text = "Godkendelse"
    inner = frame.add_paragraph()
    inner.text, inner.level = "af referat", 1
    add(slides, _EMPTY)
    add(slides, _TITLE_ONLY, "Tak for i dag")
    found = read(slides)
    assert found.text == "## Dagsorden\n\n- Godkendelse\n  - af referat\n\n## Tak for i dag\n"
    last = found.text.index("## Tak")
    assert [page.start for page in found.pages] == [0, last, last]


def test_numbers_of_a_list_are_computed() -> None:
    slides = Presentation()
    frame = add(slides, _TITLE_AND_TEXT, "Punkter").placeholders[1].text_frame
    frame.text = "Budget\nRegnskab\nTak"
    for paragraph, kind in zip(frame.paragraphs, ("buAutoNum", "buAutoNum", "buNone"), strict=True):
        properties = paragraph._p.get_or_add_pPr()
        name = f"{{http://schemas.openxmlformats.org/drawingml/2006/main}}{kind}"
        sign = etree.SubElement(properties, name)
        if kind == "buAutoNum":
            sign.set("type", "alphaLcParenR")
            sign.set("startAt", "3")
    assert read(slides).text == "## Punkter\n\nc) Budget\nd) Regnskab\nTak\n"


def test_shapes_are_read_from_the_top_left() -> None:
    slides = Presentation()
    slide = add(slides, _EMPTY)
    say(slide, "nederst", 1, 5)
    say(slide, "til højre", 5, 1)
    say(slide, "øverst", 1, 1.05)
    group = slide.shapes.add_group_shape()
    group.shapes.add_textbox(Inches(1), Inches(3), Inches(1), Inches(1)).text_frame.text = "gruppe"
    lines = [line for line in read(slides).text.split("\n") if line]
    assert lines == ["øverst", "til højre", "gruppe", "nederst"]


def test_tables_charts_links_and_notes_are_read() -> None:
    slides = Presentation()
    slide = add(slides, _TITLE_ONLY, "Tal")
    table = slide.shapes.add_table(2, 2, Inches(1), Inches(2), Inches(4), Inches(1)).table
    for at, text in enumerate(("Kommune", "Pladser", "Odense", "12")):
        table.cell(at // 2, at % 2).text = text
    data = CategoryChartData()
    data.categories = ["2023", "2024"]
    data.add_series("Udgift", (12.5, 14))
    size = Inches(1), Inches(4), Inches(4), Inches(2)
    slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, *size, data)
    box = slide.shapes.add_textbox(Inches(1), Inches(6.5), Inches(3), Inches(1))
    run = box.text_frame.paragraphs[0].add_run()
    run.text, run.hyperlink.address = "Bilag", "https://kl.dk/b.pdf"
    slide.notes_slide.notes_text_frame.text = "Sig velkommen"
    found = read(slides)
    assert "Kommune\tPladser\nOdense\t12\n" in found.text
    assert "\tUdgift\n2023\t12,5\n2024\t14\n" in found.text
    assert found.text.endswith("Bilag\n\nSig velkommen\n")
    assert [link.target for link in found.links] == ["https://kl.dk/b.pdf"]
    assert any("Talernoterne" in note for note in found.notes)


def test_a_hidden_slide_is_read_and_the_editor_is_told() -> None:
    slides = Presentation()
    add(slides, _TITLE_ONLY, "Skjult")._element.set("show", "0")
    found = read(slides)
    assert found.text == "## Skjult\n"
    assert any("Slide 1 er skjult" in note for note in found.notes)


def test_a_broken_presentation_is_refused() -> None:
    written = io.BytesIO()
    Presentation().save(written)
    with pytest.raises(UnreadableFile, match="beskadiget"):
        read_pptx(written.getvalue()[:5000], "a.pptx")
