"""What the departments are told, and what it costs when there are many of them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from enforcement.actions.cancel import cancel
from enforcement.actions.check_in import Arrival, check_in
from enforcement.actions.resume import resume
from enforcement.actions.return_whistle import return_whistle
from enforcement.actions.stand_down_all import stand_down_all
from enforcement.actions.summon_more import summon_more
from enforcement.actions.suspend import suspend
from enforcement.models import SummonsClock, SummonsEvent, WhistleLimit
from notices.models import Notice
from tests.enforcement.acting import OFFICER, came, clocks, fresh, reported, signed
from tests.enforcement.conftest import summonses
from tests.make import at

TEN, ELEVEN, LATER = at("2026-11-24 10:00"), at("2026-11-24 11:00"), at("2026-11-24 16:00")


def told(summons, kind) -> list[str]:
    rows = Notice.objects.filter(organization=summons.department, subject_id=summons.number, kind=kind)
    return list(rows.values_list("body", flat=True))


def test_whoever_is_called_hears_by_when_to_sign_and_to_come(whistling):
    (one,) = summonses(whistling.blow(1))
    assert "，请于 11-24 10:30 前签收、11-24 11:30 前到场，" in told(one, "summons.notified")[0]


def test_the_time_that_the_street_set_is_the_one_that_is_told(whistling):
    whistle = whistling.blow(1, arrive_by=at("2026-11-24 14:00"))
    summon_more(whistle.pk, calls=whistling.calls(1, after=1), actor=whistling.leader, now=TEN)
    words = [told(one, "summons.notified")[0] for one in summonses(whistle)]
    assert "，请于 11-24 10:30 前签收、11-24 14:00 前到场，" in words[0]
    assert "，请于 11-24 11:00 前签收、11-24 14:00 前到场，" in words[1]


def test_without_limits_no_time_is_told(whistling):
    WhistleLimit.objects.all().delete()
    (one,) = summonses(whistling.blow(1))
    assert "请于" not in told(one, "summons.notified")[0]


def test_whoever_owes_something_hears_of_the_suspension_and_of_the_resumption(whistling):
    whistle = whistling.blow(3)
    here, done, called = summonses(whistle)
    came(whistling, here, TEN)
    came(whistling, done, TEN)
    reported(whistling, done, ELEVEN)
    suspend(whistle.pk, reason="暴雨红色预警", actor=whistling.clerk, now=ELEVEN)
    resume(whistle.pk, note="雨停", actor=whistling.clerk, now=LATER)
    for one in (here, called):
        assert told(one, "summons.suspended") == ["中止：暴雨红色预警"]
        assert told(one, "summons.resumed") == ["恢复：雨停"]
    assert told(done, "summons.suspended") == told(done, "summons.resumed") == []


def test_a_department_hears_that_the_desk_checked_it_in(whistling):
    one, other = summonses(whistling.blow(2))
    check_in(one.pk, Arrival(OFFICER, way="desk", at=TEN), actor=whistling.clerk, now=ELEVEN)
    came(whistling, other, ELEVEN)
    assert "报到（街道代报）" in told(one, "summons.checked_in")[0]
    assert told(other, "summons.checked_in") == []


def stood_down(whistling, whistle):
    """Past due for whoever did not sign: some clocks are missed, the rest end unjudged."""
    signed(whistling, summonses(whistle)[0], TEN)
    return lambda: stand_down_all(whistle.pk, reason="事情已了", actor=whistling.clerk, now=LATER)


def cancelled(whistling, whistle):
    return lambda: cancel(whistle.pk, reason="误吹", actor=whistling.clerk, now=TEN)


def returned(whistling, whistle):
    return lambda: return_whistle(whistle.pk, reason="不属此类", actor=whistling.supervisor, now=TEN)


def suspended(whistling, whistle):
    came(whistling, summonses(whistle)[0], TEN)
    return lambda: suspend(whistle.pk, reason="暴雨", actor=whistling.clerk, now=ELEVEN)


def resumed(whistling, whistle):
    suspended(whistling, whistle)()
    return lambda: resume(whistle.pk, actor=whistling.clerk, now=LATER)


@pytest.mark.parametrize("doing", [stood_down, cancelled, returned, suspended, resumed])
def test_what_is_done_to_the_whole_whistle_costs_the_same_for_two_and_for_twenty(whistling, doing):
    counts = []
    for n in (2, 20):
        act = doing(whistling, whistling.blow(n))
        with CaptureQueriesContext(connection) as statements:
            act()
        counts.append(len(statements))
    # From twenty rows on a table is written by COPY, which asks for the keys first.
    assert counts[1] <= counts[0] + 6, counts
    assert counts[0] <= 40, counts


def test_all_who_are_released_have_their_line_and_their_version(whistling):
    whistle = whistling.blow(3)
    first, *rest = summonses(whistle)
    stood_down(whistling, whistle)()
    for one in rest:
        now = fresh(one)
        assert (now.state, now.stood_down_at, now.version) == ("stood_down", LATER, one.version + 1)
        line = SummonsEvent.objects.get(summons=one, kind="stood_down")
        assert (line.version, line.text) == (now.version, "解除：事情已了")
        assert {name: clock.state for name, clock in clocks(one).items()} == {
            "sign": "missed", "contact": "cancelled", "arrive": "missed", "finish": "cancelled",
        }  # fmt: skip
    assert clocks(first)["sign"].state == "met"
    assert not SummonsClock.objects.filter(state__in=["running", "paused"]).exists()
