"""The examples of the API document are sent as they stand there."""

from enforcement.api.examples import BLOW, BULK, CHECK_IN, OBJECT, RATE, RECORD, REPORT, SIGN
from tests.enforcement.conftest import Whistling


def named(scene_or_town: Whistling) -> None:
    """The department of the examples bears the code they name."""
    department = scene_or_town.departments[0]
    type(department).objects.filter(pk=department.pk).update(code=BLOW["departments"][0]["organization"])


def test_the_examples_run(scene, whistling):
    named(whistling)
    whistle = scene.street.post("/whistles/", BLOW)
    assert whistle.status_code == 201, whistle.content.decode()
    (summons,) = whistle.json()["summonses"]
    for action, body in (("sign", SIGN), ("check-in", CHECK_IN), ("records", RECORD), ("report", REPORT)):
        scene.done(summons, action, body)
    scene.done(summons, "rate", RATE, scene.street)
    other = scene.street.post("/whistles/", BLOW | {"matter": "另一事项"}).json()["summonses"][0]
    scene.done(other, "object", OBJECT)


def test_the_example_of_a_bulk_has_the_shape_of_one(scene, whistling):
    named(whistling)
    summons = scene.street.post("/whistles/", BLOW).json()["summonses"][0]
    items = [item | {"summons": summons["number"]} for item in BULK["items"]]
    answer = scene.department(summons).post("/summonses/bulk/", {"items": items})
    assert [row["status"] for row in answer.json()["results"]] == [200, 200]
