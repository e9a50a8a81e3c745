"""What every region has by the same name: whose is meant, told by the document."""

from __future__ import annotations

import pytest

from tests.tagged import ids, links, tagger

MIDTJYLLAND = "Referat fra DASSOS\n\nViborg Kommune, Horsens Kommune, Odder Kommune\n\n"
SYDDANMARK = "Referat fra Socialdirektørforum\n\nVejle Kommune, Odense Kommune\n\n"
SJÆLLAND = "Styregruppen for Rammeaftale Sjælland\n\nGreve Kommune, Faxe Kommune\n\n"


def last(text: str) -> str:
    return ids(text)[-1]


@pytest.mark.parametrize(
    ("head", "text", "expected"),
    [
        (MIDTJYLLAND, "Punktet forelægges KKR.", "forum:kkr-midtjylland"),
        (SYDDANMARK, "Formanden for KKR's formandskab", "forum:kkr-syddanmark"),
        (SYDDANMARK, "Kommunaldirektørkredsen indstiller", "forum:k22"),
        (
            SYDDANMARK,
            "Økonomisk arbejdsgruppe har regnet.",
            "forum:oekonomisk-arbejdsgruppe-syddanmark",
        ),
        (SYDDANMARK, "KKR i Region Sjælland", "forum:kkr-sjaelland"),
        (SJÆLLAND, "Rammeaftalen 2021-2022", "agreement:rammeaftale-sjaelland"),
        (
            SJÆLLAND,
            "Rammeaftale 2021-2022 for hovedstadsregionen",
            "agreement:rammeaftale-hovedstaden",
        ),
        (SJÆLLAND, "Alle rammeaftalerne", "agreement:rammeaftalen"),
        (SJÆLLAND, "Styregruppen for Rammeaftalen", "forum:styregruppen-rammeaftale-sjaelland"),
        (SJÆLLAND, "Rammeaftalesekretariatet", "organisation:rammeaftalesekretariatet-sjaelland"),
    ],
)
def test_the_documents_own_region_is_meant(head: str, text: str, expected: str) -> None:
    assert last(head + text) == expected


def test_a_forums_own_group_needs_not_its_name() -> None:
    group = "forum:oekonomisk-arbejdsgruppe-syddanmark"
    assert last(f"{SYDDANMARK}Økonomisk arbejdsgruppe har regnet.") == group
    assert group not in ids(f"{SJÆLLAND}Økonomisk arbejdsgruppe har regnet.")


def test_the_place_after_belongs_to_the_name() -> None:
    assert links(f"{SJÆLLAND}Rammeaftale 2021-2022 for hovedstadsregionen")[-1:] == [
        ("Rammeaftale 2021-2022 for hovedstadsregionen", "agreement:rammeaftale-hovedstaden")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Alle KKR har svaret.",
        "De fire andre KKR-områder og KKR'erne er hørt.",
        "Sagen er forelagt hvert KKR.",
    ],
)
def test_several_councils_are_no_one_of_them(text: str) -> None:
    assert ids(MIDTJYLLAND + text, "forum") == ["forum:dassos"]


def test_without_a_region_nothing_is_guessed() -> None:
    assert ids("KKR godkendte rammeaftalen.") == ["agreement:rammeaftalen"]
    both = "KKR Sjælland og KKR Syddanmark mødtes. KKR godkendte."
    assert ids(both) == ["forum:kkr-sjaelland", "forum:kkr-syddanmark"]


def test_a_shared_name_is_not_another_regions() -> None:
    assert last("Den Administrative Styregruppe mødtes.") == "forum:das"
    assert "forum:das" not in ids(f"{MIDTJYLLAND}Den Administrative Styregruppe mødtes.")
    assert "forum:das" in ids(
        f"{MIDTJYLLAND}Den Administrative Styregruppe for Nordjysk Socialaftale (DAS). DAS kom."
    )


def test_a_question_is_no_document() -> None:
    asked = "Hvad besluttede KKR om rammeaftalen i Vejle, Odense og Region Syddanmark?"
    found = [m.entity_id for m in tagger().tag(asked, lowercase=True)]
    assert found[0] == "agreement:rammeaftalen"
