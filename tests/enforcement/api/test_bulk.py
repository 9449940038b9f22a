"""Many summonses at once: an answer for each, and the same answers when it is sent again."""

from enforcement.api.acting.department import SignView
from enforcement.api.examples import OFFICER
from enforcement.models import SummonsEvent
from tests.enforcement.api.conftest import problem


def items_for(*summonses, action="sign", **body):
    return [{"summons": one["number"], "action": action, "body": {"officer": OFFICER} | body} for one in summonses]


def two_of_one_department(scene):
    """Two whistles that call the same department: its two summonses."""
    return [scene.blow(1, matter=f"事项{n}", location={"address": f"{n} 号"})["summonses"][0] for n in range(2)]


def statuses(answer):
    return [row["status"] for row in answer.json()["results"]]


def test_each_item_has_its_own_answer_and_a_bad_one_spoils_nothing(scene):
    first, second = two_of_one_department(scene)
    foreign = scene.blow(2, matter="别家", location={"address": "别处"})["summonses"][1]
    items = [
        *items_for(first),
        *items_for(foreign),
        {"summons": second["number"], "action": "rate", "body": {"marks": {}}},
        {"summons": second["number"], "action": "sign", "body": {}},
        "nonsense",
        {"summons": second["number"], "action": "fly", "body": {}},
        {"summons": first["number"], "action": "check_in", "body": {"officer": OFFICER, "way": "app"}},
        *items_for(second),
    ]
    answer = scene.department(first).post("/summonses/bulk/", {"items": items})
    assert statuses(answer) == [200, 404, 403, 400, 400, 400, 200, 200]
    told = answer.json()
    assert (told["done"], told["refused"]) == (3, 5)
    assert [one["body"]["state"] for one in told["results"] if one["status"] == 200] == [
        "signed",
        "checked_in",
        "signed",
    ]
    assert told["results"][3]["problem"]["errors"][0]["field"] == "officer"


def test_sent_again_with_its_key_it_has_one_effect_and_the_same_answers(scene):
    summonses = two_of_one_department(scene)
    department, body = scene.department(summonses[0]), {"items": items_for(*summonses, summonses[0])}
    first, second = (department.post("/summonses/bulk/", body, Idempotency_Key="k1") for _ in range(2))
    assert (statuses(first), first.json()) == ([200, 200, 409], second.json())
    assert ("Idempotency-Replayed" in first, second["Idempotency-Replayed"]) == (False, "true")
    assert SummonsEvent.objects.filter(kind="signed").count() == 2
    other = department.post("/summonses/bulk/", {"items": items_for(summonses[0])}, Idempotency_Key="k1")
    assert problem(other) == (409, "idempotency_key_reused")


def test_a_first_sending_that_came_to_nothing_meanwhile_is_to_be_tried_again(scene, monkeypatch):
    """Purged, or rolled back, after the second lost the key to it."""
    summonses = two_of_one_department(scene)
    department, body = scene.department(summonses[0]), {"items": items_for(*summonses)}
    monkeypatch.setattr("foundation.itemwise.claim", lambda attempt: None)
    answer = department.post("/summonses/bulk/", body, Idempotency_Key="k1")
    assert problem(answer) == (409, "in_progress")


def test_what_a_fault_in_the_middle_left_undone_is_done_by_sending_it_again(scene, monkeypatch):
    summonses = two_of_one_department(scene)
    department, body = scene.department(summonses[0]), {"items": items_for(*summonses)}
    department.client.raise_request_exception = False
    working, broken = SignView.act, summonses[1]["number"]

    def act(summons_id, data, **who):
        done = working(summons_id, data, **who)
        if done.number == broken:
            raise RuntimeError("a fault")
        return done

    monkeypatch.setattr(SignView, "act", staticmethod(act))
    assert department.post("/summonses/bulk/", body, Idempotency_Key="k2").status_code == 500
    monkeypatch.undo()
    again = department.post("/summonses/bulk/", body, Idempotency_Key="k2")
    assert statuses(again) == [200, 200]
    assert SummonsEvent.objects.filter(kind="signed").count() == 2


def test_an_item_may_name_the_version_it_acts_on(scene):
    summons = scene.blow(1)["summonses"][0]
    (item,) = items_for(summons)
    items = [item | {"if_match": '"v7"'}, item | {"if_match": "v1"}, item | {"if_match": '"v1"'}]
    answer = scene.department(summons).post("/summonses/bulk/", {"items": items})
    assert statuses(answer) == [412, 400, 200]


def test_a_bulk_is_a_list_of_one_to_two_hundred(scene):
    summons = scene.blow(1)["summonses"][0]
    for wrong in ({}, {"items": []}, {"items": "x"}, {"items": items_for(summons) * 201}, []):
        assert problem(scene.department(summons).post("/summonses/bulk/", wrong))[0] == 400
