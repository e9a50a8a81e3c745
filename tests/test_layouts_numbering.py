"""How items are numbered: every way of writing it, and what looks like a number and is none."""

from __future__ import annotations

import pytest

from tests.parsed import assert_partition, item, kinds, numbers, parse, section, titles

HEAD = "Referat af møde i KKR Sjælland den 4. marts 2024\n\n"
NAMES = [f"Sag om tilbud {letter}" for letter in "ABCDEFGHIJKL"]
ROMAN = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"]

STYLES = {
    "{n}. {title}": "{n}",
    "{n}) {title}": "{n}",
    "{n}: {title}": "{n}",
    "{n} - {title}": "{n}",
    "{n} – {title}": "{n}",
    "{n} {title}": "{n}",
    "{n}.0 {title}": "{n}",
    "{n:02}. {title}": "{n}",
    "{n}.\n\n{title}": "{n}",
    "Punkt {n}\n\n{title}": "{n}",
    "Punkt {n} {title}": "{n}",
    "Punkt {n}: {title}": "{n}",
    "Punkt {n}, {title}": "{n}",
    "Punkt nr. {n} – {title}": "{n}",
    "PUNKT {n}. {title}": "{n}",
    "Pkt. {n} {title}": "{n}",
    "Dagsordenspunkt {n}: {title}": "{n}",
    "Dagsordenpunkt {n}: {title}": "{n}",
    "§ {n} {title}": "{n}",
    "§ {n}. {title}": "{n}",
    "Sag {n} {title}": "{n}",
    "Sag nr. {n}: {title}": "{n}",
    "Sagsnr. {n} {title}": "{n}",
    "Ad {n} {title}": "{n}",
    "Ad. {n}: {title}": "{n}",
    "Ad pkt. {n} {title}": "{n}",
    "{n}/2019 {title}": "{n}/2019",
    "2019/{n} {title}": "2019/{n}",
    "Sag {n}/19: {title}": "{n}/19",
    "{roman}. {title}": "{roman}",
    "Punkt {roman}: {title}": "{roman}",
    "## {n}. {title}": "{n}",
    "### Punkt {n}: {title}": "{n}",
    "**{n}. {title}**": "{n}",
    "{n} (Åben) {title}": "{n}",
    "Sak {n}/24 {title}": "{n}/24",
    "PS {n}/24 {title}": "{n}/24",
    "Item {n}. {title}": "{n}",
    "Agenda item {n}: {title}": "{n}",
}


def minutes(style: str, first: int = 1, text: str = "") -> str:
    body = text or "Indstilling\n\nDet indstilles, at sagen drøftes.\n\nBeslutning: Drøftet."
    return HEAD + "\n\n".join(
        f"{style.format(n=n, roman=ROMAN[n % 12 - 1], title=name)}\n\n{body}"
        for n, name in enumerate(NAMES, start=first)
    )


@pytest.mark.parametrize(("style", "shown"), STYLES.items(), ids=STYLES.keys())
def test_every_way_to_number_items_is_read(style: str, shown: str) -> None:
    document = parse(minutes(style))
    assert document.structure == "numbering"
    assert numbers(document) == [
        shown.format(n=n, roman=ROMAN[n - 1]) for n in range(1, len(NAMES) + 1)
    ]
    assert [title.removeprefix("(Åben) ") for title in titles(document)] == NAMES
    assert kinds(document.items[11]) == ["recommendation", "decision"]
    assert_partition(document)


@pytest.mark.parametrize("style", ["{n}. {title}", "Punkt {n} {title}", "{n}) {title}"])
def test_items_without_labels_are_told_by_their_numbers(style: str) -> None:
    document = parse(minutes(style, text="Sekretariatet orienterede.\n\nDer var to spørgsmål."))
    assert titles(document) == NAMES
    assert document.structure == "numbering"


@pytest.mark.parametrize("style", ["{n}. {title}", "§ {n} {title}", "{n}/2019 {title}"])
def test_numbers_that_go_on_from_another_meeting_leave_none_missing(style: str) -> None:
    document = parse(minutes(style, first=118))
    assert len(document.items) == len(NAMES)
    assert document.items[0].number in ("118", "118/2019")


