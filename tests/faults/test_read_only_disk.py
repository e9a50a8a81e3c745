"""A disk that can only be read, as the kernel makes it when it fails: whoever runs it is told, and
a service that runs goes on answering."""

from __future__ import annotations

from pathlib import Path

from models.encoder import Encoder
from tests.faults.command import tvaersnit
from tests.faults.conftest import Standing
from tests.faults.disk import disk
from tests.faults.service import served
from tests.faults.verified import verified

MEGABYTES = 128


def test_every_verb_tells_of_a_disk_that_can_only_be_read(
    standing: Standing, tmp_path: Path, encoder: Encoder
) -> None:
    with disk(tmp_path / "disk", MEGABYTES) as stuck:
        data = stuck.take(standing.data)
        stuck.read_only()
        for words in (("ingest", standing.files), ("reindex",), ("search", "takster"), ("doctor",)):
            said = tvaersnit(data, *words, inside=stuck.inside)
            said.refused(str(data))
            assert "Gendan filen" not in said.errors, said
        stuck.read_only(False)
        tvaersnit(data, "ingest", standing.files, inside=stuck.inside).went_well()
        texts = verified(stuck.copied(data, tmp_path / "kopi"), encoder)
        assert texts == {**standing.stored, **standing.new}


def test_a_service_goes_on_answering_and_when_the_disk_is_mended_takes_in_what_it_is_given(
    standing: Standing, tmp_path: Path, encoder: Encoder
) -> None:
    [name, *_] = standing.new
    with disk(tmp_path / "disk", MEGABYTES) as stuck:
        data = stuck.take(standing.data)
        with served(data, tmp_path / "log", inside=stuck.inside) as service:
            stuck.fail()
            for verb in ("search", "ask", "compare"):
                answer = service.get(f"/api/v1/{verb}", q="Hvad blev besluttet om takster?")
                assert answer.status_code == 200, answer.text
            refused = service.upload((name, standing.new[name]))
            assert refused.status_code == 503 and "log" in refused.json()["detail"]
        stuck.mend()
        log = (tmp_path / "log").read_text()
        assert "kun læses" in log and "Traceback" not in log, log
        with served(data, tmp_path / "log", inside=stuck.inside) as service:
            taken = service.upload((name, standing.new[name])).json()
            assert service.ended(taken["job_id"])["state"] == "done"
        assert set(verified(stuck.copied(data, tmp_path / "kopi"), encoder, ())) == {
            *standing.stored,
            name,
        }
