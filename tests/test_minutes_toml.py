"""``minutes.toml``: what is said of a folder's files, and of single ones."""

from __future__ import annotations

import datetime as dt
import os
import unicodedata
import zipfile
from pathlib import Path

import pytest

from corpus.errors import UnreadableFile
from corpus.settings import Settings
from ingest.batch.files import find_files
from ingest.head.minutes_toml import told_beside
from ingest.head.told import Told
from ingest.pipeline import Ingest
from tests.parsed import SAMPLES, parse


def write(folder: Path, text: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "minutes.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_folder_without_one_says_nothing(tmp_path: Path) -> None:
    assert told_beside(tmp_path / "referat.pdf") == Told()


def test_it_goes_for_every_file_in_the_folder(tmp_path: Path) -> None:
    write(tmp_path, 'region = "Region Sjælland"\nforum = "kkr  sjælland"\naccess = "intern"\n')
    told = told_beside(tmp_path / "a.pdf")
    assert (told.region, told.forum, told.access) == ("Sjælland", "KKR Sjælland", "internal")
    assert told_beside(tmp_path / "b.docx") == told


@pytest.mark.parametrize(
    ("line", "field", "value"),
    [
        ('region = "syddanmark"', "region", "Syddanmark"),
        ('forum = "Styregruppen for alt"', "forum", "Styregruppen for alt"),
        ("date = 2024-03-04", "date", dt.date(2024, 3, 4)),
        ("date = 2024-03-04T09:00:00", "date", dt.date(2024, 3, 4)),
        ('date = "4. marts 2024"', "date", dt.date(2024, 3, 4)),
        ('date = "4/3-2024"', "date", dt.date(2024, 3, 4)),
        ('status = "udkast"', "status", "draft"),
        ('status = "Godkendt"', "status", "approved"),
        ('status = "korrigeret"', "status", "corrected"),
        ('kind = "Dagsorden"', "kind", "dagsorden"),
        ('kind = "rapport"', "kind", "rapport"),
        ('access = "lukket"', "access", "closed"),
        ('access = "public"', "access", "public"),
        ('title = "Møde i KKR"', "title", "Møde i KKR"),
        ('place = "Sorø Rådhus"', "place", "Sorø Rådhus"),
        ('participants = ["Anna Dam", "Bo Elm"]', "participants", ("Anna Dam", "Bo Elm")),
        ("apologies = []", "apologies", ()),
        ('minute_taker = "Carl Fyr"', "minute_taker", "Carl Fyr"),
    ],
)
def test_every_field_as_people_write_it(
    tmp_path: Path, line: str, field: str, value: object
) -> None:
    write(tmp_path, line)
    assert getattr(told_beside(tmp_path / "a.pdf"), field) == value


def test_a_table_for_one_file_wins_over_the_folder(tmp_path: Path) -> None:
    write(
        tmp_path,
        'region = "Sjælland"\nstatus = "udkast"\n\n[files."møde å.pdf"]\nstatus = "godkendt"\n\n'
        '[files."2023/referat.pdf"]\nregion = "Midtjylland"\n',
    )
    one = told_beside(tmp_path / "møde å.pdf")
    assert (one.region, one.status) == ("Sjælland", "approved")
    # The same name as another system writes it.
    other = unicodedata.normalize("NFD", "møde å.pdf")
    assert told_beside(tmp_path / other).status == "approved"
    assert told_beside(tmp_path / "referat.pdf").region == "Sjælland"
    assert told_beside(tmp_path / "2023" / "referat.pdf").region == "Midtjylland"


def test_it_goes_for_the_folders_below_but_not_where_they_have_their_own(tmp_path: Path) -> None:
    write(tmp_path, 'region = "Sjælland"\nplace = "Sorø"\n')
    write(tmp_path / "jylland", 'region = "Nordjylland"\n')
    (tmp_path / "2024" / "juni").mkdir(parents=True)
    assert told_beside(tmp_path / "2024" / "juni" / "a.pdf").region == "Sjælland"
    own = told_beside(tmp_path / "jylland" / "a.pdf")
    assert (own.region, own.place) == ("Nordjylland", None)


def test_nothing_is_looked_for_above_the_root(tmp_path: Path) -> None:
    write(tmp_path, 'region = "Sjælland"\n')
    (tmp_path / "a").mkdir()
    assert told_beside(tmp_path / "a" / "x.pdf", root=tmp_path / "a").region is None
    assert told_beside(tmp_path / "a" / "x.pdf", root=tmp_path).region == "Sjælland"


def test_a_change_is_seen(tmp_path: Path) -> None:
    file = write(tmp_path, 'region = "Sjælland"\n')
    assert told_beside(tmp_path / "a.pdf").region == "Sjælland"
    file.write_text('region = "Syddanmark"\n', encoding="utf-8")
    os.utime(file, ns=(1, 1))
    assert told_beside(tmp_path / "a.pdf").region == "Syddanmark"


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ('region = "Sjælland"\nregoin = "x"\n', 2, "Feltet »regoin« kendes ikke. Brug region"),
        ('\nregion = "Jylland"\n', 2, "Regionen »Jylland« findes ikke. Vælg Hovedstaden"),
        ('date = "31. februar 2024"\n', 1, "Datoen »31. februar 2024« kan ikke læses"),
        ("date = 4\n", 1, "Feltet »date« skal være en dato"),
        ('status = "færdig"\n', 1, "Vælg udkast, godkendt eller korrigeret"),
        ('kind = "notat"\n', 1, "Vælg referat, dagsorden, rapport"),
        ('access = "hemmelig"\n', 1, "Vælg offentlig, intern eller lukket"),
        ('title = ""\n', 1, "Feltet »title« skal være en tekst"),
        ('participants = "Anna Dam"\n', 1, "Feltet »participants« skal være en liste af navne"),
        ('region = "Sjælland"\nforum = KKR\n', 2, "ikke gyldig TOML"),
        ('files = "a.pdf"\n', 1, "skal være tabeller med filnavne"),
    ],
)
def test_a_mistake_refuses_the_files_and_says_where_it_is(
    tmp_path: Path, text: str, line: int, message: str
) -> None:
    file = write(tmp_path, text)
    with pytest.raises(UnreadableFile) as refused:
        told_beside(tmp_path / "a.pdf")
    assert str(refused.value).startswith(f"{tmp_path / 'a.pdf'}: ")
    assert message in str(refused.value)
    assert f"{file}, linje {line}" in str(refused.value)
    assert "indlæs igen" in str(refused.value)


