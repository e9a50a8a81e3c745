"""Sentences of official Danish: where they end, and where a full stop ends nothing."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.sentences import split_sentences


def split(text: str) -> list[str]:
    return [text[s.start : s.end] for s in split_sentences(text)]


def kinds(text: str) -> list[str]:
    return [s.kind for s in split_sentences(text)]


@pytest.mark.parametrize(
    "sentences",
    [
        ["Det koster ca. 170.000 kr. pr. plads.", "Det er dyrt."],
        ["Aftalen gælder pr. 8/12 for alle.", "Den fornyes."],
        ["Det følger af jf. § 107, stk. 2.", "Sagen sluttede."],
        ["Mødet er kl. 9.00 i Vejle.", "Der er kaffe."],
        ["Det koster 2,9 mio. kr.", "Det er mere end sidste år."],
        ["Der blev bl.a. talt om Odense.", "Intet nyt."],
        ["Godkendt den 19. juni 2020 af KKR.", "Ingen talte imod."],
        ["Ib D. Schultz orienterede om planen.", "Den er ny."],
        ["Det gælder unge, voksne m.fl.", "De hører alle til."],
        ["Der er brug for senge, borde mv.", "De skal købes."],
        ["Det er aftalt med KL.", "Brevet er sendt."],
        ["Se f.eks. Kolding.", "Her er to pladser."],
        ["Kan det betale sig?", "Ja!", "Derfor blev det vedtaget."],
        ["Han sagde: »Det går.«", "Så gik de."],
        ["Der er nu 12.", "Tidligere var der 20."],
        ["Taksten steg i 2020.", "Martin fra Vejle spurgte hvorfor."],
        ["Mødet sluttede på side 12.", "Martin takkede af."],
    ],
)
def test_sentences_end_where_they_end(sentences: list[str]) -> None:
    assert split(" ".join(sentences)) == sentences


def test_list_items_are_alone_and_keep_their_marks() -> None:
    text = "Det indstilles, at\n\n- KKR godkender\n- KKR drøfter\n1. sagen sendes\n2. sagen lukkes"
    assert split(text)[1:] == [
        "- KKR godkender",
        "- KKR drøfter",
        "1. sagen sendes",
        "2. sagen lukkes",
    ]
    assert kinds(text) == ["sentence", "item", "item", "item", "item"]


def test_rows_are_told_apart() -> None:
    text = "Kommune\tPladser\nGreve\t12\n| Køge | 4 |\nSamlet udgift 1.200 1.300"
    assert kinds(text) == ["row"] * 4


def test_a_heading_has_text_below_it_and_states_nothing() -> None:
    assert kinds("Den nye visitation\nBorgerne venter i dag. Det er for længe.") == [
        "heading",
        "sentence",
        "sentence",
    ]
    assert kinds("Styregruppen godkendte forslaget\nDet sker straks.") == ["sentence"] * 2
    assert kinds("Borgerne venter i dag.\nDen nye visitation")[-1] == "sentence"


def test_a_line_broken_in_a_sentence_is_one_sentence() -> None:
    assert split("Taksten er steget, og\n\nderfor skal den\nsænkes igen. Det haster.") == [
        "Taksten er steget, og\n\nderfor skal den\nsænkes igen.",
        "Det haster.",
    ]


def told_apart(text: str) -> list[tuple[str, str]]:
    return [(s.kind, text[s.start : s.end]) for s in split_sentences(text)]


def test_a_short_line_with_a_colon_is_a_heading_over_text_but_leads_in_to_a_list() -> None:
    assert told_apart("Visitation:\n\nDer er udarbejdet en retningslinje.")[0][0] == "heading"
    assert told_apart("Visitation:\n\n- Greve\n- Køge")[0][0] == "sentence"


@pytest.mark.parametrize("line", ["Ad 1: Godkendt", "Ad B: Forslag 2", "Tiltrådt", "Udsat"])
def test_a_decision_without_a_verb_is_no_heading(line: str) -> None:
    assert told_apart(f"{line}\nSagen genoptages i maj.")[0] == ("sentence", line)


def test_a_row_broken_inside_a_cell_is_one_row() -> None:
    assert told_apart("Gruppe\tMål\tAntal\nA\tunge\t12\nB\tældre og\nvoksne\t14")[-1] == (
        "row",
        "B\tældre og\nvoksne\t14",
    )


def test_block_tags_part_sentences_and_are_not_in_them() -> None:
    assert split("<ul><li>Greve har to pladser</li><li>Køge har ingen</li></ul>") == [
        "Greve har to pladser",
        "Køge har ingen",
    ]


def test_a_part_of_a_text_is_split_in_its_own_bounds() -> None:
    text = "Det er sagt. Det er gjort. Det er slut."
    found = split_sentences(text, 13, 26)
    assert [(s.start, s.end) for s in found] == [(13, 26)]


PIECES = st.one_of(
    st.sampled_from(
        ["Det er ", "ca. ", "kr. ", "2,9 ", "\n", "\n\n", "- ", "1. ", "\t", ". ", "? ", "KL. ",
         "(jf. § 2). ", "Vejle", " er ", "…", "»", "\u00a0", "\f", "d. 5. ", "|"]
    ),
    st.text(st.characters(exclude_characters="<", exclude_categories=["Cs"]), max_size=8),
)  # fmt: skip


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.lists(PIECES, max_size=40).map("".join), st.data())
def test_sentences_are_ordered_and_hold_every_letter(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    covered = [False] * len(text)
    before = start
    for sentence in split_sentences(text, start, end):
        assert before <= sentence.start < sentence.end <= end
        covered[sentence.start : sentence.end] = [True] * (sentence.end - sentence.start)
        before = sentence.end
    assert [text[i] for i in range(start, end) if text[i].isalnum() and not covered[i]] == []
