"""督办 on the case page and through the API."""

from datetime import timedelta

import pytest
from django.test import Client

from cases.actions.supervise import supervise
from cases.models import SupervisionOrder
from organizations.actions.issue_token import issue_token
from organizations.roles import Role
from tests import make


@pytest.fixture
def case(sent_case):
    return sent_case()


def steps(desk, case) -> set[str]:
    return {step.name for step in desk.get(f"cases/{case.case_no}/").context["facts"].steps}


def test_the_supervisor_orders_and_the_street_answers(supervisor, street, case):
    assert "supervise" in steps(supervisor, case)
    assert "answer_supervision" not in steps(street, case)
    words = {"reason": "媒体关注，请说明进展", "version": case.version}
    assert supervisor.browser.post(f"/desk/cases/{case.case_no}/supervise/", words).status_code == 303
    assert "supervise" not in steps(supervisor, case)
    page = street.get(f"cases/{case.case_no}/")
    for shown in ("督办单", f"{case.case_no}-D1", "待答复", "媒体关注，请说明进展"):
        assert shown in page.content.decode()
    form = {"answer": "已到场处置", "version": page.context["facts"].case.version}
    assert street.browser.post(f"/desk/cases/{case.case_no}/answer_supervision/", form).status_code == 303
    assert "已到场处置" in supervisor.get(f"cases/{case.case_no}/").content.decode()
    assert SupervisionOrder.objects.get().state == "replied"


def test_a_dispatcher_is_not_offered_to_supervise(dispatcher, case):
    assert "supervise" not in steps(dispatcher, case)


def client_of(organization, town) -> Client:
    admin = make.person(town.centre, Role.SYSTEM_ADMIN)
    issued = issue_token(organization, name="接口", scopes=["cases:act", "cases:read"], actor=admin, now=make.MORNING)
    return Client(headers={"Authorization": f"Bearer {issued.token}"})


def send(client, case, action, **body):
    return client.post(f"/api/v1/cases/{case.case_no}/{action}/", body, content_type="application/json")


def test_machines_do_the_same_through_the_api(town, case):
    centre, unit = client_of(town.centre, town), client_of(case.lead, town)
    answer = send(centre, case, "supervise", reason="请说明进展")
    assert (answer.status_code, answer.json()["supervised"], answer.json()["lamp"]) == (200, True, "purple")
    assert [c["kind"] for c in answer.json()["clocks"] if c["state"] == "running"][-1] == "supervise"
    assert send(centre, case, "supervise", reason="再次").json()["code"] == "supervision_open"
    assert send(unit, case, "supervise", reason="自己").status_code == 403
    assert "answer_supervision" in unit.get(f"/api/v1/cases/{case.case_no}/").json()["allowed_actions"]
    answered = send(unit, case, "answer-supervision", answer="已办")
    assert (answered.status_code, answered.json()["clocks"][-1]["state"]) == (200, "met")
    assert send(unit, case, "answer-supervision", answer="再办").json()["code"] == "no_open_supervision"
    assert send(unit, case, "answer-supervision").status_code == 400


def test_what_a_clock_was_before_it_changed_is_on_the_page_and_in_the_admin(town, dispatcher, case):
    assert "换承办单位" in dispatcher.get(f"cases/{case.case_no}/").content.decode()
    admin = Client()
    admin.force_login(make.user(town.centre, Role.SYSTEM_ADMIN), backend="django.contrib.auth.backends.ModelBackend")
    handle = case.clocks.get(kind="handle")
    supervise(
        case.pk, reason="请说明", actor=make.person(town.centre, Role.LEADER), now=make.MORNING + timedelta(hours=1)
    )
    shown = admin.get(f"/admin/cases/caseclock/{handle.pk}/change/").content.decode()
    assert "案件时钟变更" in shown
    assert "换承办单位" in shown
    assert f"{case.case_no}-D1" in admin.get(f"/admin/cases/case/{case.pk}/change/").content.decode()
    assert admin.get("/admin/cases/caseclock/").status_code == 200
