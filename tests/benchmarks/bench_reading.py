"""How many pages a second are read, split and tagged, and in how much memory: without the encoder
and without text recognition.

Run by hand: ``python -m tests.benchmarks.bench_reading [FILES]``, for as many files as given or
1,000: PDF, Word, HTML and text by turns, made of the sample minutes. A page is a page of a PDF or
3,000 characters of another file. Linux only.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from corpus.settings import Settings
from tests.process_tree import MemoryWatch
from tests.small_files import html, pdf, word

_SAMPLES = Path(__file__).parents[2] / "corpus" / "samples"
_LETTERS_ON_A_PAGE = 3000
_KINDS = (("pdf", pdf), ("docx", word), ("html", html), ("txt", str.encode))


def _write(folder: Path, files: int) -> None:
    """Minutes of the same meetings, no two files alike."""
    texts = [path.read_text("utf-8") for path in sorted(_SAMPLES.glob("*.*"))]
    for number in range(files):
        suffix, make = _KINDS[number % len(_KINDS)]
        text = f"{texts[number % len(texts)]}\n\nSag nr. {number} i journalen.\n"
        path = folder / f"{number // 100}" / f"{number}.{suffix}"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(make(text))


def _side_by_side(folder: Path) -> float:
    """Pages of all files, read as an ingest reads them."""
    from ingest.pipeline import Ingest

    with tempfile.TemporaryDirectory() as data:
        reports = Ingest(Settings(data=Path(data))).run([folder], dry_run=True)
    refused = [report.message for report in reports if report.outcome == "refused"]
    assert not refused, refused[:3]
    return _pages(folder, {report.path: report.document.pages for report in reports})


def _one_by_one(folder: Path) -> float:
    """Pages of all files, read in one process."""
    from ingest.batch.files import Source
    from ingest.batch.worker import Task, read
    from ingest.head.told import Told

    pages = {}
    with tempfile.TemporaryDirectory() as spool:
        for path in sorted(folder.rglob("*.*")):
            result = read(Task(Source(path, path), "a", "", Told(), False, Path(spool) / "a"))
            assert result.facts, result.refused
            pages[str(path)] = result.facts.pages
    return _pages(folder, pages)


def _pages(folder: Path, counted: dict[str, int]) -> float:
    """As many for a file of any kind as its text fills on paper."""
    letters = {
        path.relative_to(folder): len(path.read_text("utf-8")) for path in folder.rglob("*.txt")
    }
    mean = sum(letters.values()) / max(1, len(letters)) / _LETTERS_ON_A_PAGE
    return sum(pages if path.endswith(".pdf") else mean for path, pages in counted.items())


_WAYS = {"side by side": _side_by_side, "one by one": _one_by_one}


def main(files: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _write(folder, files)
        size = sum(path.stat().st_size for path in folder.rglob("*.*")) / 1e6
        print(f"{files} files, {size:.0f} MB")
        heads = ("seconds", "pages", "pages/s", "files/s", "most MB", "times")
        print(" " * 14 + "".join(f"{head:>9}" for head in heads))
        first = 0.0
        for way in _WAYS:
            start = time.perf_counter()
            child = subprocess.Popen(
                [sys.executable, "-m", "tests.benchmarks.bench_reading", "--way", way, name],
                stdout=subprocess.PIPE,
                text=True,
            )
            with MemoryWatch(child.pid) as watch:
                said, _ = child.communicate()
            seconds = time.perf_counter() - start
            pages = float(said)
            first = first or seconds
            print(
                f"{way:14}{seconds:9.1f}{pages:9.0f}{pages / seconds:9.1f}{files / seconds:9.1f}"
                f"{watch.most / 1e6:9.0f}{seconds / first:9.2f}"
            )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--way"]:
        print(_WAYS[sys.argv[2]](Path(sys.argv[3])))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
