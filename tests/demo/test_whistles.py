"""The whistles of the demo: every state, nothing ahead of its time, each line of a script done by the real action."""

from datetime import timedelta

import httpx
import pytest
from django.core.wsgi import get_wsgi_application
from django.db.models import Count

from cases.models import CaseLink
from command_center.demo.simulator.running import Simulator
from command_center.demo.whistles.script import scripts, span
from command_center.demo.whistles.verbs import VERBS
from enforcement.actions.escalate import escalate_due
from enforcement.models import (
    CheckIn,
    Departure,
    Feedback,
    Objection,
    Rating,
    Summons,
    SummonsClock,
    SummonsEvent,
    Whistle,
    WhistleEvent,
)
from enforcement.states import SummonsState, WhistleState
from foundation.clock import now as present
from notices.sequencer import assign_positions

pytestmark = pytest.mark.django_db


def test_every_state_of_a_whistle_and_of_a_summons_occurs(demo):
    assert set(Whistle.objects.values_list("state", flat=True)) == set(WhistleState.values)
    assert set(Summons.objects.values_list("state", flat=True)) == set(SummonsState.values)


def test_one_whistle_called_23_departments_for_44_days(demo):
    long = Whistle.objects.annotate(n=Count("summonses")).get(n=23)
    assert (long.state, (long.ended_at - long.blown_at).days) == ("closed", 44)
    called = Summons.objects.filter(whistle=long)
    assert Objection.objects.filter(summons__in=called).count() == 2
    assert called.filter(refused_at__isnull=False, left_early=True, rating__is_vetoed=True).count() == 1
    assert Rating.objects.filter(summons__in=called).count() == 22
    assert Feedback.objects.filter(whistle=long).count() == 6


def test_a_repeat_is_linked_and_counted(demo):
    again = Whistle.objects.get(repeat_count=1)
    assert again.matter == again.repeat_of.matter
    assert again.repeat_of.state == "closed"


def test_what_waits_for_the_street_waits(demo):
    assert Objection.objects.filter(state="open").count() == 1
    assert CheckIn.objects.filter(accepted_at=None).count() == 1
    assert Departure.objects.filter(state="asked").count() == 1


def test_some_came_late_and_some_in_time(demo):
    assert set(SummonsClock.objects.filter(kind="summons_arrive").values_list("state", flat=True)) >= {
        "met", "missed", "running",
    }  # fmt: skip


def test_a_case_knows_the_whistle_that_is_about_it(demo):
    about = Whistle.objects.get(case__isnull=False)
    link = CaseLink.objects.get(kind="whistle", ref=about.number)
    assert (link.case_id, link.holds_reply) == (about.case_id, True)


def test_nobody_signed_the_youngest_whistle_and_its_minutes_are_nearly_over(demo):
    youngest = Whistle.objects.latest("blown_at")
    sign = SummonsClock.objects.filter(summons__whistle=youngest, kind="summons_sign")
    assert youngest.state == "blown"
    assert {0 < (clock.due_at - demo.until).total_seconds() < 120 for clock in sign} == {True}


def test_what_fell_due_went_up_at_its_time_and_the_next_sweep_finds_nothing(demo):
    assert SummonsEvent.objects.filter(kind="overdue").exists()
    assert escalate_due(now=demo.until).rows_fired == 0


def test_no_whistle_lies_in_the_future(demo):
    assert not WhistleEvent.objects.filter(at__gt=demo.until).exists()
    assert not SummonsEvent.objects.filter(at__gt=demo.until).exists()


def test_every_verb_is_used_and_every_line_is_understood(demo):
    used = {line.split()[1] for script in scripts() for line in script.lines}
    assert used == set(VERBS)


def test_a_span_is_days_hours_and_minutes():
    assert span("3d2h15").total_seconds() == (3 * 24 + 2) * 3600 + 15 * 60
    with pytest.raises(ValueError, match="soon"):
        span("soon")


@pytest.mark.usefixtures("_one_connection")
def test_streets_whistle_and_departments_answer_through_the_real_api(demo, texts_town):
    """Blown, signed, attended, reported, rated and closed, every call by HTTP with a demo token; what the scripts show
    stays as it is."""
    told = list(Whistle.objects.order_by("pk").values_list("number", "version"))
    http = httpx.Client(base_url="http://testserver", transport=httpx.WSGITransport(app=get_wsgi_application()))
    said, moment = [], present()
    cast = Simulator(http, clock=lambda: moment, say=said.append, town=texts_town, pace=100_000).cast()
    gucheng = next(line for line in cast.streets.lines if line.organization == "古城街道")
    cast.streets.lines, known = [gucheng], set(Whistle.objects.values_list("pk", flat=True))
    for _ in range(3):
        cast.streets.blow(gucheng)
    live = Whistle.objects.exclude(pk__in=known)
    called = set(Summons.objects.filter(whistle__in=live).values_list("department__short_name", flat=True))
    departments = [one for one in cast.departments if one.line.organization in called]
    for _ in range(6):
        assign_positions(now=moment)
        for department in departments:
            department.look()
    cast.streets._next_at = moment + timedelta(days=1)
    for _ in range(30):
        cast.streets.look(moment)
    assert live.count() == 3
    assert set(Summons.objects.filter(whistle__in=live).values_list("state", flat=True)) <= {
        "rated", "reported", "excused", "notified", "objected", "stood_down", "signed",
    }  # fmt: skip
    assert Summons.objects.filter(whistle__in=live, state="rated").exists()
    assert [line for line in said if int(line.rsplit(" ", 1)[1]) not in {200, 201}] == []
    assert list(Whistle.objects.filter(pk__in=known).order_by("pk").values_list("number", "version")) == told
