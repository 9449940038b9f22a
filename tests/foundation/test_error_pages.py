import json

import pytest
from django.test import RequestFactory

from foundation.error_pages import CenterErrorMiddleware, csrf_failure, handler403
from kernel.errors import NotFound, Refused


def test_an_unknown_address_under_api_is_json_and_elsewhere_a_page(api, db):
    answer, page = api.get("/api/nothing/"), api.get("/nothing/")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert (page.status_code, page["Content-Type"]) == (404, "text/html; charset=utf-8")
    assert "house: 没有这个内容" in page.content.decode()


def test_a_fault_in_a_page_shows_an_id_and_no_detail(api):
    page = api.get("/pages/fault/", headers={"X-Request-ID": "trace-0002"})
    assert page.status_code == 500
    assert "trace-0002" in page.content.decode()
    assert "hunter2" not in page.content.decode()


def test_a_page_without_its_database_asks_for_another_try(api):
    page = api.get("/pages/database/")
    assert (page.status_code, page["Retry-After"]) == (503, "5")


def test_a_page_that_cannot_be_drawn_keeps_its_status_and_its_words(api, caplog):
    page = api.get("/pages/denied-in-words/")
    assert (page.status_code, "夜间不能派单。" in page.content.decode()) == (403, True)
    assert "NoReverseMatch" in caplog.text


def test_too_large_a_form_is_413(api):
    assert api.get("/pages/too-big/").status_code == 413


@pytest.mark.parametrize(("error", "status"), [(NotFound("没有。"), 404), (Refused("已办结。"), 409)])
def test_an_error_of_the_trade_is_a_page_of_its_own_status(db, error, status):
    request = RequestFactory().get("/api/v1/cases/1/")
    response = CenterErrorMiddleware(lambda _: None).process_exception(request, error)
    assert (response.status_code, json.loads(response.content)["detail"]) == (status, error.message)


def test_other_exceptions_are_left_to_django():
    assert CenterErrorMiddleware(lambda _: None).process_exception(RequestFactory().get("/"), ValueError()) is None


def test_an_expired_form_says_to_reload():
    response = csrf_failure(RequestFactory().post("/api/v1/session/"), reason="CSRF cookie not set.")
    assert (response.status_code, json.loads(response.content)["code"]) == (403, "csrf_failed")


def test_permission_denied_under_api_is_a_problem():
    assert json.loads(handler403(RequestFactory().get("/api/x/"), PermissionError()).content)["status"] == 403
