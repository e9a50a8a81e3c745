"""Paragraphs of laws: "servicelovens § 107", "§§ 107 og 108 i lov om social service"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from corpus.records import Document, Mention

_NUMBER = r"\d{1,3}(?:(?:[a-z]|[ \xa0][a-hj-z])(?![\w.]))?"
_STK = (
    r"(?:,?[ \xa0]?stk\.?[ \xa0]?\d+(?:[ \xa0]?(?:og|-|–)[ \xa0]?\d+)?)?"
    r"(?:,?[ \xa0]?nr\.[ \xa0]?\d+)?"
)
_REFERENCE = re.compile(
    rf"§{{1,2}}[ \xa0]?{_NUMBER}{_STK}"
    rf"(?:(?:,[ \xa0]| og | eller |[ \xa0]?[-–][ \xa0]?| samt )(?:§{{1,2}}[ \xa0]?)?{_NUMBER}{_STK}"
    r"(?![\d.,]*[ \xa0]?(?:%|kr|pct|mio|pladser|borgere|kommuner|år\b)))*"
)
_ONE = re.compile(rf"(?:§{{1,2}}[ \xa0]?)?(?<![\d.])({_NUMBER})(?!\d)")
_STK_ALONE = re.compile(r"(?:stk|nr)\.?[ \xa0]?\d+(?:[ \xa0]?(?:og|-|–)[ \xa0]?\d+)?")
_BEFORE = re.compile(r"[ \xa0\n(,]{0,3}(?:[a-zæøå]+[ \xa0])?")
_AFTER = re.compile(r",?[ \xa0\n(]{0,2}(?:(?:i|efter|af|under)[ \xa0])?(?:den[ \xa0])?")
_NEAR = 24


def find_paragraphs(document: Document, laws: Sequence[Mention]) -> Iterator[Mention]:
    """The paragraphs that ``document`` refers to, each of the law named beside it; else of the only
    law that its item names, or the document. One whose law is not told is left out. ``laws`` are
    the mentions of laws, by place."""
    starts = [law.start for law in laws]
    for match in _REFERENCE.finditer(document.text):
        law = _law_of(document, laws, starts, match.start(), match.end())
        if law is None:
            continue
        reference = _STK_ALONE.sub(lambda m: " " * len(m[0]), match[0])
        for one in _ONE.finditer(reference):
            start, end = match.start() + one.start(), match.start() + one.end()
            number = re.sub(r"\s", "", one[1])
            yield Mention(f"{law}-{number}", "law", start, end, document.text[start:end])


def _law_of(
    document: Document, laws: Sequence[Mention], starts: Sequence[int], start: int, end: int
) -> str | None:
    text = document.text
    after = bisect_left(starts, end)
    before = laws[after - 1] if after else None
    if before and before.end <= start and _BEFORE.fullmatch(text[before.end : start][-_NEAR:]):
        return before.entity_id
    if after < len(laws) and _AFTER.fullmatch(text[end : laws[after].start][:_NEAR]):
        return laws[after].entity_id
    item = next((i for i in document.items if i.start <= start < i.end), None)
    in_item = {law.entity_id for law in laws if item and item.start <= law.start < item.end}
    for named in (in_item, {law.entity_id for law in laws}):
        if named:
            return named.pop() if len(named) == 1 else None
    return None
