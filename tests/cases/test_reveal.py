"""Who asked, in clear: for a reason, to those who need it, while they need it, and with a trace."""

import threading

import pytest
from django.db import connection

from cases.actions.cancel import cancel
from cases.actions.contact import contact
from cases.actions.dispatch import dispatch
from cases.actions.receive import receive
from cases.actions.reply import reply
from cases.actions.reveal import reveal
from cases.actions.sign import sign
from cases.models import CaseParty
from cases.rules.orders import Caller, Whereabouts
from kernel.errors import Invalid, NotAllowed
from organizations.models import AuditEntry
from organizations.roles import Role
from organizations.scopes import ApiScope
from tests import make

WHY = "核对门牌号"


@pytest.fixture
def dispatcher(town):
    return make.person(town.centre, Role.DISPATCHER)


@pytest.fixture
def officer(town):
    return make.person(town.streets[0], Role.STREET_OPERATOR)


def new_case(town, *, is_secret=False, content="家住柳荫路，请打13800001111"):
    caller = Caller(name="王建国", phone="13800001111", address="柳荫路2号", is_secret=is_secret)
    place = Whereabouts(street=town.area.streets[0].name)
    return make.case(sender=town.city, caller=caller, content=content, whereabouts=place)


@pytest.fixture
def case(town, dispatcher):
    return dispatch(new_case(town).pk, target=town.streets[0], actor=dispatcher, now=make.MORNING)


def test_the_centre_sees_it_for_a_reason(case, dispatcher):
    shown = reveal(case.pk, reason=WHY, actor=dispatcher, now=make.NOON)
    assert (shown.name, shown.phone, shown.address) == ("王建国", "13800001111", "柳荫路2号")
    assert shown.words == "家住柳荫路，请打13800001111"
    assert case.content == "家住柳荫路，请打138****1111"
    assert "王建国" not in repr(shown)


@pytest.mark.parametrize("reason", ["", "看", "  三个字 "])
def test_without_a_reason_nothing_is_shown(case, dispatcher, reason):
    with pytest.raises(Invalid) as refusal:
        reveal(case.pk, reason=reason, actor=dispatcher, now=make.NOON)
    assert refusal.value.code == "reason_missing"
    assert not AuditEntry.objects.filter(kind="requester.revealed").exists()


def test_a_chosen_ground_is_reason_enough(case, dispatcher):
    reveal(case.pk, ground="callback", actor=dispatcher, now=make.NOON)
    assert AuditEntry.objects.get(kind="requester.revealed").reason == "回访"


def test_the_audit_says_who_when_why_and_what_but_never_the_values(case, dispatcher):
    reveal(case.pk, reason="王建国的13800001111打不通", actor=dispatcher, now=make.NOON, address="192.0.2.7")
    entry = AuditEntry.objects.get(kind="requester.revealed")
    assert (entry.at, entry.actor_key, entry.subject_id, entry.address) == (
        make.NOON,
        dispatcher.key,
        case.case_no,
        "192.0.2.7",
    )
    assert entry.after == {"fields": ["name", "phone", "address", "words"]}
    assert entry.reason == "王**的138****1111打不通"


def test_the_unit_sees_it_only_while_it_handles(case, officer, dispatcher):
    def sees() -> bool:
        try:
            reveal(case.pk, ground="contact", actor=officer, now=make.NOON)
        except NotAllowed:
            return False
        return True

    assert sees()
    sign(case.pk, actor=officer, now=make.NOON)
    contact(case.pk, note="已联系", actor=officer, now=make.NOON)
    assert sees()
    reply(case.pk, text="已修好", actor=officer, now=make.NOON)
    assert not sees()


def test_an_assisting_unit_sees_it_and_a_supervising_one_does_not(town, case):
    helper = make.person(town.department, Role.DEPARTMENT_OFFICER)
    part = CaseParty.objects.create(case=case, organization=town.department, part="supervising")
    with pytest.raises(NotAllowed):
        reveal(case.pk, reason=WHY, actor=helper, now=make.NOON)
    CaseParty.objects.filter(pk=part.pk).update(part="assisting")
    assert reveal(case.pk, reason=WHY, actor=helper, now=make.NOON).phone == "13800001111"


