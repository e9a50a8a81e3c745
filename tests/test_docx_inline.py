"""What stands inside the paragraphs of Word documents: changes, links, fields, notes, boxes."""

from __future__ import annotations

from tests.word_files import (
    abstract,
    cell,
    field,
    level,
    lines_of,
    num,
    paragraph,
    read_body,
    run,
    table,
)

_DRAWN = (
    '<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline><wps:txbx>{0}</wps:txbx>'
    "</wp:inline></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{0}</v:textbox></w:pict>"
    "</mc:Fallback></mc:AlternateContent>"
)


def test_tracked_changes_are_read_as_accepted_and_the_editor_is_told() -> None:
    gone = '<w:del w:id="1" w:author="x"><w:r><w:delText>ikke </w:delText></w:r></w:del>'
    new = '<w:ins w:id="2" w:author="x"><w:r><w:t xml:space="preserve">nu </w:t></w:r></w:ins>'
    moved = f'<w:moveFrom w:id="3" w:author="x">{run("flyttet")}</w:moveFrom>'
    here = f'<w:moveTo w:id="4" w:author="x">{run("hertil")}</w:moveTo>'
    found = read_body(
        f"<w:p>{run('KKR godkendte ')}{gone}{new}{run('budgettet ')}{moved}{here}</w:p>"
    )
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
    assert lines_of(body, numbering=numbering) == [
        "1. Den første halvdel, og den anden.",
        "2. Næste punkt",
    ]


def test_links_by_relationship_and_by_field_are_kept_with_their_targets() -> None:
    link = f'<w:hyperlink r:id="rIdA">{run("Bilag 1")}</w:hyperlink>'
    code = field('HYPERLINK "https://www.kl.dk/bilag 2.pdf"', run("Bilag 2"))
    inner = f'<w:hyperlink w:anchor="_Toc1">{run("Punkt 1")}</w:hyperlink>'
    found = read_body(
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
    assert lines_of(body + f"<w:p>{run('Referat')}{field('PAGE', run('7'))}</w:p>") == [
        "Dato: 4. marts 2024, valgt",
        "Referat",
    ]


def test_a_field_that_is_never_closed_hides_nothing_below() -> None:
    opened = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
    )
    assert lines_of(f"<w:p>{opened}</w:p>{paragraph('Beslutning')}") == ["Beslutning"]


def test_a_table_of_contents_keeps_its_lines() -> None:
    entry = f"{run('1. Budget')}<w:r><w:tab/></w:r>{field('PAGEREF _Toc1', run('3'))}"
    start = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    body = f"<w:p>{start}{entry}</w:p><w:p>{entry}</w:p><w:p>{end}{run('Tekst')}</w:p>"
    assert lines_of(body) == ["1. Budget\t3", "1. Budget\t3", "Tekst"]


def test_notes_follow_the_paragraph_and_are_marked_in_it() -> None:
    note = '<w:footnote w:id="{}"><w:p><w:r><w:footnoteRef/></w:r>{}</w:p></w:footnote>'
    refer = '<w:r><w:footnoteReference w:id="{}"/></w:r>'
    body = (
        f"<w:p>{run('Taksten stiger')}{refer.format(5)}{run('.')}</w:p>"
        + table(cell("Odense") + f"<w:tc><w:p>{run('12')}{refer.format(2)}</w:p></w:tc>")
        + f"<w:p>{run('Slut')}<w:r><w:endnoteReference w:id='1'/></w:r></w:p>"
    )
    found = lines_of(
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
    assert lines_of(body) == ["Referat", "Dato: 4. marts 2024", "Tekst"]


def test_hidden_text_is_left_out() -> None:
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>(internt)</w:t></w:r>"
    shown = '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>åbent</w:t></w:r>'
    assert lines_of(f"<w:p>{run('Sagen er ')}{hidden}{shown}</w:p>") == ["Sagen er åbent"]


def test_signs_that_are_not_letters_are_read_as_what_they_show() -> None:
    signs = (
        "<w:r><w:t>Sags</w:t><w:noBreakHyphen/><w:t>nr.</w:t><w:tab/><w:t>so\u00adcial</w:t>"
        '<w:softHyphen/><w:sym w:font="Symbol" w:char="F0B7"/><w:t> \uf0e0 næste</w:t>'
        "<w:br/><w:t>linje</w:t></w:r>"
    )
    assert lines_of(f"<w:p>{signs}</w:p>") == ["Sags-nr.\tsocial• → næste", "linje"]


def test_a_number_and_a_tab_that_were_typed_are_no_row_of_a_table() -> None:
    assert lines_of("<w:p><w:r><w:t>1.</w:t><w:tab/><w:t>Budget</w:t></w:r></w:p>") == ["1. Budget"]


def test_a_drop_cap_belongs_to_its_word() -> None:
    cap = paragraph("K", '<w:framePr w:dropCap="drop" w:lines="3"/>')
    assert lines_of(cap + paragraph("ommunerne mødes.")) == ["Kommunerne mødes."]


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
    assert lines_of(body) == ["4. marts 2024", "Indstilling"]


def test_an_equation_is_read_with_its_fraction() -> None:
    def letter(text: str) -> str:
        return f"<m:r><m:t>{text}</m:t></m:r>"

    fraction = f"<m:f><m:num>{letter('3')}</m:num><m:den>{letter('4')}</m:den></m:f>"
    body = f"<w:p>{run('Andel: ')}<m:oMath>{letter('x=')}{fraction}</m:oMath></w:p>"
    assert lines_of(body) == ["Andel: x=3/4"]
