"""Which sentences tell that a matter ends."""

from __future__ import annotations

import pytest

from corpus.records import Span
from search_api.matter_items import Told
from search_api.matter_steps import ends


def _ends(text: str, names: bool = False, on: bool = True) -> bool:
    return ends(Told(Span(0, len(text)), "decision", text, names), on)


@pytest.mark.parametrize(
    "text",
    [
        "Projektet ophører ved udgangen af 2021.",
        "Puljen udløber den 31. december 2022.",
        "Forsøget videreføres ikke efter sommerferien.",
        "Arbejdsgruppen nedlægges, og opgaven går til sekretariatet.",
        "Samarbejdet afsluttes inden udgangen af 2021.",
    ],
)
def test_what_is_said_to_stop_has_ended(text: str) -> None:
    assert _ends(text)


@pytest.mark.parametrize(
    "text",
    [
        "Hvis projektet ophører, mister kommunerne 2 mio. kr.",
        "Projektet ophører ikke.",
        "Evalueringen af projektet er afsluttet.",
        "Erfaringerne samles, inden projektet afsluttes.",
        "Udvalget anbefaler, at arbejdsgruppen nedlægges.",
        "Fristen for projektet udløber den 1. maj.",
        "Mødet sluttede kl. 12.",
    ],
)
def test_what_may_stop_or_is_something_else_has_not(text: str) -> None:
    assert not _ends(text) and not _ends(text, names=True)


def test_in_an_item_about_something_else_only_what_names_the_matter_ends_it() -> None:
    text = "Projektet ophører ved udgangen af 2021."
    assert _ends(text, names=True, on=False) and not _ends(text, on=False)
