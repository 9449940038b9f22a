"""Single questions to the running house, each with a time limit: a dead neighbour must not hang the one who asks."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.models import Count, Min
from redis import Redis, RedisError
from redis.backoff import NoBackoff
from redis.retry import Retry

from cases.actions.seeing import OFTEN
from cases.models import Case
from cases.states import State
from deadlines.queries import calendar_state, sweep_state, unheard_state
from kernel.times import local_date
from notices import queries as notices
from organizations.models import AuditEntry

DATABASE_PATIENCE = "2s"
BROKER_PATIENCE_SECONDS = 1.0
Facts = Mapping[str, Any]


def database_answers() -> None:
    """Raises DatabaseError when it does not."""
    with _patiently(), connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def broker_answers() -> None:
    """Raises RedisError when it does not."""
    with _broker() as broker:
        broker.ping()


def failure_of(ask: Callable[[], object]) -> str | None:
    """The kind of failure, None for success; never its words, which may name hosts and accounts."""
    try:
        ask()
    except (DatabaseError, RedisError) as error:
        return type(error).__name__
    return None


def everything(*, now: datetime) -> dict[str, Any]:
    """What an operator wants to see; a part that cannot be told is `{"error": …}`."""
    parts: dict[str, Callable[[], Any]] = {
        "sweeps": partial(_sweeps, now),
        "outbox": partial(_outbox, now),
        "deliveries": partial(_deliveries, now),
        "dispatch": partial(_dispatch, now),
        "clock_skew_seconds": partial(_clock_skew, now),
        "calendar": partial(_calendar, now),
        "unheard": partial(_unheard, now),
        "reveals": partial(_reveals, now),
    }
    facts: dict[str, Any]
    try:
        with _patiently():
            facts = {name: _told(ask) for name, ask in parts.items()}
    except DatabaseError as error:
        facts = {name: {"error": type(error).__name__} for name in parts}
    return {**facts, "broker": _told(_broker_facts)}


def _told(ask: Callable[[], Any]) -> Any:
    """The answer, in a savepoint of its own, so that one failing question does not silence the next."""
    try:
        with transaction.atomic():
            return ask()
    except (DatabaseError, RedisError) as error:
        return {"error": type(error).__name__}


def _sweeps(now: datetime) -> Facts:
    """`age_seconds` is that of the stalest table, None when one was never swept."""
    tables = {state.clock_table: asdict(state) for state in sweep_state(now)}
    ages = [table["age_seconds"] for table in tables.values()]
    age = None if None in ages else max(ages, default=None)
    return {"age_seconds": age, "stuck": sum(table["stuck"] for table in tables.values()), "tables": tables}


def _outbox(now: datetime) -> Facts:
    return asdict(notices.backlog(now=now))


def _deliveries(now: datetime) -> Facts:
    return asdict(notices.undelivered(now=now))


def _dispatch(now: datetime) -> Facts:
    """Cases that wait for the catalogue; what is held for a person is that person's business."""
    waiting = Case.objects.filter(state=State.PENDING_DISPATCH, is_held=False)
    found = waiting.aggregate(count=Count("id"), oldest=Min("created_at"))
    age = (now - found["oldest"]).total_seconds() if found["oldest"] else None
    return {"waiting": found["count"], "age_seconds": age}


def _clock_skew(now: datetime) -> float:
    """How far this host's clock runs before the database's; the test-only offset is no skew."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT extract(epoch FROM clock_timestamp())::float8")
        database = cursor.fetchone()[0]
    return round(now.timestamp() - settings.TIME_OFFSET_SECONDS - database, 3)


def _calendar(now: datetime) -> Facts:
    return asdict(calendar_state(local_date(now)))


def _unheard(now: datetime) -> Facts:
    """Escalations of the last day for which nobody was found."""
    return asdict(unheard_state(now))


def _reveals(now: datetime) -> Facts:
    """People who looked up more requesters in a day than is usual, within the last day."""
    often = AuditEntry.objects.filter(kind=OFTEN, at__gt=now - timedelta(days=1))
    return {"often": often.values("actor_key").distinct().count()}


def _broker_facts() -> Facts:
    with _broker() as broker:
        return {"waiting_messages": broker.llen("celery")}


@contextmanager
def _patiently() -> Iterator[None]:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = %s", [DATABASE_PATIENCE])
        yield


def _broker() -> Redis:
    return Redis.from_url(
        settings.REDIS_URL,
        socket_timeout=BROKER_PATIENCE_SECONDS,
        socket_connect_timeout=BROKER_PATIENCE_SECONDS,
        retry=Retry(NoBackoff(), 0),
    )
