"""吹哨: who may, whom, where, and what comes of it."""

import re

import pytest

from cases.actions.contact import contact as contact_requester
from cases.actions.dispatch import dispatch
from cases.actions.reply import reply
from cases.actions.sign import sign as sign_case
from cases.models import CaseLink
from cases.rules.orders import Whereabouts
from enforcement.actions.blow import blow
from enforcement.actions.cancel import cancel
from enforcement.actions.return_whistle import return_whistle
from enforcement.actions.stand_down import stand_down
from enforcement.actions.stand_down_all import stand_down_all
from enforcement.actions.summon_more import summon_more
from enforcement.models import SummonsClock, Whistle
from enforcement.queries.visibility import summonses_visible_to, whistles_visible_to
from enforcement.rules.blowing import Call, Leader
from kernel.errors import Invalid, NotAllowed, NotFound, Refused
from notices.models import Notice, OutboxEntry
from organizations.models import Organization
from organizations.roles import Role
from tests import make
from tests.enforcement.acting import came, clocks, fresh, reported, signed
from tests.enforcement.conftest import summonses
from tests.make import MORNING, at

TEN, ELEVEN = at("2026-11-24 10:00"), at("2026-11-24 11:00")


def codes(error) -> set[tuple[str, str]]:
    return {(one.field, one.code) for one in error.value.errors}


def test_a_leader_of_the_street_calls_departments_each_for_its_duty(whistling):
    whistle = whistling.blow(3)
    assert re.fullmatch(r"S20261124-\d{6}", whistle.number)
    assert (whistle.state, whistle.version, whistle.office, whistle.leader_name) == (
        "blown", 1, whistling.office, "李某",
    )  # fmt: skip
    assert (whistle.precision, whistle.street) == ("point", whistling.office.street)
    called = summonses(whistle)
    assert [one.number for one in called] == [f"{whistle.number}-0{n}" for n in (1, 2, 3)]
    assert {one.state for one in called} == {"notified"}
    assert SummonsClock.objects.filter(summons__whistle=whistle, state="running").count() == 12
    assert whistle.events.get().text == "甲河街道 副主任李某 吹综合执法哨，召集 3 家部门"


def test_every_department_hears_of_it_and_of_its_own_duty_alone(whistling):
    one, other = summonses(whistling.blow(2))
    notice = Notice.objects.get(organization=one.department)
    assert (notice.kind, notice.subject_id, notice.level) == ("summons.notified", one.number, "alarm")
    due = "请于 11-24 10:30 前签收、11-24 11:30 前到场"
    assert notice.body == f"甲河街道 吹哨：模式口大街环境整治，{due}，地点：模式口大街，职责：综合执法"
    entry = OutboxEntry.objects.get(kind="summons.notified", subject_id=one.number)
    told = set(entry.audience.values_list("organization", flat=True))
    assert told == {one.department_id, whistling.office.pk, whistling.town.centre.pk}
    head = OutboxEntry.objects.get(kind="whistle.blown")
    assert set(head.audience.values_list("organization", flat=True)) == told | {other.department_id}


def test_a_number_in_the_streets_words_is_masked_in_notices_and_courses(whistling):
    whistle = whistling.blow(1, matter="请联系 13800001111")
    assert "138****1111" in Notice.objects.get(kind="summons.notified").body
    assert "13800001111" not in whistle.events.get().text


@pytest.mark.parametrize("role", [Role.STREET_OPERATOR, Role.DISPATCHER, Role.DEPARTMENT_OFFICER])
def test_nobody_else_may_whistle(whistling, role):
    with pytest.raises(NotAllowed):
        blow(whistling.facts(), actor=make.person(whistling.office, role), now=MORNING)


def test_the_streets_own_system_may(whistling):
    client = make.system(whistling.office, "whistles:write")
    whistle = blow(whistling.facts(1, leader=Leader("王某", "书记")), actor=client, now=MORNING)
    assert (whistle.leader_post, whistle.blown_by_label) == ("书记", client.label)


def test_a_department_with_the_scope_is_no_street(whistling):
    with pytest.raises(NotAllowed, match="只有街道办事处"):
        blow(whistling.facts(), actor=make.system(whistling.town.department, "whistles:write"), now=MORNING)


