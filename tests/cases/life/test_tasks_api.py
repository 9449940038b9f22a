"""Tasks by API and by the case page: what goes in, what the case then shows."""

import pytest

from cases.models import CaseTask
from organizations.roles import Role
from tests.cases.test_api import Api, problem
from tests.desk.conftest import new_case, noon, seat, sent_case, signed_case, street  # noqa: F401 - fixtures
from tests.make import at


@pytest.fixture
def case(signed_case):  # noqa: F811
    return signed_case()


@pytest.fixture
def office(town):
    return Api(town.streets[0], "cases:read", "cases:act")


@pytest.fixture
def department(town):
    return Api(town.department, "cases:read", "cases:act")


def test_assisting_from_the_request_to_the_report(town, noon, case, office, department):  # noqa: F811
    path, code = f"/cases/{case.case_no}", town.department.code
    asked = office.post(
        f"{path}/assist/", {"organization": code, "words": "查产权", "due_at": "2026-11-25T12:00:00+08:00"}
    )
    [task] = asked.json()["tasks"]
    assert (asked.status_code, task["kind"], task["state"], task["due_at"]) == (
        200, "assisting", "open", "2026-11-25T12:00:00+08:00",
    )  # fmt: skip
    assert asked.json()["assisting"] == [{"code": code, "name": "城市管理委"}]
    assert "report_task" in department.get(f"{path}/").json()["allowed_actions"]
    body = {"task": task["id"], "outcome": "done", "result": "产权属小区"}
    first = department.post(f"{path}/report-task/", body, Idempotency_Key="k")
    again = department.post(f"{path}/report-task/", body, Idempotency_Key="k")
    assert (first.status_code, again.status_code, again.headers["Idempotency-Replayed"]) == (200, 200, "true")
    assert first.json()["tasks"][0]["outcome"] == "done"


def test_a_task_of_its_own_is_withdrawn_and_the_reply_may_go(noon, case, office):  # noqa: F811
    path = f"/cases/{case.case_no}"
    office.post(f"{path}/contact/", {"note": "已约"})
    given = office.post(f"{path}/assign/", {"person": "市政班组", "words": "换灯泡"})
    assert problem(office.post(f"{path}/reply/", {"text": "已办"})) == (409, "tasks_open")
    task = given.json()["tasks"][0]["id"]
    assert office.post(f"{path}/withdraw-task/", {"task": task, "reason": "已换"}).status_code == 200
    assert office.post(f"{path}/reply/", {"text": "已办"}).status_code == 200


def test_what_makes_no_sense_is_told_by_field(town, noon, case, office):  # noqa: F811
    path = f"/cases/{case.case_no}"
    wrong = [
        office.post(f"{path}/assign/", {"organization": "none", "words": "x"}),
        office.post(f"{path}/assign/", {"words": "x"}),
        office.post(f"{path}/assist/", {"organization": town.department.code, "words": "x", "due_at": "2026-11-25"}),
        office.post(f"{path}/report-task/", {"task": 1, "outcome": "passed", "result": "x"}),
    ]
    assert [(one.status_code, one.json()["errors"][0]["field"]) for one in wrong[:3]] == [
        (400, "organization"), (400, "organization"), (400, "due_at"),
    ]  # fmt: skip
    foreign = office.post(f"{path}/assign/", {"organization": town.communities[2].code, "words": "x"})
    assert problem(foreign) == (409, "not_your_community")
    assert not CaseTask.objects.filter(case=case).exists()


def test_the_page_hands_on_and_the_community_reports(town, case, street):  # noqa: F811
    page = f"/desk/cases/{case.case_no}/"
    assert town.communities[0].code in street.browser.get(f"{page}?do=assign").content.decode()
    typed = {"version": case.version, "organization": town.communities[0].code, "words": "先看现场"}
    assert street.browser.post(f"{page}assign/", {**typed, "due_at": "2026-11-24T17:00"}).status_code == 303
    task = CaseTask.objects.select_related("clock").get(case=case)
    assert task.clock.due_at == at("2026-11-24 17:00")
    worker = seat(town.communities[0], Role.COMMUNITY_WORKER)
    assert "先看现场" in worker.browser.get(f"{page}?do=report_task").content.decode()
    said = {"version": case.version + 1, "task": task.pk, "outcome": "not_done", "result": "无人在家"}
    assert worker.browser.post(f"{page}report_task/", said).status_code == 303
    assert "无人在家" in street.browser.get(page).content.decode()
