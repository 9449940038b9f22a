"""The id of the request at work, known to every log line and to every 500 answer."""

import logging
import uuid
from contextvars import ContextVar

_current: ContextVar[str] = ContextVar("request_id", default="")


def current_request_id() -> str:
    """The id of the request at work; outside of one a fresh id, which then stays for this context."""
    if not _current.get():
        enter_request(new_request_id())
    return _current.get()


def new_request_id() -> str:
    return uuid.uuid4().hex


def enter_request(request_id: str) -> None:
    _current.set(request_id)


class RequestIdFilter(logging.Filter):
    """Gives every record a `request_id` for the formatter; `-` outside of a request."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = _current.get() or "-"
        return True
