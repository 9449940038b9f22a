"""多人同诉: several requesters, one matter; worked on once, answered to each."""

import threading

import pytest
from django.db import connection

from cases.actions.allowed import allowed_actions
from cases.actions.callback import Answers, callback
from cases.actions.cancel import cancel
from cases.actions.contact import contact
from cases.actions.dispatch import dispatch
from cases.actions.dispatch_waiting import dispatch_waiting
from cases.actions.follow_mains import follow_mains
from cases.actions.merge import merge
from cases.actions.note import note
from cases.actions.reply import reply
from cases.actions.review import review
from cases.actions.sign import sign
from cases.actions.supervise import supervise
from cases.actions.unmerge import unmerge
from cases.models import CallBack, CaseMerge
from cases.queries.visibility import visible_to
from cases.rules.orders import Whereabouts
from kernel.errors import NotAllowed, Refused, StaleVersion
from organizations.roles import Role
from tests import make
from tests.conftest import build_town
from tests.make import MORNING, at

YES = Answers(was_contacted=True, solved=CallBack.Solved.YES, satisfied=CallBack.Satisfied.SATISFIED)
NO = Answers(was_contacted=True, solved=CallBack.Solved.NO, satisfied=CallBack.Satisfied.DISSATISFIED)


@pytest.fixture
def dispatcher(town):
    return make.person(town.centre, Role.DISPATCHER, Role.DUTY_SUPERVISOR)


@pytest.fixture
def officer(town):
    return make.person(town.department, Role.DEPARTMENT_OFFICER)


@pytest.fixture
def main(town, dispatcher):
    case = make.case(sender=town.city)
    return dispatch(case.pk, target=town.department, actor=dispatcher, now=MORNING)


@pytest.fixture
def second(town):
    return make.case(sender=town.city, now=at("2026-11-24 09:40"), received_at=at("2026-11-24 09:40"))


def join(case, main, dispatcher, **known):
    return merge(case.pk, main=main, reason="同一盏路灯", actor=dispatcher, now=at("2026-11-24 10:00"), **known)


def answer(main, officer, dispatcher):
    """From the signature to the close; the reply comes on the 25th at three in the afternoon."""
    sign(main.pk, actor=officer, now=at("2026-11-24 10:30"))
    contact(main.pk, note="已约", actor=officer, now=at("2026-11-24 10:40"))
    reply(main.pk, text="灯泡已更换", measures="换灯", actor=officer, now=at("2026-11-25 15:00"))
    review(main.pk, is_accepted=True, actor=dispatcher, now=at("2026-11-25 16:00"))
    return callback(main.pk, answers=YES, actor=dispatcher, now=at("2026-11-26 09:00"))


def clocks(case):
    return list(case.clocks.order_by("id").values_list("kind", "state", "holder__short_name"))


def fresh(case):
    case.refresh_from_db()
    return case


def test_a_duplicate_keeps_its_state_and_its_clock_goes_to_the_lead_of_the_main_case(town, main, second, dispatcher):
    due = second.due_at
    joined = join(second, main, dispatcher)
    assert (joined.state, joined.merged_into_id, joined.lead_id, joined.version) == (
        "pending_dispatch", main.pk, town.department.pk, 2,
    )  # fmt: skip
    assert clocks(joined) == [("dispatch", "cancelled", "指挥中心"), ("handle", "running", "城市管理委")]
    assert fresh(second).due_at == due
    assert [e.kind for e in joined.events.all()] == ["received", "merged"]
    assert fresh(main).events.last().text == f"{second.case_no} 并入本案：同一盏路灯"
    assert main.version == 3


def test_the_catalogue_leaves_a_follower_alone(town, main, dispatcher):
    second = make.case(sender=town.city, whereabouts=Whereabouts(street="甲河街道"))
    join(second, main, dispatcher)
    assert dispatch_waiting(now=at("2026-11-24 10:05")).dispatched == 0


def test_whoever_leads_the_main_case_sees_the_follower(town, main, second, officer, dispatcher):
    assert not visible_to(officer).filter(pk=second.pk).exists()
    join(second, main, dispatcher)
    assert visible_to(officer).filter(pk=second.pk).exists()


