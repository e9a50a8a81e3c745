"""Files that go wrong, or are made to: each with what is to become of it."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from tests import bad_pdf, bad_zip
from tests.ingested import minutes
from tests.small_files import FORMATS, html, odt, pdf, rtf, slides, word, workbook, zipped

TEXT = minutes("Takster på Ærø")
_LINES = TEXT.splitlines()
_FOREIGN = "פרוטוקול של הישיבה محضر\n" * 40


@dataclass(frozen=True, slots=True)
class Bad:
    """A file's name, what makes it, and what is to become of it.

    ``refused`` is what the reason must say, as a pattern. An empty one stands for a file that is
    read, all of its minutes with it; ``None`` for one that may be either.
    """

    name: str
    make: Callable[[], bytes]
    refused: str | None = None


def _paragraph(letters: int) -> str:
    sentence = "Kommunerne har drøftet sagen og er enige om at gå videre med den næste forår. "
    return f"{TEXT}\n{sentence * (letters // len(sentence))}\n"


def _rows(columns: int, rows: int) -> list[list[str]]:
    return [[f"celle {row}.{column}" for column in range(columns)] for row in range(rows)]


def _html_with(body: str) -> bytes:
    return html(TEXT).replace(b"</main>", body.encode() + b"</main>")


def _html_table(columns: int, rows: int) -> bytes:
    cells = ("".join(f"<td>{cell}</td>" for cell in row) for row in _rows(columns, rows))
    return _html_with(f"<table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>")


def _word_with(body: str) -> bytes:
    """A Word document with more XML at the end of its body."""
    return bad_zip.changed(
        word(TEXT),
        {"word/document.xml": lambda xml: xml.replace(b"<w:sectPr", body.encode() + b"<w:sectPr")},
    )


def _word_table(columns: int, rows: int) -> bytes:
    cell = "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
    body = "".join(
        f"<w:tr>{''.join(cell.format(text) for text in row)}</w:tr>" for row in _rows(columns, rows)
    )
    return _word_with(f"<w:tbl>{body}</w:tbl>")


def _word_nested(depth: int) -> bytes:
    """Tables in tables."""
    opened = "<w:tbl><w:tr><w:tc>" * depth
    closed = "<w:p/></w:tc></w:tr></w:tbl>" * depth
    return _word_with(f"{opened}{closed}<w:p/>")


def _image(width: int, height: int) -> bytes:
    """A PNG that says it is so large, and holds a few bytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(bytes(100_000)))
        + chunk(b"IEND", b"")
    )


def _mail_in_mail(depth: int) -> bytes:
    """Parts in parts."""
    opened = "".join(
        f'Content-Type: multipart/mixed; boundary="b{n}"\r\n\r\n--b{n}\r\n' for n in range(depth)
    )
    head = "From: a@kkr.example\r\nTo: b@kkr.example\r\nSubject: Referat\r\nMIME-Version: 1.0\r\n"
    closed = "".join(f"\r\n--b{n}--\r\n" for n in reversed(range(depth)))
    part = f"Content-Type: text/plain; charset=utf-8\r\n\r\n{TEXT}"
    return f"{head}{opened}{part}{closed}".encode()


