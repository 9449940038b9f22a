from datetime import timedelta

import pytest

from cases.actions.dispatch import dispatch
from cases.actions.escalate import escalate_due
from cases.actions.sign import sign
from cases.models import CaseEscalation, CaseEvent
from notices.models import Notice, OutboxEntry
from organizations.roles import Role
from tests import make
from tests.make import MORNING, at

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def case(transactional_db):
    from tests.conftest import build_town

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
    with django_assert_max_num_queries(30):
        result = escalate_due(now=at("2026-11-24 11:07") + timedelta(seconds=1))
    assert result.rows_fired == 31
