"""Sentences of official Danish: where they begin and end, as spans of the text they stand in.

Minutes mix running text with lists, tables and lines that a converter broke in the middle of a
sentence. A sentence here is what a reader would quote alone: a sentence of running text, a list
item, or a table row. Headings between them are told apart.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import takewhile
from typing import Literal

UnitKind = Literal["sentence", "item", "row", "heading"]

_BULLET = re.compile(r"^\s*(?:[-–—•·○▪*]|\(?[0-9a-zæøå]{1,2}\)|\d{1,2}\.)\s+(?=\S)")
_TAG = re.compile(r"</?(?:p|ul|ol|li|br|div|td|tr|table)\b[^<>]*>", re.IGNORECASE)
# A row of a table that was flattened to spaces: it ends in two or more numbers.
_NUMBERS = re.compile(r"(?:^|\s)[\d.,]*\d%?\*?(?:\s+[\d.,]*\d%?\*?)+$")
_FINITE_VERB = re.compile(
    r"\b(?:er|var|blev|bliver|har|havde|skal|skulle|vil|ville|kan|kunne|bør|må|tog|gav|får|fik|"
    r"[a-zæøå]{3,}(?:ede|te|es))\b"
)
# What was decided is often said without a verb: "Ad 1: Godkendt", "Udsat".
_DECISION = re.compile(
    r"Ad\.? (?:\d|[A-Z]\b)|(?:.*\b)?(?i:godkendt|tiltrådt|vedtaget|udsat|drøftet|besluttet|afvist|"
    r"taget til efterretning)\.?$"
)
_LONGEST_HEADING = 130
# How far back the end of a text is looked at: all of it each time would take too long.
_LOOK_BACK = 300
# A list that a converter ran together into the sentence before it: "… indstiller: – at X – at Y".
_RUN_TOGETHER = re.compile(r"\s(?=[-–•▪]\s(?:at\b|[A-ZÆØÅ\"“]))")
_LONG_SENTENCE = 240
_FEWEST_RUN_TOGETHER = 2
_TERMINAL = re.compile(r"[.!?:;…][\"”'’»«)\]]*$")
_BOUNDARY = re.compile(r"[.!?…]+[\"”'’»«)\]]*(\s+)(?=[\"“”'‘»«(§]*[A-ZÆØÅ0-9])")
_LAST_WORD = re.compile(r"([^\s(\"“”»«]+)[.!?…]+[\"”'’»«)\]]*$")
_MONTH = re.compile(
    r"(?:jan(?:uar)?|feb(?:ruar)?|mar(?:ts)?|apr(?:il)?|maj|juni?|juli?|aug(?:ust)?|sep(?:tember)?|"
    r"okt(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b",
    re.IGNORECASE,
)
# After these a full stop never ends the sentence.
_NEVER_LAST = {
    "ca",
    "bl.a",
    "f.eks",
    "fx",
    "eks",
    "jf",
    "jvf",
    "pr",
    "nr",
    "stk",
    "d",
    "kl",
    "hhv",
    "dvs",
    "vedr",
    "ift",
    "inkl",
    "ekskl",
    "incl",
    "mhp",
    "st",
    "chr",
    "sct",
    "skt",
    "dr",
    "hr",
    "fr",
    "cand",
    "afd",
    "kap",
    "pkt",
    "tlf",
    "ref",
    "red",
    "sml",
    "ad",
    "art",
    "evt",
    "max",
    "min",
    "gns",
    "p.t",
    "pt",
    "sen",
    "jr",
    "bek",
    "lbk",
    "s",
    "sagsnr",
    "tlf.nr",
    "forts",
    "primo",
    "i.f.t",
    "m.h.p",
    "if",
    "ang",
    "adm",
    "alm",
}
# These may end a sentence, when a new one plainly begins (a capital letter, not a number).
_SELDOM_LAST = {
    "kr",
    "mio",
    "mia",
    "mv",
    "m.v",
    "m.m",
    "mm",
    "m.fl",
    "mfl",
    "osv",
    "pct",
    "etc",
    "kl",
    "o.l",
    "o.a",
    "år",
    "aut",
}


@dataclass(frozen=True, slots=True)
class Sentence:
    """A unit of text at ``[start, end)`` of the text it was found in."""

    start: int
    end: int
    kind: UnitKind


def _ends_sentence(before: str, after: str) -> bool:
    last = _LAST_WORD.search(before)
    if last is None:
        return True
    word = last.group(1).strip(".").casefold()
    mark = before.rstrip("\"”'’»«)]")[-1]
    if mark in "!?…":
        return True
    if word in _NEVER_LAST and last.group(1) != "KL":
        return False
    if word in _SELDOM_LAST:
        return not after[:1].isdigit()
    if re.fullmatch(r"[a-zæøå]", word):
        # An initial ("Ib D. Schultz"), not the end of "… gruppe B."
        return not re.search(r"[A-ZÆØÅ][\w-]+ [A-ZÆØÅ]\.$", before)
    if re.fullmatch(r"\d{1,2}", word) and (
        # A date, or a number inside a running enumeration: "…, 8. Takstlofter, 9. Eftersyn".
        _MONTH.match(after) or re.search(r"[,;:]\s+\d{1,2}\.$", before)
    ):
        return False
    return not re.fullmatch(r"\W*\d{1,2}\.", before)


def _in_paragraph(text: str, start: int, end: int, kind: UnitKind) -> list[Sentence]:
    """The sentences of ``text[start:end]``, a paragraph or a list item."""
    sentences: list[Sentence] = []
    first = start
    for match in _BOUNDARY.finditer(text, start, end):
        stop = match.start(1)
        before = text[max(first, stop - _LOOK_BACK) : stop]
        if _ends_sentence(before, text[match.end() : match.end() + 12]):
            sentences.extend(_with_list(text, first, stop, kind))
            first = match.end()
    if first < end:
        sentences.extend(_with_list(text, first, end, kind))
    return sentences


def _with_list(text: str, start: int, end: int, kind: UnitKind) -> list[Sentence]:
    """A sentence, and as items the list that was run together with it."""
    marks = list(_RUN_TOGETHER.finditer(text, start, end)) if end - start > _LONG_SENTENCE else []
    if len(marks) < _FEWEST_RUN_TOGETHER:
        return [Sentence(start, end, kind)]
    stops = [*(mark.start() for mark in marks), end]
    lead = Sentence(start, stops[0], kind)
    return [lead, *(Sentence(a.end(), b, "item") for a, b in zip(marks, stops[1:], strict=True))]


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _pieces(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The lines of ``text[start:end]``, cut at block tags too; blank ones left out."""
    pieces: list[tuple[int, int]] = []
    at = start
    for line in text[start:end].split("\n"):
        cut = 0
        for tag in _TAG.finditer(line):
            pieces.append(_trim(text, at + cut, at + tag.start()))
            cut = tag.end()
        pieces.append(_trim(text, at + cut, at + len(line)))
        at += len(line) + 1
    return [(a, b) for a, b in pieces if a < b and re.search(r"\w", text[a:b])]


