"""Which changes an endpoint asks for."""

import re

_KIND = re.compile(r"[a-z][a-z0-9_]*\.(\*|[a-z][a-z0-9_-]*)")


def is_kind(text: str) -> bool:
    """`case.closed`, or `case.*` for everything about cases."""
    return _KIND.fullmatch(text) is not None and len(text) <= 64


def left_view_of(subject_kind: str) -> str:
    """What an organization is told when it sees the subject no more, instead of what happened."""
    return f"{subject_kind}.left_view"
