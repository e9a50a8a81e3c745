"""The annotations by hand fit the texts and the gazetteer, and count as they say."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from itertools import pairwise

import pytest

from corpus.gazetteer import load_gazetteer
from corpus.records import Mention
from ingest.reader import read_file
from models.tagger import Tagger
from tests.annotated_entities import (
    KINDS,
    TEXTS,
    Agreement,
    Annotated,
    AnnotatedMinutes,
    agreement,
    annotated_minutes,
    tally,
)
from tests.parsed import SAMPLES, parse_file

ALL = tuple(annotated_minutes())
SIDES_OF_NAMES = frozenset(" \t\r\n,;:")
CITY = Annotated(10, 16, "municipality", "municipality:odense")
FORUM = Annotated(20, 33, "forum", "forum:kkr-syddanmark")
NEW = Annotated(40, 50, "project", None)
GRAY = Annotated(60, 62, "forum", None)
MINUTES = AnnotatedMinutes("x", "x.txt", "", (CITY, FORUM, NEW), (GRAY,))


@pytest.fixture(params=ALL, ids=lambda minutes: minutes.name)
def minutes(request: pytest.FixtureRequest) -> AnnotatedMinutes:
    return request.param


def test_every_annotated_name_stands_in_the_text_of_the_file(minutes: AnnotatedMinutes) -> None:
    if not minutes.path.is_file():
        pytest.skip("de fem referater i ../shared/minutes er ikke på denne maskine")
    text = parse_file(minutes.path).text
    assert hashlib.sha256(text.encode()).hexdigest() == minutes.sha256
    for name in (*minutes.mentions, *minutes.optional):
        assert 0 <= name.start < name.end <= len(text)
        words = text[name.start : name.end]
        assert not SIDES_OF_NAMES.intersection((words[0], words[-1])), words
        around = text[max(name.start - 1, 0) : name.start] + text[name.end : name.end + 1]
        assert not any(map(str.isalpha, around)), words


def test_annotated_names_are_in_order_and_apart(minutes: AnnotatedMinutes) -> None:
    for names in (minutes.mentions, minutes.optional):
        for left, right in pairwise(names):
            assert left.end <= right.start


def test_every_annotated_id_is_one_of_the_gazetteers(minutes: AnnotatedMinutes) -> None:
    for name in (*minutes.mentions, *minutes.optional):
        assert name.kind in KINDS
        if name.entity_id is not None:
            entity = load_gazetteer().get(name.entity_id)
            assert entity is not None, name.entity_id
            assert entity.kind == name.kind, name.entity_id


def test_every_text_is_annotated_and_every_annotation_has_its_text() -> None:
    texts = {path.stem for folder in (SAMPLES, TEXTS) for path in folder.glob("*.*")}
    assert {minutes.name for minutes in ALL} == texts | {"000", "001", "002", "003", "004"}


def _link(name: Annotated, entity_id: str) -> Mention:
    return Mention(entity_id, name.kind, name.start, name.end, "")


def test_a_link_is_right_only_with_the_annotated_id() -> None:
    right = _link(CITY, "municipality:odense")
    wrong = _link(FORUM, "forum:kkr-sjaelland")
    agreed = agreement(MINUTES, [right, wrong], load_gazetteer())
    assert agreed.right == ((CITY, right),)
    assert agreed.missed == (FORUM, NEW)
    assert agreed.wrong == (wrong,)


def test_a_part_of_the_name_is_right_but_not_exact() -> None:
    part = replace(_link(FORUM, "forum:kkr-syddanmark"), start=24)
    agreed = agreement(MINUTES, [part], load_gazetteer())
    assert agreed.right == ((FORUM, part),)
    assert agreed.exact == 0


def test_an_abbreviation_inside_a_right_mention_is_not_missed() -> None:
    name, short = Annotated(0, 29, "forum", "forum:das"), Annotated(31, 34, "forum", "forum:das")
    both = replace(_link(name, "forum:das"), end=35)
    agreed = agreement(replace(MINUTES, mentions=(name, short)), [both], load_gazetteer())
    assert agreed.right == ((name, both),)
    assert not agreed.missed


def test_an_entity_without_its_place_is_right_and_one_of_another_place_wrong() -> None:
    circle = replace(FORUM, entity_id="forum:k22")
    annotated = replace(MINUTES, mentions=(circle,))
    wider, other = _link(circle, "forum:kommunaldirektoerkredsen"), _link(circle, "forum:k17")
    assert agreement(annotated, [wider], load_gazetteer()).right == ((circle, wider),)
    assert agreement(annotated, [other], load_gazetteer()).wrong == (other,)


def test_an_optional_name_counts_neither_way_and_an_unlisted_one_as_missed() -> None:
    agreed = agreement(MINUTES, [_link(GRAY, "forum:das")], load_gazetteer())
    assert not agreed.wrong
    assert agreed.missed == MINUTES.mentions
    linked = _link(NEW, "project:ips")
    assert agreement(MINUTES, [linked], load_gazetteer()).wrong == (linked,)


@pytest.fixture(scope="module")
def agreements() -> list[Agreement]:
    """How what is found in the texts of the repository agrees with their annotation."""
    tagger = Tagger()
    return [
        agreement(minutes, tagger.tag(read_file(minutes.path).text), load_gazetteer())
        for minutes in ALL
        if not minutes.name.isdigit()
    ]


@pytest.mark.parametrize(
    ("kind", "precision", "recall"),
    [
        ("municipality", 0.98, 0.98),
        ("region", 0.95, 0.95),
        ("forum", 0.95, 0.95),
        ("authority", 0.95, 0.95),
        ("institution", 0.90, 0.85),
        ("project", 0.90, 0.85),
        ("agreement", 0.90, 0.85),
        ("target_group", 0.90, 0.85),
    ],
)
def test_listed_names_are_found_and_hardly_anything_else(
    agreements: list[Agreement], kind: str, precision: float, recall: float
) -> None:
    count = tally(agreed.of({kind}) for agreed in agreements)
    assert count.right >= precision * count.found
    assert count.right >= recall * count.listed
