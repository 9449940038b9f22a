"""Lists and details: what each sees, what the filters find, and how few statements it takes."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from enforcement.api.examples import OFFICER
from tests.cases.test_api import Api
from tests.enforcement.acting import came, rated, reported, worked
from tests.enforcement.api.conftest import problem
from tests.enforcement.api.test_story import MARKS
from tests.enforcement.conftest import summonses
from tests.make import MORNING


def numbers(answer):
    return [row["number"] for row in answer.json()["results"]]


def test_a_department_sees_its_own_summons_and_nobody_elses_marks(scene):
    whistle = scene.blow(3)
    first, second, _third = whistle["summonses"]
    for summons in (first, second):
        scene.arrived(summons)
        scene.done(summons, "records", {"measure": "service", "text": "劝导"})
        scene.done(summons, "report", {"result": "solved", "text": "已处理"})
        scene.done(summons, "rate", {"marks": MARKS}, scene.street)
        opinion = {"necessity": 5, "information": 5, "coordination": 5}
        scene.department(summons).post(f"/whistles/{whistle['number']}/feedback/", opinion)
    mine = scene.shown(whistle, scene.department(first))
    assert [one["number"] for one in mine["summonses"]] == [first["number"]]
    assert [one["department"]["code"] for one in mine["feedbacks"]] == [first["department"]["code"]]
    assert (mine["counts"]["called"], mine["site_code"]) == (1, None)
    assert second["department"]["name"] not in str(mine)
    whole = scene.shown(whistle)
    assert [bool(one["rating"]) for one in whole["summonses"]] == [True, True, False]
    assert len(whole["feedbacks"]) == 2
    assert numbers(scene.department(first).get("/summonses/")) == [first["number"]]


def test_the_timeline_tells_a_department_its_own_course_alone(scene):
    whistle = scene.blow(2)
    first, second = whistle["summonses"]
    for summons in (first, second):
        scene.done(summons, "sign", {"officer": OFFICER})
    address = f"/whistles/{whistle['number']}/timeline/"
    mine = scene.department(first).get(address).json()
    assert [(line["summons"], line["kind"]) for line in mine] == [
        (None, "blown"),
        (first["number"], "notified"),
        (first["number"], "signed"),
        (None, "assembling"),
    ]
    assert {line["summons"] for line in scene.street.get(address).json()} == {
        None,
        first["number"],
        second["number"],
    }


def test_what_is_upheld_is_the_departments_no_more(scene):
    whistle = scene.blow(2)
    summons = whistle["summonses"][0]
    scene.done(summons, "object", {"reason": "不属职责", "basis": "清单"})
    scene.done(summons, "decide-objection", {"upheld": True, "words": "采纳"}, scene.street)
    department = scene.department(summons)
    assert problem(department.get(f"/whistles/{whistle['number']}/")) == (404, "not_found")
    assert department.get(f"/summonses/{summons['number']}/").json()["state"] == "excused"


def test_whistles_are_found_by_state_kind_street_department_and_time(scene):
    first = scene.blow(1)
    scene.at("2026-11-25 10:00")
    second = scene.blow(2, kind="key_work", matter="拆违", location={"address": "拆违处"})
    called = second["summonses"][1]["department"]["code"]
    street = scene.whistling.office.code
    for query, found in (
        ("", [second, first]),
        ("state=blown,closed", [second, first]),
        ("state=closed", []),
        ("kind=key_work", [second]),
        (f"street={street}", [second, first]),
        (f"organization={called}", [second]),
        ("open=true", [second, first]),
        ("open=false", []),
        ("overdue=true", [first]),
        ("overdue=false", [second]),
        ("blown_after=2026-11-25", [second]),
        ("blown_before=2026-11-24", [first]),
    ):
        answer = scene.street.get(f"/whistles/?{query}")
        assert numbers(answer) == [one["number"] for one in found], query


def test_summonses_are_found_by_state_whistle_and_lateness(scene):
    first = scene.blow(1, arrive_by="2026-11-24T10:00:00+08:00")
    second = scene.blow(2, matter="拆违", location={"address": "拆违处"})
    old, new = first["summonses"][0], second["summonses"][0]
    scene.done(new, "sign", {"officer": OFFICER})
    department = scene.department(old)
    scene.at("2026-11-24 10:01")
    for query, found in (
        ("state=signed", [new]),
        ("overdue=true", [old]),
        ("overdue=false", [new]),
        (f"whistle={first['number']}", [old]),
        ("open=true", [new, old]),
        ("kind=emergency", []),
    ):
        assert sorted(numbers(department.get(f"/summonses/?{query}"))) == sorted(one["number"] for one in found), query
    row = department.get("/summonses/?overdue=true").json()["results"][0]
    assert (row["due_at"], row["overdue"]) == ("2026-11-24T10:00:00+08:00", True)


def test_a_list_is_read_page_by_page(scene):
    blown = [scene.blow(1, matter=f"事项{n}", location={"address": f"{n} 号"})["number"] for n in range(3)]
    page = scene.street.get("/whistles/?limit=2").json()
    rest = scene.street.client.get(page["next"]).json()
    assert [one["number"] for one in page["results"] + rest["results"]] == blown[::-1]


def with_life(whistling, n):
    """A whistle of which every department has come, recorded, reported, and been rated."""
    whistle = whistling.blow(n)
    for summons in summonses(whistle):
        came(whistling, summons, MORNING)
        worked(whistling, summons, MORNING)
        reported(whistling, summons, MORNING)
        rated(whistling, summons, MORNING)
    return whistle


def statements(client, address):
    """Of a call as every further one is; the first of a client notes that its token was used."""
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_one_department_or_twenty_three_cost_the_same_statements(scene, whistling):
    few, many = with_life(whistling, 1), with_life(whistling, 23)
    centre, department = Api(whistling.town.centre, "whistles:write"), scene.client(whistling.departments[0].code)
    for client in (scene.street, centre, department):
        counts = [
            [statements(client, f"/whistles/{whistle.number}/{part}") for part in ("", "timeline/")]
            for whistle in (few, many)
        ]
        assert counts[0] == counts[1]
        assert max(counts[0]) <= 12, counts
        assert statements(client, "/whistles/") <= 12
        assert statements(client, "/summonses/?limit=50") <= 12
    summons = summonses(many)[0]
    assert statements(department, f"/summonses/{summons.number}/") <= 12


def test_departments_are_suggested_with_the_reason(scene):
    scene.blow(1)
    scene.at("2026-11-25 10:00")
    found = scene.street.get("/whistles/suggestions/?kind=enforcement&address=模式口大街").json()
    assert [one["organization"]["code"] for one in found] == [scene.whistling.departments[0].code]
    assert "1 次" in found[0]["reason"]
    assert problem(scene.street.get("/whistles/suggestions/")) == (400, "invalid")


@pytest.mark.parametrize("address", ["/whistles/?state=anything", "/whistles/?organization=none", "/summonses/?open=1"])
def test_a_filter_that_makes_no_sense_is_refused(scene, address):
    assert problem(scene.street.get(address)) == (400, "invalid")
