"""模式口: one whistle, 23 departments, 44 days of work on one street, as a story.

Two object (one is right, one loses before the street and the district), one will not come, two leave without asking,
the street suspends for a storm, calls one more; all are rated, the whistle is closed, and a month later it is blown
again.
"""

from collections import Counter
from datetime import timedelta

import pytest

from cases.actions.dispatch import dispatch
from cases.actions.sign import sign as sign_case
from cases.models import CaseLink
from cases.rules.orders import Whereabouts
from enforcement.actions.allowed import allowed_on_summons
from enforcement.actions.appeal import appeal
from enforcement.actions.close import close
from enforcement.actions.decide_appeal import decide_appeal
from enforcement.actions.decide_objection import decide_objection
from enforcement.actions.escalate import escalate_due
from enforcement.actions.feedback import feedback
from enforcement.actions.note_departure import note_departure
from enforcement.actions.object_to import object_to
from enforcement.actions.refuse import refuse
from enforcement.actions.repeat import repeat
from enforcement.actions.resume import resume
from enforcement.actions.stand_down import stand_down
from enforcement.actions.summon_more import summon_more
from enforcement.actions.suspend import suspend
from enforcement.models import Feedback, Rating, SiteRecord, Summons, SummonsClock, SummonsEscalation, Whistle
from enforcement.queries.visibility import summonses_visible_to, whistles_visible_to
from notices.models import OutboxEntry
from organizations.roles import Role
from tests import make
from tests.enforcement.acting import came, clocks, fresh, rated, reported, signed, worked
from tests.enforcement.conftest import build, summonses
from tests.make import at

pytestmark = pytest.mark.django_db(transaction=True)
BLOWN = at("2026-09-01 09:30")
END = at("2026-10-15 09:30")  # the forty-fourth day
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def whistling(transactional_db):
    return build()


def swept_until(moment):
    """The beat, at every instant at which something falls due."""
    while alarm := SummonsClock.objects.filter(next_alarm_at__lte=moment).order_by("next_alarm_at").first():
        escalate_due(now=alarm.next_alarm_at)


@pytest.fixture
def case(whistling):
    """The request of the people that begins it all, in the hands of the street."""
    place = Whereabouts(street="甲河街道", address="模式口大街")
    made = make.case(sender=whistling.town.city, whereabouts=place, received_at=BLOWN - DAY, now=BLOWN - DAY)
    dispatcher = make.person(whistling.town.centre, Role.DISPATCHER)
    dispatch(made.pk, target=whistling.office, actor=dispatcher, now=BLOWN - DAY)
    return sign_case(made.pk, actor=whistling.clerk, now=BLOWN - HOUR)


def test_one_whistle_twenty_three_departments_forty_four_days(whistling, case):
    whistle = whistling.blow(22, now=BLOWN, case_id=case.pk, whereabouts=Whereabouts(), finish_by=END + DAY)
    right, wrong, unwilling, *rest = summonses(whistle)
    the_first_day(whistling, right, wrong, unwilling, rest)
    last = six_weeks(whistling, whistle, [*rest, wrong])
    for one in rest[:2]:
        note_departure(one.pk, reason="午后不在现场", actor=whistling.clerk, now=BLOWN + 41 * DAY)
    assert CaseLink.objects.get(case=case).holds_reply
    whistle = the_end(whistling, whistle, [*rest, wrong, last], unwilling, case)

    assert (whistle.state, whistle.ended_at - whistle.blown_at) == ("closed", 44 * DAY)
    found = Counter(Summons.objects.filter(whistle=whistle).values_list("state", flat=True))
    assert found == {"rated": 22, "excused": 1}
    assert Summons.objects.filter(left_early=True).count() == 2
    assert (Feedback.objects.count(), SiteRecord.objects.count()) == (21, 6 * 20)
    totals = {rating.summons_id: rating.total for rating in Rating.objects.all()}
    assert (totals[rest[0].pk], totals[rest[2].pk], totals[wrong.pk], totals[unwilling.pk]) == (85, 100, 65, 0)
    assert not SummonsClock.objects.filter(state__in=["running", "paused"]).exists()
    assert CaseLink.objects.get(case=case).state == "已办结"

    again = repeat(whistle.pk, whistling.facts(5), actor=whistling.leader, now=END + 30 * DAY)
    assert (again.repeat_of, again.repeat_count, again.case) == (whistle, 1, case)


