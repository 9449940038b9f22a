from datetime import timedelta

from notices.models import OutboxAudience, OutboxEntry
from notices.outbox import OutboxRow, append, append_many
from notices.queries import backlog
from notices.tasks import sequence
from tests.notices.conftest import NOON


def dispatched(case_no, *audience, version=1):
    return OutboxRow("case.dispatched", "case", case_no, version, audience)


def test_a_change_is_told_to_its_audience_once(greening, water):
    entry = append(
        kind="case.signed",
        subject_kind="case",
        subject_id="261122000001",
        version=3,
        audience=[greening.pk, water.pk, greening.pk],
        now=NOON,
    )
    assert entry.happened_at == entry.created_at == NOON
    assert {told.organization_id for told in entry.audience.all()} == {greening.pk, water.pk}
    assert OutboxAudience.objects.count() == 2


def test_what_an_outage_delayed_keeps_its_own_time(db):
    late = OutboxRow("case.overdue", "case", "1", 1, (), happened_at=NOON - timedelta(hours=2))
    [entry] = append_many([late], now=NOON)
    assert (entry.happened_at, entry.created_at) == (NOON - timedelta(hours=2), NOON)


def test_five_hundred_changes_cost_three_statements(greening, water, django_assert_num_queries):
    rows = [dispatched(str(number), greening.pk, water.pk) for number in range(500)]
    with django_assert_num_queries(3):
        entries = append_many(rows, now=NOON)
    assert [entry.subject_id for entry in entries] == [row.subject_id for row in rows]
    assert OutboxAudience.objects.count() == 1000


def test_what_waits_for_the_sequencer_is_counted_with_its_age(greening):
    append_many([dispatched("1", greening.pk)], now=NOON - timedelta(seconds=3))
    assert (backlog(now=NOON).unsequenced, backlog(now=NOON).age_seconds) == (1, 3.0)
    sequence()
    assert OutboxEntry.objects.get().position == 1
    assert (backlog(now=NOON).unsequenced, backlog(now=NOON).age_seconds) == (0, None)
