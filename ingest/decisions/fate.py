"""Whether the recommendation was followed."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence

from corpus.decision import Followed, Outcome
from ingest.decisions.recommendation import Ask, Recommendation
from ingest.decisions.statements import Statement

_INDSTILLING = r"(?:indstilling|anbefaling|forslag)\w*"
_NOT_FOLLOWED = re.compile(
    rf"\b{_INDSTILLING}\s+(?:blev|bliver|kan|kunne|er)\s+(?:\w+\s+)?ikke\s+(?:\w+\s+)?(?:fulgt|"
    rf"følges|tiltrådt|tiltrædes|godkendt|imødekommet)"
    rf"|\b(?:fulgte|følger|tiltrådte|godkendte)\s+ikke\s+{_INDSTILLING}|"
    rf"\bkunne\s+ikke\s+(?:\w+\s+)?(?:følge|tiltræde)\s+{_INDSTILLING}"
    r"|\b(?:i\s+strid\s+med|imod|i\s+modsætning\s+til)\s+(?:\w+s\s+)?indstilling\w*",
    re.IGNORECASE,
)
_FOLLOWED = re.compile(
    rf"\b{_INDSTILLING}\s+(?:(?:blev|bliver|er)\s+(?:\w+\s+)?(?:fulgt|tiltrådt|godkendt|"
    rf"vedtaget)|følges|tiltrædes|godkendes|tiltrådt|fulgt|godkendt)\b"
    rf"|\b(?:fulgte|følger|tiltrådte|tiltræder|godkendte|godkender|tilsluttede\s+sig|"
    rf"tilslutter\s+sig)\s+(?:\w+\s+){{0,2}}?{_INDSTILLING}"
    r"|\bsom\s+indstillet\b|\bi\s+overensstemmelse\s+med\s+(?:\w+\s+)?indstillingen",
    re.IGNORECASE,
)
_OPEN: frozenset[Ask] = frozenset(("discuss", "decide", "note"))
# Which outcomes do what a recommendation asks for.
_DONE_BY: dict[Ask, frozenset[Outcome]] = {
    "approve": frozenset(("godkendt", "godkendt med ændringer", "anbefalet")),
    "recommend": frozenset(("anbefalet", "godkendt", "godkendt med ændringer")),
    "note": frozenset(("taget til efterretning", "orientering", "godkendt", "drøftet")),
    "act": frozenset(("godkendt", "godkendt med ændringer", "nedsat")),
}


def was_followed(
    recommendation: Recommendation | None,
    statements: Sequence[Statement],
    outcome: Outcome,
    told: Container[Outcome],
    changed: bool,
) -> Followed | None:
    """What became of the recommendation; ``None`` where there is none, or nothing tells it.
    ``told`` are all the outcomes that the decision's words tell."""
    if recommendation is None or outcome in ("udsat", "udgået", "flyttet"):
        return None
    text = "\n".join(statement.text for statement in statements)
    if _NOT_FOLLOWED.search(text):
        return "ikke fulgt"
    if _FOLLOWED.search(text):
        return "fulgt med ændringer" if changed else "fulgt"
    if recommendation.is_open:
        asks = [ask for ask in recommendation.asks if ask != "note"]
        done = asks or outcome in _DONE_BY["note"] or "taget til efterretning" in told
        return "fulgt" if done else None
    asked = {ask for ask in recommendation.asks if ask not in _OPEN}
    if outcome == "afvist":
        return "ikke fulgt"
    if outcome == "delt":
        return "fulgt med ændringer"
    if any(outcome in _DONE_BY[ask] for ask in asked):
        return "fulgt med ændringer" if changed else "fulgt"
    if "recommend" in asked and outcome == "besluttet":
        return None
    if outcome in ("anbefalet", "godkendt"):
        return "fulgt med ændringer" if changed else "fulgt"
    return "ikke fulgt" if changed else None
