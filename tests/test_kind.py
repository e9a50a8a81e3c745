"""What kind of document it is, and what minutes say of themselves."""

from __future__ import annotations

import pytest

from ingest.head.told import Told
from tests.parsed import parse

HEAD = "KKR Sjælland\n\nMødedato: 4. marts 2024\n\nSted: Sorø"
RECOMMENDED = "\n\nIndstilling\n\nDet indstilles, at sagen drøftes.\n"
DECIDED = f"{RECOMMENDED}\nBeslutning\n\nGodkendt.\n"
TO_BE_DECIDED = f"{RECOMMENDED}\nBeslutning\n"


def items(inside: str) -> str:
    return f"\n\n1. Takster{inside}\n2. Herberger{inside}\n3. Eventuelt\n"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Dagsorden for møde i KKR Sjælland" + items(RECOMMENDED), "dagsorden"),
        ("DAGSORDEN\n\n" + HEAD + items(RECOMMENDED), "dagsorden"),
        ("Indkaldelse til møde i KKR Sjælland\n\n" + HEAD + items(RECOMMENDED), "dagsorden"),
        # Recommendations alone are an agenda, also where nothing says so.
        (HEAD + items(RECOMMENDED), "dagsorden"),
        # The headings stand ready, but nothing is decided yet.
        (HEAD + items(TO_BE_DECIDED), "dagsorden"),
        ("Referat\n\n" + HEAD + items(DECIDED), "referat"),
        (HEAD + items(DECIDED), "referat"),
        # The decisions were written into the agenda.
        ("Dagsorden for møde i KKR Sjælland" + items(DECIDED), "referat"),
        ("DAGSORDEN M. REFERAT\n\n" + HEAD + items(RECOMMENDED), "referat"),
        ("Beslutningsprotokol\n\n" + HEAD + items(RECOMMENDED), "referat"),
        ("# Rapport\n\n## Mål\n\nFlere pladser.\n\n## Tal\n\nDer er 40.\n", "rapport"),
        ("Notat om takster\n\nTaksterne stiger, og der er 40 pladser i regionen.\n", "rapport"),
        ("# Referat fra møde i DASSOS\n\n## Mål\n\nDrøftet.\n\n## Tal\n\nDrøftet.\n", "referat"),
    ],
)  # fmt: skip
def test_minutes_agendas_and_reports_are_told_apart(text: str, kind: str) -> None:
    assert parse(text).kind == kind


def test_an_agenda_inside_minutes_makes_them_no_agenda() -> None:
    listed = "\n\nDagsorden\n\n1. Takster\n2. Herberger\n3. Eventuelt"
    assert parse("Referat fra møde i KKR Sjælland" + listed + items(DECIDED)).kind == "referat"
    assert parse(HEAD + listed + items(DECIDED)).kind == "referat"


def test_the_file_s_name_tells_where_the_text_does_not() -> None:
    text = "KKR Sjælland\n\nMødedato: 4. marts 2024\n\n1. Takster\n\nOplæg.\n\n2. Eventuelt\n"
    assert parse(text, source="Dagsorden KKR.docx").kind == "dagsorden"
    assert parse(text, source="Referat KKR.docx").kind == "referat"
    assert parse("Referat\n\n" + text, source="Dagsorden KKR.docx").kind == "referat"


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("UDKAST", "draft"),
        ("Udkast til referat af møde i KKR Sjælland den 4. marts 2024", "draft"),
        ("Foreløbigt referat", "draft"),
        ("Referat – ikke godkendt", "draft"),
        ("Referat (udkast)", "draft"),
        ("Status: Udkast", "draft"),
        ("Udkast – version 2", "draft"),
        ("Godkendt referat", "approved"),
        ("Godkendt den 8. april 2024", "approved"),
        ("Referatet er godkendt på mødet den 8. april 2024", "approved"),
        ("Endeligt referat", "approved"),
        ("Korrigeret referat", "corrected"),
        ("Rettet version", "corrected"),
        ("Revideret referat", "corrected"),
        ("Referat, version 2", "corrected"),
        ("Version 1", None),
        ("Referat", None),
        ("Udkast til Rammeaftale 2025-2026", None),
        ("Godkendelse af referat fra mødet den 5. februar 2024", None),
    ],
)
def test_what_the_head_says_of_the_minutes(line: str, status: str | None) -> None:
    assert parse(f"{line}\n\n{HEAD}{items(DECIDED)}").status == status
    assert parse(f"{HEAD}\n\n{line}{items(DECIDED)}").status == status


def test_a_decision_that_approves_other_minutes_says_nothing_of_these() -> None:
    text = (
        f"Referat\n\n{HEAD}\n\n1. Godkendelse af referat\n\nBeslutning\n\nGodkendt referat blev "
        "lagt ud.\n\n2. Udkast til budget\n\nBeslutning\n\nGodkendt.\n\n3. Eventuelt\n"
    )
    assert parse(text).status is None


def test_a_watermark_in_the_text_is_a_draft() -> None:
    text = f"Referat\n\n{HEAD}" + items(DECIDED)
    assert parse(text.replace("2. Herberger", "UDKAST\n\n2. Herberger")).status == "draft"
    assert parse(text.replace("2. Herberger", "U D K A S T\n\n2. Herberger")).status == "draft"


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("Referat_KKR_udkast.docx", "draft"),
        ("Referat KKR godkendt.pdf", "approved"),
        ("Endeligt referat 4. marts 2024.pdf", "approved"),
        ("Referat_v2.docx", "corrected"),
        ("Referat KKR rettet.pdf", "corrected"),
        ("Referat KKR 2024-03-04.pdf", None),
    ],
)
def test_the_file_s_name_tells_the_status_where_the_head_does_not(
    name: str, status: str | None
) -> None:
    text = f"{HEAD}{items(DECIDED)}"
    assert parse(text, source=name).status == status
    assert parse(f"Godkendt referat\n\n{text}", source=name).status == "approved"


def test_what_is_told_wins() -> None:
    told = Told(kind="dagsorden", status="corrected")
    document = parse(f"Godkendt referat\n\n{HEAD}{items(DECIDED)}", told)
    assert (document.kind, document.status) == ("dagsorden", "corrected")
