"""Word documents as text: what Word shows, in the order that it is read."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest

from corpus.errors import UnreadableFile
from ingest.extract import Extract
from ingest.formats.docx import read_docx
from tests.word_files import abstract, level, listed, num, paragraph, restart, word_file

_RUN = '<w:r><w:t xml:space="preserve">{}</w:t></w:r>'
_DRAWN = (
    '<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline><wps:txbx>{0}</wps:txbx>'
    "</wp:inline></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{0}</v:textbox></w:pict>"
    "</mc:Fallback></mc:AlternateContent>"
)


def run(text: str) -> str:
    return _RUN.format(text)


def field(code: str, result: str) -> str:
    """A field as Word writes it, in runs."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{result}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def table(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def cell(*texts: str, properties: str = "") -> str:
    inside = "".join(map(paragraph, texts)) or "<w:p/>"
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>"


def read(body: str, **parts: object) -> Extract:
    return read_docx(word_file(body, **parts), "a.docx")  # type: ignore[arg-type]


def lines(body: str, **parts: object) -> list[str]:
    """What is read of a body, the blank lines left out."""
    return [line for line in read(body, **parts).text.split("\n") if line]


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
        '<w:style w:type="paragraph" w:customStyle="1" w:styleId="Indhold"><w:name w:val="Indhold"/>'
        '<w:basedOn w:val="Heading1"/><w:pPr><w:outlineLvl w:val="9"/></w:pPr></w:style>'
    )
    body = (
        paragraph("Indhold", '<w:pStyle w:val="Indhold"/>')
        + paragraph("Eventuelt", '<w:pStyle w:val="Punkt"/>')
        + paragraph("Økonomi", '<w:outlineLvl w:val="0"/>')
        + paragraph("Tekst")
    )
    assert lines(body, styles=style) == ["Indhold", "## Eventuelt", "# Økonomi", "Tekst"]


def test_a_heading_broken_into_two_paragraphs_is_one_line() -> None:
    heading = '<w:pStyle w:val="Heading1"/>'
    body = paragraph("2. Forlængelse af projekt", heading) + paragraph("ind i voksenlivet", heading)
    assert lines(body) == ["# 2. Forlængelse af projekt ind i voksenlivet"]


def test_bold_lines_are_headings_only_where_no_style_marks_any() -> None:
    bold = "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>{}</w:t></w:r></w:p>"
    body = (
        bold.format("Baggrund")
        + paragraph("Kommunerne har drøftet sagen.")
        + bold.format("Økonomi")
        + paragraph("Det koster 2 mio. kr.")
    )
    assert lines(body)[0::2] == ["# Baggrund", "# Økonomi"]
    styled = paragraph("Sag", '<w:pStyle w:val="Heading1"/>') + body
    assert lines(styled)[1] == "Baggrund"


def test_paragraphs_that_a_style_sets_apart_have_a_blank_line_between_them() -> None:
    apart = paragraph("Første.") + paragraph("Anden.")
    tight = "<w:spacing w:before='0' w:after='0'/>"
    close = "".join(paragraph(t, tight) for t in ("Tredje.", "Fjerde.")) + paragraph("Femte.")
    assert read(apart + close).text == "Første.\n\nAnden.\n\nTredje.\nFjerde.\nFemte.\n"


def test_where_empty_paragraphs_part_the_text_spacing_says_nothing() -> None:
    body = paragraph("Indstilling") + paragraph("– at KKR godkender") + "<w:p/>" + paragraph("Ny")
    assert read(body).text == "Indstilling\n– at KKR godkender\n\nNy\n"


# Lists: Word stores which list a paragraph is in, and computes the number.


def test_items_carry_the_numbers_of_their_list_and_go_on_after_other_text() -> None:
    body = listed("Dagsorden", 1) + paragraph("Godkendt.") + listed("Eventuelt", 1)
    numbering = abstract(0, level(0, "%1.")) + num(1, 0)
    assert lines(body, numbering=numbering) == ["1. Dagsorden", "Godkendt.", "2. Eventuelt"]


