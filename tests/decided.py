"""Small minutes with decisions put in by hand, so that what is answered from them can be told
apart from what is read out of a text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.dates import find_dates
from corpus.decision import Decision, Followed, FollowUp, Outcome
from corpus.records import Document, Item, Span
from ingest.head.told import Told
from tests.ingested import Corpus

MEETING = """\
Referat af møde i {forum} den {date}

{items}"""
ITEM = """\
{number}. {title}

Indstilling

{recommendation}

Beslutning

{decision}

"""


@dataclass(frozen=True)
class Written:
    """An item as it is to stand in minutes, and what is known of it. ``telling``, ``changes`` and
    the like are parts of ``decision``; a follow-up is its sentence, who and when."""

    title: str
    decision: str
    outcome: Outcome
    telling: str
    recommendation: str = "Sekretariatet indstiller, at forslaget godkendes."
    followed: Followed | None = None
    decided_by: str | None = None
    changes: Sequence[str] = ()
    conditions: Sequence[str] = ()
    dissent: Sequence[str] = ()
    follow_ups: Sequence[tuple[str, str | None, str | None]] = ()


@dataclass(frozen=True)
class Meeting:
    name: str
    forum: str
    date: str
    items: Sequence[Written]
    told: Told | None = None

    @property
    def text(self) -> str:
        items = "".join(
            ITEM.format(
                number=number,
                title=one.title,
                recommendation=one.recommendation,
                decision=one.decision,
            )
            for number, one in enumerate(self.items, start=1)
        )
        return MEETING.format(forum=self.forum, date=self.date, items=items)


def take_in(corpus: Corpus, meetings: Sequence[Meeting]) -> None:
    """Ingest the meetings, and let their decisions be those that are written beside them."""
    for meeting in meetings:
        corpus.ingest(corpus.write(meeting.name, meeting.text), told=meeting.told)
    corpus.read(lambda catalogue: catalogue.run("DELETE FROM decisions"))
    by_name = {meeting.name: meeting for meeting in meetings}

    def put(catalogue):
        for document_id in catalogue.document_ids():
            document = catalogue.document(document_id)
            written = by_name[document.source].items
            assert [item.title for item in document.items] == [one.title for one in written]
            decisions = [
                _decision(document, item, one)
                for item, one in zip(document.items, written, strict=True)
            ]
            with catalogue.transaction():
                catalogue.put_findings(decisions, [])

    corpus.read(put)


def _decision(document: Document, item: Item, one: Written) -> Decision:
    def at(words: str, begin: int = item.start, end: int = item.end) -> Span:
        start = document.text.index(words, begin, end)
        return Span(start, start + len(words))

    whole = at(one.decision)

    def told(words: str) -> Span:
        return at(words, whole.start, whole.end)

    def follow_up(sentence: str, who: str | None, due: str | None) -> FollowUp:
        span = told(sentence)

        def inside(words: str) -> Span:
            return at(words, span.start, span.end)

        return FollowUp(
            span.start,
            span.end,
            inside(who) if who else None,
            span,
            inside(due) if due else None,
            find_dates(due)[0].date if due else None,
        )

    return Decision(
        f"{item.item_id}:{whole.start}",
        document.document_id,
        item.item_id,
        one.outcome,
        whole.start,
        whole.end,
        told(one.telling),
        told(one.decided_by) if one.decided_by else None,
        at(one.recommendation) if one.followed else None,
        one.followed,
        tuple(map(told, one.changes)),
        tuple(map(told, one.conditions)),
        tuple(map(told, one.dissent)),
        tuple(follow_up(*some) for some in one.follow_ups),
    )


MEETINGS = (
    Meeting(
        "sdf-2011.txt",
        "Socialdirektørforum",
        "4. marts 2011",
        (
            Written(
                "Fælles svømmehal i Kolding",
                "Punktet udsættes til næste møde.",
                "udsat",
                "Punktet udsættes til næste møde.",
            ),
            Written(
                "Takster for 2012",
                "Socialdirektørforum fulgte ikke indstillingen. Vejle Kommune stemte imod.",
                "afvist",
                "Socialdirektørforum fulgte ikke indstillingen.",
                followed="ikke fulgt",
                decided_by="Socialdirektørforum",
                dissent=("Vejle Kommune stemte imod.",),
            ),
        ),
    ),
    Meeting(
        "sdf-2011-2.txt",
        "Socialdirektørforum",
        "7. juni 2011",
        (
            Written(
                "Fælles svømmehal i Kolding – genoptagelse",
                "Indstillingen blev godkendt. Kolding Kommune sender et udkast til aftale senest "
                "den 1. september 2011.",
                "godkendt",
                "Indstillingen blev godkendt.",
                followed="fulgt",
                follow_ups=(
                    (
                        "Kolding Kommune sender et udkast til aftale senest den 1. september 2011.",
                        "Kolding Kommune",
                        "senest den 1. september 2011",
                    ),
                ),
            ),
            Written(
                "Faglige netværk",
                "Punktet flyttes til næste møde.",
                "flyttet",
                "Punktet flyttes til næste møde.",
            ),
        ),
    ),
    Meeting(
        "kkr-2024.txt",
        "KKR Sjælland",
        "3. september 2024",
        (
            Written(
                "Kofoedsminde og den centrale udmelding",
                "KKR Sjælland godkendte forslaget med den ændring, at det gælder i to år. Det "
                "forudsætter, at staten betaler. Lolland Kommune skriver til styrelsen.",
                "godkendt med ændringer",
                "KKR Sjælland godkendte forslaget med den ændring, at det gælder i to år.",
                followed="fulgt med ændringer",
                decided_by="KKR Sjælland",
                changes=("med den ændring, at det gælder i to år",),
                conditions=("Det forudsætter, at staten betaler.",),
                follow_ups=(("Lolland Kommune skriver til styrelsen.", "Lolland Kommune", None),),
            ),
            Written(
                "Ventelister i psykiatrien",
                "Orienteringen blev taget til efterretning. Sekretariatet vender tilbage.",
                "taget til efterretning",
                "Orienteringen blev taget til efterretning.",
                follow_ups=(("Sekretariatet vender tilbage.", "Sekretariatet", None),),
            ),
        ),
    ),
)
"""Three meetings: an item postponed and taken up again, one moved on, one refused against a vote,
one approved with a change and a condition, one noted."""
