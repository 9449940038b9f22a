"""异议、拒绝: not our duty; decided by the street, on appeal by the district; and who simply will not come."""

import pytest

from command_center.desk.whistles.waiting import waiting_for
from enforcement.actions.allowed import allowed_on_summons
from enforcement.actions.appeal import appeal
from enforcement.actions.decide_appeal import decide_appeal
from enforcement.actions.decide_objection import decide_objection
from enforcement.actions.object_to import object_to
from enforcement.actions.refuse import refuse
from enforcement.actions.resume import resume
from enforcement.actions.stand_down import stand_down
from enforcement.actions.summon_more import summon_more
from enforcement.actions.suspend import suspend
from enforcement.models import Objection, Whistle
from enforcement.queries.visibility import summonses_visible_to, whistles_visible_to
from kernel.errors import Invalid, NotAllowed, Refused
from notices.models import Notice, OutboxEntry
from tests.enforcement.acting import came, clocks, fresh, reported, signed
from tests.enforcement.conftest import summonses
from tests.make import at

TEN, ELEVEN, NOON = at("2026-11-24 10:00"), at("2026-11-24 11:00"), at("2026-11-24 12:00")


@pytest.fixture
def two(whistling):
    return summonses(whistling.blow(2))


@pytest.fixture
def objected(whistling, two):
    one = two[0]
    officer = whistling.officer(one)
    return object_to(
        one.pk, reason="不在职责内", basis="三定规定第 2 条", proposed_id=two[1].department_id, actor=officer, now=TEN
    )


def decide(whistling, summons, *, is_upheld, now=ELEVEN):
    return decide_objection(summons.pk, is_upheld=is_upheld, words="见职责清单", actor=whistling.clerk, now=now)


def take_up(whistling, summons, now=NOON):
    return appeal(summons.pk, reason="仍不认可", actor=whistling.officer(summons), now=now)


def settle(whistling, summons, *, is_upheld, now):
    return decide_appeal(summons.pk, is_upheld=is_upheld, words="区裁定", actor=whistling.supervisor, now=now)


def test_an_objection_waits_for_the_street_while_the_clocks_run(whistling, objected):
    row = Objection.objects.get(summons=objected)
    assert (objected.state, row.state, row.proposed) == ("objected", "open", summonses(objected.whistle)[1].department)
    assert {clock.state for clock in clocks(objected).values()} == {"running"}
    assert Notice.objects.filter(organization=whistling.office, kind="summons.objected").count() == 1


def test_an_upheld_objection_excuses_and_judges_nothing(whistling, objected):
    one = decide(whistling, objected, is_upheld=True)
    assert (one.state, one.excused_at, one.objection.state) == ("excused", ELEVEN, "upheld")
    # Due at 10:30: it never was its duty.
    assert {clock.state for clock in clocks(one).values()} == {"cancelled"}


def test_who_is_excused_keeps_its_summons_and_loses_sight_of_the_whistle(whistling, objected):
    officer = whistling.officer(objected)
    assert whistles_visible_to(officer).exists()
    decide(whistling, objected, is_upheld=True)
    assert not whistles_visible_to(officer).exists()
    assert summonses_visible_to(officer).get() == objected
    gone = OutboxEntry.objects.get(kind="whistle.left").audience.get()
    assert (gone.organization_id, gone.left_view) == (objected.department_id, True)


@pytest.mark.parametrize("was_signed", [False, True])
def test_a_rejected_objection_leaves_the_summons_where_it_stood(whistling, two, was_signed):
    one = two[0]
    if was_signed:
        signed(whistling, one, TEN)
    object_to(one.pk, reason="不在职责内", basis="三定规定", actor=whistling.officer(one), now=TEN)
    assert decide(whistling, one, is_upheld=False).state == ("signed" if was_signed else "notified")


