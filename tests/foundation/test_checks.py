import pytest
from django.core.exceptions import ImproperlyConfigured

from foundation.checks import check_production, refuse_to_start_unsafe


@pytest.fixture
def production(settings):
    settings.PRODUCTION, settings.DEBUG, settings.TIME_OFFSET_SECONDS = True, False, 0.0
    settings.SECRET_KEY = "k3" * 32
    settings.FIELD_KEYS = {"2026-11": b"0" * 32}
    return settings


def test_a_sound_production_starts(production):
    refuse_to_start_unsafe()
    assert check_production(None) == []


@pytest.mark.parametrize(
    ("name", "value", "found"),
    [
        ("TIME_OFFSET_SECONDS", 3600.0, "foundation.E001"),
        ("DEBUG", True, "foundation.E002"),
        ("SECRET_KEY", "short", "foundation.E003"),
        ("SECRET_KEY", "test-secret-key-not-for-production-0123456789abcdef0123", "foundation.E003"),
        ("FIELD_KEYS", {"test": b"0" * 32}, "foundation.E004"),
    ],
)
def test_production_refuses_to_start_with(production, name, value, found):
    setattr(production, name, value)
    assert [message.id for message in check_production(None)] == [found]
    with pytest.raises(ImproperlyConfigured):
        refuse_to_start_unsafe()


def test_a_demo_may_shift_its_clock(settings):
    settings.PRODUCTION, settings.TIME_OFFSET_SECONDS = False, 3600.0
    assert check_production(None) == []
