"""A disk without room: nothing is lost, whoever runs it is told, and with room it goes on."""

from __future__ import annotations

import random
import resource
import time
from pathlib import Path

import pytest

from models.encoder import Encoder
from tests.faults.command import started, tvaersnit
from tests.faults.conftest import Standing
from tests.faults.disk import Disk, disk
from tests.faults.runs import KILLS, SEED
from tests.faults.service import served
from tests.faults.verified import verified

MEGABYTES = 128
LEFT = (0, 40_000, 300_000, 1_500_000, 6_000_000, 33_000_000)


def names_of(full: Disk, data: Path, encoder: Encoder) -> set[str]:
    """The files of the corpus on a disk, which is found whole."""
    return set(verified(full.copied(data, full.folder.with_name("kopi")), encoder, ()))


def test_an_ingest_is_told_of_a_full_disk_and_loses_nothing(
    standing: Standing, tmp_path: Path, encoder: Encoder
) -> None:
    with disk(tmp_path / "disk", MEGABYTES) as full:
        data = full.take(standing.data)
        for left in LEFT:
            full.fill(left)
            said = tvaersnit(data, "ingest", standing.files, inside=full.inside)
            said.refused(str(data), "plads")
            assert not list((full.outside / data.name).glob("spool-*")), left
            assert not list((full.outside / data.name).glob("index/*.part")), left
            full.empty()
            assert names_of(full, data, encoder) == set(standing.stored), left
        tvaersnit(data, "ingest", standing.files, inside=full.inside).went_well()
        texts = verified(full.copied(data, tmp_path / "kopi"), encoder)
        assert texts == {**standing.stored, **standing.new}


def test_a_question_is_answered_or_its_asker_told_of_a_full_disk(
    standing: Standing, tmp_path: Path
) -> None:
    with disk(tmp_path / "disk", MEGABYTES) as full:
        data = full.take(standing.data)
        for left in LEFT:
            full.fill(left)
            said = tvaersnit(data, "search", "takster", inside=full.inside)
            if said.code == 0:
                assert "Forslaget om takster blev godkendt" in said.out
            else:
                said.refused(str(data), "plads")
        assert said.code == 0


def test_a_disk_that_fills_up_during_an_ingest_loses_nothing(
    standing: Standing, tmp_path: Path, encoder: Encoder
) -> None:
    moments = random.Random(SEED)
    with disk(tmp_path / "disk", MEGABYTES) as full:
        data = full.take(standing.data)
        for _ in range(max(2, KILLS // 20)):
            process = started(data, "ingest", standing.files, inside=full.inside)
            time.sleep(moments.uniform(0, 6))
            full.fill(0)
            process.communicate(timeout=300)
            full.empty()
            taken = names_of(full, data, encoder) if process.returncode == 0 else set()
            assert not taken or taken == {*standing.stored, *standing.new}
        tvaersnit(data, "ingest", standing.files, inside=full.inside).went_well()
        assert names_of(full, data, encoder) == {
            *standing.stored,
            *standing.new,
        }


def test_a_service_answers_on_a_full_disk_and_takes_files_in_when_there_is_room(
    standing: Standing, tmp_path: Path, encoder: Encoder
) -> None:
    [name, *_] = standing.new
    with disk(tmp_path / "disk", MEGABYTES) as full:
        data = full.take(standing.data)
        with served(data, tmp_path / "log", inside=full.inside) as service:
            full.fill(0)
            for verb in ("search", "ask", "compare"):
                answer = service.get(f"/api/v1/{verb}", q="Hvad blev besluttet om takster?")
                assert answer.status_code == 200, answer.text
            refused = service.upload((name, standing.new[name]))
            assert refused.status_code == 503
            assert "Traceback" not in refused.text
            full.fill(6_000_000)
            taken = service.upload((name, standing.new[name]))
            assert taken.status_code == 202, taken.text
            job = service.ended(taken.json()["job_id"])
            assert job["state"] == "failed", job
            full.empty()
            taken = service.upload((name, standing.new[name])).json()
            assert service.ended(taken["job_id"])["state"] == "done"
            assert service.get("/ready").status_code == 200
        log = (tmp_path / "log").read_text()
        assert "plads" in log and "Traceback" not in log, log
        assert names_of(full, data, encoder) == {
            *standing.stored,
            name,
        }
        kept = [
            path.name
            for path in (full.outside / data.name / "uploads").rglob("*")
            if path.is_file()
        ]
        assert kept == [name]


@pytest.mark.parametrize("kilobytes", [4, 64, 512])
def test_a_file_that_may_grow_no_more_is_told_of(
    standing: Standing, tmp_path: Path, encoder: Encoder, kilobytes: int
) -> None:
    """A quota, as whoever runs it may set it; this needs no rights."""
    settings = standing.copied(tmp_path)

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (kilobytes << 10, kilobytes << 10))

    said = tvaersnit(settings.data, "ingest", standing.files, before=limit)
    said.refused(str(settings.data), "plads")
    assert set(verified(settings, encoder, ())) == set(standing.stored)
    tvaersnit(settings.data, "ingest", standing.files).went_well()
    assert set(verified(settings, encoder)) == {*standing.stored, *standing.new}