def test_all_requesters_are_answered_when_the_main_case_closes_and_one_taken_out_is_not(
    town, main, second, officer, dispatcher
):
    third, fourth = make.case(sender=town.city), make.case(sender=town.city)
    for case in (second, third, fourth):
        join(case, main, dispatcher)
    unmerge(fourth.pk, reason="是另一盏灯", actor=dispatcher, now=at("2026-11-24 10:10"))
    answer(main, officer, dispatcher)
    assert follow_mains(now=at("2026-11-26 09:01")) == 2
    for case in (second, third):
        assert (fresh(case).state, case.replied_at) == ("callback", at("2026-11-25 15:00"))
        handle = case.clocks.get(kind="handle")
        assert (handle.state, handle.stopped_at) == ("met", at("2026-11-25 15:00"))
        called = callback(case.pk, answers=YES, actor=dispatcher, now=at("2026-11-26 10:00"))
        assert (called.state, called.merged_into_id) == ("closed", main.pk)
    assert second.events.filter(kind="replied").get().text.endswith("回复：灯泡已更换")
    assert (fresh(fourth).state, fourth.merged_into_id) == ("pending_dispatch", None)
    assert follow_mains(now=at("2026-11-26 09:02")) == 0


def test_a_follower_is_late_when_the_answer_came_after_its_own_limit(town, main, officer, dispatcher):
    urgent = make.case(sender=town.city, urgency="urgent")
    join(urgent, main, dispatcher)
    answer(main, officer, dispatcher)
    follow_mains(now=at("2026-11-26 09:01"))
    assert urgent.clocks.get(kind="handle").state == "missed"
    assert main.clocks.get(kind="handle").state == "met"


def test_an_unsolved_follower_is_handled_again_by_itself_with_the_lead_of_the_main_case(
    town, main, second, officer, dispatcher
):
    join(second, main, dispatcher)
    answer(main, officer, dispatcher)
    follow_mains(now=at("2026-11-26 09:01"))
    again = callback(second.pk, answers=NO, actor=dispatcher, now=at("2026-11-26 10:00"))
    assert (again.state, again.round, again.merged_into_id, again.lead_id) == (
        "handling", 2, None, town.department.pk,
    )  # fmt: skip
    assert CaseMerge.objects.get(case=second).undone_at == at("2026-11-26 10:00")
    assert "reply" in allowed_actions(again, actor=officer)


def test_undone_the_case_is_as_before(town, main, dispatcher):
    street = town.streets[1]
    case = dispatch(make.case(sender=town.city).pk, target=street, actor=dispatcher, now=MORNING)
    join(case, main, dispatcher)
    alone = unmerge(case.pk, reason="不是一件事", actor=dispatcher, now=at("2026-11-24 11:00"))
    assert (alone.state, alone.lead_id, alone.merged_into_id) == ("dispatched", street.pk, None)
    assert clocks(alone) == [
        ("dispatch", "met", "指挥中心"),
        ("handle", "running", "乙河街道"),
        ("sign", "cancelled", "乙河街道"),
        ("sign", "running", "乙河街道"),
    ]
    assert case.parties.get(part="lead").organization == street
    officer = make.person(street, Role.STREET_OPERATOR)
    assert sign(case.pk, actor=officer, now=at("2026-11-24 11:10")).state == "handling"
    assert [e.kind for e in fresh(main).events.all()] == ["received", "dispatched", "gathered", "parted"]


def test_a_case_in_hand_comes_back_to_hand_with_its_contact_clock(town, main, dispatcher):
    street, officer = town.streets[1], make.person(town.streets[1], Role.STREET_OPERATOR)
    case = dispatch(make.case(sender=town.city).pk, target=street, actor=dispatcher, now=MORNING)
    sign(case.pk, actor=officer, now=MORNING)
    join(case, main, dispatcher)
    with pytest.raises(Refused) as refusal:
        reply(case.pk, text="已办", actor=make.person(town.department, Role.DEPARTMENT_OFFICER), now=MORNING)
    assert (refusal.value.code, refusal.value.details["main"]) == ("merged", main.case_no)
    alone = unmerge(case.pk, reason="不是一件事", actor=dispatcher, now=at("2026-11-24 11:00"))
    assert ("contact", "running", "乙河街道") in clocks(alone)


def test_when_the_main_case_goes_to_another_unit_the_followers_go_with_it(town, second, dispatcher):
    main = make.case(sender=town.city)
    join(second, main, dispatcher)
    assert fresh(second).lead_id is None
    dispatch(main.pk, target=town.streets[0], actor=dispatcher, now=at("2026-11-24 10:20"))
    assert follow_mains(now=at("2026-11-24 10:21")) == 1
    assert (fresh(second).lead_id, second.state) == (town.streets[0].pk, "pending_dispatch")
    assert ("handle", "running", "甲河街道") in clocks(second)
    assert follow_mains(now=at("2026-11-24 10:22")) == 0


