"""Numbers as lists show them: decimal, letters, roman."""

from __future__ import annotations

import re

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
    (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_LARGEST = 5000
_ZEROS = re.compile(r"0+1\b")


def roman(count: int) -> str:
    """12 as "xii"; numbers that nobody writes so as decimals."""
    if not 0 < count < _LARGEST:
        return str(count)
    text = ""
    for value, letters in _ROMAN:
        times, count = divmod(count, value)
        text += letters * times
    return text


def letters(count: int) -> str:
    """3 as "c", 27 as "aa", 28 as "bb", as Word counts on."""
    if not 0 < count < _LARGEST:
        return str(count)
    again, letter = divmod(count - 1, 26)
    return chr(ord("a") + letter) * (again + 1)


def in_format(count: int, kind: str) -> str:
    """``count`` in one of Word's formats; as a decimal in one that Danish lists do not use.

    ``kind`` is a ``w:numFmt`` ("lowerRoman"), or an example of a custom one ("001, 002, …").
    """
    if kind in ("lowerLetter", "upperLetter"):
        text = letters(count)
    elif kind in ("lowerRoman", "upperRoman"):
        text = roman(count)
    elif kind == "decimalZero":
        text = f"{count:02}"
    elif kind == "ordinal":
        text = f"{count}."
    elif kind == "numberInDash":
        text = f"- {count} -"
    elif zeros := _ZEROS.match(kind):
        text = str(count).zfill(len(zeros[0]))
    else:
        text = str(count)
    return text.upper() if kind.startswith("upper") else text
