"""One small demo of the whole district for all tests that look at it: its reference data alone take seconds."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import override_settings

from command_center.demo import demo_file, making
from command_center.demo.town import Town, read_town
from tests.make import at

# A Sunday afternoon; nothing in the demo depends on the real day.
UNTIL = at("2026-11-22 15:00")


@pytest.fixture(scope="session")
def texts_town() -> Town:
    """The real district's names, without a database."""
    return read_town()


@dataclass(frozen=True)
class MadeDemo:
    until: datetime
    folder: Path
    said: list[str]


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[MadeDemo]:
    """Committed, so that each test of the module may change it and find it whole again; flushed after the last.

    Only for tests marked `django_db`: without one of them pytest-django makes no test database.
    """
    assert connection.settings_dict["NAME"].startswith("test_"), "mark the module django_db"
    folder, said = tmp_path_factory.mktemp("demo"), list[str]()
    hasher = "django.contrib.auth.hashers.MD5PasswordHasher"
    fast = override_settings(PASSWORD_HASHERS=[hasher], FILES_ROOT=folder / "files")
    with pytest.MonkeyPatch.context() as patch, fast:
        patch.setenv("CENTER_DATA_DIR", str(folder))
        with django_db_blocker.unblock():
            making.make(url="http://testserver", months=1, per_day=3, until=UNTIL, now=UNTIL, say=said.append)
        yield MadeDemo(UNTIL, folder, said)
        with django_db_blocker.unblock():
            call_command("flush", interactive=False, verbosity=0)


@pytest.fixture
def demo_content(demo) -> Iterator[demo_file.Demo]:
    """What `demo.json` says; put back afterwards."""
    found = demo_file.read()
    assert found is not None
    yield found
    demo_file.write(found)