def the_first_day(whistling, right, wrong, unwilling, rest):
    """Most sign within the hour and come; one objects and is right, one objects and is not, one will not come."""
    for one in rest:
        signed(whistling, one, BLOWN + HOUR / 2)
    for one in (right, wrong):
        officer = whistling.officer(one)
        object_to(one.pk, reason="不在职责内", basis="三定规定", actor=officer, now=BLOWN + HOUR)
    refuse(unwilling.pk, reason="人手不足", actor=whistling.officer(unwilling), now=BLOWN + HOUR)
    decide_objection(right.pk, is_upheld=True, words="确属市级", actor=whistling.leader, now=BLOWN + 2 * HOUR)
    decide_objection(wrong.pk, is_upheld=False, words="见职责清单", actor=whistling.leader, now=BLOWN + 2 * HOUR)
    appeal(wrong.pk, reason="仍不认可", actor=whistling.officer(wrong), now=BLOWN + 4 * HOUR)
    for one in rest:
        came(whistling, one, BLOWN + 2 * HOUR, team_size=3)
    swept_until(BLOWN + DAY)
    decide_appeal(wrong.pk, is_upheld=False, words="应到场", actor=whistling.supervisor, now=BLOWN + DAY)
    signed(whistling, wrong, BLOWN + DAY + HOUR)
    came(whistling, wrong, BLOWN + DAY + 2 * HOUR)

    # The clocks ran on while they argued, and it went up.
    assert {clocks(one)["arrive"].state for one in rest} == {"met"}
    assert [clocks(one)["arrive"].state for one in (wrong, unwilling)] == ["missed", "running"]
    assert {one.is_supervised for one in map(fresh, (wrong, unwilling))} == {True}
    assert SummonsEscalation.objects.filter(clock__summons=unwilling, action="notify_leader").exists()
    assert not SummonsEscalation.objects.filter(clock__summons__in=rest).exclude(action="remind").exists()


def six_weeks(whistling, whistle, work):
    """Records week by week, a storm, one department more; which is handed back."""
    for day in range(1, 43, 7):
        for one in work:
            worked(whistling, one, BLOWN + day * DAY + 3 * HOUR, text=f"第 {day} 天整治")
    suspend(whistle.pk, reason="暴雨红色预警", actor=whistling.clerk, now=BLOWN + 38 * DAY)
    resume(whistle.pk, actor=whistling.clerk, now=BLOWN + 40 * DAY)
    summon_more(whistle.pk, calls=whistling.calls(1, after=22), actor=whistling.leader, now=BLOWN + 40 * DAY)
    last = summonses(whistle)[-1]
    came(whistling, last, BLOWN + 40 * DAY + HOUR)
    return last


def the_end(whistling, whistle, work, unwilling, case):
    """All report, the unwilling one is given up; everybody is rated, one with a veto; the whistle is closed."""
    for one in work:
        reported(whistling, one, END - DAY)
    stand_down(unwilling.pk, reason="始终未到场", actor=whistling.leader, now=END - DAY)
    link = CaseLink.objects.get(case=case)
    assert (link.state, link.holds_reply) == ("待评价", False)
    for one in work:
        rated(whistling, one, END)
        officer = whistling.officer(one)
        feedback(whistle.pk, necessity=5, information=4, coordination=4, actor=officer, now=END)
    rated(whistling, unwilling, END, veto_reason="拒绝应哨")
    return close(whistle.pk, words="模式口大街整治完成", actor=whistling.leader, now=END)


def test_each_department_sees_and_hears_of_its_own_alone(whistling):
    whistle = whistling.blow(23, now=BLOWN)
    called = summonses(whistle)
    for one in called[:3]:
        signed(whistling, one, BLOWN + HOUR / 2)
        came(whistling, one, BLOWN + HOUR)
    for one in called:
        officer = whistling.officer(one)
        assert summonses_visible_to(officer).get() == one
        assert whistles_visible_to(officer).get() == whistle
        heard = OutboxEntry.objects.filter(subject_kind="summons", audience__organization=one.department)
        assert set(heard.values_list("subject_id", flat=True)) == {one.number}
    heads = OutboxEntry.objects.filter(subject_kind="whistle", audience__organization=called[-1].department)
    assert list(heads.order_by("id").values_list("kind", flat=True)) == [
        "whistle.blown", "whistle.assembling", "whistle.on_site",
    ]  # fmt: skip


def test_an_answer_costs_the_same_with_one_department_and_with_forty(whistling, django_assert_max_num_queries):
    few, many = whistling.blow(1, now=BLOWN), whistling.blow(40, now=BLOWN, matter="另一件")
    signed(whistling, summonses(few)[0], BLOWN + HOUR / 2)
    one = summonses(many)[0]
    officer = whistling.officer(one)
    with django_assert_max_num_queries(20):
        signed(whistling, one, BLOWN + HOUR / 2)
    with django_assert_max_num_queries(26):
        came(whistling, one, BLOWN + HOUR)
    own = summonses_visible_to(officer).filter(whistle=many).select_related("whistle", "objection")
    with django_assert_max_num_queries(2):
        assert [allowed_on_summons(row, actor=officer) for row in own] == [
            ["contact", "check_in", "record", "leave", "report"]
        ]
    assert Whistle.objects.get(pk=many.pk).state == "on_site"
