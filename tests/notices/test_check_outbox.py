from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from foundation.clock import now
from notices.actions.claim_due import claim_due
from notices.actions.settle import settle_all
from notices.channels.outcome import Outcome
from notices.models import Delivery
from notices.outbox import append
from notices.queries import undelivered
from tests.notices.conftest import NOON, tell

MINUTE = timedelta(minutes=1)


def test_an_outbox_that_stands_still_is_noticed(greening):
    call_command("check_outbox")
    append("case.signed", "case", "1", version=1, audience=[greening.pk], now=now() - 2 * MINUTE)
    with pytest.raises(CommandError) as stuck:
        call_command("check_outbox")
    assert stuck.value.returncode == 1


def test_deliveries_that_nobody_sends_are_noticed(greening, endpoint):
    endpoint(greening)
    tell("1", audience=[greening], at=now() - 2 * MINUTE)
    with pytest.raises(CommandError):
        call_command("check_outbox")


def test_a_receiver_that_fails_is_not_our_standstill(greening, endpoint):
    """What stands behind a failing one waits for it, not for us; dead letters are counted apart."""
    endpoint(greening)
    tell("a", audience=[greening])
    settle_all([(one, Outcome("对方应答 500。")) for one in claim_due(limit=5, now=NOON)], now=NOON)
    tell("a", audience=[greening])
    assert undelivered(now=NOON + timedelta(seconds=9)).age_seconds is None
    late = undelivered(now=NOON + MINUTE)
    assert (late.waiting, late.age_seconds, late.undelivered_seconds, late.parked) == (2, 50.0, 60.0, 0)
    Delivery.objects.update(state="parked", settled_at=NOON)
    assert undelivered(now=NOON + MINUTE).parked == 2
