"""Attachments: what an item lists, and which of the files near the minutes each of it is."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from corpus.records import Attachment, Link, Section
from ingest.ties.attachment_lists import Listed, listed_attachments
from ingest.ties.attachments import tie_attachments
from ingest.ties.papers import Paper

MARCH, JUNE = dt.date(2024, 3, 4), dt.date(2024, 6, 4)


def listing(text: str, item: str = "7", links: dict[str, str] | None = None) -> list[Listed]:
    """What the item lists under *Bilag*; ``links`` are the targets of some of its words."""
    section = Section("attachments", "Bilag", 0, 0, len(text))
    found = [
        Link(text.index(words), text.index(words) + len(words), target)
        for words, target in (links or {}).items()
    ]
    return listed_attachments(text, f"d.{item}", item, [section], found)


def meeting(
    place: str, lists: dict[str, str], date: dt.date | None = MARCH, **fields: Any
) -> Paper:
    """Minutes whose items list these attachments."""
    links = fields.pop("links", None)
    listed = [
        entry
        for number, text in lists.items()
        for entry in listed_attachments(
            text,
            f"{place}.{number}",
            number,
            [Section("attachments", "Bilag", 0, 0, len(text))],
            [Link(text.index(w), text.index(w) + len(w), t) for w, t in (links or {}).items()],
        )
    ]
    values: dict[str, Any] = {
        "document_id": place,
        "places": (place,),
        "title": "Referat",
        "kind": "referat",
        "region": "Sjælland",
        "forum": "KKR Sjælland",
        "date": date,
        "access": "public",
        "titles": ("Takster", "Herberger", "Eventuelt"),
        "item_ids": {number: f"{place}.{number}" for number in lists},
        "listed": tuple(listed),
    }
    return Paper(**(values | fields))


def file(place: str, **fields: Any) -> Paper:
    """A file that says nothing of a meeting."""
    values: dict[str, Any] = {
        "document_id": place,
        "places": (place,),
        "title": place.rsplit("/", 1)[-1],
        "kind": "rapport",
        "region": None,
        "forum": None,
        "date": None,
        "access": "public",
    }
    return Paper(**(values | fields))


def tied(*papers: Paper) -> dict[str, tuple[str, int | None, str]]:
    """Of each attachment: its item, its number and what the tie rests on."""
    return {
        one: ((tie.item_id or "").rsplit(".", 1)[-1], tie.number, tie.by)
        for one, tie in tie_attachments(papers).items()
    }


def tie_of(*papers: Paper) -> Attachment | None:
    """What the last of ``papers`` is an attachment to."""
    return tie_attachments(papers).get(papers[-1].document_id)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ingen", []),
        ("Der er ingen bilag til punktet.", []),
        ("–", []),
        ("- Notat om takster\n\n- Budget 2025", ["Notat om takster", "Budget 2025"]),
        ("1. X-notat, 2. Y-notat", ["X-notat", "Y-notat"]),
        ("Bilag 1: Notat Bilag 2: Budget", ["Notat", "Budget"]),
        ("Notat om takster, Budget 2025", ["Notat om takster", "Budget 2025"]),
        ("Notat om børn, unge og familier", ["Notat om børn, unge og familier"]),
        ("Notat fra KL, august 2024.pdf", ["Notat fra KL, august 2024.pdf"]),
        ("Notat A.pdf, Brev.docx og Tal.xlsx", ["Notat A.pdf", "Brev.docx", "Tal.xlsx"]),
        ("Svar fra KL 9. januar.pdf; Brev.pdf", ["Svar fra KL 9. januar.pdf", "Brev.pdf"]),
        ("Nr.\tTitel\n1\tNotat.pdf\n2\tBudget.pdf", ["Notat.pdf", "Budget.pdf"]),
        ("Notat (PDF, 1,2 MB)\nBudget – eftersendes", ["Notat", "Budget"]),
        (
            "Notat vedr. model for bedre udnyttelse\naf særlige pladser\nBudget",
            ["Notat vedr. model for bedre udnyttelse af særlige pladser", "Budget"],
        ),
    ],
)
def test_a_list_is_read_in_every_way_it_is_written(text: str, names: list[str]) -> None:
    assert [entry.name for entry in listing(text)] == names


def test_attachments_are_numbered_as_the_list_does_or_by_their_place_in_it() -> None:
    assert [entry.number for entry in listing("Bilag 4. Skitse\nBilag 5. Tal")] == [4, 5]
    assert [entry.number for entry in listing("Bilag 7.1 Skitse\nBilag 7.2 Tal")] == [1, 2]
    assert [entry.number for entry in listing("Skitse\nTal")] == [1, 2]


def test_links_in_a_list_are_kept_with_what_they_stand_at() -> None:
    entries = listing("- Notat\n- Budget", links={"Budget": "filer/b.pdf"})
    assert [entry.targets for entry in entries] == [(), ("filer/b.pdf",)]
    entries = listing("- [Notat](n.pdf)\n- Referat fra KL\n\n<https://kl.dk/referat.pdf>")
    assert [entry.targets for entry in entries] == [("n.pdf",), ("https://kl.dk/referat.pdf",)]


LISTS = {
    "2": "Notat om takster 2025.pdf\nHøringssvar_fra_kommunerne\nUdkast til styringsaftale",
    "7": "Bilag 1: Budgetopfølgning pr. 1. marts 2024\nBilag 2: Regnskab 2023",
}


@pytest.mark.parametrize(
    ("name", "tie"),
    [
        ("Notat om takster 2025.pdf", ("2", 1, "file name")),
        ("notat_om_takster_2025.docx", ("2", 1, "file name")),
        ("Notat om takster 2024.pdf", None),
        ("Hoeringssvar fra kommunerne.PDF", ("2", 2, "file name")),
        ("Høringssvar fra kommunerne (1).pdf", ("2", 2, "file name")),
        ("3 - Udkast til styringsaftale.docx", ("2", 3, "file name")),
        ("Udkast styringsaftale 2024.docx", ("2", 3, "title")),
        ("Bilag 2.pdf", ("7", 2, "number")),
        ("Bilag 2 - Budget og regnskab.xlsx", ("7", 2, "number")),
        ("Bilag 2 - Regnskab 2023.xlsx", ("7", 2, "file name")),
        ("Bilag 2 - Noget helt andet.docx", None),
        ("Bilag 7.1.pdf", ("7", 1, "number")),
        ("Punkt 2 bilag 3.pdf", ("2", 3, "number")),
        ("Pkt 7 – bilag 1.pdf", ("7", 1, "number")),
        ("Bilag 4 til punkt 7.pdf", ("7", 4, "number")),
        ("07-02 Årsregnskab.pdf", ("7", 2, "number")),
        ("07-02-2024 Årsplan.pdf", None),
        ("Punkt 2 Plancher fra mødet.pptx", ("2", None, "number")),
        ("Punkt 9 bilag 1.pdf", None),
        ("Ferieplan.pdf", None),
    ],
)
def test_a_file_is_tied_by_what_its_name_says(
    name: str, tie: tuple[str, int | None, str] | None
) -> None:
    assert tied(meeting("/m/referat.txt", LISTS), file(f"/m/{name}")) == (
        {f"/m/{name}": tie} if tie else {}
    )


def test_a_file_is_tied_by_its_own_title() -> None:
    paper = file("/m/4711-a.pdf", title="Udkast til styringsaftale")
    assert tied(meeting("/m/referat.txt", LISTS), paper) == {"/m/4711-a.pdf": ("2", 3, "title")}


@pytest.mark.parametrize(
    "target",
    [
        "bilag/Notat%20om%20%C3%A6bler.pdf",
        "https://dagsordener.example.dk/vis/88/Notat%20om%20æbler.pdf?hent=1",
        "file:///C:/Sager/2024/Notat%20om%20æbler.pdf",
        "..\\Bilag\\Notat om æbler.pdf",
        "/hent.aspx?id=77&fil=Notat+om+%C3%A6bler.pdf",
    ],
)
def test_a_link_ties_whatever_the_words_are(target: str) -> None:
    minutes = meeting("/m/referat.html", {"2": "Se materialet"}, links={"Se materialet": target})
    tie = tie_of(minutes, file("/m/referat_filer/Notat om æbler.pdf"))
    assert tie is not None and (tie.item_id, tie.number, tie.by) == ("/m/referat.html.2", 1, "link")
    assert tie.certainty > 0.95


def test_a_link_may_lead_to_another_format_of_the_file() -> None:
    target = "file:///C:/Sag/H%C3%B8ringssvar%20fra%20Viborg.docx"
    minutes = meeting("/m/r.docx", {"2": "Svar"}, links={"Svar": target})
    tie = tie_of(minutes, file("/m/Høringssvar fra Viborg.pdf"))
    assert tie is not None and tie.by == "link" and tie.certainty < 0.95


def test_the_surer_the_evidence_the_more_certain_the_tie() -> None:
    minutes = meeting("/m/referat.txt", LISTS)
    names = ["Notat om takster 2025.pdf", "Bilag 2.pdf", "Udkast styringsaftale 2024.docx"]
    ties = tie_attachments([minutes, *(file(f"/m/{name}") for name in names)])
    certainties = [ties[f"/m/{name}"].certainty for name in names]
    assert certainties == sorted(certainties, reverse=True)
    assert certainties[0] > 0.95 and 0.5 <= certainties[-1] < 0.8


def test_what_is_only_alike_is_another_document() -> None:
    minutes = meeting("/m/r.txt", {"4": "Skitse til Nordjysk Socialaftale 2023-2024"})
    for name in (
        "Status på Nordjysk Socialaftale 2023-2024.pdf",
        "Skitse til Nordjysk Socialaftale 2025-2026.pdf",
    ):
        assert not tied(minutes, file(f"/m/{name}"))
    alike = {"title": "Skitsen til Nordjysk Socialaftale 2023-2024"}
    assert tied(minutes, file("/m/a.pdf", **alike))
    # What is not named must not be of another forum, or of a later day.
    assert not tied(minutes, file("/m/a.pdf", forum="KKR Nordjylland", **alike))
    assert not tied(minutes, file("/m/a.pdf", date=JUNE, **alike))


def test_the_tie_tells_of_the_meeting() -> None:
    tie = tie_of(meeting("/m/referat.txt", LISTS), file("/m/Bilag 2.pdf"))
    assert tie is not None
    assert (tie.region, tie.forum, tie.date) == ("Sjælland", "KKR Sjælland", MARCH)


def test_an_entry_has_its_own_file_though_others_are_much_like_it() -> None:
    minutes = meeting("/m/r.txt", {"1": "Rammeaftale 2021-2022\nBilag til Rammeaftale 2021-2022"})
    files = [
        file("/m/Rammeaftale 2021-2022.pdf"),
        file("/m/Bilag til Rammeaftale 2021-2022 endelig.pdf"),
    ]
    assert tied(minutes, *files) == {
        "/m/Rammeaftale 2021-2022.pdf": ("1", 1, "file name"),
        "/m/Bilag til Rammeaftale 2021-2022 endelig.pdf": ("1", 2, "file name"),
    }


def test_one_attachment_may_lie_there_in_two_formats() -> None:
    minutes = meeting("/m/r.txt", {"1": "Notat om takster"})
    files = [file("/m/Notat om takster.pdf"), file("/m/Notat om takster.docx")]
    assert set(tied(minutes, *files).values()) == {("1", 1, "file name")}


def test_files_whose_names_say_nothing_are_taken_in_order_where_their_number_fits() -> None:
    minutes = meeting("/m/r.txt", {"1": "Notat om takster\nTal for 2023", "2": "Brev fra KL"})
    scans = [file(f"/m/scan{number}.pdf") for number in (10, 9, 8)]
    assert tied(minutes, *scans) == {
        "/m/scan8.pdf": ("1", 1, "order"),
        "/m/scan9.pdf": ("1", 2, "order"),
        "/m/scan10.pdf": ("2", 1, "order"),
    }
    tie = tie_of(minutes, *scans)
    assert tie is not None and tie.certainty == 0.5
    assert not tied(minutes, *scans[1:])
    assert not tied(minutes, *scans, file("/m/scan11.pdf"))
    assert not tied(minutes, meeting("/m/r2.txt", {}, JUNE), *scans)
    # A text that is of something else is none of them.
    other = file("/m/scan8.pdf", title="Lønpolitik for ansatte i sekretariatet")
    assert not tied(minutes, other, *scans[:2])


JOB, LATER = "/d/uploads/00000000000000aa", "/d/uploads/00000000000000bb"


@pytest.mark.parametrize(
    ("minutes", "attachment", "near"),
    [
        ("/m/r.txt", "/m/Notat om takster.pdf", True),
        ("/m/r.txt", "/m/Bilag/Notat om takster.pdf", True),
        ("/m/r.txt", "/andet/Notat om takster.pdf", False),
        ("/m/Referat/r.txt", "/m/Bilag/Notat om takster.pdf", True),
        ("/m/marts/r.txt", "/m/april/Notat om takster.pdf", False),
        ("/m/juni.zip/r.docx", "/m/juni.zip/bilag/Notat om takster.pdf", True),
        ("/m/indkaldelse.eml", "/m/indkaldelse.eml/Notat om takster.pdf", True),
        ("/m/indkaldelse.eml/r.docx", "/m/indkaldelse.eml/Notat om takster.pdf", True),
        (f"{JOB}/1/r.txt", f"{JOB}/2/Bilag 1.pdf", True),
        (f"{JOB}/1/r.txt", f"{LATER}/1/Notat om takster.pdf", True),
        (f"{JOB}/1/r.txt", f"{LATER}/1/Bilag 1.pdf", False),
    ],
)
def test_attachments_are_looked_for_near_the_minutes(
    minutes: str, attachment: str, near: bool
) -> None:
    found = tied(meeting(minutes, {"1": "Bilag 1: Notat om takster"}), file(attachment))
    assert (attachment in found) == near


def test_two_meetings_in_a_folder_have_each_their_own() -> None:
    march = meeting("/m/marts.txt", {"1": "Notat om takster\nReferat fra KL"})
    june = meeting("/m/juni.txt", {"4": "Notat om takster\nHøringssvar"}, JUNE)
    assert tied(march, june, file("/m/Høringssvar.pdf")) == {
        "/m/Høringssvar.pdf": ("4", 2, "file name")
    }
    # Both list it: which it was written for is told by its date, or not at all.
    assert not tied(march, june, file("/m/Notat om takster.pdf"))
    dated = file("/m/Notat om takster.pdf", date=dt.date(2024, 5, 20))
    assert tied(march, june, dated) == {"/m/Notat om takster.pdf": ("4", 1, "file name")}
    in_name = file("/m/4. marts 2024 Notat om takster.pdf", date=dt.date(2024, 5, 20))
    assert tied(march, june, in_name) == {in_name.document_id: ("1", 1, "file name")}
    other = meeting("/m/k17.txt", {"9": "Notat om takster"}, forum="K17")
    of_forum = file("/m/Notat om takster.pdf", forum="K17")
    assert tied(march, other, of_forum) == {"/m/Notat om takster.pdf": ("9", 1, "file name")}


def test_numbers_alone_do_not_choose_between_meetings() -> None:
    march = meeting("/m/marts.txt", {"7": "Bilag 1: Notat"})
    june = meeting("/m/juni.txt", {"7": "Bilag 1: Brev"}, JUNE)
    assert not tied(march, june, file("/m/Punkt 7 bilag 1.pdf"), file("/m/Bilag 1.pdf"))
    assert tied(march, june, file("/m/2024-06-04 Punkt 7 bilag 1.pdf"))
    nearer = meeting("/m/juni/r.txt", {"7": "Bilag 1: Brev"}, JUNE)
    tie = tie_of(march, nearer, file("/m/juni/Punkt 7 bilag 1.pdf"))
    assert tie is not None and tie.document_id == "/m/juni/r.txt"


def test_of_agenda_draft_and_approved_minutes_the_approved_have_the_attachments() -> None:
    lists = {"1": "Notat om takster.pdf"}
    agenda = meeting("/m/a.txt", lists, kind="dagsorden")
    draft = meeting("/m/b.txt", lists, superseded_by="/m/c.txt")
    approved = meeting("/m/c.txt", {"1": "Notat om takster"})
    notat = file("/m/Notat om takster.pdf")
    tie = tie_of(agenda, draft, approved, notat)
    assert tie is not None and tie.document_id == "/m/c.txt"
    # What the minutes do not list belongs to the agenda.
    tie = tie_of(agenda, draft, meeting("/m/c.txt", {}), notat)
    assert tie is not None and tie.document_id == "/m/a.txt"
    # What only the draft lists belongs to the version that answers for it.
    tie = tie_of(draft, meeting("/m/c.txt", {}, item_ids={"1": "/m/c.txt.1"}), notat)
    assert tie is not None and (tie.document_id, tie.item_id) == ("/m/c.txt", "/m/c.txt.1")


def test_levels_are_never_tied_together() -> None:
    for level in ("internal", "closed"):
        assert not tied(
            meeting("/m/r.txt", {"1": "Notat om takster"}),
            file("/m/Notat om takster.pdf", access=level),
        )
        assert not tied(
            meeting("/m/r.txt", {"1": "Notat om takster"}, access=level),
            file("/m/Notat om takster.pdf"),
        )


def test_minutes_of_other_meetings_are_attachments_only_when_named() -> None:
    march = meeting("/m/r.txt", {"1": "Referat fra K17 den 1. februar\nBilag 2: Takster"})
    k17 = meeting(
        "/m/Referat fra K17 den 1. februar.pdf", {}, dt.date(2024, 2, 1), forum="K17", titles=()
    )
    assert tied(march, k17) == {k17.document_id: ("1", 1, "file name")}
    other = meeting("/m/K17 referat februar.pdf", {}, dt.date(2024, 2, 1), forum="K17", titles=())
    assert not tied(march, other)
    # The same forum's other meetings are meetings, whoever lists them.
    own = meeting("/m/Referat fra KKR den 1. februar.pdf", {}, dt.date(2024, 2, 1))
    assert not tied(meeting("/m/r.txt", {"1": "Referat fra KKR den 1. februar.pdf"}), own)


def test_what_is_an_attachment_lists_none_itself() -> None:
    minutes = meeting("/m/r.txt", {"1": "Notat om takster"})
    note = meeting(
        "/m/Notat om takster.pdf", {"1": "Tal for 2023"}, None, forum=None, title="Notat"
    )
    assert set(tied(minutes, note, file("/m/Tal for 2023.xlsx"))) == {"/m/Notat om takster.pdf"}


def test_a_mail_that_minutes_come_with_is_no_meeting() -> None:
    sent = Listed("/m/indkaldelse.eml.h1", None, 1, None, "Referat.docx", ("Referat.docx",))
    other = Listed("/m/indkaldelse.eml.h1", None, 2, None, "scan1.pdf", ("scan1.pdf",))
    mail = meeting("/m/indkaldelse.eml", {}, None, forum=None, region=None, listed=(sent, other))
    minutes = meeting("/m/indkaldelse.eml/Referat.docx", {"1": "Notat om takster"})
    scan = file("/m/indkaldelse.eml/scan1.pdf")
    assert tied(mail, minutes, scan) == {"/m/indkaldelse.eml/scan1.pdf": ("1", 1, "order")}
    # What lies with two meetings is not taken in order by either.
    above = meeting("/m/andet.txt", {"1": "Brev"}, JUNE)
    assert not tied(mail, minutes, scan, above)


def test_links_outside_the_lists_tie_to_the_item_or_the_meeting() -> None:
    in_item = Listed("/m/r.txt.3", "3", 0, None, "her", ("notat.pdf",))
    outside = Listed(None, None, 0, None, "Samlet materiale", ("samlet.pdf",))
    minutes = meeting("/m/r.txt", {}, listed=(in_item, outside))
    ties = tie_attachments([minutes, file("/m/notat.pdf"), file("/m/samlet.pdf")])
    assert ties["/m/notat.pdf"].item_id == "/m/r.txt.3"
    assert ties["/m/samlet.pdf"].item_id is None
    assert {tie.number for tie in ties.values()} == {None}
