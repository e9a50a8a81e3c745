"""PDF files made to send a reader astray: written by hand, object by object."""

from __future__ import annotations

import io
import zlib
from collections.abc import Mapping

from pypdf import PdfReader, PdfWriter

from tests.small_files import pdf_pages

_FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
_PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources 6 0 R >>"
_CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"
_PAGES = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
_RESOURCES = b"<< /Font << /F1 5 0 R >> >>"


def stream(data: bytes, more: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), more, data)


def shown(lines: list[str]) -> bytes:
    """A page's content that shows lines of text."""
    drawn = b" ".join(
        b"(%s) Tj T*" % line.encode("cp1252").replace(b"(", b"\\(").replace(b")", b"\\)")
        for line in lines
    )
    return b"BT /F1 11 Tf 13 TL 50 780 Td %s ET" % drawn


def assembled(objects: Mapping[int, bytes], trailer: bytes = b"") -> bytes:
    """A PDF of numbered objects; 1 is the catalogue."""
    written = io.BytesIO()
    written.write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = {}
    for number, body in objects.items():
        places[number] = written.tell()
        written.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start, size = written.tell(), max(objects) + 1
    written.write(b"xref\n0 %d\n0000000000 65535 f \n" % size)
    for number in range(1, size):
        place = places.get(number)
        written.write(b"%010d 00000 n \n" % place if place else b"0000000000 00000 f \n")
    written.write(b"trailer\n<< /Size %d /Root 1 0 R %s >>\n" % (size, trailer))
    written.write(b"startxref\n%d\n%%%%EOF\n" % start)
    return written.getvalue()


def _with(lines: list[str], **changed: bytes) -> bytes:
    """A page of minutes, some of its objects changed, or added as ``o7`` and so on."""
    objects = {
        1: changed.pop("catalog", _CATALOG),
        2: changed.pop("pages", _PAGES),
        3: changed.pop("page", _PAGE),
        4: changed.pop("contents", stream(shown(lines))),
        5: changed.pop("font", _FONT),
        6: changed.pop("resources", _RESOURCES),
    }
    trailer = changed.pop("trailer", b"")
    return assembled(objects | {int(n[1:]): body for n, body in changed.items()}, trailer)


def locked(data: bytes, algorithm: str = "AES-256") -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    writer.encrypt("hemmelig", algorithm=algorithm)
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def many_pages(lines: list[str], pages: int) -> bytes:
    return pdf_pages([[*lines, f"Side {n} af {pages}"] for n in range(1, pages + 1)])


def own_kid(lines: list[str]) -> bytes:
    """A page tree that is its own branch."""
    return _with(lines, pages=b"<< /Type /Pages /Kids [3 0 R 2 0 R] /Count 2 >>")


def own_parent(lines: list[str]) -> bytes:
    """Nodes that inherit from each other in a ring, and a page that inherits its size from them."""
    page = b"<< /Type /Page /Parent 7 0 R /Contents 4 0 R /Resources 6 0 R >>"
    ring = b"<< /Type /Pages /Kids [3 0 R] /Count 1 /Parent 8 0 R >>"
    back = b"<< /Type /Pages /Kids [7 0 R] /Count 1 /Parent 7 0 R >>"
    return _with(lines, page=page, o7=ring, o8=back)


def huge_count(lines: list[str]) -> bytes:
    return _with(lines, pages=b"<< /Type /Pages /Kids [3 0 R] /Count 2147483647 >>")


def repeated_kids(lines: list[str]) -> bytes:
    """Six levels of nodes, each of which names the next thirty times: 30^6 pages."""
    fan = {}
    for number in range(7, 12):
        kids = b"%d 0 R " % (number + 1) * 30
        fan[f"o{number}"] = b"<< /Type /Pages /Kids [%s] /Count 1 >>" % kids
    fan["o12"] = b"<< /Type /Pages /Kids [%s] /Count 30 >>" % (b"3 0 R " * 30)
    return _with(lines, pages=b"<< /Type /Pages /Kids [7 0 R] /Count 1 >>", **fan)


def _form(inner: bytes, resources: bytes) -> bytes:
    more = b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << %s >>" % resources
    return stream(inner, more)


def own_form(lines: list[str]) -> bytes:
    """A form that draws itself."""
    resources = b"<< /Font << /F1 5 0 R >> /XObject << /X 7 0 R >> >>"
    contents = stream(shown(lines) + b" /X Do")
    form = _form(b"BT /F1 9 Tf (igen) Tj ET /X Do", b"/XObject << /X 7 0 R >>")
    return _with(lines, resources=resources, contents=contents, o7=form)


def laughing_forms(lines: list[str]) -> bytes:
    """Twelve forms, each of which draws the next one twelve times: 12^11 times the last."""
    resources = b"<< /Font << /F1 5 0 R >> /XObject << /X 7 0 R >> >>"
    forms = {
        f"o{n}": _form(b"/X Do " * 12, b"/XObject << /X %d 0 R >>" % (n + 1)) for n in range(7, 18)
    }
    forms["o18"] = _form(b"BT /F1 9 Tf (ha) Tj ET", b"/Font << /F1 5 0 R >>")
    contents = stream(shown(lines) + b" /X Do")
    return _with(lines, resources=resources, contents=contents, **forms)


def own_length(lines: list[str]) -> bytes:
    """A stream whose length stands in the stream itself."""
    body = shown(lines)
    return _with(lines, contents=b"<< /Length 4 0 R >>\nstream\n%s\nendstream" % body)


