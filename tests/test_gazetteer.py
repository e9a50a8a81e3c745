"""The gazetteer: complete, consistent, and strict about mistakes in its files."""

from __future__ import annotations

import re
import shutil
import tomllib
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import pytest

from corpus.errors import TvaersnitError
from corpus.gazetteer import KIND_OF_FILE, Gazetteer, load_gazetteer, read_gazetteer
from corpus.records import REGIONS, FormerName, Region
from models.tagger_forms import term_stem

Edit = Callable[[str, str, str], Path]


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer()


@pytest.fixture
def edited(tmp_path: Path) -> Edit:
    """A copy of the data files in which one file has had a text replaced."""

    def edit(source: str, old: str, new: str) -> Path:
        folder = tmp_path / "entities"
        shutil.copytree(str(files("corpus") / "entities"), folder)
        text = (folder / source).read_text(encoding="utf-8")
        assert old in text
        (folder / source).write_text(text.replace(old, new, 1), encoding="utf-8")
        return folder

    return edit


def test_every_municipality_stands_once_with_its_own_code(gazetteer: Gazetteer) -> None:
    assert len(gazetteer.by_kind("municipality")) == 98
    assert len(set(gazetteer.codes.values())) == 98
    assert all(re.fullmatch(r"0\d{3}", code) for code in gazetteer.codes.values())


@pytest.mark.parametrize(
    ("region", "count"),
    [
        ("Hovedstaden", 29),
        ("Sjælland", 17),
        ("Syddanmark", 22),
        ("Midtjylland", 19),
        ("Nordjylland", 11),
    ],
)
def test_regions_have_their_municipalities(
    gazetteer: Gazetteer, region: Region, count: int
) -> None:
    assert len(gazetteer.municipalities_of(region)) == count


@pytest.mark.parametrize(
    ("entity_id", "code", "region"),
    [
        ("municipality:koebenhavn", "0101", "Hovedstaden"),
        ("municipality:bornholm", "0400", "Hovedstaden"),
        ("municipality:greve", "0253", "Sjælland"),
        ("municipality:nordfyns", "0480", "Syddanmark"),
        ("municipality:vejen", "0575", "Syddanmark"),
        ("municipality:aarhus", "0751", "Midtjylland"),
        ("municipality:morsoe", "0773", "Nordjylland"),
    ],
)
def test_codes_and_regions(gazetteer: Gazetteer, entity_id: str, code: str, region: Region) -> None:
    entity = gazetteer.get(entity_id)
    assert entity is not None
    assert gazetteer.codes[entity_id] == code
    assert entity.region == region
    assert entity.parent is not None and gazetteer.entities[entity.parent].region == region


def test_each_region_has_its_body_and_its_kkr(gazetteer: Gazetteer) -> None:
    assert [e.region for e in gazetteer.by_kind("region")] == list(REGIONS)
    for region in REGIONS:
        forum = gazetteer.forum(f"KKR {region}")
        assert forum is not None and forum.region == region


@pytest.mark.parametrize(
    ("name", "entity_id"),
    [
        ("kkr  midtjylland", "forum:kkr-midtjylland"),
        ("Kommunekontaktrådet i Sjælland", "forum:kkr-sjaelland"),
        ("DAS", "forum:das"),
        ("den administrative styregruppe", "forum:das"),
        ("Dassos", "forum:dassos"),
        ("socialdirektørforum", "forum:socialdirektoerforum"),
        ("Styregruppen, rammeaftale Sjælland", "forum:styregruppen-rammeaftale-sjaelland"),
    ],
)
def test_a_forum_is_found_by_any_name(gazetteer: Gazetteer, name: str, entity_id: str) -> None:
    forum = gazetteer.forum(name)
    assert forum is not None and forum.entity_id == entity_id


@pytest.mark.parametrize("name", ["KKR", "Kofoedsminde", "Styregruppen", ""])
def test_what_is_no_single_forum_is_not_found(gazetteer: Gazetteer, name: str) -> None:
    assert gazetteer.forum(name) is None


@pytest.mark.parametrize(
    ("entity_id", "above"),
    [
        ("place:hobro", ["municipality:mariagerfjord", "region:nordjylland"]),
        (
            "institution:grenen",
            [
                "institution:specialomraade-kriminalitetstruede-unge",
                "organisation:region-midtjylland-social",
                "region:midtjylland",
            ],
        ),
        ("institution:st-dannesbo", ["municipality:odense", "region:syddanmark"]),
        ("agreement:rammeaftale-sjaelland", ["agreement:rammeaftalen"]),
        ("authority:socialtilsyn-oest", ["municipality:holbaek", "region:sjaelland"]),
    ],
)
def test_parents_lead_up_to_operator_municipality_and_region(
    gazetteer: Gazetteer, entity_id: str, above: list[str]
) -> None:
    chain = []
    entity = gazetteer.entities[entity_id]
    while entity.parent is not None:
        entity = gazetteer.entities[entity.parent]
        chain.append(entity.entity_id)
    assert chain == above


def test_no_chain_of_parents_goes_in_a_ring(gazetteer: Gazetteer) -> None:
    for entity in gazetteer.entities.values():
        seen = {entity.entity_id}
        while entity.parent is not None:
            assert entity.parent not in seen
            seen.add(entity.parent)
            entity = gazetteer.entities[entity.parent]


def test_an_institution_lies_in_the_region_of_what_is_above_it(gazetteer: Gazetteer) -> None:
    for kind in ("institution", "place"):
        for entity in gazetteer.by_kind(kind):
            above = gazetteer.entities[entity.parent] if entity.parent else None
            if above is not None and above.region is not None:
                assert entity.region == above.region, entity.entity_id


