"""Whatever else is sent along changes nothing: no column of ours is set by naming it."""

import pytest

from enforcement.api.acting import SUMMONS_VIEWS
from enforcement.models import Summons, Whistle
from tests.enforcement.api.test_idempotency import COURSES, client_for

STUFFING = {
    "id": 1, "pk": 1, "number": "S20200101-000001-01", "state": "rated", "version": 99, "whistle": 1, "whistle_id": 1,
    "department": 1, "department_id": 1, "office": 1, "office_id": 1, "duty": "改过", "is_supervised": True,
    "supervised": True, "left_early": True, "officer_name": "改过", "notified_at": "2020-01-01T00:00:00+08:00",
    "signed_at": "2020-01-01T00:00:00+08:00", "checked_in_at": "2020-01-01T00:00:00+08:00",
    "accepted_at": "2020-01-01T00:00:00+08:00", "received_at": "2020-01-01T00:00:00+08:00", "distance_metres": 0,
    "rated_at": "2020-01-01T00:00:00+08:00", "total": 100, "out_of": 100, "is_vetoed": True, "summons": 1,
    "check_in": 1, "record": 1, "actor": "system:x", "now": "2020-01-01T00:00:00+08:00", "expected_version": 1,
    "repeat_of": 1, "repeat_count": 9, "blown_at": "2020-01-01T00:00:00+08:00", "blown_by_key": "x",
    "ended_at": "2020-01-01T00:00:00+08:00", "summonses": [], "scopes": ["whistles:write"], "organization_id": 1,
}  # fmt: skip
# In what two whistles alike differ for reasons of their own.
OWN = {"id", "number", "whistle", "whistle_id", "site_code"}


def of_its_own(row):
    return {name: value for name, value in row.items() if name not in OWN}


@pytest.mark.parametrize("view", SUMMONS_VIEWS, ids=lambda view: view.action)
def test_no_action_on_a_summons_takes_what_it_did_not_ask_for(scene, supervisor, view):
    before, body = COURSES[view.action]
    extra = {name: value for name, value in STUFFING.items() if name not in view.body().fields}
    shown, rows = [], []
    for more in ({}, extra):
        (summons,) = scene.blow(1)["summonses"]
        for part, said in before:
            scene.done(summons, part, said, client_for(part, summons, scene, supervisor))
        client = client_for(view.part(), summons, scene, supervisor)
        shown.append(of_its_own(scene.done(summons, view.part(), more | body, client)))
        rows.append(of_its_own(Summons.objects.values().get(number=summons["number"])))
    for row in rows:  # encrypted anew each time, and shown in the answers
        row.pop("officer_phone")
    assert (shown[0], rows[0]) == (shown[1], rows[1])


def test_no_whistle_takes_what_it_did_not_ask_for(scene):
    plain = scene.blow(1)
    full = scene.blow(1, **{name: value for name, value in STUFFING.items() if name != "number"}, number="S1")
    columns = [of_its_own(Whistle.objects.values().get(number=one["number"])) for one in (plain, full)]
    assert columns[0] == columns[1]
