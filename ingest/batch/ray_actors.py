"""What runs on the nodes of a Ray cluster: one that reads files, and one that encodes texts."""

from __future__ import annotations

import fcntl
import hashlib
import os
import platform
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from pathlib import Path

from corpus.errors import TvaersnitError
from corpus.index import Vector
from corpus.settings import load_settings
from ingest.batch.files import Source
from ingest.batch.pool import read_files
from ingest.batch.worker import Result, Task
from models.encoder import Encoder

_PREFIX = "tvaersnit-ray-"
_SECONDS_TO_LOCK = 60
_WHAT_DECIDES: Mapping[str, Sequence[str]] = {
    "corpus": ("*.py", "entities/*"),
    "models": ("*.py", "*.txt", "names/**/*"),
    "ingest": ("**/*.py",),
}


@dataclass(frozen=True, slots=True)
class Parcel:
    """A task with all that it needs on a machine that shares no folder with this one: the file's
    bytes, or in Danish why there are none, and the names and bytes of the organisation's
    gazetteers."""

    task: Task
    data: bytes | str
    own: tuple[tuple[str, bytes], ...]


@dataclass(frozen=True, slots=True)
class Identity:
    """Who an actor is. Those of equal ``version`` and ``encoder`` give equal results."""

    host: str
    version: str
    encoder: str = ""


@cache
def version() -> str:
    """Changes with the code and the data that decide what becomes of a file."""
    found = hashlib.sha256()
    for package, patterns in _WHAT_DECIDES.items():
        folder = Path(str(files(package)))
        for path in sorted({path for pattern in patterns for path in folder.glob(pattern)}):
            if path.is_file() and path.suffix != ".pyc":
                found.update(f"{package}/{path.relative_to(folder).as_posix()}\n".encode())
                found.update(path.read_bytes())
    return found.hexdigest()


class FileReader:
    """Reads files that are sent to it, each in a process of its own within the limits that hold on
    every machine: a file that breaks them is refused and this goes on."""

    def __init__(self) -> None:
        _sweep()
        self._folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
        self._lock = _locked(self._folder)

    def identity(self) -> Identity:
        return Identity(platform.node(), version())

    def work(self, parcel: Parcel) -> tuple[Result, bytes]:
        """What a file became, and what is to be put in the spool."""
        if isinstance(parcel.data, str):
            return Result(refused=parcel.data), b""
        path, spooled = self._folder / "file", self._folder / "spooled"
        path.write_bytes(parcel.data)
        task = replace(
            parcel.task,
            source=Source(parcel.task.source.place, path),
            spooled=spooled,
            own=tuple(self._own(parcel.own)),
        )
        try:
            [(_, result)] = read_files([task], processes=1)
            return result, spooled.read_bytes() if result.facts is not None else b""
        except TvaersnitError:
            # The processes that it reads in were ended from outside, so it ends: another is to try.
            os._exit(1)
        finally:
            path.unlink(missing_ok=True)
            spooled.unlink(missing_ok=True)

    def _own(self, own: tuple[tuple[str, bytes], ...]) -> Iterator[Path]:
        """The organisation's gazetteers as files, which stay where they are while they are used."""
        for name, data in own:
            path = self._folder / hashlib.sha256(data).hexdigest() / name
            if not path.exists():
                path.parent.mkdir(exist_ok=True)
                path.write_bytes(data)
            yield path


class TextEncoder:
    """Holds the model and encodes texts that are sent to it."""

    def __init__(self, options: Mapping[str, str | None], device: str) -> None:
        import torch

        if device == "cuda" and not torch.cuda.is_available():
            raise TvaersnitError(
                f"Noden {platform.node()} har en GPU, som PyTorch dér ikke kan bruge. Installér "
                "PyTorchs CUDA-udgave på den, eller start Ray på den med »--num-gpus=0«."
            )
        torch.set_num_threads(1)
        self._encoder = Encoder(load_settings(**options), device)

    def identity(self) -> Identity:
        return Identity(platform.node(), version(), self._encoder.name)

    def work(self, texts: list[str]) -> Vector:
        """Vectors ``[len(texts), dimension]``."""
        return self._encoder.encode_passages(texts)


def _locked(folder: Path) -> int:
    """A lock on a folder that ends with this process, however it ends."""
    opened = os.open(folder, os.O_RDONLY)
    fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
    return opened


def _sweep() -> None:
    """Remove what was left by those that were killed: it may hold minutes that are closed."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        try:
            if time.time() - folder.stat().st_mtime > _SECONDS_TO_LOCK:
                opened = _locked(folder)
                shutil.rmtree(folder, ignore_errors=True)
                os.close(opened)
        except OSError:
            continue  # In use, or another's.
