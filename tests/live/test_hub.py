"""Who is told what, who is let in, who is sent away; without servers."""

import asyncio

import pytest
from django.db import OperationalError

from command_center.live import hub as hubs
from command_center.live.bell import Bell
from command_center.live.listener import Word
from notices.feed import Place
from organizations.secrets import SecretUnreadable
from tests.live.conftest import CENTRE, STREET, SilentBell, desk


def words(hub, listener):
    message = listener.take(seen=hub.seen)
    return message.word, [one.subject_id for one in message.changes]


def test_each_desk_is_told_what_its_organization_may_see(house, hub, play):
    async def story():
        centre, street = desk(CENTRE, user="a"), desk(STREET, user="b")
        assert hub.admit(centre, head=Place(0))
        assert hub.admit(street, head=Place(0))
        house.happens(1, CENTRE, STREET, subject="both")
        house.happens(2, CENTRE, subject="centre")
        await hub.look()
        assert words(hub, centre) == (Word.CHANGES, ["both", "centre"])
        assert words(hub, street) == (Word.CHANGES, ["both"])
        assert street.until == centre.until == Place(2)
        await hub.look()
        assert words(hub, centre) == (Word.BEAT, [])

    play(story)


def test_whose_organization_was_not_asked_for_is_not_said_to_know_the_answer(house, play):
    late, there = desk(STREET, user="late"), desk(STREET, user="there", after=1)

    async def read(ids, after):
        news = await house.read(list(ids), after)
        for one in (late, there):  # they come in while the answer is on its way
            assert hub.admit(one, head=Place(0))
        return news

    hub = hubs.Hub(read=read, check=house.check, bell=SilentBell())

    async def story():
        hub.admit(desk(CENTRE), head=Place(0))
        house.happens(1, CENTRE, STREET)
        await hub.look()
        assert words(hub, late) == (Word.RESYNC, [])
        assert words(hub, there) == (Word.BEAT, [])

    play(story)


def test_a_hub_reads_on_from_where_the_first_desk_came_in(house, hub, play):
    async def story():
        house.happens(5, CENTRE, subject="old")
        house.happens(6, CENTRE, subject="new")
        first = desk(CENTRE, after=5)
        hub.admit(first, head=Place(5))
        await hub.look()
        assert words(hub, first) == (Word.CHANGES, ["new"])
        hub.dismiss(first)
        later = desk(CENTRE, after=6)
        hub.admit(later, head=Place(6))
        await hub.look()
        assert words(hub, later) == (Word.BEAT, [])

    play(story)


def test_when_the_feed_ran_away_everybody_looks_anew(house, hub, play):
    async def story():
        one = desk(CENTRE)
        hub.admit(one, head=Place(0))
        house.is_broken = True
        await hub.look()
        assert words(hub, one) == (Word.RESYNC, [])

    play(story)


def test_an_ended_session_ends_its_streams_and_no_other(house, hub, play):
    async def story():
        out, still_in = desk(CENTRE, session="out", user="a"), desk(CENTRE, session="in", user="b")
        for one in (out, still_in):
            hub.admit(one, head=Place(0))
        house.signed_out.add("out")
        await hub.check()
        assert words(hub, out) == (Word.END, [])
        assert words(hub, still_in) == (Word.BEAT, [])

    play(story)


def test_one_person_has_so_many_windows_and_another_comes_in_all_the_same(hub, play):
    async def story():
        mine = [desk(CENTRE, user="a") for _ in range(hubs.MOST_OF_ONE_PERSON)]
        assert all(hub.admit(one, head=Place(0)) for one in mine)
        assert not hub.admit(desk(CENTRE, user="a"), head=Place(0))
        assert hub.admit(desk(CENTRE, user="b"), head=Place(0))
        hub.dismiss(mine[0])
        assert hub.admit(desk(CENTRE, user="a"), head=Place(0))

    play(story)


def test_a_full_process_lets_nobody_in(hub, play, monkeypatch):
    async def story():
        monkeypatch.setattr(hubs, "MOST", 1)
        assert hub.admit(desk(CENTRE, user="a"), head=Place(0))
        assert not hub.admit(desk(CENTRE, user="b"), head=Place(0))

    play(story)


def test_when_the_last_desk_goes_the_hub_rests(hub, play):
    async def story():
        one = desk(CENTRE)
        hub.admit(one, head=Place(0))
        tasks = hub._tasks
        hub.dismiss(one)
        hub.dismiss(one)
        await asyncio.gather(*tasks, return_exceptions=True)
        assert (hub._tasks, all(task.cancelled() for task in tasks)) == ([], True)

    play(story)


@pytest.mark.parametrize("error", [OperationalError, SecretUnreadable])
def test_an_outage_of_the_database_or_a_fault_of_ours_loses_nothing(house, play, error):
    async def read(ids, after):
        if house.is_broken:
            raise error
        return await house.read(ids, after)

    async def story():
        hub = hubs.Hub(read=read, check=house.check, bell=Bell("redis://127.0.0.1:1/0"))
        one = desk(CENTRE)
        hub.admit(one, head=Place(0))
        house.is_broken = True
        house.happens(1, CENTRE)
        await hub._through_outages(hub.look)
        assert words(hub, one) == (Word.BEAT, [])
        house.is_broken = False
        await hub._through_outages(hub.look)
        assert words(hub, one) == (Word.CHANGES, ["1"])

    play(story)


def test_without_valkey_somebody_looks_all_the_same(play, monkeypatch):
    monkeypatch.setattr("command_center.live.bell.WHILE_DEAF", 0.001)

    async def story():
        bell = Bell("redis://127.0.0.1:1/0")
        listening = asyncio.create_task(bell.listen())
        await asyncio.wait_for(bell.wait(), 30)
        listening.cancel()

    play(story)
