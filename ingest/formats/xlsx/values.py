"""A cell's value as Excel shows it in Denmark, by its number format.

The codes are those of ECMA-376, Part 1, 18.8.31 (number formats), as far as tables of minutes use
them: figures, percentages, amounts, dates and times.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from corpus.dates import MONTHS

_WEEKDAYS = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")
_GENERAL_DIGITS = 11
_MOST_DECIMALS = 15
# Excel stores the system's own short date under these codes, whatever the system is.
_SYSTEM_DATES = {
    "mm-dd-yy": "dd-mm-yyyy",
    "m/d/yy": "dd-mm-yyyy",
    "m/d/yyyy": "dd-mm-yyyy",
    "m/d/yy h:mm": "dd-mm-yyyy hh:mm",
}
_CURRENCY = re.compile(r"\[\$([^\]-]*)(?:-[^\]]*)?\]")
_BRACKETS = re.compile(r"\[(?!h+\]|m+\]|s+\])[^\]]*\]", re.IGNORECASE)
_DATE_CODE = re.compile(
    r'"([^"]*)"|\\(.)|\[(h+|m+|s+)\]|(am/pm|a/p|y+|m+|d+|h+|s+)|(.)', re.IGNORECASE | re.DOTALL
)
_DIGITS = re.compile(r"[0#?](?:[0#?,.]*[0#?])?,*")
_PLAIN = re.compile(r"general|standard|@", re.IGNORECASE)
_SCIENCE_OR_FRACTION = re.compile(r"E[+-]|/", re.IGNORECASE)
_LITERAL = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|([^"\\_*])', re.DOTALL)


def shown(value: object, code: str) -> str:
    """``value`` of a cell whose number format is ``code``; "" for an empty one."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "SAND" if value else "FALSK"
    if isinstance(value, (dt.datetime, dt.date, dt.time)):
        return _moment(value, code)
    if isinstance(value, dt.timedelta):
        minutes = round(value.total_seconds() / 60)
        return f"{minutes // 60}:{minutes % 60:02}"
    if isinstance(value, (int, float)):
        return _number(value, code)
    return str(value)


def _number(value: int | float, code: str) -> str:
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return str(value)
    if not number.is_finite():
        return str(value)
    section, number = _section(_BRACKETS.sub("", _CURRENCY.sub(r'"\1"', code)), number)
    digits = _DIGITS.search(_without_literals(section))
    if digits is None:
        words = _literals(section).strip()
        return words if words and not _PLAIN.search(section) else _general(number)
    if _SCIENCE_OR_FRACTION.search(_without_literals(section)):
        return _general(number)
    places = digits[0]
    number *= Decimal(100) ** _without_literals(section).count("%")
    number /= Decimal(1000) ** (len(places) - len(places.rstrip(",")))
    whole, _, decimals = places.rstrip(",").partition(".")
    figures = _figures(number, whole, decimals)
    before, after = section[: digits.start()], section[digits.end() :]
    return f"{_literals(before)}{figures}{_literals(after)}".strip()


def _section(code: str, number: Decimal) -> tuple[str, Decimal]:
    """The part of a format that holds for a number, and the number as that part shows it."""
    sections = re.findall(r'(?:"[^"]*"|\\.|[^;"\\])+', code) or [code]
    if number < 0 and len(sections) > 1:
        return sections[1], -number
    if number == 0 and len(sections) > 2:
        return sections[2], number
    return sections[0], number


def _without_literals(section: str) -> str:
    """``section`` with its literal text as spaces, so that places stay."""
    return re.sub(r'"[^"]*"|\\.|_.|\*.', lambda match: " " * len(match[0]), section)


def _literals(part: str) -> str:
    return "".join(m[1] or m[2] or (m[3] or "") for m in _LITERAL.finditer(part))


def _figures(number: Decimal, whole: str, decimals: str) -> str:
    least = decimals.count("0")
    most = min(len(decimals), _MOST_DECIMALS)
    rounded = number.quantize(Decimal(1).scaleb(-most), ROUND_HALF_UP)
    sign, text = "-" if rounded < 0 else "", f"{abs(rounded):f}"
    left, _, right = text.partition(".")
    right = right[:least] + right[least:].rstrip("0")
    left = left.lstrip("0").rjust(whole.count("0"), "0")
    if "," in whole:
        left = f"{int(left or 0):,}".replace(",", ".")
    return f"{sign}{left}{',' if right else ''}{right}" if left or right else "0"


def _general(number: Decimal) -> str:
    """A number without a format: no more digits than a column shows, a comma before decimals."""
    if number == number.to_integral_value() and abs(number) < 10**15:
        return f"{int(number)}"
    text = f"{float(number):.{_GENERAL_DIGITS - 1}g}"
    return text.replace(".", ",")


def _moment(value: dt.datetime | dt.date | dt.time, code: str) -> str:
    code = _BRACKETS.sub("", _SYSTEM_DATES.get(code.lower(), code)).split(";")[0]
    if not re.search("[ymdhs]", _without_literals(code), re.IGNORECASE):
        code = "dd-mm-yyyy" if isinstance(value, dt.date) else "hh:mm"
    tokens = list(_DATE_CODE.finditer(code))
    pieces: list[str] = []
    for at, token in enumerate(tokens):
        literal = token[1] if token[1] is not None else token[2]
        unit = (token[3] or token[4] or "").lower()
        if literal is not None:
            pieces.append(literal)
        elif unit:
            pieces.append(_unit(value, unit, _is_minute(tokens, at)))
        else:
            pieces.append(token[5])
    return "".join(pieces).strip()


def _is_minute(tokens: list[re.Match[str]], at: int) -> bool:
    """Whether an "m" is of minutes: it stands after hours or before seconds."""
    units = [(i, (t[3] or t[4] or "").lower()[:1]) for i, t in enumerate(tokens)]
    before = next((u for i, u in reversed(units) if i < at and u and u != "a"), "")
    after = next((u for i, u in units if i > at and u), "")
    return before == "h" or after == "s"


def _unit(value: dt.datetime | dt.date | dt.time, unit: str, is_minute: bool) -> str:
    date = value if isinstance(value, dt.date) else dt.date(1900, 1, 1)
    time = value.time() if isinstance(value, dt.datetime) else value
    time = time if isinstance(time, dt.time) else dt.time()
    kind, long = unit[0], len(unit)
    if kind == "y":
        return f"{date.year:04}" if long > 2 else f"{date.year % 100:02}"
    if kind == "m" and not is_minute:
        name = MONTHS[date.month - 1]
        return {1: f"{date.month}", 2: f"{date.month:02}", 3: name[:3]}.get(long, name)
    if kind == "d":
        name = _WEEKDAYS[date.weekday()]
        return {1: f"{date.day}", 2: f"{date.day:02}", 3: name[:3]}.get(long, name)
    if kind == "a":
        return ""
    number = {"h": time.hour, "m": time.minute, "s": time.second}[kind]
    return f"{number:02}" if long > 1 else f"{number}"
