"""Who took part, who sent apologies and who wrote the minutes, however they are listed."""

from __future__ import annotations

import pytest

from tests.parsed import parse

HEAD = "Referat af møde i KKR Nordjylland den 3. maj 2021\n\n"
BODY = (
    "\n\n1. Takster\n\nBaggrund\n\nTaksterne har ligget fast.\n\nBeslutning\n\nVedtaget.\n\n"
    "2. Eventuelt\n\nIntet.\n"
)


@pytest.mark.parametrize(
    "listed",
    [
        "Afbud: Dan Gran, Læsø Kommune, Eva Hald, Rebild Kommune",
        "Afbud fra: Dan Gran (Læsø Kommune) og Eva Hald (Rebild Kommune).",
        "Der var afbud fra Dan Gran (Læsø Kommune) og Eva Hald (Rebild Kommune).",
        "Fraværende med afbud\n\n- Dan Gran, Læsø Kommune\n- Eva Hald, Rebild Kommune",
        "AFBUD\n\nDan Gran, Læsø Kommune\n\nEva Hald, Rebild Kommune",
        "Afbud\tDan Gran (Læsø Kommune), Eva Hald (Rebild Kommune)",
        "Afbud:\n\nDan Gran\tDirektør\tLæsø Kommune\nEva Hald\tDirektør\tRebild Kommune",
        "Alle medlemmer var mødt undtagen Dan Gran og Eva Hald, der havde meldt afbud.",
        "Deltagere: Alle var mødt, undtagen Dan Gran og Eva Hald, der havde meldt afbud.",
        "Deltagere:\n\nDan Gran, Læsø Kommune - afbud\n\nEva Hald, Rebild Kommune (afbud)",
        "Deltagere:\nNavn\tKommune\tAfbud\nDan Gran\tLæsø\tx\nEva Hald\tRebild\tx",
    ],
)
def test_apologies_however_told(listed: str) -> None:
    document = parse(HEAD + listed + BODY)
    assert [person[:8] for person in document.apologies] == ["Dan Gran", "Eva Hald"]
    assert document.participants == ()
    assert document.certainty["apologies"] > 0.8


def test_the_absent_are_not_among_those_who_took_part() -> None:
    document = parse(
        HEAD + "Deltagere\n- Anna Dam (V)\n- Dan Gran (A)\n\n- Afbud\n- Dan Gran (A)" + BODY
    )
    assert (document.participants, document.apologies) == (("Anna Dam (V)",), ("Dan Gran (A)",))


def test_no_apologies_are_known_where_the_head_says_so_and_unknown_where_it_is_silent() -> None:
    none = parse(HEAD + "Deltagere: Anna Dam, KL\n\nAfbud: Ingen" + BODY)
    assert (none.apologies, "apologies" in none.certainty) == ((), True)
    silent = parse(HEAD + "Deltagere: Anna Dam, KL" + BODY)
    assert (silent.apologies, "apologies" in silent.certainty) == ((), False)


@pytest.mark.parametrize(
    ("listed", "minute_taker"),
    [
        ("Referent: Mie Holt, KKR", "Mie Holt, KKR"),
        ("Referent\tMie Holt\tKKR", "Mie Holt, KKR"),
        ("Ref.: MHO", "MHO"),
        ("Referatet er skrevet af Mie Holt", "Mie Holt"),
        ("Deltagere: Anna Dam, KL, Mie Holt, KKR (referent)", "Mie Holt, KKR"),
        ("Deltagere: Anna Dam (KL) og Mie Holt (KKR/ref.)", "Mie Holt (KKR)"),
        ("Deltagere: Anna Dam, Bo Elm og Mie Holt / ref", "Mie Holt"),
        ("Deltagere:\n\n- Anna Dam, KL\n- Mie Holt (referent), KKR", "Mie Holt, KKR"),
        ("Deltagere:\n\nAnna Dam\tKL\nMie Holt\tReferent\tKKR", "Mie Holt, KKR"),
        ("Deltagere: Anna Dam, KL, Mie Holt, KKR", None),
    ],
)
def test_the_minute_taker_however_told(listed: str, minute_taker: str | None) -> None:
    assert parse(HEAD + listed + BODY).minute_taker == minute_taker


def test_the_minute_taker_at_the_foot_of_the_minutes() -> None:
    document = parse(HEAD + "Deltagere: Anna Dam, KL" + BODY + "\nReferent: Mie Holt\n")
    assert document.minute_taker == "Mie Holt"
    assert document.certainty["minute_taker"] < 0.9


@pytest.mark.parametrize(
    ("listed", "people"),
    [
        ("Anna Dam, direktør, Greve Kommune, Bo Elm, Faaborg-Midtfyn Kommune",
         ("Anna Dam, direktør, Greve Kommune", "Bo Elm, Faaborg-Midtfyn Kommune")),
        ("Anna Dam, Greve, Bo Elm, Køge, Carl Fyr, RM",
         ("Anna Dam, Greve", "Bo Elm, Køge", "Carl Fyr, RM")),
        ("Direktøren fra Vejle Kommune (formand), direktøren fra Odense Kommune",
         ("Direktøren fra Vejle Kommune (formand)", "direktøren fra Odense Kommune")),
        ("Anna Dam Greve Kommune Bo Elm Køge Kommune Carl Fyr Region Sjælland",
         ("Anna Dam Greve Kommune", "Bo Elm Køge Kommune", "Carl Fyr Region Sjælland")),
        ("Anna Dam (A) Bo Elm (V) Carl Fyr (C)", ("Anna Dam (A)", "Bo Elm (V)", "Carl Fyr (C)")),
        ("Anna Dam, tlf. •• •• •• ••, Greve Kommune, anna@greve.dk, Bo Elm, KL",
         ("Anna Dam, Greve Kommune", "Bo Elm, KL")),
    ],
)  # fmt: skip
def test_people_that_run_on(listed: str, people: tuple[str, ...]) -> None:
    assert parse(f"{HEAD}Deltagere: {listed}{BODY}").participants == people


def test_people_and_guests_in_tables_with_offices() -> None:
    document = parse(
        HEAD
        + "Deltagere\tAnna Dam, Greve Kommune\nFormand\tBo Elm\tKøge Kommune\n"
        + "Gæster\tCarl Fyr, KL\nSagsnr.\t2021-17"
        + BODY
    )
    assert [person.split(",")[0] for person in document.participants] == [
        "Anna Dam",
        "Formand",
        "Carl Fyr",
    ]


def test_a_list_ends_where_the_minutes_go_on() -> None:
    document = parse(
        HEAD
        + "Deltagere:\n\nAnna Dam, Greve Kommune\n\nBo Elm, Køge Kommune\n\nMødet blev hævet kl. "
        "12.50.\n\nReferat udsendt den 5. maj 2021" + BODY
    )
    assert document.participants == ("Anna Dam, Greve Kommune", "Bo Elm, Køge Kommune")
