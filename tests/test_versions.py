"""Uploaded files: the same again changes nothing, a new version replaces, and others are left."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from ingest.batch.versions import uploads_in
from ingest.head.told import Told
from ingest.pipeline import Ingest
from ingest.report import FileReport
from models.encoder import Encoder
from tests.ingested import Corpus, minutes
from tests.uploading import encoded_folder


class Uploads(Corpus):
    """A corpus that files are uploaded to."""

    def __init__(self, folder: Path, encoder: Encoder) -> None:
        super().__init__(folder, encoder)
        self._jobs = 0

    def upload(self, *files: tuple[str, str], told: Told | None = None) -> list[FileReport]:
        """Take in named texts as one upload."""
        self._jobs += 1
        paths = []
        for number, (name, text) in enumerate(files, start=1):
            path = uploads_in(self.settings.data) / f"{self._jobs:016x}" / str(number) / name
            path.parent.mkdir(parents=True)
            path.write_text(text)
            paths.append(path)
        return self.ingest(*paths, told=told)

    def titles(self) -> list[str]:
        return sorted(d.items[0].title for d in self.state()["documents"])


@pytest.fixture(scope="module")
def encoded(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Path:
    return encoded_folder(tmp_path_factory.mktemp("kodet"), encoder)


@pytest.fixture
def corpus(encoded: Path, tmp_path: Path, encoder: Encoder) -> Uploads:
    shutil.copytree(encoded, tmp_path / "data")
    return Uploads(tmp_path, encoder)


def test_the_same_again_changes_nothing_whatever_it_is_called(corpus: Uploads) -> None:
    [first] = corpus.upload(("Referat.txt", minutes("Takster")))
    state, generation = corpus.state(), corpus.generation()
    [again] = corpus.upload(("Kopi.txt", minutes("Takster")))
    assert first.document and again.document
    assert (first.outcome, again.outcome) == ("new", "unchanged")
    assert again.document.document_id == first.document.document_id
    assert (corpus.state(), corpus.generation()) == (state, generation)


def test_what_a_folder_holds_is_not_taken_in_twice(corpus: Uploads) -> None:
    corpus.write("a.txt", minutes("Takster"))
    corpus.ingest()
    state = corpus.state()
    [report] = corpus.upload(("b.txt", minutes("Takster")))
    assert (report.outcome, corpus.state()) == ("unchanged", state)
    # What is said of it now counts for the folder's file too.
    [report] = corpus.upload(("b.txt", minutes("Takster")), told=Told(region="Midtjylland"))
    assert report.document and (report.outcome, report.document.region) == (
        "replaced",
        "Midtjylland",
    )
    assert corpus.outcomes() == {"a.txt": "unchanged"}
    assert corpus.state()["paths"] == {report.document.document_id: ["a.txt"]}


def test_a_new_version_replaces_the_earlier_one(corpus: Uploads) -> None:
    other = ("Andet.txt", minutes("Herberger"))
    [first, _] = corpus.upload(("Referat.txt", minutes("Takster")), other, told=Told("Sjælland"))
    [second] = corpus.upload(("Referat.txt", minutes("Botilbud")))
    assert first.document and second.document
    assert second.outcome == "replaced"
    assert second.document.document_id == first.document.document_id
    # What was said of the first still holds.
    assert second.document.region == "Sjælland"
    assert corpus.titles() == ["Botilbud", "Herberger"]
    assert "takster" not in corpus.texts().lower()
    [path] = corpus.read(lambda c: c.paths_of(second.document.document_id))
    assert Path(path).read_text() == minutes("Botilbud")


@pytest.mark.parametrize(
    "other",
    [
        minutes("Botilbud", forum="KKR Syddanmark"),
        minutes("Botilbud").replace("4. marts", "5. marts"),
        minutes("Botilbud").replace("den 4. marts 2024", "i foråret"),
    ],
    ids=["forum", "date", "no date"],
)
def test_a_file_of_the_same_name_from_another_meeting_is_another(
    corpus: Uploads, other: str
) -> None:
    corpus.upload(("Referat.txt", minutes("Takster")))
    [report] = corpus.upload(("Referat.txt", other))
    assert report.outcome == "new"
    assert corpus.titles() == ["Botilbud", "Takster"]


def test_without_a_date_nothing_is_taken_for_a_version(corpus: Uploads) -> None:
    for matter in ("Takster", "Botilbud"):
        text = minutes(matter).replace("den 4. marts 2024", "i foråret")
        [report] = corpus.upload(("Referat.txt", text))
        assert report.outcome == "new"


def test_the_date_that_is_told_counts(corpus: Uploads) -> None:
    told = Told(date=None, forum="KKR Sjælland")
    text = minutes("Takster").replace("den 4. marts 2024", "i foråret")
    corpus.upload(("Referat.txt", minutes("Botilbud")))
    [report] = corpus.upload(("Referat.txt", text), told=told)
    assert report.outcome == "new"


def test_levels_are_kept_apart(corpus: Uploads) -> None:
    [closed] = corpus.upload(("Referat.txt", minutes("Takster")), told=Told(access="closed"))
    [same] = corpus.upload(("Referat.txt", minutes("Takster")))
    [version] = corpus.upload(("Referat.txt", minutes("Botilbud")), told=Told(access="closed"))
    assert closed.document and same.document and version.document
    assert [closed.outcome, same.outcome, version.outcome] == ["new", "new", "replaced"]
    assert closed.document.document_id != same.document.document_id
    assert {d.items[0].title: d.access for d in corpus.state()["documents"]} == {
        "Takster": "public",
        "Botilbud": "closed",
    }


def test_two_of_a_name_in_one_upload_are_both_kept(corpus: Uploads) -> None:
    name = "Referat.txt"
    first = corpus.upload((name, minutes("Takster")), (name, minutes("Herberger")))
    assert [report.outcome for report in first] == ["new", "new"]
    # Which of the two this would be a version of cannot be told.
    [third] = corpus.upload((name, minutes("Botilbud")))
    assert third.outcome == "new"
    assert corpus.titles() == ["Botilbud", "Herberger", "Takster"]


def test_two_new_versions_in_one_upload_do_not_overwrite_each_other(corpus: Uploads) -> None:
    name = "Referat.txt"
    corpus.upload((name, minutes("Takster")))
    reports = corpus.upload((name, minutes("Herberger")), (name, minutes("Botilbud")))
    assert [report.outcome for report in reports] == ["replaced", "new"]
    assert corpus.titles() == ["Botilbud", "Herberger"]


def test_the_earlier_version_beside_the_new_one_stays(corpus: Uploads) -> None:
    name = "Referat.txt"
    corpus.upload((name, minutes("Takster")))
    reports = corpus.upload((name, minutes("Botilbud")), (name, minutes("Takster")))
    assert [report.outcome for report in reports] == ["new", "unchanged"]
    assert corpus.titles() == ["Botilbud", "Takster"]


def test_the_same_upload_again_after_a_cut_is_unchanged(corpus: Uploads) -> None:
    corpus.upload(("Referat.txt", minutes("Takster")), told=Told("Sjælland"))
    [version] = corpus.upload(("Referat.txt", minutes("Botilbud")))
    state = corpus.state()
    [again] = corpus.ingest(Path(version.path))
    assert (again.outcome, corpus.state()) == ("unchanged", state)


def test_what_is_removed_is_gone_and_can_come_again(corpus: Uploads) -> None:
    reports = corpus.upload(("a.txt", minutes("Takster")), ("b.txt", minutes("Herberger")))
    before, generation = corpus.state(), corpus.generation()
    [first, second] = [r.document.document_id for r in reports if r.document]
    ingest = Ingest(corpus.settings, corpus.encoder)
    ingest.remove([first, "findes-ikke"])
    assert corpus.titles() == ["Herberger"]
    assert "takster" not in corpus.texts().lower()
    assert corpus.generation() != generation
    ingest.remove([second])
    assert corpus.read(lambda c: c.document_ids()) == []
    corpus.upload(("a.txt", minutes("Takster")), ("b.txt", minutes("Herberger")))
    assert corpus.encoded == 0
    assert corpus.state() == before
