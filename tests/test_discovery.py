"""Names that stand in no gazetteer, found in minutes with the real tagger and name finder."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from corpus.proposal import Proposal
from corpus.records import Document, Mention
from ingest.discovery.proposals import find_proposals
from ingest.extract import Extract
from ingest.parse import parse_document
from ingest.reader import read_file
from models.tagger import Tagger
from tests.parsed import SAMPLES


@cache
def tagger() -> Tagger:
    return Tagger()


def read(extract: Extract) -> tuple[Document, tuple[Mention, ...]]:
    parsed = parse_document(
        extract, source="a.txt", sha256="0" * 64, document_id="d", tagger=tagger(), told=None
    )
    return parsed.document, parsed.mentions


def proposed(text: str) -> tuple[Proposal, ...]:
    """What is proposed from minutes with one item that says ``text``."""
    document, mentions = read(
        Extract(
            "Referat af møde i KKR Sjælland den 3. maj 2024\n\n1. Sager\n\nSagsfremstilling\n\n"
            f"{text}\n\n2. Eventuelt\n\nDer var intet.\n",
            "txt",
        )
    )
    return find_proposals(document, mentions)


def told(text: str) -> set[tuple[str, str]]:
    return {(one.name, one.kind) for one in proposed(text)}


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Botilbuddet Skovbækhus i Køge har fået 12 pladser.", "Skovbækhus", "institution"),
        ("Opholdsstedet Den Gamle Mølle lukkes.", "Den Gamle Mølle", "institution"),
        ("Bo- og aktivitetstilbuddet Kirkehøj flytter.", "Kirkehøj", "institution"),
        ("Taksten på Skovhøj Krisecenter stiger.", "Skovhøj Krisecenter", "institution"),
        ("Takststigning på Boform Kløvermarken i 2025.", "Boform Kløvermarken", "institution"),
        (
            "Der kommer et Center for Synspædagogik i byen.",
            "Center for Synspædagogik",
            "institution",
        ),
        ("To borgere er anbragt på Bakkelundhus.", "Bakkelundhus", "institution"),
        ("Projektet »Vejen hjem« løber til 2026.", "Vejen hjem", "project"),
        ('Indsatsen "Flere i fast job" er forankret.', "Flere i fast job", "project"),
        ("Kommunerne drøftede projekt Skæve Stier.", "Skæve Stier", "project"),
        ("Brobygger-projektet fortsætter i 2024.", "Brobygger-projektet", "project"),
        (
            "Landsforeningen mod Ensomhed holdt oplæg.",
            "Landsforeningen mod Ensomhed",
            "organisation",
        ),
        ("Foreningen Solstribehuset deltog.", "Solstribehuset", "organisation"),
        (
            "Der mangler tilbud til unge med lettere synsvanskeligheder, som bor hjemme.",
            "unge med lettere synsvanskeligheder",
            "target_group",
        ),
    ],
)
def test_what_stands_around_or_in_a_name_tells_what_it_is(text: str, name: str, kind: str):
    assert told(text) == {(name, kind)}


@pytest.mark.parametrize(
    "text",
    [
        "Der etableres et opholdssted i Faxe.",
        "Institutionen blev drøftet på mødet, og projektet fortsætter.",
        "Projektet Sammen om rehabilitering af unge er forsinket.",
        "Projektet Bedre liv for alle starter i 2023.",
        "Center for Børn og Unge orienterede om sagen.",
        "Der mangler pladser på Fyn og i Jylland.",
        "Kommunens Krisecenter har seks pladser.",
        "Projektet KL har sat i gang, fortsætter.",
        "Driften af Psykiatrien er uændret.",
        "Direktør Lars Mikkelsen deltog sammen med projektleder Hanne Holm.",
        "Belægningen på Krisecentret er steget.",
        "Kommunerne skal hjælpe borgere med behov for støtte og unge med anden etnisk baggrund.",
        "To unge er anbragt på Kofoedsminde, og projektet Sammen om Psykiatri fortsætter.",
        "Målgruppen er borgere med erhvervet hjerneskade.",
    ],
)
def test_what_is_no_name_or_known_or_doubtful_is_not_proposed(text: str):
    assert told(text) == set()


def test_each_name_of_a_list_is_one():
    assert told("Botilbuddene Skovbækhus, Engbækhus og Lindebækhus får samme takst.") == {
        ("Skovbækhus", "institution"),
        ("Engbækhus", "institution"),
        ("Lindebækhus", "institution"),
    }


def test_parts_in_brackets_are_named_but_an_abbreviation_is_none():
    found = told("Institutionen Storebækhus (Kilden, Engen og Lindebækhus) får ny leder.")
    assert {name for name, _ in found} == {"Storebækhus", "Kilden", "Engen", "Lindebækhus"}
    assert told("Botilbuddet Storebækhus (SBH) får ny leder.") == {("Storebækhus", "institution")}


def test_what_stands_beside_a_name_is_not_part_of_it():
    text = "Specialskolen Stjerneskuddet og Region Sjælland har aftalt det."
    assert told(text) == {("Stjerneskuddet", "institution")}


def test_every_place_of_a_name_is_told_genitives_too_and_each_is_verbatim():
    text = (
        "Dagbehandlingstilbuddet Isbjørnehuset ophører. Isbjørnehuset har 20 elever, og "
        "Isbjørnehusets leder fratræder."
    )
    found = proposed(text)
    assert [one.name for one in found] == ["Isbjørnehuset"] * 3
    document, _ = read(Extract(f"1. Sager\n\n{text}\n", "txt"))
    for one in find_proposals(document, ()):
        assert document.text[one.start : one.end] == one.name
        assert one.sentence.start <= one.start < one.end <= one.sentence.end
        if one.cue:
            assert document.text[one.cue.start : one.cue.end] == "Dagbehandlingstilbuddet"


def test_the_surer_evidence_has_the_higher_certainty():
    quoted, introduced, placed = (
        max(one.certainty for one in proposed(text))
        for text in (
            "Projektet »Vejen hjem« løber til 2026.",
            "Herberget Skansehuset har 24 pladser.",
            "To borgere er anbragt på Bakkelundhus.",
        )
    )
    assert quoted > introduced > placed


def test_an_organisation_needs_two_places_where_only_the_component_finds_it():
    once = "Rådet hørte på et oplæg fra Nordisk Velfærdsforum i går."
    twice = f"{once} Det blev aftalt, at Nordisk Velfærdsforum inviteres igen."
    assert told(once) == set()
    assert ("Nordisk Velfærdsforum", "organisation") in told(twice)


def test_other_languages_and_lists_of_attachments_are_left_out():
    document, mentions = read(
        Extract("1. Sager\n\nBilag\n\nNotat om botilbuddet Skovbækhus.pdf\n", "txt")
    )
    assert find_proposals(document, mentions) == ()


def test_the_samples_propose_what_they_name_and_little_else():
    found: set[tuple[str, str]] = set()
    for path in sorted(SAMPLES.glob("*")):
        document, mentions = read(read_file(path))
        found |= {(one.name, one.kind) for one in find_proposals(document, mentions)}
    assert {
        ("Nøglen Først", "project"),
        ("Fast Følge", "project"),
        ("Hjerneskadevejen", "project"),
    } <= found
    assert len(found) <= 15


def test_a_kind_that_no_gazetteer_holds_is_found_again():
    """With every institution and project taken out of what is known, most that the patterns can
    tell are proposed, and hardly anything else."""
    right, wrong = 0, 0
    for path in sorted(SAMPLES.glob("*")):
        document, mentions = read(read_file(path))
        left = [m for m in mentions if m.kind not in ("institution", "project")]
        gone = [m for m in mentions if m.kind in ("institution", "project")]
        for one in find_proposals(document, left):
            if one.kind in ("institution", "project"):
                known = any(m.start < one.end and one.start < m.end for m in gone)
                right, wrong = right + known, wrong + (not known)
    assert right >= 30
    assert wrong <= 0.25 * right


def test_a_long_text_of_names_takes_time_by_its_length_only():
    import time

    def seconds(times: int) -> float:
        text = "1. Sager\n\n" + "".join(
            f"Botilbuddet Skov{'abcdefghij'[n % 10]}{'klmnopqrst'[n // 10 % 10]}hus ved Aaaa er "
            f"drøftet med {'a' * 40}.\n"
            for n in range(times)
        )
        document, mentions = read(Extract(text, "txt"))
        began = time.process_time()
        find_proposals(document, mentions)
        return time.process_time() - began

    seconds(50)
    assert seconds(2000) < 12 * max(seconds(400), 0.05)


def test_real_minutes_give_few_proposals(minutes_dir: Path):
    for path in sorted(minutes_dir.glob("*.txt")):
        document, mentions = read(read_file(path))
        assert len({one.name for one in find_proposals(document, mentions)}) <= 12
