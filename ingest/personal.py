"""Personal data, masked before a text is stored anywhere: CPR numbers, phone numbers, and private
persons' mail addresses."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from corpus.records import Span
from ingest.phone_numbers import phone_numbers

MASK = "•"

_DASH = r"(?:[-‐‑‒–—−\u00ad]|&(?:nbsp|ndash|mdash|minus|shy|#\d{2,4});)"
_SPACE = r"[ \u00a0\u2000-\u200b\u202f\u2060]"
# Six digits and four: together, with a dash (a line may break after it), or with a space. Ten in a
# row are masked too: few others begin with a date, and a number missed is a leak.
_CPR = re.compile(
    rf"(?<![\d+])(?P<day>\d\d)(?P<month>\d\d)(?P<year>\d\d)"
    rf"(?:{_SPACE}{{0,2}}{_DASH}{_SPACE}{{0,2}}|{_DASH}{_SPACE}?\n{_SPACE}?|[_./]|{_SPACE}{{0,2}})"
    r"\d{4}(?!\d)"
)
# The date with separators of its own, or with its century: a dash must join the four digits.
_CPR_WITH_DATE = re.compile(
    r"(?<!\d)(?P<day>\d\d)(?P<gap>[-./ ]?)(?P<month>\d\d)(?P=gap)(?:19|20)?(?P<year>\d\d)"
    rf"{_DASH}\d{{4}}(?!\d)"
)
# Whatever else a number may look like that stands after the word.
_CPR_AFTER_CUE = re.compile(
    r"(?<!\d)(?:"
    r"(?P<day>\d\d)[-./\s]{0,2}(?P<month>\d\d)[-./\s]{0,2}(?P<year>\d\d)[-‐‑–—\s]{1,3}"
    r"\d\d[ ]?\d\d|"
    r"(?P<day2>\d\d)[-./ ]?(?P<month2>\d\d)[-./ ]?(?:19|20)(?P<year2>\d\d)[-‐‑–—\s]{0,3}\d{4}|"
    r"(?P<day3>\d[ ]\d)[ ](?P<month3>\d[ ]\d)[ ](?P<year3>\d[ ]\d)[ ](?:[-–][ ])?\d(?:[ ]\d){3}"
    r")(?!\d)"
)
_CUE = re.compile(r"cpr|person[ -]?(?:nr|nummer)", re.IGNORECASE)
_CUE_REACHES = 60
_LONGEST_CPR = 25

_AT = re.compile(r"\s{0,2}(?:@|[(\[{]\s?(?:at|@|snabel-?a)\s?[)\]}])\s{0,2}", re.IGNORECASE)
_LOCAL_PART = re.compile(r"[\w.+%'\-\u0300-\u036f•]{1,64}")
# Where private persons have their mail; every other address is an official's.
_PROVIDERS = """
    gmail.com googlemail.com hotmail.* outlook.* live.* msn.com msn.dk passport.com yahoo.*
    ymail.com rocketmail.com icloud.com me.com mac.com protonmail.com protonmail.ch proton.me pm.me
    tutanota.com tuta.io gmx.* web.de t-online.de aol.* mail.com mail.ru zoho.com fastmail.com
    inbox.com yandex.* hushmail.com telia.com bredband.net online.no
    mail.dk e-mail.dk email.dk jubii.dk jubiimail.dk ofir.dk privat.dk private.dk youmail.dk
    webspeed.dk stofanet.dk tdcadsl.dk tdcspace.dk get2net.dk tele.dk tele2adsl.dk cybercity.dk
    city.dk sol.dk worldonline.dk wanadoo.dk tiscali.dk opasia.dk teliamail.dk mobilixnet.dk
    adslhome.dk adsl.dk dbmail.dk dlgmail.dk dlgpost.dk dsa-net.dk esenet.dk fasttvnet.dk
    fiberpost.dk fibermail.dk profibermail.dk waoomail.dk altiboxmail.dk energimail.dk galnet.dk
    gvdnet.dk hafnet.dk kabelmail.dk kabelnettet.dk mailme.dk nal-net.dk ny-post.dk nypost.dk
    oncable.dk paradis.dk turbopost.dk webnetmail.dk yousee.dk youseemail.dk bbsyd.dk comxnet.dk