def test_a_numbered_heading_carries_its_number() -> None:
    styles = (
        '<w:style w:type="paragraph" w:customStyle="1" w:styleId="Punkt"><w:name w:val="Punkt"/>'
        '<w:basedOn w:val="Heading1"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
        "</w:style>"
        '<w:style w:type="paragraph" w:customStyle="1" w:styleId="Under"><w:name w:val="Under"/>'
        '<w:basedOn w:val="Heading2"/><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/>'
        "</w:numPr></w:pPr></w:style>"
    )
    numbering = abstract(
        0,
        level(0, "Punkt %1:", more='<w:pStyle w:val="Punkt"/>'),
        level(1, "%1.%2", more='<w:pStyle w:val="Under"/>'),
    ) + num(1, 0)
    body = "".join(
        paragraph(text, f'<w:pStyle w:val="{style}"/>{more}')
        for text, style, more in (
            ("Budget", "Punkt", ""),
            ("Takster", "Under", ""),
            ("Uden nummer", "Punkt", '<w:numPr><w:numId w:val="0"/></w:numPr>'),
            ("Regnskab", "Punkt", ""),
            ("Bilag", "Under", ""),
        )
    )
    assert lines(body, styles=styles, numbering=numbering) == [
        "# Punkt 1: Budget",
        "## 1.1 Takster",
        "# Uden nummer",
        "# Punkt 2: Regnskab",
        "## 2.1 Bilag",
    ]


@pytest.mark.parametrize(
    ("kind", "shown"),
    [
        ("decimal", "2."),
        ("decimalZero", "02."),
        ("lowerLetter", "b."),
        ("upperLetter", "B."),
        ("lowerRoman", "ii."),
        ("upperRoman", "II."),
        ("bullet", "-"),
    ],
)
def test_a_list_is_shown_in_its_own_kind_of_numbers(kind: str, shown: str) -> None:
    numbering = abstract(0, level(0, "%1.", kind)) + num(1, 0)
    assert lines(listed("A", 1) + listed("B", 1), numbering=numbering)[1] == f"{shown} B"


def test_a_list_starts_again_where_it_is_told_to() -> None:
    numbering = abstract(0, level(0, "%1.")) + num(1, 0) + num(2, 0, restart(0)) + num(3, 0)
    body = "".join(listed(t, i) for t, i in (("A", 1), ("B", 1), ("C", 2), ("D", 2), ("E", 3)))
    found = lines(body, numbering=numbering)
    assert found == ["1. A", "2. B", "1. C", "2. D", "3. E"]


def test_an_inner_list_is_indented_and_starts_again_below_each_item() -> None:
    numbering = abstract(0, level(0, "%1."), level(1, "%2)", "lowerLetter")) + num(1, 0)
    body = "".join(listed(t, 1, at) for t, at in zip("ABCDE", (0, 1, 1, 0, 1), strict=True))
    found = lines(body, numbering=numbering)
    assert found == ["1. A", "  a) B", "  b) C", "2. D", "  a) E"]


def test_a_level_that_is_never_to_start_again_does_not() -> None:
    never = '<w:lvlRestart w:val="0"/>'
    numbering = abstract(0, level(0, "%1.", "upperRoman"), level(1, "%2.", more=never)) + num(1, 0)
    body = "".join(listed(t, 1, at) for t, at in zip("ABCD", (0, 1, 0, 1), strict=True))
    assert lines(body, numbering=numbering) == ["I. A", "  1. B", "II. C", "  2. D"]


def test_a_legal_level_shows_roman_numbers_above_it_as_figures() -> None:
    legal = level(1, "%1.%2", more="<w:isLgl/>")
    numbering = abstract(0, level(0, "%1.", "upperRoman"), legal) + num(1, 0)
    body = listed("A", 1) + listed("B", 1) + listed("C", 1, 1)
    assert lines(body, numbering=numbering)[2] == "  2.1 C"


def test_a_list_that_a_list_style_defines_is_followed_to_its_definition() -> None:
    styles = (
        '<w:style w:type="numbering" w:customStyle="1" w:styleId="L"><w:name w:val="L"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    numbering = (
        abstract(0, level(0, "Sag %1."), more='<w:styleLink w:val="L"/>')
        + abstract(1, more='<w:numStyleLink w:val="L"/>')
        + num(1, 0)
        + num(2, 1)
    )
    assert lines(listed("Takster", 2), styles=styles, numbering=numbering) == ["Sag 1. Takster"]


