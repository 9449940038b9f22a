"""督办: issued by the ladder or by hand, answered by the unit, over with its case."""

from datetime import timedelta

import pytest

from cases.actions.allowed import allowed_actions
from cases.actions.answer_supervision import answer_supervision
from cases.actions.cancel import cancel
from cases.actions.dispatch import dispatch
from cases.actions.escalate import escalate_due
from cases.actions.supervise import supervise
from cases.models import CaseClock, CaseEscalation, CaseEvent, SupervisionOrder
from deadlines.actions.load_quiet_hours import load_quiet_hours
from kernel.errors import NotAllowed, Refused
from notices.models import Notice, OutboxEntry
from organizations.models import DutyPost, DutyShift
from organizations.roles import Role
from tests import make
from tests.conftest import build_town
from tests.make import MORNING, at, brought_in

pytestmark = pytest.mark.django_db(transaction=True)
# Due at 10:00: four working hours later, with the lunch break, the supervision order; a working day later the leader.
DUE, ORDERED, LED = at("2026-11-24 10:00"), at("2026-11-24 15:00"), at("2026-11-25 10:00")


@pytest.fixture
def town(transactional_db):
    return build_town()


@pytest.fixture
def supervisor(town):
    return make.user(town.centre, Role.DUTY_SUPERVISOR).actor


@pytest.fixture
def leader(town):
    return make.user(town.centre, Role.LEADER).actor


@pytest.fixture
def case(town, supervisor, leader):
    return sent(town)


def sent(town, **facts):
    case = make.case(sender=town.city, **({"reply_due_at": DUE} | facts))
    return dispatch(case.pk, target=town.streets[0], actor=make.person(town.centre, Role.DISPATCHER), now=MORNING)


def tick(moment):
    return moment + timedelta(seconds=1)


def order_of(case) -> SupervisionOrder:
    return SupervisionOrder.objects.select_related("clock", "escalation").get(case=case)


def told(case, kind) -> set[tuple[int, str | None]]:
    rows = Notice.objects.filter(subject_id=case.case_no, kind=kind)
    return {(row.organization_id, row.user and row.user.actor.id) for row in rows.select_related("user")}


def unit_of(case):
    return make.person(case.lead, Role.STREET_OPERATOR)


def test_the_ladder_issues_an_order_with_a_clock_of_its_own(case, supervisor):
    escalate_due(now=tick(ORDERED))
    case.refresh_from_db()
    order = order_of(case)
    assert (case.is_supervised, order.number, order.state) == (True, f"{case.case_no}-D1", "open")
    assert (order.holder_id, order.issued_at, order.issued_by_key) == (case.lead_id, tick(ORDERED), "system:sweep")
    assert (order.escalation.action, order.escalation.due_at) == ("supervise", ORDERED)
    # Four working hours from 15:00:01: three until 18:00, the rest on Wednesday morning.
    assert (order.clock.kind, order.clock.due_at) == ("supervise", at("2026-11-25 10:00") + timedelta(seconds=1))
    unit, centre = (case.lead_id, None), (case.lead.parent_id, None)
    assert told(case, "case.supervise") == {unit, centre, (case.lead.parent_id, supervisor.id)}
    assert order.number in Notice.objects.filter(kind="case.supervise").first().body
    kinds = list(CaseEvent.objects.filter(case=case, actor_key="system:sweep").values_list("kind", flat=True))
    assert kinds[-2:] == ["supervise", "supervised"]
    assert OutboxEntry.objects.filter(kind="case.supervised", subject_id=case.case_no).count() == 1


def test_sweeping_again_never_issues_a_second(case):
    for moment in (ORDERED, ORDERED, LED):
        escalate_due(now=tick(moment))
    assert SupervisionOrder.objects.filter(case=case).count() == 1


def test_after_an_outage_the_order_is_issued_though_only_the_leaders_rung_speaks(case, leader):
    escalate_due(now=tick(LED))
    assert order_of(case).escalation.due_at == ORDERED
    assert CaseEscalation.objects.filter(clock__case=case, action="supervise").get().is_highest is False
    assert told(case, "case.supervise") == set()
    assert (case.lead.parent_id, leader.id) in told(case, "case.notify_leader")


def test_whoever_is_on_duty_hears_in_place_of_the_role(town, case, supervisor, leader):
    there = make.user(town.streets[0], Role.STREET_OPERATOR)
    leads = make.user(town.centre, Role.LEADER)
    hours = {"starts_at": MORNING, "ends_at": at("2026-11-26 09:00")}
    DutyShift.objects.create(organization=town.streets[0], person=there, **hours)
    DutyShift.objects.create(organization=town.centre, post=DutyPost.LEADER, person=leads, **hours)
    escalate_due(now=tick(ORDERED))
    assert (town.streets[0].pk, str(there.pk)) in told(case, "case.supervise")
    escalate_due(now=tick(LED))
    people = {user for _organization, user in told(case, "case.notify_leader") if user}
    assert people == {str(leads.pk), supervisor.id}


def test_nobody_to_hear_is_recorded_and_told_to_the_centre(town):
    case = sent(town)
    escalate_due(now=tick(ORDERED))
    alarm = Notice.objects.get(kind="case.nobody_found", subject_id=case.case_no)
    assert (alarm.organization, alarm.level) == (town.centre, "alarm")
    assert "没有找到 甲河街道 的区督办（值班长），无人可报" in alarm.body
    assert CaseEscalation.objects.get(clock__case=case, action="supervise").unheard == "supervision"


