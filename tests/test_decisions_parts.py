"""What surrounds an outcome: who decided, what was asked, what was changed, who was against."""

from __future__ import annotations

import pytest

from corpus.decision import Followed
from ingest.reader import read_file
from tests.annotated_decisions import decided_minutes
from tests.deciding import decide, decided, words
from tests.parsed import SAMPLES

APPROVE = "Det indstilles, at KKR Sjælland godkender forslaget til fælles tilbud."
RECOMMEND = "K17 indstiller, at KKR Sjælland anbefaler kommunerne at godkende rammeaftalen."
NOTE = "Det indstilles, at orienteringen tages til efterretning."
DISCUSS = "Det indstilles, at KKR Sjælland drøfter udviklingen."
DECIDE = "Sekretariatet indstiller, at KKR Sjælland tager stilling til anmodningen."

FOLLOWED: list[tuple[str, str, Followed | None]] = [
    ("Indstillingen blev fulgt.", APPROVE, "fulgt"),
    ("Godkendt som indstillet.", APPROVE, "fulgt"),
    ("KKR tiltrådte indstillingen.", APPROVE, "fulgt"),
    ("KKR godkendte forslaget.", APPROVE, "fulgt"),
    (
        "Indstillingen blev fulgt med den ændring, at tilbuddet får otte pladser.",
        APPROVE,
        "fulgt med ændringer",
    ),
    ("KKR godkendte forslaget, dog uden den sidste plads.", APPROVE, "fulgt med ændringer"),
    (
        "KKR anbefalede rammeaftalen med én ændring: Loftet fjernes.",
        RECOMMEND,
        "fulgt med ændringer",
    ),
    ("Indstillingen blev ikke fulgt.", APPROVE, "ikke fulgt"),
    ("KKR kunne ikke følge indstillingen.", APPROVE, "ikke fulgt"),
    ("KKR afviste forslaget.", APPROVE, "ikke fulgt"),
    ("KKR Sjælland drøftede udviklingen.", DISCUSS, "fulgt"),
    ("Anmodningen blev imødekommet.", DECIDE, "fulgt"),
    ("KKR kunne ikke imødekomme anmodningen.", DECIDE, "fulgt"),
    ("Taget til efterretning.", NOTE, "fulgt"),
    ("Punktet udsættes til næste møde.", APPROVE, None),
    ("Punktet udgik.", APPROVE, None),
    ("Godkendt.", "", None),
    ("KKR tog forslaget til efterretning.", APPROVE, None),
]
DECIDED_BY = [
    ("KKR Sjælland godkendte forslaget.", "KKR Sjælland"),
    ("Efter en drøftelse besluttede KKR at skrive til KL.", "KKR"),
    ("Et flertal i KKR godkendte forslaget.", "Et flertal i KKR"),
    ("Udvalget tog orienteringen til efterretning.", "Udvalget"),
    ("Borgmestrene drøftede økonomien.", "Borgmestrene"),
    ("KKR Sjælland:\n- godkendte aftalen\n- anbefalede kommunerne at tiltræde den", "KKR Sjælland"),
    ("KKR Sjælland\n- godkendte aftalen\n- tog status til efterretning", "KKR Sjælland"),
    ("Forslaget blev godkendt.", None),
    ("Der var enighed om at fortsætte projektet.", None),
]
CHANGES = [
    ("Godkendt med den ændring, at tilbuddet får otte pladser.", ["tilbuddet får otte pladser"]),
    ("KKR godkendte forslaget, men kun for ét år.", ["men kun for ét år"]),
    (
        "Godkendt med følgende ændringer:\n- Loftet fjernes\n- Fristen udskydes",
        ["Loftet fjernes", "Fristen udskydes"],
    ),
    (
        "KKR fulgte ikke indstillingen. Midlerne skal i stedet bruges på uddannelse.",
        ["Midlerne skal i stedet bruges på uddannelse"],
    ),
    ("KKR godkendte forslaget.", []),
    ("KKR godkendte forslaget og takkede for et godt arbejde.", []),
]
CONDITIONS = [
    (
        "Godkendt under forudsætning af, at regionen betaler halvdelen.",
        ["under forudsætning af, at regionen betaler halvdelen"],
    ),
    ("KKR godkendte forslaget med forbehold for økonomien.", ["med forbehold for økonomien"]),
    ("Godkendt, såfremt alle kommuner deltager.", ["såfremt alle kommuner deltager"]),
    (
        "Godkendt. Det er en betingelse, at kommunerne selv fører arbejdet videre.",
        ["Det er en betingelse, at kommunerne selv fører arbejdet videre"],
    ),
    ("Godkendt, forudsat at finansieringen findes.", ["forudsat at finansieringen findes"]),
    ("KKR drøftede, hvad der sker, såfremt tilbuddet lukker.", []),
]
DISSENT = [
    ("Godkendt. Faxe Kommune kunne ikke tilslutte sig.", ["Faxe Kommune kunne ikke tilslutte sig"]),
    ("Godkendt. Lone Bo tog forbehold for udgiften.", ["Lone Bo tog forbehold for udgiften"]),
    ("Godkendt. Et mindretal stemte imod.", ["Et mindretal stemte imod"]),
    (
        "Godkendt. Borgmesteren fra Køge ønskede ført til referat, at loftet er for lavt.",
        ["Borgmesteren fra Køge ønskede ført til referat, at loftet er for lavt"],
    ),
    (
        "Godkendt. Greve Kommune havde gerne set en lavere takst.",
        ["Greve Kommune havde gerne set en lavere takst"],
    ),
    (
        "Godkendt, idet Lejre Kommune tog forbehold for økonomien.",
        ["Lejre Kommune tog forbehold for økonomien"],
    ),
    ("KKR kunne ikke tilslutte sig forslaget.", []),
    ("Godkendt. Køge Kommune spurgte til tidsplanen.", []),
]


