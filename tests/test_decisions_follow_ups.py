"""Who is to do what by when, as decisions tell it."""

from __future__ import annotations

import datetime as dt

import pytest

from ingest.decisions.due_dates import find_due
from tests.deciding import decided

Wanted = tuple[str | None, str, str | None, str | None]
"""Who, how the task begins, by when, and the last day."""

FOLLOW_UPS: list[tuple[str, list[Wanted]]] = [
    (
        "Godkendt. Sekretariatet udarbejder et udkast inden den 20. marts 2024.",
        [("Sekretariatet", "udarbejder et udkast", "inden den 20. marts 2024", "2024-03-20")],
    ),
    (
        "Godkendt. Sekretariatet udarbejder et notat til næste møde.",
        [("Sekretariatet", "udarbejder et notat", "til næste møde", None)],
    ),
    (
        "Formanden skriver til KL inden den 20. september 2024.",
        [("Formanden", "skriver til KL", "inden den 20. september 2024", "2024-09-20")],
    ),
    (
        "Kommunerne melder tilbage senest 1. juni.",
        [("Kommunerne", "melder tilbage", "senest 1. juni", "2024-06-01")],
    ),
    (
        "Kommunerne bedes melde tilbage inden udgangen af juni.",
        [("Kommunerne", "melde tilbage", "inden udgangen af juni", "2024-06-30")],
    ),
    (
        "Drøftet. Lolland Kommune undersøger det nærmere.",
        [("Lolland Kommune", "undersøger det", None, None)],
    ),
    (
        "Det blev aftalt, at Region Sjælland indkalder til et møde i uge 35.",
        [("Region Sjælland", "indkalder til et møde", "i uge 35", "2024-09-01")],
    ),
    (
        "KKR bad formanden om at rejse sagen over for KL inden sommerferien.",
        [("formanden", "rejse sagen over for KL", "inden sommerferien", None)],
    ),
    (
        "Socialtilsyn Øst blev bedt om at redegøre for udviklingen medio maj.",
        [("Socialtilsyn Øst", "redegøre for udviklingen", "medio maj", "2024-05-20")],
    ),
    (
        "Region Sjælland blev opfordret til at løse opgaven inden for budgettet.",
        [("Region Sjælland", "løse opgaven", None, None)],
    ),
    (
        "Holbæk Kommune skal inden den 1. juni 2024 vise, hvordan driften kan blive billigere.",
        [("Holbæk Kommune", "vise, hvordan", "inden den 1. juni 2024", "2024-06-01")],
    ),
    (
        "Roskilde og Slagelse kommuner laver en fælles plan senest den 15. april.",
        [
            (
                "Roskilde og Slagelse kommuner",
                "laver en fælles plan",
                "senest den 15. april",
                "2024-04-15",
            )
        ],
    ),
    (
        "Faxe Kommune følger op på aftalen og melder tilbage i november 2024.",
        [
            ("Faxe Kommune", "følger op på aftalen", None, None),
            ("Faxe Kommune", "melder tilbage", "i november 2024", "2024-11-30"),
        ],
    ),
    (
        "Inden sommer undersøger sekretariatet, om ordningen kan udvides.",
        [("sekretariatet", "undersøger", "Inden sommer", None)],
    ),
    (
        "Herefter sender sekretariatet materialet til kommunerne.",
        [("sekretariatet", "sender sekretariatet materialet", None, None)],
    ),
    (
        "Resultatet fremlægges på mødet i september.",
        [(None, "Resultatet fremlægges", "på mødet i september", "2024-09-30")],
    ),
    (
        "Der udarbejdes et fælles notat inden årsskiftet.",
        [(None, "Der udarbejdes et fælles notat", "inden årsskiftet", "2024-12-31")],
    ),
    (
        "Dette undersøges nærmere af sekretariatet.",
        [("sekretariatet", "Dette undersøges", None, None)],
    ),
    (
        "Evalueringen skal ligge klar i januar 2025.",
        [(None, "Evalueringen skal ligge klar", "i januar 2025", "2025-01-31")],
    ),
    ("Guldborgsund Kommune er tovholder.", [("Guldborgsund Kommune", "er tovholder", None, None)]),
    (
        "KKR ønsker, at tilsynet i næste årsrapport beskriver udviklingen.",
        [("tilsynet", "beskriver udviklingen", "i næste årsrapport", None)],
    ),
    (
        "Oda Revsbæk sender en opgørelse inden jul.",
        [("Oda Revsbæk", "sender en opgørelse", "inden jul", "2024-12-24")],
    ),
    (
        "Sekretariatet vil indhente tal fra kommunerne i løbet af 2. kvartal 2024.",
        [("Sekretariatet", "indhente tal", "i løbet af 2. kvartal 2024", "2024-06-30")],
    ),
    (
        "Det blev aftalt:\n- at sekretariatet kontakter KL\n- at Køge Kommune holder oplæg på "
        "næste møde",
        [
            ("sekretariatet", "kontakter KL", None, None),
            ("Køge Kommune", "holder oplæg", "på næste møde", None),
        ],
    ),
    (
        "Det blev besluttet, at arbejdsgruppen kommer med et oplæg ultimo august.",
        [("arbejdsgruppen", "kommer med et oplæg", "ultimo august", "2024-08-31")],
    ),
    (
        "Sagen genoptages på mødet i maj.",
        [(None, "Sagen genoptages", "på mødet i maj", "2024-05-31")],
    ),
    (
        "Sekretariatet: Indsamler tal fra kommunerne inden 1/5.",
        [("Sekretariatet", "Indsamler tal", "inden 1/5", "2024-05-01")],
    ),
    (
        "Til næste møde udarbejder forretningsudvalget et forslag.",
        [("forretningsudvalget", "udarbejder", "Til næste møde", None)],
    ),
    (
        "Direktøren fra Sorø Kommune tager kontakt til regionen.",
        [("Direktøren fra Sorø Kommune", "tager kontakt", None, None)],
    ),
    (
        "Formandskabet retter henvendelse til ministeren hurtigst muligt.",
        [("Formandskabet", "retter henvendelse til ministeren", "hurtigst muligt", None)],
    ),
    (
        "Ansøgninger skal være sekretariatet i hænde senest den 1. september.",
        [(None, "Ansøgninger skal være", "senest den 1. september", "2024-09-01")],
    ),
    (
        "Emnet vil blive dagsordensat på mødet den 16. juni 2024.",
        [(None, "Emnet vil blive dagsordensat", "på mødet den 16. juni 2024", "2024-06-16")],
    ),
    (
        "Ringsted Kommune, som driver tilbuddet, ser på mulighederne.",
        [("Ringsted Kommune", "ser på mulighederne", None, None)],
    ),
    (
        "Punktet udgik. Sekretariatet undersøger, om oplægget kan holdes senere.",
        [("Sekretariatet", "undersøger", None, None)],
    ),
    (
        "24. april 2024: Kommunaldirektørerne behandler udkastet.",
        [
            (
                "Kommunaldirektørerne",
                "Kommunaldirektørerne behandler",
                "24. april 2024",
                "2024-04-24",
            )
        ],
    ),
    (
        "KKR bad Region Sjælland om at opgøre belægningen og sende tallene til kommunerne senest "
        "i maj.",
        [
            ("Region Sjælland", "opgøre belægningen", None, None),
            ("Region Sjælland", "sende tallene", "senest i maj", "2024-05-31"),
        ],
    ),
    (
        "Når høringen er afsluttet, forelægges en ny sag for KKR.",
        [(None, "forelægges en ny sag", "Når høringen er afsluttet", None)],
    ),
]
FOLLOW_UPS += [
    (
        "Sekretariatet blev bedt om at:\n- undersøge praksis i de andre regioner\n"
        "- indhente tal fra kommunerne inden den 1. maj",
        [
            ("Sekretariatet", "undersøge praksis", None, None),
            ("Sekretariatet", "indhente tal", "inden den 1. maj", "2024-05-01"),
        ],
    ),
    (
        "Kommunerne kommenterer senest 5/4.",
        [("Kommunerne", "kommenterer", "senest 5/4", "2024-04-05")],
    ),
    (
        "Lone Bo (Faxe) tilbød at undersøge muligheden for fælles kurser.",
        [("Lone Bo", "undersøge muligheden", None, None)],
    ),
    (
        "KKR besluttede at anmode KL om at rejse spørgsmålet over for regeringen.",
        [("KL", "rejse spørgsmålet", None, None)],
    ),
    (
        "Tilbagemelding til sekretariatet senest den 10. april 2024.",
        [(None, "Tilbagemelding til sekretariatet", "senest den 10. april 2024", "2024-04-10")],
    ),
    (
        "Det aftales, at KKR skal have en skriftlig status.",
        [("KKR", "skal have en skriftlig status", None, None)],
    ),
    (
        "Forretningsudvalget fik til opgave at komme med et oplæg.",
        [("Forretningsudvalget", "komme med et oplæg", None, None)],
    ),
]
NOT_TASKS = [
    "Godkendt.",
    "KKR godkendte, at taksten stiger med 265 kr. pr. døgn fra den 1. januar 2025.",
    "Taksten stiger fra den 1. juli 2024.",
    "Sekretariatet udarbejdede et notat til mødet.",
    "Sekretariatet har udarbejdet et notat.",
    "KKR drøftede, om sekretariatet skal udarbejde et notat.",
    "KL foreslår, at staten overtager udgiften.",
    "Direktøren oplyste, at regionen sender tal hvert kvartal.",
    "Tilbud, der er alene om deres målgruppe, kan søge om at blive undtaget.",
    "Sekretariatet udarbejder ikke flere notater.",
    "KKR noterede sig, at Region Sjælland undersøger mulighederne.",
    "Det blev bemærket, at kommunerne skal have fokus på området.",
    "Næste møde holdes den 11. april 2024.",
    "Orienteringen blev taget til efterretning.",
    "Hvis regionen sender tallene, kan sagen afsluttes.",
    "Kommunerne bør overveje en fælles indsats.",
    "KL skriver, at staten ikke vil overtage udgiften.",
    "I København venter borgerne i syv måneder på en bolig.",
    "Region Nordjylland beder om at måtte hæve taksten.",
    "Derfor har regeringen besluttet at lave en ny lov.",
    "Projektet, der fremlægges her, har kørt i to år.",
    "Der tilbydes ikke behandling på krisecentret.",
    "Kommunerne oplever stigende udgifter og arbejder med flere indsatser.",
]


