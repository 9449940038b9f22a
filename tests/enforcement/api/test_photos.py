"""Photos hang on the step they came with, each once, and are seen by whoever sees that step."""

from tests.cases.test_api import Api
from tests.enforcement.api.conftest import Another, problem

REPORT = {"result": "solved", "text": "已处理"}


def sees(client, photo_id):
    return client.get(f"/attachments/{photo_id}/").status_code == 200


def test_every_step_shows_its_own_photos(scene):
    street, sent = scene.street, {}
    sent["blown"] = scene.photo(street)
    whistle = scene.blow(1, attachments=[sent["blown"]])
    (summons,) = whistle["summonses"]
    department = scene.department(summons)
    for role in ("check_in", "record", "report"):
        sent[role] = scene.photo(department)
    scene.arrived(summons, photo=sent["check_in"])
    scene.done(summons, "records", {"measure": "service", "text": "劝导", "attachments": [sent["record"]]})
    done = scene.done(summons, "report", REPORT | {"attachments": [sent["report"]]})
    assert done["check_ins"][0]["photo"]["id"] == sent["check_in"]
    assert [one["id"] for one in done["records"][0]["attachments"]] == [sent["record"]]
    assert [(one["id"], one["role"]) for one in done["attachments"]] == [(sent["report"], "report")]
    assert [one["id"] for one in scene.shown(whistle)["attachments"]] == [sent["blown"]]


def test_a_photo_is_the_senders_own_a_picture_and_used_once(scene):
    first, second = scene.blow(2)["summonses"]
    mine, theirs = scene.photo(scene.department(first)), scene.photo(scene.department(second))
    scene.arrived(first, photo=mine)
    scene.arrived(second)

    def field_error(summons, action, body):
        answer = scene.act(summons, action, body)
        assert answer.status_code == 400
        return [(error["field"], error["code"]) for error in answer.json()["errors"]]

    record = {"measure": "service", "text": "劝导"}
    assert field_error(first, "records", record | {"attachments": [mine]}) == [("attachments", "already_used")]
    assert field_error(first, "records", record | {"attachments": [theirs]}) == [("attachments", "unknown")]
    assert field_error(first, "report", REPORT | {"attachments": ["x"]})[0][0].startswith("attachments")
    assert scene.department(first).get(f"/summonses/{first['number']}/").json()["records"] == []
    blow = scene.body(1, matter="别的", attachments=[theirs])
    assert problem(scene.street.post("/whistles/", blow)) == (400, "invalid")


def test_a_photo_is_seen_by_who_sees_its_step_and_by_nobody_else(scene, whistling):
    of_street = scene.photo(scene.street)
    first, second = scene.blow(2, attachments=[of_street])["summonses"]
    of_department = scene.photo(scene.department(first))
    scene.arrived(first, photo=of_department)
    seen_by = {
        "street": scene.street,
        "department": scene.department(first),
        "other department": scene.department(second),
        "centre": Api(whistling.town.centre, "whistles:write"),
        "other street": Api(whistling.town.streets[1], "whistles:write"),
        "without the right": Another(whistling.office, "cases:read"),
    }
    assert {name for name, one in seen_by.items() if sees(one, of_department)} == {"street", "department", "centre"}
    assert {name for name, one in seen_by.items() if sees(one, of_street)} == {
        "street",
        "department",
        "other department",
        "centre",
    }
