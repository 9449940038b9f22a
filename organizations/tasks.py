"""What beat calls."""

from celery import shared_task

from organizations.sessions import SessionStore


@shared_task(name="organizations.tasks.remove_ended_sessions")
def remove_ended_sessions() -> None:
    SessionStore.clear_expired()