def own_object_stream(lines: list[str]) -> bytes:
    """Compressed objects in a stream that extends itself and holds itself."""
    inner = b"4 0 7 20 << /Length 0 >>      << /Type /ObjStm >>"
    packed = stream(inner, b"/Type /ObjStm /N 2 /First 8 /Extends 7 0 R")
    return _with(lines, o7=packed, o8=b"8 0 R")


def own_reference(lines: list[str]) -> bytes:
    """Objects that are nothing but references to each other."""
    return _with(lines, font=b"7 0 R", o7=b"8 0 R", o8=b"7 0 R")


def old_tables_in_a_ring(lines: list[str]) -> bytes:
    """A cross-reference table whose earlier edition is itself."""
    data = _with(lines)
    start = data.rindex(b"startxref\n") + len(b"startxref\n")
    place = data[start : data.index(b"\n", start)]
    # As long as what stands there, so that every offset stays true.
    return _with(lines, trailer=b"/Prev " + place)


def inflating(lines: list[str]) -> bytes:
    """A page whose content is 300 MB of blanks, compressed twice."""
    packed = zlib.compressobj(9)
    once = b"".join(packed.compress(b" " * 1_000_000) for _ in range(300)) + packed.flush()
    twice = zlib.compress(once, 9)
    contents = stream(twice, b"/Filter [/FlateDecode /FlateDecode]")
    return _with(lines, contents=contents)


def many_filters(lines: list[str]) -> bytes:
    data = shown(lines)
    for _ in range(200):
        data = zlib.compress(data)
    return _with(lines, contents=stream(data, b"/Filter [%s]" % (b"/FlateDecode " * 200)))


def endless_letters(lines: list[str]) -> bytes:
    """A font that maps four thousand million codes to letters."""
    mapping = (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        b"1 begincodespacerange <00000000> <FFFFFFFF> endcodespacerange\n"
        b"1 beginbfrange <00000000> <FFFFFFF0> <0041> endbfrange\n"
        b"endcmap end end"
    )
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 7 0 R >>"
    return _with(lines, font=font, o7=stream(mapping))


def deep_brackets(lines: list[str]) -> bytes:
    depth = 100_000
    return _with(lines, o7=b"[" * depth + b"]" * depth, catalog=_CATALOG[:-2] + b"/X 7 0 R >>")


def deep_brackets_in_the_page(lines: list[str]) -> bytes:
    depth = 50_000
    contents = stream(shown(lines) + b" " + b"[" * depth + b"]" * depth + b" TJ")
    return _with(lines, contents=contents)


def many_contents(lines: list[str]) -> bytes:
    """A page drawn by the same content 200,000 times."""
    page = _PAGE.replace(b"/Contents 4 0 R", b"/Contents [%s]" % (b"4 0 R " * 200_000))
    return _with(lines, page=page)


def outlines_in_a_ring(lines: list[str]) -> bytes:
    catalog = _CATALOG[:-2] + b"/Outlines 7 0 R >>"
    first = b"<< /Title (A) /Parent 7 0 R /Next 8 0 R /First 8 0 R /Dest [3 0 R /Fit] >>"
    return _with(lines, catalog=catalog, o7=b"<< /First 8 0 R /Last 8 0 R >>", o8=first)


def huge_picture(lines: list[str]) -> bytes:
    """A picture of 100,000 × 100,000 points behind the text."""
    resources = b"<< /Font << /F1 5 0 R >> /XObject << /X 7 0 R >> >>"
    more = (
        b"/Type /XObject /Subtype /Image /Width 100000 /Height 100000 /ColorSpace /DeviceRGB "
        b"/BitsPerComponent 8 /Filter /FlateDecode"
    )
    contents = stream(b"q 595 0 0 842 0 0 cm /X Do Q " + shown(lines))
    picture = stream(zlib.compress(bytes(1000)), more)
    return _with(lines, resources=resources, contents=contents, o7=picture)


def huge_picture_alone() -> bytes:
    """A page that is nothing but a picture of 100,000 × 100,000 points."""
    return huge_picture([])


def endless_page(lines: list[str]) -> bytes:
    """A page of 10^9 by 10^9 points."""
    page = _PAGE.replace(b"[0 0 595 842]", b"[0 0 1000000000 1000000000]")
    return _with(lines, page=page)


def _strokes(number: int) -> bytes:
    return b"BT /F1 1 Tf 50 700 Td " + b"(a) Tj 0 0 Td " * number + b"ET"


def many_strokes(lines: list[str]) -> bytes:
    """A page that shows 400,000 letters one by one, all of them at the same place."""
    packed = zlib.compress(shown(lines) + b" " + _strokes(400_000))
    return _with(lines, contents=stream(packed, b"/Filter /FlateDecode"))


def slow_pages(lines: list[str]) -> bytes:
    """Three thousand pages of 50,000 letters, each a small file's worth of time."""
    pages = {f"o{n}": _PAGE for n in range(10, 3010)}
    kids = b" ".join(b"%d 0 R" % n for n in range(10, 3010))
    packed = zlib.compress(shown(lines) + b" " + _strokes(50_000))
    return _with(
        lines,
        pages=b"<< /Type /Pages /Kids [%s] /Count 3000 >>" % kids,
        contents=stream(packed, b"/Filter /FlateDecode"),
        **pages,
    )
