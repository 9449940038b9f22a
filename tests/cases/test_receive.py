import threading
from dataclasses import replace

import pytest
from django.db import connection

from cases.actions.change_order import change_order
from cases.actions.receive import Outcome, receive
from cases.models import Case, CaseClock, CaseEvent
from cases.queries.search import matching
from cases.rules.orders import Caller, Whereabouts
from kernel.errors import NotAllowed, Refused
from notices.models import OutboxAudience, OutboxEntry
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
    assert case.events.last().data == {"changed": ["title"]}
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
