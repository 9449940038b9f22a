"""Whole lives of cases as the city, the centre and the units live them: over HTTP, from the order to the end."""

from datetime import datetime

import pytest

from cases.actions.follow_mains import follow_mains
from cases.models import Case
from kernel.times import SHANGHAI
from tests.cases.test_api import ORDER, Api
from tests.make import at

SAID = {"reached": True, "contacted": True}
SOLVED, UNSOLVED = (
    SAID | {"solved": "yes", "satisfied": "satisfied"},
    SAID | {"solved": "no", "satisfied": "dissatisfied"},
)


@pytest.fixture
def travel(time_machine):
    def travel(text):
        time_machine.move_to(datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=SHANGHAI), tick=False)

    travel("2026-11-24 08:20")
    return travel


@pytest.fixture
def city(town, travel):
    return Api(town.city, "orders:write", "cases:read")


@pytest.fixture
def centre(town, travel):
    return Api(town.centre, "cases:read", "cases:act")


@pytest.fixture
def street(town, travel):
    return Api(town.streets[0], "cases:read", "cases:act")


def order(city, **facts):
    """The number of the case that the city's order became."""
    return city.post("/orders/", ORDER | facts).json()["case_no"]


def step(api, case_no, action, **body):
    """Acts on what was just read, and gives what the case then looks like."""
    tag = api.get(f"/cases/{case_no}/")["ETag"]
    answer = api.post(f"/cases/{case_no}/{action}/", body, If_Match=tag)
    assert answer.status_code == 200, (action, answer.json())
    return answer.json()


def test_returned_extended_unsolved_and_closed_in_the_second_round(town, city, centre, street, travel):
    department = Api(town.department, "cases:read", "cases:act")
    no = order(city)
    step(centre, no, "dispatch", organization=town.streets[0].code)
    step(street, no, "request-return", reason="职责属城管委", basis="职责清单", organization=town.department.code)
    sent = step(centre, no, "decide-return", approved=True, organization=town.department.code)
    assert (sent["state"], sent["lead"]["code"], sent["returned_count"]) == ("dispatched", town.department.code, 1)
    # Received at 8:15 with seven natural days; whoever leads it, the citizen's clock is one.
    assert sent["due_at"] == "2026-12-01T08:15:00+08:00"
    step(department, no, "sign")
    step(department, no, "contact", note="已约")
    travel("2026-11-30 16:00")
    step(department, no, "request-extension", reason="等施工许可", n="2", requester_told=True)
    assert step(centre, no, "decide-extension", approved=True)["due_at"] == "2026-12-03T08:15:00+08:00"
    travel("2026-12-02 15:00")
    step(department, no, "reply", text="已劝离")
    assert step(centre, no, "review", accepted=True)["state"] == "callback"
    again = step(centre, no, "callback", note="第二天又来了", **UNSOLVED)
    # The second round has a limit of its own.
    assert (again["state"], again["round"], again["due_at"]) == ("handling", 2, "2026-12-09T15:00:00+08:00")
    travel("2026-12-04 10:00")
    step(department, no, "contact", note="再次上门")
    step(department, no, "reply", text="已设护栏，安排值守")
    step(centre, no, "review", accepted=True)
    assert step(centre, no, "callback", **SOLVED)["state"] == "closed"
    assert city.get(f"/cases/{no}/").json()["closed_at"] == "2026-12-04T10:00:00+08:00"
    case = Case.objects.get(case_no=no)
    assert [event.kind for event in case.events.order_by("id")] == [
        "received", "dispatched", "return_requested", "returned", "dispatched", "signed", "contacted",
        "extension_requested", "extended", "replied", "reviewed", "called_back", "handed_back",
        "contacted", "replied", "reviewed", "called_back", "closed",
    ]  # fmt: skip
    judged = case.clocks.filter(kind="handle").order_by("id").values_list("state", flat=True)
    assert list(judged) == ["met", "met"]
    assert not case.clocks.filter(state__in=["running", "paused"]).exists()


def test_three_requesters_one_matter_but_for_one(town, city, centre, street, travel):
    main, second, third = (order(city, order_no=f"热线-{n}") for n in ("一", "二", "三"))
    for follower in (second, third):
        assert step(centre, follower, "merge", main=main, reason="同一路口")["merged_into"] == main
    assert centre.get(f"/cases/{main}/").json()["followers"] == 2
    assert step(centre, third, "unmerge", reason="是下一个路口")["merged_into"] is None
    step(centre, main, "dispatch", organization=town.streets[0].code)
    step(street, main, "sign")
    step(street, main, "contact", note="已约")
    travel("2026-11-25 15:00")
    step(street, main, "reply", text="已劝离")
    step(centre, main, "review", accepted=True)
    assert step(centre, main, "callback", **SOLVED)["state"] == "closed"
    assert (follow_mains(now=at("2026-11-25 15:00")), follow_mains(now=at("2026-11-25 15:00"))) == (1, 0)
    states = {no: city.get(f"/cases/{no}/").json()["state"] for no in (main, second, third)}
    assert states == {main: "closed", second: "callback", third: "pending_dispatch"}
    assert step(centre, second, "callback", **SOLVED)["state"] == "closed"
    # The third goes its own way from where it stood.
    alone = step(centre, third, "dispatch", organization=town.streets[1].code)
    assert (alone["state"], alone["lead"]["code"]) == ("dispatched", town.streets[1].code)
