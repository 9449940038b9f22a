"""突发预警: what sounds like an emergency is on every dispatcher's desk at once, once, until somebody takes it."""

import pytest
from django.test import Client

from cases.actions.change_order import change_order
from cases.actions.load_alert_words import load_alert_words
from cases.actions.receive import receive
from cases.actions.take_alert import take_alert
from cases.imports.receiving import receive_many
from cases.models import AlertWord, Case, CaseAlert
from kernel.errors import NotAllowed, Refused
from notices.models import Notice, OutboxEntry
from organizations.actions.issue_token import issue_token
from organizations.models import AuditEntry
from organizations.roles import Role
from tests import make
from tests.make import MORNING, NOON

LEAK = {"title": "小区闻到异味", "content": "来电人称楼道燃气泄漏，味道很重。"}


@pytest.fixture
def words(town):
    make.brought_in(load_alert_words)


def client_of(organization, town, *scopes) -> Client:
    admin = make.person(town.centre, Role.SYSTEM_ADMIN)
    token = issue_token(organization, name="接口", scopes=list(scopes), actor=admin, now=MORNING).token
    return Client(headers={"Authorization": f"Bearer {token}"})


def test_an_order_with_a_word_of_danger_alarms_every_dispatcher_at_once(town, words):
    watching = [make.user(town.centre, role) for role in (Role.DISPATCHER, Role.DISPATCHER, Role.DUTY_SUPERVISOR)]
    make.user(town.centre, Role.CALLBACK_CLERK)
    case = make.case(sender=town.city, **LEAK)
    assert (case.alert.words, case.alert.raised_at, case.alert.taken_at) == ("燃气泄漏", MORNING, None)
    assert list(case.events.values_list("kind", "version")) == [("received", 1), ("alerted", 1)]
    told = Notice.objects.filter(kind="case.alerted", subject_id=case.case_no)
    assert sorted(told.values_list("user", flat=True)) == sorted(person.pk for person in watching)
    assert set(told.values_list("level", "deliver_after")) == {("alarm", None)}
    kinds = OutboxEntry.objects.filter(subject_id=case.case_no).order_by("id").values_list("kind", flat=True)
    assert list(kinds) == ["case.received", "case.alerted"]


def test_where_nobody_watches_the_centre_hears_it_as_a_whole(town, words):
    make.case(sender=town.city, **LEAK)
    assert list(Notice.objects.values_list("organization", "user")) == [(town.centre.pk, None)]


def test_the_same_order_again_alarms_nobody_twice(town, words):
    order, hotline = make.order(**LEAK), make.system(town.city, "orders:write")
    for _ in range(2):
        receive(order, actor=hotline, now=MORNING)
    assert (CaseAlert.objects.count(), Notice.objects.count()) == (1, 1)


def test_a_drill_is_no_emergency(town, words):
    make.case(sender=town.city, title="演练扰民", content="社区燃气泄漏演练声音太大")
    assert not CaseAlert.objects.exists()


def test_a_batch_alarms_for_each_case_as_single_orders_do(town, words):
    make.user(town.centre, Role.DISPATCHER)
    orders = [make.order(), make.order(**LEAK), make.order(title="河边有人溺水", content="请速来")]
    ids = receive_many(orders, actor=make.system(town.city, "orders:write"), now=MORNING)
    assert dict(CaseAlert.objects.values_list("case", "words")) == {ids[1]: "燃气泄漏", ids[2]: "溺水"}
    assert Notice.objects.filter(kind="case.alerted").count() == 2
    assert list(Case.objects.get(pk=ids[1]).events.values_list("kind", flat=True)) == ["received", "alerted"]


