"""A message as text of an event stream (HTML standard, section 9.2): ids, kinds, versions, a count."""

import json
from random import choice

from command_center.live.listener import Message, Word
from notices.feed import Change

_COMES_BACK_AFTER = range(2000, 5000)


def retry() -> bytes:
    """After how many milliseconds a browser that lost the line comes back: not all of them at once."""
    return f"retry: {choice(_COMES_BACK_AFTER)}\n\n".encode()  # noqa: S311 - no secret


def as_text(message: Message) -> bytes:
    """The last message has no place: a browser keeps the one before, up to which it was told everything."""
    data = json.dumps(_facts(message), separators=(",", ":"))
    place = "" if message.word == Word.END else f"id: {message.until}\n"
    return f"{place}event: {message.word}\ndata: {data}\n\n".encode()


def _facts(message: Message) -> dict[str, object]:
    if not message.changes:
        return {}
    told = [_change(one) for one in message.changes] if message.knows_subjects else []
    return {"count": len({(one.subject_kind, one.subject_id) for one in message.changes}), "changes": told}


def _change(change: Change) -> dict[str, object]:
    subject = f"{change.subject_kind}:{change.subject_id}"
    return {"kind": change.kind, "subject": subject, "version": change.version}
