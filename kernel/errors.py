"""The errors an action may raise; the edges turn them into problem+json or a page fragment.

Messages are for people, in Chinese, and say what to do next; codes are for machines, in English.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


class CenterError(Exception):
    """Base of everything that is the caller's to mend, never a fault of the program."""

    code = "error"

    def __init__(self, message: str, *, code: str | None = None, **details: Any) -> None:
        super().__init__(message)
        self.message = message
        self.code = code or type(self).code
        self.details: Mapping[str, Any] = details


class Refused(CenterError):
    """A rule of the trade forbids it (409); `code` names the rule."""

    code = "refused"


class NotAllowed(CenterError):
    """The actor may see the subject but may not do this to it (403)."""

    code = "not_allowed"


class NotFound(CenterError):
    """Not there, or not the actor's to see: the two are told alike (404)."""

    code = "not_found"


class Gone(CenterError):
    """It was there and is no longer kept (410); the caller must begin anew."""

    code = "gone"


class StaleVersion(CenterError):
    """The caller acted on an older version (412); details carry `current` and `changes`."""

    code = "stale_version"

    def showing(self, current: Any) -> "StaleVersion":
        """The same, with what stands there now instead of its bare version."""
        return StaleVersion(self.message, code=self.code, **{**self.details, "current": current})


@dataclass(frozen=True, slots=True)
class FieldError:
    """One wrong field of the caller's input: dotted path, machine code, sentence in Chinese."""

    field: str
    code: str
    message: str


class Invalid(CenterError):
    """The input has the right shape but makes no sense (400), field by field."""

    code = "invalid"

    def __init__(self, message: str, *, errors: Sequence[FieldError] = (), code: str | None = None) -> None:
        super().__init__(message, code=code)
        self.errors = tuple(errors)
