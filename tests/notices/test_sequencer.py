"""The feed's order is the order of commits: told on several real connections."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from notices.models import FeedHead, OutboxEntry
from notices.outbox import OutboxRow, append_many
from notices.sequencer import assign_positions
from tests.notices.conftest import NOON

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def other():
    """A second connection, whose transaction the test ends when it likes."""
    second = connection.copy()
    second.set_autocommit(False)
    yield second
    second.rollback()
    second.close()


def write(name, on):
    with on.cursor() as cursor:
        cursor.execute(
            "INSERT INTO notices_outboxentry (kind, subject_kind, subject_id, version, happened_at, created_at) "
            "VALUES ('case.signed', 'case', %s, 1, now(), now())",
            [name],
        )


def feed(after=0):
    entries = OutboxEntry.objects.filter(position__gt=after).order_by("position")
    return list(entries.values_list("position", "subject_id"))


def append(*names):
    append_many([OutboxRow("case.signed", "case", name, 1, ()) for name in names], now=NOON)


def test_what_commits_late_gets_a_later_position(other):
    write("late", other)
    append("early")
    assert assign_positions(now=NOON) == 1
    assert feed() == [(1, "early")]
    other.commit()
    assert assign_positions(now=NOON) == 1
    assert feed(after=1) == [(2, "late")]


def test_what_is_rolled_back_leaves_no_gap(other):
    write("undone", other)
    other.rollback()
    append("kept")
    assign_positions(now=NOON)
    assert feed() == [(1, "kept")]


def test_a_batch_takes_the_oldest_and_the_next_goes_on():
    append("a", "b", "c")
    assert [assign_positions(now=NOON, limit=2) for _round in range(3)] == [2, 1, 0]
    assert feed() == [(1, "a"), (2, "b"), (3, "c")]


def test_no_position_is_given_twice_after_old_entries_are_removed():
    append("old")
    assign_positions(now=NOON)
    OutboxEntry.objects.all().delete()
    append("new")
    assign_positions(now=NOON)
    assert feed() == [(2, "new")]


def test_an_idle_sequencer_writes_nothing():
    assert (assign_positions(now=NOON), FeedHead.objects.count()) == (0, 0)


def test_sequencers_at_the_same_time_give_each_position_once():
    append(*(str(number) for number in range(200)))

    def run():
        try:
            return assign_positions(now=NOON, limit=30)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        given = [turn.result() for turn in [threads.submit(run) for _turn in range(8)]]
    assert sum(given) == 200
    assert feed(after=0)[:100] == [(number + 1, str(number)) for number in range(100)]
    assert FeedHead.objects.get().position == 200
