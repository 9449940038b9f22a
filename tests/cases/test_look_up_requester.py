"""Cases by the requester's number: for a reason, only what one may see, and never by walking through the tails."""

from datetime import timedelta

import pytest
from django.db import connection

from cases.actions.dispatch import dispatch
from cases.actions.look_up_requester import look_up_others, look_up_requester
from cases.queries.requesters import of_number, of_tail
from cases.rules.orders import Caller, Whereabouts
from kernel.errors import Invalid, NotAllowed, NotFound, Refused
from organizations.models import AuditEntry
from organizations.roles import Role
from organizations.scopes import ApiScope
from tests import make

NUMBER = "13800001111"


@pytest.fixture
def dispatcher(town):
    return make.person(town.centre, Role.DISPATCHER)


@pytest.fixture
def officer(town):
    return make.person(town.streets[0], Role.STREET_OPERATOR)


@pytest.fixture
def called(town):
    """`called(1)`: an order from the number in the second street."""

    def call(street=0, *, phone=NUMBER, is_secret=False, now=make.MORNING):
        caller = Caller(name="王建国", phone=phone, is_secret=is_secret)
        place = Whereabouts(street=town.area.streets[street].name)
        return make.case(sender=town.city, caller=caller, whereabouts=place, received_at=now, now=now)

    return call


def look(number=NUMBER, *, who, **facts):
    return look_up_requester(number, **({"ground": "repeat"} | facts), actor=who, now=make.NOON)


def numbers(found) -> list[str]:
    return [case.case_no for case in found.cases]


def test_the_whole_number_finds_its_cases_however_it_is_written_latest_first(called, dispatcher):
    first, second, _other = called(), called(1, now=make.MORNING + timedelta(minutes=1)), called(phone="13900002222")
    assert numbers(look("+86 138-0000 1111", who=dispatcher)) == [second.case_no, first.case_no]


def test_each_look_is_kept_with_a_keyed_hash_and_never_the_number(called, dispatcher):
    called()
    look(who=dispatcher, ground="", reason="来电人13800001111问上次的事")
    entry = AuditEntry.objects.get(kind="requester.looked_up")
    assert (entry.actor_key, entry.after) == (dispatcher.key, {"asked": "number", "found": 1})
    assert (entry.reason, len(entry.subject_id)) == ("来电人138****1111问上次的事", 64)
    assert NUMBER not in str(AuditEntry.objects.values_list())


@pytest.mark.parametrize(
    ("number", "facts", "code"),
    [
        (NUMBER, {"ground": ""}, "reason_missing"),
        ("1111", {}, "too_wide"),
        ("111", {}, "not_a_number"),
        ("38000", {"is_recent": True}, "not_a_number"),
        ("没有", {}, "not_a_number"),
    ],
)
def test_what_is_asked_too_widely_or_for_no_reason_is_refused_without_the_number(dispatcher, number, facts, code):
    with pytest.raises(Invalid) as refused:
        look(number, who=dispatcher, **facts)
    assert (refused.value.code, number in refused.value.message) == (code, False)
    assert not AuditEntry.objects.filter(kind="requester.looked_up").exists()


def test_the_tail_serves_within_a_street_or_the_last_ninety_days(called, town, dispatcher):
    here, there = called(0), called(1)
    long_ago = called(0, now=make.MORNING - timedelta(days=91))
    street = town.area.streets[0].code
    assert set(numbers(look("1111", who=dispatcher, street=street))) == {here.case_no, long_ago.case_no}
    assert set(numbers(look("1111", who=dispatcher, is_recent=True))) == {here.case_no, there.case_no}


def test_a_street_finds_its_own_cases_and_no_secret_ones(called, officer, dispatcher):
    own, foreign, secret = called(0), called(1), called(0, is_secret=True)
    assert numbers(look(who=officer)) == [own.case_no]
    assert set(numbers(look(who=dispatcher))) == {own.case_no, foreign.case_no, secret.case_no}


@pytest.mark.parametrize("role", [Role.LEADER, Role.ASSESSOR, Role.SYSTEM_ADMIN])
def test_who_may_not_reveal_may_not_look_up(town, role):
    with pytest.raises(NotAllowed):
        look(who=make.person(town.centre, role))


def test_no_token_looks_up_a_number(town):
    with pytest.raises(NotAllowed):
        look(who=make.system(town.centre, *ApiScope.values))


def test_past_the_days_limit_an_alarm_and_no_more_tails(called, dispatcher, settings):
    settings.REVEALS_A_DAY = 2
    called()
    for _ in range(2):
        look("1111", who=dispatcher, is_recent=True)
    with pytest.raises(Refused) as refused:
        look("1111", who=dispatcher, is_recent=True)
    assert refused.value.code == "too_many_looks"
    assert look(who=dispatcher).found == 1
    assert AuditEntry.objects.get(kind="requester.revealed_often").after == {"count": 3, "usual": 2}


def test_the_others_of_a_case_are_for_who_has_it_in_hand(called, officer, dispatcher, town):
    case, other = called(), called()
    with pytest.raises(NotAllowed):
        look_up_others(case.case_no, ground="repeat", actor=officer, now=make.NOON)
    dispatch(case.pk, target=town.streets[0], actor=dispatcher, now=make.MORNING)
    assert numbers(look_up_others(case.case_no, ground="repeat", actor=officer, now=make.NOON)) == [other.case_no]
    with pytest.raises(NotFound):
        look_up_others(called(1).case_no, ground="repeat", actor=officer, now=make.NOON)


def test_a_case_without_a_number_has_no_others(called, dispatcher):
    case, _other = called(phone=""), called(phone="")
    assert look_up_others(case.case_no, ground="repeat", actor=dispatcher, now=make.NOON).found == 0


@pytest.mark.parametrize(("ask", "index"), [(of_number, "requester_by_phone"), (of_tail, "requester_by_phone_tail")])
def test_each_way_of_asking_has_its_index(called, dispatcher, ask, index):
    called()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    plan = ask("1111", actor=dispatcher).explain()
    assert f"{index} " in plan
