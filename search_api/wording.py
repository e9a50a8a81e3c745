"""Danish wording of the service's own sentences."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from corpus.dates import danish_date
from corpus.records import (
    DocumentKind,
    EntityKind,
    Language,
    SectionKind,
    Status,
    Structure,
    TieEvidence,
)
from search_api.decision_replies import LaterItem
from search_api.document_replies import ItemText, ItemView
from search_api.figure_replies import FigureView
from search_api.follow_replies import OpenTask, StepKind
from search_api.replies import Aspect, Citation, Hit, ItemRef

SECTIONS: Mapping[SectionKind, str] = {
    "title": "Titel",
    "summary": "Resumé",
    "background": "Baggrund",
    "case": "Sagsfremstilling",
    "recommendation": "Indstilling",
    "decision": "Beslutning",
    "attachments": "Bilag",
}
KINDS: Mapping[EntityKind, tuple[str, str]] = {
    "institution": ("Institution", "Institutioner"),
    "project": ("Projekt", "Projekter"),
    "agreement": ("Aftale", "Aftaler"),
    "target_group": ("Målgruppe", "Målgrupper"),
    "law": ("Lov", "Love"),
    "theme": ("Tema", "Temaer"),
    "municipality": ("Kommune", "Kommuner"),
    "region": ("Region", "Regioner"),
    "forum": ("Forum", "Fora"),
    "authority": ("Myndighed", "Myndigheder"),
    "organisation": ("Organisation", "Organisationer"),
    "place": ("Sted", "Steder"),
    "person": ("Person", "Personer"),
    "date": ("Dato", "Datoer"),
    "deadline": ("Frist", "Frister"),
    "amount": ("Beløb", "Beløb"),
}
"""The kinds of entities, one and several; what a matter can be about before who takes part."""
ASPECTS: Mapping[Aspect, str] = {
    "decision": "Beslutning",
    "reason": "Baggrund",
    "figures": "Tal",
    "recommendation": "Indstilling",
    "next_step": "Det videre forløb",
}
"""What a region is heard with, in the order that a comparison has its rows."""
STEPS: Mapping[StepKind, str] = {
    "raised": "Rejst",
    "proposed": "Foreslået",
    "decided": "Besluttet",
    "changed": "Ændret",
    "postponed": "Udsat",
    "ended": "Afslutning",
    "next_step": "Det videre forløb",
    "mentioned": "Omtalt",
}
"""What a sentence is in a matter's course, in the order that an item has them."""

DOCUMENT_KINDS: Mapping[DocumentKind, str] = {
    "referat": "Referat",
    "dagsorden": "Dagsorden",
    "rapport": "Rapport",
}
STATUSES: Mapping[Status, str] = {
    "draft": "Udkast",
    "approved": "Godkendt",
    "corrected": "Korrigeret",
}
LANGUAGES: Mapping[Language, str] = {
    "da": "Dansk",
    "nb": "Norsk",
    "sv": "Svensk",
    "en": "Engelsk",
}
NO_YEAR = "uden år"
STRUCTURES: Mapping[Structure, str] = {
    "agenda": "Efter dagsordenen",
    "numbering": "Efter punkternes numre",
    "headings": "Efter overskrifterne",
    "none": "Ikke delt i punkter",
}
"""What a document is divided into items by."""
EVIDENCE: Mapping[TieEvidence, str] = {
    "link": "referatet linker til det",
    "file name": "filnavnet passer",
    "title": "titlen ligner",
    "number": "nummeret passer",
    "order": "efter rækkefølgen",
}
"""What it rests on that a document is an attachment."""

UNCERTAIN = "Skannet side, usikker læsning – tjek originalen"
"""Of what is quoted from a page that was recognised with little certainty."""


def danish_number(value: float, decimals: int = 0) -> str:
    """``1.234`` or, with decimals, ``1.234,5``."""
    written = f"{value:,.{decimals}f}"
    return written.translate(str.maketrans(",.", ".,"))


def listed(names: Sequence[str], word: str = "og") -> str:
    """ "Hovedstaden, Sjælland og Syddanmark"; ``word`` stands before the last."""
    return f" {word} ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def page_name(source: str) -> str:
    """What a page of the file ``source`` is called: "side", of a presentation "dias", of a workbook
    "ark"."""
    suffix = source.rpartition(".")[2].casefold()
    return {"pptx": "dias", "pptm": "dias", "xlsx": "ark", "xlsm": "ark"}.get(suffix, "side")


