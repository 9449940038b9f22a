"""What real cases leave in the feed: each organization's own, to be fetched by it, and nothing of what they say."""

import pytest

from cases.actions.dispatch import dispatch
from cases.models import Case
from notices.sequencer import sequence_all
from organizations.roles import Role
from tests import make
from tests.cases.test_api import ORDER, Api
from tests.make import MORNING

READER = ("cases:read", "changes:read")


@pytest.fixture
def days_work(town, time_machine):
    """Two orders come in; each street is given one."""
    time_machine.move_to(MORNING)
    city = Api(town.city, "orders:write", *READER)
    dispatcher = make.person(town.centre, Role.DISPATCHER)
    for number, street in enumerate(town.streets[:2]):
        place = {"address": ORDER["location"]["address"], "street": town.area.streets[number].name}
        assert city.post("/orders/", ORDER | {"order_no": f"热线-{number}", "location": place}).status_code == 201
        dispatch(Case.objects.latest("id").pk, target=street, actor=dispatcher, now=MORNING)
    sequence_all(now=MORNING)
    return city


def told(api):
    return api.get("/changes/?after=0").json()["changes"]


def test_each_street_is_told_of_its_own_case_and_can_fetch_it(town, days_work):
    mine, others = Case.objects.order_by("id")
    street = Api(town.streets[0], *READER)
    subjects = {change["subject"]["id"] for change in told(street)}
    assert subjects == {mine.case_no}
    assert street.get(f"/cases/{mine.case_no}/").status_code == 200
    assert street.get(f"/cases/{others.case_no}/").status_code == 404


def test_whoever_has_no_case_is_told_of_none(town, days_work):
    assert told(Api(town.department, *READER)) == []


def test_the_city_is_told_of_what_it_sent(town, days_work):
    assert {change["subject"]["id"] for change in told(days_work)} >= set(
        Case.objects.values_list("case_no", flat=True)
    )


def test_nothing_of_what_a_case_says_is_in_the_feed(town, days_work):
    text = Api(town.centre, *READER).get("/changes/?after=0").content.decode()
    secrets = [ORDER["title"], ORDER["content"], *map(str, ORDER["requester"].values()), ORDER["location"]["address"]]
    assert [word for word in secrets if len(word) > 5 and word in text] == []
    for change in told(days_work):
        assert set(change) == {"id", "kind", "subject", "version", "happened_at"}
        assert set(change["subject"]) == {"kind", "id"}
