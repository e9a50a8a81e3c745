"""Ways of deciding and of giving tasks beside the plainest ones, by what they have in common."""

from __future__ import annotations

import pytest

from corpus.decision import Followed, Outcome
from tests.deciding import decided, words

APPROVE = "Det indstilles, at KKR Sjælland godkender forslaget til fælles tilbud."
DATED = "Det indstilles, at KKR Sjælland godkender programmet med virkning fra 1. august."
BEGIN = "Det indstilles, at KKR Sjælland godkender, at kampagnen køres igen i 2025."
RECOMMEND = "K17 indstiller, at KKR Sjælland anbefaler kommunerne at godkende rammeaftalen."
DISCUSS = "Det indstilles, at KKR Sjælland drøfter udviklingen."
DECIDE = "Sekretariatet indstiller, at KKR Sjælland tager stilling til anmodningen."


@pytest.mark.parametrize(
    ("decision", "recommendation", "outcome"),
    [
        # A relative clause at the end of the sentence, and what a summing-up says.
        ("Der er tilfredshed med forslaget, som blev godkendt.", APPROVE, "godkendt"),
        ("Konklusionen blev, at ordningen fortsætter uændret.", DECIDE, "besluttet"),
        ("KKR drøftede sagen og konstaterede, at tallene er usikre.", DISCUSS, "drøftet"),
        # One word, and verbs with their particles.
        ("Tilsluttet.", APPROVE, "godkendt"),
        ("Noteret.", "", "taget til efterretning"),
        ("KKR lagde sig fast på model 2.", DECIDE, "besluttet"),
        ("KKR traf beslutning om model 2.", DECIDE, "besluttet"),
        ("KKR peger på model B frem for A.", DECIDE, "besluttet"),
        ("KKR giver grønt lys til forslaget.", APPROVE, "godkendt"),
        ("KKR er enig i, at kampagnen køres igen.", BEGIN, "godkendt"),
        ("KKR besluttede at give tilskud på 1,5 mio. kr.", APPROVE, "godkendt"),
        ("Planen blev drøftet og fremsendes til KKR med anbefaling.", RECOMMEND, "anbefalet"),
        # Consent with something between, and what only looks like it.
        (
            "KKR kunne med enkelte justeringer tilslutte sig forslaget.",
            APPROVE,
            "godkendt med ændringer",
        ),
        ("Arbejdet stilles i bero, indtil loven er vedtaget.", DECIDE, "besluttet"),
        ("Der var enighed om, at udkastet er for langt.", DISCUSS, "drøftet"),
        ("Der er stemning for kortere møder.", DISCUSS, "drøftet"),
        ("Der var opbakning til, at cheferne kommer med et bud.", DISCUSS, "besluttet"),
        # Refusals without "afvist".
        ("KKR ser sig ikke i stand til at anbefale rammeaftalen.", RECOMMEND, "afvist"),
        ("KKR ser ikke behov for et fælles tilbud.", APPROVE, "afvist"),
        ("Forslaget vandt ikke gehør.", APPROVE, "afvist"),
        ("For stemte 9, imod stemte 14. Forslaget er dermed bortfaldet.", APPROVE, "afvist"),
        # Put off, as a whole and in part.
        ("Sagen genfremsættes med et revideret budget.", APPROVE, "udsat"),
        ("Forslaget sendes derfor retur til arbejdsgruppen.", APPROVE, "udsat"),
        ("Punktet blev sprunget over.", APPROVE, "udsat"),
        ("Første pind blev godkendt. Anden pind udsættes til mødet i juni.", APPROVE, "delt"),
        # What others are to do by a day is not what was decided.
        (
            "Der nedsættes et udvalg. Kommunerne indstiller kandidater senest den 5. april.",
            DISCUSS,
            "nedsat",
        ),
    ],
)
def test_an_outcome_is_understood_however_it_is_put(
    decision: str, recommendation: str, outcome: Outcome
) -> None:
    assert decided(decision, recommendation)[1].outcome == outcome