def _truncated() -> Iterator[Bad]:
    """Every format cut off after a tenth, half, and all but the last bytes."""
    for suffix, make in FORMATS.items():
        data = make(TEXT)
        for share in (10, 50, 98):
            some = data[: len(data) * share // 100]
            yield Bad(f"afkortet {share}.{suffix}", partial(bytes, some))


def quick() -> list[Bad]:
    """Those that take no time to make, and should take little to read or refuse."""
    return [
        *(Bad(f"tom.{suffix}", bytes, "tom") for suffix in FORMATS),
        *_truncated(),
        # Locked.
        Bad("låst.pdf", lambda: bad_pdf.locked(pdf(TEXT)), "adgangskode"),
        Bad("låst gammel.pdf", lambda: bad_pdf.locked(pdf(TEXT), "RC4-40"), "adgangskode"),
        Bad("låst.docx", bad_zip.locked_office, "adgangskode"),
        Bad("låst.xlsx", bad_zip.locked_office, "adgangskode"),
        Bad("låst indeni.docx", lambda: bad_zip.locked(word(TEXT)), "beskadiget|adgangskode"),
        Bad("låst.zip", lambda: bad_zip.locked(zipped({"a.txt": TEXT.encode()})), "adgangskode"),
        # Misnamed.
        Bad("egentlig pdf.txt", lambda: pdf(TEXT), ""),
        Bad("egentlig word.pdf", lambda: word(TEXT), ""),
        Bad("egentlig word.doc", lambda: word(TEXT), ""),
        Bad("egentlig rtf.doc", lambda: rtf(TEXT), ""),
        Bad("egentlig html.doc", lambda: html(TEXT), ""),
        Bad("egentlig tekst.pdf", TEXT.encode, ""),
        Bad("egentlig tekst.docx", TEXT.encode, ""),
        Bad("egentlig støj.pdf", lambda: bytes(range(256)) * 40, "beskadiget eller omdøbt"),
        Bad("egentlig støj.txt", lambda: bytes(range(256)) * 41, "ikke tekst"),
        # PDF files that go in circles.
        Bad("eget barn.pdf", lambda: bad_pdf.own_kid(_LINES)),
        Bad("egen forælder.pdf", lambda: bad_pdf.own_parent(_LINES)),
        Bad("mange sider påstået.pdf", lambda: bad_pdf.huge_count(_LINES)),
        Bad("mange sider i ring.pdf", lambda: bad_pdf.repeated_kids(_LINES)),
        Bad("egen formular.pdf", lambda: bad_pdf.own_form(_LINES)),
        Bad("formularer i formularer.pdf", lambda: bad_pdf.laughing_forms(_LINES)),
        Bad("egen længde.pdf", lambda: bad_pdf.own_length(_LINES)),
        Bad("egen strøm.pdf", lambda: bad_pdf.own_object_stream(_LINES)),
        Bad("egen henvisning.pdf", lambda: bad_pdf.own_reference(_LINES)),
        Bad("egen tabel.pdf", lambda: bad_pdf.old_tables_in_a_ring(_LINES)),
        Bad("mange filtre.pdf", lambda: bad_pdf.many_filters(_LINES)),
        Bad("mange bogstaver.pdf", lambda: bad_pdf.endless_letters(_LINES)),
        Bad("dyb.pdf", lambda: bad_pdf.deep_brackets(_LINES)),
        Bad("dyb side.pdf", lambda: bad_pdf.deep_brackets_in_the_page(_LINES)),
        Bad("bogmærker i ring.pdf", lambda: bad_pdf.outlines_in_a_ring(_LINES)),
        Bad("stort billede.pdf", lambda: bad_pdf.huge_picture(_LINES), ""),
        Bad("kun stort billede.pdf", bad_pdf.huge_picture_alone),
        Bad("stor side.pdf", lambda: bad_pdf.endless_page(_LINES)),
        # ZIP archives, and what is made of them.
        Bad("ude.zip", lambda: bad_zip.escaping(TEXT)),
        Bad("link.zip", bad_zip.linking),
        Bad("tre lag.zip", lambda: bad_zip.nested(TEXT, 3)),
        Bad("ti lag.zip", lambda: bad_zip.nested(TEXT, 10)),
        Bad("mangedobler.zip", lambda: bad_zip.multiplying(5)),
        Bad("makroer.docm", lambda: bad_zip.with_macros(TEXT), ""),
        Bad("formler.xlsx", lambda: bad_zip.with_formulas(TEXT), ""),
        *(
            Bad(f"{name}.{suffix}", partial(harm, data(TEXT), part, before))
            for suffix, data, part, before in (
                ("docx", word, "word/document.xml", "</w:t>"),
                ("odt", odt, "content.xml", "</text:p>"),
                ("pptx", slides, "ppt/slides/slide1.xml", "</a:t>"),
                ("xlsx", workbook, "xl/sharedStrings.xml", "</t>"),
            )
            for name, harm in (("latter", bad_zip.laughing), ("nysgerrig", bad_zip.prying))
        ),
        # Deep, wide and strange.
        Bad("dyb.html", lambda: _html_with("<div>" * 100_000 + "dybt" + "</div>" * 100_000)),
        Bad("dyb liste.html", lambda: _html_with("<ul><li>" * 20_000 + "dybt")),
        Bad("dyb tabel.html", lambda: _html_with("<table><tr><td>" * 3_000 + "dybt")),
        Bad("dyb.docx", lambda: _word_nested(3_000)),
        Bad("dyb.rtf", lambda: rtf(TEXT)[:-1] + b"{" * 100_000 + b"}" * 100_001),
        Bad("dyb.eml", lambda: _mail_in_mail(2_000)),
        Bad("dyb.txt", lambda: f"{TEXT}\n{'[' * 100_000}{']' * 100_000}\n".encode(), ""),
        Bad("bred.html", lambda: _html_table(200, 20), ""),
        Bad("bred.docx", lambda: _word_table(200, 20), ""),
        Bad("stort billede.png", lambda: _image(100_000, 100_000)),
        Bad(
            "retning.txt",
            lambda: TEXT.replace("Baggrund", "\u202eBag\u2066grund\u202c\u200f").encode(),
            "",
        ),
        Bad("retning.docx", lambda: word(TEXT.replace("Baggrund", "\u202eBag\u2066grund")), ""),
        Bad("retning.html", lambda: html(TEXT.replace("Baggrund", "\u202eBag\u2066grund")), ""),
        Bad(
            "højre mod venstre.txt", lambda: (TEXT + "פרוטוקול של הישיבה محضر\n" * 40).encode(), ""
        ),
        Bad("styretegn.txt", lambda: TEXT.replace("Bagg", "B\x1b\x07agg", 1).encode(), ""),
        Bad("styretegn.html", lambda: html(TEXT).replace(b"<p>", b"<p>&#27;&#7;&#0;\x1b[31m"), ""),
    ]


def heavy() -> list[Bad]:
    """Those that are large, or would take all the time and memory there is."""
    return [
        Bad("10.000 sider.pdf", lambda: bad_pdf.many_pages(_LINES, 10_000)),
        Bad("udvider sig.pdf", lambda: bad_pdf.inflating(_LINES)),
        Bad("langsom.pdf", lambda: bad_pdf.slow_pages(_LINES)),
        Bad("mange streger.pdf", lambda: bad_pdf.many_strokes(_LINES)),
        Bad("samme indhold.pdf", lambda: bad_pdf.many_contents(_LINES)),
        Bad("bombe.zip", bad_zip.bomb),
        Bad("mange store.zip", lambda: bad_zip.bomb_of_many(TEXT)),
        Bad("overlappende.zip", lambda: bad_zip.overlapping(TEXT, 5_000)),
        Bad("mange små.zip", lambda: bad_zip.many_members(50_000)),
        Bad("bombe.docx", lambda: bad_zip.bomb_in(word(TEXT), "word/document.xml", b"<w:p>")),
        Bad("bombe.odt", lambda: bad_zip.bomb_in(odt(TEXT), "content.xml", b"<text:p>")),
        Bad("langt afsnit.txt", lambda: _paragraph(2_500_000).encode(), ""),
        Bad("ét afsnit.txt", lambda: _paragraph(5_000_000).encode()),
        Bad("ét afsnit.docx", lambda: word(_paragraph(5_000_000))),
        Bad("ét afsnit.html", lambda: html(_paragraph(5_000_000))),
        Bad("bred og lang.html", lambda: _html_table(200, 1_000)),
        Bad("bred og lang.docx", lambda: _word_table(200, 1_000)),
    ]
