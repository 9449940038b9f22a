import hashlib
import threading
from dataclasses import replace

import pytest
from django.db import connection

from cases.actions.change_order import change_order
from cases.actions.dispatch import dispatch
from cases.actions.fingerprint import fingerprint_of
from cases.actions.receive import Outcome, receive
from cases.models import Case, CaseClock, CaseEvent
from cases.queries.search import matching
from cases.rules.orders import Caller, Whereabouts
from kernel.errors import Invalid, NotAllowed, Refused
from notices.models import OutboxAudience, OutboxEntry
from organizations.roles import Role
from tests import make
from tests.conftest import build_town
from tests.make import MORNING, at


def test_an_order_becomes_a_case_with_its_place_its_clocks_and_its_course(town):
    spot = town.area.point_in(town.area.unit_grids[0])
    order = make.order(category_code="030701", whereabouts=Whereabouts(lon=spot.lon, lat=spot.lat))
    case = receive(order, actor=make.system(town.city, "orders:write"), now=MORNING).case
    assert (case.state, case.flow, case.precision, case.version) == ("pending_dispatch", "hotline", "point", 1)
    assert case.due_at == at("2026-12-01 09:30")
    assert (case.street_id, case.unit_grid_id) == (town.area.streets[0].pk, town.area.unit_grids[0].pk)
    assert case.category.name == "占道经营"
    assert list(case.clocks.order_by("id").values_list("kind", "holder")) == [
        ("dispatch", town.centre.pk),
        ("handle", town.centre.pk),
    ]
    assert list(case.events.values_list("kind", "version")) == [("received", 1)]


def test_the_same_order_twice_is_the_same_case(town):
    order, hotline = make.order(), make.system(town.city, "orders:write")
    first = receive(order, actor=hotline, now=MORNING)
    again = receive(order, actor=hotline, now=MORNING)
    assert (first.outcome, again.outcome) == (Outcome.CREATED, Outcome.UNCHANGED)
    assert first.case.pk == again.case.pk
    assert (Case.objects.count(), CaseEvent.objects.count(), CaseClock.objects.count()) == (1, 1, 2)


def test_the_same_instant_written_in_another_offset_is_no_change(town):
    order, hotline = make.order(), make.system(town.city, "orders:write")
    receive(order, actor=hotline, now=MORNING)
    in_utc = replace(order, received_at=at("2026-11-24 09:30"))
    assert receive(in_utc, actor=hotline, now=MORNING).outcome == Outcome.UNCHANGED


def test_a_known_number_with_other_content_is_refused(town):
    order, hotline = make.order(), make.system(town.city, "orders:write")
    receive(order, actor=hotline, now=MORNING)
    with pytest.raises(Refused) as refusal:
        receive(replace(order, content="改了"), actor=hotline, now=MORNING)
    assert refusal.value.code == "order_changed"


def test_a_change_that_is_wanted_is_taken_over_and_remembered(town):
    order, hotline = make.order(), make.system(town.city, "orders:write")
    case = receive(order, actor=hotline, now=MORNING).case
    changed = replace(
        order, title="路灯全灭", whereabouts=Whereabouts(street="乙河街道"), caller=Caller(phone="19900009999")
    )
    case = change_order(case.pk, changed, actor=hotline, now=MORNING)
    assert (case.title, case.version, case.street_id) == ("路灯全灭", 2, town.area.streets[1].pk)
    assert case.events.last().data["changed"] == ["precision", "requester", "street_id", "title"]
    assert receive(changed, actor=hotline, now=MORNING).outcome == Outcome.UNCHANGED


def test_the_limit_on_the_order_wins_over_the_table(town):
    case = make.case(sender=town.city, reply_due_at=at("2026-11-25 18:00"))
    clock = case.clocks.get(kind="handle")
    assert (case.due_at, clock.due_at, clock.limit_source) == (
        at("2026-11-25 18:00"),
        at("2026-11-25 18:00"),
        "来件时限",
    )


def test_unknown_category_and_place_are_no_error(town):
    case = make.case(sender=town.city, category_code="没有", whereabouts=Whereabouts(address="不知哪里"))
    assert (case.needs_classification, case.sent_category, case.precision) == (True, "没有", "none")


def test_a_point_outside_the_district_is_marked(town):
    case = make.case(sender=town.city, whereabouts=Whereabouts(lon=116.3, lat=39.95))
    assert (case.is_outside, case.street_id, case.unit_grid_id) == (True, None, None)


def test_a_grid_case_waits_to_be_filed_and_has_no_clock_yet(town):
    case = make.case(sender=town.city, source="inspector")
    assert (case.flow, case.state, case.due_at, case.clocks.count()) == ("grid", "received", None, 0)


def test_who_may_not_receive_changes_nothing(town):
    with pytest.raises(NotAllowed):
        receive(make.order(), actor=make.system(town.city, "cases:read"), now=MORNING)
    assert Case.objects.count() == 0


def test_the_outbox_tells_whoever_can_see_it(town):
    case = make.case(sender=town.city, whereabouts=Whereabouts(street="甲河街道"))
    entry = OutboxEntry.objects.get(subject_id=case.case_no)
    told = set(OutboxAudience.objects.filter(entry=entry).values_list("organization", flat=True))
    assert told == {town.city.pk, town.centre.pk, town.streets[0].pk}


