"""How many ways of writing a decision, a follow-up and a figure are understood.

Run by hand: ``python -m tests.benchmarks.bench_phrasings``. The phrasings stand in
``tests/annotations/phrasings``; each is put into an item of minutes of its own. What is not as
expected is told. A line that counts as right may be right in more than one way.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from corpus.decision import Decision, FollowUp
from corpus.figure import Figure
from corpus.records import Document, Span
from ingest.decisions.extraction import find_decisions
from ingest.figures.extraction import find_figures
from models.tagger import Tagger
from tests.parsed import parse

FOLDER = Path(__file__).parents[1] / "annotations" / "phrasings"
NONE = "–"
_MINUTES = """Referat af møde i KKR Sjælland
Dato: 12. marts 2015

1. Godkendelse af dagsorden

Beslutning
Godkendt.

2. Samarbejdet mellem kommunerne

Sagsfremstilling
{case}
{recommendation}
Beslutning
{decision}

3. Eventuelt
Intet.
"""
FIGURE = re.compile(
    r'(?P<low>[\d.e]+)(?:-(?P<high>[\d.]+))? (?P<kind>\w+) "(?P<unit>[^"]+)" (?P<of>\w+)'
)


@cache
def _tagger() -> Tagger:
    return Tagger()


def lines(name: str) -> Iterator[list[str]]:
    """The parts of each line of a file of phrasings."""
    for line in (FOLDER / name).read_text("utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            signs = line.replace("\\n", "\n").replace("\\t", "\t")
            yield [part.strip(" ").replace("¦", "|") for part in signs.split(" | ")]


def _document(case: str, decision: str, recommendation: str = NONE) -> Document:
    told = "" if recommendation == NONE else f"\nIndstilling\n{recommendation}\n"
    return parse(_MINUTES.format(case=case, recommendation=told, decision=decision))


def _decision(document: Document) -> Decision | None:
    """The decision of the second item."""
    numbers = {item.item_id: item.number for item in document.items}
    found = find_decisions(document, _tagger().tag(document.text))
    return next((one for one in found if numbers[one.item_id] == "2"), None)


def _said(document: Document, span: Span | None) -> str:
    return " ".join(document.text[span.start : span.end].split()) if span else NONE


def _decided(parts: list[str]) -> str | None:
    outcomes, followed, recommendation, decision = parts
    found = _decision(_document("Sagen blev rejst i 2014.", decision, recommendation))
    if found is None:
        return "no decision"
    if found.outcome not in outcomes.split("/"):
        return f"outcome {found.outcome}, not {outcomes}"
    if (found.followed or NONE) not in followed.split("/"):
        return f"followed {found.followed}, not {followed}"
    return None


def _told(document: Document, found: FollowUp) -> str:
    parts = (found.who, found.what, found.due)
    return f"{' | '.join(_said(document, part) for part in parts)} | {found.due_date or NONE}"


def _followed_up(parts: list[str]) -> str | None:
    document = _document("Sagen blev rejst i 2014.", f"KKR drøftede sagen. {parts[0]}")
    decision = _decision(document)
    start = document.text.index(parts[0])
    found = [one for one in decision.follow_ups if one.end > start] if decision else []
    if len(parts) == 1:
        return f"found {_told(document, found[0])}" if found else None
    _, who, what, due, date = parts
    for one in found:
        agrees = (
            (_said(document, one.who) in who or who in _said(document, one.who))
            and any(word in _said(document, one.what) for word in (what, what.split()[0]))
            and (due in _said(document, one.due) or _said(document, one.due) in due)
            and date in (NONE, str(one.due_date))
        )
        if agrees and (one.who is None) == (who == NONE) and (one.due is None) == (due == NONE):
            return None
    return f"found {'; '.join(_told(document, one) for one in found) or 'nothing'}"


def _as_expected(document: Document, told: str, found: Figure) -> bool:
    match = FIGURE.fullmatch(told)
    assert match, told
    high = float(match["high"]) if match["high"] else None
    said = (_said(document, span) for span in (found.counted, found.row, found.column))
    of = " ".join((*said, found.unit)).lower()
    return (
        (found.value, found.high) == (float(match["low"]), high)
        and (found.kind, found.unit) == (match["kind"], match["unit"])
        and match["of"] in of
    )


def _figured(parts: list[str]) -> str | None:
    document = _document(parts[0], "Drøftet.")
    start = document.text.index(parts[0])
    figures = find_figures(document, _tagger().tag(document.text))
    found = [one for one in figures if start <= one.start < start + len(parts[0])]
    missing = [
        told for told in parts[1:] if not any(_as_expected(document, told, one) for one in found)
    ]
    if not missing and len(found) == len(parts) - 1:
        return None
    telling = (
        f"{one.value:g}{f'-{one.high:g}' if one.high else ''} {one.kind} {one.unit!r}, counted "
        f"{_said(document, one.counted)}"
        for one in found
    )
    return f"found {'; '.join(telling) or 'nothing'}, expected {'; '.join(parts[1:]) or 'nothing'}"


def _count(name: str, wrong: Callable[[list[str]], str | None], sentence: int) -> None:
    right, every = 0, 0
    print(f"\n{name}")
    for parts in lines(name):
        told = wrong(parts)
        every += 1
        right += told is None
        if told:
            print(f"  {parts[sentence]!r}: {told}")
    print(f"{right} of {every} right")


def main() -> None:
    _count("decisions.txt", _decided, 3)
    _count("follow_ups.txt", _followed_up, 0)
    _count("figures.txt", _figured, 0)


if __name__ == "__main__":
    main()
