"""How the reader is shown a question and a unit of text."""

from __future__ import annotations

_LABELS = {
    "summary": "Resumé",
    "background": "Baggrund",
    "case": "Sagsfremstilling",
    "recommendation": "Indstilling",
    "decision": "Beslutning",
}


def first_text(question: str) -> str:
    """The first text of the pair: the question."""
    return f"query: {question}"


def lead_text(title: str, section: str = "", forum: str = "") -> str:
    """What stands before the unit in the pair's second text: forum, item's title and section's
    label, each where there is one."""
    parts = [part for part in (forum, title, _LABELS.get(section, "")) if part]
    return f"passage: {' – '.join(parts)}: " if parts else "passage: "