def test_the_district_has_a_working_day_to_settle_an_appeal(whistling, objected):
    decide(whistling, objected, is_upheld=False)
    one = take_up(whistling, objected)
    clock = clocks(one)["appeal"]
    assert (one.state, clock.holder, clock.due_at) == ("objected", whistling.town.centre, at("2026-11-25 12:00"))
    with pytest.raises(Refused) as refusal:
        decide(whistling, one, is_upheld=True, now=NOON)
    assert refusal.value.code == "objection_not_waiting"
    one = settle(whistling, one, is_upheld=False, now=at("2026-11-25 11:00"))
    assert (one.state, clocks(one)["appeal"].state) == ("notified", "met")
    told = Notice.objects.filter(kind="summons.appeal_decided").values_list("organization", flat=True)
    assert set(told) == {one.department_id, whistling.office.pk}


def test_the_districts_word_is_the_last(whistling, objected):
    decide(whistling, objected, is_upheld=False)
    take_up(whistling, objected)
    settle(whistling, objected, is_upheld=False, now=NOON)
    with pytest.raises(Refused) as refusal:
        take_up(whistling, objected)
    assert refusal.value.code == "objection_not_waiting"
    with pytest.raises(Refused) as refusal:
        object_to(objected.pk, reason="再", basis="再", actor=whistling.officer(objected), now=NOON)
    assert refusal.value.code == "objected_before"


def test_a_won_appeal_excuses_and_a_whistle_of_excused_alone_is_done(whistling):
    (one,) = summonses(whistling.blow(1))
    object_to(one.pk, reason="不在职责内", basis="三定规定", actor=whistling.officer(one), now=TEN)
    decide(whistling, one, is_upheld=False)
    take_up(whistling, one)
    assert settle(whistling, one, is_upheld=True, now=NOON).state == "excused"
    assert Whistle.objects.get(pk=one.whistle_id).state == "finishing"


def test_only_the_one_who_decides_is_offered_the_decision(whistling, objected):
    def offered(actor):
        return set(allowed_on_summons(fresh(objected), actor=actor)) & {
            "object", "decide_objection", "appeal", "decide_appeal",
        }  # fmt: skip

    people = (whistling.officer(objected), whistling.clerk, whistling.supervisor)
    assert [offered(actor) for actor in people] == [set(), {"decide_objection"}, set()]
    decide(whistling, objected, is_upheld=False)
    assert [offered(actor) for actor in people] == [{"appeal"}, set(), set()]
    take_up(whistling, objected)
    assert [offered(actor) for actor in people] == [set(), set(), {"decide_appeal"}]


def test_who_comes_objects_no_more(whistling, objected):
    made = came(whistling, objected, at("2026-11-24 10:20"))
    row = Objection.objects.get(summons=objected)
    assert (made.state, made.checked_in_at, made.signed_at) == ("checked_in", *[at("2026-11-24 10:20")] * 2)
    assert (row.state, row.decision) == ("rejected", "部门已到场，异议撤回")
    kinds = ["objected", "objection_withdrawn", "checked_in"]
    events = list(made.events.order_by("id").values_list("kind", "version"))[-3:]
    assert [kind for kind, _version in events] == kinds
    assert made.version == events[-1][1] == events[-2][1] + 1 == events[-3][1] + 2
    news = OutboxEntry.objects.filter(subject_id=made.number, kind__in=[f"summons.{kind}" for kind in kinds])
    assert list(news.order_by("id").values_list("kind", flat=True)) == [f"summons.{kind}" for kind in kinds]
    assert Whistle.objects.get(pk=made.whistle_id).state == "on_site"
    offered = {*allowed_on_summons(fresh(made), actor=whistling.officer(made))}
    assert offered.isdisjoint({"appeal", "object", "sign"})


def test_who_comes_while_the_district_has_the_matter_ends_it_too(whistling, objected):
    decide(whistling, objected, is_upheld=False)
    take_up(whistling, objected)
    made = came(whistling, objected, at("2026-11-24 12:10"))
    row = Objection.objects.get(summons=objected)
    assert (row.state, row.settlement, clocks(made)["appeal"].state) == (
        "rejected_by_district", "部门已到场，异议撤回", "cancelled",
    )  # fmt: skip


