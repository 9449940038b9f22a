"""Many at once, on real connections: one winner, nobody waits for ever, nothing is lost."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from enforcement.actions.blow import blow
from enforcement.actions.close import close
from enforcement.actions.escalate import escalate_due
from enforcement.actions.repeat import repeat
from enforcement.models import Summons, SummonsEscalation, SummonsEvent, Whistle
from kernel.errors import CenterError
from tests.enforcement.acting import came, fresh, rated, reported, signed
from tests.enforcement.conftest import build, summonses
from tests.make import at

pytestmark = pytest.mark.django_db(transaction=True)
DUE = at("2026-11-24 10:31")


@pytest.fixture
def whistling(transactional_db):
    return build()


def together(*acts):
    """What each of them came to: "done", or the code of its refusal; another error ends the test."""
    start = Barrier(len(acts))

    def work(act):
        start.wait(10)
        try:
            act()
        except CenterError as refusal:
            return refusal.code
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(acts)) as threads:
        return Counter(threads.map(work, acts))


def test_of_two_who_sign_at_once_one_has_signed(whistling):
    (one,) = summonses(whistling.blow(1))
    officer = whistling.officer(one)
    assert officer
    found = together(*[lambda: signed(whistling, one, at("2026-11-24 10:00"))] * 2)
    assert found == {"done": 1, "wrong_state": 1}
    assert SummonsEvent.objects.filter(summons=one, kind="signed").count() == 1


def test_a_signature_and_the_sweep_at_once_never_block_each_other_and_each_rung_fires_once(whistling):
    whistle = whistling.blow(8)
    called = summonses(whistle)
    for one in called:
        whistling.officer(one)
    signing = [lambda one=one: signed(whistling, one, DUE) for one in called]
    found = together(*signing, *[lambda: escalate_due(now=DUE)] * 2)
    assert found == {"done": 10}
    escalate_due(now=DUE)
    assert {fresh(one).state for one in called} == {"signed"}
    rungs = Counter(SummonsEscalation.objects.filter(clock__kind="summons_sign").values_list("clock", "rung"))
    assert set(rungs.values()) <= {1}
    versions = [(one.pk, fresh(one).version) for one in called]
    assert all(SummonsEvent.objects.filter(summons=pk, version=version).exists() for pk, version in versions)


def test_repeats_at_once_count_each_other(whistling):
    (one,) = summonses(whistling.blow(1))
    came(whistling, one, DUE)
    reported(whistling, one, DUE)
    rated(whistling, one, DUE)
    first = close(one.whistle_id, words="已整治", actor=whistling.clerk, now=DUE)
    facts, later = whistling.facts(1), at("2026-12-01 09:00")
    again = [lambda: repeat(first.pk, facts, actor=whistling.leader, now=later)] * 2
    anew = [lambda: blow(facts, actor=whistling.leader, now=later)] * 2
    assert together(*again, *anew) == {"done": 4}
    found = Whistle.objects.filter(repeat_of=first).order_by("repeat_count")
    assert list(found.values_list("repeat_count", "is_supervised")) == [
        (1, False), (2, False), (3, True), (4, True),
    ]  # fmt: skip


def test_when_the_last_departments_report_at_once_the_whistle_is_finished_once(whistling):
    whistle = whistling.blow(6)
    called = summonses(whistle)
    for one in called:
        came(whistling, one, at("2026-11-24 10:00"))
    found = together(*[lambda one=one: reported(whistling, one, at("2026-11-24 11:00")) for one in called])
    assert found == {"done": 6}
    whistle = Whistle.objects.get(pk=whistle.pk)
    assert (whistle.state, whistle.events.filter(kind="finishing").count()) == ("finishing", 1)


def test_a_whistle_is_closed_once_and_never_before_the_last_rating(whistling):
    whistle = whistling.blow(1)
    (one,) = summonses(whistle)
    came(whistling, one, at("2026-11-24 10:00"))
    reported(whistling, one, at("2026-11-24 11:00"))
    moment = at("2026-11-24 14:00")
    rating = lambda: rated(whistling, one, moment)  # noqa: E731
    closing = lambda: close(whistle.pk, words="好", actor=whistling.clerk, now=moment)  # noqa: E731
    found = together(rating, closing, closing)
    assert found["done"] in {1, 2}
    state = Whistle.objects.get(pk=whistle.pk).state
    assert state == ("closed" if found["done"] == 2 else "finishing")
    assert Summons.objects.get(pk=one.pk).state == "rated"
