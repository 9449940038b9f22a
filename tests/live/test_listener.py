"""What one desk is told, and when it has to look anew."""

from command_center.live.listener import MOST, Word
from command_center.live.wire import as_text
from notices.feed import Change, FeedPage, Place
from tests.live.conftest import CENTRE, desk
from tests.make import NOON


def change(position, subject="1", kind="case.signed"):
    return Change(Place(position, 7), kind, "case", subject, 3, NOON)


def test_a_message_names_what_changed_and_nothing_more():
    one = desk(CENTRE)
    one.hear(change(4, "20261124-000001"))
    assert as_text(one.take(seen=Place(4, 7))) == (
        b"id: 4.7\nevent: changes\n"
        b'data: {"count":1,"changes":[{"kind":"case.signed","subject":"case:20261124-000001","version":3}]}\n\n'
    )


def test_two_changes_of_one_subject_count_once():
    one = desk(CENTRE)
    one.hear(change(1, "a"))
    one.hear(change(2, "a", kind="case.noted"))
    one.hear(change(3, "b"))
    assert b'"count":2' in as_text(one.take(seen=Place(3)))


def test_who_only_inspects_is_told_that_something_changed_and_not_what():
    one = desk(CENTRE, knows_subjects=False)
    one.hear(change(4))
    assert as_text(one.take(seen=Place(4))) == b'id: 4\nevent: changes\ndata: {"count":1,"changes":[]}\n\n'


def test_what_came_as_missed_and_as_news_is_told_once():
    one = desk(CENTRE, after=1)
    one.catch_up(FeedPage([change(2), change(3)], Place(3), has_more=False))
    for position in (1, 2, 3, 4):
        one.hear(change(position))
    assert [told.place.position for told in one.take(seen=Place(4)).changes] == [2, 3, 4]
    one.hear(change(4))
    assert one.take(seen=Place(4)).word == Word.BEAT


def test_a_beat_moves_the_place_so_that_a_quiet_desk_has_little_to_make_up_for():
    one = desk(CENTRE, after=1)
    beat = one.take(seen=Place(90))
    assert (beat.word, beat.until) == (Word.BEAT, Place(90))


def test_a_desk_that_takes_nothing_for_long_is_kept_small_and_looks_anew():
    one = desk(CENTRE)
    for position in range(1, 5 * MOST):
        one.hear(change(position))
    assert len(one._pending) == 0
    message = one.take(seen=Place(5 * MOST))
    assert (message.word, message.until, message.changes) == (Word.RESYNC, Place(5 * MOST), [])
    one.hear(change(5 * MOST + 1))
    assert one.take(seen=Place(5 * MOST + 1)).word == Word.CHANGES


def test_who_was_signed_out_is_told_that_and_nothing_else():
    one = desk(CENTRE, after=1)
    one.hear(change(2))
    one.end()
    one.hear(change(3))
    one.lose(Place(4))
    assert as_text(one.take(seen=Place(5))) == b"event: end\ndata: {}\n\n"
    assert one.until == Place(1)


def test_who_missed_too_much_looks_anew():
    one = desk(CENTRE)
    one.catch_up(FeedPage([change(position) for position in range(1, MOST + 1)], Place(MOST), has_more=True))
    assert one.take(seen=Place(500)).word == Word.RESYNC


def test_after_a_restore_a_desk_follows_the_feed_back():
    one = desk(CENTRE, after=900)
    one.lose(Place(20))
    assert one.take(seen=Place(20)).until == Place(20)
    one.hear(change(21))
    assert one.take(seen=Place(21)).word == Word.CHANGES
