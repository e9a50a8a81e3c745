"""A folder with every bad file there is, and good ones in between: each is read or refused with a
clear message, and the good ones are in the corpus."""

from __future__ import annotations

import os
import re
import time
import unicodedata
from pathlib import Path

import pytest

from corpus.settings import Settings
from ingest.pipeline import Ingest
from ingest.report import FileReport
from tests.bad_files import TEXT, Bad, heavy, quick
from tests.fuzzing import STRAY
from tests.ingested import Corpus, minutes
from tests.process_tree import MemoryWatch
from tests.quick_encoder import QuickEncoder

QUICK, HEAVY = quick(), heavy()
_DECISION = "Forslaget om takster på ærø blev godkendt."
# What is wrong, then what to do: two sentences after the file's name, with a verb that asks.
_MESSAGE = re.compile(
    r".+\. (?:.+ )?(?:Hent|Gem|Kontrollér|Del|Fjern|Angiv|Pak|Åbn|Omdøb|Udfyld|Ret|Bed|Lav)\b.*\.",
    re.DOTALL,
)


@pytest.fixture(scope="module")
def batch(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """A corpus that a folder with every quick one was taken into."""
    corpus = Corpus(tmp_path_factory.mktemp("ondt"), QuickEncoder(Settings()))
    for bad in QUICK:
        corpus.write(bad.name, bad.make())
    corpus.write("midt imellem.txt", minutes("Herberger"))
    corpus.write("åen.docx", (Path(corpus.files) / "makroer.docm").read_bytes())
    with (corpus.files / "kæmpe.pdf").open("wb") as file:
        file.write(b"%PDF-1.7\n")
        file.truncate(2_000_000_000)
    (corpus.files / "i ring").symlink_to(corpus.files)
    (corpus.files / "ingen.txt").symlink_to(corpus.files / "findes ikke")
    os.mkfifo(corpus.files / "rør.txt")
    (corpus.files / os.fsdecode(b"sk\xf8n.txt")).write_text(TEXT)
    (corpus.files / ("langt" * 40 + ".txt")).write_text(minutes("Botilbud"))
    corpus.reports = corpus.ingest()
    return corpus


def _of(corpus: Corpus, name: str) -> list[FileReport]:
    """The reports of a file, or of those inside it."""
    path = str(corpus.files / name)
    return [r for r in corpus.reports if r.path == path or r.path.startswith(f"{path}/")]


def _check(bad: Bad, reports: list[FileReport], path: Path) -> None:
    assert reports
    for report in reports:
        if report.outcome == "refused":
            assert report.message.startswith(f"{report.path}: ")
            assert _MESSAGE.fullmatch(report.message.removeprefix(f"{report.path}: ")), report
            assert "Traceback" not in report.message and "Error" not in report.message
    refused = [report.message for report in reports if report.outcome == "refused"]
    if bad.refused == "":
        assert not refused
    elif bad.refused is not None:
        assert len(refused) == len(reports)
        assert all(re.search(bad.refused, message) for message in refused), refused


@pytest.mark.parametrize("bad", QUICK, ids=lambda bad: bad.name)
def test_each_is_read_or_refused_with_a_clear_message(batch: Corpus, bad: Bad) -> None:
    reports = _of(batch, bad.name)
    _check(bad, reports, batch.files / bad.name)
    for report in reports:
        if report.document is None:
            continue
        document = batch.read(lambda c, id_=report.document.document_id: c.document(id_))
        assert STRAY.search(document.text) is None
        assert "root:" not in document.text and "=cmd" not in document.text
        if bad.refused == "":
            assert _DECISION in document.text


def test_the_good_ones_in_between_are_in_the_corpus(batch: Corpus) -> None:
    outcomes = {Path(report.path).name: report.outcome for report in batch.reports}
    assert outcomes["midt imellem.txt"] == "new"
    assert outcomes["åen.docx"] in ("new", "unchanged")
    assert outcomes["langt" * 40 + ".txt"] == "new"
    state = batch.state()
    assert {item.title for d in state["documents"] for item in d.items} >= {"Herberger", "Botilbud"}


@pytest.mark.parametrize(
    ("name", "says"), [("kæmpe.pdf", "2000 MB"), (os.fsdecode(b"sk\xf8n.txt"), "Omdøb filen")]
)
def test_what_cannot_even_be_opened_is_told(batch: Corpus, name: str, says: str) -> None:
    [report] = _of(batch, name)
    assert report.outcome == "refused" and says in report.message


def test_what_is_no_file_is_passed_over_in_a_folder_and_told_when_named(
    batch: Corpus, tmp_path: Path
) -> None:
    assert not [name for name in ("rør.txt", "i ring", "ingen.txt") if _of(batch, name)]
    named = [batch.files / "rør.txt", batch.files / "ingen.txt", Path("/dev/zero")]
    reports = Ingest(Settings(data=tmp_path)).run(named, dry_run=True)
    assert [report.outcome for report in reports] == ["refused"] * 3
    assert "ikke en almindelig fil" in reports[0].message
    assert "findes ikke" in reports[1].message


def test_nothing_is_written_outside_the_data_folder(batch: Corpus) -> None:
    outside = {path.name for path in batch.files.parent.iterdir()}
    assert outside == {"referater", "data"}
    assert not Path("/tmp/ude.txt").exists()


def test_marks_of_direction_are_gone_and_foreign_letters_are_not(batch: Corpus) -> None:
    texts = batch.read(lambda c: [c.document(one).text for one in c.document_ids()])
    assert any("פרוטוקול" in text and "محضر" in text for text in texts)
    turned = [text for text in texts if "Bag" in text and "grund" in text]
    assert len(turned) > 3
    assert not any(unicodedata.category(c) == "Cf" for text in turned for c in text)


@pytest.mark.slow
@pytest.mark.parametrize("bad", HEAVY, ids=lambda bad: bad.name)
def test_the_heavy_ones_are_done_with_in_bounded_time_and_memory(tmp_path: Path, bad: Bad) -> None:
    corpus = Corpus(tmp_path, QuickEncoder(Settings()))
    (corpus.files / bad.name).write_bytes(bad.make())
    corpus.write("midt imellem.txt", minutes("Herberger"))
    began = time.monotonic()
    with MemoryWatch(os.getpid()) as watch:
        before = watch.now()
        corpus.reports = Ingest(corpus.settings).run([corpus.files], dry_run=True)
    assert time.monotonic() - began < 400
    assert watch.most - before < 1_500_000_000
    _check(bad, _of(corpus, bad.name), corpus.files / bad.name)
    [good] = _of(corpus, "midt imellem.txt")
    assert good.outcome == "new"
