"""The titles in running text: where each ends, told by the agenda, by repetitions, by the label
after it, or by its words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from os.path import commonprefix

from rapidfuzz import fuzz

from ingest.splitting.candidates import clean_title
from ingest.splitting.openings import Opening
from ingest.splitting.title_end import ordinary_words, title_end

_SAMPLE = 300_000
_LONGEST_TITLE = 240
_LONGEST_ENTRY = 260
_MOST_WORDS = 60
_LEAST_ALIKE = 88
_FEWEST_WORDS_ALIKE = 3
_LEAST_COMMON = 0.5
_MOST_COMPARED = 6
_BELOW_TITLE = ("label", "part", "text")
_ENDED = re.compile(r"[.!?:][\"”'’»)]*\s*$")
# "27.00.00-A00-12-18", "Sagsnr. 2019-012345".
_CASE_NUMBER = re.compile(
    r"\s(?:(?:sags?(?:nr|nummer)?|j(?:ournal)?\.?nr|dok\.?nr)\.?:?\s)?"
    r"(?:\d{2}\.\d{2}\.\d{2}[\w.-]*|[A-Z]{0,4}-?\d{2,4}[/-]\d{5,})$",
    re.IGNORECASE,
)
_LEADER = re.compile(r"[.…]{3,}\s*\d{1,3}$")
_PAGE = re.compile(r"[.…\s]*\d{1,3}")
_WORD = re.compile(r"\S+")
_SPACE = re.compile(r"\s*")


class RunningTitles:
    """Where the titles of a text end."""

    def __init__(self, text: str, openings: Sequence[Opening]) -> None:
        self._text = text
        self._ordinary = ordinary_words(text[:_SAMPLE])
        self._by_number: dict[int, list[Opening]] = {}
        for opening in openings:
            if opening.mark.kind == "number":
                self._by_number.setdefault(opening.mark.number, []).append(opening)

    def ends(self, opening: Opening) -> list[int]:
        """Where the title that a mark opens ends, and then each repetition of it; of a label or a
        rule the end of the mark itself."""
        text, start = self._text, opening.mark.after
        stop = start + len(text[start : opening.stop].rstrip())
        if opening.mark.kind in ("label", "rule", "text") or stop <= start:
            return [start]
        if opening.mark.kind == "part":
            return [stop]
        if text.startswith("**", opening.mark.start):
            closing = text.find("**", start, min(stop, start + _LONGEST_TITLE))
            if closing >= 0:
                return [*_copies(text, text[start:closing].strip(), closing + 2, stop)]
        places = self._places(opening)
        words = [text[slice(*place)] for place in places]
        repeated = _repetitions(words)
        if repeated:
            return [places[at - 1][1] for at in repeated]
        known = self._known(opening, words) if opening.mark.kind == "number" else 0
        end = places[known - 1][1] if known else start
        short = stop - start <= _LONGEST_ENTRY
        if short and (
            _LEADER.search(text, start, stop) or (known and _PAGE.fullmatch(text, end, stop))
        ):
            return [stop]
        before_label = opening.stopped_by is not None and opening.stopped_by.kind in _BELOW_TITLE
        if before_label and stop - start <= _LONGEST_TITLE and not _ENDED.search(text, end, stop):
            case_number = _CASE_NUMBER.search(text, start, stop)
            return [case_number.start() if case_number else stop]
        return [end if known else title_end(text, start, stop, self._ordinary)]

    def _places(self, opening: Opening) -> list[tuple[int, int]]:
        words = _WORD.finditer(self._text, opening.mark.after, opening.stop)
        return [match.span() for match in islice(words, _MOST_WORDS)]

    def _entry(self, opening: Opening) -> list[str]:
        """The words of what may be an entry of the agenda: all that stands before the next
        number."""
        stopped_by = opening.stopped_by
        if stopped_by is not None and stopped_by.kind not in ("number", "rule"):
            return []
        if opening.stop - opening.mark.after > _LONGEST_ENTRY:
            return []
        return clean_title(self._text[opening.mark.after : opening.stop]).split()

    def _known(self, opening: Opening, words: Sequence[str]) -> int:
        """How many of the words are a title by what follows the same number elsewhere: the agenda
        gives the item's, and the item confirms the agenda's."""
        entry = self._entry(opening)
        for other in self._by_number[opening.mark.number][:_MOST_COMPARED]:
            if other.mark.start < opening.mark.start:
                length = _matching(self._entry(other), words)
            elif other.mark.start > opening.mark.start and entry:
                others = [self._text[a:b] for a, b in self._places(other)]
                length = len(words) if _matching(entry, others) else 0
            else:
                continue
            if length:
                return length
        return 0


def _copies(text: str, title: str, end: int, stop: int) -> Iterator[int]:
    """``end``, and where each repetition of the title right after it ends."""
    yield end
    while title and (copy := _SPACE.match(text, end)) and text.startswith(title, copy.end()):
        end = copy.end() + len(title)
        if end > stop:
            return
        yield end


def _bare(words: Sequence[str]) -> list[str]:
    return [word.strip(".,:;\"”“'’()*_").casefold() for word in words]


def _repetitions(words: Sequence[str]) -> list[int]:
    """After how many words the title that opens ``words`` ends, and each time it comes again;
    empty where it does not."""
    bare = _bare(words)
    for length in range(1, len(bare) // 2 + 1):
        times = 1
        if words[length][:1].isupper() != words[0][:1].isupper():
            continue  # The title's own words, not all of it again.
        while bare[times * length : (times + 1) * length] == bare[:length]:
            times += 1
        if times > 1 and (length > 1 or (times == len(bare) and len(set(words)) == 1)):
            return [length * n for n in range(1, times + 1)]
    return []


def _matching(entry: Sequence[str], words: Sequence[str]) -> int:
    """How many of the words an entry of the agenda matches; 0 where it does not."""
    for listed in (entry, entry[:-1]) if entry and entry[-1].isdigit() else (entry,):
        if listed and _bare(listed) == _bare(words[: len(listed)]):
            return len(listed)
    if len(entry) < _FEWEST_WORDS_ALIKE:
        return 0
    common = len(commonprefix([_bare(entry), _bare(words)]))
    if common >= max(_FEWEST_WORDS_ALIKE, _LEAST_COMMON * len(entry)):
        return common  # The agenda says more: who speaks, and for how long.
    joined = " ".join(entry).casefold()
    lengths = range(max(1, len(entry) - 3), min(len(words), len(entry) + 8) + 1)
    scored = [(fuzz.ratio(joined, " ".join(words[:n]).casefold()), -n) for n in lengths]
    score, length = max(scored, default=(0.0, 0))
    return -length if score >= _LEAST_ALIKE else 0
