"""Web pages as text: what a browser shows of them, line by line."""

from __future__ import annotations

import pytest

from corpus.errors import UnreadableFile
from ingest.extract import Extract
from ingest.formats.html import reader as html
from ingest.formats.html.reader import read_html
from ingest.formats.html.source import tame
from ingest.formats.html.tree import Element, parse
from tests.parsed import numbers, parse_extract, titles

SENTENCE = "Kommunerne er enige om at gå videre med sagen til foråret."


def read(body: str) -> Extract:
    return read_html(f"<!doctype html><body>{body}</body>".encode(), "side.html")


def shown(body: str) -> str:
    """The text of a page, without the sentence that makes it long enough to be minutes."""
    return read(f"{body}<p>{SENTENCE}</p>").text.strip().removesuffix(SENTENCE).strip()


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<h1>Referat</h1><p>Et\n  to&nbsp;tre</p><p>fire</p>", "# Referat\n\nEt to tre\n\nfire"),
        ("<p>Sted: Køge<br>Tid: kl. 9<br/><br>Afbud</p>", "Sted: Køge\nTid: kl. 9\n\nAfbud"),
        ("<p>G<b>od</b>ken<span>dt</span> <i>nu</i>.</p>", "Godkendt nu."),
        ("<div>Et<p>to</p>tre</div>", "Et\n\nto\n\ntre"),
        ("<h2><span>Punkt 3</span><div>Takster</div></h2>", "## Punkt 3 Takster"),
        ("<p>Sted\tKøge\n\t\tNord</p>", "Sted\tKøge Nord"),
        ("<p>m&sup2; &amp; &lt;Navn&gt; &#8211; &aelig;</p>", "m² & <Navn> – æ"),
        ("<p>En<del>to</del><ins> ny</ins> linje</p>", "En ny linje"),
        ("<blockquote>Citat</blockquote><hr><address>Vej 1</address>", "Citat\n\nVej 1"),
        ("<p>Kod\u00ades\u200band</p>", "Kodesand"),
        ("<app-field>Dato</app-field><app-field>Sted</app-field>", "Dato\n\nSted"),
        ("<span class=label>Dato</span><span class=value>4. maj</span>", "Dato\t4. maj"),
        ("<div role=heading aria-level=4>Økonomi</div>", "#### Økonomi"),
        (f"<h3>{SENTENCE * 6}</h3>", SENTENCE * 6),
    ],
)
def test_text_stands_as_a_browser_shows_it(body: str, text: str) -> None:
    assert shown(body) == text


@pytest.mark.parametrize("tag", ["p", "div"])
def test_paragraphs_are_lines_where_empty_ones_part_them(tag: str) -> None:
    lines = ["Deltagere", "Anne Ask", "", "1. Takster", "Godkendt."]
    body = "".join(f"<{tag}>{line or '<br>'}</{tag}>" for line in lines)
    assert shown(f"<section>{body}</section>") == "\n".join(lines)


def test_preformatted_text_keeps_its_lines() -> None:
    text = "1. Takster\n\nBeslutning\nGodkendt.\tJa"
    assert shown(f"<pre>{text}</pre>") == text
    assert shown(f'<div style="white-space: pre-wrap">{text}</div>') == text


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<ul><li>en<li>to</ul>", "- en\n- to"),
        ("<ol><li>en<li value=7>syv<li>otte</ol>", "1. en\n7. syv\n8. otte"),
        ("<ol start=3 type=a><li>c<li>d</ol>", "c. c\nd. d"),
        ("<ol type=I><li>et<li>to</ol>", "I. et\nII. to"),
        ("<ol style='list-style-type: lower-roman'><li>et<li>to</ol>", "i. et\nii. to"),
        ("<ol reversed><li>et<li>to</ol>", "2. et\n1. to"),
        ("<ol style='list-style:none'><li>en<li>to</ol>", "en\nto"),
        ("<ol><li>en<ul><li>under</ul><li>to</ol>", "1. en\n  - under\n2. to"),
        ("<ol><li>4. Takster<li>5. Evt.</ol>", "4. Takster\n5. Evt."),
        ("<ul><li>Punkt 4: Takster<li>– evt.</ul>", "Punkt 4: Takster\n– evt."),
        ("<ol><li><p>en</p><p>mere</p><li><p>to</p></ol>", "1. en\nmere\n2. to"),
        ("<ol><li><h3>Takster</h3><p>Steg.</p></ol>", "### 1. Takster\n\nSteg."),
        ("<ul><li><h3>Takster</h3><p>Steg.</p></ul>", "### Takster\n\nSteg."),
        ("<table><tr><td>a<td><ul><li>en<li>to</ul><td>b</table>", "a\t- en - to\tb"),
    ],
)
def test_lists_have_the_numbers_that_a_browser_shows(body: str, text: str) -> None:
    assert shown(body) == text


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<dl><dt>Dato<dd>4. maj<dt>Sted:<dd>Køge</dl>", "Dato\t4. maj\nSted: Køge"),
        ("<dl><dt>Afbud<dd>Anne<dd>Bo</dl>", "Afbud\nAnne\nBo"),
        ("<dl><dt>Beslutning<dd>Godkendt</dl>", "Beslutning\nGodkendt"),
        ("<dl><div><dt>Tid</dt><dd>kl. 9</dd></div></dl>", "Tid\tkl. 9"),
    ],
)
def test_terms_and_what_is_said_of_them(body: str, text: str) -> None:
    assert shown(body) == text