def test_a_table_with_numbers_alone_in_a_column_shows_them() -> None:
    numbering = abstract(0, level(0, "%1.")) + num(1, 0)
    number = f"<w:tc>{listed('', 1)}</w:tc>"
    body = table(number + cell("Dagsorden"), number + cell("Eventuelt"))
    assert lines(body, numbering=numbering) == ["1.\tDagsorden", "2.\tEventuelt"]


# What stands inside a paragraph.


def test_tracked_changes_are_read_as_accepted_and_the_editor_is_told() -> None:
    gone = '<w:del w:id="1" w:author="x"><w:r><w:delText>ikke </w:delText></w:r></w:del>'
    new = '<w:ins w:id="2" w:author="x"><w:r><w:t xml:space="preserve">nu </w:t></w:r></w:ins>'
    moved = f'<w:moveFrom w:id="3" w:author="x">{run("flyttet")}</w:moveFrom>'
    here = f'<w:moveTo w:id="4" w:author="x">{run("hertil")}</w:moveTo>'
    found = read(f"<w:p>{run('KKR godkendte ')}{gone}{new}{run('budgettet ')}{moved}{here}</w:p>")
    assert found.text == "KKR godkendte nu budgettet hertil\n"
    assert any("registrerede ændringer" in note for note in found.notes)


def test_paragraphs_whose_mark_is_deleted_are_joined_and_count_once_in_a_list() -> None:
    numbered = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    mark = '<w:rPr><w:del w:id="1" w:author="x"/></w:rPr>'
    body = (
        paragraph("Den første halvdel, ", numbered + mark)
        + paragraph("og den anden.", numbered)
        + paragraph("Næste punkt", numbered)
    )
    numbering = abstract(0, level(0, "%1.")) + num(1, 0)
    assert lines(body, numbering=numbering) == [
        "1. Den første halvdel, og den anden.",
        "2. Næste punkt",
    ]


def test_a_deleted_row_is_left_out() -> None:
    gone = f'<w:trPr><w:del w:id="1" w:author="x"/></w:trPr>{cell("væk")}{cell("2")}'
    assert lines(table(cell("Odense") + cell("1"), gone)) == ["Odense\t1"]


def test_links_by_relationship_and_by_field_are_kept_with_their_targets() -> None:
    link = f'<w:hyperlink r:id="rIdA">{run("Bilag 1")}</w:hyperlink>'
    code = field('HYPERLINK "https://www.kl.dk/bilag 2.pdf"', run("Bilag 2"))
    inner = f'<w:hyperlink w:anchor="_Toc1">{run("Punkt 1")}</w:hyperlink>'
    found = read(
        f"<w:p>{run('Se ')}{link}{run(' og ')}{code}</w:p><w:p>{inner}</w:p>",
        links={"rIdA": "bilag/bilag%201.pdf"},
    )
    assert found.text == "Se Bilag 1 og Bilag 2\n\nPunkt 1\n"
    assert [(found.text[a.start : a.end], a.target) for a in found.links] == [
        ("Bilag 1", "bilag/bilag%201.pdf"),
        ("Bilag 2", "https://www.kl.dk/bilag 2.pdf"),
    ]


def test_fields_show_their_result_and_page_numbers_are_dropped() -> None:
    nested = field('IF "a" = "b" ', run("valgt"))
    body = f"<w:p>{run('Dato: ')}{field('DATE', run('4. marts 2024'))}{run(', ')}{nested}</w:p>"
    assert lines(body + f"<w:p>{run('Referat')}{field('PAGE', run('7'))}</w:p>") == [
        "Dato: 4. marts 2024, valgt",
        "Referat",
    ]


def test_a_field_that_is_never_closed_hides_nothing_below() -> None:
    opened = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
    )
    assert lines(f"<w:p>{opened}</w:p>{paragraph('Beslutning')}") == ["Beslutning"]


def test_a_table_of_contents_keeps_its_lines() -> None:
    entry = f"{run('1. Budget')}<w:r><w:tab/></w:r>{field('PAGEREF _Toc1', run('3'))}"
    start = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    body = f"<w:p>{start}{entry}</w:p><w:p>{entry}</w:p><w:p>{end}{run('Tekst')}</w:p>"
    assert lines(body) == ["1. Budget\t3", "1. Budget\t3", "Tekst"]


