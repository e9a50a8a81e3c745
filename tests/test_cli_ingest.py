"""``tvaersnit ingest``: what it is told, and what it says on the screen and in files."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.console import Console

from corpus.catalogue import Catalogue
from corpus.ingest_lock import lock_ingest
from corpus.settings import Settings
from ingest.pipeline import Ingest
from ingest.report import FileReport
from search_api import cli_ingest, ingest_progress, render_ingest
from search_api.cli import main
from search_api.ingest_report import IngestReport, report_of
from search_api.report_file import keep_report, save_report
from search_api.watch import Changed
from tests.ingested import Corpus, minutes
from tests.quick_encoder import QuickEncoder
from tests.small_files import archive, html, word


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Corpus:
    """A corpus that the command line finds by itself, with an encoder that takes no time."""
    encoder = QuickEncoder(Settings())
    corpus = Corpus(tmp_path, encoder)
    monkeypatch.setenv("TVAERSNIT_DATA", str(corpus.settings.data))
    monkeypatch.setattr("ingest.pipeline.Encoder", lambda settings: encoder)
    return corpus


def run(corpus: Corpus, *options: str | Path, paths: tuple[Path, ...] = ()) -> int:
    return main(["ingest", *map(str, paths or (corpus.files,)), *map(str, options)])


def told(capsys: pytest.CaptureFixture[str]) -> str:
    return " ".join(capsys.readouterr().out.split())


def report(capsys: pytest.CaptureFixture[str]) -> IngestReport:
    return IngestReport.model_validate_json(capsys.readouterr().out)


def test_a_dry_run_tells_all_and_writes_nothing(
    corpus: Corpus, capsys: pytest.CaptureFixture[str]
) -> None:
    corpus.write("a.txt", minutes("Takster"))
    corpus.write("tom.pdf", b"")
    assert run(corpus, "--dry-run") == 1
    said = told(capsys)
    assert "intet er ændret" in said and "1 indlæst, 1 afvist" in said
    assert "tom.pdf: Filen er tom. Hent den igen" in said
    assert not corpus.settings.data.exists()

    (corpus.files / "tom.pdf").unlink()
    corpus.ingest()
    corpus.write("a.txt", minutes("Herberger"))
    before = {path: path.read_bytes() for path in corpus.settings.data.rglob("*.sqlite")}
    state, generation = corpus.state(), corpus.generation()
    assert run(corpus, "--dry-run", "--json") == 0
    assert report(capsys).counts["replaced"] == 1
    assert (corpus.state(), corpus.generation()) == (state, generation)
    assert {path: path.read_bytes() for path in corpus.settings.data.rglob("*.sqlite")} == before


def test_what_is_said_of_a_batch_wins_and_is_read_as_people_write_it(
    corpus: Corpus, capsys: pytest.CaptureFixture[str]
) -> None:
    corpus.write("a.txt", minutes("Takster", forum="direktørkredsen"))
    assert run(
        corpus, "--region", "region sjælland", "--forum", "kkr  sjælland", "--date", "5. maj 2021",
        "--kind", "dagsorden", "--status", "udkast", "--place", "Sorø", "--access", "internal",
        "--json",
    ) == 0  # fmt: skip
    [file] = report(capsys).files
    assert (file.region, file.forum, str(file.date)) == ("Sjælland", "KKR Sjælland", "2021-05-05")
    assert (file.kind, file.status, file.access) == ("dagsorden", "draft", "internal")
    [document] = corpus.state()["documents"]
    assert document.place == "Sorø"


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--region", "Jylland"), "»Jylland« findes ikke"),
        (("--date", "i går"), "»i går« kan ikke læses"),
        (("--report", "rapport.docx"), "Lad det ende på .json, .csv eller .txt"),
    ],
)
def test_a_mistake_is_told_before_anything_is_read(
    corpus: Corpus, capsys: pytest.CaptureFixture[str], options: tuple[str, ...], says: str
) -> None:
    corpus.write("a.txt", minutes("Takster"))
    assert run(corpus, *options) == 2
    assert says in capsys.readouterr().err
    assert not corpus.settings.data.exists()


def test_the_report_is_kept_and_can_be_had_as_a_file_of_each_kind(
    corpus: Corpus, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    corpus.write("a.txt", minutes("Takster", forum="direktørkredsen") + "\nCPR 010190-1234.\n")
    corpus.write("=cmd.pdf", b"%PDF-1.4 ikke mere")
    assert run(corpus) == 1
    said = told(capsys)
    [kept] = (corpus.settings.data / "reports").iterdir()
    assert str(kept) in said
    whole = IngestReport.model_validate_json(kept.read_text("utf-8"))
    assert [file.outcome for file in whole.files] == ["refused", "new"]
    assert "region" in whole.files[1].missing and whole.files[1].cpr == 1

    assert run(corpus, "--report", tmp_path / "r" / "rapport.csv") == 1
    text = (tmp_path / "r" / "rapport.csv").read_bytes().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert [row["Udfald"] for row in rows] == ["afvist", "uændret"]
    assert "beskadiget" in rows[0]["Hvorfor"] and rows[1]["CPR-numre"] == "0"
    assert run(corpus, "--report", tmp_path / "rapport.txt") == 1
    assert "2 filer på" in (tmp_path / "rapport.txt").read_text("utf-8")
    # Nothing new was taken in, and nothing more is kept.
    assert len(list((corpus.settings.data / "reports").iterdir())) == 1


def test_only_the_latest_twenty_reports_are_kept(tmp_path: Path) -> None:
    start = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    for day in range(25):
        some = report_of(Settings(data=tmp_path), [], start + dt.timedelta(days=day), dry_run=True)
        last = keep_report(some, tmp_path)
    names = sorted(path.name for path in last.parent.iterdir())
    assert len(names) == 20 and names[0].startswith("2026-01-06") and names[-1] == last.name


def test_long_lists_are_short_on_the_screen_and_whole_in_a_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    reports = [
        FileReport(f"/m/{n}.pdf", "refused", message=f"/m/{n}.pdf: Filen er tom. Hent den igen.")
        for n in range(1234)
    ]
    some = report_of(Settings(data=tmp_path), reports, dt.datetime.now(dt.UTC), dry_run=True)
    render_ingest.print_report(some)
    said = capsys.readouterr().out
    assert said.count("Hent den igen") == 20
    assert "… og 1.214 til." in said and "1.234 filer på 0 sekunder: 1.234 afvist." in said
    save_report(some, tmp_path / "hel.txt")
    assert (tmp_path / "hel.txt").read_text("utf-8").count("Hent den igen") == 1234


def test_a_name_cannot_steer_the_terminal_or_break_the_report(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = os.fsdecode("/m/\x1b[31mræv\u202etxt.".encode() + b"\xf8.pdf")
    reports = [FileReport(path, "refused", message=f"{path}: Filen er tom. Hent den igen.")]
    some = report_of(Settings(data=tmp_path), reports, dt.datetime.now(dt.UTC), dry_run=True)
    render_ingest.print_report(some)
    said = capsys.readouterr().out
    assert "\x1b" not in said and "\u202e" not in said and "ræv" in said
    for name in ("r.json", "r.csv", "r.txt"):
        save_report(some, tmp_path / name)
        assert "ræv" in (tmp_path / name).read_text("utf-8")


def test_versions_and_attachments_are_counted(
    corpus: Corpus, capsys: pytest.CaptureFixture[str]
) -> None:
    corpus.write("referat.txt", minutes("Takster") + "\nBilag\n\nBilag 1 - Oversigt over takster\n")
    corpus.write("Bilag 1 - Oversigt over takster.docx", word(ATTACHMENT))
    corpus.write("referat udkast.txt", "UDKAST\n\n" + minutes("Takster"))
    assert run(corpus, "--json") == 0
    whole = report(capsys)
    by_name = {Path(file.path).name: file for file in whole.files}
    assert (whole.versions, whole.attachments) == (1, 1)
    minutes_id = by_name["referat.txt"].document
    assert by_name["referat udkast.txt"].superseded_by == minutes_id
    attachment = by_name["Bilag 1 - Oversigt over takster.docx"]
    assert attachment.attachment_to == minutes_id
    # What its meeting tells is not missing from an attachment.
    assert attachment.forum == "KKR Sjælland" and "forum" not in attachment.missing
    render_ingest.print_report(whole)
    assert "Heraf er 1 tidligere udgave og 1 bilag." in told(capsys)


ATTACHMENT = (
    "Oversigt over takster\n\nTaksten for et døgn på et botilbud er 3.412 kr. i alle kommuner.\n"
    "Taksten for et herberg er 1.204 kr. og betales af hjemkommunen.\n"
)


def test_what_is_deleted_is_removed_only_when_asked(
    corpus: Corpus, capsys: pytest.CaptureFixture[str]
) -> None:
    corpus.write("a.txt", minutes("Takster"))
    corpus.write("b.txt", minutes("Herberger"))
    archived = corpus.write("c.zip", archive(minutes("Botilbud")))
    corpus.ingest()
    (corpus.files / "a.txt").unlink()
    assert run(corpus) == 0
    assert len(corpus.state()["documents"]) == 4
    capsys.readouterr()
    assert run(corpus, "--prune") == 0
    assert "1 fjernet" in told(capsys)
    assert {d.source for d in corpus.state()["documents"]} == {
        "b.txt", "referat.txt", "Bilag 1.html",
    }  # fmt: skip
    archived.unlink()
    assert run(corpus, "--prune") == 0
    assert {d.source for d in corpus.state()["documents"]} == {"b.txt"}


def test_a_folder_that_is_not_there_is_never_pruned(
    corpus: Corpus, capsys: pytest.CaptureFixture[str]
) -> None:
    path = corpus.write("a.txt", minutes("Takster"))
    corpus.ingest()
    before = corpus.state()
    path.unlink()
    # A network drive that is not connected is an empty folder.
    assert run(corpus, "--prune") == 2
    assert "tom, så der kan ikke ryddes op" in " ".join(capsys.readouterr().err.split())
    corpus.files.rmdir()
    assert run(corpus, "--prune") == 2
    assert corpus.state() == before


def test_the_bar_tells_rate_and_time_left_and_only_to_a_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def shown(terminal: bool, quiet: bool = False) -> str:
        out = io.StringIO()
        console = Console(file=out, force_terminal=terminal, width=110)
        monkeypatch.setattr(ingest_progress, "Console", lambda **_: console)
        monkeypatch.setattr("sys.stderr.isatty", lambda: terminal, raising=False)
        with ingest_progress.IngestProgress(quiet) as progress:
            for done in range(1, 5):
                progress.callbacks.reading(done * 1000, 8000)
                time.sleep(0.06)
        return out.getvalue()

    bar = shown(terminal=True)
    assert "Læser filer" in bar and "4.000 af 8.000" in bar
    assert "filer/s" in bar and "tilbage" in bar
    assert shown(terminal=False) == shown(terminal=True, quiet=True) == ""


def test_watching_takes_in_what_comes_and_waits_its_turn(
    corpus: Corpus, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = corpus.write("a.txt", minutes("Takster"))
    second, toml = corpus.files / "b.html", corpus.files / "minutes.toml"
    taken: list[tuple[Path, ...]] = []
    run_ingest = Ingest.run

    def noted(self: Ingest, paths: list[Path], *arguments: object, **options: object):
        taken.append(tuple(paths))
        return run_ingest(self, paths, *arguments, **options)

    def coming(paths: object, stop: threading.Event) -> Iterator[Changed]:
        yield Changed((corpus.files,))
        second.write_bytes(html(minutes("Herberger")))
        lock = lock_ingest(corpus.settings)
        threading.Timer(0.3, lock.release).start()
        yield Changed((second,))
        first.unlink()
        yield Changed((), (corpus.files,))
        toml.write_text("")
        yield Changed((toml,))
        raise KeyboardInterrupt

    monkeypatch.setattr("search_api.watch.changes", coming)
    monkeypatch.setattr(cli_ingest, "_TRY_AGAIN_AFTER", 0.1)
    monkeypatch.setattr("signal.signal", lambda *_: None)
    monkeypatch.setattr(Ingest, "run", noted)
    assert run(corpus, "--watch", "--prune", "--json") == 0
    said = capsys.readouterr()
    assert "Overvågningen er stoppet" in said.err
    counts = [json.loads(line)["counts"] for line in said.out.splitlines()]
    assert [sorted(k for k, n in some.items() if n) for some in counts[:3]] == [
        ["new"], ["new"], ["pruned", "unchanged"],
    ]  # fmt: skip
    assert taken[0] == (corpus.files,) and taken[1:-2] == [(second,)] * len(taken[1:-2])
    assert taken[-2:] == [(corpus.files,), (corpus.files,)]
    catalogue = Catalogue(corpus.settings)
    assert [catalogue.document(one).source for one in catalogue.document_ids()] == ["b.html"]
    catalogue.close()