@pytest.mark.parametrize(
    ("rows", "text"),
    [
        ("<tr><th>Navn<th>Antal<tr><td>Køge<td>3", "Navn\tAntal\nKøge\t3"),
        ("<tr><td>Køge<td>3<tfoot><tr><td>I alt<td>3<thead><tr><th>Navn<th>Antal",
         "Navn\tAntal\nKøge\t3\nI alt\t3"),
        ("<tr><td colspan=2>I alt<td>9<tr><td>a<td>b<td>c", "I alt\t\t9\na\tb\tc"),
        ("<tr><td rowspan=2>Køge<td>1<tr><td>2", "Køge\t1\nKøge\t2"),
        ("<tr><td>a<td rowspan=2>Køge<tr><td>2", "a\tKøge\n2\tKøge"),
        ("<caption>Takster</caption><tr><td>a<td>b", "Takster\n\na\tb"),
        ("<tr><td>en<br>linje<td>b<td>c", "en linje\tb\tc"),
        ("<tr><td>Beslutning<td>Godkendt.<tr><td>Status<td>Åben", "Beslutning\n\nGodkendt.\n\n"
         "Status\tÅben"),
        ("<tr><td>4.<td><h3>Takster</h3><p>Steg.", "### 4. Takster\n\nSteg."),
        ("<tr><td>en<tr><td>to", "en\nto"),
        ("<tr><td>Først<td><ol><li>Takster<li>Evt.</ol><tr><td>Så<td><ol start=3><li>Næste møde"
         "</ol>", "Først\n\n1. Takster\n2. Evt.\n\nSå\n\n3. Næste møde"),
        ("<tr><td><table><tr><td>a<td>b</table><td><p>Side", "a\tb\n\nSide"),
    ],
)  # fmt: skip
def test_tables_are_rows_of_fields_or_the_layout_of_text(rows: str, text: str) -> None:
    assert shown(f"<table>{rows}</table>") == text


def test_links_lead_where_the_page_says_and_span_their_text() -> None:
    extract = read(
        f"<p>{SENTENCE} Se <a href=' bilag/notat æ.pdf '> <b>not</b>atet </a>og <a href=#top>op</a>"
        "<a href='javascript:x()'>kør</a> <a href='mailto:a@b.dk'>skriv</a> <a name=x>her</a>.</p>"
        "<a href='/sag?id=1'><h3>Sag</h3><p>Om sagen</p></a>"
        "<table><tr><td>Notat<td><a href=n.docx>Hent</a></table>"
    )
    assert [(extract.text[x.start : x.end], x.target) for x in extract.links] == [
        ("notatet", "bilag/notat æ.pdf"),
        ("Sag", "/sag?id=1"),
        ("Om sagen", "/sag?id=1"),
        ("Hent", "n.docx"),
    ]
    assert "Se notatet og opkør skriv her." in extract.text


