"""Damaged files read in processes of their own, and what goes wrong then."""

from __future__ import annotations

import os
import re
import tempfile
import time
import traceback
from collections.abc import Iterator
from concurrent.futures import TimeoutError as TookTooLong
from dataclasses import dataclass, field
from functools import cache
from multiprocessing import get_context
from pathlib import Path

from pebble import ProcessExpired, ProcessPool

from corpus.errors import UnreadableFile
from ingest.extract import Extract
from ingest.formats.archive.members import unpack
from ingest.reader import read_file
from tests.fuzz_seeds import seeds
from tests.mutations import mutated

MOST_SECONDS = 5.0
"""Processor time that a damaged file of a few kilobytes may take."""
_MEMORY = 2_000_000_000
_TOGETHER = 25
_LONGEST = 20_000_000
STRAY = re.compile(r"[^\n\t\x20-\x7e\xa0-\U0010ffff]|[\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


@dataclass
class Outcome:
    """How many files were read and how many refused; and those that went wrong, and how."""

    read: int = 0
    refused: int = 0
    wrong: list[str] = field(default_factory=list)


def fuzz(format_: str, numbers: range, kept: Path) -> Outcome:
    """Read mutations of a format; those that go wrong are kept in a folder."""
    whole = Outcome()
    with ProcessPool(os.cpu_count(), initializer=_begin, context=get_context("fork")) as pool:
        some = [numbers[n : n + _TOGETHER] for n in range(0, len(numbers), _TOGETHER)]
        # A process that hangs or dies takes its batch with it: then each file is tried alone.
        futures = [
            (batch, pool.schedule(_read_all, (format_, batch), timeout=90)) for batch in some
        ]
        for batch, future in futures:
            try:
                _add(whole, future.result())
            except (TookTooLong, ProcessExpired):
                for number in batch:
                    alone = pool.schedule(_read_all, (format_, [number]), timeout=4 * MOST_SECONDS)
                    try:
                        _add(whole, alone.result())
                    except (TookTooLong, ProcessExpired) as error:
                        whole.wrong.append(f"{number}: {type(error).__name__} {error}")
    for wrong in whole.wrong:
        number = int(wrong.split(":")[0])
        (kept / f"{number}.{format_}").write_bytes(mutated(_seeds(format_), format_, number))
    return whole


def _begin() -> None:
    import resource

    # Beside what the process that is forked from takes: tests before may have loaded a model.
    status = Path("/proc/self/status").read_text()
    taken = int(status.split("VmSize:")[1].split()[0]) * 1024
    resource.setrlimit(resource.RLIMIT_AS, (taken + _MEMORY, taken + _MEMORY))
    # Text recognition of what damaged pages show would take all the time.
    os.environ["PATH"] = ""


def _add(whole: Outcome, some: Outcome) -> None:
    whole.read += some.read
    whole.refused += some.refused
    whole.wrong += some.wrong


@cache
def _seeds(format_: str) -> list[bytes]:
    return list(seeds(format_))


def _read_all(format_: str, numbers: range) -> Outcome:
    outcome = Outcome()
    with tempfile.TemporaryDirectory() as folder:
        for number in numbers:
            path = Path(folder) / f"{number}.{format_}"
            path.write_bytes(mutated(_seeds(format_), format_, number))
            began = time.process_time()
            try:
                _read(path)
                outcome.read += 1
            except UnreadableFile as error:
                outcome.refused += 1
                if not re.fullmatch(
                    rf"{re.escape(str(path))}.*?: .+\. .+\.", str(error), re.DOTALL
                ):
                    outcome.wrong.append(f"{number}: utydelig besked: {error}")
            except Exception as error:
                where = traceback.format_exc().splitlines()
                outcome.wrong.append(f"{number}: {error!r}\n" + "\n".join(where[-9:]))
            seconds = time.process_time() - began
            if seconds > MOST_SECONDS:
                outcome.wrong.append(f"{number}: {seconds:.1f} s")
    return outcome


def _read(path: Path) -> None:
    """Read a file, or those inside an archive; raises ``AssertionError`` for what breaks the
    readers' contract."""
    if path.suffix != ".zip":
        return check(read_file(path))
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        into = Path(folder)
        unpacked = unpack(path, into, str(path))
        for one in unpacked:
            assert not Path(one.name).is_absolute() and ".." not in Path(one.name).parts, one.name
            if one.path is not None:
                assert one.path.resolve().is_relative_to(into.resolve()), one.path
                assert one.path.is_file() and not one.path.is_symlink()
                check(read_file(one.path, f"{path}/{one.name}"))
    return None


def check(extract: Extract) -> None:
    """What holds of every extract, whatever it is made from."""
    text = extract.text
    assert len(text) < _LONGEST
    stray = STRAY.search(text)
    assert stray is None, f"{stray and stray[0]!r} i teksten"
    starts = [page.start for page in extract.pages]
    assert starts and starts[0] == 0, starts[:3]
    assert starts == sorted(starts) and starts[-1] <= len(text)
    for link in extract.links:
        assert 0 <= link.start <= link.end <= len(text), link
        link.target.encode()
    assert all(note.endswith(".") for note in extract.notes), extract.notes


def formats() -> Iterator[str]:
    from tests.small_files import FORMATS

    yield from FORMATS
