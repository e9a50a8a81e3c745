"""The signs that Tesseract's Danish cannot write: § in references to laws, _ in the names of files,
@ in addresses, * and #. Lines that may hold one, or hold a word that it is unsure of, are read once
more, in English."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from PIL import Image
from rapidfuzz import fuzz

from ingest.formats.ocr.engine import Line, Word, read_lines, reads

_LANGUAGE = "eng"
_MARGIN = 0.3
# What the Danish model writes for a paragraph sign, and what ends a file's name or an address.
_FOR_PARAGRAPH = "&$8S6"
_SUSPECT = re.compile(
    r"[&$]|[lI|]{1,2}[.:)]|8[\d.,]*|8\S*\d\S*|\S+\.(?:pdf|docx?|xlsx?|pptx?|dk|com|org|net|eu)\W*",
    re.IGNORECASE,
)
_DOTS = re.compile(r"…|\.\.")
_AROUND = re.compile(r"([*#]*)(.*?)([*]*)")
# How the English model writes Danish letters.
_ENGLISH = str.maketrans("æøåÆØÅ", "eoaAOA")
_ALIKE = 75
_NUMBER = re.compile(r"\(?\d{1,3}(?:[.,]\d+)*[.:)%]?")
_UNSURE, _SURE = 0.6, 0.8
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+\W?", re.ASCII)


def with_signs(lines: Sequence[Line], picture: Image.Image, dpi: int, name: str) -> list[Line]:
    """The lines of a picture, the signs that the Danish model lacks put in where the English one
    sees them. Raises ``UnreadableFile`` as ``read_lines`` does."""
    suspects = [line for line in lines if any(map(_suspect, line.words))]
    if not suspects or not reads(_LANGUAGE):
        return list(lines)
    alone = Image.new("L", picture.size, 255)
    for line in suspects:
        box = _around(line)
        alone.paste(picture.crop(box), box)
    again = [word for line in read_lines(alone, dpi, name, _LANGUAGE) for word in line.words]
    return [
        replace(line, words=tuple(_with_signs(line, again))) if line in suspects else line
        for line in lines
    ]


def _suspect(word: Word) -> bool:
    unsure = word.confidence < _UNSURE and not _DOTS.search(word.text)
    return unsure or _SUSPECT.fullmatch(word.text) is not None


def _around(line: Line) -> tuple[int, int, int, int]:
    margin = round(_MARGIN * line.size)
    left, top, right, bottom = line.box
    return max(0, left - margin), max(0, top - margin), right + margin, bottom + margin


def _with_signs(line: Line, again: Sequence[Word]) -> list[Word]:
    words = list(line.words)
    middle = line.baseline - line.size / 2
    for other in again:
        if not other.top < middle < other.bottom + line.size / 2:
            continue
        inside = [i for i, word in enumerate(words) if _within(word, other)]
        if other.text.startswith("§"):
            inside = inside or [i for i, word in enumerate(words) if _within(other, word)]
            words = _paragraph_signed(words, inside[:1], other.text)
        elif len(inside) == 1 and _is_number(other, words[inside[0]]):
            words[inside[0]] = replace(other, left=words[inside[0]].left)
        elif inside and (text := _signed([words[i].text for i in inside], other.text)):
            sure = max(words[inside[0]].confidence, other.confidence)
            right = words[inside[-1]].right
            whole = replace(words[inside[0]], text=text, confidence=sure, right=right)
            words[inside[0] : inside[-1] + 1] = [whole]
    return words


def _is_number(other: Word, was: Word) -> bool:
    """Whether the English model is surer that something is a number, as it is in any language, and
    sees no fewer figures."""
    return (
        _NUMBER.fullmatch(other.text) is not None
        and _figures(other.text) >= _figures(was.text)
        and was.confidence < min(_SURE, other.confidence)
    )


def _figures(text: str) -> int:
    return sum(map(str.isdigit, text))


def _within(word: Word, other: Word) -> bool:
    return other.left <= (word.left + word.right) / 2 <= other.right


def _paragraph_signed(words: list[Word], inside: Sequence[int], text: str) -> list[Word]:
    signs = text[: len(text) - len(text.lstrip("§"))]
    for i in inside:
        was = words[i].text
        if all(sign in _FOR_PARAGRAPH for sign in was[: len(signs)]):
            rest = was[len(signs) :].lstrip("&$")
            apart = " " if rest and text == signs else ""
            words[i] = replace(words[i], text=f"{signs}{apart}{rest}")
    return words


def _signed(texts: Sequence[str], text: str) -> str:
    """``texts`` with the signs of ``text``; empty where the two differ in more than that."""
    if _ADDRESS.fullmatch(text):
        return text
    pieces = text.split("_")
    if len(pieces) > 1 and len(pieces) == len(texts):
        joined = "_".join([*(one.rstrip(".,") for one in texts[:-1]), texts[-1]])
        return joined if _alike(joined, text) else ""
    around = _AROUND.fullmatch(text)
    if around is None or len(texts) > 1 or not around[1] + around[3]:
        return ""
    was, end = texts[0], len(texts[0]) - len(around[3])
    inside = was[len(around[1]) : end] if around[2] else ""
    return f"{around[1]}{inside}{around[3]}" if _alike(inside, around[2]) else ""


def _alike(text: str, other: str) -> bool:
    return fuzz.ratio(text.translate(_ENGLISH), other.translate(_ENGLISH)) >= _ALIKE
