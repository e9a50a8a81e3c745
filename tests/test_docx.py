"""Word documents as text: headings, pages, headers, and what the editor is told."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest

from corpus.errors import UnreadableFile
from ingest.formats.docx.reader import read_docx
from tests.word_files import cell, field, lines_of, paragraph, read_body, run, table, word_file


def test_headings_are_marked_by_their_styles_level_and_a_title_stands_above_them() -> None:
    made = docx.Document()
    made.add_heading("Referat", 0)
    made.add_heading("Sager", 1)
    made.add_heading("Indstilling", 2)
    made.add_paragraph("Det indstilles, at KKR godkender.")
    written = io.BytesIO()
    made.save(written)
    assert read_docx(written.getvalue(), "a.docx").text == (
        "# Referat\n\n## Sager\n\n### Indstilling\n\nDet indstilles, at KKR godkender.\n"
    )


def test_a_style_of_ones_own_is_the_heading_that_it_is_based_on() -> None:
    style = (
        '<w:style w:type="paragraph" w:customStyle="1" w:styleId="Punkt"><w:name w:val="Punkt"/>'
        '<w:basedOn w:val="Heading2"/></w:style>'
        '<w:style w:type="paragraph" w:customStyle="1" w:styleId="Indhold">'
        '<w:name w:val="Indhold"/><w:basedOn w:val="Heading1"/>'
        '<w:pPr><w:outlineLvl w:val="9"/></w:pPr></w:style>'
    )
    body = (
        paragraph("Indhold", '<w:pStyle w:val="Indhold"/>')
        + paragraph("Eventuelt", '<w:pStyle w:val="Punkt"/>')
        + paragraph("Økonomi", '<w:outlineLvl w:val="0"/>')
        + paragraph("Tekst")
    )
    assert lines_of(body, styles=style) == ["Indhold", "## Eventuelt", "# Økonomi", "Tekst"]


def test_a_heading_broken_into_two_paragraphs_is_one_line() -> None:
    heading = '<w:pStyle w:val="Heading1"/>'
    body = paragraph("2. Forlængelse af projekt", heading) + paragraph("ind i voksenlivet", heading)
    assert lines_of(body) == ["# 2. Forlængelse af projekt ind i voksenlivet"]


def test_bold_lines_are_headings_only_where_no_style_marks_any() -> None:
    bold = "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>{}</w:t></w:r></w:p>"
    body = (
        bold.format("Baggrund")
        + paragraph("Kommunerne har drøftet sagen.")
        + bold.format("KKR godkendte indstillingen.")
        + bold.format("Økonomi")
        + paragraph("Det koster 2 mio. kr.")
    )
    headings = [line for line in lines_of(body) if line.startswith("#")]
    assert headings == ["# Baggrund", "# Økonomi"]
    styled = paragraph("Sag", '<w:pStyle w:val="Heading1"/>') + body
    assert lines_of(styled)[1] == "Baggrund"


def test_paragraphs_that_a_style_sets_apart_have_a_blank_line_between_them() -> None:
    apart = paragraph("Første.") + paragraph("Anden.")
    tight = "<w:spacing w:before='0' w:after='0'/>"
    close = "".join(paragraph(t, tight) for t in ("Tredje.", "Fjerde.")) + paragraph("Femte.")
    assert read_body(apart + close).text == "Første.\n\nAnden.\n\nTredje.\nFjerde.\nFemte.\n"


def test_where_empty_paragraphs_part_the_text_spacing_says_nothing() -> None:
    body = paragraph("Indstilling") + paragraph("– at KKR godkender") + "<w:p/>" + paragraph("Ny")
    assert read_body(body).text == "Indstilling\n– at KKR godkender\n\nNy\n"


def test_pages_start_at_breaks_and_where_word_last_broke_them() -> None:
    rendered = "<w:r><w:lastRenderedPageBreak/><w:t>Side 3</w:t></w:r>"
    broken = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
    found = read_body(paragraph("Side 1") + broken + paragraph("Side 2") + f"<w:p>{rendered}</w:p>")
    starts = [found.text[page.start :].split("\n")[0] for page in found.pages]
    assert starts == ["Side 1", "Side 2", "Side 3"]


def test_a_row_over_two_pages_breaks_once() -> None:
    rendered = "<w:tc><w:p><w:r><w:lastRenderedPageBreak/><w:t>{}</w:t></w:r></w:p></w:tc>"
    body = table(cell("a") + cell("b") + cell("c"), "".join(map(rendered.format, "def")))
    found = read_body(body)
    assert [page.start for page in found.pages] == [0, found.text.index("d")]


def test_a_file_that_was_never_laid_out_claims_no_pages_that_cannot_be() -> None:
    text = paragraph("Kommunerne drøftede sagen. " * 40) * 10
    broken = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
    assert len(read_body(text + broken + text).pages) == 1


def test_the_first_pages_header_tells_of_the_meeting_and_a_running_one_is_dropped() -> None:
    section = '<w:sectPr><w:headerReference w:type="{}" r:id="rIdHeader"/>{}</w:sectPr>'
    header = (
        paragraph("KKR Sjælland")
        + f"<w:p>{run('4. marts 2024 – side ')}{field('PAGE', run('1'))}</w:p>"
    )
    first = lines_of(paragraph("Referat") + section.format("first", "<w:titlePg/>"), header=header)
    assert first == ["KKR Sjælland", "4. marts 2024", "Referat"]
    running = lines_of(
        paragraph("KKR mødtes 4. marts 2024") + section.format("default", ""), header=header
    )
    assert running == ["KKR mødtes 4. marts 2024"]


def test_a_document_with_macros_is_read_without_them() -> None:
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(word_file(paragraph("Referat")))) as plain,
        zipfile.ZipFile(packed, "w") as macros,
    ):
        for part in plain.namelist():
            xml = plain.read(part)
            if part == "[Content_Types].xml":
                main = (
                    b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main"
                )
                xml = xml.replace(main, b"application/vnd.ms-word.document.macroEnabled.main")
            macros.writestr(part, xml)
        macros.writestr("word/vbaProject.bin", b"\xd0\xcf\x11\xe0")
    found = read_docx(packed.getvalue(), "a.docm")
    assert found.text == "Referat\n"
    assert any("makroer" in note for note in found.notes)


def test_a_relationship_to_a_part_that_is_not_there_is_no_hindrance() -> None:
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(word_file(paragraph("Referat")))) as whole,
        zipfile.ZipFile(packed, "w") as dangling,
    ):
        for part in whole.namelist():
            xml = whole.read(part)
            if part == "word/_rels/document.xml.rels":
                kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
                lost = b'<Relationship Id="rId99" Type="%b" Target="../NULL"/>' % kind
                xml = xml.replace(b"</Relationships>", lost + b"</Relationships>")
            dangling.writestr(part, xml)
    assert read_docx(packed.getvalue(), "a.docx").text == "Referat\n"


def _with_part(name: str, content: bytes) -> bytes:
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(word_file(paragraph("Referat")))) as whole,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as changed,
    ):
        for part in whole.namelist():
            changed.writestr(part, content if part == name else whole.read(part))
        if name not in whole.namelist():
            changed.writestr(name, content)
    return packed.getvalue()


def test_what_cannot_be_read_is_refused_in_danish() -> None:
    whole = word_file(paragraph("Referat"))
    for data, why in (
        (whole[: len(whole) // 2], "beskadiget"),
        (_with_part("word/document.xml", b"<ikke xml"), "beskadiget"),
        (_with_part("word/document.xml", b"<w:tbl>" * 300), "beskadiget"),
        (_with_part("word/media/bombe.bin", b"0" * 31_000_000), "fylder 32 MB"),
    ):
        with pytest.raises(UnreadableFile, match=why):
            read_docx(data, "a.docx")


def test_a_document_too_long_to_be_held_in_memory_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("ingest.formats.ooxml.LARGEST_XML", 50_000)
    with pytest.raises(UnreadableFile, match="Del det op"):
        read_docx(word_file(paragraph("Referat")), "a.docx")


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ('<w:altChunk r:id="rId99"/>', "en indlejret fil"),
        ("<w:p><w:r><w:drawing><c:chart/></w:drawing></w:r></w:p>", "diagrammer"),
        ('<w:p><w:r><w:commentReference w:id="1"/></w:r></w:p>', "Kommentarerne"),
    ],
)
def test_the_editor_is_told_of_what_is_not_read(body: str, told: str) -> None:
    assert any(told in note for note in read_body(paragraph("Referat") + body).notes)


def test_a_page_that_word_is_to_take_in_is_read_where_it_stands() -> None:
    page = (
        '<html><body><h2>1. Budget</h2><p>KKR godkendte <a href="b.pdf">budgettet</a>.</p></body>'
        "</html>"
    )
    found = read_body(
        paragraph("Referat") + '<w:altChunk r:id="rIdPage"/>' + paragraph("Slut"), page=page
    )
    lines = [line for line in found.text.split("\n") if line]
    assert lines == ["Referat", "## 1. Budget", "KKR godkendte budgettet.", "Slut"]
    assert [link.target for link in found.links] == ["b.pdf"]
    assert not found.notes


def test_entities_are_not_expanded() -> None:
    bomb = (
        b'<!DOCTYPE d [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;">'
        b'<!ENTITY c SYSTEM "/etc/passwd">]>'
        b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
        b"<w:p><w:r><w:t>Referat &b;&c;</w:t></w:r></w:p></w:body></w:document>"
    )
    text = read_docx(_with_part("word/document.xml", bomb), "a.docx").text
    assert "lol" not in text and "root" not in text


def test_a_document_of_pictures_alone_is_refused_and_told_what_to_do() -> None:
    with pytest.raises(UnreadableFile, match="kun billeder"):
        read_body("<w:p><w:r><w:drawing><wp:inline/></w:drawing></w:r></w:p>")
