"""What is told by its form: paragraphs of laws, days, deadlines, amounts, people."""

from __future__ import annotations

import pytest

from corpus.figure import Figure
from corpus.records import Mention, Span
from ingest.expressions.expressions import with_expressions
from models.tagger import Tagger
from tests.parsed import parse

HEAD = (
    "Referat af møde i KKR Sjælland den 4. marts 2024\n\nDeltagere: Karin Lau (formand, Sorø "
    "Kommune), Bent Holbæk-Juul (Greve Kommune)\n\n1. Takster\n\nBeslutning\n\n"
)


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    return Tagger()


def told(tagger: Tagger, text: str, kind: str) -> list[tuple[str, str]]:
    """The ids and texts of a kind in ``text``, set in minutes of 4 March 2024."""
    document = parse(f"{HEAD}{text}\n")
    found = with_expressions(document, tagger.tag(document.text), ())
    return [
        (m.entity_id.partition(":")[2], m.text)
        for m in found
        if m.kind == kind and m.start >= len(HEAD)
    ]


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("Tilbud efter servicelovens § 107 og § 108.", ["107", "108"]),
        ("Tilbud efter servicelovens §§ 107 og 108.", ["107", "108"]),
        ("Efter § 107 i serviceloven.", ["107"]),
        ("Pladser efter § 103 og § 104 i lov om social service.", ["103", "104"]),
        ("Jf. servicelovens § 13 b, stk. 3, er kommunerne forpligtet.", ["13b"]),
        ("Jf. serviceloven § 110, stk. 1 og 2, betaler kommunen.", ["110"]),
        ("Efter SEL § 85 ydes støtte.", ["85"]),
        ("Serviceloven er ændret. Det gælder § 109-tilbud.", ["109"]),
        ("Der er 12 pladser efter § 107.", []),
        ("Servicelovens § 107 og 12 pladser på Bakken.", ["107"]),
    ],
)
def test_a_paragraph_is_of_the_law_beside_it(tagger: Tagger, text: str, ids: list[str]) -> None:
    found = [i for i, words in told(tagger, text, "law") if "lov" not in words and words != "SEL"]
    assert found == [f"serviceloven-{number}" for number in ids]


def test_a_paragraph_without_a_law_is_not_guessed_among_several(tagger: Tagger) -> None:
    text = "Serviceloven og almenboligloven er drøftet. Mange bor i tilbud efter § 105."
    assert not any("105" in i for i, _ in told(tagger, text, "law"))


@pytest.mark.parametrize(
    ("text", "kind", "day"),
    [
        ("Mødet holdes den 1. juni 2024.", "date", "2024-06-01"),
        ("Svar sendes senest den 1. juni 2024.", "deadline", "2024-06-01"),
        ("Svar sendes inden den 1. juni.", "deadline", "2024-06-01"),
        ("Svar sendes senest fredag den 31. januar.", "deadline", "2025-01-31"),
        ("Fristen for svar er den 20. maj.", "deadline", "2024-05-20"),
        ("Høringsfristen er 20. maj 2024.", "deadline", "2024-05-20"),
        ("Deadline for indmelding er den 20. maj.", "deadline", "2024-05-20"),
        ("Sagen blev drøftet den 20. februar.", "date", "2024-02-20"),
        ("Loven gælder fra januar 2025.", "date", "2025-01"),
        ("Planen er klar inden udgangen af juni 2024.", "deadline", "2024-06"),
    ],
)
def test_days_and_deadlines(tagger: Tagger, text: str, kind: str, day: str) -> None:
    assert [i for i, _ in told(tagger, text, kind)] == [day]
    other = "date" if kind == "deadline" else "deadline"
    assert told(tagger, text, other) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Karin Lau bød velkommen.", ["Karin Lau"]),
        ("Karin Laus oplæg blev drøftet.", ["Karin Lau"]),
        ("Vicedirektør Anne Marie Sø Berg gav en status.", ["Anne Marie Sø Berg"]),
        ("Oplæg ved Peter K. Dam, chefkonsulent i KL.", ["Peter K. Dam"]),
        ("Formanden, Region Sjælland og Danske Regioner deltog.", []),
        ("Direktør Region Sjælland deltog.", []),
        ("Per Hansen spurgte til taksten.", []),
    ],
)
def test_people_in_a_role(tagger: Tagger, text: str, names: list[str]) -> None:
    assert [words for _, words in told(tagger, text, "person")] == names


def test_an_amount_is_told_of_by_the_figure() -> None:
    document = parse(f"{HEAD}Taksten stiger med 1,2 mio. kr. i 2025.\n")
    start = document.text.index("1,2")
    sentence = Span(start - 19, len(document.text) - 1)
    figure = Figure(
        "f",
        "d",
        "i",
        start,
        start + 12,
        "amount",
        1.2e6,
        None,
        "exact",
        "kr.",
        None,
        sentence,
        False,
    )
    name = Mention("forum:kkr-sjaelland", "forum", *_place(document.text, "KKR Sjælland"), "KKR")
    found = with_expressions(document, [name], [figure])
    assert ("amount:1200000", "1,2 mio. kr.") in [(m.entity_id, m.text) for m in found]
    assert found[0] == name and [m.start for m in found] == sorted(m.start for m in found)


def _place(text: str, words: str) -> tuple[int, int]:
    return text.index(words), text.index(words) + len(words)
