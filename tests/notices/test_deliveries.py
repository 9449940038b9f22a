"""From a change to whoever wanted to be told: leased, in order, tried again, given up, and never lost."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import IntegrityError, connection

from notices.actions.claim_due import LEASE, ROOM, claim_due
from notices.actions.redeliver import give_up, redeliver
from notices.actions.settle import settle, settle_all
from notices.channels.outcome import Outcome
from notices.models import Delivery, Endpoint
from notices.states import OPEN, DeliveryState
from tests.notices.conftest import NOON, tell

YES, NO = Outcome(status_code=204), Outcome("对方应答 500。", status_code=500)
SECOND, MINUTE, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(days=1)


def claimed(now=NOON, limit=100):
    return sorted(claim_due(limit=limit, now=now), key=lambda delivery: delivery.pk)


def subjects(deliveries):
    return [delivery.subject_id for delivery in deliveries]


def attempt(outcome, now=NOON):
    """One turn of a sender to which every receiver answers the same."""
    taken = claimed(now)
    settle_all([(delivery, outcome) for delivery in taken], now=now)
    return subjects(taken)


def states():
    return list(Delivery.objects.order_by("pk").values_list("state", flat=True))


def test_a_change_goes_to_every_address_of_whom_it_is_told(greening, water, endpoint):
    one, two = endpoint(greening), endpoint(greening, "https://second.example/")
    endpoint(water, "https://water.example/")
    tell("1", audience=[greening])
    assert {delivery.endpoint_id for delivery in Delivery.objects.all()} == {one.pk, two.pk}


def test_an_address_gets_the_kinds_it_asked_for(greening, endpoint):
    endpoint(greening, kinds=["case.closed", "whistle.*"])
    tell("1", audience=[greening], kind="case.signed")
    tell("2", audience=[greening], kind="case.closed")
    tell("3", audience=[greening], kind="whistle.blown")
    assert [delivery.kind for delivery in Delivery.objects.order_by("pk")] == ["case.closed"]
    Endpoint.objects.update(kinds=["case.*"])
    tell("4", audience=[greening], kind="case.signed")
    assert Delivery.objects.filter(subject_id="4").exists()


def test_whoever_loses_sight_is_told_that_by_webhook_too(greening, water, endpoint):
    endpoint(water)
    tell("1", audience=[greening], left=[water.pk])
    assert Delivery.objects.get().kind == "case.left_view"


def test_the_mark_of_the_change_is_that_of_the_feed(greening, endpoint):
    from notices.feed import Place, read_feed

    endpoint(greening)
    tell("1", audience=[greening], at=NOON + timedelta(microseconds=654321))
    [change] = read_feed(greening.pk, after=Place(0), limit=10).changes
    assert Delivery.objects.get().change == str(change.place)


def test_of_one_subject_only_the_oldest_is_on_its_way(greening, endpoint):
    endpoint(greening)
    tell("a", "b", "a", audience=[greening])
    first = claimed()
    assert subjects(first) == ["a", "b"]
    assert claimed() == []
    settle(first[0], outcome=YES, now=NOON)
    assert subjects(claimed()) == ["a"]


def test_a_failing_subject_holds_back_itself_alone(greening, endpoint):
    endpoint(greening)
    tell("bad", "good", "bad", "good", audience=[greening])
    for delivery in claimed():
        settle(delivery, outcome=NO if delivery.subject_id == "bad" else YES, now=NOON)
    assert attempt(YES, NOON + SECOND) == ["good"]
    assert attempt(YES, NOON + SECOND) == []
    assert attempt(YES, NOON + MINUTE) == ["bad"]
    assert attempt(YES, NOON + MINUTE) == ["bad"]
    assert set(states()) == {"delivered"}


def test_what_comes_later_waits_behind_a_subject_that_fails(greening, endpoint):
    endpoint(greening)
    tell("a", audience=[greening])
    attempt(NO)
    tell("a", audience=[greening])
    assert attempt(YES, NOON + SECOND) == []
    assert [attempt(YES, NOON + MINUTE) for _turn in range(3)] == [["a"], ["a"], []]


def test_two_addresses_do_not_wait_for_each_other(greening, endpoint):
    dead, living = endpoint(greening), endpoint(greening, "https://second.example/")
    tell("a", "a", audience=[greening])
    for delivery in claimed():
        settle(delivery, outcome=NO if delivery.endpoint_id == dead.pk else YES, now=NOON)
    assert [delivery.endpoint_id for delivery in claimed(NOON + SECOND)] == [living.pk]


def test_what_a_killed_sender_had_in_hand_is_taken_again_when_its_lease_ends(greening, endpoint):
    endpoint(greening)
    tell("a", audience=[greening])
    [lost] = claimed()
    assert claimed(NOON + LEASE - SECOND) == []
    [again] = claimed(NOON + LEASE)
    assert (again.pk, again.attempts, again.webhook_id) == (lost.pk, 2, lost.webhook_id)


def test_whoever_comes_back_after_the_lease_decides_nothing(greening, endpoint):
    endpoint(greening)
    tell("a", audience=[greening])
    [late] = claimed()
    [second] = claimed(NOON + LEASE)
    assert settle(late, outcome=YES, now=NOON + LEASE) is False
    assert states() == ["leased"]
    assert settle(second, outcome=NO, now=NOON + LEASE) is True
    assert states() == ["pending"]


def test_after_three_days_of_failures_it_is_parked_and_the_rest_goes_on(greening, endpoint):
    endpoint(greening)
    tell("a", "a", audience=[greening])
    now, tries = NOON, 0
    while states()[0] != "parked":
        tries += len(attempt(NO, now))
        now = Delivery.objects.order_by("pk")[0].next_try_at
    first, second = Delivery.objects.order_by("pk")
    assert (first.settled_at - NOON, first.attempts, second.attempts) == (3 * DAY, tries, 0)
    assert first.last_error == "对方应答 500。"
    assert attempt(YES, now) == ["a"]
    assert states() == ["parked", "delivered"]


def test_a_failure_is_never_shown_as_success(greening, endpoint):
    endpoint(greening)
    tell("a", audience=[greening])
    attempt(NO)
    one = Delivery.objects.get()
    assert (one.state, one.settled_at, one.status_code) == ("pending", None, 500)
    with pytest.raises(IntegrityError, match="failure_is_not_shown_as_success"):
        Delivery.objects.update(state="delivered", settled_at=NOON)


def test_no_address_takes_more_than_its_room(greening, water, endpoint):
    endpoint(greening)
    tell(*(str(number) for number in range(20)), audience=[greening])
    assert len(claimed()) == ROOM
    assert claimed() == []
    endpoint(water)
    tell("other", audience=[water])
    assert subjects(claimed()) == ["other"]


def test_an_address_that_fails_again_and_again_is_tried_one_at_a_time_after_the_others(greening, water, endpoint):
    endpoint(greening, failures_in_row=3)
    endpoint(water)
    tell(*(str(number) for number in range(20)), audience=[greening])
    tell("living", audience=[water])
    assert subjects(claimed(limit=1)) == ["living"]
    assert len(claimed()) == 1


def test_how_an_address_fares_is_kept_with_it(greening, endpoint):
    endpoint(greening)
    tell("a", audience=[greening])
    attempt(NO)
    attempt(NO, NOON + MINUTE)
    one = Endpoint.objects.get()
    assert (one.failures_in_row, one.last_failure_at, one.last_success_at) == (2, NOON + MINUTE, None)
    attempt(YES, NOON + 5 * MINUTE)
    one = Endpoint.objects.get()
    assert (one.failures_in_row, one.last_success_at) == (0, NOON + 5 * MINUTE)


def test_a_receiver_that_says_410_gets_nothing_any_more(greening, endpoint):
    endpoint(greening)
    tell("a", "b", "a", audience=[greening])
    [a, b] = claimed()
    settle(a, outcome=Outcome("对方应答 410。", status_code=410, is_gone=True), now=NOON)
    assert settle(b, outcome=YES, now=NOON) is False
    assert states() == ["cancelled"] * 3
    one = Endpoint.objects.get()
    assert (one.is_active, one.retired_at) == (False, NOON)
    tell("c", audience=[greening])
    assert Delivery.objects.count() == 3


def test_what_no_attempt_can_help_is_parked_at_once(greening, endpoint):
    endpoint(greening)
    tell("a", audience=[greening])
    attempt(Outcome("没有地址", is_final=True))
    assert states() == ["parked"]


def test_a_dead_letter_is_sent_once_more_under_its_own_id(greening, endpoint, operator):
    endpoint(greening)
    tell("a", audience=[greening])
    [one] = claimed()
    settle(one, outcome=Outcome("没有地址", is_final=True), now=NOON)
    redeliver(one.pk, actor=operator, now=NOON + DAY)
    [again] = claimed(NOON + DAY)
    assert again.webhook_id == one.webhook_id
    settle(again, outcome=NO, now=NOON + DAY)
    assert Delivery.objects.get().next_try_at == NOON + DAY + 10 * SECOND  # its time begins anew


def test_what_is_sent_once_more_does_not_overtake_what_is_on_its_way(greening, endpoint, operator):
    endpoint(greening)
    tell("a", "a", audience=[greening])
    attempt(YES)
    [second] = claimed()
    redeliver(Delivery.objects.order_by("pk")[0].pk, actor=operator, now=NOON)
    assert claimed() == []
    settle(second, outcome=YES, now=NOON)
    assert subjects(claimed()) == ["a"]


def test_a_dead_letter_can_be_put_away(greening, endpoint, operator):
    endpoint(greening)
    tell("a", audience=[greening])
    attempt(Outcome("没有地址", is_final=True))
    assert give_up(Delivery.objects.get().pk, actor=operator, now=NOON).state == DeliveryState.CANCELLED
    assert Delivery.objects.get().last_error == "没有地址"


@pytest.mark.django_db(transaction=True)
def test_senders_at_the_same_time_take_each_delivery_once_and_in_order(greening, endpoint):
    """Eight senders, forty subjects of three changes each: none twice, none before its elder."""
    for number in range(3):
        endpoint(greening, f"https://{number}.example/")
    tell(*(str(number % 40) for number in range(120)), audience=[greening])
    together, sent = Barrier(8), []

    def work(_):
        together.wait(10)
        try:
            while Delivery.objects.filter(state__in=OPEN).exists():
                for delivery in claim_due(limit=3, now=NOON):
                    sent.append((delivery.line, delivery.pk))
                    settle(delivery, outcome=YES, now=NOON)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(work, range(8)))
    assert len(sent) == len(set(sent)) == 360
    for line in {line for line, _pk in sent}:
        pks = [pk for other, pk in sent if other == line]
        assert pks == sorted(pks)
