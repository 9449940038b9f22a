"""退单、延期、挂账 as the departments' systems do it: over HTTP."""

import threading
from datetime import datetime

import pytest
from django.db import connection

from cases.actions.decide_return import decide_return
from cases.actions.request_return import request_return
from cases.actions.resume_shelved import resume_shelved
from cases.models import CaseEvent
from kernel.errors import CenterError
from kernel.times import SHANGHAI
from organizations.roles import Role
from tests import make
from tests.cases.life.making import decide_within, dispatched
from tests.cases.test_api import Api, problem
from tests.conftest import build_town
from tests.make import MORNING, at


@pytest.fixture
def travel(time_machine):
    def travel(text):
        time_machine.move_to(datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=SHANGHAI), tick=False)

    travel("2026-02-09 09:00")
    return travel


@pytest.fixture
def street(town, travel):
    return Api(town.streets[0], "cases:read", "cases:act")


@pytest.fixture
def centre(town, travel):
    return Api(town.centre, "cases:read", "cases:act")


@pytest.fixture
def address(town, travel):
    return f"/cases/{dispatched(town, now=at('2026-02-09 09:00')).case_no}"


def test_a_return_refused(town, street, centre, address):
    asked = street.post(
        f"{address}/request-return/", {"reason": "非本辖区", "basis": "区划图", "organization": town.department.code}
    ).json()
    assert (asked["state"], asked["allowed_actions"]) == ("return_requested", ["note"])
    assert asked["application"] == {
        "kind": "return", "state": "open", "organization": {"code": town.streets[0].code, "name": "甲河街道"},
        "asked_at": "2026-02-09T09:00:00+08:00", "reason": "非本辖区", "basis": "区划图",
        "proposed": {"code": town.department.code, "name": "城市管理委"}, "plan": "", "until": None,
        "requester_told": False, "decided_at": None, "opinion": "",
    }  # fmt: skip
    refused = centre.post(f"{address}/decide-return/", {"approved": False, "opinion": "在辖区内"}).json()
    assert (refused["state"], refused["application"]["state"]) == ("dispatched", "refused")
    again = street.post(f"{address}/request-return/", {"reason": "产权属城管委", "basis": "移交协议"})
    assert problem(again) == (409, "return_refused_before")


def test_a_return_granted_and_sent_on(town, street, centre, address):
    street.post(f"{address}/sign/")
    street.post(f"{address}/request-return/", {"reason": "产权属城管委", "basis": "移交协议"})
    sent = centre.post(f"{address}/decide-return/", {"approved": True, "organization": town.department.code}).json()
    assert (sent["state"], sent["returned_count"], sent["lead"]["code"]) == ("dispatched", 1, town.department.code)
    assert problem(centre.post(f"{address}/decide-return/", {"approved": True})) == (409, "wrong_state")


def test_more_time_then_the_shelf_over_the_holiday(street, centre, address, travel):
    street.post(f"{address}/sign/")
    more = {"reason": "等待配件", "n": "1", "requester_told": True}
    assert problem(street.post(f"{address}/request-extension/", more | {"requester_told": False}))[0] == 409
    street.post(f"{address}/request-extension/", more)
    assert centre.post(f"{address}/decide-extension/", {"approved": True}).json()["due_at"] == (
        "2026-02-17T09:00:00+08:00"
    )
    travel("2026-02-11 09:00")
    plan = {"reason": "冬季不能施工", "plan": "节后复工即修", "until": "2026-02-18T00:00:00+08:00"}
    street.post(f"{address}/request-shelving/", plan)
    shelved = centre.post(f"{address}/decide-shelving/", {"approved": True}).json()
    assert (shelved["state"], shelved["shelved_until"]) == ("shelved", "2026-02-18T00:00:00+08:00")
    resume_shelved(now=at("2026-02-18 00:00"))
    travel("2026-02-18 00:01")
    back = street.get(f"{address}/").json()
    # Two of eight days are used: six are left.
    assert (back["state"], back["due_at"], back["shelved_until"]) == ("handling", "2026-02-24T00:00:00+08:00", None)


def test_wrong_fields_are_named(street, centre, address):
    wrong = street.post(f"{address}/request-return/", {"reason": "非本辖区", "basis": "图", "organization": "X"})
    assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (400, "organization")
    street.post(f"{address}/request-return/", {"reason": "非本辖区", "basis": "图"})
    unexplained = centre.post(f"{address}/decide-return/", {"approved": False})
    assert (unexplained.status_code, unexplained.json()["errors"][0]["field"]) == (400, "opinion")


@pytest.mark.django_db(transaction=True)
def test_ten_decide_at_once_and_one_wins(transactional_db):
    town = build_town()
    decide_within(4)
    case = dispatched(town)
    officer = make.person(town.streets[0], Role.STREET_OPERATOR)
    request_return(case.pk, reason="非本辖区", basis="区划图", actor=officer, now=MORNING)
    said, gate = [], threading.Barrier(10)

    def decide(n):
        actor = make.person(town.centre, Role.DISPATCHER)
        gate.wait()
        try:
            decide_return(case.pk, is_approved=n % 2 == 0, opinion="阅", actor=actor, now=MORNING)
            said.append("decided")
        except CenterError as refusal:
            said.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=decide, args=(n,)) for n in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(said) == ["decided"] + ["wrong_state"] * 9
    case.refresh_from_db()
    decided = CaseEvent.objects.filter(case=case, kind__in=["returned", "return_refused"])
    assert (decided.count(), case.version, case.applications.get().state in {"approved", "refused"}) == (1, 4, True)