def test_of_a_secret_order_the_unit_sees_nothing_and_the_centre_all(town, dispatcher, officer):
    case = dispatch(new_case(town, is_secret=True).pk, target=town.streets[0], actor=dispatcher, now=make.MORNING)
    with pytest.raises(NotAllowed) as refusal:
        reveal(case.pk, reason=WHY, actor=officer, now=make.NOON)
    assert refusal.value.code == "secret_order"
    assert reveal(case.pk, reason=WHY, actor=dispatcher, now=make.NOON).name == "王建国"


@pytest.mark.parametrize("role", [Role.LEADER, Role.ASSESSOR, Role.SYSTEM_ADMIN, Role.STREET_LEADER, Role.INSPECTOR])
def test_whose_work_needs_no_number_sees_none(town, case, role):
    home = town.streets[0] if role == Role.STREET_LEADER else town.centre
    with pytest.raises(NotAllowed):
        reveal(case.pk, reason=WHY, actor=make.person(home, role), now=make.NOON)


@pytest.mark.parametrize("home", ["centre", "city"])
def test_a_token_reveals_nothing_whatever_its_scopes(town, case, home):
    client = make.system(getattr(town, home), *ApiScope.values)
    with pytest.raises(NotAllowed, match="只限人员账号"):
        reveal(case.pk, reason=WHY, actor=client, now=make.NOON)


def test_more_than_is_usual_in_a_day_is_recorded_once(town, case, dispatcher, settings):
    settings.REVEALS_A_DAY = 2
    for _ in range(4):
        reveal(case.pk, reason=WHY, actor=dispatcher, now=make.NOON)
    alarm = AuditEntry.objects.get(kind="requester.revealed_often")
    assert (alarm.actor_key, alarm.after) == (dispatcher.key, {"count": 3, "usual": 2})


def test_a_limit_already_passed_is_recorded_by_the_next_and_once(town, case, dispatcher, settings):
    for _ in range(3):
        reveal(case.pk, reason=WHY, actor=dispatcher, now=make.NOON)
    settings.REVEALS_A_DAY = 1
    for _ in range(2):
        reveal(case.pk, reason=WHY, actor=dispatcher, now=make.NOON)
    assert AuditEntry.objects.get(kind="requester.revealed_often").after == {"count": 4, "usual": 1}


@pytest.mark.django_db(transaction=True)
def test_many_at_once_are_recorded_once(town, case, dispatcher, settings):
    settings.REVEALS_A_DAY = 2

    def look() -> None:
        reveal(case.pk, reason=WHY, actor=dispatcher, now=make.NOON)
        connection.close()

    threads = [threading.Thread(target=look) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert AuditEntry.objects.filter(kind="requester.revealed").count() == 6
    assert AuditEntry.objects.get(kind="requester.revealed_often").after == {"count": 3, "usual": 2}


def test_what_is_typed_about_a_case_hides_its_requester(town, case, officer):
    from django.test import Client

    browser = Client()
    browser.force_login(make.user(town.streets[0], Role.STREET_OPERATOR))
    sign(case.pk, actor=officer, now=make.NOON)
    address = f"/api/v1/cases/{case.case_no}/contact/"
    browser.post(address, {"note": "已与王建国（13800001111）通话"}, content_type="application/json")
    assert case.events.get(kind="contacted").text == "已联系诉求人：已与王**（138****1111）通话"


def test_the_sender_that_sends_the_same_again_meets_the_same_case(town):
    order = make.order(caller=Caller(name="王建国", phone="13800001111"), content="王建国，13800001111")
    sender = make.system(town.city, "orders:write")
    first = receive(order, actor=sender, now=make.MORNING)
    again = receive(order, actor=sender, now=make.NOON)
    assert (again.outcome, again.case.pk) == ("unchanged", first.case.pk)


def test_a_cancelled_case_is_in_nobodys_hands(town, case, officer):
    cancel(case.pk, reason="重复", actor=make.person(town.centre, Role.DUTY_SUPERVISOR), now=make.NOON)
    with pytest.raises(NotAllowed):
        reveal(case.pk, reason=WHY, actor=officer, now=make.NOON)
