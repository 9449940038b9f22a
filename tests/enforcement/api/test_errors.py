"""What is refused, by which code, and that nothing of it happened."""

import pytest

from cases.actions.dispatch import dispatch
from enforcement.api.examples import OFFICER
from enforcement.models import Summons, Whistle
from organizations.roles import Role
from tests import make
from tests.cases.test_api import Api
from tests.enforcement.api.conftest import Another, problem


def fields(answer):
    return [(error["field"], error["code"]) for error in answer.json()["errors"]]


@pytest.mark.parametrize(
    ("facts", "wrong"),
    [
        ({"kind": "party"}, [("kind", "invalid_choice")]),
        ({"matter": ""}, [("matter", "blank")]),
        ({"departments": []}, [("departments", "required")]),
        ({"departments": [{"organization": "none", "duty": "x"}]}, [("departments.0.organization", "unknown")]),
        ({"arrive_by": "2026-11-24T09:00:00+08:00"}, [("arrive_by", "in_the_past")]),
        ({"arrive_by": "2026-11-24T11:00:00"}, [("arrive_by", "naive")]),
        ({"case_no": "20260101-000001"}, [("case_no", "unknown")]),
        ({"category_code": "none"}, [("category_code", "unknown")]),
        ({"attachments": ["00000000-0000-4000-8000-000000000000"]}, [("attachments", "unknown")]),
    ],
)
def test_a_whistle_that_makes_no_sense_is_not_blown(scene, facts, wrong):
    answer = scene.street.post("/whistles/", scene.body(1) | facts)
    assert (problem(answer), fields(answer)) == ((400, "invalid"), wrong)
    assert Whistle.objects.count() == 0


def test_only_a_street_whistles(scene, whistling):
    assert problem(Api(whistling.town.department, "whistles:write").post("/whistles/", scene.body(1))) == (
        403,
        "not_allowed",
    )
    assert problem(Another(whistling.office, "summonses:answer").post("/whistles/", scene.body(1)))[0] == 403


def test_a_whistle_of_a_case_takes_its_place_and_is_named_by_it(scene, whistling):
    case = make.case(sender=whistling.town.city)
    dispatch(
        case.pk, target=whistling.office, actor=make.person(whistling.town.centre, Role.DISPATCHER), now=make.MORNING
    )
    whistle = scene.blow(1, case_no=case.case_no)
    assert whistle["case_no"] == case.case_no
    reader = Another(whistling.office, "cases:read")
    assert [one["no"] for one in reader.get(f"/cases/{case.case_no}/").json()["whistles"]] == [whistle["number"]]
    assert scene.shown(whistle, scene.department(whistle["summonses"][0]))["case_no"] is None


def test_steps_out_of_turn_are_refused_by_the_name_of_the_rule(scene):
    whistle = scene.blow(2)
    first, second = whistle["summonses"]
    late = {"officer": OFFICER, "way": "app", "at": "2026-11-24T12:00:00+08:00"}
    assert problem(scene.act(first, "report", {"result": "solved", "text": "x"})) == (409, "wrong_state")
    assert fields(scene.act(first, "check-in", late)) == [("at", "in_the_future")]
    assert problem(scene.act(first, "check-in", {"officer": OFFICER, "way": "desk"})) == (409, "wrong_way")
    assert problem(scene.act(first, "check-in", {"officer": OFFICER, "way": "qr", "code": "x"})) == (
        409,
        "bad_site_code",
    )
    assert problem(scene.act(first, "decide-objection", {"upheld": True, "words": "x"}, scene.street))[0] == 409
    scene.arrived(first)
    scene.done(first, "leave", {"reason": "有事"})
    assert problem(scene.act(first, "leave", {"reason": "有事"})) == (409, "leave_asked")
    scene.done(second, "object", {"reason": "不属", "basis": "清单"})
    scene.done(second, "decide-objection", {"upheld": False, "words": "不采纳"}, scene.street)
    assert problem(scene.act(second, "object", {"reason": "不属", "basis": "清单"})) == (409, "objected_before")
    assert problem(scene.street.post(f"/whistles/{whistle['number']}/repeat/", scene.body(1))) == (409, "wrong_state")


def test_marks_are_checked_item_by_item(scene):
    (summons,) = scene.blow(1)["summonses"]
    scene.arrived(summons)
    scene.done(summons, "report", {"result": "solved", "text": "x"})
    answer = scene.act(summons, "rate", {"marks": {"person": 99, "sign": 10}}, scene.street)
    assert sorted(fields(answer)) == [
        ("marks.person", "out_of_range"),
        ("marks.record", "required"),
        ("marks.sign", "unknown"),
        ("marks.site_work", "required"),
    ]


METHODS = ["get", "post", "put", "patch", "delete"]


@pytest.mark.parametrize("method", METHODS)
def test_anothers_summons_and_whistle_are_not_there_by_any_method(scene, whistling, method):
    """What an address does not answer at all is 405 for its owner too."""
    whistle = scene.blow(2)
    first, second = whistle["summonses"]
    stranger, other = Api(whistling.town.streets[1], "whistles:write"), scene.department(second)
    before = list(Summons.objects.values())
    for client, addresses in (
        (stranger, [f"whistles/{whistle['number']}/{part}" for part in ("", "timeline/", "cancel/", "repeat/")]),
        (stranger, [f"summonses/{first['number']}/{part}" for part in ("", "rate/", "stand-down/")]),
        (other, [f"summonses/{first['number']}/{part}" for part in ("", "sign/", "check-in/", "records/", "report/")]),
    ):
        for address in addresses:
            status = getattr(client.client, method)(
                f"/api/v1/{address}", "{}" if method != "get" else None, content_type="application/json"
            ).status_code
            assert status in {404, 405}, (method, address)
    assert list(Summons.objects.values()) == before