def page_of(citation: Citation) -> str:
    """ "side 3", "dias 3": where in its file a quote stands."""
    return f"{page_name(citation.source)} {citation.page}"


def inside(text: str) -> str:
    """``text`` as it begins in the middle of a sentence: "bilag 2 til punkt 3"."""
    return f"{text[:1].lower()}{text[1:]}"


def meeting(found: Citation | Hit | ItemText | LaterItem) -> str:
    """ "KKR Sjælland, 3. september 2024": the meeting that a document is of, or is an attachment
    to."""
    attached = None if isinstance(found, LaterItem) else found.attachment
    forum = (attached and attached.forum) or found.forum or found.source
    date = (attached and attached.date) or found.date
    return ", ".join([forum, *([danish_date(date)] if date else [])])


def period(first: dt.date | None, last: dt.date | None) -> str:
    """ "2019–2021", "fra og med 14. august 2020" or "til og med 2021"."""
    if first and first == last:
        return danish_date(first)
    if first and last and _whole_years(first, last):
        years = dict.fromkeys([str(first.year), str(last.year)])
        return "–".join(years)
    begins = str(first.year) if first and (first.month, first.day) == (1, 1) else ""
    ends = str(last.year) if last and (last.month, last.day) == (12, 31) else ""
    parts = [f"fra og med {begins or danish_date(first)}"] if first else []
    parts += [f"til og med {ends or danish_date(last)}"] if last else []
    return " ".join(parts)


def _whole_years(first: dt.date, last: dt.date) -> bool:
    return (first.month, first.day, last.month, last.day) == (1, 1, 12, 31)


def percent(share: float) -> str:
    """ "95 %"; the two never part at the end of a line."""
    return f"{share:.0%}".replace("%", "\u00a0%")


def uncertain_split(kind: DocumentKind, structure: Structure) -> str:
    """What there is to warn of where a document's items may be others; else empty."""
    if structure == "none":
        return "Teksten kunne ikke deles i punkter. Der søges i den som helhed."
    if structure == "headings" and kind != "rapport":
        return "Punkterne er fundet efter overskrifterne alene, så inddelingen er usikker."
    return ""


def version_said(status: Status | None, earlier: bool = False) -> str:
    """Which version of the same minutes another is, the one that answers or an ``earlier`` one:
    "den godkendte udgave"."""
    match status:
        case "approved":
            return "den godkendte udgave"
        case "corrected":
            return "den korrigerede udgave"
        case "draft":
            return "et udkast" if earlier else "et andet udkast"
        case _:
            return "en anden udgave"


def item_said(item: ItemRef | ItemView) -> str:
    """ "punkt 3: Kofoedsminde", of an item without a number "»Kofoedsminde«"."""
    return f"punkt {item.number}: {item.title}" if item.number else f"»{item.title}«"


def place(found: Citation | Hit | ItemText) -> str:
    """ "KKR Sjælland, 3. september 2024, punkt 3: Kofoedsminde …", "…, bilag 2 til punkt 3:
    »Økonomi«"."""
    item, attached = found.item, found.attachment
    where = item_said(item)
    if attached:
        where = f"{inside(attached.label)}: »{item.title}«"
    return f"{meeting(found)}, {where}"


def figure_said(figure: FigureView) -> str:
    """ "12 borgere (borgere fra Sjælland)": a figure as written, and what of the words beside it
    tells what it counts."""
    heads = [figure.counted or "", figure.row or "", figure.column or ""]
    told = figure.text.casefold()
    beside = [h for h in heads if h and h.casefold() not in told and h != str(figure.year)]
    return f"{figure.text} ({', '.join(dict.fromkeys(beside))})" if beside else figure.text


def deadline_said(task: OpenTask) -> str:
    """ "Frist 20. september 2024; den var gået ved forummets nyeste møde i referaterne,
    19. november 2024.": how an open task stands, as far as the minutes reach."""
    due = danish_date(task.due_date) if task.due_date else f"»{task.due}«" if task.due else ""
    said = f"Frist {due}" if due else ""
    if task.latest is None:
        return ". ".join(filter(None, [said, "Der er ingen senere referater fra forummet."]))
    newest = f"forummets nyeste møde i referaterne, {danish_date(task.latest)}"
    if task.passed is not None:
        return f"{said}; den var {'' if task.passed else 'ikke '}gået ved {newest}."
    return ". ".join(filter(None, [said, f"{newest[:1].upper()}{newest[1:]}."]))