def test_a_mistake_about_one_file_concerns_that_file_alone(tmp_path: Path) -> None:
    write(
        tmp_path,
        'region = "Sjælland"\n[files."a.pdf"]\nregion = "Sjælland"\n\n[files."b.pdf"]\n'
        'region = "Jylland"\n',
    )
    assert told_beside(tmp_path / "a.pdf").region == "Sjælland"
    with pytest.raises(UnreadableFile, match="linje 6"):
        told_beside(tmp_path / "b.pdf")


def test_a_file_in_another_encoding_is_refused_in_danish(tmp_path: Path) -> None:
    (tmp_path / "minutes.toml").write_bytes('region = "Sjælland"'.encode("latin-1"))
    with pytest.raises(UnreadableFile, match="ikke gemt som UTF-8"):
        told_beside(tmp_path / "a.pdf")


def test_it_is_no_document_itself(tmp_path: Path) -> None:
    write(tmp_path, 'region = "Sjælland"\n')
    (tmp_path / "a.txt").write_text("Referat", encoding="utf-8")
    assert find_files([tmp_path]) == [tmp_path / "a.txt"]
    assert find_files([tmp_path / "minutes.toml", tmp_path / "a.txt"]) == [tmp_path / "a.txt"]


def test_options_win_over_it_and_it_wins_over_the_text(tmp_path: Path) -> None:
    write(tmp_path, 'forum = "DASSOS"\nregion = "Midtjylland"\nplace = "Viborg"\n')
    option = Told(region="Nordjylland")
    told = option.over(told_beside(tmp_path / "a.txt").stored())
    document = parse(
        "Referat af møde i KKR Sjælland den 4. marts 2024\n\nSted: Sorø\n\n1. Takster\n\n"
        "Beslutning\n\nVedtaget.\n\n2. Eventuelt\n\nIntet.\n",
        told,
    )
    assert (document.region, document.forum, document.place) == ("Nordjylland", "DASSOS", "Viborg")
    assert document.date == dt.date(2024, 3, 4)
    assert document.certainty["forum"] == 1.0
    assert document.certainty["date"] < 1.0


def test_one_inside_an_archive_goes_for_the_files_in_the_archive(tmp_path: Path) -> None:
    minutes = (SAMPLES / "kkr-sjaelland-2024-09-03.txt").read_text("utf-8")
    with zipfile.ZipFile(tmp_path / "juni.zip", "w") as archive:
        archive.writestr("minutes.toml", 'forum = "K17"\n[files."a.txt"]\nstatus = "udkast"\n')
        archive.writestr("a.txt", minutes)
        archive.writestr("b/b.txt", minutes.replace("Sorø", "Faxe"))
    (tmp_path / "c.txt").write_text(minutes.replace("Sorø", "Ishøj"), encoding="utf-8")
    reports = Ingest(Settings(data=tmp_path / "data")).run([tmp_path], dry_run=True)
    told = {
        Path(report.path).name: (report.document.forum, report.document.status)
        for report in reports
        if report.document
    }
    assert told == {
        "a.txt": ("K17", "draft"),
        "b.txt": ("K17", None),
        "c.txt": ("KKR Sjælland", None),
    }


def test_what_is_said_is_the_same_after_it_was_stored() -> None:
    told = Told(
        region="Sjælland",
        date=dt.date(2024, 3, 4),
        status="approved",
        participants=("Anna Dam, Greve Kommune", "Bo Elm"),
        apologies=(),
        minute_taker="Carl Fyr",
    )
    assert Told().over(told.stored()) == told
