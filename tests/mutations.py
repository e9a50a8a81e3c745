"""Files damaged at random, always alike: mutation number 17 of a format is a certain file."""

from __future__ import annotations

import io
import random
import re
import zipfile
import zlib
from collections.abc import Callable, Sequence
from contextlib import suppress
from copy import deepcopy

from lxml import etree

from tests.bad_pdf import assembled

_LARGEST = 500_000
_NUMBERS = (b"0", b"-1", b"1", b"255", b"65536", b"2147483648", b"99999999999999999999", b"1e400")
_NUMBER = re.compile(rb"\d+")
_OBJECT = re.compile(rb"(\d+) 0 obj\s*(.*?)\s*endobj", re.DOTALL)
_REFERENCE = re.compile(rb"\b(\d+) 0 R\b")
_ROOT = re.compile(rb"/Root (\d+) 0 R")
_TOKEN = re.compile(rb"<[^<>]*>|\{|\}|\\[a-z]+|/[A-Za-z]+|[^<>{}\\/]+")
_STRANGE = (
    b"\x00", b"\xff\xff", b"\xc3\x28", b"\xed\xa0\x80", b"\xef\xbf\xbf", b"\xe2\x80\xae",
    b"&#xD800;", b"&#0;", b"&#x110000;", b"&amp;&lt;", b"]]>", b"<![CDATA[", b"<!--", b"-->",
    b"<", b">", b"</", b'"', b"\\", b"\\u-999999?", b"\\bin99999 ", b"{\\*", b"endobj",
    b"endstream", b"stream\n", b"<<", b">>", b"[", b"(", b"/Filter", b"1 0 R", b"\r\n\r\n", b"--b",
    b"=?utf-8?q?=ff?=", b"charset=utf-7", b"%n%s", b"\x1b[2J", b"PK\x03\x04",
)  # fmt: skip


def mutated(seeds: Sequence[bytes], format_: str, number: int) -> bytes:
    """Mutation ``number`` of some files of a format: a third of them damaged as bytes, the others
    inside, so that what a reader meets first is whole."""
    chance = random.Random(f"{format_} {number}")
    seed, other = chance.choice(seeds), chance.choice(seeds)
    if chance.random() < 0.67:
        if zipfile.is_zipfile(io.BytesIO(seed)):
            return _in_member(seed, chance)
        if seed.startswith(b"%PDF"):
            return _in_object(seed, chance)
    return _damaged(seed, other, chance)


def rezipped(data: bytes) -> bytes:
    """An archive with nothing in it that depends on when it was made."""
    return _zipped(_members(data))


def _members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _zipped(members: dict[str, bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return written.getvalue()


def _in_member(data: bytes, chance: random.Random) -> bytes:
    """An archive that is whole, one of its members damaged or gone."""
    members = _members(data)
    weights = [8 if re.search(r"document|content|slide1|sheet|shared", n) else 1 for n in members]
    [name] = chance.choices(list(members), weights)
    if chance.random() < 0.03:
        del members[name]
    elif members[name].startswith(b"<") and chance.random() < 0.75:
        members[name] = _in_tree(members[name], chance)
    else:
        other = members[chance.choice(list(members))]
        members[name] = _damaged(members[name], other, chance)
    return _zipped(members)


def _in_tree(xml: bytes, chance: random.Random) -> bytes:
    """XML that is still well formed, its elements, attributes and text moved about."""
    try:
        root = etree.fromstring(xml)
    except etree.XMLSyntaxError:  # HTML, which is damaged as it stands.
        return _damaged(xml, xml, chance)
    for _ in range(chance.choice((1, 1, 2, 4, 10))):
        elements = list(root.iter())[1:]
        if not elements:
            break
        one, two = chance.choice(elements), chance.choice(elements)
        parent = one.getparent()
        match chance.randrange(6):
            case 0:
                parent.remove(one)
            case 1:
                for _ in range(chance.choice((1, 3, 30))):
                    parent.append(deepcopy(one))
            case 2:
                two.append(deepcopy(one))
            case 3 if one.attrib:
                value = chance.choice((*_NUMBERS, b"", *one.attrib.values(), *two.attrib.values()))
                name = chance.choice(list(one.attrib))
                one.attrib[name] = value if isinstance(value, str) else value.decode()
            case 4:
                one.text = chance.choice(("", "\n" * 9, "ø" * 999, "]]>", "=1+1", two.text or ""))
            case _:
                one.tag = two.tag
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))


