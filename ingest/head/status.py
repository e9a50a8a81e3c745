"""What minutes say of themselves: a draft, approved, or corrected."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.records import Status
from ingest.head.file_name import words_of

# "Udkast til Rammeaftale" is no draft of minutes: the word stands alone, or with what it is of.
_DOCUMENT = r"(?:\w*referat|\w*protokol|\w*dagsorden|udgave|version)(?:et|en)?"
_ALONE = r"\W*{}\W*(?:(?:den|d\.|pr\.|af|på|fra|af\s+\w+)\W*)?(?:\d[\d\s./-]*\w*[\s\d]*)?\W*"
_WORDS: dict[Status, str] = {
    "draft": r"(?:(?:1\.|første|endeligt?)\s+)?(?:udkast|kladde|foreløbigt?)|"
    r"(?:endnu\s+)?ikke\s+(?:endeligt?\s+)?godkendt|ikke-godkendt",
    "approved": r"(?:endeligt\s+)?godkendt(?:\s+og\s+underskrevet)?|endeligt?",
    "corrected": r"korrigeret|rettet|revideret|berigtiget|ændret",
}
_STATED: dict[Status, re.Pattern[str]] = {
    status: re.compile(
        rf"(?:{_ALONE.format(f'(?:{words})')})|.*\b(?:{words})[\s–—:,(-]+(?:til\s+|af\s+)?{_DOCUMENT}\b.*|"
        rf".*\b{_DOCUMENT}\b[^.]{{0,40}}?(?:\b(?:er|blev)\s+|[(\[–:,-]\s*)(?:{words})\b.*",
        re.IGNORECASE,
    )
    for status, words in _WORDS.items()
}
_APPROVED_BY = re.compile(
    r"(?:\w*referatet\s+(?:er|blev)\s+)?godkendt\s+(?:den|d\.|pr\.|af|på)\s.{1,80}", re.IGNORECASE
)
_LATER_VERSION = re.compile(
    r"\b(?:version|udgave|ver\.?|v\.?)\s?(?:[2-9]|1\d)(?:\.\d+)?\b|\b[2-9]\.\s?(?:udgave|version)\b",
    re.IGNORECASE,
)
_IN_NAME: dict[Status, re.Pattern[str]] = {
    "draft": re.compile(r"\b(?:udkast|kladde|draft|foreløbigt?|ikke godkendt)\b", re.IGNORECASE),
    "approved": re.compile(r"\b(?:godkendt|endeligt?|final)\b", re.IGNORECASE),
    "corrected": re.compile(r"\b(?:korrigeret|rettet|revideret|rev)\b", re.IGNORECASE),
}
_STATUSES: tuple[Status, ...] = ("draft", "approved", "corrected")
_WATERMARK = re.compile(r"^[ \t#*]*(?:U\s?D\s?K\s?A\s?S\s?T|IKKE GODKENDT)[ \t*]*$", re.MULTILINE)
_ITEM = re.compile(r"\bgodkendelse\b|^\d+[.)]\s", re.IGNORECASE)
_MINUTES = re.compile(r"referat|protokol|dagsorden", re.IGNORECASE)
_LONGEST_LINE, _LONGEST_NOTE = 160, 60


def minutes_status(lines: Sequence[str], text: str, file_name: str) -> Status | None:
    """The status that the head's ``lines`` state, else a watermark in the text, else the file's
    name; ``None`` where nothing is said.

    A corrected draft is a draft, and a corrected version that is approved is approved.
    """
    own = [
        line
        for line in lines
        if len(line) <= (_LONGEST_LINE if _MINUTES.search(line) else _LONGEST_NOTE)
        and not _ITEM.search(line)
    ]
    for status in _STATUSES:
        if any(_STATED[status].fullmatch(line) for line in own):
            return status
        if status == "draft" and _WATERMARK.search(text):
            return status
        if status == "approved" and any(_APPROVED_BY.fullmatch(line) for line in own):
            return status
    if any(_LATER_VERSION.search(line) for line in own):
        return "corrected"
    name = words_of(file_name)
    for status in _STATUSES:
        if _IN_NAME[status].search(name):
            return status
    return "corrected" if _LATER_VERSION.search(name) else None
