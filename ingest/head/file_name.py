"""What a file's name tells of the meeting: "20200525_DAS_referat.pdf", "Referat KKR Sjælland
2024-03-04.docx"."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Collection
from functools import lru_cache
from pathlib import PurePath

from corpus.dates import find_dates
from corpus.gazetteer import Gazetteer
from corpus.gazetteer_entries import FOLDED_LETTERS
from corpus.records import REGIONS, Entity, Region

_DIGITS = re.compile(r"(?<!\d)(?:\d{8}|\d{6})(?!\d)")
_FORMS_OF_EIGHT = ("%Y%m%d", "%d%m%Y")
_FORMS_OF_SIX = ("%d%m%y", "%y%m%d")
_EARLIEST = 1990


def words_of(file_name: str) -> str:
    """A file's name in words: without its suffix, with spaces for the marks between them."""
    stem = unicodedata.normalize("NFC", PurePath(file_name).stem)
    dates = re.sub(r"(?<!\d)(\d{4})[._](\d\d)[._](\d\d)(?!\d)", r"\1-\2-\3", stem)
    dates = re.sub(r"(?<=\d)_(?=\d)", "-", dates)
    return re.sub(r"[\s_+,;()\[\]]+|(?<=\D)[.-]+|[.-]+(?=\D)", " ", dates).strip()


def date_in(file_name: str, years: Collection[int] = ()) -> dt.date | None:
    """The day in a file's name. Six digits may be read two ways: ``years``, which the document
    names, tell them apart."""
    written = find_dates(words_of(file_name))
    if written:
        return written[0].date
    for digits in _DIGITS.findall(PurePath(file_name).stem):
        forms = _FORMS_OF_EIGHT if len(digits) == 8 else _FORMS_OF_SIX
        days = {day for form in forms if (day := _read(digits, form)) is not None}
        named = {day for day in days if day.year in years}
        if len(named or days) == 1:
            return next(iter(named or days))
    return None


def forum_in(file_name: str, gazetteer: Gazetteer) -> Entity | None:
    """The forum that a file's name holds; the longest name where there are several."""
    name = f" {_folded(words_of(file_name))} "
    found = [
        (len(form), forum)
        for forum in gazetteer.by_kind("forum")
        for form in map(_folded, forum.names)
        if f" {form} " in name
    ]
    return max(found, key=lambda one: one[0])[1] if found else None


def region_in(file_name: str) -> Region | None:
    """The one region that a file's name holds."""
    name = f" {_folded(words_of(file_name))} "
    found = [region for region in REGIONS if f" {_folded(region)} " in name]
    return found[0] if len(found) == 1 else None


@lru_cache(maxsize=4096)
def _folded(text: str) -> str:
    plain = text.casefold().translate(FOLDED_LETTERS)
    return " ".join(re.sub(r"[^a-z0-9]+", " ", plain).split())


def _read(digits: str, form: str) -> dt.date | None:
    try:
        day = dt.datetime.strptime(digits, form).date()
    except ValueError:
        return None
    return day if _EARLIEST <= day.year <= dt.date.today().year + 1 else None