def test_notes_follow_the_paragraph_and_are_marked_in_it() -> None:
    note = '<w:footnote w:id="{}"><w:p><w:r><w:footnoteRef/></w:r>{}</w:p></w:footnote>'
    refer = '<w:r><w:footnoteReference w:id="{}"/></w:r>'
    body = (
        f"<w:p>{run('Taksten stiger')}{refer.format(5)}{run('.')}</w:p>"
        + table(cell("Odense") + f"<w:tc><w:p>{run('12')}{refer.format(2)}</w:p></w:tc>")
        + f"<w:p>{run('Slut')}<w:r><w:endnoteReference w:id='1'/></w:r></w:p>"
    )
    found = lines(
        body,
        footnotes=note.format(5, run(" Se bilag 4.")) + note.format(2, run("Foreløbigt tal")),
        endnotes=f'<w:endnote w:id="1"><w:p>{run("Kilde: KL")}</w:p></w:endnote>',
    )
    assert found == [
        "Taksten stiger[1].",
        "[1] Se bilag 4.",
        "Odense\t12[2]",
        "[2] Foreløbigt tal",
        "Slut[i]",
        "[i] Kilde: KL",
    ]


def test_a_text_box_is_read_once_after_its_paragraph() -> None:
    box = f"<w:txbxContent>{paragraph('Dato: 4. marts 2024')}</w:txbxContent>"
    body = f"<w:p>{run('Referat')}<w:r>{_DRAWN.format(box)}</w:r></w:p>{paragraph('Tekst')}"
    assert lines(body) == ["Referat", "Dato: 4. marts 2024", "Tekst"]


def test_hidden_text_is_left_out() -> None:
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>(internt)</w:t></w:r>"
    shown = '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>åbent</w:t></w:r>'
    assert lines(f"<w:p>{run('Sagen er ')}{hidden}{shown}</w:p>") == ["Sagen er åbent"]


def test_signs_that_are_not_letters_are_read_as_what_they_show() -> None:
    signs = (
        "<w:r><w:t>Sags</w:t><w:noBreakHyphen/><w:t>nr.</w:t><w:tab/><w:t>so\u00adcial</w:t>"
        '<w:softHyphen/><w:sym w:font="Symbol" w:char="F0B7"/><w:t> \uf0e0 næste</w:t>'
        "<w:br/><w:t>linje</w:t></w:r>"
    )
    assert lines(f"<w:p>{signs}</w:p>") == ["Sags-nr.\tsocial• → næste", "linje"]


def test_a_number_and_a_tab_that_were_typed_are_no_row_of_a_table() -> None:
    assert lines("<w:p><w:r><w:t>1.</w:t><w:tab/><w:t>Budget</w:t></w:r></w:p>") == ["1. Budget"]


def test_a_drop_cap_belongs_to_its_word() -> None:
    cap = paragraph("K", '<w:framePr w:dropCap="drop" w:lines="3"/>')
    assert lines(cap + paragraph("ommunerne mødes.")) == ["Kommunerne mødes."]


def test_content_controls_are_read_but_not_their_prompts() -> None:
    control = "<w:sdt><w:sdtPr>{}</w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
    prompt = (
        '<w:r><w:rPr><w:rStyle w:val="PlaceholderText"/></w:rPr><w:t>Klik for at skrive</w:t></w:r>'
    )
    body = (
        f"<w:p>{control.format('', run('4. marts 2024'))}</w:p>"
        f"<w:p>{control.format('<w:showingPlcHdr/>', prompt)}</w:p>"
        + control.format("", paragraph("Indstilling"))
    )
    assert lines(body) == ["4. marts 2024", "Indstilling"]


def test_an_equation_is_read_with_its_fraction() -> None:
    def letter(text: str) -> str:
        return f"<m:r><m:t>{text}</m:t></m:r>"

    fraction = f"<m:f><m:num>{letter('3')}</m:num><m:den>{letter('4')}</m:den></m:f>"
    body = f"<w:p>{run('Andel: ')}<m:oMath>{letter('x=')}{fraction}</m:oMath></w:p>"
    assert lines(body) == ["Andel: x=3/4"]


# Tables.


def test_a_row_is_a_line_and_merged_cells_keep_the_columns_apart() -> None:
    body = table(
        cell("Kommune") + cell("Pladser", properties='<w:gridSpan w:val="2"/>'),
        cell("Odense", properties='<w:vMerge w:val="restart"/>') + cell("2023") + cell("12"),
        cell("Odense", properties="<w:vMerge/>") + cell("2024", "foreløbigt") + cell("14"),
    )
    assert lines(body) == ["Kommune\tPladser", "Odense\t2023\t12", "\t2024 foreløbigt\t14"]


