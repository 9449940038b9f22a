"""并入的案件: what becomes of a follower between its merge and its own end."""

from decimal import Decimal

import pytest

from cases.actions.allowed import allowed_actions
from cases.actions.answer_supervision import answer_supervision
from cases.actions.callback import Answers, callback
from cases.actions.cancel import cancel
from cases.actions.contact import contact
from cases.actions.decide_extension import decide_extension
from cases.actions.decide_shelving import decide_shelving
from cases.actions.dispatch import dispatch
from cases.actions.escalate import escalate_due
from cases.actions.follow_mains import follow_mains
from cases.actions.merge import merge
from cases.actions.reply import reply
from cases.actions.request_extension import request_extension
from cases.actions.request_shelving import request_shelving
from cases.actions.resume_shelved import resume_shelved
from cases.actions.reveal import reveal
from cases.actions.review import review
from cases.actions.supervision import new_order
from cases.actions.unmerge import unmerge
from cases.models import CallBack, CaseEscalation, SupervisionOrder
from cases.queries.requesters import may_reveal
from kernel.errors import NotAllowed, NotFound, Refused
from notices.models import Notice
from organizations.roles import Role
from tests import make
from tests.cases.life.making import dispatched, in_hand
from tests.make import MORNING, at

YES = Answers(was_contacted=True, solved=CallBack.Solved.YES, satisfied=CallBack.Satisfied.SATISFIED)
NO = Answers(was_contacted=True, solved=CallBack.Solved.NO, satisfied=CallBack.Satisfied.DISSATISFIED)
JOINED = at("2026-11-24 10:00")
UNSOLVED = at("2026-11-26 10:00")
SHELVED, BACK = at("2026-11-24 11:00"), at("2026-11-26 00:00")


@pytest.fixture
def main(town):
    return in_hand(town)


@pytest.fixture
def second(town):
    return make.case(sender=town.city)


def fresh(case):
    case.refresh_from_db()
    return case


def join(case, main, centre, *, now=JOINED):
    return merge(case.pk, main=main, reason="同一盏路灯", actor=centre, now=now)


def answer(main, officer, centre):
    reply(main.pk, text="灯泡已更换", measures="换灯", actor=officer, now=at("2026-11-25 15:00"))
    review(main.pk, is_accepted=True, actor=centre, now=at("2026-11-25 16:00"))
    return callback(main.pk, answers=YES, actor=centre, now=at("2026-11-26 09:00"))


@pytest.fixture
def unsolved(main, second, officer, centre):
    """Both were answered, the second requester says no: handled by itself by the first street, which it was never
    sent to."""
    join(second, main, centre)
    answer(main, officer, centre)
    follow_mains(now=at("2026-11-26 09:01"))
    return callback(second.pk, answers=NO, actor=centre, now=UNSOLVED)


def test_a_follower_made_a_case_of_its_own_says_why_it_is_with_that_unit(town, main, unsolved):
    decision = unsolved.decisions.get()
    assert (decision.target, decision.mode, decision.rule) == (town.streets[0], "by_hand", None)
    assert decision.reason == f"随主案件 {main.case_no} 由 {town.streets[0]} 办理，现单独继续"
    assert (unsolved.dispatched_at, unsolved.signed_at) == (UNSOLVED, UNSOLVED)


def test_sent_to_that_unit_before_the_merge_its_own_decision_stands(town, main, officer, centre):
    same = in_hand(town)
    join(same, main, centre)
    answer(main, officer, centre)
    follow_mains(now=at("2026-11-26 09:01"))
    alone = callback(same.pk, answers=NO, actor=centre, now=UNSOLVED)
    assert (alone.state, alone.decisions.count(), alone.signed_at) == ("handling", 1, MORNING)