@pytest.mark.parametrize(
    "attachments",
    [
        "<ul class='bilag-liste'><li><a href=a.pdf>Notat</a></ul>",
        "<div class='c__attachments'><ul class=attachments><li><a href=/v?1>Notat</a></ul></div>",
        "<div aria-label='Bilag til punktet'><ul><li><a href=a.pdf>Notat</a></ul></div>",
        "<h4>Bilag</h4><ul class=attachments><li><a href=a.pdf>Notat</a></ul>",
        "<div class=bilag><h4>Bilag</h4><ul><li><a href=a.pdf>Notat</a></ul></div>",
    ],
)
def test_attachments_stand_under_bilag_once(attachments: str) -> None:
    text = shown(f"<h2>1. Takster</h2>{attachments}")
    assert text.removeprefix("## 1. Takster\n\n").removeprefix("#### ") == "Bilag\n\n- Notat"


@pytest.mark.parametrize(
    "hidden",
    [
        "<p hidden>Gemt</p>",
        "<p style='display : none'>Gemt</p>",
        "<p aria-hidden=true>Gemt</p>",
        "<script>Gemt</script><style>Gemt</style><template><p>Gemt</p></template>",
        "<noscript>Gemt</noscript><svg><text>Gemt</text></svg><!-- Gemt --><dialog>Gemt</dialog>",
        "<span class='sr-only'>Gemt</span><select><option>Gemt</select><textarea>Gemt</textarea>",
        "<div class=modal role=dialog><p>Gemt</p></div><button>Gemt</button><img alt=Gemt>",
        "<div id=cookie-notice><p>Gemt</p></div><div class='consent-banner'>Gemt</div>",
        "<div class='c-mainNav'><a href=/>Gemt</a></div><div role=search>Gemt</div>",
    ],
)
def test_what_a_reader_of_the_page_does_not_read_is_left_out(hidden: str) -> None:
    assert "Gemt" not in shown(f"<h1>Referat</h1>{hidden}")


@pytest.mark.parametrize(
    "panel",
    [
        "<details><summary>Sagen</summary><p>Foldet</p></details>",
        "<button aria-controls=p1>Sagen</button><div id=p1 hidden><p>Foldet</p></div>",
        "<a data-toggle=collapse href='#p2'>Sagen</a><div id=p2 style='display:none'>Foldet</div>",
        "<h3>Sagen</h3><div class='panel-collapse collapse' aria-hidden=true>Foldet</div>",
        "<h3>Sagen</h3><div role=tabpanel hidden>Foldet</div>",
        "<h3>Sagen</h3><div hidden><h4>Beslutning</h4><p>Foldet</p></div>",
    ],
)
def test_what_folds_out_is_read(panel: str) -> None:
    text = shown(f"<main>{panel}</main>")
    assert text.startswith("### Sagen\n") and text.endswith("Foldet")


def test_what_is_written_once_for_each_width_of_screen_is_read_once() -> None:
    words = f"<h4>Sagen</h4><p>{SENTENCE * 5}</p>"
    text = read(f"<h1>Referat</h1><div>{words}</div><div style='display:none'>{words}</div>").text
    assert text.count("Sagen") == 1
    only = read(f"<h1>Referat</h1><div style='display:none'>{words}</div>").text
    assert only.count("Sagen") == 1


def test_a_wrapper_named_after_a_menu_is_not_one() -> None:
    body = f"<div class='page with-menu cookie-ok'><p>{SENTENCE}</p><p>{SENTENCE}</p></div>"
    assert read(body).text.count(SENTENCE) == 2


def test_nothing_outside_the_content_is_lost_that_has_a_decision() -> None:
    body = (
        f"<main><h2>1. Takster</h2><p>{SENTENCE * 5}</p></main>"
        "<div class='sidebar'><h3>Beslutning</h3><p>Vedtaget.</p></div>"
    )
    assert "### Beslutning\n\nVedtaget." in read(body).text


def test_bold_lines_are_the_headings_of_a_page_that_has_no_others() -> None:
    report = f"<p><b>Status</b></p><p>{SENTENCE}</p><p><strong>Mål</strong></p><p>{SENTENCE}</p>"
    document = parse_extract(read(report))
    assert (document.structure, titles(document)) == ("headings", ["Status", "Mål"])
    minutes = (
        f"<p><b>1. Takster</b></p><p>{SENTENCE}</p><p><b>Beslutning</b></p><p>Vedtaget.</p>"
        f"<p><b>2. Pladser</b></p><p>{SENTENCE}</p><p><b>Beslutning</b></p><p>Vedtaget.</p>"
    )
    extract = read(minutes)
    assert "#" not in extract.text
    assert numbers(parse_extract(extract)) == ["1", "2"]


