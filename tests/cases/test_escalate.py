from datetime import timedelta

import pytest

from cases.actions.dispatch import dispatch
from cases.actions.escalate import escalate_due
from cases.actions.sign import sign
from cases.models import CaseEscalation, CaseEvent
from notices.models import Notice, OutboxEntry
from organizations.models import Organization
from organizations.roles import Role
from tests import make
from tests.conftest import build_town
from tests.make import MORNING, at

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def case(transactional_db):
    town = build_town()
    case = make.case(sender=town.city)
    return dispatch(case.pk, target=town.streets[0], actor=make.person(town.centre, Role.DISPATCHER), now=MORNING)


def fired(case):
    rows = CaseEscalation.objects.filter(clock__case=case, clock__kind="sign").order_by("id")
    return [(row.rung, row.action, row.due_at) for row in rows]


def test_nothing_fires_before_its_second(case):
    escalate_due(now=at("2026-11-24 11:05"))
    assert fired(case) == []


def test_warning_then_overdue_each_at_its_second_and_once(case):
    # Two working hours from 09:30: the warning at 80 %, 11:06, due at 11:30, overdue only after it.
    for moment in ("11:06", "11:06", "11:30", "11:31", "11:31"):
        escalate_due(now=at(f"2026-11-24 {moment}"))
    assert fired(case) == [
        (1, "remind", at("2026-11-24 11:06")),
        (2, "overdue", at("2026-11-24 11:30")),
    ]
    kinds = CaseEvent.objects.filter(case=case).order_by("id").values_list("kind", flat=True)
    assert list(kinds) == ["received", "dispatched", "remind", "overdue"]


def test_after_an_outage_every_rung_is_recorded_with_its_true_time_and_one_notice_goes_out(case):
    escalate_due(now=at("2026-11-24 16:00"))
    assert [(rung, due) for rung, _action, due in fired(case)] == [
        (1, at("2026-11-24 11:06")),
        (2, at("2026-11-24 11:30")),
        (3, at("2026-11-24 13:30")),
    ]
    notices = Notice.objects.filter(subject_id=case.case_no)
    assert sorted(n.kind for n in notices) == ["case.notify_superior", "case.notify_superior"]
    assert {n.organization_id for n in notices} == {case.lead_id, case.lead.parent_id}
    assert OutboxEntry.objects.filter(kind="case.notify_superior").count() == 1


def test_a_signed_case_fires_nothing_more_for_signing(case):
    sign(case.pk, actor=make.person(case.lead, Role.STREET_OPERATOR), now=at("2026-11-24 11:00"))
    escalate_due(now=at("2026-11-25 11:00"))
    assert fired(case) == []


def test_an_escalation_raises_the_version_so_that_a_screen_knows(case):
    before = case.version
    escalate_due(now=at("2026-11-24 11:31"))
    case.refresh_from_db()
    assert case.version == before + 1
    assert {e.version for e in case.events.filter(kind__in=["remind", "overdue"])} == {case.version}


def test_the_sweep_costs_the_same_statements_for_one_case_and_for_thirty(case, django_assert_max_num_queries):
    street, dispatcher = case.lead, make.person(case.lead.parent, Role.DISPATCHER)
    for _ in range(30):
        other = make.case(sender=street)
        dispatch(other.pk, target=street, actor=dispatcher, now=MORNING)
    with django_assert_max_num_queries(32):
        result = escalate_due(now=at("2026-11-24 11:07") + timedelta(seconds=1))
    assert result.rows_fired == 31


def test_the_course_tells_the_rungs_of_all_clocks_in_the_order_in_which_they_fell_due(transactional_db):
    town = build_town()
    case = make.case(sender=town.city, reply_due_at=at("2026-11-24 11:20"))
    dispatch(case.pk, target=town.streets[0], actor=make.person(town.centre, Role.DISPATCHER), now=MORNING)
    escalate_due(now=at("2026-11-24 11:31"))
    told = CaseEvent.objects.filter(case=case, actor_key="system:sweep").order_by("id")
    assert [(event.data["clock"], event.kind) for event in told] == [
        ("handle", "remind"),
        ("sign", "remind"),
        ("handle", "overdue"),
        ("sign", "overdue"),
    ]


def test_what_ends_at_midnight_is_told_as_24_of_its_day(transactional_db):
    case = make.case(sender=build_town().city, reply_due_at=at("2026-11-26 00:00"))
    escalate_due(now=at("2026-11-26 00:01"))
    assert case.events.get(kind="overdue", data__clock="handle").text == "办理已超期，应于 11-25 24:00 前完成"


def test_a_notice_never_carries_the_citizens_words(transactional_db):
    case = make.case(sender=build_town().city, title="孟某某欠薪", category_code="030701")
    escalate_due(now=at("2026-12-31 09:00"))
    notices = Notice.objects.filter(subject_id=case.case_no)
    assert notices
    assert [n for n in notices if "孟某某" in n.title + n.body] == []
    assert all("占道经营" in n.body for n in notices)


def test_nobody_above_the_holder_is_itself_an_alarm_at_the_centre(case):
    Organization.objects.filter(pk=case.lead_id).update(parent=None)
    escalate_due(now=at("2026-11-24 16:00"))
    centre = Organization.objects.get(kind="district_centre")
    told = Notice.objects.values_list("kind", "organization", "level")
    assert set(told) == {
        ("case.notify_superior", case.lead_id, "alarm"),
        ("case.nobody_found", centre.pk, "alarm"),
    }
    alarm = Notice.objects.get(kind="case.nobody_found")
    assert "没有找到 甲河街道 的上级单位，无人可报" in alarm.body
    assert CaseEscalation.objects.exclude(unheard="").values_list("rung", "unheard").get() == (3, "superior")


def test_what_the_centre_itself_is_late_with_stays_with_the_centre_and_says_so(transactional_db):
    town = build_town()
    make.case(sender=town.city)
    escalate_due(now=at("2026-11-25 17:00"))
    notice = Notice.objects.get(kind="case.notify_superior")
    assert (notice.organization_id, "由中心自行督办" in notice.body) == (town.centre.pk, True)
