import pytest

from tests.cases.open311.conftest import errors

EVERYTHING = ["discovery", "services", "services/0307", "requests", "requests/20260101-000001", "tokens/1"]


def test_it_is_off_unless_somebody_turns_it_on(settings):
    assert settings.OPEN311 == "off"


@pytest.mark.parametrize("address", EVERYTHING)
@pytest.mark.parametrize("suffix", ["", ".json", ".xml"])
def test_while_it_is_off_nothing_is_there(citizens, settings, address, suffix):
    settings.OPEN311 = "off"
    assert citizens.get(address + suffix).status_code == 404
    assert citizens.post(address + suffix).status_code == 404


def test_while_it_is_for_reading_a_report_is_refused(citizens, settings):
    number = citizens.report()
    settings.OPEN311 = "read"
    assert citizens.get("services.json").status_code == 200
    assert citizens.numbers() == [number]
    for suffix in ("json", "xml"):
        status, ((code, words),) = errors(citizens.post(f"requests.{suffix}"))
        assert (status, code) == (403, 403)
        assert "只供查询" in words
    assert citizens.numbers() == [number]
