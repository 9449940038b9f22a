"""API tokens: made at random, shown once, kept as a keyed hash."""

import secrets
from dataclasses import dataclass

from organizations.models import ApiClient

TOKEN_PREFIX = "ccs_"  # noqa: S105  # lets secret scanners recognise a token that leaked
SHOWN_CHARACTERS = 10


@dataclass(frozen=True, slots=True, repr=False)
class IssuedToken:
    """A client and its token in clear, which exists nowhere else; kept out of repr and so out of logs."""

    client: ApiClient
    token: str


def new_token() -> str:
    """`ccs_` and 256 random bits."""
    return TOKEN_PREFIX + secrets.token_urlsafe(32)


def shown_part(token: str) -> str:
    """The beginning by which people tell tokens apart."""
    return token[:SHOWN_CHARACTERS]
