import copy
from pathlib import Path

import pytest
from django.test import Client


@pytest.fixture
def api(settings) -> Client:
    """A client of `tests.foundation.urls` that is answered faults, not raised; pages are bare, that of 403 broken."""
    settings.ROOT_URLCONF = "tests.foundation.urls"
    settings.TEMPLATES = copy.deepcopy(settings.TEMPLATES)
    settings.TEMPLATES[0]["DIRS"].insert(0, Path(__file__).parent / "templates")
    return Client(raise_request_exception=False)
