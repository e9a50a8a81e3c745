"""Imported once, in the process that the reading processes are forked from: what they all need."""

from __future__ import annotations

import sys

# spaCy imports PyTorch where it is installed; tagging does not use it, and it takes 200 MB.
sys.modules.setdefault("torch", None)  # type: ignore[arg-type]

from ingest.batch import worker  # noqa: E402

worker.warm()
