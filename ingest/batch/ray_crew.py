"""Actors of one kind on a Ray cluster, and the work that is handed out to them."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Generic, TypeVar

import ray
from ray.exceptions import RayError, RayTaskError

from corpus.errors import TvaersnitError
from ingest.batch.ray_actors import Identity

_Job = TypeVar("_Job")
_Outcome = TypeVar("_Outcome")

ATTEMPTS = 3
"""How often a job is begun, where the actors that do it die."""
_AHEAD = 2
_MOST_BYTES = 128_000_000
_SECONDS_TO_START = 600.0


@dataclass(frozen=True, slots=True)
class Lost:
    """A job that every actor which did it died of; ``reason`` is what Ray says of the last."""

    reason: str


@dataclass(slots=True)
class _Given(Generic[_Job]):
    job: _Job
    deaths: int = 0


@dataclass(eq=False, slots=True)
class _Member(Generic[_Job]):
    """An actor and what it has been given, by the reference of the outcome, the oldest first."""

    actor: Any
    given: dict[Any, _Given[_Job]] = field(default_factory=dict)


class Crew(Generic[_Job, _Outcome]):
    """At most ``size`` actors, made by ``make`` as there is work for them.

    Each has one job under way and one more at hand, whatever there is to do; an actor that dies is
    replaced, and what it was doing is begun anew. ``ours`` is who this machine would be.
    """

    def __init__(self, make: Callable[[], Any], size: int, ours: Identity) -> None:
        self._make = make
        self._size = size
        self._ours = ours
        self._starting: dict[Any, _Member[_Job]] = {}
        self._ready: list[_Member[_Job]] = []
        self._waiting: deque[_Given[_Job]] = deque()
        self._bytes: dict[Any, int] = {}
        self._failed_starts = 0

    def work(
        self, jobs: Iterable[_Job], pack: Callable[[_Job], tuple[Any, int]]
    ) -> Iterator[tuple[_Job, _Outcome | Lost]]:
        """Do the jobs; each is given back when it is done, in any order.

        ``pack`` makes of a job what its actor is sent and how many bytes that is.

        Raises ``TvaersnitError`` where no actor can be started, or one cannot do its work.
        """
        coming = iter(jobs)
        idle_since = time.monotonic()
        while True:
            room = max(self._size - len(self._waiting), 0)
            self._waiting.extend(_Given(job) for job in islice(coming, room))
            under_way = self._hand_out(pack)
            if not under_way and not self._waiting:
                return
            while len(self._starting) + len(self._ready) < min(
                self._size, len(self._waiting) + under_way
            ):
                self._start()
            done, _ = ray.wait([*self._starting, *self._bytes], timeout=1.0)
            if self._ready:
                idle_since = time.monotonic()
            elif time.monotonic() - idle_since > _SECONDS_TO_START:
                raise TvaersnitError(
                    f"Ray-klyngen har ikke haft en ledig processor i {_SECONDS_TO_START / 60:.0f} "
                    "minutter. Se med »ray status«, hvad den er optaget af, og prøv igen senere."
                )
            for reference in done:
                if reference in self._starting:
                    self._started(reference)
                elif reference in self._bytes:
                    yield from self._done(reference)

    def release(self) -> None:
        """End the actors, also in the middle of something."""
        for member in (*self._starting.values(), *self._ready):
            ray.kill(member.actor)
        self._starting, self._ready, self._bytes = {}, [], {}
        self._waiting.clear()

    def _hand_out(self, pack: Callable[[_Job], tuple[Any, int]]) -> int:
        """Give to whom has least to do; how many jobs are under way then."""
        while self._waiting and self._ready:
            member = min(self._ready, key=lambda one: len(one.given))
            if len(member.given) >= _AHEAD or sum(self._bytes.values()) > _MOST_BYTES:
                break
            given = self._waiting.popleft()
            sent, size = pack(given.job)
            reference = member.actor.work.remote(sent)
            member.given[reference] = given
            self._bytes[reference] = size
        return len(self._bytes)

    def _start(self) -> None:
        actor = self._make()
        self._starting[actor.identity.remote()] = _Member(actor)

    def _started(self, reference: Any) -> None:
        member = self._starting.pop(reference)
        try:
            identity: Identity = ray.get(reference)
        except RayTaskError as error:
            raise _cannot_start(error) from error
        except RayError as error:
            self._failed_starts += 1
            # One may be killed; where all are, it is no accident.
            if self._failed_starts > self._size + ATTEMPTS or "creation task" in str(error):
                raise _cannot_start(error) from error
            return
        if identity.version != self._ours.version:
            raise TvaersnitError(
                f"Noden {identity.host} i Ray-klyngen har en anden udgave af Tværsnit end denne "
                "maskine. Installér den samme udgave på alle noder, og prøv igen."
            )
        if identity.encoder != self._ours.encoder:
            raise TvaersnitError(
                f"Noden {identity.host} i Ray-klyngen har en anden encoder ({identity.encoder}) "
                f"end denne maskine ({self._ours.encoder}). Læg den samme model på alle noder."
            )
        self._ready.append(member)

    def _done(self, reference: Any) -> Iterator[tuple[_Job, _Outcome | Lost]]:
        member = next(one for one in self._ready if reference in one.given)
        try:
            outcome: _Outcome = ray.get(reference)
        except RayTaskError as error:
            raise TvaersnitError(
                f"Arbejdet på Ray-klyngen gik i stå: {_reason(error)} Ret fejlen, og kør "
                "kommandoen igen; det, der er gemt, er bevaret."
            ) from error
        except RayError as error:
            yield from self._dead(member, error)
            return
        self._failed_starts = 0
        del self._bytes[reference]
        yield member.given.pop(reference).job, outcome

    def _dead(
        self, member: _Member[_Job], error: RayError
    ) -> Iterator[tuple[_Job, _Outcome | Lost]]:
        """Take back what an actor that died had under way and at hand."""
        self._ready.remove(member)
        ray.kill(member.actor)
        taken: list[_Given[_Job]] = []
        for reference, given in member.given.items():
            del self._bytes[reference]
            try:
                # Done before it died, and not yet asked for.
                outcome: _Outcome = ray.get(reference)
            except RayError:
                taken.append(given)
            else:
                yield given.job, outcome
        # The oldest is what it died of, or may have.
        taken[0].deaths += 1
        # What else it may have died of, such as others that take the memory, may pass.
        time.sleep(taken[0].deaths)
        if taken[0].deaths >= ATTEMPTS:
            yield taken.pop(0).job, Lost(_reason(error))
        self._waiting.extendleft(reversed(taken))


def _cannot_start(error: RayError) -> TvaersnitError:
    return TvaersnitError(
        f"Tværsnit kan ikke starte på Ray-klyngen: {_reason(error)} Installér samme udgave på alle "
        'noder (»pip install "tvaersnit[ray]"«), og prøv igen.'
    )


def _reason(error: RayError) -> str:
    """What an actor said, where it is a message to users, else what Ray says."""
    cause = getattr(error, "cause", None)
    if isinstance(cause, TvaersnitError):
        return str(cause)
    lines = [line.strip() for line in str(error).strip().splitlines() if line.strip()]
    # An actor that was not made has died, and of what stands but in the text.
    ours = f"{TvaersnitError.__module__}.{TvaersnitError.__name__}: "
    for line in lines:
        if line.startswith(ours):
            return line.removeprefix(ours)
    # Of an exception on a node, the last line names it; of what Ray finds out, the first.
    told = (lines[-1] if isinstance(error, RayTaskError) else lines[0]) if lines else ""
    return f"{(told or type(error).__name__)[:200].rstrip('.')}."
