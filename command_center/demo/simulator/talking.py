"""One organization's line to the API: its token, its patience, and what the answers mean."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import httpx

# Answers that a caller of a busy district meets every day: somebody else was faster, a rule stands in the way.
EXPECTED = frozenset({400, 403, 404, 409, 412})
_LONGEST_WAIT = 60.0


class ServerAwayError(Exception):
    """Nobody answers, or the server has failed: try again later."""


class TokenRefusedError(Exception):
    """The token is no longer good."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: Any
    etag: str


@dataclass(frozen=True, slots=True)
class Line:
    """`wait` pauses for so many seconds, or less when the simulator is told to stop."""

    organization: str
    token: str
    http: httpx.Client
    wait: Callable[[float], None]

    def get(self, path: str, **query: str | int) -> Answer:
        return self._send("GET", path, params=query)

    def post(self, path: str, body: Mapping[str, Any], *, version: str = "", key: str = "") -> Answer:
        """`version` is the ETag on which the act rests; every post has its own idempotency key."""
        headers = {"Idempotency-Key": key or str(uuid.uuid4())} | ({"If-Match": version} if version else {})
        return self._send("POST", path, json=body, headers=headers)

    def upload(self, name: str, content: bytes) -> Answer:
        """A picture for a later post; its id is in the answer."""
        return self._send("POST", "/attachments/", files={"file": (name, content, "image/jpeg")})

    def _send(self, method: str, path: str, *, headers: Mapping[str, str] | None = None, **more: Any) -> Answer:
        sent = {"Authorization": f"Bearer {self.token}", **(headers or {})}
        try:
            response = self.http.request(method, f"/api/v1{path}", headers=sent, **more)
        except httpx.TransportError as error:
            raise ServerAwayError(type(error).__name__) from error
        if response.status_code == 401:
            raise TokenRefusedError(self.organization)
        if response.status_code == 429:
            self.wait(min(_seconds(response.headers.get("Retry-After", "")), _LONGEST_WAIT))
        elif not response.is_success and response.status_code not in EXPECTED:
            raise ServerAwayError(f"{method} {path}: {response.status_code}")
        return Answer(response.status_code, _json(response), response.headers.get("ETag", ""))


def _seconds(text: str) -> float:
    return float(text) if text.isdigit() else 1.0


def _json(response: httpx.Response) -> Any:
    try:
        return response.json()
    except ValueError:
        return None
