"""OpenDocument texts: what LibreOffice shows, in the order that it is read."""

from __future__ import annotations

import io
import zipfile

import pytest

from corpus.errors import UnreadableFile
from ingest.extract import Extract
from ingest.formats.odt.reader import read_odt

_OASIS = "urn:oasis:names:tc:opendocument:xmlns"
_NAMESPACES = (
    " ".join(
        f'xmlns:{prefix}="{_OASIS}:{name}:1.0"'
        for prefix, name in {
            "office": "office",
            "text": "text",
            "table": "table",
            "draw": "drawing",
            "style": "style",
            "fo": "xsl-fo-compatible",
        }.items()
    )
    + ' xmlns:xlink="http://www.w3.org/1999/xlink"'
)
_NUMBERED = (
    '<text:list-style style:name="L">'
    '<text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/>'
    '<text:list-level-style-number text:level="2" style:num-format="a" style:num-suffix=")"/>'
    '<text:list-level-style-bullet text:level="3" text:bullet-char="•"/>'
    "</text:list-style>"
)


def odt_file(body: str, styles: str = "", master: str = "", manifest: str = "") -> bytes:
    """An .odt of the given XML: its text, its automatic styles and its master pages."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr(
            "content.xml",
            f"<office:document-content {_NAMESPACES}><office:automatic-styles>{styles}"
            f"</office:automatic-styles><office:body><office:text>{body}</office:text>"
            "</office:body></office:document-content>",
        )
        archive.writestr(
            "styles.xml",
            f"<office:document-styles {_NAMESPACES}><office:master-styles>{master}"
            "</office:master-styles></office:document-styles>",
        )
        archive.writestr("META-INF/manifest.xml", f"<manifest>{manifest}</manifest>")
    return written.getvalue()


def read(body: str, **parts: str) -> Extract:
    return read_odt(odt_file(body, **parts), "a.odt")


def lines(body: str, **parts: str) -> list[str]:
    return [line for line in read(body, **parts).text.split("\n") if line]


def items(*texts: str, more: str = "", inner: str = "") -> str:
    """A list; ``inner`` stands in its last item."""
    paragraphs = [f"<text:p>{text}</text:p>" for text in texts]
    paragraphs[-1] += inner
    inside = "".join(f"<text:list-item>{p}</text:list-item>" for p in paragraphs)
    return f'<text:list text:style-name="L"{more}>{inside}</text:list>'


def test_headings_are_marked_by_their_outline_level() -> None:
    body = (
        '<text:h text:outline-level="1">Sager</text:h>'
        '<text:h text:outline-level="2">Indstilling</text:h><text:p>Tekst</text:p>'
    )
    assert read(body).text == "# Sager\n\n## Indstilling\n\nTekst\n"


def test_a_list_that_is_continued_counts_on_and_another_starts_again() -> None:
    body = (
        items("Dagsorden", "Budget", more=' xml:id="a"')
        + "<text:p>Tekst</text:p>"
        + items("Regnskab", more=' text:continue-numbering="true"')
        + items("Nyt")
        + items("Eventuelt", more=' text:continue-list="a"')
    )
    assert lines(body, styles=_NUMBERED) == [
        "1. Dagsorden",
        "2. Budget",
        "Tekst",
        "3. Regnskab",
        "1. Nyt",
        "4. Eventuelt",
    ]


def test_inner_lists_are_indented_and_start_again() -> None:
    nested = "<text:list><text:list-item>{}</text:list-item></text:list>"
    bullet = nested.format("<text:p>c</text:p>")
    body = items("A", inner=nested.format("<text:p>a</text:p>"))
    body += items(
        "B",
        more=' text:continue-numbering="true"',
        inner=nested.format(f"<text:p>b</text:p>{bullet}"),
    )
    assert lines(body, styles=_NUMBERED) == ["1. A", "  a) a", "2. B", "  a) b", "    - c"]


def test_a_second_paragraph_of_an_item_has_no_number() -> None:
    body = items("Budget", inner="<text:p>Se bilag.</text:p>")
    assert lines(body, styles=_NUMBERED) == ["1. Budget", "Se bilag."]


def test_numbers_of_several_levels_follow_the_lists_template() -> None:
    style = (
        '<text:list-style style:name="L">'
        '<text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."'
        ' text:start-value="4"/>'
        '<text:list-level-style-number text:level="2" style:num-format="i"'
        ' text:display-levels="2"/>'
        "</text:list-style>"
    )
    inner = "<text:list><text:list-item><text:p>Takster</text:p></text:list-item></text:list>"
    assert lines(items("Budget", inner=inner), styles=style) == ["4. Budget", "  4.i Takster"]


def test_headings_take_their_numbers_from_the_outline() -> None:
    outline = (
        '<text:outline-style><text:outline-level-style text:level="1" style:num-format="1"'
        ' style:num-prefix="Punkt " style:num-suffix=":"/></text:outline-style>'
    )
    body = '<text:h text:outline-level="1">Budget</text:h><text:p>x</text:p>' * 2
    assert lines(body, styles=outline)[::2] == ["# Punkt 1: Budget", "# Punkt 2: Budget"]


def test_tables_are_rows_and_repeated_cells_are_held_within_bounds() -> None:
    body = (
        "<table:table><table:table-header-rows><table:table-row>"
        "<table:table-cell><text:p>Kommune</text:p></table:table-cell>"
        '<table:table-cell table:number-columns-spanned="2"><text:p>Pladser</text:p>'
        "</table:table-cell><table:covered-table-cell/></table:table-row>"
        "</table:table-header-rows><table:table-row>"
        "<table:table-cell><text:p>Odense</text:p></table:table-cell>"
        "<table:table-cell><text:p>12</text:p></table:table-cell>"
        "<table:table-cell><text:p>14</text:p></table:table-cell></table:table-row>"
        '<table:table-row table:number-rows-repeated="1000000">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row></table:table>'
    )
    assert lines(body) == ["Kommune\tPladser", "Odense\t12\t14"]
    grown = body.replace('16384"/>', '16384"><text:p>x</text:p></table:table-cell>')
    assert len(read(grown).text) < 100_000


def test_changes_are_accepted_and_comments_and_hidden_text_left_out() -> None:
    styles = (
        '<style:style style:name="T" style:family="text">'
        '<style:text-properties text:display="none"/></style:style>'
    )
    body = (
        '<text:tracked-changes><text:changed-region text:id="c"><text:deletion>'
        "<text:p>ikke</text:p></text:deletion></text:changed-region></text:tracked-changes>"
        '<text:p>KKR godkendte <text:change text:change-id="c"/>budgettet'
        "<office:annotation><text:p>Tjek!</text:p></office:annotation>"
        '<text:span text:style-name="T"> (internt)</text:span>.</text:p>'
        '<text:section text:display="none"><text:p>Skjult afsnit</text:p></text:section>'
    )
    found = read(body, styles=styles)
    assert found.text == "KKR godkendte budgettet.\n"
    assert len(found.notes) == 2


def test_spaces_tabs_breaks_links_notes_and_boxes_are_read() -> None:
    body = (
        '<text:p>Sag<text:s text:c="2"/>17<text:tab/>åben<text:line-break/>Se '
        '<text:a xlink:href="bilag/1.pdf">bilag 1</text:a><text:note text:note-class="footnote">'
        "<text:note-citation>1</text:note-citation><text:note-body><text:p>Vedlagt.</text:p>"
        "</text:note-body></text:note><draw:frame><draw:text-box><text:p>Boks</text:p>"
        "</draw:text-box></draw:frame></text:p>"
    )
    found = read(body)
    assert found.text.split("\n")[:3] == ["Sag  17\tåben", "Se bilag 1[1]", ""]
    assert {"Boks", "[1] Vedlagt."} <= set(found.text.split("\n"))
    link = found.links[0]
    assert (found.text[link.start : link.end], link.target) == ("bilag 1", "bilag/1.pdf")


def test_pages_start_where_libreoffice_broke_them_and_at_breaks() -> None:
    styles = (
        '<style:style style:name="P" style:family="paragraph">'
        '<style:paragraph-properties fo:break-before="page"/></style:style>'
    )
    body = (
        "<text:p>Side 1</text:p><text:p>Stadig <text:soft-page-break/>Side 2</text:p>"
        '<text:p text:style-name="P">Side 3</text:p>'
    )
    found = read(body, styles=styles)
    assert [found.text[p.start :].split("\n")[0] for p in found.pages] == [
        "Side 1",
        "Side 2",
        "Side 3",
    ]


def test_the_header_of_the_first_page_alone_tells_of_the_meeting() -> None:
    styles = '<style:style style:name="P" style:family="paragraph" style:master-page-name="First"/>'
    master = (
        '<style:master-page style:name="Standard"><style:header><text:p>Løbende</text:p>'
        '</style:header></style:master-page><style:master-page style:name="First" '
        'style:next-style-name="Standard"><style:header><text:p>KKR Sjælland, side '
        "<text:page-number>1</text:page-number></text:p></style:header></style:master-page>"
    )
    body = '<text:p text:style-name="P">Referat</text:p>'
    found = read(body, styles=styles, master=master)
    assert found.text == "KKR Sjælland,\n\nReferat\n"
    assert len(found.pages) == 1


def test_what_cannot_be_read_is_refused_in_danish() -> None:
    whole = odt_file("<text:p>Referat</text:p>")
    locked = odt_file("<text:p/>", manifest="<manifest:encryption-data/>")
    for data, why in (
        (whole[: len(whole) // 2], "beskadiget"),
        (odt_file("<text:p>"), "beskadiget"),
        (locked, "adgangskode"),
    ):
        with pytest.raises(UnreadableFile, match=why):
            read_odt(data, "a.odt")
