"""``tvaersnit`` in a process of its own, as an operator runs it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

HOME = Path(__file__).parents[2]
COMMAND = (sys.executable, "-c", "from search_api.cli import script; script()")
_REMEDY = re.compile(
    r"\b(?:[Kk]ør|[Ss]kaf|[Rr]et|[Gg]endan|[Ff]lyt|[Ss]let|[Vv]ent|[Pp]røv|[Vv]ælg|[Gg]iv|[Ff]jern|"
    r"[Kk]ontrollér|[Ii]ndlæs|[Ss]tart|[Gg]em|[Gg]eninstallér|[Ll]æg)\b"
)


@dataclass(frozen=True, slots=True)
class Said:
    """What a command ended with and said."""

    code: int
    out: str
    errors: str

    def refused(self, *words: str) -> None:
        """Assert that it ended with a Danish message that names ``words`` and a remedy, and with
        no stack trace."""
        told = self.out + self.errors
        assert self.code in (1, 2), (self.code, told)
        assert "Traceback" not in told and "Error:" not in told, told
        for word in words:
            assert word in told, (word, told)
        assert _REMEDY.search(told), told

    def went_well(self) -> None:
        """Assert that it did what it was asked to."""
        assert self.code == 0, (self.code, self.out + self.errors)


def environment(changed: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment of a command: this one's, and what is ``changed`` in it."""
    return {**os.environ, "PYTHONPATH": str(HOME), "OMP_NUM_THREADS": "1", **(changed or {})}


def started(
    data: Path | str,
    *words: str | Path,
    inside: Sequence[str] = (),
    changed: Mapping[str, str] | None = None,
    before: Callable[[], None] | None = None,
    output: int | None = subprocess.PIPE,
) -> subprocess.Popen[str]:
    """A verb under way over the data folder ``data``.

    ``inside`` is what it is run by, ``before`` is done in the new process first.
    """
    return subprocess.Popen(
        [*inside, *COMMAND, "--data", str(data), *map(str, words)],
        cwd=HOME,
        env=environment(changed),
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=output,
        text=True,
        preexec_fn=before,
        start_new_session=True,
    )


def tvaersnit(
    data: Path | str,
    *words: str | Path,
    inside: Sequence[str] = (),
    changed: Mapping[str, str] | None = None,
    before: Callable[[], None] | None = None,
    within: float = 300,
) -> Said:
    """Run a verb to its end."""
    process = started(data, *words, inside=inside, changed=changed, before=before)
    try:
        out, errors = process.communicate(timeout=within)
    except BaseException:
        process.kill()
        process.communicate()
        raise
    return Said(process.returncode, out, errors)
