"""Which kind of answer a question asks for."""

from __future__ import annotations

from typing import get_args

import pytest

from search_api.answer_kind import AnswerKind, answer_kind

CASES: dict[AnswerKind, list[str]] = {
    "amount": [
        "Hvor meget kostede udbygningen af Solgården?",
        "Hvad koster et døgn på herberget?",
        "Hvad skal det koste at leje lokalerne?",
        "Hvad er timeprisen for en tolk?",
        "Hvad lyder budgettet på næste år?",
        "Hvor stor en stigning fik plejefamilierne?",
        "Hvor stort var underskuddet i 2021?",
        "Hvor mange mio. kr. blev der sat af til forsøget?",
        "Hvilket beløb får formanden?",
        "Hvor stor en andel af kommunerne svarede?",
        "Til hvilken pris sælges pladserne?",
        "Kan du fortælle mig, hvor meget taksten stiger?",
        "døgntakst Solgården",
        "How much does a place cost?",
        "What is the daily rate at the shelter?",
        "What will the municipalities pay for empty places?",
    ],
    "count": [
        "Hvor mange borgere venter på en plads?",
        "Hvor langt skulle antallet af vagter sættes ned?",
        "Hvor stort et botilbud blev der sagt ja til?",
        "Hvor tit kom tilsynet uanmeldt i 2022?",
        "antal pladser på Solgården",
        "How many members does the panel have?",
    ],
    "date": [
        "Hvornår åbner det nye tilbud?",
        "Hvilken frist har kommunerne for at svare?",
        "Hvad er sidste frist for ansøgninger?",
        "Hvor længe løber projektet?",
        "Fra hvilken dato gælder aftalen?",
        "Hvor ofte skal styregruppen mødes?",
        "Inden for hvilken periode må pladserne bruges?",
        "By when must the councils have approved the agreement?",
        "How long may the trial go on?",
    ],
    "body": [
        "Hvem er formand for styregruppen?",
        "Hvilken kommune driver tilsynet?",
        "I hvilken kommune ligger Solgården?",
        "Hvor holdes næste møde?",
        "Af hvem blev rapporten skrevet?",
        "Hvis ansvar er opfølgningen?",
        "Which municipality runs the housing bank?",
        "Where will the next meeting be held?",
    ],
    "reason": [
        "Hvorfor blev sagen udsat?",
        "Hvad er grunden til, at taksten stiger?",
        "Hvad skyldes overskuddet?",
        "Af hvilken årsag trak kommunen sig?",
        "Why was the project stopped?",
        "What was the reason for the delay?",
    ],
    "decision": [
        "Hvad blev besluttet om herbergerne?",
        "Hvad sagde KKR til forslaget?",
        "Hvad endte kredsen med at beslutte?",
        "Hvad har styregruppen godkendt?",
        "Hvad blev resultatet af forhandlingen?",
        "Hvordan håndterede hvert KKR sagen?",
        "What was decided about the homeless shelters?",
        "How did each region handle the closure?",
    ],
    "yes_no": [
        "Er aftalen godkendt?",
        "Skal alle kommuner betale?",
        "Deltager Region Sjælland i projektet?",
        "Nåede kommunerne målet?",
        "Ved du, om forslaget blev vedtaget?",
        "Was the budget approved?",
    ],
    "definition": [
        "Hvad er en central udmelding?",
        "Hvad er NOPII?",
        "Hvad betyder objektiv finansiering?",
        "Hvad forstås ved et enkeltmandsprojekt?",
        "Hvad kaldes gruppen fremover?",
        "Hvad er formålet med netværket?",
        "Hvad går modellen ud på?",
        "What does IPS stand for?",
        "What is the purpose of the network?",
    ],
    "list": [
        "Hvilke kommuner er med i forsøget?",
        "Hvilke tre temaer blev valgt?",
        "Hvad er de fire pejlemærker?",
        "På hvilke betingelser blev projektet forlænget?",
        "Which municipalities take part?",
    ],
    "overview": [
        "Hvad siger referaterne om hjemløshed?",
        "Hvad er sket siden 2024?",
        "Fortæl om de særlige pladser",
        "Giv et overblik over takstaftalerne",
        "Skriv et notat om herbergernes takst",
        "Sammenlign, hvordan regionerne styrer udgifterne",
        "særlige pladser i psykiatrien",
        "Takster på forsorgshjem?",
        "What do the minutes say about homelessness?",
    ],
    "other": [
        "Hvad blev konsekvensen for borgerne?",
        "Til hvad bruges overskuddet?",
        "Hvor langt er kommunerne med planen?",
        "Hvordan kan man spare på nattevagter?",
        "Hvad er problemet med ventelisten?",
        "What will the empty rooms be used for?",
    ],
}


@pytest.mark.parametrize(
    ("text", "kind"), [(text, kind) for kind, texts in CASES.items() for text in texts]
)
def test_the_kind_of_answer_is_told_from_the_wording(text: str, kind: AnswerKind):
    assert answer_kind(text) == kind


def test_every_kind_is_tried():
    assert set(CASES) == set(get_args(AnswerKind))


@pytest.mark.parametrize("text", ["", "?", "…", "hvad", "Hvad?", "42", "og hvad så?"])
def test_any_text_has_a_kind(text: str):
    assert answer_kind(text) in get_args(AnswerKind)
