"""Two ingests at once: the second is told to wait, and neither spoils the other's."""

from __future__ import annotations

import time
from pathlib import Path

from models.encoder import Encoder
from tests.faults.command import Said, started, tvaersnit
from tests.faults.conftest import Standing
from tests.faults.service import served
from tests.faults.verified import verified


def test_of_ingests_at_once_one_works_and_the_others_are_told_to_wait(
    standing: Standing, tmp_path: Path, encoder: Encoder
) -> None:
    settings = standing.copied(tmp_path)
    files = sorted(standing.files.iterdir())
    processes = [started(settings.data, "ingest", file) for file in files]
    said = [Said(p.returncode, *told) for p in processes for told in [p.communicate(timeout=300)]]
    done = [one for one in said if one.code == 0]
    assert done
    for one in said:
        if one.code:
            one.refused(str(settings.data), "indlæses allerede", "Vent")
    assert len(verified(settings, encoder, ())) == len(standing.stored) + len(done)
    for file in files:
        tvaersnit(settings.data, "ingest", file).went_well()
    assert verified(settings, encoder) == {**standing.stored, **standing.new}


def test_uploads_and_ingests_of_the_command_line_wait_for_each_other(
    standing: Standing, tmp_path: Path, encoder: Encoder
) -> None:
    settings = standing.copied(tmp_path)
    with served(settings.data, tmp_path / "log") as service:
        jobs = [service.upload((name, text)).json() for name, text in standing.new.items()]
        others = tmp_path / "fra mappe"
        others.mkdir()
        another = standing.stored["takster.txt"].replace("4. marts", "5. maj")
        (others / "mappe.txt").write_text(another)
        until = time.monotonic() + 200
        while (said := tvaersnit(settings.data, "ingest", others)).code:
            said.refused("indlæses allerede")
            assert time.monotonic() < until
        assert all(service.ended(job["job_id"])["state"] == "done" for job in jobs)
    assert set(verified(settings, encoder)) == {*standing.stored, *standing.new, "mappe.txt"}
