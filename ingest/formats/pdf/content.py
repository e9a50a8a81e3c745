"""The operators of a PDF page's content stream, in the order in which the page is drawn.

pypdf's own parser makes an object of every number between two letters and reads some 65 pages a
second; text needs no more of the stream than this (ISO 32000-2, 7.8 and annex A).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

Operand = float | bytes | str | list["Operand"]
"""A number; a string's bytes; a name with its slash, or ``<<`` and ``>>``; an array's elements."""

_STRING = rb"\((?:[^()\\]++|\\.|\((?:[^()\\]++|\\.|\((?:[^()\\]++|\\.)*+\))*+\))*+\)"
_HEX = rb"<[0-9A-Fa-f\s]*+>"
_NUMBER = rb"[-+.\d]++"
_TOKEN = re.compile(
    rb"(%(n)s)"
    rb"|(BI(?=[\s/]).*?\sEI(?=\s|$)|[A-Za-z'\"][A-Za-z0-9*'\"]*+)"
    rb"|\[((?:[^\[\]()<>%%]++|%(s)s|%(h)s)*+)\]"
    rb"|(%(s)s)|(%(h)s)"
    rb"|(/[^\s/\[\]()<>{}%%]*+|<<|>>)"
    rb"|%%[^\r\n]*+" % {b"s": _STRING, b"h": _HEX, b"n": _NUMBER},
    re.DOTALL,
)
_ELEMENT = re.compile(rb"(%s)|(%s)|(%s)" % (_NUMBER, _STRING, _HEX), re.DOTALL)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|\r\n|.)", re.DOTALL)
_ESCAPED = {
    b"n": b"\n",
    b"r": b"\r",
    b"t": b"\t",
    b"b": b"\b",
    b"f": b"\f",
    b"\n": b"",
    b"\r": b"",
    b"\r\n": b"",
}
_MOST_OPERANDS = 2_000


def operations(stream: bytes) -> Iterator[tuple[bytes, list[Operand]]]:
    """Every operator with the operands before it; what is not well formed is passed over."""
    operands: list[Operand] = []
    for token in _TOKEN.finditer(stream):
        kind = token.lastindex
        if kind == 1:
            operands.append(_number(token[1]))
        elif kind == 2:
            yield token[2], operands
            operands = []
        elif kind == 3:
            operands.append([_element(*parts) for parts in _ELEMENT.findall(token[3])])
        elif kind == 4:
            operands.append(_literal(token[4]))
        elif kind == 5:
            operands.append(_hexadecimal(token[5]))
        elif kind == 6:
            operands.append(token[6].decode("latin-1"))
        if len(operands) > _MOST_OPERANDS:
            operands = []


def _element(number: bytes, literal: bytes, hexadecimal: bytes) -> Operand:
    if number:
        return _number(number)
    return _literal(literal) if literal else _hexadecimal(hexadecimal)


def _number(token: bytes) -> float:
    try:
        return float(token)
    except ValueError:  # "1.2.3" and "--5" are met with; readers take what stands first.
        bare = re.match(rb"[-+]*(\d*\.?\d*)", token)
        return float(bare[1]) if bare and bare[1].strip(b".") else 0.0


def _hexadecimal(token: bytes) -> bytes:
    digits = token[1:-1].decode("ascii")
    try:
        return bytes.fromhex(digits)
    except ValueError:  # A last digit that is left out is 0.
        whole = "".join(digits.split())
        return bytes.fromhex(whole + "0" * (len(whole) % 2))


def _literal(token: bytes) -> bytes:
    if b"\\" not in token:
        return token[1:-1]
    return _ESCAPE.sub(_unescape, token[1:-1])


def _unescape(escape: re.Match[bytes]) -> bytes:
    what = escape[1]
    if what[:1].isdigit() and what[:1] < b"8":
        return bytes((int(what, 8) & 0xFF,))
    return _ESCAPED.get(what, what)
