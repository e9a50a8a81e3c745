"""The hard layouts, each as small minutes: what looks like an item and is none, and the reverse."""

from __future__ import annotations

import pytest

from tests.parsed import assert_partition, item, kinds, numbers, parse, section, titles

HEAD = "Referat af møde i KKR Sjælland den 4. marts 2024\n\n"


def body(number: str, title: str, text: str = "Sekretariatet orienterede om sagen.") -> str:
    return (
        f"{number} {title}\n\nBaggrund\n\n{text}\n\nBeslutning\n\nKKR godkendte indstillingen.\n\n"
    )


def test_a_title_repeated_is_one_title() -> None:
    repeated = (
        "1. Takster i 2025\n\nTakster i 2025\n\nTakster i 2025\n\nBaggrund\n\nTaksterne stiger.\n\n"
    )
    document = parse(HEAD + repeated + body("2.", "Særlige pladser"))
    assert titles(document) == ["Takster i 2025", "Særlige pladser"]
    assert document.text.count("Takster i 2025") == 3
    assert section(document, "1", "title").count("Takster i 2025") == 3
    assert section(document, "1", "background") == "Taksterne stiger."
    assert_partition(document)


@pytest.mark.parametrize("listed", [True, False])
def test_a_skipped_number_is_reported_missing(listed: bool) -> None:
    agenda = "Dagsorden\n\n1. Godkendelse\n2. Takster\n4. Herberger\n\n" if listed else ""
    items = body("1.", "Godkendelse") + body("2.", "Takster") + body("4.", "Herberger")
    document = parse(HEAD + agenda + items)
    assert numbers(document) == ["1", "2", "(3)", "4"]
    assert item(document, "3").start == item(document, "3").end
    assert_partition(document)


def test_an_item_only_in_the_agenda_is_missing_with_its_title() -> None:
    agenda = "Dagsorden\n\n1. Godkendelse\n2. Personsag (lukket)\n3. Takster\n4. Fortroligt\n\n"
    document = parse(HEAD + agenda + body("1.", "Godkendelse") + body("3.", "Takster"))
    assert numbers(document) == ["1", "(2)", "3", "(4)"]
    assert item(document, "2").title == "Personsag (lukket)"
    assert item(document, "4").title == "Fortroligt"
    assert_partition(document)


LISTS = {
    "list": "Evalueringen skal vise:\n\n1. Om borgerne får det bedre\n2. Om tiden er gået\n"
    "3. Hvad det koster",
    "sentences": "1. Evalueringen skal afdække behovet.\n\n2. Kommunerne skal høres.\n\n"
    "3. Resultatet skal forelægges.",
    "headings": "1. Evaluering\n\nDet skal vises, om borgerne får det bedre.\n\n2. Organisering\n\n"
    "Et udvalg nedsættes.\n\n3. Finansiering\n\nUdgiften deles efter folketal.",
}


@pytest.mark.parametrize("listed", [True, False])
@pytest.mark.parametrize("inner", LISTS.values(), ids=LISTS.keys())
def test_numbers_inside_an_item_are_no_items(inner: str, listed: bool) -> None:
    names = ["Godkendelse af dagsorden", "Indspil til KL", "Særlige pladser", "Eventuelt"]
    agenda = "\n".join(f"{n}. {name}" for n, name in enumerate(names, start=1)) + "\n\n"
    items = [body(f"{n}.", name) for n, name in enumerate(names, start=1)]
    items[1] = body("2.", names[1], inner)
    document = parse(HEAD + (f"Dagsorden\n\n{agenda}" if listed else "") + "".join(items))
    assert titles(document) == names
    assert numbers(document) == ["1", "2", "3", "4"]
    assert section(document, "2", "background") == " ".join(inner.split())
    assert_partition(document)


def test_parts_have_recommendation_and_decision_of_their_own() -> None:
    part = "{}) {}\n\nIndstilling\n\nDet indstilles, at {}.\n\nBeslutning\n\n{}\n\n"
    document = parse(
        HEAD
        + body("Punkt 1.", "Godkendelse")
        + "Punkt 2. Nyt fra grupperne: A) Unge og B) Ældre\n\n"
        + part.format("A", "Unge hjerner", "projektet forlænges", "Forlænget til 2026.")
        + part.format("B", "Ældre i psykiatrien", "der ansættes to", "Udsat.")
        + body("Punkt 3.", "Eventuelt")
    )
    assert numbers(document) == ["1", "2", "2A", "2B", "3"]
    assert item(document, "2B").path == (item(document, "2").title,)
    assert section(document, "2A", "decision") == "Forlænget til 2026."
    assert section(document, "2B", "decision") == "Udsat."
    assert_partition(document)


def test_letters_without_sections_are_a_list_not_parts() -> None:
    letters = "A) Unge hjerner\nB) Ældre i psykiatrien\nC) Herberger"
    document = parse(HEAD + body("1.", "Temaer", letters) + body("2.", "Eventuelt"))
    assert numbers(document) == ["1", "2"]
    assert section(document, "1", "background") == " ".join(letters.split())