@pytest.mark.parametrize(
    ("decision", "recommendation", "changes"),
    [
        ("Godkendt, idet bidraget dog nedsættes til det halve.", APPROVE, True),
        ("Godkendt. Budgettet hæves dog til 350.000 kr.", APPROVE, True),
        ("KKR godkendte programmet med virkning fra 1. oktober 2024.", DATED, True),
        ("KKR godkendte programmet med virkning fra 1. august 2024.", DATED, False),
    ],
)
def test_another_day_and_what_is_added_with_dog_is_a_change(
    decision: str, recommendation: str, changes: bool
) -> None:
    followed: Followed = "fulgt med ændringer" if changes else "fulgt"
    _, found = decided(decision, recommendation)
    assert (bool(found.changes), found.followed) == (changes, followed)


@pytest.mark.parametrize(
    ("decision", "forum", "by"),
    [
        (
            "Embedsmandsudvalget godkendte aftalen.",
            "Embedsmandsudvalget for Sundhed",
            "Embedsmandsudvalget",
        ),
        ("KKR indgår partnerskabet.", "KKR Sjælland", "KKR"),
        ("Tiltrådt.", "KKR Sjælland", None),
        (
            "Formanden konkluderede, at KKR tager udkastet til efterretning.",
            "KKR Sjælland",
            "KKR",
        ),
    ],
)
def test_the_forum_is_known_by_the_beginning_of_its_name(
    decision: str, forum: str, by: str | None
) -> None:
    document, found = decided(decision, forum=forum)
    span = found.decided_by
    assert (span and document.text[span.start : span.end]) == by


@pytest.mark.parametrize(
    ("decision", "tasks"),
    [
        ("Mona samler op på bemærkningerne.", [("Mona", "samler op på bemærkningerne")]),
        ("Analysen viser en stigning.", []),
        ("Lene, Jens og Ulla laver et oplæg.", [("Lene, Jens og Ulla", "laver et oplæg")]),
        (
            "Koordinatoren kontakter kommunerne.",
            [("Koordinatoren", "kontakter kommunerne")],
        ),
        (
            "Teknik- og miljødirektørerne udarbejder et notat.",
            [("Teknik- og miljødirektørerne", "udarbejder et notat")],
        ),
        (
            "Gladsaxe Kommune bemærkede, at tallene er forkerte, og sender nye tal.",
            [("Gladsaxe Kommune", "sender nye tal")],
        ),
        ("KKR anmoder om en fornyet status.", [(None, "en fornyet status")]),
        ("KKR bad regionen om en redegørelse.", [("regionen", "en redegørelse")]),
        ("KKR vedtog planen, som sendes til KL i maj.", [(None, "sendes til KL")]),
        ("Regionen undersøger sagen med KL og melder tilbage.", [
            ("Regionen", "undersøger sagen med KL"),
            ("Regionen", "melder tilbage"),
        ]),
        (
            "Det blev aftalt,\n- at regionen leverer data,\n- at KL udarbejder et notat.",
            [("regionen", "leverer data"), ("KL", "udarbejder et notat")],
        ),
        (
            "Planlægningsgruppen præsenterer et program.",
            [("Planlægningsgruppen", "præsenterer et program")],
        ),
        (
            "Enkelte bemærkninger til budgettet indarbejdes.",
            [(None, "Enkelte bemærkninger til budgettet indarbejdes")],
        ),
        ("Punkt 9 rykkes frem på dagsordenen.", []),
        ("Køge Kommune leverer eventuelt data.", []),
        ("Arbejdet stilles i bero, indtil loven er vedtaget.", []),
    ],
)  # fmt: skip
def test_who_is_to_do_what_is_understood_however_it_is_put(
    decision: str, tasks: list[tuple[str | None, str]]
) -> None:
    document, found = decided(decision)
    told = [
        (words(document, [task.who])[0] if task.who else None, words(document, [task.what])[0])
        for task in found.follow_ups
    ]
    assert told == tasks
