"""Files inside other files: unpacked under the names they were given, within limits."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest

from corpus.errors import UnreadableFile
from ingest.batch.spool import Spool
from ingest.batch.unpacking import sources_of
from ingest.formats.archive import members as archive
from ingest.formats.archive.members import Unpacked, is_archive, unpack
from tests import bad_zip
from tests.small_files import eml, mhtml, word, zipped

TEXT = "Referat af møde på Ærø. " * 20


def unpacked(folder: Path, data: bytes, name: str = "alt.zip") -> list[Unpacked]:
    path = folder / name
    path.write_bytes(data)
    return unpack(path, folder / "ud", name)


def names(files: list[Unpacked]) -> list[str]:
    return [one.name for one in files if one.path]


def refusals(files: list[Unpacked]) -> dict[str, str]:
    return {one.name: one.message for one in files if not one.path}


def test_members_are_written_with_their_bytes_and_keep_their_names(tmp_path: Path) -> None:
    members = {"møde/referat.txt": TEXT.encode(), "møde/Bilag 1.PDF": b"%PDF-1.4", "læs": b"mig"}
    files = unpacked(tmp_path, zipped(members))
    assert {one.name: one.path.read_bytes() for one in files if one.path} == members
    assert [one.path.suffix for one in files if one.path] == [".txt", ".pdf", ""]
    assert all(one.path and one.path.parent == tmp_path / "ud" for one in files)


def named(raw: bytes, flag: int = 0, extra: bytes = b"") -> bytes:
    """An archive with one member whose name is these bytes."""
    placeholder = "n" * len(raw)
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as made:
        info = zipfile.ZipInfo(placeholder)
        info.extra = extra
        made.writestr(info, TEXT)
    data = bytearray(written.getvalue().replace(placeholder.encode(), raw))
    if flag:
        for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            struct.pack_into("<H", data, data.index(signature) + place, flag)
    return bytes(data)


@pytest.mark.parametrize("name", ["Ærø – økonomi på Sjælland.pdf", "ÆLDRE.pdf", "Årsag Ø.pdf"])
@pytest.mark.parametrize("encoding", ["cp850", "cp865", "cp1252", "utf-8", "mac_roman"])
def test_danish_names_in_every_encoding(tmp_path: Path, name: str, encoding: str) -> None:
    if encoding in ("cp850", "cp865"):
        name = name.replace("–", "-")
    assert names(unpacked(tmp_path, named(name.encode(encoding)))) == [name]


def test_names_marked_as_utf_8_and_names_written_twice(tmp_path: Path) -> None:
    assert names(unpacked(tmp_path, named("æ–ø.txt".encode(), 0x800))) == ["æ–ø.txt"]
    again = "Ærø.txt".encode()
    extra = struct.pack("<HHBI", 0x7075, 5 + len(again), 1, 0) + again
    assert names(unpacked(tmp_path, named(b"?r?.txt", extra=extra))) == ["Ærø.txt"]


def test_letters_in_two_parts_become_one(tmp_path: Path) -> None:
    assert names(unpacked(tmp_path, zipped({"A\u030arsmøde.txt": b"x"}))) == ["Årsmøde.txt"]


def test_what_systems_leave_behind_is_passed_over(tmp_path: Path) -> None:
    junk = [
        "__MACOSX/._referat.txt", ".DS_Store", "a/Thumbs.db", "desktop.ini", "~$referat.docx",
        ".skjult/x.txt", "side_files/logo.png", "Side-filer/x.css", "side_filer/menu.html",
    ]  # fmt: skip
    files = unpacked(tmp_path, zipped({name: b"x" for name in [*junk, "a/referat.txt"]}))
    assert [one.name for one in files] == ["a/referat.txt"]


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("/etc/ref.txt", "etc/ref.txt"),
        ("C:\\møder\\ref.txt", "møder/ref.txt"),
        ("./a//b/./ref.txt", "a/b/ref.txt"),
        ("a: b?.txt", "a_ b_.txt"),
        ("\u202eref\x07.txt", "ref.txt"),
        ("mappe /ref. ", "mappe/ref"),
        ("x" * 400 + ".docx", "x" * 115 + ".docx"),
    ],
)
def test_names_are_shown_as_paths_below_the_archive(tmp_path: Path, given: str, shown: str) -> None:
    assert names(unpacked(tmp_path, zipped({given: TEXT.encode()}))) == [shown]


@pytest.mark.parametrize("name", ["../ude.txt", "a/../../ude.txt", "..\\ude.txt"])
def test_names_that_lead_out_of_the_archive_are_refused(tmp_path: Path, name: str) -> None:
    files = unpacked(tmp_path, zipped({name: b"x", "ref.txt": b"y"}))
    assert names(files) == ["ref.txt"]
    [message] = refusals(files).values()
    assert "peger ud af arkivet" in message
    assert {path.name for path in tmp_path.iterdir()} == {"alt.zip", "ud"}


def test_files_of_the_same_name_are_kept_apart(tmp_path: Path) -> None:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as made, pytest.warns(UserWarning):
        for n, name in enumerate(["a/ref.txt", "a/ref.txt", "a/REF.TXT", "a/ref"]):
            made.writestr(name, f"{n}")
    files = unpacked(tmp_path, written.getvalue())
    assert names(files) == ["a/ref.txt", "a/ref (2).txt", "a/REF (3).TXT", "a/ref"]
    assert [one.path.read_text() for one in files if one.path] == ["0", "1", "2", "3"]


def test_an_archive_in_an_archive_is_unpacked_and_a_third_refused(tmp_path: Path) -> None:
    third = zipped({"dybt.txt": b"x"})
    inner = zipped({"c.txt": TEXT.encode(), "tre.zip": third})
    files = unpacked(tmp_path, zipped({"b.zip": inner, "a.txt": b"y", "w.docx": word(TEXT)}))
    assert names(files) == ["b.zip/c.txt", "a.txt", "w.docx"]
    assert list(refusals(files)) == ["b.zip/tre.zip"]
    assert "kun to lag pakkes ud" in refusals(files)["b.zip/tre.zip"]
    assert len(list((tmp_path / "ud").iterdir())) == 3


def test_a_broken_archive_in_an_archive_is_refused_alone(tmp_path: Path) -> None:
    broken = zipped({"a.txt": TEXT.encode()})[:-30]
    files = unpacked(tmp_path, zipped({"b.zip": broken, "c.txt": b"y"}))
    assert names(files) == ["c.txt"]
    assert refusals(files)["b.zip"].startswith("ZIP-filen er beskadiget")


def changed_inside() -> bytes:
    """An archive with a member whose bytes are no longer those that were packed."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as made:
        made.writestr("a.txt", b"x" * 99)
    return written.getvalue().replace(b"x" * 99, b"y" * 99)


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda: bad_zip.locked(zipped({"a.txt": b"x"})), "adgangskode"),
        (bad_zip.linking, "genvej"),
        (bad_zip.bomb, "pakket så tæt"),
        (changed_inside, "beskadiget"),
    ],
)
def test_a_member_that_cannot_be_unpacked_says_why(
    tmp_path: Path, make: Callable[[], bytes], reason: str
) -> None:
    [one] = unpacked(tmp_path, make())
    assert one.path is None and reason in one.message
    assert not list((tmp_path / "ud").iterdir())


