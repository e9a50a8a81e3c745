"""Decisions as a table for spreadsheets: a row a decision."""

from __future__ import annotations

from collections.abc import Sequence

from search_api.csv_table import csv_table
from search_api.decision_replies import DecisionView, FollowUpView, LaterItem
from search_api.replies import Sentence
from search_api.wording import UNCERTAIN, item_said, meeting

_COLUMNS = (
    "Region",
    "Forum",
    "Dato",
    "Dokument",
    "Punkt",
    "Titel",
    "Udfald",
    "Beslutning",
    "Besluttet af",
    "Indstilling",
    "Indstillingen blev",
    "Ændringer",
    "Betingelser",
    "Uenighed",
    "Opfølgning",
    "Taget op igen",
    "Kilde",
    "Bemærkning",
)


def decisions_csv(decisions: Sequence[DecisionView], address: str = "") -> str:
    """The decisions as a Danish Excel opens them; ``address`` is where the service answers, for the
    links in "Kilde"."""
    return csv_table(_COLUMNS, (_row(one, address) for one in decisions))


def _row(one: DecisionView, address: str) -> dict[str, str]:
    attached = one.citation.attachment
    date = one.date or (attached.date if attached else None)
    return {
        "Region": one.region or "",
        "Forum": one.forum or (attached and attached.forum) or "",
        "Dato": f"{date:%d-%m-%Y}" if date else "",
        "Dokument": one.source,
        "Punkt": one.item.number or "",
        "Titel": one.item.title,
        "Udfald": one.outcome,
        "Beslutning": one.citation.quote,
        "Besluttet af": one.decided_by or "",
        "Indstilling": one.recommendation.citation.quote if one.recommendation else "",
        "Indstillingen blev": one.followed or "",
        "Ændringer": _lines(one.changes),
        "Betingelser": _lines(one.conditions),
        "Uenighed": _lines(one.dissent),
        "Opfølgning": _lines(one.follow_ups),
        "Taget op igen": _later(one.later) if one.later else "",
        "Kilde": f"{address.rstrip('/')}{one.citation.url}",
        "Bemærkning": UNCERTAIN if one.citation.uncertain else "",
    }


def _lines(sentences: Sequence[Sentence | FollowUpView]) -> str:
    return "\n".join(sentence.text for sentence in sentences)


def _later(later: LaterItem) -> str:
    return f"{meeting(later)}, {item_said(later.item)}"
