from datetime import timedelta

import pytest

from notices.actions import purge as purging
from notices.actions.claim_due import claim_due
from notices.actions.purge import purge
from notices.actions.settle import settle_all
from notices.channels.outcome import Outcome
from notices.models import Delivery, FeedHead, OutboxAudience, OutboxEntry
from notices.outbox import append
from notices.sequencer import sequence_all
from tests.notices.conftest import NOON, tell

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _thirty_days(settings):
    settings.FEED_DAYS = 30


def kept():
    return list(OutboxEntry.objects.order_by("position").values_list("subject_id", flat=True))


def test_changes_are_kept_for_thirty_days_and_leave_with_their_audience(greening, monkeypatch):
    monkeypatch.setattr(purging, "BATCH", 2)
    tell(*"abc", audience=[greening])
    tell("d", audience=[greening], at=NOON + DAY)
    assert purge(now=NOON + 30 * DAY) == 0
    assert purge(now=NOON + 30 * DAY + timedelta(seconds=1)) == 3
    assert (kept(), OutboxAudience.objects.count(), FeedHead.objects.get().purged_to) == (["d"], 1, 3)


def test_positions_go_on_after_everything_is_purged(greening):
    tell("a", audience=[greening])
    purge(now=NOON + 31 * DAY)
    tell("b", audience=[greening], at=NOON + 31 * DAY)
    assert OutboxEntry.objects.get().position == 2


def test_what_the_sequencer_has_not_reached_is_not_purged(greening):
    append("case.signed", "case", "a", version=1, audience=[greening.pk], now=NOON)
    assert purge(now=NOON + 31 * DAY) == 0
    sequence_all(now=NOON + 31 * DAY)
    assert purge(now=NOON + 31 * DAY) == 1


def test_an_old_change_behind_a_newer_one_leaves_no_gap(greening):
    """It was written down late: positions, not times, say what readers have seen."""
    tell("new", audience=[greening], at=NOON + 20 * DAY)
    tell("late", audience=[greening], at=NOON)
    assert purge(now=NOON + 31 * DAY) == 0
    assert kept() == ["new", "late"]


def test_finished_deliveries_leave_and_dead_letters_stay(greening, endpoint):
    endpoint(greening)
    tell("done", "dead", "waiting", audience=[greening])
    taken = sorted(claim_due(limit=2, now=NOON), key=lambda one: one.pk)
    outcomes = [Outcome(status_code=204), Outcome("没有地址", is_final=True)]
    settle_all(list(zip(taken, outcomes, strict=True)), now=NOON)
    purge(now=NOON + 31 * DAY)
    assert set(Delivery.objects.values_list("subject_id", flat=True)) == {"dead", "waiting"}
