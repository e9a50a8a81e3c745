"""``tvaersnit mcp``: the tools for an assistant on this machine."""

from __future__ import annotations

import argparse
import threading

from corpus.records import ACCESS_LEVELS
from corpus.settings import Settings


def add_arguments(mcp: argparse.ArgumentParser) -> None:
    """What the verb takes."""
    mcp.add_argument(
        "--clearance",
        choices=ACCESS_LEVELS,
        default=ACCESS_LEVELS[-1],
        help="hvor meget assistenten må læse: public, internal eller closed (alt)",
    )


def run(settings: Settings, arguments: argparse.Namespace) -> int:
    """Serve over standard input and output until they close."""
    from search_api.mcp_server import serve_stdio
    from search_api.service import Service

    service = Service(settings)
    threading.Thread(target=service.warm_up, name="warm-up", daemon=True).start()
    try:
        serve_stdio(service, arguments.clearance)
    finally:
        service.close()
    return 0