@pytest.mark.parametrize(("decision", "wanted"), FOLLOW_UPS)
def test_a_task_has_somebody_something_and_a_time(decision: str, wanted: list[Wanted]) -> None:
    document, found = decided(decision)
    text = document.text
    told = [
        (
            one.who and text[one.who.start : one.who.end],
            text[one.what.start : one.what.end],
            one.due and text[one.due.start : one.due.end],
            one.due_date and one.due_date.isoformat(),
        )
        for one in found.follow_ups
    ]
    assert [(who, due, date) for who, _, due, date in told] == [
        (who, due, date) for who, _, due, date in wanted
    ]
    for (_, what, *_), (_, begins, *_) in zip(told, wanted, strict=True):
        assert what.startswith(begins)


@pytest.mark.parametrize("decision", NOT_TASKS)
def test_what_is_in_force_was_done_or_is_only_told_is_no_task(decision: str) -> None:
    assert decided(decision)[1].follow_ups == ()


@pytest.mark.parametrize(
    ("words", "last"),
    [
        ("inden den 20. september 2024", "2024-09-20"),
        ("senest 1. februar", "2025-02-01"),
        ("inden udgangen af juni", "2024-06-30"),
        ("inden udgangen af 2025", "2025-12-31"),
        ("primo maj", "2024-05-10"),
        ("medio maj", "2024-05-20"),
        ("ultimo maj", "2024-05-31"),
        ("1. kvartal 2025", "2025-03-31"),
        ("i 2. kvartal", "2024-06-30"),
        ("i første halvår 2025", "2025-06-30"),
        ("i uge 35", "2024-09-01"),
        ("i januar", "2025-01-31"),
        ("inden jul", "2024-12-24"),
        ("inden årsskiftet", "2024-12-31"),
        ("senest d. 27/3", "2024-03-27"),
        ("på mødet i juni", "2024-06-30"),
        ("til næste møde", None),
        ("i foråret 2025", None),
        ("inden for 14 dage", None),
        ("på et senere tidspunkt", None),
    ],
)
def test_a_time_has_a_last_day_where_its_words_tell_one(words: str, last: str | None) -> None:
    (due,) = find_due(words, 0, len(words), dt.date(2024, 3, 4))
    assert words[due.start : due.end] == words
    assert (due.date and due.date.isoformat()) == last


@pytest.mark.parametrize("words", ["på mødet den 9. januar 2024", "i 2019", "1.200 kr. pr. gang"])
def test_what_lies_before_the_meeting_is_no_time_for_a_task(words: str) -> None:
    assert find_due(words, 0, len(words), dt.date(2024, 3, 4)) == []


def test_the_task_stands_inside_its_sentence_and_without_its_time() -> None:
    document, found = decided("Godkendt. Sekretariatet sender et udkast senest den 2. april 2024.")
    (task,) = found.follow_ups
    assert document.text[task.start : task.end].startswith("Sekretariatet sender")
    assert document.text[task.what.start : task.what.end] == "sender et udkast"
    assert task.due_date == dt.date(2024, 4, 2)
