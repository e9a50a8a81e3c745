"""What kind of statement a quote makes, told from its wording alone."""

from __future__ import annotations

import datetime as dt
import re

from corpus.dates import MONTHS, find_dates

_FEWEST_WORDS = 6
_MOST_FIGURES = 4
_WORDS_A_FIGURE = 3
# What points back at a sentence that the reader of a lone quote cannot see.
_POINTS_BACK = re.compile(
    r"(?:det|dette|denne|disse|den(?= (?:er|var|har|vil|kan|skal|blev|bliver|skyldes)\b)|"
    r"de(?= (?:er|har|vil|kan|skal|to|tre|fire|fem|sidste|første)\b)|"
    r"her|herfor|heraf|hertil|herefter|herudover|derefter|derfor|dermed|derudover|"
    r"deraf|hermed|desuden|efterfølgende|endvidere|dog|også|samtidig|subsidiært|begge|han|hun|"
    r"som nævnt|i stedet|til gengæld|omvendt|ligeledes|ventelisten|ordningen|"
    r"ønsket|forslaget|fristen|"
    r"(?:to|tre|fire|fem|seks|syv|otte|ni|ti|\d+) (?:er|var|har)|"
    r"(?:\S+ ){1,4}(?:af|for) (?:dem|disse)|.*\bden (?:første|anden|sidste) del)\b",
    re.IGNORECASE,
)
# What says only that the matter is on the agenda.
_ANNOUNCES = re.compile(
    r"\b(?:sagen (?:handler|drejer sig) om|skal tages? stilling|tager? stilling til|"
    r"orienterer? om|orienteres|præsenter\w+|vedlagt|vedlægges|henvises|fremgår af|drøftes|"
    r"blev drøftet|fremlægger (?:status|belægning))\b",
    re.IGNORECASE,
)
_LISTED = re.compile(r"\(?(?:\d{1,2}|[a-zA-Z])[.)]")
_DECIDES = re.compile(
    r"\b(?:besluttede|beslutte[rt]|godkend\w+|tilslut\w+|tiltrå\w+|vedt[ao]g\w*|anbefal\w+|"
    r"bakke\w* op|støtte(?:r|de)|sagde (?:ja|nej)|gik imod|afvis\w+|fraråd\w+|fastholde?[rt]|"
    r"fandt|ønsker|ønskede|enige?|enighed|uenig\w*|udsat|udsatte|udsk[øy]d\w*|indstill\w+|"
    r"til efterretning|give(?:r|t)? tilsagn|accepterer|accepterede|opfordrer|opfordrede|"
    r"forkast\w+|imødekom|ændrede|ændres)\b",
    re.IGNORECASE,
)
_PROMISES = re.compile(
    r"\b(?:senest|frist(?:en)?|inden (?:den|udgangen|sommer\w*|årsskiftet|nytår|jul|\d)|forelægges|"
    r"fremlægge[rs]?|tovholder\w*|udarbejder|udarbejdes|behandles|sendes|vender tilbage|"
    r"(?:på|til) (?:det )?(?:næste|kommende) møde|drøftes (?:igen|på)|genoptages|tager sagen op|"
    r"gør status|følge[rs] op|følges|evalueres|indkalder|inviterer|skriver|primo|medio|ultimo)\b",
    re.IGNORECASE,
)
_MONEY_OR_SHARE = re.compile(
    r"\d\s*(?:mio|mia|kr|t\.?kr|pct|procent|%|‰)(?!\w)|kroner\b", re.IGNORECASE
)
_MONTH = re.compile(rf"\b({'|'.join(MONTHS)}) ((?:19|20)\d\d)\b", re.IGNORECASE)
_NO_FIGURE = re.compile(
    r"\b\d{1,2}\.(?= (?-i:[a-zæøå]))|(?m:^\s*\(?\d{1,2}[.)]\s)|"
    r"§+\s*\d+\w?|\bstk\.\s*\d+|\b(?:punkt|dagsordenspunkt|bilag|nr\.|kapitel|fase|spor|type)\s*\d+\w?|"
    rf"\b\d{{1,2}}\.?\s*(?:{'|'.join(MONTHS)})\b(?:\s*\d{{4}})?|"
    r"\b\d{1,2}[./-]\d{1,2}(?:[./-]\d{2,4})?\b|"
    r"\b(?:19|20)\d\d(?:[-–/](?:19|20)?\d\d)?\b",
    re.IGNORECASE,
)


def is_table(text: str) -> bool:
    """Whether a quote holds rows of a table, which read badly between sentences."""
    return "\t" in text or " | " in text


def _is_row(text: str) -> bool:
    """Whether a quote is a row of a table whose columns were lost: mostly figures."""
    return len(re.findall(r"\S*\d\S*", text)) * _WORDS_A_FIGURE > len(text.split())


def tells(text: str) -> bool:
    """Whether a quote tells something where nothing stands before or after it: a whole sentence
    that neither points back, nor leads in to something, nor merely announces it."""
    return (
        len(text.split()) >= _FEWEST_WORDS
        and "\n" not in text
        and not is_table(text)
        and not _is_row(text)
        and not text[0].islower()
        and text[-1] not in ":,;?"
        and not _LISTED.match(text)
        and not _POINTS_BACK.match(text)
        and not _ANNOUNCES.search(text)
    )


def decides(text: str) -> bool:
    """Whether a quote says what somebody decided or stood for."""
    return bool(_DECIDES.search(text))


def counts(text: str) -> bool:
    """Whether a quote holds a figure: an amount, a share or a number of something, not merely a
    date or a paragraph. A quote full of them is a table gone astray."""
    figures = re.findall(r"\d[\d.,]*", _NO_FIGURE.sub(" ", text))
    return 0 < len(figures) <= _MOST_FIGURES


def costs(text: str) -> bool:
    """Whether a quote holds an amount of money or a share."""
    return bool(_MONEY_OR_SHARE.search(text))


def looks_ahead(text: str, date: dt.date | None) -> bool:
    """Whether a quote of minutes from ``date`` says what is to happen, and when or by whom."""
    if _PROMISES.search(text):
        return True
    if date is None:
        return False
    months = (dt.date(int(m[2]), MONTHS.index(m[1].lower()) + 1, 1) for m in _MONTH.finditer(text))
    return any(found.date > date for found in find_dates(text)) or any(m > date for m in months)
