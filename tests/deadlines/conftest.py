import pytest
from django.db import connection

from deadlines.actions.load_ladder import load_ladder
from deadlines.packaged import packaged_calendar
from tests.deadlines.errands import TABLES, ErrandClock
from tests.make import brought_in, load_calendar


@pytest.fixture
def errands(db):
    """The made-up clock tables, gone after the test, with the default ladder."""
    with connection.schema_editor() as editor:
        for model in TABLES:
            editor.create_model(model)
    brought_in(load_ladder)
    yield
    if not connection.in_atomic_block:
        with connection.schema_editor() as editor:
            for model in reversed(TABLES):
                editor.delete_model(model)


@pytest.fixture(scope="session")
def calendar():
    return packaged_calendar()


@pytest.fixture
def rules(errands, monkeypatch):
    """The packaged calendar and the default ladder; the made-up clocks are no installed app's, so they are named."""
    load_calendar()
    for module in ("job", "preview"):
        monkeypatch.setattr(f"deadlines.recompute.{module}.clock_models", lambda: [ErrandClock])