def test_merged_once_more_and_undone_it_is_with_the_unit_it_was_with(town, unsolved, centre):
    other = dispatch(make.case(sender=town.city).pk, target=town.streets[1], actor=centre, now=MORNING)
    join(unsolved, other, centre, now=at("2026-11-26 11:00"))
    assert fresh(unsolved).lead_id == town.streets[1].pk
    alone = unmerge(unsolved.pk, reason="不是一件事", actor=centre, now=at("2026-11-26 12:00"))
    assert (alone.state, alone.lead_id) == ("handling", town.streets[0].pk)


def test_let_go_by_a_cancelled_case_it_is_with_the_unit_it_was_with(town, unsolved, centre):
    other = make.case(sender=town.city)
    join(unsolved, other, centre, now=at("2026-11-26 11:00"))
    cancel(other.pk, reason="误录", actor=centre, now=at("2026-11-26 11:10"))
    assert follow_mains(now=at("2026-11-26 11:11")) == 1
    assert (fresh(unsolved).state, unsolved.merged_into_id, unsolved.lead_id) == ("handling", None, town.streets[0].pk)


@pytest.mark.django_db(transaction=True)
def test_an_overdue_follower_is_told_of_but_not_supervised(town, main, centre):
    """Due at 11:00, so that its unit would be supervised at 16:00; the main case has days left."""
    urgent = make.case(sender=town.city, reply_due_at=at("2026-11-24 11:00"))
    join(urgent, main, centre)
    escalate_due(now=at("2026-11-24 16:01"))
    fired = CaseEscalation.objects.filter(clock__case=urgent, clock__kind="handle").order_by("rung")
    assert "supervise" in fired.values_list("action", flat=True)
    assert urgent.events.filter(kind="supervise").exists()
    assert Notice.objects.filter(subject_id=urgent.case_no, kind="case.supervise").exists()
    assert not SupervisionOrder.objects.exists()
    assert not fresh(urgent).is_supervised


def test_an_order_of_before_is_answered_though_the_case_is_merged(town, main, second, officer, centre):
    join(second, main, centre)
    new_order(second, nth=1, holder=main.lead, reason="领导关注", clock=None, actor=centre, now=JOINED).save()
    assert "answer_supervision" in allowed_actions(fresh(second), actor=officer)
    answer_supervision(second.pk, answer="今日修复", actor=officer, now=at("2026-11-24 11:00"))
    assert SupervisionOrder.objects.get().state == "replied"


def shelve(main, officer, supervisor, *, until=BACK):
    request_shelving(main.pk, reason="等待配件", plan="到货即修", until=until, actor=officer, now=SHELVED)
    return decide_shelving(main.pk, is_approved=True, actor=supervisor, now=SHELVED)


def handle(case):
    clock = case.clocks.get(kind="handle")
    return clock.state, clock.paused_at, clock.due_at


def test_on_the_shelf_and_back_with_the_main_case(main, second, officer, supervisor, centre):
    """Due on 1 December at 9:30; 6 days and 22.5 hours are left at eleven, and counted from midnight of the 26th."""
    join(second, main, centre)
    shelve(main, officer, supervisor)
    assert follow_mains(now=at("2026-11-24 11:01")) == 1
    assert handle(second) == ("paused", SHELVED, at("2026-12-01 09:30"))
    assert follow_mains(now=at("2026-11-24 11:02")) == 0
    resume_shelved(now=at("2026-11-26 00:01"))
    assert follow_mains(now=at("2026-11-26 00:02")) == 1
    assert handle(second) == ("running", None, at("2026-12-02 22:30"))
    assert fresh(second).due_at == fresh(main).due_at == at("2026-12-02 22:30")
    assert [e.kind for e in second.events.all()][-2:] == ["clock_paused", "clock_resumed"]
    assert follow_mains(now=at("2026-11-26 00:03")) == 0


def test_merged_into_a_shelved_case_its_limit_pauses_from_then(main, second, officer, supervisor, centre):
    shelve(main, officer, supervisor)
    join(second, main, centre, now=at("2026-11-24 15:00"))
    assert handle(second)[:2] == ("paused", at("2026-11-24 15:00"))
    assert follow_mains(now=at("2026-11-24 15:01")) == 0