def test_a_table_that_frames_text_reads_as_the_text() -> None:
    nested = f"<w:tc>{table(cell('Odense') + cell('12'))}<w:p/></w:tc>"
    body = table(cell("Beslutning", "KKR godkendte indstillingen."), nested)
    assert lines(body) == ["Beslutning", "KKR godkendte indstillingen.", "Odense\t12"]


def test_two_columns_with_paragraphs_in_them_keep_the_paragraphs() -> None:
    body = table(
        cell("Sted") + cell("Odense Rådhus"), cell("Deltagere") + cell("Anne Bo", "Carl Dam")
    )
    assert lines(body) == ["Sted\tOdense Rådhus", "Deltagere\tAnne Bo", "Carl Dam"]


def test_minutes_in_a_table_of_three_columns_keep_their_paragraphs() -> None:
    long = ("Kommunerne har drøftet forslaget til rammeaftale. " * 8).strip()
    body = table(
        cell("Punkt") + cell("Emne") + cell("Ansvarlig"),
        cell("1.") + cell("Rammeaftale", long, long) + cell("Sekretariatet"),
    )
    assert lines(body) == [
        "Punkt\tEmne\tAnsvarlig",
        "1.\tRammeaftale",
        long,
        long,
        "Sekretariatet",
    ]


# Pages, headers, and what the editor is told.


def test_pages_start_at_breaks_and_where_word_last_broke_them() -> None:
    rendered = "<w:r><w:lastRenderedPageBreak/><w:t>Side 3</w:t></w:r>"
    broken = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
    found = read(paragraph("Side 1") + broken + paragraph("Side 2") + f"<w:p>{rendered}</w:p>")
    starts = [found.text[page.start :].split("\n")[0] for page in found.pages]
    assert starts == ["Side 1", "Side 2", "Side 3"]


def test_a_row_over_two_pages_breaks_once() -> None:
    rendered = "<w:tc><w:p><w:r><w:lastRenderedPageBreak/><w:t>{}</w:t></w:r></w:p></w:tc>"
    body = table(cell("a") + cell("b") + cell("c"), "".join(map(rendered.format, "def")))
    found = read(body)
    assert [page.start for page in found.pages] == [0, found.text.index("d")]


def test_a_file_that_was_never_laid_out_claims_no_pages_that_cannot_be() -> None:
    text = paragraph("Kommunerne drøftede sagen. " * 40) * 10
    broken = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
    assert len(read(text + broken + text).pages) == 1


def test_the_first_pages_header_tells_of_the_meeting_and_a_running_one_is_dropped() -> None:
    section = '<w:sectPr><w:headerReference w:type="{}" r:id="rIdHeader"/>{}</w:sectPr>'
    header = (
        paragraph("KKR Sjælland")
        + f"<w:p>{run('4. marts 2024 – side ')}{field('PAGE', run('1'))}</w:p>"
    )
    first = lines(paragraph("Referat") + section.format("first", "<w:titlePg/>"), header=header)
    assert first == ["KKR Sjælland", "4. marts 2024", "Referat"]
    running = lines(
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
        ('<w:altChunk r:id="rId99"/>', "en anden fil"),
        ("<w:p><w:r><w:drawing><c:chart/></w:drawing></w:r></w:p>", "diagrammer"),
        ('<w:p><w:r><w:commentReference w:id="1"/></w:r></w:p>', "Kommentarerne"),
    ],
)
def test_the_editor_is_told_of_what_is_not_read(body: str, told: str) -> None:
    assert any(told in note for note in read(paragraph("Referat") + body).notes)


def test_entities_are_not_expanded() -> None:
    bomb = (
        b'<!DOCTYPE d [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c SYSTEM "/etc/passwd">]>'
        b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
        b"<w:p><w:r><w:t>Referat &b;&c;</w:t></w:r></w:p></w:body></w:document>"
    )
    assert "lol" not in read_docx(_with_part("word/document.xml", bomb), "a.docx").text


def test_a_document_of_pictures_alone_is_refused_and_told_what_to_do() -> None:
    with pytest.raises(UnreadableFile, match="kun billeder"):
        read("<w:p><w:r><w:drawing><wp:inline/></w:drawing></w:r></w:p>")