def test_a_member_packed_in_an_unusual_way_is_refused(tmp_path: Path) -> None:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_BZIP2) as made:
        made.writestr("a.txt", TEXT)
    assert "pakket på en måde" in refusals(unpacked(tmp_path, written.getvalue()))["a.txt"]


def test_bytes_are_counted_as_they_come_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "MOST_BYTES_EACH", 3_000_000)
    files = unpacked(tmp_path, zipped({"stor.txt": bytes(4_000_000), "lille.txt": b"x"}))
    assert names(files) == ["lille.txt"]
    assert "når den pakkes ud" in refusals(files)["stor.txt"]


def test_no_more_is_written_than_the_limit_for_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "MOST_BYTES", 5_000_000)
    inner = zipped({f"{n}.txt": bytes(1_000_000) for n in range(4)})
    files = unpacked(tmp_path, zipped({"a.zip": inner, "b.zip": inner}))
    written = sum(path.stat().st_size for path in (tmp_path / "ud").iterdir())
    assert written <= 5_000_000
    assert any("denne og de følgende" in message for message in refusals(files).values())


def test_members_beyond_the_most_are_told_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "MOST_FILES", 20)
    inner = bad_zip.many_members(15)
    files = unpacked(tmp_path, zipped({"a.zip": inner, "b.zip": inner, "c.txt": b"x"}))
    assert len(names(files)) == 20
    assert list(refusals(files)) == ["øvrige filer"]
    assert "resten er ikke læst" in refusals(files)["øvrige filer"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (bad_zip.overlapping(TEXT, 50), "oven i hinanden"),
        (b"PK\x03\x04" + bytes(300), "beskadiget"),
        (zipped({"a.txt": TEXT.encode()})[:-40], "beskadiget"),
        (b"PK\x05\x06" + bytes(8) + struct.pack("<IIH", 90_000_000, 0, 0), "for lang"),
    ],
)
def test_an_archive_that_is_broken_or_does_harm_is_refused(
    tmp_path: Path, data: bytes, reason: str
) -> None:
    with pytest.raises(UnreadableFile, match=f"alt.zip: ZIP-filen.*{reason}"):
        unpacked(tmp_path, data)


