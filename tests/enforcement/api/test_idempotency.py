"""Every POST sent twice with one key: one effect, the same answer."""

import json

import pytest

from enforcement.api.acting import SUMMONS_VIEWS, WHISTLE_VIEWS
from enforcement.api.examples import OFFICER
from enforcement.models import Feedback, SummonsEvent, Whistle, WhistleEvent
from tests.enforcement.api.test_story import MARKS

CAME = {"officer": OFFICER, "way": "app"}
DONE = {"result": "solved", "text": "已处理"}
OBJECTION = {"reason": "不属", "basis": "清单"}
NO = {"upheld": False, "words": "不采纳"}
# What leads to each action, by the summons's department unless another acts; and its own body.
COURSES = {
    "sign": ([], {"officer": OFFICER}),
    "contact": ([("sign", {"officer": OFFICER})], {"note": "x"}),
    "object": ([], OBJECTION),
    "decide_objection": ([("object", OBJECTION)], NO),
    "appeal": ([("object", OBJECTION), ("decide-objection", NO)], {"reason": "x"}),
    "decide_appeal": ([("object", OBJECTION), ("decide-objection", NO), ("appeal", {"reason": "x"})], NO),
    "refuse": ([], {"reason": "x"}),
    "check_in": ([], CAME),
    "confirm_check_in": ([("check-in", CAME | {"at": "2026-11-24T09:00:00+08:00"})], {"confirmed": False}),
    "record": ([("check-in", CAME)], {"measure": "service", "text": "x"}),
    "leave": ([("check-in", CAME)], {"reason": "x"}),
    "decide_leave": ([("check-in", CAME), ("leave", {"reason": "x"})], {"granted": True}),
    "note_departure": ([("check-in", CAME)], {"reason": "x"}),
    "report": ([("check-in", CAME)], DONE),
    "stand_down": ([], {"reason": "x"}),
    "rate": ([("check-in", CAME), ("report", DONE)], {"marks": MARKS}),
}
BY_STREET = {"decide-objection", "confirm-check-in", "decide-leave", "note-departure", "stand-down", "rate"}
BY_CENTRE = {"decide-appeal", "return"}


def client_for(part, summons, scene, supervisor):
    if part in BY_CENTRE:
        return supervisor
    return scene.street if part in BY_STREET else scene.department(summons)


def twice(client, address, body):
    first, second = (client.post(address, body, Idempotency_Key="once") for _ in range(2))
    assert first.status_code in {200, 201}, first.content.decode()
    assert (second.status_code, second.json()) == (first.status_code, first.json())
    assert second["Idempotency-Replayed"] == "true"
    return first


def lines():
    return SummonsEvent.objects.count(), WhistleEvent.objects.count(), Whistle.objects.count(), Feedback.objects.count()


def test_every_action_on_a_summons_is_tried():
    assert set(COURSES) == {view.action for view in SUMMONS_VIEWS}


@pytest.mark.parametrize("view", SUMMONS_VIEWS, ids=lambda view: view.action)
def test_an_action_on_a_summons_sent_twice_is_done_once(scene, supervisor, view):
    (summons,) = scene.blow(1)["summonses"]
    before, body = COURSES[view.action]
    for part, said in before:
        scene.done(summons, part, said, client_for(part, summons, scene, supervisor))
    client, address = (
        client_for(view.part(), summons, scene, supervisor),
        f"/summonses/{summons['number']}/{view.part()}/",
    )
    twice(client, address, body)
    known = lines()
    assert client.post(address, body, Idempotency_Key="once").status_code == 200
    assert lines() == known


def test_a_whistle_blown_twice_is_blown_once(scene):
    first = twice(scene.street, "/whistles/", scene.body(2))
    assert (Whistle.objects.count(), first["ETag"]) == (1, '"v1.2"')
    other = scene.street.post("/whistles/", scene.body(1), Idempotency_Key="once")
    assert (other.status_code, json.loads(other.content)["code"]) == (409, "idempotency_key_reused")


REASON = {"reason": "x"}


def ended(scene, whistle):
    (summons,) = whistle["summonses"]
    for part, body in (("check-in", CAME), ("report", DONE)):
        scene.done(summons, part, body)
    scene.done(summons, "rate", {"marks": MARKS}, scene.street)


def closed(scene, whistle):
    ended(scene, whistle)
    scene.street.post(f"/whistles/{whistle['number']}/close/", {"words": "x"})


def on_site(scene, whistle):
    scene.arrived(whistle["summonses"][0])


def suspended(scene, whistle):
    on_site(scene, whistle)
    scene.street.post(f"/whistles/{whistle['number']}/suspend/", REASON)


WHOLE = {
    "return": (None, REASON),
    "cancel": (None, REASON),
    "summon_more": (None, "more"),
    "suspend": (on_site, REASON),
    "resume": (suspended, {}),
    "stand_down_all": (on_site, REASON),
    "feedback": (on_site, {"necessity": 5, "information": 4, "coordination": 3}),
    "close": (ended, {"words": "x"}),
    "repeat": (closed, "again"),
}


def test_every_action_on_a_whistle_is_tried():
    assert set(WHOLE) == {view.action for view in WHISTLE_VIEWS}


@pytest.mark.parametrize("view", WHISTLE_VIEWS, ids=lambda view: view.action)
def test_an_action_on_a_whistle_sent_twice_is_done_once(scene, supervisor, view):
    whistle = scene.blow(1)
    lead, body = WHOLE[view.action]
    if lead is not None:
        lead(scene, whistle)
    if body == "more":
        body = {"departments": scene.body(2)["departments"][1:]}
    elif body == "again":
        body = scene.body(1)
    by_department = view.action == "feedback"
    client = scene.department(whistle["summonses"][0]) if by_department else scene.street
    client = supervisor if view.part() in BY_CENTRE else client
    address = f"/whistles/{whistle['number']}/{view.part()}/"
    twice(client, address, body)
    known = lines()
    client.post(address, body, Idempotency_Key="once")
    assert lines() == known
