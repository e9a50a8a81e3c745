"""Marked content of a PDF page: what the file itself says that its text is (ISO 32000-2, 14.6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.formats.pdf.content import Operand
from ingest.formats.pdf.fonts import entry

_UTF16 = b"\xfe\xff"


@dataclass(slots=True)
class Mark:
    """Marked content: its kind, its number or -1, the text to read instead of what is drawn, and
    whether it is a page's head or foot."""

    tag: str = ""
    number: int = -1
    actual: str | None = None
    running: bool = False


class Marks:
    """The marked content that is being drawn, one in the other."""

    def __init__(self) -> None:
        self._open: list[Mark] = []

    def __len__(self) -> int:
        return len(self._open)

    @property
    def innermost(self) -> Mark | None:
        return self._open[-1] if self._open else None

    def open(self, operands: Sequence[Operand], resources: object) -> bool:
        """Begin what the operands of BDC and BMC describe. Whether it parts words: what is only
        read as another text does not."""
        above = self.innermost or Mark()
        tag = operands[0][1:] if operands and isinstance(operands[0], str) else ""
        mark = _described(operands[1:], resources)
        parts = mark.actual is None
        if parts:
            mark.actual = above.actual
        mark.running = above.running or (tag == "Artifact" and mark.running)
        mark.tag = tag if mark.number >= 0 or not above.tag else above.tag
        mark.number = mark.number if mark.number >= 0 else above.number
        self._open.append(mark)
        return parts

    def close(self) -> bool:
        """End the innermost; whether that parts words."""
        closed = self._open.pop()
        if closed.actual is None:
            return True
        if self._open and self._open[-1].actual is not None:
            self._open[-1].actual = closed.actual
        return False

    def keep(self, count: int) -> None:
        """End all but the outermost ``count``."""
        del self._open[count:]


def _described(operands: Sequence[Operand], resources: object) -> Mark:
    mark = Mark()
    if len(operands) == 1 and isinstance(operands[0], str):
        named = entry(entry(resources, "/Properties"), operands[0])
        number, text = entry(named, "/MCID"), entry(named, "/ActualText")
        mark.number = int(number) if isinstance(number, int) else -1
        mark.actual = str(text) if text is not None else None
        mark.running = str(entry(named, "/Type")) == "/Pagination"
        return mark
    for key, value in zip(operands, operands[1:], strict=False):
        if key == "/MCID" and isinstance(value, float):
            mark.number = int(value)
        elif key == "/ActualText" and isinstance(value, bytes):
            mark.actual = _unicode(value)
        elif key == "/Type" and value == "/Pagination":
            mark.running = True
    return mark


def _unicode(string: bytes) -> str:
    if string.startswith(_UTF16):
        return string[2:].decode("utf-16-be", errors="replace")
    return string.decode("latin-1")
