"""An organisation's own gazetteer: what it may add, and what is refused with which words."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import pytest

from corpus.errors import TvaersnitError
from corpus.gazetteer import Gazetteer, read_gazetteer

ROOT = Path(__file__).resolve().parents[1]
OWN = """\
source = "Socialforvaltningens egen liste."

[[entity]]
id = "institution:lille-birk"
name = "Lille Birk"
region = "Sjælland"
parent = "municipality:greve"
abbreviations = ["LBK"]
former = [{ name = "Birkehuset", since = 2008, until = 2019 }]
common_words = ["Birkehuset"]

[[entity]]
id = "institution:kofoedsminde"
synonyms = ["Minden i Rødby"]
"""
Write = Callable[[str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes an own gazetteer and tells its path."""

    def write(text: str) -> Path:
        path = tmp_path / "egne.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def read(own: Path) -> Gazetteer:
    return read_gazetteer(files("corpus") / "entities", own)


def test_an_own_file_adds_entities_and_names(write: Write) -> None:
    gazetteer = read(write(OWN))
    added = gazetteer.entities["institution:lille-birk"]
    assert added.names == ("Lille Birk", "LBK", "Birkehuset")
    assert (added.former[0].since, added.former[0].until) == (2008, 2019)
    assert "Birkehuset" in gazetteer.common_words
    known = gazetteer.entities["institution:kofoedsminde"]
    assert known.name == "Kofoedsminde" and known.region == "Sjælland"
    assert known.names[-1] == "Minden i Rødby"


def test_a_folder_of_own_files_is_read_whole(write: Write) -> None:
    folder = write(OWN).parent
    (folder / "flere.toml").write_text(
        '[[entity]]\nid = "law:egen-lov"\nname = "Lov om alt"\n', encoding="utf-8"
    )
    gazetteer = read(folder)
    assert gazetteer.get("institution:lille-birk") and gazetteer.get("law:egen-lov")
    paragraph = gazetteer.get("law:egen-lov-3")
    assert paragraph is not None and paragraph.name == "Lov om alt § 3"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('name = "Lille Birk"', "", r"egne\.toml: 'institution:lille-birk' mangler et navn"),
        ('"Lille Birk"\nregion', '"KL"\nregion', r"egne\.toml: navnet 'KL' hører til både"),
        ("municipality:greve", "municipality:andeby", r"egne\.toml: institution:lille-birk: par"),
        ('"Sjælland"', '"Fyn"', r"egne\.toml: 'institution:lille-birk' har regionen 'Fyn'"),
        ("abbreviations", "forkortelser", r"egne\.toml: 'institution:lille-birk' har ukendte"),
        ('"institution:lille-birk"', '"tilbud:lille-birk"', "skal have formen"),
        ('"institution:lille-birk"', '"date:2021"', "dannes af teksten selv"),
        ('parent = "municipality:greve"', "parent = 265", "parent skal være en tekst"),
        ("[[entity]]", "[entity]", "TOML"),
        ("[[entity]]", "[[enhed]]", r"\[\[entity\]\]"),
        ('synonyms = ["Minden', 'region = "Syddanmark"\nsynonyms = ["Minden', "flere navne"),
        ('"institution:kofoedsminde"', '"institution:kofodsminde"', "mangler et navn"),
    ],
)
def test_mistakes_name_the_file_and_the_entry(
    write: Write, old: str, new: str, message: str
) -> None:
    assert old in OWN
    with pytest.raises(TvaersnitError, match=message):
        read(write(OWN.replace(old, new, 1)))


def test_a_folder_without_files_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(TvaersnitError, match=r"rummer ingen filer, der ender på \.toml"):
        read(tmp_path)
    with pytest.raises(TvaersnitError, match="TVAERSNIT_GAZETTEER peger på, kan ikke læses"):
        read(tmp_path / "findes-ikke.toml")


def test_the_setting_is_read_and_changes_what_is_taken_for_unchanged(write: Write) -> None:
    """The digest decides which files are read anew: it must follow the own file's content."""
    code = (
        "from corpus.gazetteer import entity_of, gazetteer_digest\n"
        "print(gazetteer_digest(), entity_of('institution:lille-birk') is not None)"
    )

    def run(environment: dict[str, str]) -> list[str]:
        told = {**os.environ, "PYTHONPATH": str(ROOT), "TVAERSNIT_GAZETTEER": "", **environment}
        done = subprocess.run(
            [sys.executable, "-c", code], env=told, check=True, capture_output=True, text=True
        )
        return done.stdout.split()

    without, own = run({}), {"TVAERSNIT_GAZETTEER": str(write(OWN))}
    with_own = run(own)
    write(OWN.replace("2019", "2020"))
    changed = run(own)
    assert [without[1], with_own[1], changed[1]] == ["False", "True", "True"]
    assert len({without[0], with_own[0], changed[0]}) == 3
