"""Backup and restore: what is restored is what was there, and what is not whole is refused."""

from __future__ import annotations

import gzip
import io
import resource
import shutil
import tarfile
import threading
import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from corpus.catalogue import Catalogue
from corpus.dump import dump
from corpus.errors import Conflict, IngestUnderWay, TvaersnitError
from corpus.generations import Lock
from corpus.ingest_lock import lock_ingest
from corpus.proposal import Proposal
from corpus.records import Filters, Span
from corpus.settings import Settings
from ingest.pipeline import Ingest
from models.encoder import Encoder
from search_api.access.keys import KeyStore
from search_api.archive import Archive
from search_api.backup import backup, restore
from search_api.backup_file import BackupWriter
from search_api.cli import main
from search_api.doctor import examine
from search_api.search import search
from tests.postgresql import Server
from tests.small_corpus import MINUTES, make_corpus


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Settings:
    """A corpus that is not to be written to."""
    return make_corpus(tmp_path_factory.mktemp("backup"), encoder)


@pytest.fixture(scope="module")
def saved(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of it."""
    path = tmp_path_factory.mktemp("saved") / "kopi.tar.gz"
    backup(settings, path)
    return path


def answers(settings: Settings, encoder: Encoder) -> list[tuple[str, float]]:
    archive = Archive(settings, encoder)
    try:
        hits = search(archive, "Hvad koster pladserne på Kofoedsminde?", Filters(), 5).hits
        return [(hit.text, round(hit.score, 6)) for hit in hits]
    finally:
        archive.close()


def restored(path: Path, data: Path, encoder: Encoder) -> Settings:
    settings = Settings(data=data)
    restore(settings, path)
    Ingest(settings, encoder).reindex()
    return settings


def test_what_is_restored_answers_as_before_and_is_found_whole(
    settings: Settings, saved: Path, tmp_path: Path, encoder: Encoder
):
    there = restored(saved, tmp_path / "et" / "andet" / "sted", encoder)
    assert [check for check in examine(there, encoder).checks if not check.ok] == []
    assert answers(there, encoder) == answers(settings, encoder)
    assert (there.data / "gazetteer.toml").read_text("utf-8") == "# ingen navne endnu\n"
    uploaded = there.data / "uploads" / "a1" / "1" / "oktober.txt"
    catalogue = Catalogue(there)
    assert catalogue.document_at(str(uploaded)), "an upload goes with the data folder"
    catalogue.close()
    reports = Ingest(there, encoder).run([uploaded])
    assert [report.outcome for report in reports] == ["unchanged"]


@pytest.mark.sqlite
def test_a_backup_is_for_its_owner_alone_and_holds_nothing_that_can_be_made(saved: Path):
    assert saved.stat().st_mode & 0o777 == 0o600
    with tarfile.open(saved) as tar:
        names = tar.getnames()
    assert names[-1] == "manifest.json"
    assert {name.partition("/")[0] for name in names[:-1]} == {"catalogue", "data"}
    assert not [name for name in names if "index" in name or "INGEST" in name]


@pytest.mark.sqlite
def test_keys_and_other_databases_of_the_service_are_saved_while_they_are_in_use(
    tmp_path: Path, encoder: Encoder
):
    settings = make_corpus(tmp_path, encoder)
    keys = KeyStore(settings.data)
    secret = keys.add("Sekretariatet", "editor", "internal").secret
    path = tmp_path / "kopi.tar.gz"
    backup(settings, path)
    there = restored(path, tmp_path / "nyt", encoder)
    assert KeyStore(there.data).with_secret(secret).name == "Sekretariatet"
    assert (there.data / "access.sqlite").stat().st_mode & 0o777 == 0o600


@pytest.mark.sqlite
def test_the_commands_save_refuse_and_restore(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    path, data = tmp_path / "kopi.tar.gz", str(tmp_path / "nyt")
    assert main(["--data", str(settings.data), "backup", str(path)]) == 0
    assert "3 dokumenter" in capsys.readouterr().out
    assert main(["--data", str(settings.data), "backup", str(path)]) == 2
    assert "findes allerede" in capsys.readouterr().err
    assert main(["--data", data, "restore", str(path)]) == 0
    assert "ok    indeks" in capsys.readouterr().out
    assert main(["--data", data, "restore", str(path)]) == 2
    assert "--replace" in capsys.readouterr().err
    assert main(["--data", data, "restore", str(path), "--replace"]) == 0
    [aside] = tmp_path.glob("nyt.gammel-*")
    assert (aside / "catalogue.sqlite").exists() and str(aside) in capsys.readouterr().out
    assert main(["--data", data, "restore", str(tmp_path / "ingen.tar.gz")]) == 2
    assert "findes ikke" in capsys.readouterr().err


def test_a_backup_that_was_cut_off_is_refused_wherever(saved: Path, tmp_path: Path):
    whole = saved.read_bytes()
    cut, there = tmp_path / "afkortet.tar.gz", Settings(data=tmp_path / "nyt")
    for length in (0, 5, len(whole) // 3, len(whole) - 2000, len(whole) - 9, len(whole) - 1):
        cut.write_bytes(whole[:length])
        with pytest.raises(TvaersnitError, match="afkortet eller ændret"):
            restore(there, cut)
    assert not there.data.exists() and list(tmp_path.iterdir()) == [cut]


def test_a_backup_that_was_changed_is_refused_wherever(saved: Path, tmp_path: Path):
    whole, refused = saved.read_bytes(), 0
    inside = gzip.decompress(whole)
    changed, there = tmp_path / "ændret.tar.gz", Settings(data=tmp_path / "nyt")
    for place in range(20, len(whole), len(whole) // 12):
        content = bytearray(whole)
        content[place] ^= 0x10
        with suppress(OSError, EOFError, zlib.error):
            if gzip.decompress(content) == inside:
                continue  # In a run of zeros another copy of them may be told of.
        refused += 1
        changed.write_bytes(content)
        with pytest.raises(TvaersnitError, match="afkortet eller ændret"):
            restore(there, changed)
    assert refused > 6
    # A part that is another, in a file that is otherwise sound.
    unpacked = io.BytesIO(inside.replace(b"Kofoedsminde", b"Kofoedsmunde"))
    changed.write_bytes(gzip.compress(unpacked.getvalue()))
    with pytest.raises(TvaersnitError, match="afkortet eller ændret"):
        restore(there, changed)
    assert not there.data.exists()


def test_what_is_no_backup_of_this_version_is_refused(tmp_path: Path):
    there = Settings(data=tmp_path / "nyt")
    for name, version, says in (
        ("data/a.txt", "9999", "anden udgave"),
        ("data/../../a.txt", "0001", "afkortet eller ændret"),
        ("/tmp/a.txt", "0001", "afkortet eller ændret"),
    ):
        path = tmp_path / "kopi.tar.gz"
        with BackupWriter(path) as writer:
            writer.add(name, b"indhold")
            writer.finish("1", version, there.data, {"documents": 0, "vectors": 0})
        with pytest.raises(TvaersnitError, match=says):
            restore(there, path)
    note = tmp_path / "note.txt"
    note.write_text("ikke en sikkerhedskopi", "utf-8")
    with pytest.raises(TvaersnitError, match="ikke en hel sikkerhedskopi"):
        restore(there, note)
    assert not there.data.exists()


def test_nothing_is_restored_under_an_ingest_or_a_service(
    settings: Settings, saved: Path, tmp_path: Path
):
    there = Settings(data=Path(shutil.copytree(settings.data, tmp_path / "data")))
    lock = lock_ingest(there)
    with pytest.raises(IngestUnderWay):
        restore(there, saved, replace=True)
    lock.release()
    working = Lock(there.data / "JOBS", shared=False)
    with pytest.raises(Conflict, match="Stop den"):
        restore(there, saved, replace=True)
    working.release()
    assert list(tmp_path.iterdir()) == [there.data]


@pytest.fixture
def small_files(settings: Settings) -> Iterator[None]:
    """No file may grow past 10 KB, which fails as a full disk does. The service has the catalogue
    open already: SQLite needs room for that too."""
    catalogue = Catalogue(settings)
    catalogue.meta("generation")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, limits[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    catalogue.close()


def test_where_there_is_no_room_nothing_is_left(
    settings: Settings, tmp_path: Path, small_files: None
):
    with pytest.raises(TvaersnitError, match="Skaf plads"):
        backup(settings, tmp_path / "kopi.tar.gz")
    assert list(tmp_path.iterdir()) == []
    assert not list(settings.data.glob("backup-*"))


@pytest.mark.sqlite
def test_where_there_is_no_room_to_restore_nothing_is_left(
    saved: Path, tmp_path: Path, small_files: None
):
    with pytest.raises(TvaersnitError):
        restore(Settings(data=tmp_path / "nyt"), saved)
    assert list(tmp_path.iterdir()) == []


def test_a_backup_taken_during_an_ingest_is_of_one_moment(tmp_path: Path, encoder: Encoder):
    settings = make_corpus(tmp_path, encoder)
    more = tmp_path / "flere"
    more.mkdir()
    for month in ("januar", "februar", "marts"):
        text = MINUTES.format(day=f"3. {month} 2022", second="Andet")
        (more / f"{month}.txt").write_text(text, "utf-8")
    taking_in = threading.Thread(target=Ingest(settings, encoder).run, args=([more],))
    taking_in.start()
    number = 0
    while taking_in.is_alive():
        number += 1
        backup(settings, tmp_path / f"kopi-{number}.tar.gz")
    taking_in.join()
    backup(settings, tmp_path / "kopi-0.tar.gz")
    expected = {0: 6}
    for one in {0, 1, number}:
        there = restored(tmp_path / f"kopi-{one}.tar.gz", tmp_path / f"nyt-{one}", encoder)
        assert [check for check in examine(there, encoder).checks if not check.ok] == []
        catalogue = Catalogue(there)
        assert catalogue.count("documents") in ({expected[one]} if one in expected else {3, 6})
        catalogue.close()
    assert answers(there, encoder)


@pytest.mark.sqlite
def test_a_backup_moves_a_corpus_from_one_database_to_the_other_and_back(
    settings: Settings,
    saved: Path,
    postgresql_server: Server,
    tmp_path: Path,
    encoder: Encoder,
):
    over = Settings(data=tmp_path / "over", catalogue_url=postgresql_server.database())
    restore(over, saved)
    Ingest(over, encoder).reindex()
    assert [check for check in examine(over, encoder).checks if not check.ok] == []
    assert answers(over, encoder) == answers(settings, encoder)
    catalogue = Catalogue(over)
    document = catalogue.document(catalogue.document_ids()[0])
    place = Span(0, 5)
    proposal = Proposal(document.document_id, "Nyt Navn", "project", 0, 5, place, "form", None, 0.5)
    catalogue.put_proposals([proposal])
    assert catalogue.candidates()[0].number > 0, "numbers go on after those that came in"
    catalogue.close()
    with pytest.raises(Conflict, match="createdb"):
        restore(over.model_copy(update={"data": tmp_path / "igen"}), saved)
    assert not (tmp_path / "igen").exists()

    again = tmp_path / "igen.tar.gz"
    over_again = Settings(data=tmp_path / "to", catalogue_url=postgresql_server.database())
    restore(over_again, saved)
    backup(over_again, again)
    back = restored(again, tmp_path / "tilbage", encoder)
    assert [check for check in examine(back, encoder).checks if not check.ok] == []
    assert dumped(back) == dumped(settings)


def dumped(settings: Settings) -> dict[str, bytes]:
    """The tables that do not tell where the corpus lies."""
    catalogue = Catalogue(settings)
    try:
        parts = {part.name: part.content for part in dump(catalogue)}
    finally:
        catalogue.close()
    return {n: c for n, c in parts.items() if "/files-" not in n and "/meta-" not in n}
