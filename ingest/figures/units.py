"""What a number is in: kroner, per cent, and what it is per ("kr. pr. døgn")."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

UnitFamily = Literal["money", "percent"]

_SPACE = r"[ \u00a0\u202f\n]?"
_MONEY = re.compile(
    rf"{_SPACE}(?P<kr>kr(?![^\W_])\.?(?:,-)?|kroner\b|DKK\b)|(?P<dash>,-{{1,2}})(?!\w)|"
    rf"{_SPACE}(?P<euro>euro\b|EUR\b|€)",
    re.IGNORECASE,
)
_MONEY_BEFORE = re.compile(r"(?:\bkr\.?|\bDKK|(?P<euro>€|\bEUR))[ \u00a0]?$", re.IGNORECASE)
_PERCENT = re.compile(
    rf"{_SPACE}(?:(?P<point>(?:%|pct\.?|procent)-?{_SPACE}points?\b)|"
    rf"(?P<permille>‰|promille\b)|%|pct\b\.?|procent(?:en)?\b)",
    re.IGNORECASE,
)
_PERIODS = {
    "om året": "år",
    "i året": "år",
    "årligt": "år",
    "på årsbasis": "år",
    "om måneden": "måned",
    "månedligt": "måned",
    "om ugen": "uge",
    "ugentligt": "uge",
    "om dagen": "dag",
    "i døgnet": "døgn",
    "dagligt": "dag",
    "i timen": "time",
}
_NOUN = (
    r"(?!(?:for|til|fra|med|som|der|mod|ved|men|mens|efter|under|over|hvis|når|eller|samt|uden|"
    r"inkl|blev|har|skal|kan|vil|heraf|svarende|mere|mindre|alt)\b)"
    r"(?:år|[a-zæøåA-ZÆØÅ]{3,}(?:-[a-zæøå]+)?)(?!\w)"
)
_RATE = re.compile(
    rf"(?:,?{_SPACE}(?P<often>{'|'.join(_PERIODS)})\b|"
    r",?[ \u00a0\n]?(?:/|(?:pr|per)\b\.?\s?|for hver\s|i takst pr\.?\s)"
    r"(?P<many>(?:1\.000|1000|10\.000|100\.000|100|10)\s)?"
    rf"(?:(?:tom|ny|ekstra|hel|fuldtids-?|(?:særl|led|ugentl|månedl|årl)ig|[a-zæøå]{{3,}}[et])\s(?={_NOUN})){{0,2}}"
    rf"(?P<per>{_NOUN}))",
    re.IGNORECASE,
)
_NO_RATE = re.compile(
    r"(?:januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december|"
    r"mail|brev|post|telefon|dags|dato|ultimo|primo|medio|den|det|de)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Unit:
    """What a number is in, ``[…, end)`` in the text. ``start`` is where it begins when it stands
    before the number ("kr. 500")."""

    name: str
    family: UnitFamily
    end: int
    start: int | None = None


def unit_at(text: str, first: int, start: int, number_end: int, end: int) -> Unit | None:
    """The unit of the number at ``[start, number_end)``, in ``text[first:end]``."""
    before = _MONEY_BEFORE.search(text, max(first, start - 6), start)
    if money := _MONEY.match(text, number_end, end):
        at = before.start() if before and money["dash"] else None
        return Unit("euro" if money["euro"] else "kr.", "money", money.end(), at)
    if percent := _PERCENT.match(text, number_end, end):
        name = "procentpoint" if percent["point"] else "‰" if percent["permille"] else "%"
        return Unit(name, "percent", percent.end())
    if before:
        return Unit("euro" if before["euro"] else "kr.", "money", number_end, before.start())
    return None


def rate_at(text: str, at: int, end: int) -> tuple[str, int] | None:
    """What a figure that ends at ``at`` is per ("døgn"), and where that ends."""
    match = _RATE.match(text, at, end)
    if match is None:
        return None
    if match["often"]:
        return _PERIODS[match["often"].lower()], match.end()
    if _NO_RATE.match(match["per"]):
        return None
    per = match["per"]
    return (match["many"] or "") + (per if per[:2].isupper() else per.lower()), match.end()


def unit_in_head(head: str) -> tuple[str, UnitFamily, float] | None:
    """The unit that a table's head gives its cells ("Anlæg, mio. kr."), its family and what the
    cells are multiplied by."""
    if money := _HEAD_MONEY.search(head):
        scale = _SCALES.get((money["scale"] or "").lower().rstrip(".")[:3], 1.0)
        unit = "kr."
        if rate := rate_at(head, money.end(), len(head)):
            unit = f"kr. pr. {rate[0]}"
        elif per := _HEAD_PER.search(head):
            unit = f"kr. pr. {per[1].lower()}"
        elif _HEAD_DAY.search(head):
            unit = "kr. pr. døgn"
        return unit, "money", scale
    if _HEAD_PERCENT.search(head):
        return "%", "percent", 1.0
    if takst := _HEAD_TAKST.search(head):
        return ("kr. pr. døgn" if takst["day"] else "kr."), "money", 1.0
    return None


_SCALES = {"mio": 1e6, "mil": 1e6, "mia": 1e9, "t": 1e3, "tus": 1e3, "100": 1e3, "1.0": 1e3}
_HEAD_MONEY = re.compile(
    r"(?P<scale>\b(?:mio|mill|mia|t|tusind|1\.?000)\b\.?\s?)?(?:\bt?kr\b\.?|\bkroner\b|\bDKK\b)",
    re.IGNORECASE,
)
_HEAD_PERCENT = re.compile(
    r"%|\bpct\b|procent|\bandel\b|belægning(?:sgrad)?\b|udnyttelsesgrad", re.IGNORECASE
)
_HEAD_TAKST = re.compile(
    r"(?P<day>døgn-?takst|takst\w* pr\.? døgn|døgnpris)|\btakst|\bpris\b|\bbeløb\b|udgift|indtægt|"
    r"\bbudget|regnskab",
    re.IGNORECASE,
)
_HEAD_DAY = re.compile(r"døgn-?(?:takst|pris)", re.IGNORECASE)
_HEAD_PER = re.compile(r"\bpr\.?\s([a-zæøå]+)", re.IGNORECASE)
