"""The last line of defence: no log line of any library holds a telephone number in clear.

Masked is the record itself, before a handler sees it, so that it holds for gunicorn, uvicorn and Celery as well, and
for numbers inside exceptions.
"""

import logging
from typing import Any

from kernel.texts import mask_numbers

_plain = logging.Formatter()


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
        record.msg, record.args = mask_numbers(f"{record.msg} {record.args}"), ()
    else:
        if (shown := mask_numbers(said)) != said:
            record.msg, record.args = shown, ()
    if record.exc_info and record.exc_info[0] is not None and not record.exc_text:
        record.exc_text = mask_numbers(_plain.formatException(record.exc_info))
    if record.stack_info:
        record.stack_info = mask_numbers(record.stack_info)
    return record


def _masked_arguments(arguments: Any) -> Any:
    if isinstance(arguments, tuple):
        return tuple(mask_numbers(one) if isinstance(one, str) else one for one in arguments)
    return arguments
