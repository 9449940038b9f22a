"""From a change to its position in the feed: writers, the sequencer, a reader that must miss nothing."""

import threading
import time
from dataclasses import dataclass, field

from django.db import connection

from bench.context import Bench
from bench.figures import Row, at_most
from bench.flows import PostOrders, bearer
from bench.orders import DIFFERENT, bodies
from bench.percentiles import percentile
from foundation import clock
from notices.sequencer import assign_positions

RATE = 100.0
WAITING = 100_000
_NEXT = "SELECT position, id, created_at FROM notices_outboxentry WHERE position > %s ORDER BY position LIMIT 1000"
_HEAD = "SELECT coalesce(max(position), 0) FROM notices_feedhead"


@dataclass
class Reader(threading.Thread):
    """Remembers the last position it saw and asks for what comes after, as every feed does."""

    after: int
    seen: dict[int, float] = field(default_factory=dict)
    is_over: bool = False

    def __post_init__(self) -> None:
        super().__init__()

    def __hash__(self) -> int:
        return id(self)

    def run(self) -> None:
        try:
            while True:
                last_round = self.is_over
                if not self._read() and last_round:
                    return
                time.sleep(0.02)
        finally:
            connection.close()

    def _read(self) -> int:
        with connection.cursor() as cursor:
            cursor.execute(_NEXT, [self.after])
            rows = cursor.fetchall()
        now = clock.now()
        for position, entry, created_at in rows:
            self.after = position
            self.seen[entry] = (now - created_at).total_seconds() * 1000
        return len(rows)


def run(bench: Bench) -> list[Row]:
    return [_following(bench), _sequencing(bench)]


def _following(bench: Bench) -> Row:
    """Orders come in and are dispatched; each of their changes must be seen, once its transaction is committed."""
    texts = bodies(DIFFERENT, now=bench.now(), mark="feed")
    assign_positions(now=bench.now(), limit=10_000_000)
    last = bench.value("SELECT coalesce(max(id), 0) FROM notices_outboxentry")
    reader = Reader(after=bench.value(_HEAD))
    reader.start()
    with bench.serving.workers():
        bench.open(PostOrders(bearer(bench.tokens[bench.city]), texts, f"feed-{bench.cases}"), rate=RATE)
    assign_positions(now=bench.now(), limit=10_000_000)
    reader.is_over = True
    reader.join()
    written = bench.value("SELECT count(*) FROM notices_outboxentry WHERE id > %s", last)
    delays = list(reader.seen.values())
    figures = {f"p{p}_ms": percentile(delays, p) for p in (50, 95, 99)}
    figures |= {"entries": float(written), "missed": float(written - len(delays))}
    return Row(f"change to position seen, {RATE:g} orders a second", figures, [at_most("missed", 0)])


def _sequencing(bench: Bench) -> Row:
    """How fast the one sequencer is when much waits, as after an outage."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO notices_outboxentry (kind, subject_kind, subject_id, version, happened_at, created_at)"
            " SELECT 'case.noted', 'case', n::text, 1, now(), now() FROM generate_series(1, %s) AS n",
            [WAITING],
        )
    began = time.perf_counter()
    while assign_positions(now=bench.now()):
        pass
    return Row(f"positions for {WAITING:,} waiting", {"entries_per_s": WAITING / (time.perf_counter() - began)})
