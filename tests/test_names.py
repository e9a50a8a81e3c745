"""The named-entity component: the data it was trained on, and what it finds."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import TvaersnitError
from models import names
from models.names import NameFinder
from models.training.named_entities import NamedSentence, Variation, read_sentences
from models.training.train_names import build, examples, measure, train

DATA = Path(__file__).resolve().parents[2] / "shared" / "training" / "danplus"

# Written for this test; the names in brackets, each with its label.
SENTENCES = (
    "Foreningen har bedt [Lars Mikkelsen|PER] om at holde et oplæg.",
    "Mødet blev holdt i [Aarhus|LOC], hvor [Hanne Sørensen|PER] bød velkommen.",
    "Direktør [Peter Holm|PER] sagde, at sagen er afsluttet.",
    "I [Danmark|LOC] bor der flere ældre end i [Sverige|LOC].",
    "[Dansk Industri|ORG] har svaret på henvendelsen.",
    "Ifølge [Jens Nielsen|PER] fra [Odense|LOC] er der ingen grund til uro.",
    "Ministeren fløj fra [København|LOC] til [Bruxelles|LOC] i går.",
    "[Socialdemokratiet|ORG] og [Venstre|ORG] stemte for forslaget.",
    "Beslutningen blev truffet uden drøftelse.",
    "Taksten stiger med 2 pct. fra næste år.",
    "[Karen Jespersen|PER] arbejder i [København|LOC].",
    "Han er født i [Norge|LOC] og bor nu i [Aalborg|LOC].",
)


def sentence(marked: str) -> NamedSentence:
    words: list[str] = []
    found: list[tuple[int, int, str]] = []
    for part in marked.replace("]", "[").split("["):
        text, _, label = part.partition("|")
        start = len(words)
        words += text.replace(".", " .").replace(",", " ,").split()
        if label:
            found.append((start, len(words), label))
    return NamedSentence(tuple(words), tuple(found))


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "a.tsv"
    path.write_text(text, encoding="utf-8")
    return path


def test_names_are_read_from_the_outer_layer_and_words_made_of_names_are_none(tmp_path: Path):
    path = written(
        tmp_path,
        "I\tO\tO\nSID-huset\tB-ORGpart\tO\nog\tO\tO\nAarhus\tB-ORG\tB-LOC\n"
        "Universitet\tI-ORG\tO\n\n\ndanske\tB-LOCderiv\tO\nBo\tB-PER\tO\nHolm\tI-PER\tO\n"
        "Odense\tB-LOC\tO\n",
    )
    assert read_sentences(path) == [
        NamedSentence(("I", "SID-huset", "og", "Aarhus", "Universitet"), ((3, 5, "ORG"),)),
        NamedSentence(("danske", "Bo", "Holm", "Odense"), ((1, 3, "PER"), (3, 4, "LOC"))),
    ]


def test_a_line_that_is_not_of_the_form_is_told_with_its_number(tmp_path: Path):
    path = written(tmp_path, "I\tO\tO\nSID O\n")
    with pytest.raises(ValueError, match=r"a\.tsv, line 2"):
        read_sentences(path)


def test_a_varied_sentence_has_as_many_names_with_the_same_labels_and_words_between():
    given = [sentence(marked) for marked in SENTENCES]
    variation = Variation(given, seed=1)
    changed = 0
    for one in given * 20:
        made = variation(one)
        assert [label for *_, label in made.names] == [label for *_, label in one.names]
        outside = [
            [w.lower() for n, w in enumerate(s.words) if all(not a <= n < b for a, b, _ in s.names)]
            for s in (one, made)
        ]
        assert outside[0] == outside[1]
        changed += made != one
    assert 0.3 < changed / (20 * len(given)) < 0.6


def test_the_component_finds_most_names_of_plain_sentences():
    finder = NameFinder()
    found, told, right = 0, 0, 0
    for marked in SENTENCES:
        one = sentence(marked)
        text = " ".join(one.words)
        starts = [len(" ".join(one.words[:n])) + (n > 0) for n in range(len(one.words))]
        wanted = {
            (starts[a], starts[b - 1] + len(one.words[b - 1]), label) for a, b, label in one.names
        }
        [got] = finder.find_many([text])
        seen = {(name.start, name.end, name.label) for name in got}
        found, told, right = found + len(seen), told + len(wanted), right + len(seen & wanted)
    assert right / told >= 0.7
    assert right / found >= 0.7


def test_the_figures_of_the_model_card_are_those_of_the_weights():
    if not DATA.is_dir():
        pytest.skip("DaN+ i ../shared/training er ikke på denne maskine")
    finder = NameFinder()
    test = read_sentences(DATA / "da_news_test.tsv")
    scores = measure(finder._pipeline, examples(finder._pipeline, test))
    card = (names.FOLDER / "README.md").read_text(encoding="utf-8")
    for label, of in scores.items():
        row = "| {} | {:.3f} | {:.3f} | {:.3f} |".format(label, of["p"], of["r"], of["f"])
        assert row in card


def test_the_weights_are_small_and_packaged():
    files = [path for path in names.FOLDER.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) <= 10_000_000
    project = (names.FOLDER.parents[1] / "pyproject.toml").read_text(encoding="utf-8")
    assert '"names/*", "names/*/*"' in project
    assert all(len(path.relative_to(names.FOLDER).parts) <= 2 for path in files)


def test_training_learns_what_it_is_shown_and_the_same_each_time():
    given = [sentence(marked) for marked in SENTENCES]
    kept = []
    for _ in range(2):
        nlp = build(given, seed=3)
        train(nlp, given * 10, given, seed=3, epochs=3)
        kept.append(nlp.get_pipe("ner").model.to_bytes())
    assert kept[0] == kept[1]


def test_missing_weights_are_told_in_danish(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setattr(names, "FOLDER", tmp_path)
    with pytest.raises(TvaersnitError, match="Hent projektet igen"):
        list(NameFinder().find_many(["Odense"]))