@pytest.mark.parametrize(("decision", "recommendation", "followed"), FOLLOWED)
def test_a_decision_tells_whether_the_recommendation_was_followed(
    decision: str, recommendation: str, followed: Followed | None
) -> None:
    assert decided(decision, recommendation)[1].followed == followed


@pytest.mark.parametrize(("decision", "by"), DECIDED_BY)
def test_who_decided_is_named_as_written(decision: str, by: str | None) -> None:
    document, found = decided(decision)
    span = found.decided_by
    assert (span and document.text[span.start : span.end]) == by


@pytest.mark.parametrize(("decision", "changes"), CHANGES)
def test_what_was_changed_is_quoted(decision: str, changes: list[str]) -> None:
    document, found = decided(decision, APPROVE)
    assert words(document, found.changes) == changes


@pytest.mark.parametrize(("decision", "conditions"), CONDITIONS)
def test_what_a_decision_depends_on_is_quoted(decision: str, conditions: list[str]) -> None:
    document, found = decided(decision, APPROVE)
    assert words(document, found.conditions) == conditions


@pytest.mark.parametrize(("decision", "dissent"), DISSENT)
def test_those_who_are_against_are_quoted(decision: str, dissent: list[str]) -> None:
    document, found = decided(decision, APPROVE)
    assert words(document, found.dissent) == dissent


def test_every_span_is_a_verbatim_part_of_the_item() -> None:
    document, found = decide((SAMPLES / "socialdirektoerforum-2022-02-25.txt").read_text("utf-8"))
    items = {item.item_id: item for item in document.items}
    for one in found:
        item = items[one.item_id]
        spans = [one.telling, one.decided_by, one.recommendation, *one.changes]
        spans += [*one.conditions, *one.dissent]
        for task in one.follow_ups:
            spans += [task.who, task.what, task.due]
            assert one.start <= task.start < task.end <= one.end
        for span in filter(None, spans):
            assert item.start <= span.start < span.end <= item.end
        assert one.start <= one.telling.start < one.telling.end <= one.end


def test_a_decision_stands_under_a_label_of_its_own_inside_the_account() -> None:
    account = (
        "Lone Bo gennemgik sagen. Flere kunne ikke anbefale forslaget i den form.\n\n"
        "Konklusion: Forslaget blev godkendt."
    )
    document, found = decided(account, APPROVE, label="Referat")
    assert found.outcome == "godkendt"
    assert words(document, [found.telling]) == ["Forslaget blev godkendt."]


def test_each_part_of_an_item_has_its_own_decision() -> None:
    text = (
        "Referat af møde i KKR Sjælland den 4. marts 2024\n\n"
        "1. Godkendelse af dagsorden\n\nBeslutning\n\nGodkendt.\n\n"
        "2. Nyt fra arbejdsgrupperne\n\n"
        "A) Takster\n\nIndstilling\n\nAt taksterne godkendes.\n\nBeslutning\n\nUdsat.\n\n"
        "B) Kapacitet\n\nIndstilling\n\nAt planen godkendes.\n\nBeslutning\n\nTiltrådt.\n\n"
        "3. Eventuelt\n\nIntet.\n"
    )
    document, found = decide(text)
    numbers = {item.item_id: item.number for item in document.items}
    assert [(numbers[one.item_id], one.outcome) for one in found] == [
        ("1", "godkendt"),
        ("2A", "udsat"),
        ("2B", "godkendt"),
    ]


def test_what_is_decided_without_a_label_is_found() -> None:
    text = (
        "Referat af møde i K17 den 12. maj 2011\n\n"
        "1. Godkendelse af dagsorden\n\nDagsordenen blev godkendt.\n\n"
        "2. Ny takstmodel\n\nJens Holm gennemgik modellen. Den gælder alle tilbud i regionen. "
        "Det blev besluttet at sende modellen i høring.\n\n"
        "3. Siden sidst\n\nLone Bo fortalte om et nyt tilbud.\n\n"
        "4. Eventuelt\n\nIntet.\n"
    )
    document, found = decide(text)
    numbers = {item.item_id: item.number for item in document.items}
    assert [(numbers[one.item_id], one.outcome) for one in found] == [
        ("1", "godkendt"),
        ("2", "besluttet"),
    ]


def test_an_agenda_decides_nothing() -> None:
    agenda = (
        "Dagsorden til møde i KKR Sjælland den 4. marts 2024\n\n"
        "1. Godkendelse af dagsorden\n\nIndstilling\n\nAt dagsordenen godkendes.\n\n"
        "2. Ny takstmodel\n\nIndstilling\n\nAt modellen godkendes.\n"
    )
    assert decide(agenda)[1] == ()


def test_the_outcomes_of_the_annotated_samples_are_those_that_a_reader_chooses() -> None:
    wrong: list[str] = []
    for told in decided_minutes():
        if told.path.parent != SAMPLES:
            continue
        document, found = decide(read_file(told.path).text)
        numbers = {item.item_id: item.number for item in document.items}
        outcomes = {numbers[one.item_id]: one.outcome for one in found}
        wrong += [
            f"{told.name} {one.item}: {outcomes.get(one.item)}"
            for one in told.decisions
            if not one.optional and outcomes.get(one.item) not in one.outcomes
        ]
    assert wrong == []
