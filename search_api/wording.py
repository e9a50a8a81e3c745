"""Danish wording of the service's own sentences."""

from __future__ import annotations

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
from search_api.document_replies import ItemText
from search_api.replies import Aspect, Citation, Hit

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
    "theme": ("Tema", "Temaer"),
    "municipality": ("Kommune", "Kommuner"),
    "region": ("Region", "Regioner"),
    "forum": ("Forum", "Fora"),
    "authority": ("Myndighed", "Myndigheder"),
    "organisation": ("Organisation", "Organisationer"),
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


def meeting(found: Citation | Hit | ItemText) -> str:
    """ "KKR Sjælland, 3. september 2024": the meeting that a document is of, or is an attachment
    to."""
    attached = found.attachment
    forum = (attached and attached.forum) or found.forum or found.source
    date = (attached and attached.date) or found.date
    return ", ".join([forum, *([danish_date(date)] if date else [])])


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


def place(found: Citation | Hit | ItemText) -> str:
    """ "KKR Sjælland, 3. september 2024, punkt 3: Kofoedsminde …", "…, bilag 2 til punkt 3:
    »Økonomi«"."""
    item, attached = found.item, found.attachment
    where = f"punkt {item.number}: {item.title}" if item.number else f"»{item.title}«"
    if attached:
        where = f"{inside(attached.label)}: »{item.title}«"
    return f"{meeting(found)}, {where}"
