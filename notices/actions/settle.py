"""了结一次投递."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from kernel.actors import Actor
from notices.actions.retire_endpoint import retire_endpoint
from notices.channels.outcome import Outcome
from notices.models import Delivery, Endpoint
from notices.rules.backoff import next_try
from notices.sequencer import pause_sequencer
from notices.states import DeliveryState

SENDER = Actor.system("outbox", "outbox")


def settle_all(results: Sequence[tuple[Delivery, Outcome]], *, now: datetime) -> int:
    """Writes down what became of these attempts, in one transaction; says how many still held their lease.

    Endpoints are locked before deliveries, as by `retire_endpoint`, and each in the order of ids.
    """
    with transaction.atomic():
        if any(outcome.is_gone for _delivery, outcome in results):
            pause_sequencer()  # an endpoint will be retired: in the order in which that locks
        _lock({delivery.endpoint_id for delivery, _outcome in results if delivery.endpoint_id is not None})
        smooth = [(delivery, outcome) for delivery, outcome in results if _is_smooth(delivery, outcome)]
        rough = [(delivery, outcome) for delivery, outcome in results if not _is_smooth(delivery, outcome)]
        rough.sort(key=lambda result: result[0].pk)
        return _settle_smooth(smooth, now) + sum(settle(one, outcome=outcome, now=now) for one, outcome in rough)


def settle(claimed: Delivery, *, outcome: Outcome, now: datetime) -> bool:
    """Delivered, or due again later, or parked when its time is over or no attempt can help.

    False, and nothing written, when the lease ended meanwhile and another sender took it: that one decides.
    """
    with transaction.atomic():
        if outcome.is_gone:
            pause_sequencer()
        if claimed.endpoint_id is not None:
            _lock({claimed.endpoint_id})
        held = Delivery.objects.select_for_update().filter(
            pk=claimed.pk, state=DeliveryState.LEASED, attempts=claimed.attempts
        )
        delivery = held.first()
        if delivery is None:
            return False
        _write(delivery, outcome, now)
        if delivery.attempts > 1 or delivery.state == DeliveryState.PENDING:
            _move_followers(delivery, now)
        if delivery.endpoint_id is not None:
            _note_health(delivery.endpoint_id, outcome, now)
        return True


def _is_smooth(delivery: Delivery, outcome: Outcome) -> bool:
    """Delivered by the first attempt, as nearly all are: nobody behind it has been moved."""
    return outcome.is_delivered and delivery.attempts == 1


def _settle_smooth(results: Sequence[tuple[Delivery, Outcome]], now: datetime) -> int:
    """Two statements for each status and endpoint, however many there are."""
    settled = 0
    for status in {outcome.status_code for _delivery, outcome in results}:
        ids = [delivery.pk for delivery, outcome in results if outcome.status_code == status]
        held = Delivery.objects.filter(pk__in=ids, state=DeliveryState.LEASED, attempts=1)
        settled += held.update(
            state=DeliveryState.DELIVERED, status_code=status, last_error="", settled_at=now, next_try_at=now
        )
    endpoints = {delivery.endpoint_id for delivery, _outcome in results if delivery.endpoint_id is not None}
    Endpoint.objects.filter(pk__in=endpoints).update(last_success_at=now, failures_in_row=0)
    return settled


def _lock(endpoint_ids: Collection[int]) -> None:
    list(Endpoint.objects.filter(pk__in=endpoint_ids).order_by("pk").select_for_update(no_key=True).values_list("pk"))


def _write(delivery: Delivery, outcome: Outcome, now: datetime) -> None:
    delivery.status_code, delivery.last_error = outcome.status_code, outcome.error[:200]
    again = None
    if outcome.is_delivered:
        delivery.state = DeliveryState.DELIVERED
    else:
        if not outcome.is_final:
            again = next_try(delivery.channel, first_try_at=delivery.first_try_at or now, now=now)
        delivery.state = DeliveryState.PARKED if again is None else DeliveryState.PENDING
    delivery.settled_at, delivery.next_try_at = (now, now) if again is None else (None, again)
    delivery.save(update_fields=["state", "status_code", "last_error", "settled_at", "next_try_at"])


def _move_followers(delivery: Delivery, now: datetime) -> None:
    """Those behind it in its line are due with it while it waits, at once when it is settled: so that a long queue
    behind a dead receiver costs nobody a look."""
    waits = delivery.state == DeliveryState.PENDING
    behind = Delivery.objects.filter(line=delivery.line, pk__gt=delivery.pk, state=DeliveryState.PENDING)
    if waits:
        behind.filter(next_try_at__lt=delivery.next_try_at).update(next_try_at=delivery.next_try_at)
    else:
        behind.filter(next_try_at__gt=now, first_try_at__isnull=True).update(next_try_at=now)


def _note_health(endpoint_id: int, outcome: Outcome, now: datetime) -> None:
    endpoint = Endpoint.objects.filter(pk=endpoint_id)
    if outcome.is_delivered:
        endpoint.update(last_success_at=now, failures_in_row=0)
        return
    endpoint.update(last_failure_at=now, failures_in_row=F("failures_in_row") + 1)
    if outcome.is_gone and endpoint.filter(is_active=True).exists():
        retire_endpoint(endpoint_id, reason=_("对方应答 410，不再接收。"), actor=SENDER, now=now)