def test_a_number_left_out_is_written_as_the_others() -> None:
    text = "{} Takster\n\nBeslutning\n\nGodkendt.\n\n"
    document = parse(HEAD + "".join(text.format(f"{n}/2019") for n in (31, 32, 34)))
    assert numbers(document) == ["31/2019", "32/2019", "(33/2019)", "34/2019"]
    assert all("/" not in some.item_id for some in document.items)


def test_what_was_decided_to_each_point_is_no_item() -> None:
    text = "Indstilling\n\n1. At taksten hæves\n2. At sagen følges\n\nBeslutning\n\n{}"
    ads = "Ad 1: Godkendt.\n\nAd 2: Udsat til juni.\n\nAd 3: Taget til efterretning."
    document = parse(minutes("Punkt {n}. {title}", text=text.format(ads)))
    assert titles(document) == NAMES
    assert section(document, "12", "decision") == " ".join(ads.split())


@pytest.mark.parametrize("listed", [True, False])
def test_parts_with_points_belong_to_their_item(listed: bool) -> None:
    entries = ["1. Velkomst", "2. Orientering", "2.1 Nyt fra KL", "2.2 Nyt fra regionen", "3. Evt."]
    agenda = "Dagsorden\n\n" + "\n".join(entries) + "\n\n"
    document = parse(
        HEAD
        + (agenda if listed else "")
        + "1. Velkomst\n\nBeslutning\n\nGodkendt.\n\n2. Orientering\n\n2.1 Nyt fra KL\n\n"
        "KL har udsendt en pjece.\n\n2.2 Nyt fra regionen\n\nBeslutning\n\nTaget til efterretning."
        "\n\n3. Evt.\n\nIntet.\n"
    )
    assert numbers(document) == ["1", "2", "2.1", "2.2", "3"]
    assert item(document, "2.2").path == ("Orientering",)
    assert section(document, "2.2", "decision") == "Taget til efterretning."
    assert document.structure == ("agenda" if listed else "numbering")
    assert_partition(document)


def test_points_below_a_label_are_headings_of_its_text() -> None:
    text = "Sagsfremstilling\n\n2.1 Økonomi\n\nDet koster.\n\n2.2 Tidsplan\n\nDet haster.\n\n"
    document = parse(
        HEAD
        + "1. Velkomst\n\nBeslutning\n\nGodkendt.\n\n2. Takster\n\n"
        + text
        + "Beslutning\n\nJa."
    )
    assert numbers(document) == ["1", "2"]
    assert section(document, "2", "decision") == "Ja."


def test_a_list_from_one_to_the_next_items_number_is_no_item() -> None:
    listed = "\n\n".join(f"{n}. Forslag fra kommune {n}" for n in range(1, 7))
    text = "{}. Sag om tilbud\n\nSagsfremstilling\n\n{}\n\nBeslutning\n\nUdsat.\n\n"
    document = parse(
        HEAD + "".join(text.format(n, listed if n == 5 else "Kort.") for n in range(1, 9))
    )
    assert numbers(document) == [str(n) for n in range(1, 9)]
    assert set(titles(document)) == {"Sag om tilbud"}


def test_short_items_without_blank_lines_are_found_to_the_last() -> None:
    document = parse(
        "Referat af møde den 3. maj 2023\nDeltagere: Bo, Ea\n1. Dagsorden\nGodkendt.\n2. Takster\n"
        "Taksterne blev drøftet.\n3. Meddelelser\n4. Eventuelt\n5. Næste møde\nDen 4. juni.\n"
    )
    assert document.structure == "numbering"
    assert titles(document) == ["Dagsorden", "Takster", "Meddelelser", "Eventuelt", "Næste møde"]


def test_a_number_misread_by_a_scanner_is_read_where_the_agenda_wants_it() -> None:
    agenda = "Dagsorden\n\n1. Referat\n2. Takster for 2009\n3. Institutionen Egely\n\n"
    text = "{}\n\nBeslutning\n\nGodkendt.\n\n"
    document = parse(
        HEAD
        + agenda
        + "".join(
            text.format(t) for t in ("l. Referat", "Z. Takster for 2009", "3, lnstitutionen Egely")
        )
    )
    assert numbers(document)[0] == "1"
    assert numbers(document)[2] == "3"
    assert titles(document)[-1] == "lnstitutionen Egely"