def test_what_makes_no_sense_is_told_field_by_field(whistling):
    with pytest.raises(Invalid) as error:
        whistling.blow(1, kind="party", matter=" ", arrive_by=at("2026-11-24 09:00"))
    assert codes(error) == {("kind", "unknown"), ("matter", "required"), ("arrive_by", "in_the_past")}
    one = whistling.town.department.pk
    wrong = (Call(one, "职责"), Call(one, " "), Call(whistling.office.pk, "职责"))
    with pytest.raises(Invalid) as error:
        whistling.blow(calls=wrong)
    assert codes(error) == {
        ("departments.1.organization", "twice"),
        ("departments.1.duty", "required"),
        ("departments.2.organization", "unknown"),
    }


def test_at_least_one_and_at_most_forty_departments(whistling):
    with pytest.raises(Invalid) as error:
        whistling.blow(calls=())
    assert codes(error) == {("departments", "required")}
    with pytest.raises(Invalid) as error:
        whistling.blow(41)
    assert codes(error) == {("departments", "too_many")}
    assert Whistle.objects.count() == 0


def test_a_department_out_of_use_is_not_called(whistling):
    Organization.objects.filter(pk=whistling.town.department.pk).update(is_active=False)
    with pytest.raises(Invalid) as error:
        whistling.blow(1)
    assert codes(error) == {("departments.0.organization", "unknown")}


def test_forty_departments_cost_the_statements_of_one(whistling, django_assert_max_num_queries):
    whistling.blow(1)  # what a process remembers is read once
    facts = whistling.facts(40)
    with django_assert_max_num_queries(25):
        blow(facts, actor=whistling.leader, now=MORNING)


def test_a_whistle_for_a_case_lies_where_the_case_lies_and_holds_its_reply(whistling):
    place = Whereabouts(street="甲河街道", address="甲河街道柳荫里")
    case = make.case(sender=whistling.town.city, whereabouts=place, category_code="030701")
    whistle = whistling.blow(1, case_id=case.pk, whereabouts=Whereabouts())
    assert (whistle.address, whistle.category, whistle.is_from_public_request) == (place.address, case.category, True)
    row = CaseLink.objects.get(case=case)
    assert (row.kind, row.ref, row.state, row.holds_reply) == ("whistle", whistle.number, "已吹哨", True)


def test_the_case_is_told_until_nobody_owes_anything(whistling):
    case = make.case(sender=whistling.town.city, whereabouts=Whereabouts(street="甲河街道"))
    whistle = whistling.blow(2, case_id=case.pk)
    one, other = summonses(whistle)
    came(whistling, one, TEN)
    reported(whistling, one, ELEVEN)
    assert CaseLink.objects.values_list("state", "holds_reply").get(case=case) == ("现场处置", True)
    stand_down(other.pk, reason="已不需要", actor=whistling.clerk, now=ELEVEN)
    assert CaseLink.objects.values_list("state", "holds_reply").get(case=case) == ("待评价", False)
    kinds = case.events.filter(kind__startswith="link").values_list("kind", flat=True)
    assert list(kinds) == ["linked", "link_changed", "link_changed"]


def test_a_foreign_or_finished_case_is_no_matter_for_a_whistle(whistling):
    foreign = make.case(sender=whistling.town.city, whereabouts=Whereabouts(street="乙河街道"))
    with pytest.raises(NotFound):
        whistling.blow(1, case_id=foreign.pk)
    own = make.case(sender=whistling.town.city, whereabouts=Whereabouts(street="甲河街道"))
    make.put(own, "closed", closed_at=MORNING)
    with pytest.raises(Refused) as refusal:
        whistling.blow(1, case_id=own.pk)
    assert refusal.value.code == "case_over"


def test_the_centre_returns_what_is_no_matter_for_a_whistle_before_anybody_signed(whistling):
    whistle = whistling.blow(2)
    one, _other = summonses(whistle)
    whistle = return_whistle(whistle.pk, reason="属日常管理", actor=whistling.supervisor, now=TEN)
    assert (whistle.state, whistle.ended_at, whistle.outcome) == ("returned", TEN, "属日常管理")
    assert fresh(one).state == "stood_down"
    assert {clock.state for clock in SummonsClock.objects.all()} == {"cancelled"}
    assert Notice.objects.filter(organization=whistling.office, kind="whistle.returned").count() == 1


def test_once_somebody_signed_it_cannot_be_returned_but_still_cancelled(whistling):
    whistle = whistling.blow(2)
    signed(whistling, summonses(whistle)[0], TEN)
    with pytest.raises(Refused):
        return_whistle(whistle.pk, reason="属日常管理", actor=whistling.supervisor, now=TEN)
    assert cancel(whistle.pk, reason="已自行解决", actor=whistling.clerk, now=ELEVEN).state == "cancelled"
    # Due at 10:30 and not signed: nobody missed anything of a whistle that is taken back.
    assert set(SummonsClock.objects.filter(kind="summons_sign").values_list("state", flat=True)) == {
        "met", "cancelled",
    }  # fmt: skip