def test_who_objects_may_sign_meanwhile_and_objects_on(whistling, objected):
    made = signed(whistling, objected, at("2026-11-24 10:20"))
    assert (made.state, made.signed_at, clocks(made)["sign"].state) == ("objected", at("2026-11-24 10:20"), "met")
    with pytest.raises(Refused) as refusal:
        signed(whistling, objected, at("2026-11-24 10:25"))
    assert refusal.value.code == "signed_before"
    assert "sign" not in allowed_on_summons(fresh(made), actor=whistling.officer(made))
    assert decide(whistling, objected, is_upheld=False).state == "signed"


def suspended(whistling, summons, other):
    came(whistling, other, TEN)
    suspend(summons.whistle_id, reason="暴雨", actor=whistling.clerk, now=at("2026-11-24 10:30"))


def test_an_objection_is_decided_though_the_whistle_is_suspended(whistling, two, objected):
    suspended(whistling, objected, two[1])
    assert allowed_on_summons(fresh(objected), actor=whistling.clerk) == ["decide_objection"]
    assert decide(whistling, objected, is_upheld=False).state == "notified"
    resume(objected.whistle_id, actor=whistling.clerk, now=at("2026-11-25 09:00"))
    assert {clock.state for clock in clocks(objected).values()} == {"running"}


def test_the_district_settles_an_appeal_though_the_whistle_is_suspended(whistling, two, objected):
    decide(whistling, objected, is_upheld=False, now=TEN)
    take_up(whistling, objected, now=TEN)
    suspended(whistling, objected, two[1])
    assert allowed_on_summons(fresh(objected), actor=whistling.supervisor) == ["decide_appeal"]
    assert [w.action for w in waiting_for(whistling.supervisor, now=NOON) if w.items] == ["decide_appeal"]
    assert settle(whistling, objected, is_upheld=True, now=NOON).state == "excused"


def test_a_whistle_of_which_all_were_excused_while_suspended_is_done_when_it_goes_on(whistling, two, objected):
    came(whistling, two[1], TEN)
    reported(whistling, two[1], TEN)
    suspend(objected.whistle_id, reason="暴雨", actor=whistling.clerk, now=TEN)
    decide(whistling, objected, is_upheld=True)
    resume(objected.whistle_id, actor=whistling.clerk, now=NOON)
    assert Whistle.objects.get(pk=objected.whistle_id).state == "finishing"


def test_the_first_who_comes_is_the_first_though_more_were_called_after_all_were_released(whistling):
    (one,) = summonses(whistling.blow(1))
    stand_down(one.pk, reason="误叫", actor=whistling.clerk, now=TEN)
    summon_more(one.whistle_id, calls=whistling.calls(1, after=1), actor=whistling.leader, now=TEN)
    came(whistling, summonses(one.whistle)[1], ELEVEN)
    whistle = Whistle.objects.get(pk=one.whistle_id)
    assert (whistle.state, whistle.on_site_at) == ("on_site", ELEVEN)
    assert whistle.events.last().text == "首家部门报到，现场处置开始"


def test_who_will_not_come_is_supervised_by_the_district_and_stays_called(whistling, two):
    one = two[0]
    refused = refuse(one.pk, reason="人手不足", actor=whistling.officer(one), now=TEN)
    assert (refused.state, refused.refused_at, refused.is_supervised) == ("notified", TEN, True)
    told = Notice.objects.filter(kind="summons.refused").values_list("organization", "user")
    centre = whistling.town.centre.pk
    assert set(told) == {(centre, None), (centre, int(whistling.supervisor.id)), (whistling.office.pk, None)}
    with pytest.raises(Refused) as refusal:
        refuse(one.pk, reason="再说一次", actor=whistling.officer(one), now=TEN)
    assert refusal.value.code == "refused_before"
    assert came(whistling, one, ELEVEN).refused_at == TEN


def test_a_refusal_needs_its_reason_and_its_department(whistling, two):
    with pytest.raises(Invalid):
        refuse(two[0].pk, reason=" ", actor=whistling.officer(two[0]), now=TEN)
    with pytest.raises(NotAllowed):
        refuse(two[0].pk, reason="代为拒绝", actor=whistling.officer(two[1]), now=TEN)
