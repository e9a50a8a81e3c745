"""``tvaersnit serve``: the service on an address."""

from __future__ import annotations

import argparse

from corpus.errors import TvaersnitError
from corpus.settings import Settings, load_settings

_GRACE = 5
"""Seconds that answers under way get when the service is to stop."""


def add_arguments(serve: argparse.ArgumentParser) -> None:
    """What the verb takes."""
    serve.add_argument("--host", metavar="ADRESSE", help="adressen, der lyttes på (127.0.0.1)")
    serve.add_argument("--port", type=int, metavar="PORT", help="porten, der lyttes på (8000)")


def run(settings: Settings, arguments: argparse.Namespace) -> int:
    """Serve until stopped; raises ``TvaersnitError`` where all the net would come in unasked."""
    import uvicorn

    from search_api.access.keys import KeyStore
    from search_api.access.origin import LOOPBACK
    from search_api.http import create_app
    from search_api.observability import set_up_logging

    chosen = load_settings(data=settings.data, host=arguments.host, port=arguments.port)
    keys = KeyStore(chosen.data)
    guarded = keys.any
    keys.close()
    local = chosen.host in LOOPBACK
    if not local and not guarded:
        raise TvaersnitError(
            f"Tjenesten lytter ikke på {chosen.host} uden adgangskontrol. Lav først en nøgle med "
            "»tvaersnit keys add NAVN --role admin --clearance closed«, eller brug adressen "
            "127.0.0.1, der kun kan nås fra denne maskine."
        )
    host = f"[{chosen.host}]" if ":" in chosen.host else chosen.host
    address = f"http://{host}:{chosen.port}"
    if guarded:
        print(f"Tværsnit kræver en adgangsnøgle. Log ind på {address}/log-ind – stop med Ctrl+C.")
    else:
        print(f"Tværsnit svarer på {address}/ – stop med Ctrl+C.")
    if not local:
        print("Sæt en proxy med HTTPS foran, så nøglerne ikke sendes i klartekst.")
    set_up_logging(log_questions=chosen.log_questions)
    uvicorn.run(
        create_app(chosen, hosts=LOOPBACK if local else ()),
        host=chosen.host,
        port=chosen.port,
        log_level="warning",
        log_config=None,
        access_log=False,
        server_header=False,
        # Whoever follows a job would else keep the service from stopping.
        timeout_graceful_shutdown=_GRACE,
    )
    return 0
