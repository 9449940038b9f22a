"""What a process with many desks reads, and the bell that tells it to."""

from redis.exceptions import ConnectionError as Unreachable

from notices.feed import latest
from notices.models import FeedHead
from notices.ringing import CHANNEL, Ringer
from notices.told import MOST_BEHIND, news_for
from tests.notices.conftest import tell


class Server:
    """Valkey, which is sometimes away."""

    def __init__(self):
        self.rung, self.is_away = [], False

    def publish(self, channel, message):
        if self.is_away:
            raise Unreachable
        self.rung.append((channel, message))


def test_news_name_each_change_for_each_organization_that_is_told(greening, water):
    tell("both", audience=[greening, water])
    tell("one", audience=[water], left=[greening.pk])
    news = news_for([greening.pk, water.pk], after=0)
    assert {(to, change.subject_id, change.kind) for to, change in news.told} == {
        (greening.pk, "both", "case.signed"),
        (water.pk, "both", "case.signed"),
        (water.pk, "one", "case.signed"),
        (greening.pk, "one", "case.left_view"),
    }
    assert news.until == latest()


def test_nobody_is_told_what_only_others_are(greening, water):
    tell("1", audience=[water])
    news = news_for([greening.pk], after=0)
    assert (news.told, news.until.position, news.is_broken) == ([], 1, False)


def test_one_reads_on_from_where_one_was(greening, django_assert_num_queries):
    tell("1", "2", audience=[greening])
    assert [change.subject_id for _to, change in news_for([greening.pk], after=1).told] == ["2"]
    with django_assert_num_queries(2):
        assert news_for([greening.pk], after=2).told == ()


def test_a_feed_that_ran_away_or_went_back_is_broken(greening):
    tell("1", audience=[greening])
    assert news_for([greening.pk], after=2).is_broken
    FeedHead.objects.update(position=MOST_BEHIND + 1)
    assert news_for([greening.pk], after=0).is_broken
    assert not news_for([greening.pk], after=1).is_broken


def test_a_ring_carries_nothing():
    server = Server()
    assert Ringer(server).ring()
    assert server.rung == [(CHANNEL, b"")]


def test_while_valkey_is_away_nobody_waits_for_it(monkeypatch):
    server, seconds = Server(), [0.0]
    monkeypatch.setattr("notices.ringing.time.monotonic", lambda: seconds[0])
    ringer, server.is_away = Ringer(server), True
    seconds[0] = 1.0
    assert not ringer.ring()
    server.is_away = False
    assert not ringer.ring()
    seconds[0] = 6.1
    assert ringer.ring()
