"""What is known of each request afterwards: its id, a line in the log, and a count."""

from __future__ import annotations

import json
import logging
import sys
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from time import perf_counter
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from search_api.metrics import Metrics, outcome
from search_api.replies import Reply
from search_api.request_id import HEADER, accepted, current
from search_api.terminal import printable

_log = logging.getLogger(__name__)
_OURS = ("search_api", "ingest", "models", "corpus")
_GONE = 499
"""The status that is noted where the sender left before there was an answer, as nginx has it."""


class Observed:
    """Pure ASGI middleware that gives every request an id, logs it and counts it, and answers for
    errors that nothing inside foresaw."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self.app = app
        self.metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        application, mounted_at = scope["app"], scope.get("root_path", "")
        request_id = accepted(Headers(scope=scope).get(HEADER))
        begun = perf_counter()
        status, seconds = _GONE, 0.0

        async def sending(message: Message) -> None:
            nonlocal status, seconds
            if message["type"] == "http.response.start":
                status, seconds = message["status"], perf_counter() - begun
                MutableHeaders(scope=message)[HEADER] = request_id
            await send(message)

        token = current.set(request_id)
        try:
            await self.app(scope, receive, sending)
        except Exception as error:
            _log.error("unforeseen", exc_info=error)
            if status != _GONE:
                raise  # The answer has begun; all that is left is to break the connection.
            handler = application.exception_handlers[Exception]
            await (await handler(Request(scope), error))(scope, receive, sending)
        finally:
            route = _template(scope, mounted_at)
            seconds = seconds or perf_counter() - begun
            self.metrics.request(scope["method"], route or "other", status, seconds)
            fields: dict[str, Any] = {"method": scope["method"], "route": route, "status": status}
            fields["milliseconds"] = round(seconds * 1000)
            caller = scope.get("state", {}).get("caller")
            if caller is not None and caller.key_id is not None:
                fields["key"] = caller.name
            _log.info("request", extra={"fields": fields})
            current.reset(token)


def _template(scope: Scope, mounted_at: str) -> str | None:
    """The address as its route has it, without what stands in it: ``/api/v1/items/{item_id}``;
    ``None`` where nothing answers there."""
    if "endpoint" not in scope:
        return None
    route = scope.get("route")
    if route is not None:
        return str(route.path)
    # A folder of files is one address, a route without parameters its own.
    inside = str(scope.get("root_path", ""))
    return inside if inside != mounted_at else str(scope["path"])


def questions_logged(with_text: bool) -> Callable[[str, str, Reply], None]:
    """A listener that logs what became of each question; its text only where that is asked for."""

    def log(verb: str, question: str, reply: Reply) -> None:
        fields = {"verb": verb, "outcome": outcome(reply)}
        if with_text:
            fields["question"] = question
        _log.info("question", extra={"fields": fields})

    return log


def set_up_logging(
    *, log_questions: bool, terminal: bool | None = None, several: bool = False
) -> None:
    """Send every log line of the process to standard error: for people where that is a terminal,
    else as JSON, an object a line. Where ``several`` processes answer, each line tells which."""
    readable = sys.stderr.isatty() if terminal is None else terminal
    handler = logging.StreamHandler()
    handler.setFormatter((_Readable if readable else _Json)(log_questions, several))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    for name in _OURS:
        logging.getLogger(name).setLevel(logging.INFO)


class _Lines(logging.Formatter):
    def __init__(self, log_questions: bool, several: bool) -> None:
        super().__init__()
        self._log_questions = log_questions
        self._several = several

    def fields(self, record: logging.LogRecord) -> dict[str, Any]:
        """What a line tells, in the order to read it."""
        time = datetime.fromtimestamp(record.created, UTC)
        fields: dict[str, Any] = {
            "timestamp": time.isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": record.getMessage(),
            **getattr(record, "fields", {}),
        }
        if self._several:
            fields["pid"] = record.process
        if request_id := current.get():
            fields["request_id"] = request_id
        if record.exc_info and record.exc_info[1]:
            # What an error says may hold the question that caused it.
            secret = request_id is not None and not self._log_questions
            fields["error"] = (_where if secret else _whole)(record.exc_info[1])
        return fields


class _Json(_Lines):
    def format(self, record: logging.LogRecord) -> str:
        return _written(self.fields(record))


class _Readable(_Lines):
    def format(self, record: logging.LogRecord) -> str:
        """``12:03:04 info request method=GET route=/api/v1/ask status=200 milliseconds=393``."""
        fields = self.fields(record)
        at = datetime.fromtimestamp(record.created).strftime("%H:%M:%S")
        level, event, error = fields.pop("level"), fields.pop("event"), fields.pop("error", "")
        del fields["timestamp"]
        told = " ".join(f"{name}={_plain(value)}" for name, value in fields.items())
        event = event if event.isprintable() else _written(event)
        line = " ".join(filter(None, [at, level, event, told]))
        return f"{line}\n{printable(error)}" if error else line


def _plain(value: Any) -> str:
    if isinstance(value, str) and value.isprintable() and " " not in value:
        return value
    return _written(value)


def _written(value: Any) -> str:
    """``value`` as JSON on one line, with nothing in it that a terminal obeys."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return "".join(c if c.isprintable() else json.dumps(c)[1:-1] for c in text)


def _whole(error: BaseException) -> str:
    return "".join(traceback.format_exception(error)).rstrip()


def _where(error: BaseException) -> str:
    """Where an error arose, and its kind, without what it says."""
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    before = f"{_where(cause)}\n\n" if cause is not None else ""
    frames = "".join(traceback.format_tb(error.__traceback__))
    return f"{before}{frames}{type(error).__module__}.{type(error).__qualname__}"