def test_the_title_of_a_page_tells_the_day_where_nothing_else_does() -> None:
    head = "<title>Referat 4. marts 2024 | KKR Sjælland</title>"
    body = f"<h2>1. Takster</h2><p>{SENTENCE}</p>"
    undated = read_html((head + body).encode(), "side.html").text
    assert undated.startswith("Referat 4. marts 2024 | KKR Sjælland\n\n## 1. Takster\n")
    dated = read_html(f"{head}<p>Den 5. marts 2024</p>{body}".encode(), "side.html").text
    assert dated.startswith("Den 5. marts 2024\n\n## 1. Takster\n")


@pytest.mark.parametrize(
    ("encoding", "head"),
    [
        ("utf-8", ""),
        ("utf-8-sig", ""),
        ("utf-16", ""),
        ("utf-16-le", "<html>"),
        ("cp1252", "<meta charset=iso-8859-1>"),
        ("cp1252", ""),
        ("iso8859-15", "<meta http-equiv=Content-Type content='text/html; charset=ISO-8859-15'>"),
        ("cp850", "<meta charset=utf-8>"),
        ("mac_roman", "<meta charset='macintosh'>"),
        ("utf-8", "<meta charset=windows-1252>"),
    ],
)
def test_every_encoding_gives_the_same_letters(encoding: str, head: str) -> None:
    text = "Årets møde på Sjælland den 4. marts, hvor økonomien på Ærø blev drøftet"
    page = f"{head}<p>{text}</p>".encode(encoding)
    assert read_html(page, "side.html").text.strip() == text


def test_a_page_with_a_few_broken_bytes_is_still_utf_8() -> None:
    page = f"<p>{'Sjælland på Ærø i år. ' * 20}</p>".encode() + b"<p>\xf8de</p>"
    assert "Sjælland på Ærø i år." in read_html(page, "side.html").text


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        ("<frameset><frame src=menu.htm><frame src=referat.htm></frameset>", "menu.htm, referat"),
        ("<body><div id=app></div><script src=app.js></script></body>", "kun et program"),
    ],
)
def test_a_page_without_text_says_what_to_do(page: str, reason: str) -> None:
    with pytest.raises(UnreadableFile, match=reason) as refused:
        read_html(page.encode(), "side.html")
    assert str(refused.value).startswith("side.html: ")


def test_a_page_of_too_many_elements_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html, "MOST_TAGS", 1000)
    with pytest.raises(UnreadableFile, match="side.html: Siden er for stor"):
        read(f"{'<br>' * 1001}{SENTENCE}")


@pytest.mark.parametrize(
    "opening",
    ["<div>", "<ul><li>", "<table><tr><td>", "<p><font size=1 class=x>", "<blockquote>", "<x-y>",
     "<dl><dd>", "<span>", "<h2><button aria-expanded=true>", "<details><summary>"],
)  # fmt: skip
def test_no_element_lies_deeper_than_browsers_let_it(opening: str) -> None:
    markup, _ = tame(opening * 1200 + SENTENCE)
    deepest, below = 0, [(parse(markup), 0)]
    while below:
        element, depth = below.pop()
        deepest = max(deepest, depth)
        below += [(child, depth + 1) for child in element.children if isinstance(child, Element)]
    assert deepest < 900
    assert SENTENCE in read(markup).text


@pytest.mark.slow
def test_a_hundred_thousand_elements_in_one_another_are_read() -> None:
    assert SENTENCE in read("<div>" * 100_000 + SENTENCE).text


def test_no_element_is_opened_again_in_every_block_that_follows() -> None:
    markup = "".join(f"<p><font face='a>b' id={n}>ord<b>{n}" for n in range(1000))
    tamed, tags = tame(f"<!-- <p> --><script>'<p>'</script>{markup}")
    assert tags == 3001  # The script's own is one.
    assert "<font" not in tamed and "<b>" not in tamed
    assert tamed.count("<p>") == 1000


def test_tables_that_claim_to_be_wide_and_tall_stay_small() -> None:
    spanning = "<td rowspan=60000 colspan=1000>ord" * 300
    rows = f"<tr>{spanning}</tr>" + "<tr><td>x" * 500
    assert len(read(f"<p>{SENTENCE}</p><table>{rows}</table>").text) < 200_000
