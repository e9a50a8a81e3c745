"""The figures of ``evaluate`` are the ones they say they are."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from corpus.errors import TvaersnitError
from search_api.archive import Archive
from search_api.evaluate import evaluate, meets, read_questions
from search_api.replies import ItemRef


def _item(number: str | None, title: str = "", path: list[str] | None = None) -> ItemRef:
    return ItemRef(item_id="x", number=number, title=title, path=path or [])


@pytest.mark.parametrize(
    ("source", "item", "gold", "expected"),
    [
        ("000_a.txt", _item("7"), "000#7", True),
        ("000_a.txt", _item("2B"), "000#2", True),
        ("000_a.txt", _item("2B"), "000#2B", True),
        ("000_a.txt", _item("12"), "000#1", False),
        ("001_a.txt", _item("7"), "000#7", False),
        ("002_r.md", _item(None, "Små målgrupper"), "002#Små målgrupper", True),
        (
            "002_r.md",
            _item(None, "Unge", ["Rapport", "Små målgrupper"]),
            "002#Små målgrupper",
            True,
        ),
        ("002_r.md", _item(None, "Unge", ["Rapport"]), "002#Små målgrupper", False),
    ],
)
def test_gold_is_met_by_its_item_its_parts_and_what_stands_under_a_heading(
    source, item, gold, expected
):
    assert meets(source, item, gold) is expected


def _write(path: Path, *questions: dict) -> Path:
    path.write_text("\n".join(json.dumps(q, ensure_ascii=False) for q in questions), "utf-8")
    return path


def test_figures_count_right_and_wrong(samples: Archive, tmp_path: Path):
    asked = "Hvor mange penge fik Nøglen Først til et år mere?"
    gold = "embedsmandsudvalget-hovedstaden-2022#5"
    right = {"id": "r", "question": asked, "type": "fact", "gold": [gold], "facts": ["640.000 kr."]}
    wrong = {**right, "id": "w", "gold": ["kkr-sjaelland-2024#1"], "facts": ["står der ikke"]}
    silent = {"id": "s", "question": asked, "type": "unanswerable"}
    figures = evaluate(samples, read_questions(_write(tmp_path / "q.jsonl", right, wrong, silent)))
    assert figures.hit_at_1 == 0.5
    assert figures.fact_recall == 0.5
    assert figures.unanswerable_abstained == 0.0
    assert figures.citations_verbatim == 1.0
    assert {failure.id for failure in figures.failures} == {"w", "s"}
    assert figures.region_status_right is None


@pytest.mark.parametrize(
    ("content", "names"),
    [
        ("", "ingen spørgsmål"),
        ('{"id": "a", "question": "b", "type": "fact"}\nikke json', "linje 2"),
        ('{"id": "a", "type": "fact"}', "question"),
    ],
)
def test_a_bad_question_file_says_which_line(tmp_path: Path, content: str, names: str):
    path = tmp_path / "q.jsonl"
    path.write_text(content, "utf-8")
    with pytest.raises(TvaersnitError, match=names):
        read_questions(path)


def test_a_missing_question_file_is_named(tmp_path: Path):
    with pytest.raises(TvaersnitError, match="findes ikke"):
        read_questions(tmp_path / "ingen.jsonl")
