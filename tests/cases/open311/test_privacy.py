"""Nothing that a citizen wrote, and nobody who wrote it, is ever shown to everybody."""

import pytest

from cases.actions.dispatch_waiting import dispatch_waiting
from cases.models import Case, Requester
from cases.open311.reporting import PREFIX
from foundation.clock import now
from tests import make
from tests.cases.open311.conftest import PLANTED, errors

ADDRESSES = ["discovery", "services", "services/0307", "requests", "requests/{no}", "tokens/{no}"]


@pytest.mark.parametrize("suffix", ["json", "xml"])
def test_what_the_citizen_wrote_is_not_shown(citizens, suffix):
    number = citizens.report()
    dispatch_waiting(now=now())
    for address in ADDRESSES:
        shown = citizens.get(f"{address.format(no=number)}.{suffix}").content.decode()
        assert [word for word in PLANTED if word in shown] == []
    assert [word for word in PLANTED if word in citizens.post(f"requests.{suffix}").content.decode()] == []


def test_a_point_is_shown_to_ten_metres(citizens):
    number = citizens.report(lat="39.90754321", long="116.20259876")
    (row,) = citizens.get(f"requests/{number}.json").json()
    assert (row["lat"], row["long"]) == (39.9075, 116.2026)


def test_cases_of_other_channels_are_not_there(citizens, open_town):
    at = now()
    facts = {"sender": open_town.city, "category_code": "0307", "received_at": at, "now": at}
    others = [
        make.case(**facts),
        make.case(**facts, source="citizen"),
        make.case(**facts, order_no=f"{PREFIX}20261124000000-x"),
    ]
    assert citizens.numbers() == []
    assert citizens.numbers(service_request_id=",".join(case.case_no for case in others)) == []
    for case in others:
        assert errors(citizens.get(f"requests/{case.case_no}.json"))[0] == 404
        assert errors(citizens.get(f"tokens/{case.case_no}.xml"))[0] == 404


def test_a_secret_case_and_one_of_a_closed_service_are_not_there(citizens):
    secret, closed = citizens.report(), citizens.report()
    Requester.objects.filter(case__case_no=secret).update(is_secret=True)
    Case.objects.filter(case_no=closed).update(sent_category="1302")
    assert citizens.numbers() == []
    assert errors(citizens.get(f"requests/{secret}.json"))[0] == 404
    assert errors(citizens.get(f"requests/{closed}.xml"))[0] == 404


def test_a_case_that_was_classified_otherwise_keeps_its_public_name(citizens, open_town):
    number = citizens.report()
    Case.objects.filter(case_no=number).update(category=None, title="赵小满被举报")
    (row,) = citizens.get(f"requests/{number}.json").json()
    assert (row["service_code"], row["description"]) == ("0307", "街面秩序")