def test_personal_data_rests_unreadable(town):
    case = make.case(sender=town.city, caller=Caller(name="王某某", phone="199-0000-1234"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT r::text FROM cases_requester r WHERE case_id = %s", [case.pk])
        (stored,) = cursor.fetchone()
    assert "王某某" not in stored
    assert "19900001234" not in stored.replace("-", "")
    case.requester.refresh_from_db()
    assert (case.requester.name, case.requester.phone) == ("王某某", "199-0000-1234")


@pytest.mark.parametrize(("words", "found"), [("路口路灯", 1), ("路灯 不亮", 1), ("井盖", 0), ("灯", 0), ("'; --", 0)])
def test_two_characters_find_a_case_and_one_is_no_search(town, words, found):
    make.case(sender=town.city, title="路口路灯坏了", content="夜里不亮")
    assert matching(Case.objects.all(), words).count() == found


def test_a_case_is_found_by_either_number(town):
    case = make.case(sender=town.city)
    assert [c.pk for c in matching(Case.objects.all(), case.order_no)] == [case.pk]
    assert [c.pk for c in matching(Case.objects.all(), case.case_no)] == [case.pk]


def test_another_sender_meets_neither_the_case_nor_its_content(town):
    order = make.order()
    receive(order, actor=make.system(town.city, "orders:write"), now=MORNING)
    stranger = make.system(town.department, "orders:write")
    for sent in (order, replace(order, content="猜一猜")):
        with pytest.raises(Refused) as refusal:
            receive(sent, actor=stranger, now=MORNING)
        assert refusal.value.code == "order_no_taken"


def test_only_its_sender_and_the_centre_change_an_order(town):
    order = make.order()
    case = receive(order, actor=make.system(town.city, "orders:write"), now=MORNING).case
    changed = replace(order, content="换了内容")
    with pytest.raises(Refused) as refusal:
        change_order(case.pk, changed, actor=make.system(town.streets[0], "orders:write"), now=MORNING)
    assert refusal.value.code == "order_no_taken"
    assert change_order(case.pk, changed, actor=make.system(town.centre, "orders:write"), now=MORNING).version == 2


def test_a_new_limit_on_the_order_starts_the_citizens_clock_anew(town):
    order, hotline = make.order(), make.system(town.city, "orders:write")
    case = receive(order, actor=hotline, now=MORNING).case
    changed = replace(order, reply_due_at=at("2026-11-26 18:00"))
    case = change_order(case.pk, changed, actor=hotline, now=MORNING)
    case.refresh_from_db()
    assert case.due_at == at("2026-11-26 18:00")
    handling = case.clocks.filter(kind="handle").order_by("id")
    assert [(c.state, c.due_at) for c in handling] == [
        ("cancelled", at("2026-12-01 09:30")),
        ("running", at("2026-11-26 18:00")),
    ]
    assert case.events.last().data["changed"] == ["reply_due_at"]


def test_a_higher_urgency_shortens_the_limit(town):
    order, hotline = make.order(), make.system(town.city, "orders:write")
    case = receive(order, actor=hotline, now=MORNING).case
    assert change_order(case.pk, replace(order, urgency="urgent"), actor=hotline, now=MORNING).due_at == at(
        "2026-11-25 09:30"
    )


def test_another_time_of_receipt_is_refused(town):
    order, hotline = make.order(), make.system(town.city, "orders:write")
    case = receive(order, actor=hotline, now=MORNING).case
    with pytest.raises(Refused) as refusal:
        change_order(case.pk, replace(order, received_at=at("2026-11-24 09:00")), actor=hotline, now=MORNING)
    assert refusal.value.code == "receipt_is_fixed"


def test_what_a_dispatched_case_does_not_take_over_stays_in_its_course(town):
    order, hotline = make.order(whereabouts=Whereabouts(address="甲处")), make.system(town.city, "orders:write")
    case = receive(order, actor=hotline, now=MORNING).case
    dispatch(case.pk, target=town.department, actor=make.person(town.centre, Role.DISPATCHER), now=MORNING)
    changed = replace(order, whereabouts=Whereabouts(address="乙处"), category_code="030701")
    event = change_order(case.pk, changed, actor=hotline, now=MORNING).events.last()
    assert event.data["left"] == {"address": "乙处", "sent_category": "030701"}
    assert "未随之改变" in event.text


def test_an_order_from_the_future_is_refused(town):
    hotline = make.system(town.city, "orders:write")
    with pytest.raises(Invalid) as refusal:
        receive(make.order(received_at=at("2026-11-24 09:41")), actor=hotline, now=MORNING)
    assert refusal.value.errors[0].field == "received_at"
    assert (
        receive(make.order(received_at=at("2026-11-24 09:40")), actor=hotline, now=MORNING).outcome == Outcome.CREATED
    )


def test_the_fingerprint_cannot_be_made_without_the_key(town, settings):
    order = make.order()
    ours = fingerprint_of(order)
    settings.FIELD_HASH_KEY = b"x" * 32
    assert fingerprint_of(order) != ours
    assert hashlib.sha256(order.canonical().encode()).hexdigest() != ours


@pytest.mark.django_db(transaction=True)
def test_the_same_order_from_eight_sides_at_once_is_one_case():
    town = build_town()
    order, hotline = make.order(), make.system(town.city, "orders:write")
    outcomes: list[Outcome] = []

    def send() -> None:
        outcomes.append(receive(order, actor=hotline, now=MORNING).outcome)
        connection.close()

    threads = [threading.Thread(target=send) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["created"] + ["unchanged"] * 7
    assert (Case.objects.count(), CaseClock.objects.count()) == (1, 2)
