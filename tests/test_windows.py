"""Windows chosen together: no words twice, neighbours joined, rows with their heads."""

from __future__ import annotations

from corpus.records import Document
from ingest.chunks import windows
from search_api.windows import Window, choose, diverse, joined, overlaps, with_leads
from tests.parsed import parse

TABLE = "Tilbud\tTakst 2024\tTakst 2025\nAhornlunden\t2.140\t2.210\nBirk\t1.870\t1.900"
DOCUMENT: Document = parse(
    "Referat af møde i KKR Sjælland den 4. marts 2024\n\n1. Takster\n\nBaggrund\n\n"
    "Ét er sagt her. To er sagt nu. Tre er sagt siden.\n\n"
    f"{TABLE}\n\nBeslutning\n\nKKR godkendte forslaget.\n"
)


def window(text: str, score: float = 1.0) -> Window:
    return Window(next(c for c in windows(DOCUMENT) if c.text == text), score)


def test_the_best_that_fit_are_chosen_and_none_twice() -> None:
    both, first = window("Ét er sagt her. To er sagt nu.", 0.9), window("Ét er sagt her.", 0.8)
    last = window("Tre er sagt siden.", 0.7)
    assert choose([last, first, both], words=60, next_best=1) == [both, last]
    assert choose([last, first, both], words=60, next_best=0.1) == [both]
    assert choose([last, first, both], words=9, next_best=1) == [both]


def test_neighbours_are_one_quote_and_verbatim() -> None:
    decided = window("KKR godkendte forslaget.")
    chosen = [window("To er sagt nu."), decided, window("Ét er sagt her.")]
    quotes = [quote.chunk for quote in joined(DOCUMENT, chosen)]
    assert [quote.text for quote in quotes] == [
        "Ét er sagt her. To er sagt nu.",
        "KKR godkendte forslaget.",
    ]
    assert all(DOCUMENT.text[quote.start : quote.end] == quote.text for quote in quotes)


def test_an_item_between_two_that_are_quoted_is_quoted_with_them() -> None:
    quotes = joined(DOCUMENT, [window("Tre er sagt siden."), window("Ét er sagt her.")])
    assert [w.chunk.text for w in quotes] == ["Ét er sagt her. To er sagt nu. Tre er sagt siden."]


def test_rows_come_after_their_heads_which_are_quoted_once() -> None:
    heads, ahorn, birk = TABLE.split("\n")
    quotes = with_leads([window(ahorn), window(birk)])
    assert [[w.chunk.text for w in some] for some in quotes] == [[heads, ahorn], [birk]]
    for quote in (w.chunk for some in quotes for w in some):
        assert DOCUMENT.text[quote.start : quote.end] == quote.text
    assert [len(some) for some in with_leads([window(TABLE), window(birk)])] == [1, 1]
    assert window(birk).words == 8


def test_windows_to_be_read_are_not_the_same_text_again() -> None:
    near = [
        window("Ét er sagt her. To er sagt nu. Tre er sagt siden.", 0.90),
        window("Ét er sagt her. To er sagt nu.", 0.89),
        window("To er sagt nu. Tre er sagt siden.", 0.88),
        window("KKR godkendte forslaget.", 0.87),
    ]
    chosen = diverse(near, 2, cost=0.04)
    assert chosen == [near[0], near[3]] and not overlaps(chosen[1], chosen[:1])
    assert diverse(near, 9, cost=0.04)[:2] == chosen and len(diverse(near, 9, cost=0.04)) == 4