def _in_object(data: bytes, chance: random.Random) -> bytes:
    """A PDF whose table of objects is right, one of the objects damaged: of a compressed stream,
    what is compressed."""
    objects = {int(found[1]): found[2] for found in _OBJECT.finditer(data)}
    root = _ROOT.search(data)
    if not objects or root is None:
        return _damaged(data, data, chance)
    # The catalogue comes first.
    order = sorted(objects, key=lambda number: number != int(root[1]))
    new = {old: number for number, old in enumerate(order, start=1)}
    bodies = {
        new[old]: _REFERENCE.sub(lambda m: b"%d 0 R" % new.get(int(m[1]), 0), objects[old])
        for old in order
    }
    number = chance.choice(list(bodies))
    dictionary, mark, rest = bodies[number].partition(b"stream\n")
    if mark and chance.random() < 0.8:
        content = rest.rpartition(b"endstream")[0].rstrip(b"\r\n")
        if b"FlateDecode" in dictionary:
            with suppress(zlib.error):
                content = zlib.compress(_damaged(zlib.decompress(content), content, chance))
        dictionary = re.sub(rb"/Length \d+", b"/Length %d" % len(content), dictionary)
        bodies[number] = dictionary + mark + content + b"\nendstream"
    else:
        bodies[number] = _damaged(dictionary, bodies[chance.choice(list(bodies))], chance) + (
            mark + rest
        )
    return assembled(bodies)


def _damaged(data: bytes, other: bytes, chance: random.Random) -> bytes:
    for _ in range(chance.choice((1, 1, 1, 2, 3, 8))):
        data = chance.choice(_DAMAGES)(data, other, chance)[:_LARGEST]
    return data


def _bits(data: bytes, other: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        if changed:
            changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _run(data: bytes, chance: random.Random) -> tuple[int, int]:
    """A stretch of some bytes, most often a short one."""
    start = chance.randrange(len(data) + 1)
    return start, min(len(data), start + int(2 ** chance.uniform(0, 10)))


def _removed(data: bytes, other: bytes, chance: random.Random) -> bytes:
    start, end = _run(data, chance)
    return data[:start] + data[end:]


def _repeated(data: bytes, other: bytes, chance: random.Random) -> bytes:
    start, end = _run(data, chance)
    return data[:start] + data[start:end] * chance.choice((2, 3, 40)) + data[end:]


def _noise(data: bytes, other: bytes, chance: random.Random) -> bytes:
    start, end = _run(data, chance)
    return data[:start] + chance.randbytes(end - start) + data[end:]


def _moved(data: bytes, other: bytes, chance: random.Random) -> bytes:
    start, end = _run(data, chance)
    rest = data[:start] + data[end:]
    place = chance.randrange(len(rest) + 1)
    return rest[:place] + data[start:end] + rest[place:]


def _spliced(data: bytes, other: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data) + 1)] + other[chance.randrange(len(other) + 1) :]


def _cut(data: bytes, other: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


def _number(data: bytes, other: bytes, chance: random.Random) -> bytes:
    found = list(_NUMBER.finditer(data))
    if not found:
        return data
    number = chance.choice(found)
    return data[: number.start()] + chance.choice(_NUMBERS) + data[number.end() :]


def _strange(data: bytes, other: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(data) + 1)
    return data[:place] + chance.choice(_STRANGE) + data[place:]


def _tokens(data: bytes, other: bytes, chance: random.Random) -> bytes:
    """Tags and the like removed, repeated or in each other's place."""
    tokens = _TOKEN.findall(data[:200_000])
    if len(tokens) < 2:
        return data
    for _ in range(chance.randint(1, 4)):
        one, two = chance.randrange(len(tokens)), chance.randrange(len(tokens))
        match chance.randrange(3):
            case 0:
                tokens[one], tokens[two] = tokens[two], tokens[one]
            case 1:
                tokens[one] *= chance.choice((0, 2, 300))
            case _:
                tokens.insert(one, tokens[two])
    return b"".join(tokens) + data[200_000:]


_DAMAGES: Sequence[Callable[[bytes, bytes, random.Random], bytes]] = (
    _bits, _removed, _repeated, _noise, _moved, _spliced, _cut, _number, _strange, _tokens, _tokens,
)  # fmt: skip