def test_at_night_the_record_is_made_at_once_and_the_notice_waits(town, case):
    brought_in(load_quiet_hours)
    urgent = sent(town, urgency="emergency", reply_due_at=at("2026-11-24 22:30"))
    usual = sent(town, reply_due_at=at("2026-11-24 22:30"))
    escalate_due(now=tick(at("2026-11-24 22:30")))
    waits = {n.subject_id: n.deliver_after for n in Notice.objects.filter(kind="case.overdue")}
    assert waits[usual.case_no] == at("2026-11-25 07:00")
    assert waits[urgent.case_no] is None
    late = CaseEscalation.objects.filter(clock__case=usual, clock__kind="handle", action="overdue").get()
    assert (late.due_at, late.claimed_at) == (at("2026-11-24 22:30"), tick(at("2026-11-24 22:30")))


def test_many_orders_cost_the_statements_of_one(town, case, django_assert_max_num_queries):
    for _ in range(20):
        sent(town)
    with django_assert_max_num_queries(50):
        escalate_due(now=tick(ORDERED))
    assert SupervisionOrder.objects.count() == CaseClock.objects.filter(kind="supervise").count() == 21


def test_a_supervisor_or_a_leader_issues_one_by_hand(case, supervisor, leader):
    supervise(case.pk, reason="媒体关注，请说明进展", actor=leader, now=MORNING)
    order = order_of(case)
    assert (order.reason, order.issued_by_label, order.escalation) == ("媒体关注，请说明进展", leader.label, None)
    assert order.clock.due_at == at("2026-11-24 14:30")
    assert told(case, "case.supervised") == {(case.lead_id, None)}
    with pytest.raises(Refused) as refusal:
        supervise(case.pk, reason="再次", actor=supervisor, now=MORNING)
    assert refusal.value.code == "supervision_open"
    with pytest.raises(NotAllowed):
        supervise(case.pk, reason="无权", actor=make.person(case.lead.parent, Role.DISPATCHER), now=MORNING)


def test_where_one_waits_for_its_answer_the_ladder_issues_none(case, supervisor):
    supervise(case.pk, reason="请说明", actor=supervisor, now=tick(DUE))
    escalate_due(now=tick(ORDERED))
    assert order_of(case).escalation is None


def test_the_unit_answers_and_its_clock_is_judged(case, supervisor):
    supervise(case.pk, reason="请说明", actor=supervisor, now=MORNING)
    with pytest.raises(NotAllowed):
        answer_supervision(case.pk, answer="代答", actor=supervisor, now=MORNING)
    answer_supervision(case.pk, answer="已到场处置", actor=unit_of(case), now=at("2026-11-24 14:30"))
    order = order_of(case)
    assert (order.state, order.answer, order.clock.state) == ("replied", "已到场处置", "met")
    case.refresh_from_db()
    assert (case.state, case.is_supervised) == ("dispatched", True)
    with pytest.raises(Refused) as refusal:
        answer_supervision(case.pk, answer="再答", actor=unit_of(case), now=at("2026-11-24 14:40"))
    assert refusal.value.code == "no_open_supervision"


def test_an_answered_case_can_be_supervised_again(case, supervisor):
    supervise(case.pk, reason="一", actor=supervisor, now=MORNING)
    answer_supervision(case.pk, answer="好", actor=unit_of(case), now=MORNING)
    supervise(case.pk, reason="二", actor=supervisor, now=MORNING)
    numbers = SupervisionOrder.objects.filter(case=case).values_list("number", "state")
    assert list(numbers) == [(f"{case.case_no}-D1", "replied"), (f"{case.case_no}-D2", "open")]


def test_no_answer_in_time_goes_up_to_the_leader(case, supervisor, leader):
    supervise(case.pk, reason="请说明", actor=supervisor, now=MORNING)  # to be answered by 14:30
    escalate_due(now=tick(at("2026-11-24 15:30")))
    fired = CaseEscalation.objects.filter(clock__kind="supervise").order_by("rung").values_list("action", "due_at")
    assert list(fired) == [
        ("remind", at("2026-11-24 13:42")),
        ("overdue", at("2026-11-24 14:30")),
        ("notify_leader", at("2026-11-24 15:30")),
    ]
    assert (case.lead.parent_id, leader.id) in told(case, "case.notify_leader")


def test_the_end_of_the_case_is_the_end_of_its_order(case, supervisor):
    supervise(case.pk, reason="请说明", actor=supervisor, now=MORNING)
    cancel(case.pk, reason="诉求人撤回", actor=supervisor, now=DUE)
    order = order_of(case)
    assert (order.state, order.closed_at, order.clock.state) == ("closed", DUE, "cancelled")


def test_a_case_without_a_unit_is_answered_for_by_the_centre_until_it_has_one(town, supervisor):
    case = make.case(sender=town.city)
    supervise(case.pk, reason="请尽快派遣", actor=supervisor, now=MORNING)
    assert order_of(case).holder == town.centre
    dispatch(case.pk, target=town.department, actor=make.person(town.centre, Role.DISPATCHER), now=DUE)
    order = order_of(case)
    assert (order.holder, order.clock.holder) == (town.department, town.department)
    assert order.clock.stretches.get().ended_by == "transferred"


def test_what_is_offered_follows_the_order(case, supervisor):
    unit = unit_of(case)
    offered = {"supervise", "answer_supervision"}
    assert offered & set(allowed_actions(case, actor=supervisor)) == {"supervise"}
    assert offered & set(allowed_actions(case, actor=unit)) == set()
    case = supervise(case.pk, reason="请说明", actor=supervisor, now=MORNING)
    assert offered & set(allowed_actions(case, actor=supervisor)) == set()
    assert offered & set(allowed_actions(case, actor=unit)) == {"answer_supervision"}