def test_old_names_are_names_and_known_as_old_with_their_years(gazetteer: Gazetteer) -> None:
    agency = gazetteer.entities["authority:socialstyrelsen"]
    assert agency.name == "Social- og Boligstyrelsen"
    assert FormerName("Socialstyrelsen", until=2022) in agency.former
    ministry = gazetteer.entities["authority:socialministeriet"]
    years = [(old.since, old.until) for old in ministry.former if "Indenrigs" in old.name]
    assert (2019, 2021) in years
    for entity in gazetteer.entities.values():
        assert {old.name for old in entity.former} <= set(entity.names)
        assert entity.name not in {old.name for old in entity.former}


def test_abbreviations_are_names_of_their_own_field(gazetteer: Gazetteer) -> None:
    assert gazetteer.entities["law:serviceloven"].abbreviations == ("SEL",)
    for entity in gazetteer.entities.values():
        assert set(entity.abbreviations) <= set(entity.names)
        assert all(name != name.lower() for name in entity.abbreviations), entity.entity_id


def test_a_town_never_has_a_municipality_s_own_name(gazetteer: Gazetteer) -> None:
    assert len(gazetteer.by_kind("place")) > 450
    municipalities = {name for e in gazetteer.by_kind("municipality") for name in e.names}
    for place in gazetteer.by_kind("place"):
        assert not municipalities & set(place.names)


def test_every_file_says_what_it_is_checked_against() -> None:
    for name in KIND_OF_FILE:
        text = (files("corpus") / "entities" / name).read_text(encoding="utf-8")
        assert tomllib.loads(text)["source"].strip(), name


def test_unknown_ids_give_none(gazetteer: Gazetteer) -> None:
    assert gazetteer.get("municipality:andeby") is None


def test_no_two_entities_share_a_term_in_any_inflection(gazetteer: Gazetteer) -> None:
    owner: dict[tuple[str, ...], str] = {}
    for entity in gazetteer.entities.values():
        for name in entity.names:
            if name == name.lower():
                stems = tuple(term_stem(word) for word in re.findall(r"\w+|[^\w\s]", name))
                assert owner.setdefault(stems, entity.entity_id) == entity.entity_id, name


@pytest.mark.parametrize(
    ("source", "old", "new", "message"),
    [
        ("municipalities.csv", "0101,", "101,", "fire cifre"),
        ("municipalities.csv", "0147,", "0101,", "brugt to gange"),
        (
            "municipalities.csv",
            "Frederiksberg,Hovedstaden,,",
            "Frederiksberg,Hovedstaden",
            "felter",
        ),
        ("municipalities.csv", "Greve,Sjælland,,ord", "Greve,Sjælland,,ja", "ambiguous"),
        ("municipalities.csv", "Greve,Sjælland", "Greve,Jylland", "regionen 'Jylland'"),
        ("municipalities.csv", "code,name", "kode,navn", "kolonnerne"),
        ("forums.toml", "[[entity]]", "[[entity", "ikke gyldig TOML"),
        ("forums.toml", 'id = "forum:das"', 'id = "forum:DAS"', "skal have formen"),
        ("forums.toml", 'id = "forum:das"', 'id = "theme:das"', "skal have formen"),
        ("forums.toml", 'id = "forum:das"', 'id = "forum:k17"', "brugt to gange"),
        ("forums.toml", 'name = "K17"', 'navn = "K17"', "ukendte felter"),
        ("forums.toml", 'name = "K17"', 'name = ""', "mangler et navn"),
        ("forums.toml", 'name = "Egenmestringsgruppen"', 'name = "k22"', "hører til både"),
        ("forums.toml", 'shared = ["K17"]', 'shared = ["K18"]', "ikke er navne"),
        ("forums.toml", 'parent = "forum:das"', 'parent = "forum:xyz"', "findes ikke"),
        ("forums.toml", 'abbreviations = ["SSF"]', 'abbreviations = "SSF"', "skal være en liste"),
        ("forums.toml", 'source = "', 'kilde = "', r"ukendte felter: \['kilde'\]"),
        (
            "institutions_midtjylland.toml",
            'common_words = ["Grenen"]',
            'common_words = ["Gren"]',
            "ikke er navne",
        ),
        ("authorities.toml", "until = 2022 }", 'until = "2022" }', "hvert tidligere navn"),
        ("authorities.toml", "since = 2021, until = 2022", "since = 2022, until = 2021", "former"),
        ("authorities.toml", 'name = "Servicestyrelsen"', 'navn = "Servicestyrelsen"', "former"),
        ("places.csv", "Hobro,Mariagerfjord", "Hobro,Hobro", "kommunen 'Hobro', som ikke findes"),
        ("places.csv", "Hobro,Mariagerfjord,,", "Hobro,Mariagerfjord,", "felter"),
        ("places.csv", "Hobro,Mariagerfjord", "Hadsund,Mariagerfjord", "brugt to gange"),
    ],
)
def test_mistakes_are_reported_in_danish(
    edited: Edit, source: str, old: str, new: str, message: str
) -> None:
    with pytest.raises(TvaersnitError, match=message):
        read_gazetteer(edited(source, old, new))


def test_a_missing_file_is_reported_by_name(edited: Edit) -> None:
    folder = edited("themes.toml", "#", "#")
    (folder / "themes.toml").unlink()
    with pytest.raises(TvaersnitError, match=r"themes\.toml kan ikke læses"):
        read_gazetteer(folder)