def test_an_agenda_as_a_table_with_pages() -> None:
    agenda = (
        "Indhold\n\nPunkt 1\tBeslutning: Godkendelse af dagsorden.....3\n"
        "Punkt 2\tDialog med psykiatrien: Samarbejde\t4\nPunkt 3\tEvt.....12\n\n"
    )
    items = body("Punkt 1.", "Godkendelse af dagsorden")
    items += body("Punkt 2.", "Dialog med psykiatrien: Samarbejde") + "Punkt 3. Evt.\n\nIntet.\n"
    document = parse(HEAD + agenda + items)
    assert document.structure == "agenda"
    assert titles(document) == [
        "Godkendelse af dagsorden",
        "Dialog med psykiatrien: Samarbejde",
        "Evt.",
    ]
    assert document.text[document.agenda[0].start :].startswith("Indhold")
    assert_partition(document)


def test_a_missing_title_is_read_from_the_table_without_its_page() -> None:
    agenda = "Punkt 1\tTakster\t3\nPunkt 2\tLukket sag om et tilbud\t4\nPunkt 3\tEvt.\t5\n\n"
    document = parse(HEAD + agenda + body("Punkt 1.", "Takster") + body("Punkt 3.", "Evt."))
    assert item(document, "2").missing
    assert item(document, "2").title == "Lukket sag om et tilbud"


def test_an_agenda_whose_list_was_flattened() -> None:
    agenda = (
        'Velkomst\t<ol style="list-style-type: none">1. Godkendelse af dagsorden (side 2)\n'
        "-----\t---\n\nSager\t<ol>2. Udmøntning af Nordjysk Socialaftale 2018-20203. Udkast til "
        "aftale 2021-20225. Socialtilsyn Nord</ol>\n-----\t---\n\n"
    )
    names = ["Godkendelse af dagsorden", "Udmøntning af Nordjysk Socialaftale 2018-2020"]
    names += ["Udkast til aftale 2021-2022", "Socialtilsyn Nord"]
    items = [body(f"{n}.", name) for n, name in zip([1, 2, 3, 5], names, strict=True)]
    document = parse(HEAD + agenda + "".join(items))
    assert titles(document) == names
    assert numbers(document) == ["1", "2", "3", "(4)", "5"]
    assert document.structure == "agenda"
    assert_partition(document)


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("Regler (flyttet fra\nmødet i juni)", "Regler (flyttet fra mødet i juni)"),
        ("Regler for kontering\npå socialområdet", "Regler for kontering på socialområdet"),
        ("Retningslinjer og\n\nRegnskab for 2024", "Retningslinjer og Regnskab for 2024"),
    ],
)
def test_a_title_over_two_lines(broken: str, whole: str) -> None:
    document = parse(HEAD + body("1.", "Godkendelse") + body("2.", broken) + body("3.", "Evt."))
    assert titles(document) == ["Godkendelse", whole, "Evt."]
    assert section(document, "2", "background") == "Sekretariatet orienterede om sagen."
    assert_partition(document)


def test_headings_only_is_a_report_that_decides_nothing() -> None:
    document = parse(
        "# Status for aftalen\n\n## Mål\n\nKKR Sjælland godkendte aftalen i 2022.\n\n"
        "## Tilbud\n\n### Herberger\n\nDer er 40 pladser.\n\n## Videre arbejde\n\nIntet.\n"
    )
    assert (document.structure, document.kind) == ("headings", "rapport")
    assert titles(document) == [
        "Status for aftalen",
        "Mål",
        "Tilbud",
        "Herberger",
        "Videre arbejde",
    ]
    assert document.items[3].path == ("Status for aftalen", "Tilbud")
    assert not any("decision" in kinds(item) for item in document.items)
    assert_partition(document)


def test_minutes_under_headings_do_decide() -> None:
    document = parse(
        "# Referat af møde i KKR Sjælland\n\n## Dagsorden\n\nDagsordenen blev godkendt.\n\n"
        "## Takster\n\nKKR Sjælland godkendte taksterne for 2025.\n"
    )
    assert [kinds(item) for item in document.items[1:]] == [["decision"], ["decision"]]
    assert document.kind == "referat"


def test_no_structure_at_all_is_one_item() -> None:
    document = parse(
        "Notat om herberger\n\nDer er for få pladser i Greve.\nDet koster 3 mio. kr.\n"
    )
    assert (document.structure, titles(document)) == ("none", ["Notat om herberger"])
    assert "3 mio. kr." in document.text[document.items[0].start : document.items[0].end]
    assert_partition(document)