def test_taken_out_its_limit_goes_on_though_the_main_case_stays_shelved(main, second, officer, supervisor, centre):
    join(second, main, centre)
    shelve(main, officer, supervisor)
    follow_mains(now=at("2026-11-24 11:01"))
    alone = unmerge(second.pk, reason="不是一件事", actor=centre, now=at("2026-11-25 11:00"))
    assert handle(alone) == ("running", None, at("2026-12-02 09:30"))
    assert alone.due_at == at("2026-12-02 09:30")


def test_a_follower_of_a_case_cancelled_on_the_shelf_goes_on_from_its_end(main, second, officer, supervisor, centre):
    join(second, main, centre)
    shelve(main, officer, supervisor)
    follow_mains(now=at("2026-11-24 11:01"))
    cancel(main.pk, reason="误录", actor=centre, now=at("2026-11-25 11:00"))
    assert follow_mains(now=at("2026-11-25 11:05")) == 1
    assert handle(second) == ("running", None, at("2026-12-02 09:30"))


def test_a_statutory_limit_runs_on_beside_a_shelved_main_case(main, second, officer, supervisor, centre):
    second.clocks.filter(kind="handle").update(limit_kind="legal_day")
    join(second, main, centre)
    shelve(main, officer, supervisor)
    assert follow_mains(now=at("2026-11-24 11:01")) == 0
    assert handle(second)[0] == "running"


def test_more_time_for_the_main_case_is_none_for_its_followers(main, second, officer, supervisor, centre):
    join(second, main, centre)
    request_extension(
        main.pk, reason="等待配件", is_requester_told=True, units=Decimal(3), actor=officer, now=SHELVED
    )  # fmt: skip
    longer = decide_extension(main.pk, is_approved=True, actor=supervisor, now=SHELVED)
    assert longer.events.last().text == "同意延期至 12-04 09:30；并入的 1 件仍按各自时限"
    assert follow_mains(now=at("2026-11-24 11:01")) == 0
    assert handle(second) == ("running", None, at("2026-12-01 09:30"))


def test_the_unit_speaks_with_every_requester(main, second, officer, centre):
    join(second, main, centre)
    assert "contact" in allowed_actions(fresh(second), actor=officer)
    told = contact(second.pk, note="已告知处理安排", actor=officer, now=SHELVED)
    assert (told.state, told.contacted_at) == ("pending_dispatch", SHELVED)
    shown = reveal(second.pk, reason="上门核实", actor=officer, now=SHELVED)
    assert (shown.name, shown.phone) == ("王某某", "19900001234")


def test_whoever_has_not_signed_for_the_main_case_does_not_speak_with_its_followers(town, second, officer, centre):
    unsigned = dispatched(town)
    join(second, unsigned, centre)
    assert "contact" not in allowed_actions(fresh(second), actor=officer)
    with pytest.raises(Refused) as refusal:
        contact(second.pk, note="已约", actor=officer, now=SHELVED)
    assert (refusal.value.code, refusal.value.details["state"]) == ("wrong_state", "dispatched")


def test_once_the_main_case_is_answered_nobody_at_the_unit_sees_the_requesters(main, second, officer, centre):
    join(second, main, centre)
    reply(main.pk, text="灯泡已更换", measures="换灯", actor=officer, now=SHELVED)
    with pytest.raises(NotAllowed) as refusal:
        reveal(second.pk, reason="上门核实", actor=officer, now=SHELVED)
    assert refusal.value.code == "not_in_hand"
    assert not may_reveal(fresh(second), actor=officer)


def test_a_unit_without_the_main_case_sees_nothing_of_its_followers(town, main, second, centre):
    join(second, main, centre)
    other = make.person(town.streets[1], Role.STREET_OPERATOR)
    with pytest.raises(NotAllowed):
        reveal(second.pk, reason="上门核实", actor=other, now=SHELVED)
    with pytest.raises(NotFound):
        contact(second.pk, note="已约", actor=other, now=SHELVED)