"""
_DOMAIN = re.compile(
    r"(?:[\w-]{1,63}\.){0,2}(?:"
    + "|".join(re.escape(p).replace(r"\*", r"(?:co\.)?[a-z]{2,4}") for p in _PROVIDERS.split())
    + r")(?![\w-])",
    re.IGNORECASE,
)
_LETTER_OR_DIGIT = re.compile(r"[^\W_]|[\u0300-\u036f]")


@dataclass(frozen=True, slots=True)
class Masked:
    """A text, as long as it was, and how much of each kind is masked in it."""

    text: str
    cpr: int
    phones: int
    emails: int


def mask(text: str, show_contacts: bool = False) -> Masked:
    """``text`` with "•" for every letter and digit of its personal data; nothing moves.

    CPR numbers are always masked; phone numbers and mail addresses at providers for private persons
    unless ``show_contacts``. Takes linear time.
    """
    text, cpr = _covered(text, _cpr_numbers(text))
    if show_contacts:
        return Masked(text, cpr, 0, 0)
    # Numbers first: a mail address beside one tells that it is a phone's.
    phones = phone_numbers(text)
    emails = list(_private_addresses(text))
    text, count = _covered(text, emails)
    text, _ = _covered(text, phones)
    return Masked(text, cpr, len(phones), count)


def _covered(text: str, spans: Iterable[Span]) -> tuple[str, int]:
    """``text`` with its letters and digits inside ``spans`` (in order) masked, and their number."""
    parts: list[str] = []
    count = at = 0
    for span in spans:
        parts += text[at : span.start], _LETTER_OR_DIGIT.sub(MASK, text[span.start : span.end])
        at = span.end
        count += 1
    return "".join([*parts, text[at:]]), count


def _is_date(day: str, month: str, year: str) -> bool:
    """Whether the three begin a CPR number; 60 is added to the day of an administrative one."""
    if not 1 <= int(month) <= 12:
        return False
    # Which century is told by a later digit; a 29th of February passes in either.
    _, days = monthrange(2000 + int(year), int(month))
    return 1 <= int(day) <= days or 61 <= int(day) <= 60 + days


def _cpr_numbers(text: str) -> list[Span]:
    """The CPR numbers, in order; what could be read as two that overlap is masked as one."""
    found = [
        Span(match.start(), match.end())
        for pattern in (_CPR, _CPR_WITH_DATE)
        for match in pattern.finditer(text)
        if _is_date(match["day"], match["month"], match["year"])
    ]
    joined: list[Span] = []
    for span in sorted([*found, *_cpr_after_cues(text)], key=lambda span: span.start):
        if joined and span.start < joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return joined


def _cpr_after_cues(text: str) -> Iterator[Span]:
    """Those that only a cue tells of. Nothing is looked at twice, however close the cues stand."""
    at = 0
    for cue in _CUE.finditer(text):
        limit = cue.end() + _CUE_REACHES
        for match in _CPR_AFTER_CUE.finditer(text, max(at, cue.end()), limit + _LONGEST_CPR):
            fields = [group.replace(" ", "") for group in match.groups() if group is not None]
            if match.start() < limit and _is_date(*fields):
                yield Span(match.start(), match.end())
        at = limit


def _private_addresses(text: str) -> Iterator[Span]:
    last = 0
    for at in _AT.finditer(text):
        domain = _DOMAIN.match(text, at.end())
        if domain is None:
            continue
        # The name is read backwards from the @: every character is looked at once.
        name = _LOCAL_PART.match(text[max(last, at.start() - 64) : at.start()][::-1])
        if name is not None:
            last = domain.end()
            yield Span(at.start() - name.end(), last)
