"""Uploads and jobs over HTTP."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterable
from typing import Annotated

import anyio
from fastapi import APIRouter, File, Form, Query, Response, UploadFile
from fastapi import Path as InPath
from fastapi.sse import EventSourceResponse
from starlette.concurrency import run_in_threadpool

from corpus.errors import BadValue
from corpus.records import AccessLevel, Region, readable
from ingest.head.told import Told
from search_api.access.caller import Editor
from search_api.api.examples import DOCUMENT_ID
from search_api.deletion import delete_document
from search_api.jobs.job import Job, JobFile, JobList, summary
from search_api.jobs.parameters import JOB_ID, TheJob, TheJobs
from search_api.jobs.said import LONGEST_FORUM, read_said
from search_api.jobs.worker import Jobs
from search_api.parameters import OpenArchive, TheService
from search_api.problems import described

_LOOK_EVERY = 0.4
_MOST_JOBS = 100
_FILES = [
    JobFile(
        name="kkr-sjaelland-2024-09-03.txt",
        outcome="new",
        document_id=DOCUMENT_ID,
        forum="KKR Sjælland",
        region="Sjælland",
        date=dt.date(2024, 9, 3),
        items=6,
    )
]
_EXAMPLE = Job(
    job_id=JOB_ID,
    state="done",
    created=dt.datetime(2024, 9, 10, 8, 30, tzinfo=dt.UTC),
    started=dt.datetime(2024, 9, 10, 8, 30, 1, tzinfo=dt.UTC),
    finished=dt.datetime(2024, 9, 10, 8, 30, 20, tzinfo=dt.UTC),
    access="public",
    files=_FILES,
    message=summary(_FILES),
)
_JOB = _EXAMPLE.model_dump(mode="json")

router = APIRouter(prefix="/api/v1", tags=["Indlæsning"])


def submit(jobs: Jobs, files: list[UploadFile], told: Told) -> Job:
    """Put uploaded files in the queue; raises ``BadValue`` where there are none."""
    if not files:
        raise BadValue("Der er ingen filer i uploaden. Vælg mindst én fil med et referat.")
    return jobs.submit([(file.filename or "", file.file) for file in files], told)


@router.post(
    "/documents",
    status_code=202,
    summary="Upload referater",
    description="Sætter en eller flere filer i kø til indlæsning. En fil med samme indhold som et "
    "dokument i samlingen ændrer intet; en fil med samme navn, forum, dato og adgangsniveau som en "
    "tidligere upload erstatter den.",
    response_description="Jobbet, som kan følges på adressen i »Location«.",
    responses=described(400, 401, 403, 413, 422, 429, 503, example=_JOB, success=202),
)
def post_documents(
    response: Response,
    jobs: TheJobs,
    caller: Editor,
    files: Annotated[list[UploadFile], File(description="Filerne med referater.")],
    region: Annotated[
        Region | None, Form(description="Regionen, hvor teksten ikke siger den.")
    ] = None,
    forum: Annotated[
        str | None,
        Form(description="Forummet, hvor teksten ikke siger det.", max_length=LONGEST_FORUM),
    ] = None,
    date: Annotated[
        str | None,
        Form(description="Mødets dato, hvor teksten ikke siger den, fx 2020-08-14.", max_length=40),
    ] = None,
    access: Annotated[
        AccessLevel,
        Form(description="Hvem der må se dokumenterne; aldrig over nøglens eget niveau."),
    ] = "public",
) -> Job:
    """Take files in."""
    job = submit(jobs, files, read_said(caller, access, region, forum, date))
    response.headers["Location"] = f"/api/v1/jobs/{job.job_id}"
    return job


@router.delete(
    "/documents/{document_id}",
    status_code=204,
    summary="Slet et dokument",
    description="Tager et dokument ud af samlingen. En uploadet fil slettes med det; en fil, der "
    "er indlæst fra en mappe, bliver liggende.",
    response_description="Dokumentet er slettet.",
    responses=described(401, 403, 404, 409, 422, 429, 503),
)
def remove_document(
    service: TheService,
    _: Editor,
    archive: OpenArchive,
    document_id: Annotated[
        str,
        InPath(description="Dokumentets id, som søgningen viser det.", examples=[DOCUMENT_ID]),
    ],
) -> None:
    """Take a document out."""
    delete_document(service.settings, archive, document_id)


@router.get(
    "/jobs",
    summary="Vis indlæsningerne",
    description="De job, som nøglen må se, det nyeste først.",
    response_description="Jobbene.",
    responses=described(401, 403, 422, 429, 503, example={"jobs": [_JOB], "total": 1}),
)
def get_jobs(
    jobs: TheJobs,
    caller: Editor,
    limit: Annotated[
        int, Query(ge=1, le=_MOST_JOBS, description="Hvor mange job der højst gives.")
    ] = 20,
    offset: Annotated[
        int, Query(ge=0, le=1_000_000, description="Hvor mange af de nyeste der springes over.")
    ] = 0,
) -> JobList:
    """The newest jobs."""
    found, total = jobs.store.latest(readable(caller.clearance), limit, offset)
    return JobList(jobs=found, total=total)


@router.get(
    "/jobs/{job_id}",
    summary="Vis en indlæsning",
    description="Hvor langt et job er, og hvad der blev af hver fil.",
    response_description="Jobbet.",
    responses=described(401, 403, 404, 422, 429, 503, example=_JOB),
)
def get_job(job: TheJob) -> Job:
    """A job as it is now."""
    return job


@router.get(
    "/jobs/{job_id}/events",
    summary="Følg en indlæsning",
    description="Jobbet, som det er, og igen hver gang det ændrer sig, som Server-Sent Events. "
    "Strømmen slutter, når jobbet er færdigt.",
    response_description="Jobbet som JSON i hver hændelse.",
    response_class=EventSourceResponse,
    responses=described(401, 403, 404, 422, 429, 503),
)
async def get_job_events(jobs: TheJobs, caller: Editor, job: TheJob) -> AsyncIterable[Job]:
    """A job as it changes."""
    levels = readable(caller.clearance)
    yield job
    while not job.ended:
        await anyio.sleep(_LOOK_EVERY)
        now = await run_in_threadpool(jobs.store.job, job.job_id, levels)
        if now != job:
            job = now
            yield job
