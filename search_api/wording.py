"""Danish wording of the service's own sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from corpus.dates import danish_date
from corpus.records import EntityKind, SectionKind
from search_api.replies import Aspect, Citation, Hit, ItemText

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


def listed(names: Sequence[str], word: str = "og") -> str:
    """ "Hovedstaden, Sjælland og Syddanmark"; ``word`` stands before the last."""
    return f" {word} ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def place(found: Citation | Hit | ItemText) -> str:
    """ "KKR Sjælland, 3. september 2024, punkt 3: Kofoedsminde …"."""
    item = found.item
    where = [found.forum or found.source]
    if found.date:
        where.append(danish_date(found.date))
    where.append(f"punkt {item.number}: {item.title}" if item.number else f"»{item.title}«")
    return ", ".join(where)