def test_formats_that_are_zip_files_are_no_archives(tmp_path: Path) -> None:
    for name, data, expected in (
        ("a.zip", zipped({"a.txt": b"x"}), True),
        ("a.dat", zipped({"a.txt": b"x"}), True),
        ("a.docx", word(TEXT), False),
        ("a.zip", word(TEXT), False),
        ("b.zip", b"PK\x03\x04 i stykker", True),
        ("a.txt", TEXT.encode(), False),
    ):
        (tmp_path / name).write_bytes(data)
        assert is_archive(tmp_path / name) == expected
    assert not is_archive(tmp_path / "findes-ikke.zip")


def mail(*attached: tuple[str, bytes]) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@kkr.example", "b@kkr.example", "Referat"
    message.set_content(TEXT)
    for name, data in attached:
        message.add_attachment(data, "application", "octet-stream", filename=name)
    return message


def test_a_mails_attachments_are_unpacked(tmp_path: Path) -> None:
    inner = mail(("indre.txt", b"ind"))
    message = mail(("Bilag æ.pdf", b"%PDF-1.4 x"), ("alt.zip", zipped({"b.txt": b"y"})))
    message.add_attachment(inner)
    files = unpacked(tmp_path, bytes(message), "m.eml")
    assert {one.name: one.path.read_bytes() for one in files if one.path} == {
        "Bilag æ.pdf": b"%PDF-1.4 x",
        "alt.zip/b.txt": b"y",
        "indre.txt": b"ind",
    }


def test_a_mail_in_an_archive_is_a_file_beside_its_attachments(tmp_path: Path) -> None:
    message = bytes(mail(("bilag.txt", b"x"), ("a.zip", zipped({"b.txt": b"y"}))))
    files = unpacked(tmp_path, zipped({"m.eml": message}))
    assert names(files) == ["m.eml", "m.eml/bilag.txt"]
    assert list(refusals(files)) == ["m.eml/a.zip"]
    assert names(unpacked(tmp_path, eml(TEXT), "uden.eml")) == []


@pytest.mark.parametrize("name", ["m.eml", "m.txt", "m"])
def test_a_mail_is_opened_whatever_it_is_called(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    file.write_bytes(bytes(mail(("bilag.txt", b"x"))))
    with Spool(tmp_path) as spool:
        places = [source.place for source, refused in sources_of([file], spool) if not refused]
    assert places == [file, file / "bilag.txt"]


def test_a_saved_pages_pictures_and_styles_are_no_files(tmp_path: Path) -> None:
    assert unpacked(tmp_path, mhtml(f"Referat\n{TEXT}"), "side.mhtml") == []
