"""Files as text: what is read, in which encoding, and what is refused with which advice."""

from __future__ import annotations

import gzip
import hashlib
import os
import struct
import zlib
from pathlib import Path

import pytest

from corpus.errors import UnreadableFile
from ingest.batch.files import find_files
from ingest.reader import digest, read_file

TEXT = (
    "Referat af møde på Sjælland den 4. marts 2024\n\n1. Økonomi på tilbuddene på Ærø\n\n"
    "Beslutning\n\nÅrets takster blev godkendt – også for Århus’ »særlige« pladser, jf. § 107.\n"
)


def written(folder: Path, data: bytes, name: str = "referat.txt") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "latin-1", "cp850", "mac_roman"]
)
def test_every_encoding_gives_the_same_letters(tmp_path: Path, encoding: str) -> None:
    text = TEXT
    if encoding in ("latin-1", "cp850"):  # They have neither dash nor curly quote.
        text = text.replace("–", "-").replace("’", "'")
    data = text.encode(encoding)
    path = written(tmp_path, data)
    assert read_file(path).text == text
    assert digest(path, "a") == hashlib.sha256(data).hexdigest()


def test_big_endian_utf16_with_its_mark(tmp_path: Path) -> None:
    data = b"\xfe\xff" + TEXT.encode("utf-16-be")
    assert read_file(written(tmp_path, data)).text == TEXT


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_line_ends_become_one_kind(tmp_path: Path, end: str) -> None:
    data = TEXT.replace("\n", end).encode("utf-8")
    assert read_file(written(tmp_path, data)).text == TEXT


def _png() -> bytes:
    chunk = struct.pack(">I", 13) + b"IHDR" + struct.pack(">IIBBBBB", 9, 9, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk + zlib.compress(bytes(range(256)) * 40)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "tom"),
        (b" \n\t\n ", "tom"),
        (b"1 2 3 4 5 6 --- 7.8.9\n" * 20, "næsten ingen ord"),
        (b"Kort notat.", "næsten ingen ord"),
        (_png(), "Billedet er beskadiget"),
        (gzip.compress(TEXT.encode() * 50), "pakket fil"),
        (b"%PDF-1.4\n1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj\n" * 9, "PDF"),
        (b"PK\x03\x04" + bytes(200), "kan ikke pakkes ud"),
        (b"\xff\xfe" + TEXT.encode("utf-16-le")[:-1], "Tegnsættet"),
        (TEXT.encode("utf-16-le"), "ikke tekst"),
    ],
)
def test_what_is_no_minutes_is_refused_in_danish(tmp_path: Path, data: bytes, reason: str) -> None:
    path = written(tmp_path, data)
    with pytest.raises(UnreadableFile, match=reason) as refused:
        read_file(path)
    assert str(refused.value).startswith(str(path))


def test_an_unknown_suffix_is_named_with_what_can_be_read(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"\.xyz kan ikke læses.*\.txt.*\.md"):
        read_file(written(tmp_path, TEXT.encode(), "referat.xyz"))
    with pytest.raises(UnreadableFile, match="uden endelse"):
        read_file(written(tmp_path, TEXT.encode(), "referat"))


def test_a_missing_file_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="findes ikke"):
        read_file(tmp_path / "væk.txt")


@pytest.mark.skipif(os.geteuid() == 0, reason="root må læse alle filer")
def test_a_file_without_access_is_said_to_be_so(tmp_path: Path) -> None:
    path = written(tmp_path, TEXT.encode())
    path.chmod(0)
    with pytest.raises(UnreadableFile, match="rettighederne"):
        read_file(path)


def test_a_file_too_large_to_be_minutes_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "stor.txt"
    with path.open("wb") as file:
        file.truncate(130_000_000)
    with pytest.raises(UnreadableFile, match="130 MB"):
        read_file(path)


def test_suffixes_in_capitals_are_read(tmp_path: Path) -> None:
    assert read_file(written(tmp_path, TEXT.encode(), "REFERAT.TXT")).text == TEXT


def test_folders_give_their_files_but_no_hidden_ones(tmp_path: Path) -> None:
    for name in ("b.txt", "a.md", ".skjult.txt", "år/c.txt", ".git/d.txt", "år/.e/f.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(TEXT)
    found = [str(path.relative_to(tmp_path)) for path in find_files([tmp_path])]
    assert found == ["a.md", "b.txt", "år/c.txt"]
    assert find_files([tmp_path / ".skjult.txt"]) == [tmp_path / ".skjult.txt"]


def test_a_file_is_found_once_however_it_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path, TEXT.encode())
    (tmp_path / "under").mkdir()
    monkeypatch.chdir(tmp_path / "under")
    assert find_files([tmp_path, path, Path("../referat.txt"), Path("..")]) == [path]
