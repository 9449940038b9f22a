"""Tags: what somebody looked at, and what has changed since."""

from enforcement.api.examples import OFFICER
from tests.enforcement.api.conftest import problem


def tag(client, whistle):
    return client.get(f"/whistles/{whistle['number']}/")["ETag"]


def test_the_whistles_tag_changes_with_every_summons_of_it(scene):
    whistle = scene.blow(2)
    first, second = whistle["summonses"]
    seen = [tag(scene.street, whistle)]
    scene.done(first, "sign", {"officer": OFFICER})
    seen.append(tag(scene.street, whistle))
    theirs = tag(scene.department(first), whistle)
    scene.done(second, "refuse", {"reason": "无人"})
    seen.append(tag(scene.street, whistle))
    assert seen == ['"v1.2"', '"v2.3"', '"v2.4"']
    assert (theirs, tag(scene.department(first), whistle)) == ('"v2.2"', '"v2.2"')


def test_a_street_that_saw_less_is_told_what_departments_did_since(scene):
    whistle = scene.blow(2)
    seen = tag(scene.street, whistle)
    scene.done(whistle["summonses"][1], "sign", {"officer": OFFICER})
    address = f"/whistles/{whistle['number']}/cancel/"
    stale = scene.street.post(address, {"reason": "不用了"}, If_Match=seen)
    assert problem(stale) == (412, "stale_version")
    told = stale.json()
    assert (told["current"]["number"], told["current"]["state"]) == (whistle["number"], "assembling")
    assert [line["subject"] for line in told["changes"]] == [whistle["summonses"][1]["number"], whistle["number"]]
    fresh = tag(scene.street, whistle)
    assert scene.street.post(address, {"reason": "不用了"}, If_Match=fresh).json()["state"] == "cancelled"


def test_a_department_that_saw_less_is_told_what_stands_there(scene):
    summons = scene.blow(1)["summonses"][0]
    signed = scene.act(summons, "sign", {"officer": OFFICER}, If_Match='"v1"')
    assert (signed.status_code, signed["ETag"]) == (200, '"v2"')
    stale = scene.act(summons, "refuse", {"reason": "无人"}, If_Match='"v1"')
    assert problem(stale) == (412, "stale_version")
    assert stale.json()["current"]["state"] == "signed"
    assert ["签收" in line["text"] for line in stale.json()["changes"]] == [True]


def test_a_tag_that_is_none_is_refused(scene):
    whistle = scene.blow(1)
    address = f"/whistles/{whistle['number']}/cancel/"
    for wrong in ('"v1"', 'W/"v1.1"', "anything"):
        assert problem(scene.street.post(address, {"reason": "x"}, If_Match=wrong)) == (400, "malformed"), wrong
    assert problem(scene.act(whistle["summonses"][0], "refuse", {"reason": "x"}, If_Match='"v1.1"'))[0] == 400
