"""The demo's people are on duty, so that an escalation finds somebody."""

from datetime import timedelta

import pytest

from command_center.demo.roster import keep_roster
from foundation.clock import now as present
from organizations.duty import on_duty, roster_flaws
from organizations.models import DutyShift, Organization

pytestmark = pytest.mark.django_db


def test_the_centre_and_the_streets_have_somebody_on_duty_now_and_for_weeks(demo):
    at = present()
    ids = list(Organization.objects.filter(kind__in=["district_centre", "street"]).values_list("pk", flat=True))
    keep_roster(now=at)
    for later in (timedelta(0), timedelta(weeks=5)):
        rosters = on_duty(ids, at=at + later)
        assert [pk for pk in ids if not rosters.at(pk, "on_duty")] == []
    assert roster_flaws(now=at) == []


def test_run_again_it_adds_the_weeks_that_have_come(demo):
    at = present()
    keep_roster(now=at)
    rosters = DutyShift.objects.values("organization", "post").distinct().count()
    assert keep_roster(now=at) == 0
    assert keep_roster(now=at + timedelta(weeks=1)) == rosters
