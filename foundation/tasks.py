"""What beat calls: sweeps that find their work in the database and may run twice."""

from celery import shared_task

from foundation import clock
from foundation.actions import purge_idempotency_keys as purge
from foundation.actions import remove_expired_files as removal
from foundation.actions import remove_unused_attachments as unused
from foundation.actions.run_job import run_next_job

HOURS_4 = 4 * 3600


@shared_task(name="foundation.tasks.purge_idempotency_keys")
def purge_idempotency_keys() -> None:
    purge.purge_idempotency_keys(now=clock.now())


@shared_task(name="foundation.tasks.run_jobs", time_limit=HOURS_4)
def run_jobs() -> None:
    """One job a message: between two of them the worker is free for the other sweeps."""
    run_next_job(clock=clock.now)


@shared_task(name="foundation.tasks.remove_expired_files")
def remove_expired_files() -> None:
    removal.remove_expired_files(now=clock.now())


@shared_task(name="foundation.tasks.remove_unused_attachments")
def remove_unused_attachments() -> None:
    unused.remove_unused_attachments(now=clock.now())
