"""What one organization is told, and that nobody is left behind silently."""

from datetime import timedelta

import pytest

from foundation.errors import Malformed
from kernel.errors import Gone
from notices import feed
from notices.actions.purge import purge
from notices.feed import Place, latest, oldest, read_feed
from notices.models import FeedHead, OutboxEntry
from tests.notices.conftest import NOON, tell

BEGIN = Place(0)


def told(organization, after=BEGIN, limit=100):
    page = read_feed(organization.pk, after=after, limit=limit)
    return [(change.kind, change.subject_id) for change in page.changes]


def test_each_is_told_what_it_may_see_in_the_order_of_all(greening, water):
    tell("1", audience=[greening])
    tell("2", audience=[water])
    tell("3", audience=[water, greening])
    assert told(greening) == [("case.signed", "1"), ("case.signed", "3")]
    assert told(water) == [("case.signed", "2"), ("case.signed", "3")]


def test_whoever_loses_sight_is_told_that_and_not_what_happened(greening, water):
    tell("1", audience=[greening], left=[water.pk, greening.pk])
    assert told(water) == [("case.left_view", "1")]
    assert told(greening) == [("case.signed", "1")]


def test_what_has_no_position_yet_is_not_told(greening):
    tell("1", audience=[greening])
    OutboxEntry.objects.update(position=None)
    FeedHead.objects.update(position=0)
    assert told(greening) == []


def test_a_reader_goes_on_where_the_page_ended(greening, water):
    tell(*"abc", audience=[greening])
    tell(*"xy", audience=[water])
    first = read_feed(greening.pk, after=BEGIN, limit=2)
    second = read_feed(greening.pk, after=first.until, limit=2)
    assert [change.subject_id for change in [*first.changes, *second.changes]] == ["a", "b", "c"]
    assert (first.has_more, second.has_more) == (True, False)
    assert second.until.position == 5  # past what others are told: it is not looked at again


def test_a_page_looks_at_so_many_positions_and_says_that_there_are_more(greening, water, monkeypatch):
    monkeypatch.setattr(feed, "WINDOW", 3)
    tell(*"wxyz", audience=[water])
    tell("1", audience=[greening])
    first = read_feed(greening.pk, after=BEGIN, limit=10)
    assert (list(first.changes), first.until.position, first.has_more) == ([], 3, True)
    assert told(greening, first.until) == [("case.signed", "1")]


def test_a_reader_may_begin_at_what_is_newest(greening):
    tell("old", audience=[greening])
    place = latest()
    tell("new", audience=[greening])
    assert told(greening, place) == [("case.signed", "new")]


def test_an_empty_feed_has_a_place_too(greening):
    place = latest()
    page = read_feed(greening.pk, after=place, limit=10)
    assert (page.until, page.has_more) == (BEGIN, False)
    tell("1", audience=[greening])
    assert told(greening, place) == [("case.signed", "1")]


def test_a_place_survives_being_written_down(greening):
    tell("1", audience=[greening], at=NOON + timedelta(microseconds=123456))
    place = read_feed(greening.pk, after=BEGIN, limit=10).until
    assert Place.parse(str(place)) == place
    assert told(greening, Place.parse(str(place))) == []


@pytest.mark.parametrize("text", ["x", "-1", "1.", "1.2.3", "9" * 19, "1e3", "１"])
def test_what_we_never_gave_out_is_malformed(text):
    with pytest.raises(Malformed):
        Place.parse(text)


def test_a_reader_behind_the_purge_is_told_so(greening):
    tell("old", audience=[greening])
    behind = BEGIN
    up_to_date = read_feed(greening.pk, after=BEGIN, limit=10).until
    purge(now=NOON + timedelta(days=31))
    tell("new", audience=[greening], at=NOON + timedelta(days=31))
    with pytest.raises(Gone) as lost:
        told(greening, behind)
    assert lost.value.code == "cursor_expired"
    assert told(greening, up_to_date) == told(greening, oldest()) == [("case.signed", "new")]


def test_after_a_restore_a_reader_from_before_it_is_told_so(greening):
    tell("1", "2", audience=[greening])
    place = read_feed(greening.pk, after=BEGIN, limit=10).until
    OutboxEntry.objects.filter(position=2).delete()  # the backup did not hold it
    FeedHead.objects.update(position=1)
    with pytest.raises(Gone):
        told(greening, place)
    tell("other", "and more", audience=[greening], at=NOON + timedelta(seconds=1))
    with pytest.raises(Gone):
        told(greening, place)


def test_after_a_restore_a_reader_who_was_behind_it_goes_on(greening):
    tell("1", audience=[greening])
    place = read_feed(greening.pk, after=BEGIN, limit=10).until
    tell("2", audience=[greening], at=NOON + timedelta(seconds=1))
    OutboxEntry.objects.filter(position=2).delete()
    FeedHead.objects.update(position=1)
    tell("other", audience=[greening], at=NOON + timedelta(seconds=2))
    assert told(greening, place) == [("case.signed", "other")]


def test_a_page_costs_the_same_however_long_the_feed(greening, water, django_assert_max_num_queries):
    tell(*(str(number) for number in range(300)), audience=[water])
    tell("mine", audience=[greening])
    with django_assert_max_num_queries(5):
        assert told(greening) == [("case.signed", "mine")]
