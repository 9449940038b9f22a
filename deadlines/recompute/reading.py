"""Finding the live clocks of a table, piece by piece in the order of their ids."""

from collections.abc import Iterator, Sequence

from django.db import connections, router

from deadlines.models import Clock
from deadlines.states import LIVE

CHUNK = 1000


def live_ids(clock_model: type[Clock], *, after: int, limit: int, since: str | None = None) -> list[int]:
    """The next running and paused clocks; with `since`, only those written by that transaction or a later one."""
    clocks = clock_model._default_manager.filter(state__in=LIVE, pk__gt=after)
    if since is not None:
        table = connections[router.db_for_read(clock_model)].ops.quote_name(clock_model._meta.db_table)
        written_since = f"age({table}.xmin) <= age(%s::text::xid8::xid)"
        clocks = clocks.extra(where=[written_since], params=[since])  # noqa: S610  the table's own name
    return list(clocks.order_by("pk").values_list("pk", flat=True)[:limit])


def live_count(clock_model: type[Clock]) -> int:
    return clock_model._default_manager.filter(state__in=LIVE).count()


def live_clocks(clock_model: type[Clock]) -> Iterator[Sequence[Clock]]:
    """The live clocks in chunks, without a lock."""
    after = 0
    live = clock_model._default_manager.filter(state__in=LIVE).order_by("pk")
    while clocks := list(live.filter(pk__gt=after)[:CHUNK]):
        yield clocks
        after = clocks[-1].pk


def oldest_open_transaction() -> str:
    """Whatever was begun under the rules in force until now is written by this transaction or a later one."""
    with connections[router.db_for_write(Clock)].cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text")
        found: str = cursor.fetchone()[0]
        return found
