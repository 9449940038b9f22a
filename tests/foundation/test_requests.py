import logging

import pytest

from foundation.request_id import RequestIdFilter, current_request_id, enter_request


def test_the_callers_request_id_is_given_back(api, db):
    assert api.get("/api/fail/refused/", headers={"X-Request-ID": "city-000001"})["X-Request-ID"] == "city-000001"


@pytest.mark.parametrize("given", ["", "short", "x" * 65, "two words", "行号一二三四五六"])
def test_an_unfit_request_id_is_replaced(api, given):
    answer = api.get("/api/fail/refused/", headers={"X-Request-ID": given})
    assert len(answer["X-Request-ID"]) == 32


def test_the_log_line_has_no_query_string_and_no_line_break(api, caplog):
    caplog.set_level(logging.INFO, logger="foundation.requests")
    api.get("/api/no%0Athing/?phone=13800001111")
    [line] = [record.getMessage() for record in caplog.records if record.name == "foundation.requests"]
    assert line.startswith("GET /api/no%0Athing/ 404 ")


def test_records_carry_the_request_id():
    record = logging.makeLogRecord({})
    enter_request("trace-0003")
    assert RequestIdFilter().filter(record)
    assert (record.request_id, current_request_id()) == ("trace-0003", "trace-0003")


@pytest.mark.parametrize("address", ["/api/fail/a%00b/", "/api/fail/refused/?q=a%00b"])
def test_nul_in_an_address_goes_no_further(api, address):
    answer = api.get(address)
    assert (answer.status_code, answer.json()["code"]) == (400, "nul_character")
