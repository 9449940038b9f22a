import json
import logging

import pytest

from foundation.problems import problem_of_center_error
from kernel.errors import Refused


@pytest.mark.parametrize(
    ("how", "status", "code"),
    [
        ("refused", 409, "already_signed"),
        ("stale", 412, "stale_version"),
        ("not-allowed", 403, "not_allowed"),
        ("not-found", 404, "not_found"),
        ("invalid", 400, "invalid"),
        ("authentication", 401, "token_revoked"),
        ("denied", 403, "not_allowed"),
        ("csrf", 403, "csrf_failed"),
        ("http404", 404, "not_found"),
        ("too-big", 413, "too_large"),
        ("throttled", 429, "throttled"),
        ("database", 503, "unavailable"),
        ("fault", 500, "internal_error"),
    ],
)
def test_every_error_is_a_problem_with_its_status_and_code(api, how, status, code):
    answer = api.get(f"/api/fail/{how}/")
    body = json.loads(answer.content)
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    assert (body["status"], body["code"], body["type"]) == (status, code, "about:blank")
    assert all("一" <= sentence[0] <= "鿿" for sentence in (body["title"], body["detail"]))


def test_a_refusal_tells_its_facts(api):
    body = api.get("/api/fail/refused/").json()
    assert (body["detail"], body["details"]) == ("网格员已签收。", {"by": "八角街道"})


def test_a_refusals_facts_cannot_pass_for_the_problems_own_members():
    body = problem_of_center_error(Refused("不行。", status=200)).body()
    assert (body["status"], body["details"]) == (409, {"status": 200})


def test_a_stale_caller_gets_the_current_object_and_what_changed(api):
    body = api.get("/api/fail/stale/").json()
    assert (body["current"], body["changes"]) == ({"version": 4}, [{"kind": "signed"}])


def test_senseless_input_names_its_fields(api):
    assert api.get("/api/fail/invalid/").json()["errors"] == [
        {"field": "due_at", "code": "past", "message": "已经过去。"}
    ]


def test_nested_serializers_give_dotted_paths(api):
    order = {"requester": {"phone": "1234567"}, "photos": [1, "x"]}
    errors = api.post("/api/orders/", order, content_type="application/json").json()["errors"]
    assert {(error["field"], error["code"]) for error in errors} == {
        ("title", "required"),
        ("requester.phone", "max_length"),
        ("photos.1", "invalid"),
    }


def test_rows_of_a_list_are_numbered(api):
    good, senseless = ({"title": title, "requester": {"phone": "1"}} for title in ("路灯不亮", "?"))
    errors = api.post("/api/orders/", [good, senseless], content_type="application/json").json()["errors"]
    assert errors == [{"field": "1", "code": "senseless", "message": "标题没有意义。"}]


def test_401_names_the_scheme_and_the_reason(api):
    answer = api.get("/api/fail/authentication/")
    assert answer["WWW-Authenticate"].startswith("Bearer")
    assert answer.json()["detail"] == "令牌已停用。"


def test_words_written_for_this_refusal_are_kept_and_english_ones_are_not(api):
    assert api.get("/api/fail/denied-in-words/").json()["detail"] == "夜间不能派单。"
    assert "Case" not in api.get("/api/fail/http404/").json()["detail"]


def test_a_throttled_caller_is_told_when_to_return(api):
    assert api.get("/api/fail/throttled/")["Retry-After"] == "2"


def test_an_unavailable_database_asks_for_another_try(api):
    assert api.get("/api/fail/database/")["Retry-After"] == "5"


def test_a_fault_shows_only_the_id_under_which_the_log_keeps_it(api, caplog):
    caplog.set_level(logging.ERROR)
    answer = api.get("/api/fail/fault/?phone=13800001111", headers={"X-Request-ID": "trace-0001"})
    assert answer.json()["incident"] == "trace-0001"
    assert "hunter2" not in answer.content.decode()
    assert "13800001111" not in caplog.text
    assert "RuntimeError" in caplog.text


def test_a_wrong_method_is_told_the_right_ones(api):
    answer = api.put("/api/orders/")
    assert (answer.status_code, set(answer["Allow"].split(", "))) == (405, {"POST", "OPTIONS"})


def test_a_wrong_content_type_is_415(api):
    answer = api.post("/api/orders/", "title=1", content_type="text/plain")
    assert (answer.status_code, answer.json()["code"]) == (415, "unsupported_media_type")


def test_an_anonymous_caller_is_401_not_403(api, db):
    answer = api.get("/api/private/")
    assert (answer.status_code, answer.json()["code"]) == (401, "not_authenticated")
