"""Minutes and agendas in tables: a row of cells with tabs between is an item, an entry, or text."""

from __future__ import annotations

import pytest

from tests.parsed import assert_words_kept, item, kinds, numbers, parse, section, titles

HEAD = "Referat af møde i KKR Sjælland den 4. marts 2024\n\n"


@pytest.mark.parametrize(
    ("heads", "kind"),
    [
        ("Nr.\tEmne\tBeslutning", "decision"),
        ("Punkt\tTitel\tReferat", "decision"),
        ("Pkt.\tSag\tKonklusion", "decision"),
        ("Nr\tDagsordenspunkt\tReferat/beslutning", "decision"),
        ("#\tEmne\tBeslutning og opfølgning", "decision"),
        ("Nr.\tEmne\tIndstilling", "recommendation"),
    ],
)
def test_the_heads_of_the_columns_label_the_cells(heads: str, kind: str) -> None:
    document = parse(f"{HEAD}{heads}\n1.\tTakster\tTaksten hæves.\n2.\tEvt.\tIntet.\n")
    assert numbers(document) == ["1", "2"]
    assert titles(document) == ["Takster", "Evt."]
    assert section(document, "1", kind) == "Taksten hæves."
    assert document.items[0].sections[-1].label == heads.split("\t")[2]
    assert_words_kept(document)


def test_a_row_without_number_and_title_goes_on_with_the_item_above() -> None:
    document = parse(
        f"{HEAD}Nr.\tEmne\tIndstilling\tBeslutning\n1.\tTakster\tAt taksten hæves.\tUdsat.\n"
        "\t\tAt sagen følges.\tTiltrådt.\n2.\tEvt.\t\tIntet.\n"
    )
    assert numbers(document) == ["1", "2"]
    assert section(document, "1", "recommendation") == "At taksten hæves. At sagen følges."
    assert section(document, "1", "decision") == "Udsat. Tiltrådt."
    assert_words_kept(document)


def test_rows_without_numbers_are_items_under_their_titles() -> None:
    document = parse(f"{HEAD}Emne\tBeslutning\nTakster\tUdsat.\nHerberger\tGodkendt.\n")
    assert document.structure == "headings"
    assert titles(document) == ["Takster", "Herberger"]
    assert [kinds(some) for some in document.items] == [["decision"], ["decision"]]


def test_the_list_of_tasks_in_an_item_is_no_table_of_items() -> None:
    tasks = "Nr.\tEmne\tBeslutning\n1\tTolke\tUdbydes\n2\tTakster\tFremskrives\n\n"
    text = "Baggrund\n\nDer er fulgt op.\n\n{}Beslutning\n\nTaget til efterretning.\n\n"
    document = parse(
        f"{HEAD}1. Takster\n\n{text.format('')}2. Opfølgning\n\n{text.format(tasks)}"
        f"3. Evt.\n\n{text.format('')}"
    )
    assert titles(document) == ["Takster", "Opfølgning", "Evt."]
    assert "Tolke\tUdbydes" in document.text[item(document, "2").start : item(document, "2").end]
    assert section(document, "2", "background").endswith("2 Takster Fremskrives")


@pytest.mark.parametrize(
    "agenda",
    [
        "Nr.\tEmne\tAnsvarlig\tTid\n1.\tTakster i 2025\tBo\t10 min.\n2.\tHerberger\tEa\t5 min.\n",
        "1\tTakster i 2025\t2\n2\tHerberger\t4\n",
        "Punkt 1\tTakster i 2025.....\t2\nPunkt 2\tHerberger.....\t4\n",
    ],
)
def test_an_agenda_in_a_table_gives_the_titles(agenda: str) -> None:
    text = "Beslutning\n\nGodkendt.\n\n"
    document = parse(
        f"{HEAD}Dagsorden\n\n{agenda}\n1. Takster i 2025\n\n{text}2. Herberger\n\n{text}"
    )
    assert document.structure == "agenda"
    assert titles(document) == ["Takster i 2025", "Herberger"]
    assert document.text[document.agenda[0].start :].startswith("Dagsorden")


def test_a_label_in_the_first_column_opens_its_section() -> None:
    rows = (
        "Indstilling\tDet indstilles, at taksten hæves.\nBeslutning\tUdsat.\nBilag\tNotat.pdf\n\n"
    )
    document = parse(f"{HEAD}1. Takster\n\n{rows}2. Evt.\n\nBeslutning\tIntet.\n")
    assert kinds(item(document, "1")) == ["recommendation", "decision", "attachments"]
    assert section(document, "1", "decision") == "Udsat."
    assert section(document, "2", "decision") == "Intet."


def test_an_agenda_set_as_a_table_may_have_one_item_in_a_row() -> None:
    items = ["Dagsorden", "Takster i 2022", "Centrale udmeldinger", "Evt.", "Næste møde"]
    agenda = (
        "Velkomst\t1. Dagsorden\nSager til behandling\t2. Takster i 2022\n"
        "Sager til orientering\t3. Centrale udmeldinger\nAfslutning\t4. Evt.5. Næste møde\n"
    )
    text = "\n\n".join(f"{n}. {title}\n\nDer var intet." for n, title in enumerate(items, 1))
    document = parse(f"Referat af DAS den 3. maj 2021\n\n{agenda}\n{text}\n")
    assert document.structure == "agenda"
    assert [item.title for item in document.items] == items