def test_once_somebody_came_it_is_not_cancelled_but_stood_down(whistling):
    whistle = whistling.blow(3)
    one, other, third = summonses(whistle)
    came(whistling, one, TEN)
    with pytest.raises(Refused):
        cancel(whistle.pk, reason="已自行解决", actor=whistling.clerk, now=ELEVEN)
    reported(whistling, one, TEN)
    whistle = stand_down_all(whistle.pk, reason="已自行解决", actor=whistling.clerk, now=ELEVEN)
    assert [fresh(s).state for s in (one, other, third)] == ["reported", "stood_down", "stood_down"]
    assert whistle.state == "finishing"
    # What was overdue by then was missed, the rest ends unjudged.
    assert {kind: clock.state for kind, clock in clocks(other).items()} == {
        "sign": "missed", "contact": "cancelled", "arrive": "cancelled", "finish": "cancelled",
    }  # fmt: skip


def test_others_are_called_later_and_their_clocks_begin_then(whistling):
    whistle = whistling.blow(2)
    one = summonses(whistle)[0]
    came(whistling, one, TEN)
    summon_more(whistle.pk, calls=whistling.calls(1, after=2), actor=whistling.leader, now=at("2026-11-25 09:00"))
    third = summonses(whistle)[2]
    assert (third.number, clocks(third)["sign"].due_at) == (f"{whistle.number}-03", at("2026-11-25 10:00"))
    with pytest.raises(Invalid) as error:
        summon_more(whistle.pk, calls=whistling.calls(1), actor=whistling.leader, now=at("2026-11-25 09:00"))
    assert codes(error) == {("departments.0.organization", "twice")}


def test_when_all_were_done_and_more_are_called_the_work_goes_on(whistling):
    whistle = whistling.blow(1)
    (one,) = summonses(whistle)
    came(whistling, one, TEN)
    reported(whistling, one, ELEVEN)
    whistle = summon_more(whistle.pk, calls=whistling.calls(1, after=1), actor=whistling.leader, now=ELEVEN)
    assert (whistle.state, list(whistle.events.values_list("kind", flat=True))) == (
        "on_site", ["blown", "on_site", "finishing", "summoned_more", "on_site"],
    )  # fmt: skip


def test_each_sees_its_own(whistling):
    whistle = whistling.blow(2)
    one, other = summonses(whistle)
    seen = {
        "department": whistling.officer(one),
        "street": whistling.clerk,
        "centre": whistling.supervisor,
        "other street": make.person(whistling.town.streets[1], Role.STREET_LEADER),
        "stranger": make.person(make.organization(), Role.DEPARTMENT_OFFICER),
    }
    found = {
        who: (
            list(whistles_visible_to(actor).values_list("pk", flat=True)),
            set(summonses_visible_to(actor).values_list("pk", flat=True)),
        )
        for who, actor in seen.items()
    }
    assert found == {
        "department": ([whistle.pk], {one.pk}),
        "street": ([whistle.pk], {one.pk, other.pk}),
        "centre": ([whistle.pk], {one.pk, other.pk}),
        "other street": ([], set()),
        "stranger": ([], set()),
    }


def test_the_street_cannot_reply_while_somebody_it_called_owes_something(whistling):
    case = make.case(sender=whistling.town.city, whereabouts=Whereabouts(street="甲河街道"))
    dispatcher = make.person(whistling.town.centre, Role.DISPATCHER)
    dispatch(case.pk, target=whistling.office, actor=dispatcher, now=MORNING)
    sign_case(case.pk, actor=whistling.clerk, now=MORNING)
    contact_requester(case.pk, note="已约", actor=whistling.clerk, now=MORNING)
    (one,) = summonses(whistling.blow(1, case_id=case.pk))
    with pytest.raises(Refused) as refusal:
        reply(case.pk, text="已办", actor=whistling.clerk, now=TEN)
    assert (refusal.value.code, refusal.value.details["ref"]) == ("link_holds_reply", one.whistle.number)
    came(whistling, one, TEN)
    reported(whistling, one, ELEVEN)
    assert reply(case.pk, text="已办", actor=whistling.clerk, now=ELEVEN).state == "replied"
