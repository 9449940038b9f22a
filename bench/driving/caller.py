"""One client: a connection that stays open, and a sample of every call over it."""

import http.client
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from bench.driving.samples import Sample

# As `bench.counting` names them; written out, since a driving process knows no Django.
STATEMENTS, MILLISECONDS = "X-Bench-Statements", "X-Bench-Milliseconds"
TIMEOUT_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Caller:
    """`intended` is set before each turn of an open loop and holds for its first call."""

    url: str
    clock: Callable[[], float] = time.monotonic
    samples: list[Sample] = field(default_factory=list)
    intended: float | None = None
    _connection: http.client.HTTPConnection | None = None

    def get(self, name: str, path: str, headers: Mapping[str, str]) -> Answer:
        return self._call(name, "GET", path, None, headers)

    def post(self, name: str, path: str, body: str, headers: Mapping[str, str]) -> Answer:
        return self._call(name, "POST", path, body.encode(), {"Content-Type": "application/json", **headers})

    def _call(self, name: str, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> Answer:
        """A call that finds no server, or loses it, counts with status 0."""
        began = self.clock()
        intended, self.intended = (began if self.intended is None else self.intended), None
        try:
            connection = self._connected()
            connection.request(method, path, body, dict(headers))
            response = connection.getresponse()
            answer, told = Answer(response.status, response.read()), response.headers
        except (OSError, http.client.HTTPException):
            self.close()
            answer, told = Answer(0, b""), http.client.HTTPMessage()
        costs = int(told.get(STATEMENTS, -1)), float(told.get(MILLISECONDS, -1))
        self.samples.append(Sample(name, intended, began, self.clock(), answer.status, *costs))
        return answer

    def _connected(self) -> http.client.HTTPConnection:
        if self._connection is None:
            address = urlsplit(self.url)
            self._connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=TIMEOUT_SECONDS)
        return self._connection

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
