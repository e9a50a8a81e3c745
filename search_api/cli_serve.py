"""``tvaersnit serve``: the service on an address."""

from __future__ import annotations

import argparse
import os
import shutil
import socket
import sys
import tempfile
from collections.abc import Collection, Sequence
from functools import partial
from pathlib import Path

from corpus.errors import TvaersnitError
from corpus.settings import Settings, load_settings


def add_arguments(serve: argparse.ArgumentParser) -> None:
    """What the verb takes."""
    serve.add_argument("--host", metavar="ADRESSE", help="adressen, der lyttes på (127.0.0.1)")
    serve.add_argument("--port", type=int, metavar="PORT", help="porten, der lyttes på (8000)")
    serve.add_argument(
        "--workers", type=int, metavar="ANTAL", help="processer, der svarer og deler modellerne (1)"
    )


def run(settings: Settings, arguments: argparse.Namespace) -> int:
    """Serve until stopped; raises ``TvaersnitError`` where all the net would come in unasked, the
    address is taken, or several processes cannot share a model."""
    chosen = load_settings(
        data=settings.data,
        host=arguments.host,
        port=arguments.port,
        workers=arguments.workers,
    )
    if chosen.workers == 1:
        _listen(chosen, None)
        return 0
    _check_forking()
    counts = Path(tempfile.mkdtemp(prefix="tvaersnit-"))
    # Read by prometheus_client as it is imported, by what is imported below.
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(counts)
    try:
        _listen(chosen, counts)
    finally:
        shutil.rmtree(counts, ignore_errors=True)
    return 0


def _listen(chosen: Settings, counts: Path | None) -> None:
    """Serve until stopped; ``counts`` is where several workers count."""
    from search_api.access.keys import KeyStore
    from search_api.access.origin import LOOPBACK
    from search_api.listening import bind
    from search_api.observability import set_up_logging

    keys = KeyStore(chosen.data, chosen.catalogue_url)
    guarded = keys.any
    keys.close()
    local = chosen.host in LOOPBACK
    if not local and not guarded:
        raise TvaersnitError(
            f"Tjenesten lytter ikke på {chosen.host} uden adgangskontrol. Lav først en nøgle med "
            "»tvaersnit keys add NAVN --role admin --clearance closed«, eller brug adressen "
            "127.0.0.1, der kun kan nås fra denne maskine."
        )
    sockets = bind(chosen.host, chosen.port)
    host = f"[{chosen.host}]" if ":" in chosen.host else chosen.host
    address = f"http://{host}:{chosen.port}"
    if guarded:
        print(f"Tværsnit kræver en adgangsnøgle. Log ind på {address}/log-ind – stop med Ctrl+C.")
    else:
        print(f"Tværsnit svarer på {address}/ – stop med Ctrl+C.")
    if not local:
        print("Sæt en proxy med HTTPS foran, så nøglerne ikke sendes i klartekst.")
    # A worker that is forked would say what still waits to be written once more.
    sys.stdout.flush()
    set_up_logging(log_questions=chosen.log_questions, several=counts is not None)
    hosts = LOOPBACK if local else ()
    if counts is not None:
        _serve_by_several(chosen, hosts, sockets, counts)
    else:
        _serve(chosen, hosts, sockets)


def _serve(settings: Settings, hosts: Collection[str], sockets: Sequence[socket.socket]) -> None:
    from search_api.http import create_app
    from search_api.listening import server_of
    from search_api.workers.joint import common_to

    common = common_to(settings)
    common.board.begin(0)
    server_of(create_app(settings, hosts, common)).run(list(sockets))


def _serve_by_several(
    settings: Settings, hosts: Collection[str], sockets: Sequence[socket.socket], counts: Path
) -> None:
    from models.loading import load_for_forks
    from search_api.workers.joint import common_to
    from search_api.workers.supervisor import Supervisor
    from search_api.workers.worker import answer

    common = common_to(settings, counts)
    load_for_forks(settings)
    work = partial(answer, settings, hosts, common, sockets)
    Supervisor(common.board, settings.workers, sockets, work).run()


def _check_forking() -> None:
    """Raises ``TvaersnitError`` where a process cannot be copied with what it has loaded."""
    if sys.platform != "linux":
        raise TvaersnitError(
            "Flere arbejdsprocesser (--workers, TVAERSNIT_WORKERS) kan kun bruges på Linux, for "
            "kun dér kan de dele modellerne. Start tjenesten uden."
        )