def test_followers_of_a_cancelled_case_are_let_go(town, second, dispatcher):
    main = make.case(sender=town.city)
    join(second, main, dispatcher)
    cancel(main.pk, reason="误录", actor=dispatcher, now=at("2026-11-24 10:20"))
    assert follow_mains(now=at("2026-11-24 10:21")) == 1
    assert (fresh(second).merged_into_id, second.state) == (None, "pending_dispatch")
    assert ("dispatch", "running", "指挥中心") in clocks(second)


def test_a_supervised_duplicate_takes_its_demand_to_the_main_case(town, main, second, dispatcher):
    supervise(second.pk, reason="领导关注", actor=dispatcher, now=at("2026-11-24 09:50"))
    join(second, main, dispatcher)
    assert second.supervisions.get().state == "closed"
    order = main.supervisions.get()
    assert (order.state, order.holder_id, order.reason) == ("open", town.department.pk, "领导关注")
    assert order.clock.due_at == second.supervisions.get().clock.due_at
    assert fresh(main).is_supervised


def refused(case, main, dispatcher):
    with pytest.raises(Refused) as refusal:
        join(case, main, dispatcher)
    return refusal.value.code


def test_what_cannot_be_merged_says_why(town, main, second, dispatcher):
    grid, third = make.case(sender=town.city, source="inspector"), make.case(sender=town.city)
    assert refused(main, main, dispatcher) == "same_case"
    assert refused(second, make.put(grid, "pending_dispatch"), dispatcher) == "other_flow"
    join(second, main, dispatcher)
    assert refused(second, third, dispatcher) == "merged"
    assert refused(third, second, dispatcher) == "main_is_merged"
    assert refused(main, third, dispatcher) == "has_followers"
    cancel(main.pk, reason="误录", actor=dispatcher, now=at("2026-11-24 10:20"))
    assert refused(third, main, dispatcher) == "main_not_open"


def test_nothing_is_undone_that_was_not_done(second, dispatcher):
    with pytest.raises(Refused) as refusal:
        unmerge(second.pk, reason="拆", actor=dispatcher, now=MORNING)
    assert refusal.value.code == "not_merged"


def test_an_old_version_is_refused_and_changes_neither(main, second, dispatcher):
    note(second.pk, text="催", actor=dispatcher, now=MORNING)
    with pytest.raises(StaleVersion):
        join(second, main, dispatcher, expected_version=1)
    assert (fresh(second).version, fresh(main).version) == (2, 2)


def test_only_the_centre_merges(main, second, officer):
    with pytest.raises(NotAllowed):
        join(second, main, officer)


def test_a_crowd_of_two_hundred_is_led_along_in_one_sweep(town, main, officer, dispatcher):
    crowd = [make.case(sender=town.city) for _n in range(200)]
    for case in crowd:
        join(case, main, dispatcher)
    answer(main, officer, dispatcher)
    assert follow_mains(now=at("2026-11-26 09:01")) == 200
    assert {fresh(case).state for case in crowd} == {"callback"}


def at_once(*errands):
    """Runs each in its own thread with its own connection; what was refused comes back as its code."""
    outcomes = []

    def run(errand):
        try:
            errand()
            outcomes.append("done")
        except Refused as refusal:
            outcomes.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(errand,)) for errand in errands]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)


@pytest.mark.django_db(transaction=True)
def test_two_who_merge_two_cases_into_each_other_do_not_wait_for_ever():
    town = build_town()
    dispatcher = make.person(town.centre, Role.DISPATCHER)
    one, other = make.case(sender=town.city), make.case(sender=town.city)
    outcomes = at_once(lambda: join(one, other, dispatcher), lambda: join(other, one, dispatcher))
    assert outcomes[0] == "done"
    assert outcomes[1] in {"main_is_merged", "has_followers", "merged"}
    assert CaseMerge.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_sweeps_that_run_together_lead_each_follower_once():
    town = build_town()
    dispatcher = make.person(town.centre, Role.DISPATCHER, Role.DUTY_SUPERVISOR)
    main = make.case(sender=town.city)
    crowd = [make.case(sender=town.city) for _n in range(10)]
    for case in crowd:
        join(case, main, dispatcher)
    dispatch(main.pk, target=town.streets[0], actor=dispatcher, now=at("2026-11-24 10:20"))
    now = at("2026-11-24 10:21")
    at_once(*[lambda: follow_mains(now=now)] * 3)
    assert {case.events.filter(kind="followed").count() for case in crowd} == {1}
    assert {fresh(case).version for case in crowd} == {3}
