"""Files are read by what is in them, whatever they are called."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from corpus.errors import UnreadableFile
from ingest.formats.sniff import format_of
from ingest.reader import read_file
from tests import bad_zip
from tests.small_files import FORMATS, eml, html, mhtml, pdf, rtf, word, zipped

HEAD = "Dato: 4. marts 2024\nSted: Køge Rådhus\nDeltagere: Anne Ask, Bo Birk\nEmne: Takster\n"
MINUTES = (
    f"{HEAD}\nReferat af møde i KKR Sjælland\n\n1. Godkendelse af dagsorden\n\nBeslutning\n\n"
    "Dagsordenen blev godkendt på Ærø.\n"
)
SAVED_BY_WORD = (
    b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=g\n\n--g\n"
    b"Content-Type: text/html\n\n<p>Referat</p>\n--g--\n"
)
FRAGMENT = "<meta charset=utf-8>\n<p>Referat af mødet</p>".encode()


@cache
def made(kind: str) -> bytes:
    return FORMATS[kind](MINUTES)


@pytest.mark.parametrize("kind", [kind for kind in FORMATS if kind != "zip"])
@pytest.mark.parametrize("suffix", [".pdf", ".docx", ".doc", ".html", ".txt", ".eml", "", ".aspx"])
def test_a_format_is_told_by_its_bytes_under_any_name(kind: str, suffix: str) -> None:
    found = format_of(made(kind), suffix, "fil") if kind != "txt" else "txt"
    assert found == ("eml" if (kind, suffix) == ("mhtml", ".eml") else kind)


@pytest.mark.parametrize(
    ("data", "suffix", "kind"),
    [
        (b"HTTP/1.1 200 OK\r\n\r\n" + pdf(MINUTES), ".pdf", "pdf"),
        (b"\xef\xbb\xbf" + html(MINUTES), ".doc", "html"),
        (html(MINUTES).decode().encode("utf-16"), ".doc", "html"),
        (html(MINUTES).decode().encode("utf-16-be"), ".html", "html"),
        (b"<?xml version='1.0'?>\n<!-- x -->\n<html xmlns='x'>", ".xhtml", "html"),
        (FRAGMENT, ".doc", "html"),
        (FRAGMENT, ".html", "html"),
        (b"<!-- En bem\xe6rkning -->\n\n# Referat", ".md", "txt"),
        (b"<div align=center>\n\n# Referat", ".md", "txt"),
        (MINUTES.encode(), ".html", "txt"),
        (MINUTES.encode("utf-16"), ".doc", "txt"),
        (b"\n" + rtf(MINUTES), ".doc", "rtf"),
        (SAVED_BY_WORD, ".doc", "mhtml"),
        (mhtml(MINUTES), ".html", "mhtml"),
        (b"From a@b.dk Mon Mar  4 10:00:00 2024\n" + eml(MINUTES), ".txt", "eml"),
        (b"From: a@b.dk\nSubject: Referat\nDate: 4 Mar 2024\n\nHej", ".eml", "eml"),
        (zipped({"a.txt": b"x"}), ".docx", "zip"),
    ],
)
def test_files_in_disguise(data: bytes, suffix: str, kind: str) -> None:
    assert format_of(data, suffix, "fil") == kind


@pytest.mark.parametrize("suffix", [".txt", ".md", ".eml", ".mht", ".html", ".pdf", ".doc", ".msg"])
@pytest.mark.parametrize(
    "text",
    [
        MINUTES,
        HEAD + HEAD,
        "Fra: Anne\nTil: Bo\nEmne: Referat\nDato: 4. marts 2024\n\n1. Takster\n",
        "Subject: Takster\n\nReferat af møde",
        "Referat: Styregruppen\nTid: kl. 9\nSted: Køge\n",
    ],
)
def test_minutes_with_a_head_of_fields_are_no_mail(text: str, suffix: str) -> None:
    assert format_of(text.encode(), suffix, "fil") == "txt"


def test_a_memorandum_in_english_is_no_mail_unless_it_is_called_one() -> None:
    memo = b"From: The Secretariat\nTo: The Board\nDate: 4 March\nSubject: Minutes\n\nText\n"
    assert format_of(memo, ".txt", "fil") == "txt"
    assert format_of(memo, ".eml", "fil") == "eml"


@pytest.mark.parametrize(
    ("data", "suffix", "reason"),
    [
        ("WordDocument", ".doc", "ældre Word-dokument .*som .docx"),
        ("Workbook", ".doc", "ældre Excel-regneark .*som .xlsx"),
        ("PowerPoint Document", ".ppt", "ældre PowerPoint-præsentation .*som .pptx"),
        ("__substg1.0_", ".msg", "mail fra Outlook .*som .eml"),
        ("EncryptedPackage", ".docx", "låst med en adgangskode"),
        ("", ".doc", "ældre Office-format"),
        (zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}), ".ods", r"\.ods"),
        (zipped({"mimetype": b"application/epub+zip"}), ".epub", "e-bog"),
        (zipped({"[Content_Types].xml": b"", "xl/workbook.bin": b""}), ".xlsb", "xlsb"),
        (zipped({"[Content_Types].xml": b"", "visio/a.xml": b""}), ".vsdx", "ikke kendes"),
        (b"Rar!\x1a\x07\x00", ".rar", "RAR-arkiv.*som .zip"),
        (b"MZ\x90\x00\x03\x00" + bytes(99), ".pdf", "et program"),
        (b"x\x9f>\x22\x01\x00", ".dat", "winmail.dat"),
        (b"<?xml version='1.0'?><?mso-application progid=\"Word.Document\"?>", ".doc", "som XML"),
        (b"<?xml version='1.0'?><office:document>", ".fodt", "LibreOffice"),
        (b"<?xml version='1.0'?><rss>", ".xml", "XML"),
        (bytes(range(256)) * 9, ".docx", "ikke en rigtig DOCX-fil"),
        (b"a;b;c\n1;2;3\n", ".csv", r"\.csv kan ikke læses"),
        (b"def f():\n    pass\n", ".py", r"\.py kan ikke læses"),
    ],
)
def test_what_cannot_be_read_is_named_with_what_to_save_it_as(
    data: bytes | str, suffix: str, reason: str
) -> None:
    if isinstance(data, str):  # A stream in the container of Office's old formats.
        data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512) + data.encode("utf-16-le")
    with pytest.raises(UnreadableFile, match=reason) as refused:
        format_of(data, suffix, "møde/fil")
    assert str(refused.value).startswith("møde/fil: ")


def test_words_that_begin_as_a_program_does_are_text(tmp_path: Path) -> None:
    path = tmp_path / "referat.txt"
    path.write_bytes(f"MZ-udvalget og BM-gruppen mødtes.\n{MINUTES}".encode())
    assert read_file(path).text.startswith("MZ-udvalget")


@pytest.mark.parametrize(
    ("name", "data", "note"),
    [
        ("referat.doc", html(MINUTES), ".doc, men er en webside (HTML)"),
        ("referat.pdf", word(MINUTES), ".pdf, men er et Word-dokument (.docx)"),
        ("referat.doc", rtf(MINUTES), ".doc, men er et RTF-dokument"),
        ("referat.pdf", MINUTES.encode(), ".pdf, men er ren tekst"),
        ("referat", html(MINUTES), "ingen endelse, men er en webside (HTML)"),
    ],
)
def test_a_name_that_says_something_else_is_noted(
    tmp_path: Path, name: str, data: bytes, note: str
) -> None:
    (tmp_path / name).write_bytes(data)
    extract = read_file(tmp_path / name)
    assert "Dagsordenen blev godkendt på Ærø." in extract.text
    assert note in extract.notes[0] and extract.notes[0].endswith("er læst som det.")


def test_a_name_that_says_what_a_file_is_needs_no_note(tmp_path: Path) -> None:
    for kind in ("txt", "html", "eml", "mhtml", "rtf"):
        path = tmp_path / f"referat.{kind.upper()}"
        path.write_bytes(FORMATS[kind](MINUTES))
        assert not [note for note in read_file(path).notes if "læst som" in note]


def test_a_locked_office_file_asks_for_one_without_a_password(tmp_path: Path) -> None:
    path = tmp_path / "låst.docx"
    path.write_bytes(bad_zip.locked_office())
    with pytest.raises(UnreadableFile, match="adgangskode"):
        read_file(path)
