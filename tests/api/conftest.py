"""The API as schemathesis sees it: its own document, its own server, no network."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from schemathesis.config import SchemathesisConfig

from tests.api.world import World, build_world
from tests.enforcement.conftest import whistling  # noqa: F401 - a street that may whistle
from tests.make import MORNING


@cache
def document() -> Any:
    """Read from the server once in a process; authentication is the callers' own, never generated."""
    config = SchemathesisConfig.from_dict({"generation": {"with-security-parameters": False}})
    with kept_connection():
        return schemathesis.openapi.from_wsgi("/api/schema/?format=json", get_wsgi_application(), config=config)


@contextmanager
def kept_connection() -> Iterator[None]:
    """A server ends its connections after each request; here they belong to the test."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def world(whistling, settings, tmp_path, time_machine, monkeypatch) -> Iterator[World]:  # noqa: F811
    settings.FILES_ROOT = tmp_path
    monkeypatch.setattr("logging.Logger.isEnabledFor", lambda logger, level: level >= 40)  # thousands of refusals
    settings.API_CALLS_PER_MINUTE = 0
    time_machine.move_to(MORNING)
    made = build_world(whistling)
    document()  # asked for now, because it lets go of the connection's keeping when it has been read
    with kept_connection():
        yield made
