"""How often the faults that come at random moments are tried."""

from __future__ import annotations

import os

KILLS = int(os.environ.get("TVAERSNIT_TEST_FAULTS", "200"))
"""Kills in all, half of them of an ingest and half of the service."""

SEED = 7