def test_what_the_sender_learned_later_alarms_too_but_once(town, words):
    order, hotline = make.order(), make.system(town.city, "orders:write")
    case = receive(order, actor=hotline, now=MORNING).case
    for content in ("现场已经起火", "现场起火，火势变大"):
        changed = make.order(order_no=order.order_no, content=content)
        change_order(case.pk, changed, actor=hotline, now=MORNING)
    kinds = list(case.events.values_list("kind", flat=True))
    assert kinds == ["received", "order_changed", "alerted", "order_changed"]
    assert (CaseAlert.objects.get().words, Notice.objects.count()) == ("起火", 1)


def test_a_word_taken_out_of_use_alarms_nobody(town, words):
    make.case(sender=town.city, **LEAK)
    AlertWord.objects.get(word="燃气泄漏").delete()
    make.case(sender=town.city, **LEAK)
    assert CaseAlert.objects.count() == 1


def test_the_words_come_with_the_reference_data_and_stay_as_they_were_left(town, words):
    word = AlertWord.objects.get(word="坍塌")
    word.is_active = False
    word.save()
    assert make.brought_in(load_alert_words) == 0
    assert not AlertWord.objects.get(word="坍塌").is_active
    assert AuditEntry.objects.filter(kind="alert_words.loaded").count() == 1


def test_who_takes_an_alert_stands_in_the_course_and_nobody_takes_it_again(town, words):
    case = make.case(sender=town.city, **LEAK)
    first, second = make.person(town.centre, Role.DISPATCHER), make.person(town.centre, Role.DUTY_SUPERVISOR)
    take_alert(case.pk, note="已通知燃气公司", actor=first, now=NOON)
    with pytest.raises(Refused) as refusal:
        take_alert(case.pk, actor=second, now=NOON)
    assert refusal.value.code == "alert_taken"
    alert, event = CaseAlert.objects.get(), case.events.last()
    assert (alert.taken_at, alert.taken_by_label, alert.note) == (NOON, first.label, "已通知燃气公司")
    assert (event.kind, event.version) == ("alert_taken", 2)
    assert "已通知燃气公司" in event.text


def test_only_the_centre_takes_alerts_and_only_where_there_is_one(town, words):
    case, calm = make.case(sender=town.city, **LEAK), make.case(sender=town.city)
    with pytest.raises(NotAllowed):
        take_alert(case.pk, actor=make.person(town.streets[0], Role.STREET_LEADER), now=NOON)
    with pytest.raises(Refused) as refusal:
        take_alert(calm.pk, actor=make.person(town.centre, Role.DISPATCHER), now=NOON)
    assert refusal.value.code == "no_alert"


def test_machines_list_and_take_alerts(town, words):
    case = make.case(sender=town.city, **LEAK)
    make.case(sender=town.city)
    centre = client_of(town.centre, town, "cases:act", "cases:read")
    listed = centre.get("/api/v1/alerts/?state=open").json()["results"]
    assert [(one["case"]["case_no"], one["words"], one["taken_at"]) for one in listed] == [
        (case.case_no, ["燃气泄漏"], None)
    ]
    assert "take_alert" in centre.get(f"/api/v1/cases/{case.case_no}/").json()["allowed_actions"]
    address = f"/api/v1/cases/{case.case_no}/take-alert/"
    taken = centre.post(address, {"note": "已联系 119"}, content_type="application/json")
    assert (taken.status_code, "take_alert" in taken.json()["allowed_actions"]) == (200, False)
    again = centre.post(address, {}, content_type="application/json")
    assert (again.status_code, again.json()["code"]) == (409, "alert_taken")
    assert centre.get("/api/v1/alerts/?state=open").json()["results"] == []
    assert [one["note"] for one in centre.get("/api/v1/alerts/?state=taken").json()["results"]] == ["已联系 119"]
    assert centre.get("/api/v1/alerts/?status=open").status_code == 400


def test_the_sender_sees_the_alerts_of_its_own_cases_alone(town, words):
    make.case(sender=town.city, **LEAK)
    assert client_of(town.department, town, "cases:read").get("/api/v1/alerts/").json()["results"] == []
    assert len(client_of(town.city, town, "cases:read").get("/api/v1/alerts/").json()["results"]) == 1
