"""What the service and the process that takes a job's files in say to each other: a line each."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, SecretStr

from corpus.settings import Settings
from search_api.jobs.job import JobFile, JobProgress


class Assignment(BaseModel):
    """What is to be done. It goes through a pipe, for it may hold a secret."""

    settings: dict[str, Any]
    files: list[str]
    told: dict[str, str]


class Word(BaseModel):
    """How far it is, what becomes of the files, or how it ended; ``error`` is for the log."""

    progress: JobProgress | None = None
    files: list[JobFile] | None = None
    ended: Literal["done", "busy", "away", "failed"] | None = None
    error: str = ""


def spelled_out(settings: Settings) -> dict[str, Any]:
    """The values of the settings, secrets too."""
    return {
        name: value.get_secret_value() if isinstance(value, SecretStr) else value
        for name, value in settings
    }
