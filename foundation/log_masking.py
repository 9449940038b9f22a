"""The last line of defence: no log line of any library holds a telephone number or an API token in clear.

Masked is the record itself, before a handler sees it, so that it holds for gunicorn, uvicorn and Celery as well, and
for numbers inside exceptions. A token may come in an address: the hall's wall is opened so.
"""

import logging
import re
from typing import Any

from kernel.texts import mask_numbers

_plain = logging.Formatter()
# Its first ten characters remain: by them people tell tokens apart.
_TOKEN = re.compile(r"(ccs_[\w-]{6})[\w-]{20,}", re.ASCII)


def mask_text(text: str) -> str:
    return _TOKEN.sub(r"\1…", mask_numbers(text))


def mask_all_records() -> None:
    """Every record made in this process from now on is masked; calling it again changes nothing."""
    make = logging.getLogRecordFactory()
    if getattr(make, "masks", False):
        return

    def masked(*args: Any, **kwargs: Any) -> logging.LogRecord:
        return mask_record(make(*args, **kwargs))

    masked.masks = True  # type: ignore[attr-defined]
    logging.setLogRecordFactory(masked)


def mask_record(record: logging.LogRecord) -> logging.LogRecord:
    """The same record; its arguments stay apart where they can, since some formatters count them."""
    record.args = _masked_arguments(record.args)
    try:
        said = record.getMessage()
    except (TypeError, ValueError, KeyError):  # the message does not fit: no handler shall print its parts to complain
        record.msg, record.args = mask_text(f"{record.msg} {record.args}"), ()
    else:
        if (shown := mask_text(said)) != said:
            record.msg, record.args = shown, ()
    if record.exc_info and record.exc_info[0] is not None and not record.exc_text:
        record.exc_text = mask_text(_plain.formatException(record.exc_info))
    if record.stack_info:
        record.stack_info = mask_text(record.stack_info)
    return record


def _masked_arguments(arguments: Any) -> Any:
    if isinstance(arguments, tuple):
        return tuple(mask_text(one) if isinstance(one, str) else one for one in arguments)
    return arguments