def _is_heading(line: str) -> bool:
    """Whether a line on its own reads as a heading; one that could be a statement does not."""
    return (
        len(line) <= _LONGEST_HEADING
        and line[0].isupper()
        and not _TERMINAL.search(line)
        and not line.endswith(",")
        and not _BULLET.match(line)
        and not _FINITE_VERB.search(line)
        and not _DECISION.match(line)
    )


def _is_row(line: str) -> bool:
    return (
        "\t" in line
        or line.count("|") >= 2
        or (bool(_NUMBERS.search(line, max(0, len(line) - _LOOK_BACK))) and not _BULLET.match(line))
    )


def _leads_in_to(line: str) -> bool:
    """Whether a line is what one that ends in a colon introduces: an item, a row, or text that
    goes on in lower case."""
    return bool(_BULLET.match(line)) or _is_row(line) or line[:1].islower()


def _goes_on(text: str, found: list[Sentence], line: str) -> bool:
    """Whether a row is the rest of the one before it, broken inside a cell: in lower case, and the
    two together with as many cells as the table's first row."""
    if not line[0].islower():
        return False
    rows = list(takewhile(lambda sentence: sentence.kind == "row", reversed(found)))
    if len(rows) < 2:
        return False
    last, first = (text[row.start : row.end].count("\t") for row in (rows[0], rows[-1]))
    return last + line.count("\t") == first > 0


def split_sentences(text: str, start: int = 0, end: int | None = None) -> list[Sentence]:
    """The sentences, list items, table rows and headings of ``text[start:end]``, in order.

    A line that ends without a full stop and goes on in lower case on the next one, also over a
    blank line, is one sentence; its span then holds the line break. The last line is no heading,
    since nothing stands below it.
    """
    found: list[Sentence] = []
    paragraph: tuple[int, int] | None = None
    pieces = _pieces(text, start, len(text) if end is None else end)

    def close(below: str) -> None:
        """End the paragraph; ``below`` is the line under it, empty under the last one."""
        nonlocal paragraph
        if paragraph is not None:
            line = text[slice(*paragraph)]
            alone = line[:-1] if line.endswith(":") and not _leads_in_to(below) else line
            if below and _is_heading(alone):
                found.append(Sentence(*paragraph, "heading"))
            else:
                kind: UnitKind = "item" if _BULLET.match(line) else "sentence"
                found.extend(_in_paragraph(text, *paragraph, kind))
        paragraph = None

    for first, last in pieces:
        line = text[first:last]
        if _is_row(line):
            close(line)
            if found and _goes_on(text, found, line):
                found[-1] = Sentence(found[-1].start, last, "row")
            else:
                found.append(Sentence(first, last, "row"))
        elif (
            paragraph is not None
            and line[0].islower()
            and not _BULLET.match(line)
            and not _TERMINAL.search(
                text, max(paragraph[0], paragraph[1] - _LOOK_BACK), paragraph[1]
            )
        ):
            paragraph = (paragraph[0], last)
        else:
            close(line)
            paragraph = (first, last)
    close("")
    return found
