"""Which forum met, by any of its names through the years, and of which region it is."""

from __future__ import annotations

import pytest

from corpus.gazetteer import load_gazetteer
from corpus.records import Entity
from tests.parsed import parse

BODY = (
    "\n\n1. Takster\n\nBaggrund\n\nTaksterne har ligget fast.\n\nBeslutning\n\nVedtaget.\n\n"
    "2. Eventuelt\n\nIntet.\n"
)
VIBORG = "Deltagere: Anna Dam (Viborg Kommune), Bo Elm (Skive Kommune), Carl Fyr (Struer Kommune)"
VEJLE = "Deltagere: Anna Dam (Vejle Kommune), Bo Elm (Odense Kommune), Carl Fyr (Varde Kommune)"
FORUMS = load_gazetteer().by_kind("forum")


@pytest.mark.parametrize("forum", FORUMS, ids=[forum.entity_id for forum in FORUMS])
def test_every_name_of_a_forum_is_found_under_a_label(forum: Entity) -> None:
    for name in forum.names:
        document = parse(f"Referat\n\nMødeforum: {name}\n\nMødedato: 3. maj 2021{BODY}")
        assert (name, document.forum, document.region) == (name, forum.name, forum.region)


@pytest.mark.parametrize(
    ("title", "forum", "region"),
    [
        ("Referat af møde i KKR Sjælland den 3. maj 2021", "KKR Sjælland", "Sjælland"),
        ("REFERAT 2015\n\nK K R S Y D D A N M A R K", "KKR Syddanmark", "Syddanmark"),
        ("Referat fra DASSOS", "DASSOS", "Midtjylland"),
        ("DASSOS Referat\n\nDato: 27. november 2018", "DASSOS", "Midtjylland"),
        ("Referat fra møde i kommunaldirektørnetværket i den midtjyske region",
         "Kommunaldirektørkredsen i Midtjylland", "Midtjylland"),
        ("Dagsorden for møde i Embedsmandsudvalget for Socialområdet og Specialundervisning",
         "Embedsmandsudvalget for det specialiserede socialområde og specialundervisning",
         "Hovedstaden"),
        ("Referat\ntil\nmødet i Sundhedskoordinationsudvalget i Region Midtjylland\nden 3. maj",
         "Sundhedskoordinationsudvalget i Region Midtjylland", "Midtjylland"),
        ("Forretningsudvalget under Socialdirektørforum\n\nReferat",
         "Socialdirektørforums forretningsudvalg", "Syddanmark"),
    ],
)  # fmt: skip
def test_a_forum_in_a_title(title: str, forum: str, region: str) -> None:
    document = parse(title + BODY)
    assert (document.forum, document.region) == (forum, region)


@pytest.mark.parametrize(
    ("head", "forum", "region"),
    [
        # The forum that meets, not one that a participant comes from or an item goes on to.
        ("Referat af møde i KKR Hovedstaden\n\nDeltagere: Anna Dam, formand for K17",
         "KKR Hovedstaden", "Hovedstaden"),
        ("Referat af møde i Socialdirektørforum\n\nGæster: Anna Dam, KKR Sjælland, Bo Elm, Region "
         "Sjælland, Carl Fyr, Region Sjælland", "Socialdirektørforum", "Syddanmark"),
        # A group of a forum has a name of its own, and the forum's region.
        ("Referat fra møde i Takstgruppen under DASSOS den 3. maj 2021",
         "Takstgruppen under DASSOS", "Midtjylland"),
        # A forum that nobody knows goes by the name that its minutes give it.
        ("Referat fra møde i Følgegruppen for Nære Tilbud den 3. maj 2021",
         "Følgegruppen for Nære Tilbud", None),
        ("UDVALG\n\nUdvalget for Ældre\n\nMØDE\n\nReferat", "Udvalget for Ældre", None),
        ("Referat fra et møde om takster", None, None),
    ],
)  # fmt: skip
def test_the_forum_that_met(head: str, forum: str | None, region: str | None) -> None:
    document = parse(head + BODY)
    assert (document.forum, document.region) == (forum, region)


def test_a_name_that_several_regions_use_leads_to_its_region_only_where_nothing_contradicts() -> (
    None
):
    name = "Den Administrative Styregruppe"
    alone = parse(f"Referat af møde i {name}{BODY}")
    assert (alone.forum, alone.region) == (name, "Nordjylland")
    assert alone.certainty["region"] < 0.7
    agreeing = parse(
        f"Referat af møde i {name}\n\nDeltagere: Anna Dam (Aalborg Kommune), Bo Elm (Region "
        f"Nordjylland){BODY}"
    )
    assert agreeing.region == "Nordjylland"
    assert agreeing.certainty["region"] > alone.certainty["region"]
    elsewhere = parse(f"Referat af møde i {name}\n\n{VIBORG}{BODY}")
    assert (elsewhere.forum, elsewhere.region) == (name, "Midtjylland")
    assert elsewhere.certainty["forum"] < agreeing.certainty["forum"]


@pytest.mark.parametrize("name", ["K17", "DAS", "Embedsmandsudvalget", "Socialdirektørkredsen"])
def test_short_names_claim_no_region_against_the_participants(name: str) -> None:
    assert parse(f"Referat af møde i {name}\n\n{VIBORG}{BODY}").region == "Midtjylland"


def test_a_bare_steering_group_has_the_region_of_its_members_and_none_without_them() -> None:
    title = "Referat fra møde i Styregruppen den 3. maj 2021"
    assert parse(f"{title}\n\n{VEJLE}{BODY}").region == "Syddanmark"
    assert parse(title + BODY).region is None


def test_a_forum_that_each_region_has_is_the_region_s_own() -> None:
    title = "Referat fra møde i Kommunaldirektørkredsen den 3. maj 2021"
    assert parse(title + BODY).forum == "Kommunaldirektørkredsen"
    document = parse(f"{title}\n\n{VEJLE}{BODY}")
    assert (document.forum, document.region) == ("K22", "Syddanmark")


def test_kkr_alone_is_the_kkr_of_the_region_that_the_participants_come_from() -> None:
    document = parse(f"Referat af møde i KKR den 3. maj 2021\n\n{VIBORG}{BODY}")
    assert document.forum == "KKR Midtjylland"
    assert document.certainty["forum"] < 0.9
    assert parse(f"Referat af møde i KKR den 3. maj 2021{BODY}").forum is None


def test_the_region_is_surer_the_fewer_others_are_named() -> None:
    one = parse(f"Referat\n\n{VIBORG}{BODY}")
    mixed = parse(f"Referat\n\n{VIBORG}, Dan Gran (Vejle Kommune), Eva Hald (Odense Kommune){BODY}")
    assert one.region == mixed.region == "Midtjylland"
    assert one.certainty["region"] > mixed.certainty["region"]
