"""What the addresses of uploads and jobs take."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request
from fastapi import Path as InPath

from corpus.records import readable
from search_api.access.caller import Editor
from search_api.jobs.job import Job
from search_api.jobs.worker import Jobs

JOB_ID = "5f0c2a9be41d7c36"


def _jobs(request: Request) -> Jobs:
    jobs: Jobs = request.app.state.jobs
    return jobs


TheJobs = Annotated[Jobs, Depends(_jobs)]


def _job(
    jobs: TheJobs,
    caller: Editor,
    job_id: Annotated[
        str, InPath(description="Jobbets id, som uploaden blev besvaret med.", examples=[JOB_ID])
    ],
) -> Job:
    return jobs.store.job(job_id, readable(caller.clearance))


TheJob = Annotated[Job, Depends(_job)]
"""The job of the address, where the caller may see it."""
