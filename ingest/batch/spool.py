"""What has been read and is not yet stored, on disk: an ingest may be larger than memory."""

from __future__ import annotations

import pickle
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from corpus.decision import Decision
from corpus.figure import Figure
from corpus.proposal import Proposal
from ingest.chunks import Chunked
from ingest.parse import Parsed

_PREFIX = "spool-"


@dataclass(frozen=True, slots=True)
class Ready:
    """A document as it is going to be stored: its chunks come with the hashes of their content."""

    parsed: Parsed
    chunked: Chunked
    decisions: tuple[Decision, ...] = ()
    figures: tuple[Figure, ...] = ()
    proposals: tuple[Proposal, ...] = ()


class Spool:
    """A folder in the data folder that lasts as long as an ingest; what one that was cut off left
    behind is swept away. Use it with the ingest's lock held."""

    def __init__(self, data: Path) -> None:
        for left in data.glob(f"{_PREFIX}*"):
            shutil.rmtree(left, ignore_errors=True)
        self.folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=data))
        self._places = 0

    def new_place(self) -> Path:
        """A path in the spool that nothing lies at."""
        self._places += 1
        return self.folder / str(self._places)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)


def put(place: Path, ready: Ready) -> None:
    place.write_bytes(pickle.dumps(ready, pickle.HIGHEST_PROTOCOL))


def get(place: Path) -> Ready:
    """What was put at a place of the spool."""
    ready: Ready = pickle.loads(place.read_bytes())
    return ready
