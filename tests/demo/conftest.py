"""One small demo of the whole district for all tests that look at it: its reference data alone take seconds."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from django.db import transaction

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
    """Made in one transaction that is rolled back after the module; its tests share it and may only add to it."""
    folder, said = tmp_path_factory.mktemp("demo"), list[str]()
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock(), transaction.atomic():
        patch.setenv("CENTER_DATA_DIR", str(folder))
        making.make(url="http://testserver", months=1, per_day=3, until=UNTIL, now=UNTIL, say=said.append)
        yield MadeDemo(UNTIL, folder, said)
        transaction.set_rollback(True)


@pytest.fixture
def demo_content(demo) -> demo_file.Demo:
    found = demo_file.read()
    assert found is not None
    return found