@pytest.mark.parametrize(
    "style",
    [
        "## Punkt {}: {}",
        "Ad {}. {}",
        "Sag nr. {}: {}",
        "{}) {}",
        "{}\t{}",
        "**{}. {}**",
        "Pkt. {} – {}",
    ],
)
def test_styles_of_numbering(style: str) -> None:
    names = [f"Sag om tilbud {letter}" for letter in "ABCDEFGHIJKL"]
    text = "\n\n".join(
        f"{style.format(n, name)}\n\nIndstilling\n\nDet indstilles, at sagen drøftes.\n\n"
        "Beslutning: Drøftet."
        for n, name in enumerate(names, start=1)
    )
    document = parse(HEAD + text)
    assert numbers(document) == [str(n) for n in range(1, 13)]
    assert titles(document) == names
    assert section(document, "12", "decision") == "Drøftet."
    assert_partition(document)


def test_the_decision_may_stand_first() -> None:
    text = "1. Takster\n\nBeslutning\n\nVedtaget.\n\nSagsfremstilling\n\nTaksten stiger.\n\n"
    document = parse(HEAD + text + body("2.", "Evt."))
    assert kinds(item(document, "1")) == ["decision", "case"]
    assert section(document, "1", "decision") == "Vedtaget."
    assert section(document, "1", "case") == "Taksten stiger."


def test_recommendation_and_decision_without_labels() -> None:
    text = (
        "1. Takster\n\nTaksten har ligget fast i fem år.\n\nDet indstilles, at taksten hæves.\n\n"
        "KKR Sjælland besluttede at hæve taksten.\n\n"
    )
    document = parse(HEAD + text + body("2.", "Evt."))
    assert kinds(item(document, "1")) == ["case", "recommendation", "decision"]
    assert section(document, "1", "decision") == "KKR Sjælland besluttede at hæve taksten."


def test_prose_below_inline_attachments_is_text_again() -> None:
    prose = (
        "Regionen har siden foråret arbejdet med en ny model for visitationen til pladserne. "
        "Modellen er drøftet med kommunerne, og den skal efter planen træde i kraft til januar. "
        "Der er afsat midler til to medarbejdere i hele perioden."
    )
    text = (
        f"1. Takster\n\nBaggrund\n\nTaksten stiger.\n\nBilag: Notat.docx, Brev.pdf\n\n{prose}\n\n"
    )
    document = parse(HEAD + text + body("2.", "Evt."))
    assert section(document, "1", "attachments") == "Notat.docx, Brev.pdf"
    assert section(document, "1", "background") == f"Taksten stiger. {prose}"
    assert_partition(document)


def test_items_without_text() -> None:
    document = parse(
        HEAD + body("1.", "Takster") + "2. Meddelelser\n\n3. Eventuelt\n\n4. Næste møde\n"
    )
    assert numbers(document) == ["1", "2", "3", "4"]
    assert [kinds(some) for some in document.items[1:]] == [[], [], []]
    assert_partition(document)


@pytest.mark.parametrize("style", ["## {}. {}", "{}. {}"])
@pytest.mark.parametrize(
    "inner",
    [
        "1. Borgerne skal høres.\n2. Taksten skal deles.\n\n3. Sagen skal sendes til KKR.",
        "1. Høring af borgerne\n2. Deling af taksten\n3. Sagens videre gang",
    ],
)
def test_a_list_in_the_last_item_is_no_item(style: str, inner: str) -> None:
    document = parse(
        f"{HEAD}{style.format(1, 'Takster')}\n\nBeslutning:\n\nVedtaget.\n\n"
        f"{style.format(2, 'Pladser')}\n\nIndstilling:\n\n{inner}\n\nBeslutning:\n\nVedtaget.\n"
    )
    assert numbers(document) == ["1", "2"]
    assert section(document, "2", "recommendation") == " ".join(inner.split())


@pytest.mark.parametrize(
    "line",
    [
        "3. marts 2024 mødes gruppen igen for at følge op.",
        "3. mio. kr. er der afsat til formålet i 2025.",
        "3. halvår er dermed det dyreste endnu",
        "12.30 Frokost i kantinen",
        "3 borgere er visiteret til tilbuddet.",
        "3.000 kr. koster en plads i døgnet.",
        "§ 3 i lovens kapitel om takster gælder her.",
        "3. og sidste gang blev sagen udsat.",
    ],
)
def test_lines_that_open_with_a_number_and_are_no_items(line: str) -> None:
    text = f"Mødet varede længe.\n\n{line}\n\nSekretariatet følger op."
    document = parse(HEAD + body("1.", "Godkendelse") + body("2.", "Takster", text))
    assert numbers(document) == ["1", "2"]
    assert section(document, "2", "background") == " ".join(text.split())


def test_a_placeholder_in_angle_brackets_is_text() -> None:
    document = parse(HEAD + body("1.", "Takster") + "2. Eventuelt\n\n<Navn på ny formand>\n")
    assert section(document, "2", "case") == "<Navn på ny formand>"
    assert_partition(document)
