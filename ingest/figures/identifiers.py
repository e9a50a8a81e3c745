"""Numbers that name something or tell when: they count nothing."""

from __future__ import annotations

import re

from corpus.dates import MONTHS, find_dates, find_days
from corpus.records import Span
from ingest.figures.periods import is_year
from ingest.phone_numbers import phone_numbers

_MONTH = rf"(?:{'|'.join(MONTHS)}|jan|feb|mar|apr|jun|jul|aug|sept?|okt|nov|dec)\b\.?"
_YEAR = r"(?:19|20)\d\d"
_RANGE = (
    r"(?:\s?(?:[-–/]|til|og|,)\s?\d{1,4}"
    r"(?!\d|[.,]\d|\s[a-zæøå]+(?:er|e|tilbud|årsværk|børn|møder)\b|\s?(?:%|pct|kr|mio)))*"
)
# A word that a number after it tells apart from others of its kind ("bilag 5", "domstype 2").
_LABEL = (
    r"(?:(?:under|dagsordens|sags|til|mødeplan|fokus)?punkt(?:erne|er|et)?|pkt|bilag(?:ene)?|nr|"
    r"numre|nummer|"
    r"side|sider|kapitel|kap|afsnit|paragraf|stk|litra|ad|tabel|figur|boks|skema|fase|faserne|spor|"
    r"\w*type[rn]?|\w*niveau|\w*model(?:len)?|\w*scenari(?:e|o)|trin|step|tema|version|udkast|"
    r"\w*område|\w*indsats|delmål|mål|delprojekt|projekt|pulje|kategori|kolonne|række|uge|uger|"
    r"lokale|mødelokale|etage|sal|del|kreds|hold|gruppe|zone|klasse|sag|sagsnr|journalnr|"
    r"j\.?\s?nr|id|edoc|acadre|esdh|cvr|cpr|tlf|telefon|tel|mobil|rum|bygning|opgang|løsning|"
    r"forslag|variant|alternativ|spørgsmål|anbefaling|pejlemærke|princip|milepæl|kriterium|"
    r"lov|lbk|bek|cirkulære|vejledning|bølge|runde|etape|årgang|artikel|art|eksempel|case|gr)"
)
_IDENTIFIERS = re.compile(
    r"https?://\S+|www\.\S+|\S+@\S+|"
    r"[\w\-–]+(?:\.[\w\-–]+)*\.(?:pdf|docx?|xlsx?|pptx?|msg|zip|jpe?g|png|html?)\b|"
    # Laws, cases and what has a number for a name.
    rf"§+\s*\d+\w?{_RANGE}(?:\s?[a-zæø]\b)?|\b(?-i:[LBS])\s?\d{{1,3}}\b|"
    rf"\b{_LABEL}\.?[:\s]?\s?(?:nr\.?\s?)?\d[\d.,\-/]*(?<![.,\-/]){_RANGE}[a-z]?\b"
    r"(?!\s*(?:kr\b|%|pct|procent|mi[ao]\b))|"
    r"\b(?:fase|spor|punkt|model|gruppe|niveau|trin|type|domstype|nummer|nr\.?|kapitel|uge|tema|mål|"
    r"pejlemærke|scenarie)\s(?:to|tre|fire|fem|seks|syv|otte|ni|ti)\b(?!\s[a-zæøå]+(?:er|e)\b)|"
    # English, not the number.
    r"\b(?:face|peer)\sto\s\w+|"
    r"\b\d+\s?\(?(?:§|\.\s?(?:klasse|trin|afdeling)\b)|"
    r"\b\d{6}-\d{4}\b|\b\d{2}/\d{4,6}\b|\b\d{4}-\d{5,}\b|"
    r"\b(?!\d{1,3}(?:\.\d{3})+\b)\d+(?:[./]\d+){2,}\b|\b24/7\b|"
    r"(?-i:\b[A-ZÆØÅ])[\wæøå]*(?:vej|gade|vænge|allé|alle|plads|torv|torvet|stræde|boulevard|parken|"
    r"vang|have)\s\d+\w?\b|"
    r"(?:(?<=,\s)|(?<=\n)|(?<=^))\d{4}(?=\s(?-i:[A-ZÆØÅ])[a-zæøå]+)|"
    # What a table's numbers are in: "(1.000 kr.)".
    r"\((?:i\s|hele\s)?1\.?000\s?kr\.?\)|\bi\s(?:hele\s)?1\.?000\s?kr\b|"
    # Times of day.
    r"\b(?:kl|klokken)\.?\s?\d{1,2}(?:[.:]\d{2})?(?:\s?(?:[-–]|til|og)\s?(?:kl\.?\s?)?\d{1,2}"
    r"(?:[.:]\d{2})?)?|"
    r"\b(?:ved|henad|omkring)\s\d{1,2}-?\s?tiden|(?-i:\b(?!DKK|EUR)[A-ZÆØÅ]{2,})\s\d{1,2}\b(?=\s?(?:[,;)]|\.(?!\d)|$))|"
    r"\b\d{1,2}[.:]\d{2}\s?[-–]\s?\d{1,2}[.:]\d{2}\b|\b\d{1,2}:\d{2}\b|"
    # Days, months, years; what has its place in an order ("3. møde").
    rf"\b\d{{1,2}}\.?\s?(?:[-–]|og|til)\s?\d{{1,2}}\.?\s{_MONTH}(?:\s{_YEAR})?|"
    rf"\b{_MONTH}\s?(?:{_YEAR}|\d\d\b)|\b\d{{1,2}}\.?\s?{_MONTH}|"
    r"\b(?:pr\.|den|d\.|fra|til|inden|senest|ultimo|primo|medio)\s?\d{1,2}(?:[/.]\d{1,2}"
    r"(?:[/.-]\d{2,4})?|-\d{1,2}-\d{2,4})(?!\d|\.\d)|"
    r"\bd(?:en|\.)\s\d{1,2}\.(?!\d)|"
    r"\b(?:forår|sommer|efterår|vinter|jul|årsskifte|primo|medio|ultimo|skoleår)\w*\s\d\d\b|"
    rf"\b{_YEAR}(?:\s?(?:[-–/]|til)\s?{_YEAR}|[-–/]\d\d)\b(?!\.?\d)|"
    rf"\b{_YEAR}\s?[QKH][1-4]\b|\b[QKH][1-4]\b|"
    r"\b\d{1,2}\.(?:\s?(?:[-–]|og|til)\s?\d{1,2}\.)?(?=\s[a-zæøå])(?!\s?(?:mi[ao]|mill|og|på|af|til|i)\b)|"
    r"\bskala(?:en)?\s(?:fra\s)?\d+\s?(?:til|[-–])\s?\d+|"
    r"\b(?:18|19|20)\d\d'?(?:erne)\b|\b[4-9]0'?erne\b|'\d\d\b",
    re.IGNORECASE,
)
_LISTED = re.compile(
    r"(?:^|(?<=[\n\t;:.>]))\s*\(?(?:ad\.?\s)?\d{1,2}(?:\.\d{1,2})*[.)](?=\s+\S)|\(?\b\d{1,2}\)(?=\s)"
)
_SECTION = re.compile(r"^\s*#*\s*\d{1,2}(?:\.\d{1,2})+\.?\s(?=[A-ZÆØÅ])")
_LONE_YEAR = re.compile(r"(?<![\d.,])(?<!kr\.\s)(?:19[5-9]\d|20[0-4]\d)(?![\d%])(?![.,]\d)")


def identifiers(text: str, start: int, end: int) -> list[Span]:
    """The spans of ``text[start:end]`` whose numbers name something, or tell a time: dates and
    years, paragraphs, item and page numbers, phone numbers, addresses, file names, list marks."""
    part = text[start:end]
    spans = [(m.start(), m.end()) for m in _IDENTIFIERS.finditer(part)]
    spans += [(m.start(), m.end()) for m in _LISTED.finditer(part)]
    spans += [(m.start(), m.end()) for m in _SECTION.finditer(part)]
    spans += [(m.start(), m.end()) for m in _LONE_YEAR.finditer(part) if is_year(part, *m.span())]
    spans += [(found.start, found.end) for found in find_dates(part)]
    spans += [(found.start, found.end) for found in find_days(part)]
    spans += [(span.start, span.end) for span in phone_numbers(part)]
    return [Span(start + first, start + last) for first, last in sorted(spans)]
