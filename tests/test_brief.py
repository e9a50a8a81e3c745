"""Briefings: every sentence a numbered quote, in three formats, in an organisation's own layout."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document as WordDocument
from docx.oxml.ns import qn
from docx.shared import Cm
from pypdf import PdfReader

from corpus.errors import TvaersnitError
from corpus.records import REGIONS, Filters
from search_api.archive import Archive
from search_api.brief import FIGURES, IN_SHORT, NEXT_STEPS, brief, matter_of
from search_api.briefing_blocks import blocks
from search_api.briefing_docx import to_docx
from search_api.briefing_markdown import to_markdown
from search_api.briefing_pdf import to_pdf
from search_api.citations import shown
from search_api.replies import Briefing
from search_api.statements import costs, counts, decides, looks_ahead, tells

MATTERS = ("Skriv et briefing-notat om særlige pladser", "Kofoedsminde", "Hjemløshed")
ADDRESS = "http://127.0.0.1:8000"


@pytest.fixture(scope="module")
def kofoedsminde(samples: Archive) -> Briefing:
    return brief(samples, "Kofoedsminde")


@pytest.fixture
def awkward(kofoedsminde: Briefing) -> Briefing:
    """A briefing whose first quote is full of what Markdown, Word and PDF take for markup."""
    text = "2. *Ikke* fed_skrift_ [2] <b>&lt;\n# 5 % af `kr.` \\ [her](x)\n- og_så &amp; »æøå«"
    section = kofoedsminde.sections[0]
    sentence = section.sentences[0].model_copy(update={"text": text})
    changed = section.model_copy(update={"sentences": [sentence]})
    return kofoedsminde.model_copy(update={"sections": [changed]})


def texts(briefing: Briefing) -> list[str]:
    return [sentence.text for section in briefing.sections for sentence in section.sentences]


def squeezed(text: str) -> str:
    """Text without white space, which each format sets in its own way."""
    return "".join(text.split())


def in_markdown(briefing: Briefing) -> str:
    laid_out = blocks(to_markdown(briefing))
    return squeezed("".join(run.text for block in laid_out for run in block.runs))


def in_docx(briefing: Briefing) -> str:
    document = WordDocument(io.BytesIO(to_docx(briefing)))
    return squeezed("".join(paragraph.text for paragraph in document.paragraphs))


def in_pdf(briefing: Briefing) -> str:
    pages = PdfReader(io.BytesIO(to_pdf(briefing))).pages
    text = squeezed("".join(page.extract_text() for page in pages))
    return re.sub(r"Side\d+af\d+", "", text)


@pytest.mark.parametrize("question", MATTERS)
def test_every_sentence_is_a_numbered_quote(samples: Archive, question: str) -> None:
    briefing = brief(samples, question)
    assert briefing.question == question
    sentences = [sentence for section in briefing.sections for sentence in section.sentences]
    assert [sentence.citation for sentence in sentences] == briefing.citations
    assert [citation.n for citation in briefing.citations] == list(range(1, len(sentences) + 1))
    for sentence in sentences:
        citation = sentence.citation
        document = samples.document(citation.document_id)
        assert document.text[citation.start : citation.end] == citation.quote
        assert sentence.text == shown(citation.quote)


@pytest.mark.parametrize("question", MATTERS)
def test_nothing_is_said_twice(samples: Archive, question: str) -> None:
    briefing = brief(samples, question)
    assert max(Counter(texts(briefing)).values()) == 1
    spans = sorted((c.document_id, c.start, c.end) for c in briefing.citations)
    for (document, _, end), (other, start, _) in zip(spans, spans[1:], strict=False):
        assert document != other or end <= start


@pytest.mark.parametrize("question", MATTERS)
def test_a_note_is_short_and_speaks_of_every_region(samples: Archive, question: str) -> None:
    briefing = brief(samples, question)
    assert 150 <= sum(len(text.split()) for text in texts(briefing)) <= 320
    headings = [section.heading for section in briefing.sections]
    assert headings[0] == IN_SHORT
    assert {FIGURES, NEXT_STEPS} <= set(headings)
    silent = next((section for section in briefing.sections if not section.sentences), None)
    for region in REGIONS:
        assert (region in headings) != (silent is not None and region in silent.heading)
    for section in briefing.sections:
        if section.heading in REGIONS:
            assert {sentence.citation.region for sentence in section.sentences} == {section.heading}


def test_the_short_answer_is_decided_in_several_regions_the_latest_first(
    kofoedsminde: Briefing,
) -> None:
    citations = [sentence.citation for sentence in kofoedsminde.sections[0].sentences]
    dates = [citation.date for citation in citations if citation.date]
    assert dates == sorted(dates, reverse=True)
    assert len({citation.region for citation in citations}) == len(citations) == 3
    assert {citation.section for citation in citations} == {"decision"}


def test_a_region_without_finds_is_named(kofoedsminde: Briefing) -> None:
    assert "Ingen fund i: Hovedstaden." in [section.heading for section in kofoedsminde.sections]


def test_filters_narrow_a_note(samples: Archive) -> None:
    briefing = brief(samples, "Kofoedsminde", Filters(regions=("Sjælland",)))
    assert {citation.region for citation in briefing.citations} == {"Sjælland"}


def test_a_silent_corpus_gives_a_note_that_says_so(samples: Archive) -> None:
    briefing = brief(samples, "Skriv en kort briefing om rumfart")
    assert briefing.title == "Briefing: Rumfart"
    assert [section.heading for section in briefing.sections] == [
        "Referaterne indeholder intet om »rumfart«."
    ]
    assert texts(briefing) == [] and briefing.citations == []
    markdown = to_markdown(briefing)
    assert "intet om »rumfart«" in markdown and "Kilder" not in markdown
    assert squeezed("intet om »rumfart«") in in_docx(briefing)
    assert squeezed("intet om »rumfart«") in in_pdf(briefing)


@pytest.mark.parametrize(
    ("question", "matter"),
    [
        ("Skriv et briefing-notat om særlige pladser", "særlige pladser"),
        ("Lav en kort briefing til direktøren om hjemløshed.", "hjemløshed"),
        ("briefing om Kofoedsminde", "Kofoedsminde"),
        ("Write a briefing on Kofoedsminde", "Kofoedsminde"),
        ("Kofoedsminde", "Kofoedsminde"),
        ("Hvad blev besluttet om takster?", "Hvad blev besluttet om takster?"),
    ],
)
def test_the_order_is_told_from_the_matter(question: str, matter: str) -> None:
    assert matter_of(question) == matter


def test_a_title_of_a_question_names_its_matter(samples: Archive) -> None:
    question = "Hvordan håndterede hvert KKR Kofoedsminde?"
    assert brief(samples, question).title == "Briefing: Kofoedsminde"


@pytest.mark.parametrize("read", [in_markdown, in_docx, in_pdf])
def test_each_format_holds_every_sentence_with_its_number(
    read: Callable[[Briefing], str], kofoedsminde: Briefing
) -> None:
    text = read(kofoedsminde)
    for sentence in (s for section in kofoedsminde.sections for s in section.sentences):
        assert squeezed(f"{sentence.text} [{sentence.citation.n}]") in text
    assert squeezed("KKR Sjælland, 3. september 2024, punkt 3: Kofoedsminde") in text


@pytest.mark.parametrize("read", [in_markdown, in_docx, in_pdf])
def test_markup_in_a_quote_comes_out_as_it_stands(
    read: Callable[[Briefing], str], awkward: Briefing
) -> None:
    assert squeezed(texts(awkward)[0]) in read(awkward)


def test_a_number_in_a_quote_is_no_reference(awkward: Briefing) -> None:
    marks = [run.mark for block in blocks(to_markdown(awkward)) for run in block.runs if run.mark]
    assert marks.count(2) == 1


def test_the_markdown_lists_each_source_once(kofoedsminde: Briefing) -> None:
    _, sources = to_markdown(kofoedsminde).split("## Kilder\n")
    lines = [line for line in sources.splitlines() if line]
    assert len(lines) == len({citation.item.item_id for citation in kofoedsminde.citations})
    numbers = [int(n) for line in lines for n in re.findall(r"\[(\d+)\]", line)]
    assert sorted(numbers) == [citation.n for citation in kofoedsminde.citations]
    assert all("http" not in line for line in lines)


def test_the_sources_link_to_the_service(kofoedsminde: Briefing) -> None:
    laid_out = blocks(to_markdown(kofoedsminde, None, f"{ADDRESS}/"))
    urls = [run.url for block in laid_out for run in block.runs if run.url]
    assert urls[0] == f"{ADDRESS}{kofoedsminde.citations[0].url}"
    package = WordDocument(io.BytesIO(to_docx(kofoedsminde, None, ADDRESS))).part
    assert urls[0] in [some.target_ref for some in package.rels.values() if some.is_external]
    reader = PdfReader(io.BytesIO(to_pdf(kofoedsminde, None, ADDRESS)))
    annotations = [a.get_object() for page in reader.pages for a in page.get("/Annots", [])]
    assert urls[0] in [a["/A"]["/URI"] for a in annotations if "/URI" in a.get("/A", {})]


def test_the_word_document_is_danish_and_in_words_own_styles(kofoedsminde: Briefing) -> None:
    document = WordDocument(io.BytesIO(to_docx(kofoedsminde)))
    styles = [paragraph.style.name for paragraph in document.paragraphs if paragraph.style]
    assert styles[0] == "Title"
    assert {"Heading 1", "Heading 2", "List Bullet", "Kilde", "Normal"} <= set(styles)
    languages = document.styles.element.findall(f".//{qn('w:lang')}")
    assert {language.get(qn("w:val")) for language in languages} == {"da-DK"}
    assert document.core_properties.title == kofoedsminde.title
    section = document.sections[0]
    assert section.page_height is not None and abs(section.page_height - Cm(29.7)) < Cm(0.1)
    assert "NUMPAGES" in section.footer._element.xml
    body = document.element.body
    targets = {mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))}
    anchors = {link.get(qn("w:anchor")) for link in body.iter(qn("w:hyperlink"))}
    assert anchors == targets == {f"kilde{citation.n}" for citation in kofoedsminde.citations}


def test_the_pdf_is_danish_a4_with_page_numbers_and_links(kofoedsminde: Briefing) -> None:
    reader = PdfReader(io.BytesIO(to_pdf(kofoedsminde)))
    assert reader.metadata is not None and reader.metadata.title == kofoedsminde.title
    assert reader.trailer["/Root"]["/Lang"] == "da-DK"
    count = len(reader.pages)
    assert count <= 2
    for n, page in enumerate(reader.pages, start=1):
        assert [round(float(side)) for side in page.mediabox[2:]] == [595, 842]
        assert f"Side {n} af {count}" in page.extract_text()
    links = [a.get_object() for page in reader.pages for a in page.get("/Annots", [])]
    targets = [link["/Dest"][0] for link in links if "/Dest" in link]
    assert len(targets) >= len(kofoedsminde.citations)
    assert {target.idnum for target in targets} == {
        reader.pages[-1].indirect_reference.idnum  # type: ignore[union-attr]
    }


def test_an_organisations_own_template_is_used(kofoedsminde: Briefing, tmp_path: Path) -> None:
    template = tmp_path / "notat.md.j2"
    template.write_text(
        "# Notat til byrådet\n\n1. {{ briefing.question }}\n2. ¤ {{ sources[0].citation.forum }}\n",
        "utf-8",
    )
    assert to_markdown(kofoedsminde, template).startswith("# Notat til byrådet\n")
    document = WordDocument(io.BytesIO(to_docx(kofoedsminde, template)))
    assert [paragraph.text for paragraph in document.paragraphs][:2] == [
        "Notat til byrådet",
        "Kofoedsminde",
    ]
    text = PdfReader(io.BytesIO(to_pdf(kofoedsminde, template))).pages[0].extract_text()
    assert "Notat til byrådet" in text and "KKR Syddanmark" in text


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "kan ikke læses"),
        ("æøå".encode("latin-1"), "kan ikke læses"),
        (b"# {{ briefing.title }\n", "en fejl i linje 1"),
        (b"{{ briefing.findes_ikke }}", "har en fejl"),
        (b"{{ findes_ikke }}", "har en fejl"),
        (b"{{ 1 / 0 }}", "har en fejl"),
        (b"{{ briefing.title | danish }}", "har en fejl"),
    ],
)
def test_a_broken_template_is_told_of_in_danish(
    content: bytes | None, told: str, kofoedsminde: Briefing, tmp_path: Path
) -> None:
    template = tmp_path / "notat.md.j2"
    if content is not None:
        template.write_bytes(content)
    for write in (to_markdown, to_docx, to_pdf):
        with pytest.raises(TvaersnitError, match=told) as error:
            write(kofoedsminde, template)
        assert str(template) in str(error.value)
        assert "TVAERSNIT_BRIEFING_TEMPLATE" in str(error.value)


@pytest.mark.parametrize(
    ("text", "telling"),
    [
        ("KKR godkendte et fælles bostøtteteam for Lejre, Stevns og Faxe kommuner.", True),
        ("De særlige pladser i Vordingborg er så godt som fyldt op.", True),
        ("Det skyldtes, at visitationen sker til et bestemt afsnit.", False),
        ("I 2022 var 17 af dem i brug i gennemsnit.", False),
        ("DAS besluttede følgende om de særlige pladser:", False),
        ("om der er sket ændring i målgruppen for de særlige pladser", False),
        ("Odense 16 88 pct. 83 pct. 2022 91 pct.", False),
        ("Hans i Roskilde.", False),
        ("2. Høj kvalitet i den specialiserede indsats på tværs", False),
        ("Der skal tages stilling til, om to pladser kan bruges til andet.", False),
    ],
)
def test_what_a_lone_sentence_tells(text: str, telling: bool) -> None:
    assert tells(text) is telling


def test_figures_decisions_and_next_steps_are_told_by_their_wording() -> None:
    assert counts("Belægningen er 74 pct. i Viborg.") and costs("Belægningen er 74 pct. i Viborg.")
    assert counts("Der er 24 særlige pladser.") and not costs("Der er 24 særlige pladser.")
    assert not counts("Mødet den 3. september 2024 var det 2. møde efter § 110, stk. 2.")
    assert decides("DASSOS sagde nej til at ommærke seks pladser i Viborg.")
    assert not decides("Der er 24 særlige pladser i Vordingborg.")
    meeting = dt.date(2024, 9, 3)
    assert looks_ahead("Teamet begynder den 1. marts 2025.", meeting)
    assert not looks_ahead("Teamet begyndte den 1. marts 2023.", meeting)
    assert looks_ahead("Patienterne flytter ind i november 2024.", meeting)
    assert looks_ahead("Sekretariatet udarbejder et udkast til brevet.", None)
