from celery import shared_task

from foundation import clock
from foundation.actions import purge_idempotency_keys as purge


@shared_task(name="foundation.tasks.purge_idempotency_keys")
def purge_idempotency_keys() -> None:
    purge.purge_idempotency_keys(now=clock.now())
