from datetime import timedelta

from notices.models import OutboxAudience
from notices.outbox import OutboxRow, append, append_many
from notices.queries import backlog, changes_after, latest_position
from notices.sequencer import assign_positions
from notices.tasks import sequence
from tests.notices.conftest import NOON


def dispatched(case_no, *audience, version=1):
    return OutboxRow("case.dispatched", "case", case_no, version, audience)


def seen(position, *organizations, limit=100):
    return [entry.subject_id for entry in changes_after(position, [each.pk for each in organizations], limit=limit)]


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


def test_five_hundred_changes_cost_two_statements(greening, water, django_assert_num_queries):
    rows = [dispatched(str(number), greening.pk, water.pk) for number in range(500)]
    with django_assert_num_queries(2):
        entries = append_many(rows, now=NOON)
    assert [entry.subject_id for entry in entries] == [row.subject_id for row in rows]
    assert OutboxAudience.objects.count() == 1000


def test_an_organization_hears_only_what_it_is_told(greening, water):
    append_many([dispatched("1", greening.pk), dispatched("2", water.pk), dispatched("3")], now=NOON)
    assign_positions(now=NOON)
    assert (seen(0, greening), seen(0, water), seen(0, greening, water)) == (["1"], ["2"], ["1", "2"])
    assert [entry.subject_id for entry in changes_after(0, None)] == ["1", "2", "3"]


def test_a_reader_goes_on_from_the_last_position_it_saw(greening):
    append_many([dispatched(str(number), greening.pk) for number in range(5)], now=NOON)
    assign_positions(now=NOON)
    [first, second] = changes_after(0, [greening.pk], limit=2)
    assert [first.subject_id, second.subject_id] == ["0", "1"]
    assert seen(second.position, greening) == ["2", "3", "4"]
    assert seen(latest_position(), greening) == []


def test_nothing_is_read_before_it_has_its_position(greening):
    append_many([dispatched("1", greening.pk)], now=NOON - timedelta(seconds=3))
    assert (seen(0, greening), latest_position()) == ([], 0)
    assert (backlog(now=NOON).unsequenced, backlog(now=NOON).age_seconds) == (1, 3.0)
    sequence()
    assert (seen(0, greening), latest_position()) == (["1"], 1)
    assert (backlog(now=NOON).unsequenced, backlog(now=NOON).age_seconds) == (0, None)
