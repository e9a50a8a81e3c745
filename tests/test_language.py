"""Which language a document is in. All texts are written for the tests."""

from __future__ import annotations

import pytest

from ingest.head.language import language_of
from tests.parsed import MINUTES, SAMPLES, parse, parse_file

DANISH = (
    "Kommunerne drøftede, hvordan de sociale tilbud kan bruges bedre. Flere pegede på, at der er "
    "behov for en fælles visitation, og at økonomien skal følge borgeren. Udvalget besluttede, at "
    "sagen tages op igen på næste møde, når sekretariatet har indhentet oplysninger fra regionen."
)
NORWEGIAN = (
    "Kommunene drøftet hvordan de sosiale tilbudene kan brukes bedre. Flere pekte på at det er "
    "behov for en felles visitasjon, og at økonomien må følge innbyggeren. Utvalget vedtok at "
    "saken tas opp igjen på neste møte, når sekretariatet har innhentet opplysninger fra regionen."
)
SWEDISH = (
    "Kommunerna diskuterade hur de sociala insatserna kan användas bättre. Flera pekade på att det "
    "finns behov av en gemensam bedömning, och att ekonomin ska följa den enskilde. Nämnden "
    "beslutade att ärendet tas upp igen på nästa möte, när sekretariatet har hämtat in uppgifter."
)
ENGLISH = (
    "The municipalities discussed how the social services can be used better. Several pointed out "
    "that there is a need for a joint assessment, and that funding should follow the citizen. The "
    "committee decided that the matter will be taken up again at the next meeting."
)


@pytest.mark.parametrize(
    ("text", "language"),
    [(DANISH, "da"), (NORWEGIAN, "nb"), (SWEDISH, "sv"), (ENGLISH, "en")],
    ids=["da", "nb", "sv", "en"],
)
def test_the_same_paragraph_in_each_language(text: str, language: str) -> None:
    assert language_of(text) == language
    assert parse(f"Referat\n\n{text}").language == language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Dagsordenen blev godkendt uden bemærkninger.", "da"),
        ("Sagslisten ble godkjent uten merknader.", "nb"),
        ("Møteinnkalling og saksliste ble godkjent. Neste møte er etter sommeren.", "nb"),
        ("Mötet öppnades och dagordningen godkändes utan ändringar.", "sv"),
        ("The agenda was approved without comments.", "en"),
        ("Hvad skal der ske med de unge efter projektet?", "da"),
        ("Hva skal skje med de unge etter prosjektet?", "nb"),
    ],
)
def test_short_texts(text: str, language: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2024: 12.500.000",
        "Skype",
        "Anna Dam, Greve, Bo Elm, Køge",
        "Kjeld Øystein Gjerløv, Kjær & Skjødt",
    ],
)
def test_danish_where_nothing_tells(text: str) -> None:
    assert language_of(text) == "da"


@pytest.mark.parametrize("quoted", [ENGLISH, SWEDISH, NORWEGIAN], ids=["en", "sv", "nb"])
def test_a_danish_document_that_quotes_another_language_stays_danish(quoted: str) -> None:
    assert language_of(f"{DANISH}\n\n{quoted}\n\nBilag\n\n{DANISH}") == "da"


def test_a_foreign_document_with_danish_labels_is_foreign() -> None:
    text = "\n\n".join(["Referat", "Beslutning", NORWEGIAN, "Bilag", NORWEGIAN, NORWEGIAN])
    assert language_of(text) == "nb"


def test_a_long_text_is_told_by_samples_of_it() -> None:
    assert language_of("\n".join([SWEDISH] * 2000)) == "sv"


def test_the_samples_are_danish() -> None:
    assert {parse_file(path).language for path in SAMPLES.iterdir()} == {"da"}


@pytest.mark.skipif(
    not MINUTES.is_dir(), reason="de fem referater i ../shared/minutes er ikke på denne maskine"
)
def test_every_long_paragraph_of_the_real_minutes_is_danish() -> None:
    for path in MINUTES.glob("*.txt"):
        for line in path.read_text("utf-8").split("\n"):
            prose = len(line) > 200 and not line.startswith(("Deltagere", "Afbud"))
            assert not prose or language_of(line) == "da", line
